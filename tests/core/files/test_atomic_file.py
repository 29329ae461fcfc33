from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from core.files import atomic_file
from core.files.atomic_file import check_replaceable, replace_file


def test_writes_and_replaces_and_leaves_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "file"
    replace_file(path, b"one")
    replace_file(path, b"two")
    assert path.read_bytes() == b"two"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("broken", ["fsync", "replace"])
def test_the_old_file_stays_when_anything_fails(tmp_path: Path, monkeypatch, broken: str) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")

    def fail(*_: object) -> None:
        raise OSError("no room")

    monkeypatch.setattr(os, broken, fail)
    with pytest.raises(OSError, match="no room"):
        replace_file(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right there, and Wine makes none")
def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "file")
    replace_file(tmp_path / "link", b"new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "file").read_bytes() == b"new"


def test_folders_and_devices_are_left_alone(tmp_path: Path) -> None:
    places = [tmp_path]
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
        places.append(tmp_path / "pipe")
    for path in places:
        with pytest.raises(OSError, match="not a file"):
            replace_file(path, b"new")


def test_a_file_that_tries_a_folder_may_be_taken_away_as_a_leftover(tmp_path, monkeypatch) -> None:
    """Another process that tidies up may come between its being closed and its being removed."""
    unlink = Path.unlink

    def taken_away(path: Path, missing_ok: bool = False) -> None:
        unlink(path)
        unlink(path, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", taken_away)
    check_replaceable(tmp_path / "file")
    assert not list(tmp_path.iterdir())


def test_a_file_that_somebody_reads_is_replaced_a_moment_later(tmp_path, monkeypatch) -> None:
    replace, tries = os.replace, []

    def refused_twice(source, target) -> None:
        tries.append(target)
        if len(tries) < 3:
            raise PermissionError(13, "Access is denied")
        replace(source, target)

    (tmp_path / "new").write_bytes(b"new")
    monkeypatch.setattr(os, "replace", refused_twice)
    atomic_file.replace_patiently(tmp_path / "new", tmp_path / "file")
    assert (tmp_path / "file").read_bytes() == b"new"
    assert len(tries) == 3


def test_one_that_may_not_be_replaced_is_told_soon(tmp_path, monkeypatch) -> None:
    def refused(source, target) -> None:
        raise PermissionError(13, "Access is denied")

    monkeypatch.setattr(os, "replace", refused)
    monkeypatch.setattr(atomic_file, "PATIENCE", 0.02)
    with pytest.raises(PermissionError):
        atomic_file.replace_patiently(tmp_path / "new", tmp_path / "file")


def test_a_path_that_cannot_be_made_real_is_written_as_it_is(tmp_path, monkeypatch) -> None:
    def refused(path) -> str:
        raise OSError(234, "More data available")

    monkeypatch.setattr(os.path, "realpath", refused)
    replace_file(tmp_path / "file", b"new")
    assert (tmp_path / "file").read_bytes() == b"new"
