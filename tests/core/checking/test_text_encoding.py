"""Files in other encodings that do not say so: read, with a note, and checked."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.checking.runner import check_file
from core.checking.source import source_in
from core.checking.text_encoding import in_utf8
from tests.core.checking.right import TEXTBOOK

SAVE = "Save it as UTF-8."


@pytest.mark.parametrize(
    ("text", "encoding", "name"),
    [
        ("x = 'ü'\n", "latin-1", "Windows-1252"),
        ("# “Größe” in €\nx = 1\n", "cp1252", "Windows-1252"),
        ("# -*- coding: utf-8 -*-\nx = 'é'\n", "cp1252", "Windows-1252"),
        ("%matplotlib inline\nx = 'é'\n", "cp1252", "Windows-1252"),
        ("x = 'é'\ndef f(:\n", "cp1252", "Windows-1252"),
        ("x = 'π'\n", "utf-16", "UTF-16"),
        ("\ufeffx = 'π'\n", "utf-16-be", "UTF-16"),
        ("\ufeffx = 'π'\n", "utf-32-le", "UTF-32"),
        ("def f(:\n", "utf-16", "UTF-16"),
    ],
)
def test_it_is_read_as_what_it_is(text, encoding, name):
    source = source_in("a.py", text.encode(encoding), Path())
    assert source.problem == ""
    assert source.code.decode() == text.removeprefix("\ufeff")
    assert source.notes == (f"The file is not UTF-8; it was read as {name}. {SAVE}",)


def test_another_encoding_that_is_told_in_utf_16_is_not_believed():
    code, _ = in_utf8("#!/usr/bin/python\n# coding: latin-1\nx = 'π'\n".encode("utf-16"))
    assert code.decode() == "#!/usr/bin/python\n# coding: utf-8\nx = 'π'\n"


@pytest.mark.parametrize(
    "data",
    [
        b"x = 1\n",
        "x = 'ü'\n".encode(),
        "\ufeffx = 'ü'\n".encode(),
        b"# coding: latin-1\nx = '\xfc'\n",
        b"# coding: shift-jis\nx = '\x83\x5c'\n",
    ],
)
def test_what_python_reads_is_left_as_it_is(data):
    assert in_utf8(data) == (data, "")
    assert source_in("a.py", data, Path()).problem == ""


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"x = 1\ny = \xfc + \xb0\n", "Line 2 is not text in UTF-8"),
        (b"x = '\x81'\n", "Line 1 is not text in UTF-8"),
        (b"x = '\xfc\0'\n", "not text in UTF-8"),
        (b"\xff\xfex\0=", "not text in UTF-8"),
        ("Sehr geehrte Frau Müller,\nich war krank.\n".encode("cp1252"), "plain text"),
        ("Dear colleagues,\nplease ask Frau Müller.\n".encode("cp1252"), "plain text"),
    ],
)
def test_what_cannot_be_python_so_is_refused(data, words):
    source = source_in("a.py", data, Path())
    assert words in source.problem
    assert source.notes == ()


@pytest.mark.slow
@pytest.mark.parametrize("encoding", ["cp1252", "utf-16"])
def test_right_code_is_right_in_any(tmp_path: Path, encoding):
    (tmp_path / "a.py").write_bytes(f"# Übung 5\n{TEXTBOOK}".encode(encoding))
    report = check_file(tmp_path / "a.py")
    assert report.is_right, report.problem
    assert SAVE in report.notes[0]
