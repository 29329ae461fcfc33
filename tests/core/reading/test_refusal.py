"""The refusing network: what it says, the limit it carries, and how it is found."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from core.files import model_file
from core.network.network import Network
from core.reading import refusal
from core.reading.refusal import DEFAULT_LIMIT, REASONS, Refusal, limit_of, shipped_refusal


@pytest.fixture
def unread(monkeypatch):
    """The shipped file is read anew in the test and after it."""
    shipped_refusal.cache_clear()
    yield monkeypatch
    shipped_refusal.cache_clear()


def network(*of_kind: float) -> Network:
    made = Network((784, len(REASONS)), rng=np.random.default_rng(0))
    made.theta[:] = 0
    made.biases[-1][:, 0] = np.log(of_kind)
    return made


def test_digits_are_expected_nine_times_in_ten() -> None:
    shares, others = Refusal(network(0.5, 0.1, 0.3, 0.1), 0.5).look(np.ones((784, 3), np.float32))
    assert shares == pytest.approx(np.full(3, 0.9), abs=1e-6)
    assert shares.dtype == np.float32
    assert others.tolist() == [2, 2, 2]


@pytest.mark.parametrize(
    ("facts", "limit"),
    [
        ({"limit": 0.7}, 0.7),
        ({}, DEFAULT_LIMIT),
        ({"limit": "high"}, DEFAULT_LIMIT),
        ({"limit": 1.0}, DEFAULT_LIMIT),
        ({"limit": float("nan")}, DEFAULT_LIMIT),
    ],
)
def test_a_limit_that_makes_no_sense_is_not_used(facts, limit) -> None:
    assert limit_of(facts) == limit


def test_it_is_read_from_its_file_once(unread, tmp_path) -> None:
    path = tmp_path / "refusal.safetensors"
    snapshot = network(0.4, 0.3, 0.2, 0.1).snapshot("refusal", {"limit": 0.75})
    model_file.save(replace(snapshot, class_names=refusal.CLASSES), path)
    unread.setattr(refusal, "REFUSAL_MODEL", path)
    found = shipped_refusal()
    assert found is not None
    assert found.limit == 0.75
    path.unlink()
    assert shipped_refusal() is found


@pytest.mark.parametrize("content", [None, b"", b"damaged"])
def test_without_a_sound_file_there_is_none(unread, tmp_path, content) -> None:
    path = tmp_path / "refusal.safetensors"
    if content is not None:
        path.write_bytes(content)
    unread.setattr(refusal, "REFUSAL_MODEL", path)
    assert shipped_refusal() is None


def test_a_reading_network_in_its_place_is_none(unread, tmp_path) -> None:
    path = tmp_path / "refusal.safetensors"
    model_file.save(Network((784, 10), rng=np.random.default_rng(0)).snapshot(), path)
    unread.setattr(refusal, "REFUSAL_MODEL", path)
    assert shipped_refusal() is None
