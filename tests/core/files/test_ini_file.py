"""INI files as Qt has them: each reads what the other wrote."""

from __future__ import annotations

import hypothesis.strategies as st
import pytest
from hypothesis import given
from PySide6.QtCore import QByteArray, QSettings

from core.files.ini_file import decoded, encoded, parse, to_bytes

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20).filter(
    lambda text: "\0" not in text
)
TRICKY = st.text('ab1@"\\;,= \t\n\x01x()é☃😀[]%', max_size=12)
VALUES = TEXTS | TRICKY | st.binary(max_size=40)


@given(value=VALUES)
def test_what_is_written_is_read(value):
    assert decoded(encoded(value)) == value
    raw = {("a b", "c"): encoded(value), ("General", "d"): "x"}
    assert parse(to_bytes(raw)) == raw


@given(values=st.lists(VALUES, max_size=5))
def test_qt_reads_what_is_written_here(tmp_path_factory, values):
    path = tmp_path_factory.mktemp("ini") / "a.ini"
    path.write_bytes(to_bytes({("g", f"k{k}"): encoded(each) for k, each in enumerate(values)}))
    store = QSettings(str(path), QSettings.Format.IniFormat)
    for k, value in enumerate(values):
        found = store.value(f"g/k{k}")
        assert (found.data() if isinstance(found, QByteArray) else found) == value


@given(values=st.lists(VALUES, min_size=1, max_size=5))
def test_what_qt_writes_is_read_here(tmp_path_factory, values):
    path = tmp_path_factory.mktemp("ini") / "a.ini"
    store = QSettings(str(path), QSettings.Format.IniFormat)
    for k, value in enumerate(values):
        store.setValue(f"g/k{k}", QByteArray(value) if isinstance(value, bytes) else value)
    store.sync()
    raw = parse(path.read_bytes())
    assert [decoded(raw["g", f"k{k}"]) for k in range(len(values))] == values


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("dark ; by hand", "dark"),
        ("@Invalid()", None),
        ("@Variant(\\0\\0)", None),
        (r"\xd83d\xde00", "😀"),
        (r"\x110000000", "\0"),
        ("\\", "\\"),
        ('"never closed', "never closed"),
    ],
)
def test_what_people_and_other_versions_write(raw, value):
    assert decoded(raw) == value


@given(data=st.binary(max_size=200))
def test_any_bytes_are_parsed(data):
    for value in parse(data).values():
        decoded(value)
