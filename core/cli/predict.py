"""digit-lab predict: read the digits in pictures, or in the drawings of an ink file."""

from __future__ import annotations

import argparse
import itertools
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from core.cli.command import FAILED, complain
from core.cli.host import Host
from core.cli.sources import snapshot_at
from core.errors import DataError
from core.ink.digit_image import render
from core.ink.ink_file import InkLine, ink_lines
from core.ink.pen import PackedInk
from core.ink.picture import picture_image
from core.reading import Reading, read, read_many
from core.snapshots import Snapshot

CHUNK = 500


def predict(arguments: argparse.Namespace, host: Host) -> int:
    """One JSON line a digit on standard output; 1 when some could not be read. The others are
    answered all the same. Raises DigitLabError for a network or a file that cannot be used."""
    snapshot = snapshot_at(arguments.model)
    if arguments.ink:
        return _predict_ink(snapshot, arguments.ink)
    return _predict_pictures(snapshot, arguments.images, host)


def _predict_pictures(snapshot: Snapshot, paths: Sequence[Path], host: Host) -> int:
    code = 0
    for path in paths:
        try:
            image = picture_image(host.read_picture(path))
        except DataError as error:
            sentence = str(error)
            complain(sentence if str(path) in sentence else f"{path}: {sentence}")
            code = FAILED
            continue
        _answer({"file": str(path)}, read(snapshot, image))
    return code


def _predict_ink(snapshot: Snapshot, path: Path) -> int:
    code = 0

    def complain_of(error: DataError) -> None:
        nonlocal code
        code = FAILED
        complain(str(error))

    answered = given = right = 0
    lines = _not_blank(path, complain_of)
    try:
        while chunk := list(itertools.islice(lines, CHUNK)):
            images = render(PackedInk.of([line.drawing for line in chunk]))
            for line, reading in zip(chunk, read_many(snapshot, images.T), strict=True):
                _answer({"line": line.number}, reading)
                answered += 1
                given += line.digit is not None
                right += reading.digit == line.digit
        if not answered and code == 0:
            raise DataError(f"{path} holds no drawing.")
    except DataError as error:
        complain_of(error)
    if given:
        sys.stdout.flush()
        print(f"{right:,} of {given:,} read right: {100 * right / given:.2f} %", file=sys.stderr)
    return code


def _not_blank(path: Path, complain_of: Any) -> Iterator[InkLine]:
    for line in ink_lines(path, bad_line=complain_of):
        if line.drawing.is_blank:
            complain_of(DataError(f"{path.name}, line {line.number}: there is nothing drawn."))
        else:
            yield line


def _answer(source: dict[str, Any], reading: Reading) -> None:
    told = {
        "digit": reading.digit,
        "probabilities": [round(float(p), 6) for p in reading.probabilities],
        "unsure": reading.unsure,
        "reason": reading.reason,
    }
    print(json.dumps(source | told))
