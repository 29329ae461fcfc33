from __future__ import annotations

from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.files.plain_text import LONGEST, as_file_name, plain

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
def test_a_file_name_stays_in_its_folder(text: str) -> None:
    name = as_file_name(text)
    for kind in (PurePosixPath, PureWindowsPath):
        path = kind("folder") / f"{name or 'network'}.safetensors"
        assert path.parent == kind("folder")
    assert len(name.encode()) <= 240
    Path(name)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("trained on MNIST", "trained on MNIST"),
        ("shipped network, taught “Anna”", "shipped network, taught “Anna”"),
        ("/etc/cron.d/x", "etc-cron-d-x"),
        ("..\\..\\C:", "C"),
        ("...", ""),
        ("naïve 数字", "naïve 数字"),
    ],
)
def test_file_names(text: str, name: str) -> None:
    assert as_file_name(text) == name
