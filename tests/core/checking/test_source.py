"""What a learner's file is refused for before any of it is run or decoded."""

from __future__ import annotations

import pytest

from core.checking.source import LARGEST, source_at, source_of
from core.checking.text_encoding import encoding_of


@pytest.mark.parametrize("name", ["punycode", "PunyCode", "idna"])
def test_an_encoding_that_takes_the_square_of_the_length_is_a_sentence(tmp_path, name):
    path = tmp_path / "a.py"
    path.write_bytes(b"# coding: %b\n-zz9" % name.encode())
    assert "not text in UTF-8" in source_at(path).problem


@pytest.mark.parametrize(
    ("code", "encoding"),
    [
        (b"x = 1\n", "utf-8"),
        (b"# coding: latin-1\n", "iso8859-1"),
        (b"\n# -*- coding: PUNYCODE -*-\n", "punycode"),
        (b"# coding: nonsense\n", ""),
        (b"\xff", ""),
        (b"", "utf-8"),
    ],
)
def test_the_encoding_that_a_file_is_said_to_have(code, encoding):
    assert encoding_of(code) == encoding


def test_other_encodings_are_run(tmp_path):
    path = tmp_path / "a.py"
    path.write_bytes(b"# coding: latin-1\nx = '\xe4'\n")
    assert source_at(path).problem == ""


def test_a_text_that_is_too_long_is_a_sentence():
    assert "larger than 1 MB" in source_of("#" * (LARGEST + 1), "a.py").problem


@pytest.mark.parametrize("name", ["zlib", "rot-13", "hex", "undefined", "no-such"])
def test_what_says_to_be_in_no_encoding_of_text_is_read_all_the_same(name):
    source_of(f"# coding: {name}\ndef relu(Z):\n    return Z\n", "a.py")
    source_of(f"# coding: {name}\nthis is a text, and no program\n", "a.py")
