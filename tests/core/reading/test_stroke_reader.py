"""The reader of strokes: what it says, and how it is found."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from core.files import model_file
from core.ink.strokes import Drawing
from core.ink.traces import NUMBERS
from core.network.network import Network
from core.reading import stroke_reader
from core.reading.stroke_reader import CLASSES, NONE, StrokeReader, shipped_stroke_reader

DRAWINGS = [Drawing.from_lists([[[0, 0], [4, 0], [1, 6]]]), Drawing.from_lists([[[0, 0], [0, 5]]])]


@pytest.fixture
def unread(monkeypatch):
    """The shipped file is read anew in the test and after it."""
    shipped_stroke_reader.cache_clear()
    yield monkeypatch
    shipped_stroke_reader.cache_clear()


def network() -> Network:
    return Network((NUMBERS, 20, len(CLASSES)), rng=np.random.default_rng(0))


def test_it_tells_ten_digits_and_what_is_none() -> None:
    told = StrokeReader(network()).read(DRAWINGS)
    assert (told.shape, told.dtype) == ((11, 2), np.float32)
    assert told.sum(axis=0) == pytest.approx(np.ones(2))
    assert CLASSES[NONE] == "no digit"
    assert (told[:, 0] != told[:, 1]).all()


def test_many_are_read_like_one() -> None:
    reader = StrokeReader(network())
    told = reader.read(DRAWINGS)
    for number, drawing in enumerate(DRAWINGS):
        assert reader.read([drawing])[:, 0] == pytest.approx(told[:, number], abs=1e-6)


def test_it_is_read_from_its_file_once(unread, tmp_path) -> None:
    path = tmp_path / "strokes.safetensors"
    model_file.save(replace(network().snapshot("strokes"), class_names=CLASSES), path)
    unread.setattr(stroke_reader, "STROKE_MODEL", path)
    found = shipped_stroke_reader()
    assert found is not None
    assert found.read(DRAWINGS) == pytest.approx(StrokeReader(network()).read(DRAWINGS))
    path.unlink()
    assert shipped_stroke_reader() is found


@pytest.mark.parametrize("content", [None, b"", b"damaged"])
def test_without_a_sound_file_there_is_none(unread, tmp_path, content) -> None:
    path = tmp_path / "strokes.safetensors"
    if content is not None:
        path.write_bytes(content)
    unread.setattr(stroke_reader, "STROKE_MODEL", path)
    assert shipped_stroke_reader() is None


def test_a_network_of_images_in_its_place_is_none(unread, tmp_path) -> None:
    path = tmp_path / "strokes.safetensors"
    model_file.save(Network((784, 10), rng=np.random.default_rng(0)).snapshot(), path)
    unread.setattr(stroke_reader, "STROKE_MODEL", path)
    assert shipped_stroke_reader() is None
