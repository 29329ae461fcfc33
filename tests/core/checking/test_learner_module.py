"""Files that Python's own parser gives up on: a sentence, whatever it raises."""

from __future__ import annotations

import pytest

from core.checking.learner_module import LearnerModule


@pytest.mark.parametrize("first", [b"", b"%matplotlib inline\n"], ids=["a file", "a notebook's"])
@pytest.mark.parametrize(
    "code",
    [b"x = " + b"-" * 100_000 + b"1", b"x = 1" + b" + 1" * 100_000, b"x = a" + b".a" * 100_000],
    ids=["signs", "sums", "attributes"],
)
def test_code_that_is_nested_too_deeply_says_so(tmp_path, first, code):
    file = LearnerModule(first + code, str(tmp_path / "deep.py"))
    assert file.parse() is None
    assert file.complaint is not None
    assert "too deep in one another" in file.complaint.sentence
