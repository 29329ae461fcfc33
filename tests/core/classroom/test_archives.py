"""Zips of strangers: names in two alphabets, and what would do harm."""

from __future__ import annotations

import io
import stat
import struct
import tracemalloc
import zipfile
from datetime import UTC, datetime

import pytest

from core.classroom.archives import entries_of
from core.classroom.finding import find_hand_ins
from core.errors import DataError
from tests.core.classroom.hand_ins import RELU, zipped


def entries(data):
    return entries_of(lambda: io.BytesIO(data))


def with_name(name: bytes, flags: int = 0) -> bytes:
    """A zip whose one name is these bytes, said to be UTF-8 or not."""
    data = bytearray(zipped({"x" * len(name): RELU}))
    for mark, at_flags, at_name in ((b"PK\3\4", 6, 30), (b"PK\1\2", 8, 46)):
        start = data.index(mark)
        struct.pack_into("<H", data, start + at_flags, flags)
        data[start + at_name : start + at_name + len(name)] = name
    return bytes(data)


@pytest.mark.parametrize(
    ("name", "flags"),
    [
        ("Zoë.py".encode("cp437"), 0),
        ("Zoë.py".encode(), 0),
        ("Zoë.py".encode(), 0x800),
    ],
)
def test_names_in_old_and_new_alphabets(name, flags):
    (entry,) = entries(with_name(name, flags))
    assert (entry.parts, entry.problem, entry.read(1000)) == (("Zoë.py",), "", RELU.encode())


@pytest.mark.parametrize("name", ["../../evil.py", "/etc/evil.py", "C:/evil.py", "a\\..\\evil.py"])
def test_names_that_lead_out_are_refused(tmp_path, name):
    (tmp_path / "a.zip").write_bytes(zipped({name: RELU, "Bob/b.py": RELU}))
    rows = {each.file: each for each in find_hand_ins(tmp_path / "a.zip")}
    assert "leads out of the zip" in rows["evil.py"].why
    assert rows["b.py"].is_checked


def test_links_passwords_and_other_packings_are_refused():
    link = zipfile.ZipInfo("a.py")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(link, "/etc/passwd")
        archive.writestr("b.py", RELU, zipfile.ZIP_BZIP2)
    linked, packed = entries(stream.getvalue())
    assert "link" in linked.problem
    assert "packed" in packed.problem
    (locked,) = entries(with_name(b"a.py", 0x1))
    assert "password" in locked.problem


def test_a_bomb_is_not_unpacked(tmp_path):
    bomb = zipped({"a.py": b"0" * (1 << 27), "b.zip": zipped({"b.py": b"0" * (1 << 27)})})
    assert len(bomb) < 1 << 18
    (tmp_path / "Ada.zip").write_bytes(bomb)
    tracemalloc.start()
    rows = find_hand_ins(tmp_path)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 1 << 24
    assert all("larger than" in row.why for row in rows)


def test_a_size_that_lies_is_no_way_around(tmp_path):
    data = bytearray(zipped({"Ada/a.py": b"0" * (1 << 27)}))
    for mark, at in ((b"PK\3\4", 22), (b"PK\1\2", 24)):
        struct.pack_into("<I", data, data.index(mark) + at, 10)
    (tmp_path / "a.zip").write_bytes(data)
    (row,) = find_hand_ins(tmp_path / "a.zip")
    assert "larger than" in row.why


def test_zips_in_zips_end_somewhere(tmp_path):
    data = zipped({"a.py": RELU})
    for _ in range(8):
        data = zipped({"in.zip": data})
    (tmp_path / "Ada.zip").write_bytes(data)
    (row,) = find_hand_ins(tmp_path)
    assert "too deep" in row.why


@pytest.mark.parametrize("cut", [0, 20, 100])
def test_a_damaged_zip_is_a_sentence(cut):
    with pytest.raises(DataError, match="damaged"):
        entries(zipped({"a.py": RELU})[:cut])


def test_a_flipped_bit_is_noticed():
    data = bytearray(zipped({"a.py": RELU * 50}))
    data[45] ^= 0xFF
    (entry,) = entries(bytes(data))
    with pytest.raises(DataError, match="damaged"):
        entry.read(10_000)


def test_the_time_in_utc_is_read_where_there_is_one():
    moment = datetime(2026, 11, 29, 10, 20, 30, tzinfo=UTC)
    info = zipfile.ZipInfo("a.py", (2020, 1, 1, 0, 0, 0))
    info.extra = struct.pack("<HHBi", 0x5455, 5, 1, int(moment.timestamp()))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(info, RELU)
        archive.writestr(zipfile.ZipInfo("b.py", (2020, 1, 2, 3, 4, 6)), RELU)
    first, second = entries(stream.getvalue())
    assert first.time == moment
    assert second.time.replace(tzinfo=None) == datetime(2020, 1, 2, 3, 4, 6)
