"""digit-lab predict: read the digits in pictures, or in the drawings of an ink file."""

from __future__ import annotations

import argparse
import itertools
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from core.cli.answers import Answer, WayToAnswer, answers_by
from core.cli.command import FAILED
from core.cli.host import Host
from core.cli.sources import snapshot_of
from core.cli.terminal import complain, tell, tell_json
from core.errors import DataError
from core.ink.ink_file import OF_A_COLLECTION, InkLine, ink_lines
from core.network.snapshots import Snapshot

CHUNK = 500


def predict(arguments: argparse.Namespace, host: Host) -> int:
    """One JSON line a picture or drawing on standard output; 1 when some could not be read. The
    others are answered all the same. Raises DigitLabError for a network or a file that cannot be
    used."""
    snapshot = snapshot_of(arguments)
    answers = answers_by(snapshot, number=arguments.number)
    if arguments.ink:
        return _predict_ink(answers, snapshot, arguments.ink)
    return _predict_pictures(answers, snapshot, arguments.images, host)


def _predict_pictures(
    answers: WayToAnswer, snapshot: Snapshot, paths: Sequence[Path], host: Host
) -> int:
    code = 0
    for path in paths:
        try:
            _tell({"file": str(path)}, answers.of_picture(snapshot, host.read_picture(path)))
        except DataError as error:
            sentence = str(error)
            complain(sentence if str(path) in sentence else f"{path}: {sentence}")
            code = FAILED
        except MemoryError:
            complain(f"{path}: There is not enough memory to read this picture.")
            code = FAILED
    return code


def _predict_ink(answers: WayToAnswer, snapshot: Snapshot, path: Path) -> int:
    code = 0

    def complain_of(error: DataError) -> None:
        nonlocal code
        code = FAILED
        complain(str(error))

    answered = given = right = 0
    lines = _usable(answers, path, complain_of)
    try:
        while chunk := list(itertools.islice(lines, CHUNK)):
            found = answers.of_lines(snapshot, [line for line, _ in chunk])
            for (line, wanted), answer in zip(chunk, found, strict=True):
                given += wanted is not None
                if isinstance(answer, DataError):
                    complain_of(_at(path, line, answer))
                    continue
                _tell({"line": line.number}, answer)
                answered += 1
                right += wanted is not None and answer[answers.key] == wanted
        if not answered and code == 0:
            raise DataError(f"{path} holds no drawing.")
    except DataError as error:
        complain_of(error)
    if given:
        sys.stdout.flush()
        tell(f"{right:,} of {given:,} read right: {100 * right / given:.2f} %", sys.stderr)
    return code


def _usable(
    answers: WayToAnswer, path: Path, complain_of: Callable[[DataError], None]
) -> Iterator[tuple[InkLine, Any]]:
    """Lines with something drawn, each with what it says is right or None."""
    for line in ink_lines(path, bad_line=complain_of, bounds=OF_A_COLLECTION):
        if line.drawing.is_blank:
            complain_of(_at(path, line, "there is nothing drawn."))
            continue
        try:
            given = answers.given(line)
        except DataError as error:
            complain_of(_at(path, line, error))
        else:
            yield line, given


def _at(path: Path, line: InkLine, problem: object) -> DataError:
    return DataError(f"{path.name}, line {line.number}: {problem}")


def _tell(source: Answer, answer: Answer) -> None:
    tell_json(source | answer)
