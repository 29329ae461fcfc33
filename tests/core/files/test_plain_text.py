from __future__ import annotations

from pathlib import PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.files.plain_text import (
    LONGEST,
    as_file_name,
    for_terminal,
    is_device,
    plain,
    plain_lines,
)

ANY = st.text(st.characters(exclude_categories=[]), max_size=300)


@given(ANY)
def test_plain_text_is_one_line_that_can_be_seen_and_written(text: str) -> None:
    shown = plain(text)
    assert shown.isprintable()
    assert len(shown) <= LONGEST
    assert shown.encode().decode() == shown
    assert plain(shown) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("shipped network, taught “Anna”", "shipped network, taught “Anna”"),
        ("  two\n\tlines ", "two lines"),
        ("\x1b]0;title\x07red", "]0;titlered"),
        ("<b>bold</b> &amp;", "<b>bold</b> &amp;"),
        ("x" * 121, "x" * 119 + "…"),
        ("\udcff\u202e\u200b", ""),
    ],
)
def test_what_is_shown_of_a_text(text: str, shown: str) -> None:
    assert plain(text) == shown


@given(ANY)
def test_lines_keep_their_blanks_and_nothing_that_turns_or_hides(text: str) -> None:
    shown = plain_lines(text)
    assert all(each in "\n\t" or each.isprintable() or each.isspace() for each in shown)
    assert plain_lines(shown) == shown
    assert plain_lines("a  b\n\tc\u2009%") == "a  b\n\tc\u2009%"


def test_a_storm_of_accents_leaves_the_letters() -> None:
    assert plain("n" + "\u0301" * 300 + "o") == "n\u0301\u0301o"
    assert plain_lines("e\u0301 e\u0301\u0323") == "e\u0301 e\u0301\u0323"


@given(ANY)
def test_no_command_reaches_a_terminal(text: str) -> None:
    printed = for_terminal(text)
    assert all(each in "\n\t" or each.isprintable() or each.isspace() for each in printed)
    assert not set(printed) & set("\x1b\r\x07\x08\x9b\u202e\u2028")
    assert len(printed) == len(text)
    printed.encode()


@given(ANY)
def test_a_file_name_stays_in_its_folder(text: str) -> None:
    name = as_file_name(text, "network")
    for kind in (PurePosixPath, PureWindowsPath):
        path = kind("folder") / f"{name}.safetensors"
        assert path.parent == kind("folder")
        assert path.stem == name
    assert 1 <= len(name) <= 100
    assert len(name.encode()) <= 200
    assert name.isprintable()
    assert not is_device(name)
    assert not {name[0], name[-1]} & set(". ")
    assert as_file_name(name, "network") == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("trained on MNIST", "trained on MNIST"),
        ("shipped network, taught “Anna”", "shipped network, taught “Anna”"),
        ("/etc/cron.d/x", "etc-cron-d-x"),
        ("..\\..\\C:", "C"),
        ("...", "network"),
        ("", "network"),
        ("\u202e\u200b\x1b", "network"),
        ("naïve 数字", "naïve 数字"),
        ("NUL", "NUL_"),
        ("com1", "com1_"),
        ("COM¹", "COM¹_"),
        ("-rf", "rf"),
        ("~/.bashrc", "bashrc"),
        ("a:b|c?d*e", "a-b-c-d-e"),
        ("字" * 100, "字" * 59),
    ],
)
def test_file_names(text: str, name: str) -> None:
    assert as_file_name(text, "network") == name
