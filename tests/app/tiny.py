"""A tiny data set that a run gets through in a blink, and background workers that are closed."""

import gzip
import struct

import numpy as np
import pytest

from app.background.loading import Loader
from app.background.training.session import Session
from core.data.dataset import Dataset, Split
from core.network.recipe import Recipe


def digits(m: int, rng: np.random.Generator) -> Dataset:
    labels = (np.arange(m) % 10).astype(np.uint8)
    images = rng.integers(0, 60, (m, 784), dtype=np.uint8)
    for k, label in enumerate(labels.tolist()):
        images[k, 70 * label : 70 * label + 40] = 255
    return Dataset(images, labels)


@pytest.fixture
def split():
    rng = np.random.default_rng(0)
    return Split("Tiny", digits(320, rng), digits(40, rng), digits(50, rng))


@pytest.fixture
def recipe():
    return Recipe(hidden=(8,), batch_size=32, epochs=3)


@pytest.fixture
def endless():
    return Recipe(hidden=(8,), batch_size=32, epochs=100_000)


@pytest.fixture
def session(qapp):
    made = Session()
    yield made
    assert made.close(), "the training thread did not end"


@pytest.fixture
def loader(qapp, tmp_path, split, monkeypatch):
    """No MNIST anywhere, and starter digits that are there at once."""
    monkeypatch.delenv("DIGIT_LAB_MNIST", raising=False)
    monkeypatch.setattr("app.background.loading.starter.starter_split", lambda **_: split)
    made = Loader([tmp_path / "nowhere"], tmp_path / "downloads")
    yield made
    assert made.close(), "a loading thread did not end"


@pytest.fixture
def digit_folder(tmp_path):
    """A folder with four small files in MNIST's format."""
    folder = tmp_path / "my digits"
    folder.mkdir()
    rng = np.random.default_rng(1)
    for part, m in (("train", 240), ("t10k", 30)):
        made = digits(m, rng)
        header = struct.pack(">4I", 0x803, m, 28, 28)
        (folder / f"{part}-images-idx3-ubyte").write_bytes(header + made.images.tobytes())
        labels = struct.pack(">2I", 0x801, m) + made.labels.tobytes()
        (folder / f"{part}-labels-idx1-ubyte.gz").write_bytes(gzip.compress(labels))
    return folder
