"""Tables of pixels: CSV files with a label and an image a line."""

from __future__ import annotations

import io
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from core.cancelling import stop_if
from core.data.idx import LIMIT
from core.data.opening.candidates import Candidate
from core.data.opening.items import MOST_BYTES, READ_ERRORS, Item, unreadable
from core.data.opening.names import TEST, TRAIN, group_folder, said
from core.data.opening.numbers_of_text import NotWholeNumbers, whole_numbers
from core.data.opening.records import FIRST, LAST, Help, Part, Request
from core.errors import DataError

ENDINGS = (".csv", ".tsv", ".txt", ".data")
SEPARATORS = ",;\t "
MOST_CLASSES = 1000  # values of a label; classes.py says how many may be learned
_HEAD_BYTES = 2**20
_HEAD_LINES = 200
_CHUNK = 2**22
_MOST_UNPACKED = 8 * 2**30
_LEAST_SIDE, _MOST_SIDE = 4, 256
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
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


def find(items: list[Item], help: Help, broken: list[DataError]) -> list[Candidate]:
    """The data sets that tables among `items` make up; other tables are passed over.
    broken: takes why others cannot be read."""
    groups: dict[tuple[str, str], dict[str, tuple[Item, list[list[str]], str]]] = defaultdict(dict)
    for item in items:
        stop_if(help.cancelled)
        name = item.pure.name.lower().removesuffix(".gz")
        if not name.endswith(ENDINGS):
            continue
        try:
            head = _head(item)
        except DataError as error:
            broken.append(error)
            continue
        if head is None:
            continue
        told = said(item.name)
        groups[group_folder(item.name), told.family].setdefault(told.part, (item, *head))
    return [_candidate(*key, parts) for key, parts in groups.items()]


def _candidate(
    folder: str, family: str, parts: dict[str, tuple[Item, list[list[str]], str]]
) -> Candidate:
    def read(help: Help, request: Request) -> dict[str, Part]:
        forms = {
            name: form_of(lines, separator, request.label_column)
            for name, (_, lines, separator) in parts.items()
        }
        # Files of one set are written alike: what one leaves open the other may tell.
        decided = [each for each in forms.values() if each.label is not None and not each.undecided]
        found = {}
        for name, (item, lines, separator) in parts.items():
            form = forms[name]
            if form.undecided and decided:
                where = FIRST if decided[0].label == 0 else LAST
                form = form_of(lines, separator, where)
            if form.label is None and name == TEST and TRAIN in parts:
                none = np.empty((0, form.side, form.side), np.uint8)
                said_so = f"{item.pure.name} has no labels, so nothing can be judged by it."
                found[name] = Part(none, None, said=[said_so])
                continue
            found[name] = read_table(item, form, help)
        return found

    return Candidate(folder, family, "CSV", tuple(item for item, *_ in parts.values()), read)


def _head(item: Item) -> tuple[list[list[str]], str] | None:
    """(the first lines, taken apart; the separator), or None for what is no table of images."""
    try:
        with item.open_unpacked() as stream:
            data = _read(stream, _HEAD_BYTES)
    except READ_ERRORS as error:
        raise unreadable(item.shown, error) from None
    if b"\0" in data:
        return None
    lines = data.decode("utf-8-sig", "replace").splitlines()
    if len(data) >= _HEAD_BYTES:
        lines = lines[:-1]  # it may be cut
    lines = [line for line in lines if line.strip()][:_HEAD_LINES]
    if not lines:
        return None
    separator = max(SEPARATORS, key=lines[0].count)
    rows = [_fields(line, separator) for line in lines]
    columns, _ = Counter(map(len, rows)).most_common(1)[0]
    return (rows, separator) if _layouts(columns) else None


def _fields(line: str, separator: str) -> list[str]:
    return [field.strip().strip('"') for field in line.strip(" \r\n").split(separator)]


def _layouts(columns: int) -> list[tuple[int, int]]:
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
                f"Line {number} has {len(row):,} values where the first has {columns:,}. "
                f"The table is damaged, or not one image a line."
            )
    side, others = _layouts(columns)[0]
    if others == 0:
        return Form(separator, header, columns, None, 0, side)
    start = int(others == 2)  # the first column numbers the rows
    places = {FIRST: start, LAST: columns - 1}
    if others == 2 and titles and not _INDEX_WORDS.fullmatch(titles[0]):
        places = {FIRST: 0, LAST: columns - 1}
    where, undecided = _label_place(titles, body, places, label_column)
    label = places[where]
    is_text = not all(_NUMBER.fullmatch(row[label]) for row in body)
    pixels = start + (where == FIRST)
    return Form(separator, header, columns, label, pixels, side, undecided, is_text)


def _is_header(first: list[str], second: list[str]) -> bool:
    """Words where numbers follow, more than the one that a label may be; or, as some programs
    number repeated titles, fractions (0.1, 0.2) where whole numbers follow."""
    words = sum(not _NUMBER.fullmatch(field) for field in first)
    words_after = sum(not _NUMBER.fullmatch(field) for field in second)
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
    words = [w for w, each in texts.items() if not all(map(_NUMBER.fullmatch, each))]
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
    whole = all(float(each) == int(float(each)) for each in values if _NUMBER.fullmatch(each))
    return whole and 1 < len(values) <= 62 and most < 0.9 * len(texts)


def read_table(item: Item, form: Form, help: Help) -> Part:
    """The images and labels of a table. Raises DataError, naming the line, and Cancelled."""
    if item.size > MOST_BYTES:
        raise DataError(
            f"{item.shown} has {item.size / 2**30:.1f} GB, more than the "
            f"{MOST_BYTES // 2**30} GB that are read here."
        )
    blocks: list[NDArray[Any]] = []
    labels: list[NDArray[Any]] = []
    line, kept = 1 + form.header, 0
    try:
        with item.open_unpacked() as stream:
            for text in _texts(stream, item, form, help):
                block, of_block = _parsed(text, form, item, line)
                line += len(block)
                kept += block.nbytes
                if kept > LIMIT:
                    raise DataError(
                        f"{item.shown} holds more images than fit here: "
                        f"{LIMIT // form.side**2:,} at most."
                    )
                blocks.append(block)
                labels.append(of_block)
    except READ_ERRORS as error:
        raise unreadable(item.shown, error) from None
    if not blocks:
        raise DataError(f"{item.shown} holds no images.")
    dtype = np.result_type(*blocks)
    images = np.empty((sum(map(len, blocks)), form.side, form.side), dtype)
    row = 0
    while blocks:  # each is let go as soon as it is copied
        block = blocks.pop(0)
        images[row : row + len(block)] = block.reshape(-1, form.side, form.side)
        row += len(block)
    part = Part(images, np.concatenate(labels) if form.label is not None else None)
    if form.label is not None:
        where = "last" if form.label == form.columns - 1 else "first"
        part.said.append(f"The {where} column was taken for the label.")
    part.ask_label_column = form.undecided
    return part


def _read(stream: BinaryIO, most: int) -> bytes:
    parts, left = [], most
    while left and (part := stream.read(left)):
        parts.append(part)
        left -= len(part)
    return b"".join(parts)


def _texts(stream: BinaryIO, item: Item, form: Form, help: Help) -> Iterator[bytes]:
    """Whole lines, some MB at a time, without the header."""
    rest, read, skip = b"", 0, form.header
    while True:
        stop_if(help.cancelled)
        chunk = stream.read(_CHUNK)
        read += len(chunk)
        if read > _MOST_UNPACKED:
            raise DataError(f"{item.shown} unpacks to more than any set of digits.")
        help.tell(min(read, item.size), item.size)
        if not chunk:
            break
        text = rest + chunk
        cut = text.rfind(b"\n") + 1
        text, rest = text[:cut], text[cut:]
        if len(rest) > _HEAD_BYTES:
            raise DataError(f"{item.shown} has a line that is longer than any image.")
        if text and skip:
            text, skip = text.lstrip(b"\xef\xbb\xbf\r\n").split(b"\n", 1)[1], 0
        if text.strip():
            yield text
    if rest.strip():
        yield rest + b"\n"


def _parsed(text: bytes, form: Form, item: Item, line: int) -> tuple[NDArray[Any], NDArray[Any]]:
    """(pixels (n, side²), labels (n,)) of whole lines, the first of which is number `line`."""
    words: list[str] = []
    columns, label = form.columns, form.label
    if form.text_label and label is not None:
        text, words = _without_label(text, form)
        columns -= 1
    try:
        table: NDArray[Any] = whole_numbers(text, form.separator.encode(), columns)
    except NotWholeNumbers:
        table = _any_numbers(text, form.separator, columns, item, line)
    if form.text_label or label is None:
        first = form.pixels - (form.text_label and form.pixels > 0)
        pixels = table[:, first : first + form.side**2]
        return _small(pixels), np.array(words)
    return _small(table[:, form.pixels : form.pixels + form.side**2]), table[:, label].copy()


def _small(pixels: NDArray[Any]) -> NDArray[Any]:
    """Bytes where they are enough, else float32; always a copy, so that the table is let go."""
    if pixels.dtype.kind in "ui" and (not pixels.size or pixels.max() <= 255):
        return pixels.astype(np.uint8)
    return pixels.astype(np.float32)


def _without_label(text: bytes, form: Form) -> tuple[bytes, list[str]]:
    lines, words = [], []
    for each in text.decode("utf-8", "replace").splitlines():
        if not each.strip():
            continue
        fields = each.strip(" \r\n").split(form.separator)
        words.append(fields.pop(form.label or 0).strip().strip('"'))
        lines.append(form.separator.join(fields))
    return ("\n".join(lines) + "\n").encode(), words


def _any_numbers(text: bytes, separator: str, columns: int, item: Item, line: int) -> NDArray[Any]:
    """Fractions, signs, quotes: slower. Raises DataError naming the line."""
    plain = text.replace(b'"', b"").decode("utf-8", "replace")
    try:
        table = np.loadtxt(
            io.StringIO(plain),
            np.float64,
            delimiter=None if separator == " " else separator,
            comments=None,
            ndmin=2,
        )
    except ValueError:
        table = np.empty((0, 0))
    if table.size and table.shape[1] == columns and np.isfinite(table).all():
        return table
    raise DataError(_what_is_wrong(plain, separator, columns, item, line))


def _what_is_wrong(text: str, separator: str, columns: int, item: Item, line: int) -> str:
    for number, each in enumerate(filter(str.strip, text.splitlines()), start=line):
        fields = _fields(each, separator)
        if len(fields) != columns:
            return (
                f"{item.shown}, line {number:,}: {len(fields):,} values where {columns:,} belong. "
                f"The table is damaged, or cut short."
            )
        for column, field in enumerate(fields, start=1):
            if not _NUMBER.fullmatch(field):
                return (
                    f"{item.shown}, line {number:,}, column {column:,}: “{field[:20]}” is no "
                    f"number. Fill the gap or leave out the line."
                )
    return f"{item.shown}: from line {line:,} on, something is no table of numbers."
