from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.data.opening.names import IMAGES, LABELS, TEST, TRAIN, said
from core.data.opening.records import Request
from core.errors import DataError

TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20)


@given(
    paths=st.lists(st.text("abc é/", min_size=1, max_size=9), min_size=1, max_size=3),
    chosen=TEXTS,
    label_column=st.sampled_from(["", "first", "last"]),
    mends=st.lists(TEXTS, max_size=3),
)
def test_a_request_comes_back_from_its_text(paths, chosen, label_column, mends) -> None:
    request = Request(tuple(map(Path, paths)), chosen, label_column, tuple(mends))
    assert Request.from_text(request.text()) == request


def test_a_path_alone_is_its_own_text() -> None:
    assert Request((Path("/data/mnist"),)).text() == str(Path("/data/mnist"))


@pytest.mark.parametrize("text", ["{", "{}", '{"paths": []}', "{" * 100_000, '{"paths": 3}'])
def test_other_text_is_a_sentence(text: str) -> None:
    with pytest.raises(DataError, match="Open it again"):
        Request.from_text(text)


@given(
    part=st.sampled_from([("train", TRAIN), ("t10k", TEST), ("test", TEST)]),
    role=st.sampled_from([("images-idx3", IMAGES), ("labels-idx1", LABELS)]),
    family=st.sampled_from(["", "emnist-letters-", "qmnist-", "kmnist-"]),
    dot=st.booleans(),
    upper=st.booleans(),
    ending=st.sampled_from(["", ".gz", " (1).gz", "(2)", " - Copy", " copy"]),
)
def test_names_of_idx_files_say_the_same_however_they_are_written(
    part, role, family, dot, upper, ending
) -> None:
    name = f"{family}{part[0]}-{role[0].replace('-', '.' if dot else '-')}-ubyte{ending}"
    told = said(name.upper() if upper else name)
    assert (told.part, told.role) == (part[1], role[1])
    assert told.family == family.replace("-", " ").strip()
