"""digit-lab evaluate: how good a network is on the test images of a data set."""

from __future__ import annotations

import argparse
import math
from pathlib import Path
from typing import Any

from core.cli.confusion_table import lines_of, padded
from core.cli.host import Host
from core.cli.sources import snapshot_of, split_of
from core.cli.terminal import tell, tell_json
from core.data.dataset import DIGITS
from core.errors import DataError
from core.evaluation.answers import answers_of
from core.evaluation.figures import SetFigures
from core.evaluation.tables import confusion_csv
from core.files.atomic_file import replace_file


def evaluate(arguments: argparse.Namespace, host: Host) -> int:
    """Prints accuracy, loss and each class's accuracy; with --confusion which is taken for which.

    Raises DigitLabError, also where --csv cannot be written.
    """
    snapshot = snapshot_of(arguments)
    split = split_of(arguments.data, host, arguments.mend)
    figures = SetFigures.of(answers_of(snapshot, split.test))
    if arguments.csv is not None:
        _write(arguments.csv, confusion_csv(figures.confusion))
    if arguments.json:
        few = figures.record() if arguments.confusion else _record(figures)
        tell_json({"data": split.name, **few})
        return 0
    tell(f"{snapshot.name}, on {figures.count:,} test images of {split.name}")
    accuracy = math.nan if figures.accuracy is None else figures.accuracy
    tell(f"read right  {100 * accuracy:.2f} %")
    tell(f"loss        {figures.loss:.4f}")
    for line in lines_of(figures) if arguments.confusion else _lines(figures):
        tell(line)
    return 0


def _write(path: Path, data: bytes) -> None:
    try:
        replace_file(path, data)
    except OSError as error:
        raise DataError(f"{path} cannot be written: {error.strerror or error}.") from None


def _record(figures: SetFigures) -> dict[str, Any]:
    classes = figures.confusion.classes()
    is_of_digits = figures.confusion.class_names == DIGITS
    return {
        "count": figures.count,
        "accuracy": math.nan if figures.accuracy is None else figures.accuracy,
        "loss": figures.loss if math.isfinite(figures.loss) else None,
        **(
            {"digit_accuracy": [each.recall for each in classes]}
            if is_of_digits
            else {"class_accuracy": {each.name: each.recall for each in classes}}
        ),
    }


def _lines(figures: SetFigures) -> list[str]:
    """A line a class."""
    kind = "digit " if figures.confusion.class_names == DIGITS else ""
    names = padded([f"{kind}{name}" for name in figures.confusion.class_names])
    return [
        f"{name}     {'none' if each.recall is None else f'{100 * each.recall:.2f} %'}"
        for name, each in zip(names, figures.confusion.classes(), strict=True)
    ]
