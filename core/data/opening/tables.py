"""Tables of pixels: CSV files with a label and an image a line."""

from __future__ import annotations

import io
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from core.cancelling import stop_if
from core.data.idx import LIMIT
from core.data.opening.candidates import Candidate
from core.data.opening.items import MOST_BYTES, READ_ERRORS, Item, unreadable
from core.data.opening.names import LABELS, TEST, TRAIN, group_folder, said
from core.data.opening.numbers_of_text import NotWholeNumbers, whole_numbers
from core.data.opening.records import FIRST, LAST, Help, Request, SetPart
from core.data.opening.table_form import NUMBER, Form, fields_of, form_of, layouts
from core.errors import DataError

ENDINGS = (".csv", ".tsv", ".txt", ".data")
SEPARATORS = ",;\t "
_HEAD_BYTES = 2**20
_HEAD_LINES = 200
_CHUNK = 2**22
_MOST_LABELS = 2**24  # bytes of a file of labels
Head = tuple[Item, list[list[str]], str]  # a file, its first lines taken apart, the separator
_MOST_UNPACKED = 8 * 2**30


def find(items: list[Item], help: Help, broken: list[DataError]) -> list[Candidate]:
    """The data sets that tables among `items` make up; other tables are passed over.
    broken: takes why others cannot be read."""
    groups: dict[tuple[str, str], dict[str, Head]] = defaultdict(dict)
    labels: dict[tuple[str, str], dict[str, Item]] = defaultdict(dict)
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
        key = group_folder(item.name), told.family
        if layouts(head[2]):
            groups[key].setdefault(told.part, (item, *head[:2]))
        elif head[2] == 1 and told.role == LABELS:
            labels[key].setdefault(told.part, item)
    return [_candidate(*key, parts, labels[key]) for key, parts in groups.items()]


def _candidate(
    folder: str, family: str, parts: dict[str, Head], labels: dict[str, Item]
) -> Candidate:
    """labels: of the parts whose labels stand in a file of their own."""

    def read(help: Help, request: Request) -> dict[str, SetPart]:
        forms = {
            name: _form_of(item, lines, separator, request.label_column)
            for name, (item, lines, separator) in parts.items()
        }
        # Files of one set are written alike: what one leaves open the other may tell.
        decided = [each for each in forms.values() if each.label is not None and not each.undecided]
        found = {}
        for name, (item, lines, separator) in parts.items():
            form = forms[name]
            if form.undecided and decided:
                where = FIRST if decided[0].label == 0 else LAST
                form = form_of(lines, separator, where)
            if form.label is None and name in labels:
                found[name] = read_table(item, form, help)
                found[name].labels = _column(labels[name], len(found[name].images))
                continue
            if form.label is None and name == TEST and TRAIN in parts:
                none = np.empty((0, form.side, form.side), np.uint8)
                said_so = f"{item.pure.name} has no labels, so nothing can be judged by it."
                found[name] = SetPart(none, None, said=[said_so])
                continue
            found[name] = read_table(item, form, help)
        return found

    files = (*(item for item, *_ in parts.values()), *labels.values())
    return Candidate(folder, family, "CSV", files, read)


def _form_of(item: Item, lines: list[list[str]], separator: str, label_column: str) -> Form:
    try:
        return form_of(lines, separator, label_column)
    except DataError as error:
        raise DataError(f"{item.shown}: {error}") from None


def _column(item: Item, count: int) -> NDArray[np.str_]:
    """The labels (count,) in a file with one in each line. Raises DataError."""
    try:
        with item.open_unpacked() as stream:
            lines = _read(stream, _MOST_LABELS).decode("utf-8-sig", "replace").split()
    except READ_ERRORS as error:
        raise unreadable(item.shown, error) from None
    if len(lines) == count + 1:
        lines = lines[1:]  # a title
    if len(lines) != count:
        raise DataError(f"{item.shown} holds {len(lines):,} labels for {count:,} images.")
    return np.array([line.strip('"') for line in lines])


def _head(item: Item) -> tuple[list[list[str]], str, int] | None:
    """(the first lines, taken apart; the separator; the columns), or None for what is no text."""
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
    rows = [fields_of(line, separator) for line in lines]
    columns, _ = Counter(map(len, rows)).most_common(1)[0]
    return rows, separator, columns


def read_table(item: Item, form: Form, help: Help) -> SetPart:
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
    part = SetPart(images, np.concatenate(labels) if form.label is not None else None)
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
    rest, read, is_first = b"", 0, True
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
        if text and is_first:
            text, is_first = text.lstrip(b"\xef\xbb\xbf\r\n"), False
            text = text.split(b"\n", 1)[1] if form.header else text
        if text.strip():
            yield text
    rest = rest.removeprefix(b"\xef\xbb\xbf") if is_first else rest
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
        fields = fields_of(each, separator)
        if len(fields) != columns:
            return (
                f"{item.shown}, line {number:,}: {len(fields):,} values where {columns:,} belong. "
                f"The table is damaged, or cut short."
            )
        for column, field in enumerate(fields, start=1):
            if not NUMBER.fullmatch(field):
                return (
                    f"{item.shown}, line {number:,}, column {column:,}: “{field[:20]}” is no "
                    f"number. Fill the gap or leave out the line."
                )
    return f"{item.shown}: from line {line:,} on, something is no table of numbers."
