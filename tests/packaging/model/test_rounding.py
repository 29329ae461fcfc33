"""Weights rounded so that their file shrinks when it is packed."""

from __future__ import annotations

import lzma

import numpy as np

from core.network.network import Network
from model.rounding import SHARE, rounded


def trained() -> Network:
    return Network((784, 100, 10), rng=np.random.default_rng(0))


def packed(network: Network) -> int:
    return len(lzma.compress(network.theta.astype(np.float16).tobytes()))


def test_it_takes_little_from_each_weight() -> None:
    before, after = trained(), rounded(trained())
    for old, new in zip(before.weights, after.weights, strict=True):
        assert np.abs(old - new).max() <= SHARE * old.std() / 2
        assert (old != new).any()


def test_float16_holds_it_to_the_bit() -> None:
    network = rounded(trained())
    assert (network.theta.astype(np.float16).astype(np.float32) == network.theta).all()


def test_it_packs_into_little_more_than_half() -> None:
    assert packed(rounded(trained())) < 0.6 * packed(trained())
