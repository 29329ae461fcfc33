"""What a killed save leaves behind is cleared; what a living one writes never is."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from core.files import atomic_file, leftovers
from core.files.atomic_file import replace_file
from core.files.leftovers import clear, folders_below, keep_journal, noted_folders, temporary_name

NOBODY = 2**31 - 1  # no process has this number
STOPS = """
import os, pathlib, sys
from core.files.atomic_file import replace_file
os.fsync = lambda _: (print("writing", flush=True), sys.stdin.read())
replace_file(pathlib.Path(sys.argv[1]), b"new")
"""


on_windows = sys.platform == "win32"


@pytest.fixture(autouse=True)
def no_journal(monkeypatch):
    monkeypatch.setattr(leftovers, "_SAFE_SECONDS", 0.0)
    yield
    keep_journal(None)


def test_only_what_a_dead_process_left_is_cleared(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", STOPS, str(tmp_path / "a")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as writer:
        assert writer.stdout.readline() == "writing\n"
        assert clear([tmp_path], own=True) == 0
        (left,) = tmp_path.iterdir()
        writer.kill()
        writer.wait()
        assert left.exists()
        assert clear([tmp_path]) == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "own", "goes"),
    [
        (".a.4711-0.digit-lab.tmp", False, True),
        pytest.param(
            *(f".a.jsonl.{NOBODY}.tmp", True, True),
            marks=pytest.mark.skipif(on_windows, reason="Windows does not say who lives"),
        ),
        (f".a.jsonl.{NOBODY}.tmp", False, False),
        pytest.param(f".a.jsonl.{os.getpid()}.tmp", True, False, id="of a living process"),
        (f"a.jsonl.{NOBODY}.tmp", True, False),
        (f".of another program.{NOBODY}.tmp", True, False),
        (".hidden", True, False),
    ],
)
def test_only_files_of_our_own_names_go(tmp_path: Path, name: str, own: bool, goes: bool) -> None:
    (tmp_path / name).write_bytes(b"half")
    (tmp_path / temporary_name("folder", 1)).mkdir()
    assert clear([tmp_path, tmp_path / "nowhere"], own=own) == goes
    assert (tmp_path / name).exists() != goes


@pytest.mark.skipif(on_windows, reason="Windows deletes no open file")
def test_a_save_outlives_one_who_clears_between_making_and_locking(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock, cleared = atomic_file.lock_at_once, []

    def too_late(file: int) -> bool:
        if not cleared:
            cleared.append(clear([tmp_path]))
        return lock(file)

    monkeypatch.setattr(atomic_file, "lock_at_once", too_late)
    replace_file(tmp_path / "a", b"new")
    assert cleared == [1]
    assert (tmp_path / "a").read_bytes() == b"new"


def test_where_there_are_no_locks_files_are_written_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(_: int) -> bool:
        raise OSError(37, "No locks available")

    monkeypatch.setattr(atomic_file, "lock_at_once", none)
    replace_file(tmp_path / "a", b"new")
    assert (tmp_path / "a").read_bytes() == b"new"


def test_the_longest_name_can_be_written(tmp_path: Path) -> None:
    for name in ("x" * 255, "ü" * 127, "\udcff" * 255):
        replace_file(tmp_path / name, b"new")
        assert (tmp_path / name).read_bytes() == b"new"


def test_folders_of_the_user_are_found_again(tmp_path: Path) -> None:
    journal = tmp_path / "data" / "folders"
    for _ in range(2):
        keep_journal(journal)
        for name in ("one", "two", "data/models"):
            (tmp_path / name).mkdir(parents=True, exist_ok=True)
            replace_file(tmp_path / name / "a", b"new")
    assert noted_folders(journal) == [tmp_path / "two", tmp_path / "one"]
    assert journal.read_bytes().count(b"\n") == 2
    assert tmp_path / "data" / "models" in folders_below(tmp_path / "data")


@pytest.mark.parametrize("content", [b"", b"no line", b"relative\n", b"/a\0b\n", b"\xff\n" * 10**5])
def test_any_journal_is_read(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "folders").write_bytes(content)
    assert noted_folders(tmp_path / "folders") == []
    assert noted_folders(tmp_path) == []


def test_a_journal_that_cannot_be_written_stops_no_save(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "folders").mkdir()
    keep_journal(tmp_path / "data" / "folders")
    replace_file(tmp_path / "a", b"new")
    assert (tmp_path / "a").read_bytes() == b"new"


def test_what_is_noted_is_bounded(tmp_path: Path) -> None:
    journal = tmp_path / "folders"
    journal.write_text("".join(f"{tmp_path / str(k)}\n" for k in range(1000)))
    assert len(noted_folders(journal)) == leftovers.MOST_FOLDERS
