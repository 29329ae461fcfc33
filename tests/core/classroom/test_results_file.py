"""Verdicts on disk: each stays, whatever ends the program."""

from __future__ import annotations

import errno
import os

import pytest

from core.classroom import results_file
from core.classroom.results_file import ResultsFile
from core.errors import DataError
from tests.core.classroom.hand_ins import report


@pytest.fixture
def path(tmp_path):
    return tmp_path / "class.verdicts"


def add(path, *keys):
    results = ResultsFile(path)
    for key in keys:
        results.add(key, report(relu="right"))
    results.close()


def reports(path, **options):
    results = ResultsFile(path, **options)
    results.close()
    return results.reports


def test_verdicts_come_back(path):
    add(path, "a", "b")
    add(path, "c")
    found = reports(path)
    assert list(found) == ["a", "b", "c"]
    assert found["a"] == report(relu="right")


def test_a_line_that_was_cut_short_is_dropped_and_written_over(path):
    add(path, "a", "b")
    whole = path.read_bytes()
    for cut in range(1, 200, 7):
        path.write_bytes(whole[:-cut])
        assert list(reports(path)) == ["a"]
        add(path, "c")
        assert list(reports(path)) == ["a", "c"]


def test_another_version_and_again_begin_anew(path, monkeypatch):
    add(path, "a")
    assert reports(path, afresh=True) == {}
    add(path, "a")
    monkeypatch.setattr(results_file, "_HEAD", {"digit-lab-class": 1, "version": "next"})
    assert reports(path) == {}
    add(path, "b")
    assert list(reports(path)) == ["b"]


@pytest.mark.parametrize(
    "content", [b"my diary\n", b"{}\n", b"[1]\n", b'"digit-lab-class"\n', b"\0"]
)
def test_a_file_of_something_else_is_not_written_over(path, content):
    path.write_bytes(content)
    for afresh in (False, True):
        with pytest.raises(DataError, match="something else"):
            ResultsFile(path, afresh=afresh)
    assert path.read_bytes() == content


def test_two_programs_do_not_write_into_one_file(path):
    first = ResultsFile(path)
    with pytest.raises(DataError, match="another program"):
        ResultsFile(path)
    first.close()
    reports(path)


def test_a_full_disk_leaves_whole_lines(path, monkeypatch):
    results = ResultsFile(path)
    results.add("a", report(relu="right"))
    before = path.read_bytes()
    write = results._write

    def full(record):
        results._stream.write(b'{"key": ')
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(results, "_write", full)
    with pytest.raises(OSError, match="space"):
        results.add("b", report(relu="right"))
    assert path.read_bytes() == before
    monkeypatch.setattr(results, "_write", write)
    results.add("c", report(relu="right"))
    results.close()
    assert list(reports(path)) == ["a", "c"]


def test_what_is_no_file_is_a_sentence(tmp_path):
    for path in (tmp_path, tmp_path / "no" / "where"):
        with pytest.raises(DataError, match="cannot be used"):
            ResultsFile(path)
