"""The columns of the table of runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from app.look import figures
from app.views.runs.words import (
    NOTHING,
    end_of,
    loss,
    name_of,
    recipe_of,
    share,
    steps_of,
    when,
)
from core.runs.summary import RunSummary

STAR, NO_STAR = "★", "☆"


@dataclass(frozen=True)
class RunColumn:
    """text: in its cells. key: what it is sorted by; None comes last. sample: as wide as a cell is
    at first. is_number: ends at the right."""

    title: str
    text: Callable[[RunSummary], str]
    key: Callable[[RunSummary], Any]
    sample: str
    tip: str = ""
    is_number: bool = False


COLUMNS = (
    RunColumn("★", lambda run: STAR if run.marks.star else NO_STAR, lambda run: not run.marks.star,
           "☆", "Runs with a star keep all their networks"),
    RunColumn("Name", name_of, lambda run: name_of(run).casefold(), "Run of 2026-03-01 14:05",
           "Press F2 to give it another"),
    RunColumn("Accuracy", lambda run: share(run.accuracy), lambda run: run.accuracy, "100.0 %",
           "Of test digits; of a run without an end, of validation digits", True),
    RunColumn("Loss", lambda run: loss(run.validation_loss), lambda run: run.validation_loss,
           "0.00123", "Of validation digits, after its last epoch", True),
    RunColumn("Recipe", lambda run: NOTHING if run.problem else recipe_of(run),
           lambda run: recipe_of(run).casefold(), "Adam · Learning rate 0.012 · Seed 12",
           "The preset that it is nearest to, what is not as there, and how often it was changed"),
    RunColumn("Data", lambda run: run.data or NOTHING, lambda run: run.data.casefold(),
           "Starter digits"),
    RunColumn("Steps", steps_of, lambda run: run.steps, "12,345 of 12,345", "", True),
    RunColumn("Ended", end_of, end_of, "Cannot be read"),
    RunColumn("Time", lambda run: figures.duration(run.seconds), lambda run: run.seconds,
           "12 min 05 s", "How long it trained, without pauses", True),
    RunColumn("Began", when, lambda run: run.began or run.written, "2026-03-01 14:05"),
    RunColumn("Note", lambda run: run.marks.note.replace("\n", " "),
           lambda run: run.marks.note.casefold() or None, "A few words about it"),
)  # fmt: skip
STAR_COLUMN, NAME_COLUMN = 0, 1
BEGAN_COLUMN = [each.title for each in COLUMNS].index("Began")
