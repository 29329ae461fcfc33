"""The reader of edges: what it says, how it is found, and how it joins the reader of pixels."""

from __future__ import annotations

import numpy as np
import pytest

from core.data.starter import starter_digits
from core.files import model_file
from core.ink.edges import NUMBERS
from core.network.network import Network
from core.reading import edge_reader
from core.reading.edge_reader import EdgeReader, read_images, shipped_edge_reader
from core.reading.trust import EDGE_POWER, edge_power, with_edges

IMAGES = starter_digits(20, rng=np.random.default_rng(1))
P = np.array([[0.6, 0.4], [0.3, 0.5], [0.1, 0.1]], np.float32)
E = np.array([[0.1, 0.8], [0.8, 0.1], [0.1, 0.1]], np.float32)


@pytest.fixture
def unread(monkeypatch):
    """The shipped file is read anew in the test and after it."""
    shipped_edge_reader.cache_clear()
    yield monkeypatch
    shipped_edge_reader.cache_clear()


def network(inputs: int = NUMBERS) -> Network:
    return Network((inputs, 20, 10), rng=np.random.default_rng(0))


def test_it_tells_ten_digits_of_images_as_of_bytes() -> None:
    reader = EdgeReader(network())
    told = reader.read(IMAGES.X())
    assert (told.shape, told.dtype) == ((10, 20), np.float32)
    assert told.sum(axis=0) == pytest.approx(np.ones(20))
    assert reader.read_rows(IMAGES.images) == pytest.approx(told, abs=1e-6)


def test_the_two_are_multiplied() -> None:
    both = with_edges(P, E, 1.0)
    product = P * E
    assert both == pytest.approx(product / product.sum(axis=0))
    assert both.argmax(axis=0).tolist() == [1, 0]
    half = with_edges(P, E, 0.5)
    root = np.sqrt(product)
    assert half == pytest.approx(root / root.sum(axis=0))


def test_certainties_that_exclude_each_other_leave_probabilities() -> None:
    sure = np.eye(10, dtype=np.float32)[:, :1]
    other = np.eye(10, dtype=np.float32)[:, 3:4]
    both = with_edges(sure, other, 0.5)
    assert np.isfinite(both).all()
    assert both.sum() == pytest.approx(1)
    assert both[0] == pytest.approx(both[3])


def test_a_network_without_the_power_reads_alone() -> None:
    pixels, reader = network(784), EdgeReader(network())
    alone = read_images(pixels, {}, IMAGES.X(), reader)
    assert alone == pytest.approx(pixels.predict(IMAGES.X()))
    assert read_images(pixels, {EDGE_POWER: 0.5}, IMAGES.X(), None) == pytest.approx(alone)
    both = read_images(pixels, {EDGE_POWER: 0.5}, IMAGES.X(), reader)
    assert both == pytest.approx(with_edges(alone, reader.read(IMAGES.X()), 0.5), abs=1e-6)
    assert not np.allclose(both, alone)


@pytest.mark.parametrize("power", [None, 1, 0.0, -0.5, float("nan"), 5.0, "0.5", True])
def test_what_is_no_power_is_none(power) -> None:
    assert edge_power({EDGE_POWER: power}) is None
    assert edge_power({EDGE_POWER: 0.5}) == 0.5


def test_it_is_read_from_its_file_once(unread, tmp_path) -> None:
    path = tmp_path / "edges.safetensors"
    model_file.save(network().snapshot("edges"), path)
    unread.setattr(edge_reader, "EDGE_MODEL", path)
    found = shipped_edge_reader()
    assert found is not None
    assert found.read(IMAGES.X()) == pytest.approx(EdgeReader(network()).read(IMAGES.X()))
    path.unlink()
    assert shipped_edge_reader() is found


@pytest.mark.parametrize("content", [None, b"", b"damaged"])
def test_without_a_sound_file_there_is_none(unread, tmp_path, content) -> None:
    path = tmp_path / "edges.safetensors"
    if content is not None:
        path.write_bytes(content)
    unread.setattr(edge_reader, "EDGE_MODEL", path)
    assert shipped_edge_reader() is None
