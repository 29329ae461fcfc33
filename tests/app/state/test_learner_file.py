"""The learner's file is read as Python reads it, and written back as it was."""

import json
import os
from pathlib import Path

import pytest

from app.state.learner_file import LARGEST, LONGEST_LINE, MOST_LINES, LearnerFile
from core.errors import DigitLabError


@pytest.mark.parametrize(
    "data",
    [
        b"x = 1\n",
        b"x = 1\r\ny = 2\r\n",
        "# ü – ²\n".encode(),
        b"\xef\xbb\xbfx = 1\n",
        "# -*- coding: latin-1 -*-\nx = 'ü'\n".encode("latin-1"),
        "x = 'ü'\r\ny = '€“'\r\n".encode("cp1252"),
        "def f(:\n    'ü'\n".encode("cp1252"),
        b"",
    ],
)
def test_what_is_read_is_written_back_to_the_byte(tmp_path, data):
    path = tmp_path / "a.py"
    path.write_bytes(data)
    file = LearnerFile.read(path)
    assert file.exact
    assert "\r" not in file.text
    again = file.write(file.text)
    assert path.read_bytes() == data
    assert again.text == file.text
    file.write(file.text + "z = 3\n")
    assert LearnerFile.read(path).text == file.text + "z = 3\n"


@pytest.mark.parametrize(
    "data",
    [
        b"\xff\xfe",
        "x = 'ü'\n".encode("utf-16"),
        b"x = '\x81'",
        b"a\0b",
        b"# coding: nonsense\n",
        b"a\r\nb\n",
    ]
    + [b"# coding: unicode_escape\nx = '\\u0041'", b"# coding: utf-7\nx = '+AEE-'"]
    + [b"# coding: %b\n-aa" % name for name in (b"punycode", b"Puny_Code", b"idna", b"undefined")],
)
def test_what_cannot_be_written_back_is_not_exact(tmp_path, data):
    path = tmp_path / "a.py"
    path.write_bytes(data)
    file = LearnerFile.read(path)
    assert not file.exact
    assert "\0" not in file.text


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_no_file(tmp_path):
    os.mkfifo(tmp_path / "pipe.py")
    with pytest.raises(DigitLabError, match=r"“pipe.py” could not be read: it is a pipe"):
        LearnerFile.read(tmp_path / "pipe.py")


def test_what_is_no_file_or_too_large_says_so(tmp_path):
    with pytest.raises(DigitLabError, match=r"“gone.py” could not be read"):
        LearnerFile.read(tmp_path / "gone.py")
    for path in (tmp_path, tmp_path / ("x" * 300), Path("a\0b")):
        with pytest.raises(DigitLabError, match="could not be read"):
            LearnerFile.read(path)
    large = tmp_path / "large.py"
    large.write_bytes(b"#" * (LARGEST + 1))
    with pytest.raises(DigitLabError, match="too large"):
        LearnerFile.read(large)
    for lines in (b"\n" * MOST_LINES, b"#" * (LONGEST_LINE + 1)):
        large.write_bytes(lines)
        with pytest.raises(DigitLabError, match="too many or too long lines"):
            LearnerFile.read(large)


def test_a_letter_that_the_encoding_lacks_is_named(tmp_path):
    path = tmp_path / "a.py"
    path.write_bytes(b"# coding: latin-1\n")
    with pytest.raises(DigitLabError, match="“π” cannot be written"):
        LearnerFile.read(path).write("# coding: latin-1\nx = 'π'\n")
    assert path.read_bytes() == b"# coding: latin-1\n"


def test_of_a_notebook_the_code_is_read_and_never_written_back(tmp_path):
    path = tmp_path / "mine.ipynb"
    cells = [{"cell_type": kind, "source": kind} for kind in ("code", "markdown", "code")]
    cells[0]["outputs"] = ["A" * LARGEST]
    path.write_text(json.dumps({"cells": cells}))
    file = LearnerFile.read(path)
    assert file.text == "code\n\ncode\n"
    assert file.is_notebook
    assert not file.exact
    path.write_text('{"cells": [')
    with pytest.raises(DigitLabError, match="damaged"):
        LearnerFile.read(path)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"PK\x03\x04" + b"\0" * 22 + b"\x06\0\0\0net.py", "“a.py”: This is a zip. Unpack it"),
        (b"PK\x03\x04" + b"\0" * LARGEST, "“a.py”: This is a zip. Unpack it"),
        (b"<!DOCTYPE html><p>", "“a.py”: This is a web page"),
        (b"%PDF-1.4", "“a.py”: This is a PDF"),
    ],
)
def test_what_is_no_python_is_said_and_not_opened(tmp_path, data, words):
    (tmp_path / "a.py").write_bytes(data)
    with pytest.raises(DigitLabError, match=words):
        LearnerFile.read(tmp_path / "a.py")


def test_a_file_of_windows_keeps_its_encoding(tmp_path):
    path = tmp_path / "a.py"
    path.write_bytes("x = 'ü'\n".encode("cp1252"))
    file = LearnerFile.read(path)
    assert file.text == "x = 'ü'\n"
    file.write("x = 'üé'\n")
    assert path.read_bytes() == b"x = '\xfc\xe9'\n"
    with pytest.raises(DigitLabError, match="“π” cannot be written in cp1252"):
        file.write("π")


def test_a_file_in_utf_16_is_shown_as_it_reads(tmp_path):
    (tmp_path / "a.py").write_bytes("x = 'ü'\r\n".encode("utf-16"))
    assert LearnerFile.read(tmp_path / "a.py").text == "x = 'ü'\n"
