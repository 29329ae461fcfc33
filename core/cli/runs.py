"""digit-lab runs: list, show, compare and export the runs that were kept."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from core.cli.host import Host
from core.cli.sources import split_of
from core.cli.terminal import tell, tell_json
from core.errors import DataError
from core.evaluation.answers import answers_of
from core.export.report import report_html
from core.files import model_file
from core.files.atomic_file import replace_file
from core.files.plain_text import plain
from core.files.run_file import RunRecord
from core.recipe_form import Field, differing_fields
from core.runs.curves import curves_csv, curves_json
from core.runs.differences import ComparedRun, difference_rows, differing
from core.runs.library import RunLibrary
from core.runs.rows import row_of
from core.runs.summary import RunSummary
from core.version import MODEL_ENDING

NONE = "There are no runs yet. Train one in the window, or with digit-lab train."
LAST = "last"
LONGEST_CELL = 40  # letters in a table on the terminal
_KEYS: dict[str, Callable[[RunSummary], Any]] = {
    "began": lambda run: -(run.began or run.written),
    "name": lambda run: run.marks.name.casefold(),
    "accuracy": lambda run: -(run.accuracy or 0.0),
    "loss": lambda run: float("inf") if run.validation_loss is None else run.validation_loss,
    "steps": lambda run: -run.steps,
    "seconds": lambda run: -run.seconds,
}
_COLUMNS = ("id", "name", "data", "accuracy", "loss", "steps", "ended", "seconds", "recipe")
_ENDS = {"completed": "done", "early": "early", "": "cut off"}


def runs(arguments: argparse.Namespace, host: Host) -> int:
    """Exit code 0. Raises DigitLabError."""
    folder = arguments.runs or host.runs
    if folder is None:
        raise DataError("Say where the runs are kept: --runs FOLDER.")
    acts: dict[str, Callable[[argparse.Namespace, RunLibrary], None]] = {
        "list": _list,
        "show": _show,
        "compare": _compare,
        "export": partial(_export, host=host),
    }
    try:
        acts[arguments.what](arguments, RunLibrary(folder))
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            raise
        raise DataError(f"{folder} cannot be used: {error.strerror or error}.") from None
    return 0


def _list(arguments: argparse.Namespace, library: RunLibrary) -> None:
    found = [each for each in library.summaries() if bool(each.marks.deleted) == arguments.bin]
    found.sort(key=_KEYS[arguments.sort])
    if arguments.json:
        tell_json([row_of(each) for each in found])
    elif found:
        _tell_table([_COLUMNS, *(_cells(each) for each in found)])
    else:
        tell("The bin is empty." if arguments.bin else NONE)


def _show(arguments: argparse.Namespace, library: RunLibrary) -> None:
    row = row_of(_run(library, arguments.run))
    if arguments.json:
        tell_json(row)
    else:
        _tell_table(
            [(name, _text(value)) for name, value in row.items() if value not in ("", None)]
        )


def _compare(arguments: argparse.Namespace, library: RunLibrary) -> None:
    """What differs: a line each in the words of the window, or as JSON the bare values."""
    runs = [_run(library, each) for each in arguments.run]
    if len({run.id for run in runs}) == 1:
        tell("These are the same run.")
        return
    if arguments.json:
        rows = [row_of(run) for run in runs]
        other = [name for name in rows[0] if any(row[name] != rows[0][name] for row in rows)]
        tell_json({name: [row[name] for row in rows] for name in other})
        return
    compared = [ComparedRun(library.load(run.id), run.parent) for run in runs]
    heads = [("Run", [run.id for run in runs]), ("Name", [run.marks.name for run in runs])]
    said = [(row.label, row.values) for row in differing(difference_rows(compared))]
    _tell_table([(label, *values) for label, values in (*heads, *said)])


def _export(arguments: argparse.Namespace, library: RunLibrary, host: Host) -> None:
    run, out = _run(library, arguments.run), arguments.out
    record = library.load(run.id)
    ending = out.suffix.lower()
    writers: dict[str, Callable[[Path], object]] = {
        ".csv": lambda path: replace_file(path, curves_csv(record).encode()),
        ".json": lambda path: replace_file(path, curves_json(record).encode()),
        ".html": lambda path: replace_file(path, _report(arguments, run, record, host).encode()),
        MODEL_ENDING: lambda path: model_file.save(record.network, path),
    }
    if ending not in writers:
        raise DataError(f"{out} does not say what to write: end its name in {', '.join(writers)}.")
    try:
        writers[ending](out)
    except OSError as error:
        raise DataError(f"{out} cannot be written: {error.strerror or error}.") from None
    tell(f"Saved {out}.")


def _report(arguments: argparse.Namespace, run: RunSummary, record: RunRecord, host: Host) -> str:
    """With what the network misreads of the test images of --data, where these are named."""
    answers = None
    if arguments.data is not None:
        answers = answers_of(record.network, split_of(arguments.data, host, arguments.mend).test)
    return report_html(record, answers=answers, name=run.marks.name, note=run.marks.note)


def _run(library: RunLibrary, wanted: str) -> RunSummary:
    """Raises DataError unless exactly one run is meant."""
    every = library.summaries()
    if wanted == LAST:
        found = [each for each in every if not each.marks.deleted][:1]
    else:
        found = [each for each in every if each.id.startswith(wanted)] if wanted else []
        found = found or [each for each in every if each.marks.name == wanted]
    if len(found) != 1:
        shown = plain(wanted, LONGEST_CELL)
        many = f"{len(found)} runs are meant by “{shown}”. Write more of the id."
        none = f"There is no run “{shown}”. See digit-lab runs list."
        raise DataError(many if found else none)
    return found[0]


def _cells(run: RunSummary) -> Sequence[str]:
    """For the columns of the list."""
    if run.problem:
        return run.id, run.marks.name, "", "", "", "", "cannot be read", "", ""
    steps = f"{run.steps:,}" + (f" of {run.total_steps:,}" if run.steps < run.total_steps else "")
    return (
        run.id,
        ("* " if run.marks.star else "") + run.marks.name,
        run.data,
        "" if run.accuracy is None else f"{100 * run.accuracy:.2f} %",
        "" if run.validation_loss is None else f"{run.validation_loss:.4g}",
        steps,
        "running" if run.is_written else _ENDS.get(run.reason, run.reason),
        f"{run.seconds:.0f}",
        ", ".join(f"{each.name} {each.text(getattr(run.recipe, each.name))}" for each in _own(run)),
    )


def _own(run: RunSummary) -> list[Field]:
    """The fields of its recipe that are not as they come."""
    return differing_fields(run.recipe, type(run.recipe)())


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _tell_table(rows: Iterable[Sequence[str]]) -> None:
    """In columns as wide as their longest cell, the last as it comes."""
    cells = [
        [*(plain(each, LONGEST_CELL) for each in row[:-1]), plain(row[-1], 500)] for row in rows
    ]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for row in cells:
        padded = (each.ljust(width) for each, width in zip(row, widths, strict=True))
        tell("  ".join(padded).rstrip())
