from __future__ import annotations

import pytest

from core.errors import DataError
from core.ink.ink_file import ink_lines

GOOD = b'{"strokes": [[[0, 0], [1, 2]]], "digit": 4}\n'


def test_bad_lines_are_told_and_reading_goes_on(tmp_path) -> None:
    path = tmp_path / "ink.jsonl"
    path.write_bytes(GOOD + b"{\n" + b"\n" + GOOD)
    told: list[str] = []
    lines = list(ink_lines(path, bad_line=lambda error: told.append(str(error))))
    assert [(line.number, line.digit) for line in lines] == [(1, 4), (4, 4)]
    assert told == ["ink.jsonl, line 2: this is not JSON."]
    with pytest.raises(DataError, match="line 2: this is not JSON"):
        list(ink_lines(path))
