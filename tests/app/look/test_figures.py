import math

import pytest

from app.look import figures


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (0.0821, "0.0821"),
        (2.3, "2.30"),
        (-145.4, "−145"),
        (12345.0, "12,300"),
        (99999.0, "1.00e5"),
        (0.00123, "0.00123"),
        (0.0009996, "0.00100"),
        (-0.00012, "−1.20e−4"),
        (2.2e-10, "2.20e−10"),
        (3.4e38, "3.40e38"),
        (math.inf, "not finite"),
        (math.nan, "not finite"),
    ],
)
def test_scientific_has_three_digits_of_any_size(value, text):
    assert figures.scientific(value) == text


def test_with_sign_shows_every_sign_but_that_of_zero():
    assert [figures.with_sign(x) for x in (0.5, -0.5, 0.0)] == ["+0.500", "−0.500", "0"]
    assert figures.with_sign(math.inf) == "not finite"


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (0.0, "0"),
        (-0.00312, "−0.00312"),
        (1.5, "1.50"),
        (-145.2, "−145"),
        (-3.14e-7, "−3.14e−7"),
        (2.5e9, "2.50e9"),
        (-math.inf, "−∞"),
        (math.inf, "∞"),
        (math.nan, "not a number"),
    ],
)
def test_signed_names_what_is_not_finite(value, told):
    assert figures.signed(value) == told


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("dW2", "dW²"),
        ("dW12", "dW¹²"),
        ("ΔW1", "ΔW¹"),
        ("H10", "H¹⁰"),
        ("db3", "db³"),
        ("X", "X"),
        ("dX", "dX"),
        ("loss", "loss"),
    ],
)
def test_symbols_have_their_layer_raised(name, told):
    assert figures.symbol(name) == told


@pytest.mark.parametrize(
    ("n", "told"),
    [
        (0, "0 bytes"),
        (1, "1 byte"),
        (999, "999 bytes"),
        (999.6, "1 kB"),
        (999_400, "999 kB"),
        (999_999, "1 MB"),
        (35_000, "35 kB"),
        (11_594_722, "11.6 MB"),
        (412_400_000, "412 MB"),
        (2e9, "2 GB"),
    ],
)
def test_sizes_have_the_unit_that_suits_them(n, told):
    assert figures.size(n) == told.replace(" ", figures.THIN)
