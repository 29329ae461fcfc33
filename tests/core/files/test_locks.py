"""One process at a time holds a lock, and loses it with its life."""

import errno
import os
import subprocess
import sys

import pytest

from core.errors import DigitLabError
from core.files import locks
from core.files.locks import FileLock, locked

HOLDER = """
import sys, pathlib
from core.files import locks
from core.files.locks import FileLock
print(FileLock(pathlib.Path(sys.argv[1])).acquire(), flush=True)
lock = FileLock(pathlib.Path(sys.argv[2])); print(lock.acquire(), flush=True)
sys.stdin.read()
"""


def test_a_second_lock_waits_for_the_first(tmp_path):
    first, second = FileLock(tmp_path / "a"), FileLock(tmp_path / "a")
    assert first.acquire()
    assert not second.acquire(0.05)
    first.release()
    assert second.acquire()
    second.release()


def test_a_lock_goes_with_its_process(tmp_path):
    mine = FileLock(tmp_path / "mine")
    assert mine.acquire()
    paths = [str(tmp_path / "mine"), str(tmp_path / "its")]
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, *paths],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as holder:
        assert holder.stdout.readline() == "False\n"
        assert holder.stdout.readline() == "True\n"
        its = FileLock(tmp_path / "its")
        assert not its.acquire()
        holder.kill()
    assert its.acquire(5)
    its.release()
    mine.release()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows deletes no open file")
def test_a_lock_on_a_deleted_file_is_worth_nothing(tmp_path):
    first, second = FileLock(tmp_path / "a"), FileLock(tmp_path / "a")
    assert first.acquire()
    (tmp_path / "a").unlink()
    assert second.acquire()
    assert (tmp_path / "a").exists()
    first.release()
    second.release()


def test_who_waits_in_vain_is_told(tmp_path):
    with (
        locked(tmp_path / "a"),
        pytest.raises(DigitLabError, match="Another window"),
        locked(tmp_path / "a", 0.05),
    ):
        pass
    with locked(tmp_path / "a"):
        pass


def test_a_folder_in_its_place_is_an_error(tmp_path):
    with pytest.raises((IsADirectoryError, PermissionError)):  # this is what Windows says
        FileLock(tmp_path).acquire()


def test_where_there_are_no_locks_writing_goes_on(tmp_path, monkeypatch):
    def none(_):
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(locks, "lock_at_once", none)
    with locked(tmp_path / "a"):
        pass
    with pytest.raises(OSError, match="No locks"):
        FileLock(tmp_path / "a").acquire()


def test_a_lock_that_belongs_to_another_user_is_held_by_reading_it(tmp_path, monkeypatch):
    (tmp_path / "a").touch()
    opened = os.open

    def no_writing(path, flags, mode=0o777):
        if flags & os.O_RDWR:
            raise PermissionError(errno.EACCES, "Permission denied")
        return opened(path, flags, mode)

    monkeypatch.setattr(os, "open", no_writing)
    first, second = FileLock(tmp_path / "a"), FileLock(tmp_path / "a")
    assert first.acquire()
    assert not second.acquire()
    first.release()
