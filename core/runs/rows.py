"""Runs as rows of a table for other programs: CSV and JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from dataclasses import asdict, fields
from datetime import UTC, datetime
from typing import Any

from core.network.recipe import Recipe
from core.runs.summary import RunSummary

_SAID = (
    *("data", "examples", "classes", "data_hash", "reason", "steps", "total_steps", "epochs"),
    *("changes", "seconds", "loss", "validation_loss", "validation_accuracy", "test_accuracy"),
)


def row_of(run: RunSummary) -> dict[str, Any]:
    """Plain JSON values. Times are of UTC; of a run that cannot be read, `problem` says why, and
    what is not known of it is None."""
    is_known = not run.problem
    return {
        "id": run.id,
        "name": run.marks.name,
        "star": run.marks.star,
        "note": run.marks.note,
        "began": _time(run.began),
        "written": _time(run.written),
        **{name: getattr(run, name) if is_known else None for name in _SAID},
        **{name: value if is_known else None for name, value in _recipe(run.recipe).items()},
        "parent": run.parent,
        "parent_step": run.parent_step if run.parent else None,
        "versions": "; ".join(f"{name} {each}" for name, each in run.versions.items()),
        "bytes": run.bytes,
        "running": run.is_written,
        "in_bin": bool(run.marks.deleted),
        "problem": run.problem,
    }


def rows_csv(runs: Iterable[RunSummary]) -> str:
    """A row a run, below the names of the columns."""
    text = io.StringIO()
    rows = csv.DictWriter(text, list(row_of(RunSummary(""))), lineterminator="\n")
    rows.writeheader()
    rows.writerows(row_of(each) for each in runs)
    return text.getvalue()


def rows_json(runs: Iterable[RunSummary]) -> str:
    """A list of objects."""
    return json.dumps([row_of(each) for each in runs], indent=2, ensure_ascii=False) + "\n"


def _recipe(recipe: Recipe) -> dict[str, Any]:
    values = asdict(recipe) | {"hidden": " ".join(map(str, recipe.hidden))}
    return {each.name: values[each.name] for each in fields(Recipe)}


def _time(seconds: float) -> str | None:
    if not seconds:
        return None
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")
