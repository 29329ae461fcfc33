"""Only real files are opened, and nothing is waited for."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from core.files.regular_file import IrregularFileError, open_regular, read_regular

needs_pipes = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")


def test_a_file_is_read_up_to_one_byte_more_than_the_most(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(b"0123456789\r\n\x1a")
    assert read_regular(path, 100) == b"0123456789\r\n\x1a"
    assert read_regular(path, 4) == b"01234"
    with open_regular(path) as stream:
        assert stream.read(3) == b"012"


def test_a_file_that_says_it_holds_nothing_is_read_all_the_same():
    path = Path("/proc/self/status")
    if not path.exists():
        pytest.skip(f"there is no {path}")
    assert read_regular(path, 10_000).startswith(b"Name:")
    assert len(read_regular(path, 20)) == 21


def test_a_link_to_a_file_is_followed(tmp_path):
    (tmp_path / "a").write_bytes(b"x")
    try:
        (tmp_path / "link").symlink_to(tmp_path / "a")
    except OSError:
        pytest.skip("links need a right here")
    if not (tmp_path / "link").is_symlink():
        pytest.skip("Wine makes no links")
    assert read_regular(tmp_path / "link", 9) == b"x"


def test_what_is_not_there_and_a_folder(tmp_path):
    with pytest.raises(FileNotFoundError):
        open_regular(tmp_path / "none")
    with pytest.raises(IsADirectoryError, match="it is a folder"):
        open_regular(tmp_path)
    with pytest.raises(ValueError, match="null"):
        open_regular(Path("a\0b"))


@needs_pipes
def test_a_pipe_that_nobody_writes_into_is_refused_at_once(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(IrregularFileError, match="a pipe or a device"):
        open_regular(tmp_path / "pipe")


@needs_pipes
def test_a_pipe_that_took_the_place_of_a_file_is_refused_at_once(tmp_path, monkeypatch):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "file").touch()
    file = os.stat(tmp_path / "file")
    monkeypatch.setattr(os, "stat", lambda path: file)
    with pytest.raises(IrregularFileError):
        open_regular(tmp_path / "pipe")


@needs_pipes
@pytest.mark.parametrize("device", ["/dev/zero", "/dev/tty", "/dev/null"])
def test_a_device_is_refused(device):
    if not Path(device).exists():
        pytest.skip(f"there is no {device}")
    with pytest.raises(IrregularFileError):
        open_regular(Path(device))


@needs_pipes
def test_a_socket_is_refused(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # the path of a socket is short
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("socket")
        with pytest.raises(IrregularFileError):
            open_regular(tmp_path / "socket")
