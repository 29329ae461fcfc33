"""How a table of images is written: its header, and which column holds the label."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from core.data.opening.records import FIRST, LAST
from core.errors import DataError

_LEAST_SIDE, _MOST_SIDE = 8, 256
NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
_LABEL_WORDS = re.compile(r"label|class|target|y|digit|letter|character|category|species", re.I)
_INDEX_WORDS = re.compile(r"|id|index|unnamed.*|imageid|rownames?", re.I)


@dataclass(frozen=True)
class Form:
    """How a table is written. header: how many lines stand before the first image. columns: how
    many there are. label: the label's column, or None. pixels: the first column of the pixels.
    side: of the images. undecided: whether the label may as well stand at the other end."""

    separator: str
    header: int
    columns: int
    label: int | None
    pixels: int
    side: int
    undecided: bool = False
    text_label: bool = False


def fields_of(line: str, separator: str) -> list[str]:
    return [field.strip().strip('"') for field in line.strip(" \r\n").split(separator)]


def layouts(columns: int) -> list[tuple[int, int]]:
    """(side of the image, columns that are no pixels): a label, and perhaps a number of the row."""
    found = []
    for others in (1, 0, 2):
        side = math.isqrt(max(columns - others, 0))
        if side * side == columns - others and _LEAST_SIDE <= side <= _MOST_SIDE:
            found.append((side, others))
    return found


def form_of(rows: list[list[str]], separator: str, label_column: str = "") -> Form:
    """How the table is written that begins with these lines, taken apart.

    label_column: FIRST or LAST where somebody decided. Raises DataError when lines differ in
    length.
    """
    header = int(len(rows) > 1 and _is_header(rows[0], rows[1]))
    titles, body = (rows[0] if header else []), rows[header:] or rows
    columns = len(body[0])
    for number, row in enumerate(body, start=header + 1):
        if len(row) != columns:
            raise DataError(
                f"line {number} has {len(row):,} values where the first has {columns:,}. "
                f"The table is damaged, or not one image a line."
            )
    side, others = layouts(columns)[0]
    if others == 0:
        return Form(separator, header, columns, None, 0, side)
    start = int(others == 2)  # the first column numbers the rows
    places = {FIRST: start, LAST: columns - 1}
    if others == 2 and titles and not _INDEX_WORDS.fullmatch(titles[0]):
        places = {FIRST: 0, LAST: columns - 1}
    where, undecided = _label_place(titles, body, places, label_column)
    label = places[where]
    is_text = not all(NUMBER.fullmatch(row[label]) for row in body)
    pixels = start + (where == FIRST)
    return Form(separator, header, columns, label, pixels, side, undecided, is_text)


def _is_header(first: list[str], second: list[str]) -> bool:
    """Words where numbers follow, more than the one that a label may be; or, as some programs
    number repeated titles, fractions (0.1, 0.2) where whole numbers follow."""
    words = sum(not NUMBER.fullmatch(field) for field in first)
    words_after = sum(not NUMBER.fullmatch(field) for field in second)
    if words > max(1, words_after):
        return True
    return any("." in field for field in first) and not any("." in field for field in second)


def _label_place(
    titles: list[str], body: list[list[str]], places: dict[str, int], chosen: str
) -> tuple[str, bool]:
    """(FIRST or LAST, whether it might as well be the other)."""
    if chosen in places:
        return chosen, False
    told = [
        where
        for where, column in places.items()
        if titles and _LABEL_WORDS.fullmatch(titles[column])
    ]
    if len(told) == 1:
        return told[0], False
    texts = {where: [row[column] for row in body] for where, column in places.items()}
    words = [w for w, each in texts.items() if not all(map(NUMBER.fullmatch, each))]
    if len(words) == 1:
        return words[0], False
    likely = [where for where, each in texts.items() if _may_be_labels(each)]
    return (likely[0], False) if len(likely) == 1 else (FIRST, True)


def _may_be_labels(texts: list[str]) -> bool:
    """Whole numbers or words, more than one; a corner of the images is mostly the same."""
    values = set(texts)
    if len(texts) == 1:
        return True
    most = max(texts.count(value) for value in values)
    whole = all(float(each) == int(float(each)) for each in values if NUMBER.fullmatch(each))
    return whole and 1 < len(values) <= 62 and most < 0.9 * len(texts)
