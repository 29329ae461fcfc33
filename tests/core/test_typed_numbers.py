"""Numbers are read as they are typed and pasted anywhere; what is uncertain is refused."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.recipe_form import FIELD
from core.typed_numbers import number, whole_number, whole_numbers

MINUS, THIN, NARROW, FIXED = "\u2212", "\u2009", "\u202f", "\u00a0"


def is_refused(read: Callable[[str], object], text: str) -> bool:
    try:
        read(text)
    except ValueError:
        return True
    return False


finite = st.floats(allow_nan=False, allow_infinity=False)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0,1", 0.1),
        (" 0.1 ", 0.1),
        (",5", 0.5),
        ("5.", 5),
        (f"1e{MINUS}3", 0.001),
        ("1E-3", 0.001),
        ("1,5e–3", 0.0015),
        ("1·10^-3", 0.001),
        ("3 × 10^−2", 0.03),
        (f"{MINUS}0,25", -0.25),
        (f"{MINUS} 2", -2),
        ("+3", 3),
        ("10 000", 10_000),
        (f"10{THIN}000{NARROW}000", None),  # two kinds of blanks are all blanks
        (f"1{FIXED}234,5", 1234.5),
        ("1'234.5", 1234.5),
        ("1’234.5", 1234.5),
        ("1_000", 1000),
        ("1.234,5", 1234.5),
        ("1,234.5", 1234.5),
        ("1,234,567", 1_234_567),
        ("1.234.567", 1_234_567),
        ("0,000 3", 0.0003),
        ("0.000 300 25", 0.00030025),
        ("1,000", 1),
        ("1.000", 1),
        ("０，５", 0.5),
        ("٠٫٢٥", 0.25),
    ],
)
def test_a_number_as_people_write_it(text: str, value: float | None) -> None:
    assert number(text) == (10_000_000 if value is None else value)


@pytest.mark.parametrize(
    "text",
    ["", " ", "-", "fast", "1 2", "0, 1 2", "1,2,3", "1.2.3", "1,23,456.7", "12 34", "1.2,3.4",
     "--1", "1e", "e3", "0x10", "1,,5", "1 0000", "½"],
)  # fmt: skip
def test_what_is_no_number_is_refused(text: str) -> None:
    assert is_refused(number, text)


@pytest.mark.parametrize(
    ("text", "value"),
    [("64", 64), ("1,000", 1000), ("1.000", 1000), ("10 000", 10_000), (f"10{NARROW}000", 10_000),
     ("60'000", 60_000), (f"{MINUS}1", -1), ("4,294,967,295", 2**32 - 1), ("007", 7)],
)  # fmt: skip
def test_a_whole_number_as_people_write_it(text: str, value: int) -> None:
    assert whole_number(text) == value


@pytest.mark.parametrize(
    "text", ["", "6.4", "6,4", "1e3", "1 0", "1,00", "1,000.000", "all", "9" * 5000]
)
def test_what_is_no_whole_number_is_refused(text: str) -> None:
    assert is_refused(whole_number, text)


@pytest.mark.parametrize(
    "text",
    ["128 64", "128, 64", "128,64", "128;64", " 128  64 ", "128×64", "128x64", "128 x 64", "128*64",
     "128-64", "128–64", "128 - 64", "128/64", "128|64", "128→64", "128 -> 64", "[128, 64]",
     "(128, 64)", f"128{NARROW}64", f"128{FIXED}64", "128\t64", "１２８、64".replace("、", ",")],
)  # fmt: skip
def test_the_widths_of_two_layers(text: str) -> None:
    assert whole_numbers(text) == (128, 64)
    assert FIELD["hidden"].parse(text) == (128, 64)


@pytest.mark.parametrize("text", ["", "  ", "[]", "( )"])
def test_no_layer(text: str) -> None:
    assert whole_numbers(text) == ()


@pytest.mark.parametrize(
    "text", ["128,,64", "128, 64,", "12.5", "a lot", "1,024", "10 000", "128 064", "[128", "1e2"]
)
def test_what_is_no_list_of_widths_is_refused(text: str) -> None:
    assert is_refused(whole_numbers, text)


def test_a_minus_before_a_width_stays_one() -> None:
    assert whole_numbers(f"128, {MINUS}64") == (128, -64)
    assert whole_numbers("128 -64") == (128, -64)


@given(finite)
def test_what_python_writes_is_read_back(value: float) -> None:
    assert number(repr(value)) == value
    assert number(repr(value).replace(".", ",").replace("-", MINUS)) == value


@given(finite, st.sampled_from((" ", THIN, NARROW, FIXED, "'", "’")))
def test_thousands_may_be_marked(value: float, mark: str) -> None:
    text = f"{value:,.3f}"
    assert number(text.replace(",", mark)) == float(f"{value:.3f}")
    if "," in text:
        assert number(text) == float(f"{value:.3f}")
        assert number(text.translate(str.maketrans(",.", ".,"))) == float(f"{value:.3f}")


@given(st.integers(), st.sampled_from(("", " ", THIN, NARROW, "'", ",", ".", "_")))
def test_whole_numbers_are_read_back(value: int, mark: str) -> None:
    assert whole_number(f"{value:,}".replace(",", mark).replace("-", MINUS)) == value


@given(st.lists(st.integers(1, 4096)), st.sampled_from((" ", ",", ", ", ";", "×", "-", " → ")))
def test_widths_are_read_back(widths: list[int], mark: str) -> None:
    assert whole_numbers(mark.join(map(str, widths))) == tuple(widths)


@given(st.text())
def test_whatever_is_typed_is_a_number_or_a_value_error(text: str) -> None:
    for read in (number, whole_number, whole_numbers):
        assert is_refused(read, text) in (True, False)
