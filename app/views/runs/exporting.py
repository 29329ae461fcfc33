"""What can be exported of the chosen runs: the table of them, and the curves of one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtWidgets import QWidget

from app.state.run_keeper import KeptRun
from app.views.runs.words import name_of
from app.views.widgets.exports import Entry, Format, Say, ask_and_write
from core.files.run_file import RunRecord
from core.runs.curves import curves_csv, curves_json
from core.runs.rows import rows_csv, rows_json
from core.runs.summary import RunSummary


def entries(
    parent: QWidget,
    runs: Sequence[RunSummary],
    chosen: KeptRun | None,
    say: Say,
    take_along: Callable[[RunRecord, RunSummary], None],
) -> Iterable[Entry]:
    """runs: those that are selected, or all. chosen: the single one that is, once it was read.
    take_along: asks what of it to export as what."""
    if runs:
        formats = {
            "csv": Format("Table, CSV", lambda: rows_csv(runs).encode()),
            "json": Format("Table, JSON", lambda: rows_json(runs).encode()),
        }
        yield "Table of runs…", lambda: ask_and_write(parent, "runs", formats, say)
    if chosen is not None:
        record, name = chosen.record, name_of(runs[0])
        curves = {
            "csv": Format("Curves, CSV", lambda: curves_csv(record).encode()),
            "json": Format("Curves and facts, JSON", lambda: curves_json(record).encode()),
        }
        yield "Its curves…", lambda: ask_and_write(parent, name, curves, say)
        yield "Its network, recipe or report…", lambda: take_along(record, runs[0])
