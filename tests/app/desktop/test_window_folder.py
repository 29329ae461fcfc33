"""A window's own folder: what it leaves, and that no living one is taken for one that was left."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from app.desktop.window_folder import MOST_LEFT, WindowFolder

CHILD = """
import sys, time
from pathlib import Path
from app.desktop.ending import crashes_traced
from app.desktop.window_folder import WindowFolder
folder = WindowFolder(Path(sys.argv[1]))
with crashes_traced(folder.crash_file):
    print(folder.path, flush=True)
    time.sleep(60)
"""


def killed(parent: Path, number: int) -> Path:
    """The folder of a process that was killed by the signal."""
    with subprocess.Popen(
        [sys.executable, "-c", CHILD, str(parent)], stdout=subprocess.PIPE, text=True
    ) as child:
        path = Path(child.stdout.readline().strip())
        child.send_signal(number)
    return path


def test_one_that_closes_leaves_nothing(tmp_path: Path) -> None:
    folder = WindowFolder(tmp_path)
    folder.crash_file.touch()
    folder.close()
    folder.close()
    assert list(tmp_path.iterdir()) == []


def test_one_that_closes_leaves_its_run(tmp_path: Path) -> None:
    folder = WindowFolder(tmp_path)
    folder.crash_file.touch()
    folder.run_file.write_bytes(b"a run")
    folder.close()
    (left,) = WindowFolder(tmp_path).left()
    assert left.closed
    assert left.crash == ""
    assert left.run == folder.run_file
    left.put_in_order()
    assert left.run.read_bytes() == b"a run"
    left.delete()
    assert not folder.path.exists()


def test_those_of_living_windows_are_not_seen(tmp_path: Path) -> None:
    first, second = WindowFolder(tmp_path), WindowFolder(tmp_path)
    assert first.path != second.path
    assert first.left() == second.left() == []
    first.run_file.write_bytes(b"a run")
    first.close()
    (left,) = second.left()
    assert left.path == first.path
    second.close()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals")
@pytest.mark.parametrize(
    ("name", "trace"),
    [
        ("SIGKILL", ""),
        ("SIGSEGV", "Segmentation fault"),
        ("SIGABRT", "Aborted"),
        ("SIGBUS", "Bus error"),
    ],
)
def test_a_crash_leaves_its_trace(tmp_path: Path, name: str, trace: str) -> None:
    path = killed(tmp_path, getattr(signal, name))
    (left,) = WindowFolder(tmp_path).left()
    assert left.path == path
    assert not left.closed
    assert (trace in left.crash) if trace else (left.crash == "")
    assert "time.sleep" in left.crash or "<string>" in left.crash or not trace
    assert abs(left.seconds - time.time()) < 600
    left.put_in_order()
    assert not path.exists()


def test_a_crash_with_a_run_is_told_once(tmp_path: Path) -> None:
    folder = WindowFolder(tmp_path)
    folder.crash_file.write_text("Fatal Python error")
    folder.run_file.write_bytes(b"a run")
    folder._lock.release()
    mine = WindowFolder(tmp_path)
    (left,) = mine.left()
    assert left.crash
    left.put_in_order()
    (again,) = mine.left()
    assert again.closed
    assert again.crash == ""
    assert again.run is not None


def test_there_are_never_too_many(tmp_path: Path) -> None:
    for number in range(MOST_LEFT + 5):
        folder = tmp_path / f"2020-01-01 00.00.{number:02} 1-0"
        folder.mkdir()
        (folder / "lock").touch()
        (folder / "last.run").write_bytes(b"a run")
    left = WindowFolder(tmp_path).left()
    assert len(left) == MOST_LEFT
    assert left[0].path.name.startswith("2020-01-01 00.00.24")
    assert len(list(tmp_path.iterdir())) == MOST_LEFT + 1


def test_what_is_no_such_folder_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "a file").write_text("x")
    (tmp_path / "a folder").mkdir()
    (tmp_path / "locked as a folder" / "lock").mkdir(parents=True)
    assert WindowFolder(tmp_path).left() == []
    assert len(list(tmp_path.iterdir())) == 4


def test_where_nothing_can_be_written_it_says_so(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    with pytest.raises(OSError, match=None if sys.platform == "win32" else os.strerror(20)):
        WindowFolder(file / "windows")
