"""Numbers as people type and paste them, in any country: “0,1”, “1e−3”, “10 000”, “128 64”.

One comma or one point is a decimal mark, in a field for any number: “1,000” there is 1, as “1.000”
is. In a field for whole numbers it stands between thousands: “1,000” and “1.000” are 1000. Of both
together, the last is the decimal mark: “1.234,5” and “1,234.5” are the same. Blanks, ’ and _ stand
between thousands everywhere; between the widths of layers a blank or a comma stands between two.
"""

from __future__ import annotations

import re

_SIGNS = str.maketrans(
    dict.fromkeys("\u2212\u2010\u2011\u2012\u2013\u2014\ufe63\uff0d", "-")
    | {"\uff0b": "+", "\uff0c": ",", "\uff0e": ".", "\u066b": ".", "\u066c": "'", "\u2019": "'"}
)
_GROUPS = re.compile(r"\d{1,3}(?:([ '_])\d{3})(?:\1\d{3})*(?!\d)")
_FRACTION = re.compile(r"(?<=[.,])\d{3}(?:([ '_])\d{3})*(?:[ '_]\d{1,3})(?!\d)")
_MARKED = re.compile(r"[+-]?\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*")
_EXPONENT = re.compile(r"\s*[·×x*]\s*10\s*\^\s*")
# A dash is a minus, but between two numbers alike.
_BETWEEN = re.compile(r"\s*(?:->|[,;/|→×x*])\s*|(?<=\d)-(?=\d)|\s+-\s+|\s+")


def number(text: str) -> float:
    """A number of any kind. Raises ValueError for what is none, or none for certain."""
    plain = _EXPONENT.sub("e", _plain(text))
    mantissa, e, power = plain.partition("e")
    return float(_with_point(mantissa) + e + power)


def whole_number(text: str) -> int:
    """A whole number. Raises ValueError for another, such as “6.4”."""
    plain = _plain(text)
    if _MARKED.fullmatch(plain):
        plain = plain.replace(",", "").replace(".", "")
    return int(plain)


def whole_numbers(text: str) -> tuple[int, ...]:
    """Some whole numbers, as “128, 64”, “128 64”, “128-64”, “128 × 64” or “[128, 64]”; () for none.

    Raises ValueError for what is no list of them, and for “1,024” or “10 000”, of which nobody
    knows whether it is one number or two.
    """
    plain = text.translate(_SIGNS).strip()
    if plain[:1] + plain[-1:] in ("[]", "()"):
        plain = plain[1:-1].strip()
    if not plain:
        return ()
    parts = _BETWEEN.split(plain)
    if any(re.match(r"[+-]?0\d", part) for part in parts):
        raise ValueError(text)
    return tuple(int(part) for part in parts)


def _plain(text: str) -> str:
    """Without marks between thousands and around the number; minus and plus as ASCII has them."""
    plain = re.sub(r"\s", " ", text.translate(_SIGNS)).strip().lower()
    plain = re.sub(r"^([+-]) +", r"\1", plain)
    for groups in (_FRACTION, _GROUPS):
        plain = groups.sub(lambda found: re.sub(r"[ '_]", "", found[0]), plain)
    return plain


def _with_point(mantissa: str) -> str:
    """A number with a point as its decimal mark, and nothing between thousands."""
    commas, points = mantissa.count(","), mantissa.count(".")
    if commas and points:
        decimal = max(",.", key=mantissa.rfind)
        thousands = "," if decimal == "." else "."
        whole, _, fraction = mantissa.rpartition(decimal)
        if not _MARKED.fullmatch(whole) or decimal in whole or thousands in fraction:
            raise ValueError(mantissa)
        return f"{whole.replace(thousands, '')}.{fraction}"
    if commas + points > 1:
        if not _MARKED.fullmatch(mantissa):
            raise ValueError(mantissa)
        return re.sub("[.,]", "", mantissa)
    return mantissa.replace(",", ".")
