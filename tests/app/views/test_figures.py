"""Signs and symbols as they are printed."""

from __future__ import annotations

import math

import pytest

from app.views.figures import signed, symbol


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (0.0, "0"),
        (-0.00312, "−0.00312"),
        (1.5, "1.50"),
        (-145.2, "−145"),
        (-3.14e-7, "−3.1e−07"),
        (2.5e9, "2.50e09"),
        (-math.inf, "−∞"),
        (math.inf, "∞"),
        (math.nan, "not a number"),
    ],
)
def test_signed(value: float, told: str) -> None:
    assert signed(value) == told


@pytest.mark.parametrize(
    ("name", "told"),
    [("dW2", "dW²"), ("H10", "H¹⁰"), ("db3", "db³"), ("X", "X"), ("dX", "dX"), ("loss", "loss")],
)
def test_symbol(name: str, told: str) -> None:
    assert symbol(name) == told
