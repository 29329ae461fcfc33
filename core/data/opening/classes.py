"""What the labels of a data set mean: numbers for a Dataset, and names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.data.class_names import MOST_CLASSES, checked_class_names
from core.data.dataset import DIGITS
from core.data.opening.candidates import Candidate
from core.data.opening.items import READ_ERRORS, Item
from core.data.opening.names import group_folder
from core.errors import DataError

LETTERS = tuple("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
_SMALL = tuple("abcdefghijklmnopqrstuvwxyz")
FASHION = (
    *("T-shirt/top", "Trouser", "Pullover", "Dress", "Coat"),
    *("Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"),
)
KUZUSHIJI = ("o", "ki", "su", "tsu", "na", "ha", "ma", "ya", "re", "wo")
# A word in the names of folder and files, how many classes: their names.
KNOWN = (
    (re.compile(r"fashion"), FASHION),
    (re.compile(r"kmnist|kuzushiji"), KUZUSHIJI),
    (re.compile(r"balanced|bymerge"), (*DIGITS, *LETTERS, *"abdefghnqrt")),
    (re.compile(r"byclass"), (*DIGITS, *LETTERS, *_SMALL)),
    (re.compile(r"letter|alphabet|\ba[ _-]z\b"), LETTERS),
)
_LEAST_DIGITS = 6  # different labels of 0 to 9 that are taken for the ten digits
_NAMES_FILE = re.compile(r"mapping|class[-_ ]?map|class(es|[-_ ]?names)|labels|label[-_ ]?names")
_MOST_BYTES = 100_000
_MOST_NUMBER = 100_000
_FEW = 5


def class_names_of(
    labels: Iterable[NDArray[Any]], candidate: Candidate, items: list[Item], words: str
) -> tuple[dict[Any, str], str]:
    """(the name of each value of a label, in the order of the classes; a sentence or "").

    items: among which may be a file that tells names. words: what names say of the set. Raises
    DataError for labels that are none, for fewer than 2 classes and for more than MOST_CLASSES.
    """
    values = _values(labels)
    if len(values) < 2:
        raise DataError(f"Every image has the label “{values[0]}”: there is nothing to tell apart.")
    if all(isinstance(value, str) for value in values):
        return _checked({value: value for value in sorted(values, key=_order)}), ""
    for item in _names_files(candidate, items):
        told = _names_in(item, values)
        if told:
            return _checked(told), f"The names of the classes are from {item.pure.name}."
    for pattern, names in KNOWN:
        # Letters count from 1, as EMNIST’s do, where there is no 0.
        for first in (1, 0) if names == LETTERS and values[0] else (0, 1):
            if pattern.search(words) and _fits(values, first, len(names)):
                told = dict(zip(range(first, first + len(names)), names, strict=True))
                what = f"Labels from {first} to {first + len(names) - 1} were taken for"
                return told, f"{what} {span_words(names)}."
    return _checked(_numbers(values)), ""


def numbered(labels: NDArray[Any], values: Iterable[Any]) -> NDArray[np.uint8]:
    """The place of each label among `values`: uint8 (m,)."""
    labels = as_plain(labels)
    place = {value: number for number, value in enumerate(values)}
    found, inverse = np.unique(labels, return_inverse=True)
    return np.array([place[each] for each in found.tolist()], np.uint8)[inverse.reshape(-1)]


def as_plain(labels: NDArray[Any]) -> NDArray[Any]:
    """Whole numbers where they are some, be it written as fractions or as text; else texts.

    Raises DataError for numbers that are not whole.
    """
    if labels.dtype.kind in "SU":
        texts = labels.astype(str)
        return texts.astype(np.int64) if _are_digits(np.unique(texts)) else texts
    if labels.dtype.kind == "f":
        if not (np.isfinite(labels).all() and (labels == np.rint(labels)).all()):
            raise DataError("Some labels are no whole numbers. Is the label in another column?")
        return labels.astype(np.int64)
    return labels


def span_words(names: tuple[str, ...]) -> str:
    """“A to Z”, “0 to 9”, all names of a few, or the first two and the last."""
    for run in (DIGITS, LETTERS, _SMALL, tuple(map(str, range(1, MOST_CLASSES + 1)))):
        if len(names) > 2 and names[0] in run:
            first = run.index(names[0])
            if names == run[first : first + len(names)]:
                return f"{names[0]} to {names[-1]}"
    if len(names) <= _FEW:
        return ", ".join(names[:-1]) + f" and {names[-1]}"
    return f"{names[0]}, {names[1]}, … {names[-1]}"


def _values(labels: Iterable[NDArray[Any]]) -> list[Any]:
    found: set[Any] = set()
    for each in labels:
        found.update(np.unique(as_plain(each)).tolist())
    if len({isinstance(value, str) for value in found}) > 1:
        raise DataError("Some labels are numbers, others words. Open each set by itself.")
    if not found:
        raise DataError("There are no labels.")
    return sorted(found)


def _are_digits(texts: NDArray[np.str_]) -> bool:
    return len(texts) > 0 and all(re.fullmatch(r"\d{1,6}", text, re.ASCII) for text in texts)


def _order(text: str) -> tuple[int, str, str]:
    """Digits, capital letters, small ones, words."""
    return (0 if text.isdigit() else 1 if len(text) > 1 or text.isupper() else 2), text, text


def _numbers(values: list[int]) -> dict[int, str]:
    low, high = values[0], values[-1]
    if low < 0 or high > _MOST_NUMBER:
        raise DataError(f"A label is {low if low < 0 else high:,}: that is no number of a class.")
    if high < len(DIGITS) and len(values) >= min(_LEAST_DIGITS, len(DIGITS)):
        return dict(enumerate(DIGITS))
    start = 0 if high < len(DIGITS) and low == 0 else low
    whole = range(start, high + 1)
    return {value: str(value) for value in (whole if len(whole) <= MOST_CLASSES else values)}


def _checked(told: dict[Any, str]) -> dict[Any, str]:
    try:
        checked_class_names(tuple(told.values()))
    except DataError as error:
        raise DataError(f"This data set cannot be learned: {error}.") from None
    return told


def _fits(values: list[Any], first: int, count: int) -> bool:
    return bool(values[0] >= first and values[-1] < first + count)


def _names_files(candidate: Candidate, items: list[Item]) -> list[Item]:
    """Text files beside the set that may tell names; that of its own family first."""
    found = []
    for item in items:
        name = item.pure.name.lower()
        if item.pure.suffix.lower() not in (".txt", ".csv", ".names") or item.size > _MOST_BYTES:
            continue
        if _NAMES_FILE.search(name) and group_folder(item.name) in _and_above(candidate.folder):
            family = set(candidate.family.split())
            others = set(re.split(r"[^a-z0-9]+", _NAMES_FILE.sub("", name))) - family - {"txt", ""}
            found.append((bool(others & _FAMILIES), len(others), item.name, item))
    return [
        item
        for is_of_other, *_, item in sorted(found, key=lambda each: each[:3])
        if not is_of_other
    ]


_FAMILIES = {"letters", "balanced", "byclass", "bymerge", "digits", "mnist", "k49", "kmnist"}


def _and_above(folder: str) -> set[str]:
    return {folder, folder.rpartition("/")[0]}


def _names_in(item: Item, values: list[int]) -> dict[int, str]:
    """Label to name, when the file tells one for every value; else nothing."""
    try:
        with item.open_unpacked() as stream:
            text = stream.read(_MOST_BYTES).decode("utf-8-sig")
    except (*READ_ERRORS, DataError, UnicodeDecodeError):
        return {}
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    rows = [re.split(r"[,;:\t]|\s+", line, maxsplit=2) for line in lines]
    told = _code_points(rows) or _numbered_lines(lines) or dict(enumerate(lines))
    covers = told and set(values) <= set(told)
    return dict(sorted(told.items())) if covers and len(told) <= MOST_CLASSES else {}


def _code_points(rows: list[list[str]]) -> dict[int, str]:
    """EMNIST's mapping (label and code points) or KMNIST's class map (index,codepoint,char)."""
    told = {}
    if rows and [each.lower() for each in rows[0][:2]] == ["index", "codepoint"]:
        rows = [
            [row[0], str(int(row[1].upper().removeprefix("U+"), 16))]
            for row in rows[1:]
            if len(row) > 1 and re.fullmatch(r"U\+[0-9A-F]{1,5}", row[1].upper())
        ]
    for row in rows:
        fields = [each for each in row if each]
        if len(fields) < 2 or not all(re.fullmatch(r"\d{1,6}", each) for each in fields[:2]):
            return {}
        told[int(fields[0])] = chr(int(fields[1]))
    is_visible = all(each.isprintable() and not each.isspace() for each in told.values())
    return told if is_visible and _are_characters(told) else {}


def _are_characters(told: Mapping[int, str]) -> bool:
    return all(ord(each) >= ord("0") for each in told.values())


def _numbered_lines(lines: list[str]) -> dict[int, str]:
    """“0 T-shirt/top”, “0,T-shirt/top” or “0: T-shirt/top”."""
    found = [re.fullmatch(r"(\d{1,4})\s*[,;:\t ]\s*(\S.*)", line) for line in lines]
    start = int(bool(lines) and found[0] is None)  # a header
    if len(lines) <= start or not all(found[start:]):
        return {}
    return {int(each[1]): each[2].strip().strip('"') for each in found[start:] if each}
