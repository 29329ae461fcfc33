"""Runs lead to the dialog of exports; a run whose data are loaded brings its test images along."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from app.background.loading import STARTER, Loaded
from app.paths import Paths
from app.startup import Lab
from app.views.export.dialog import ExportDialog
from core.files.run_file import Origin, RunRecord
from core.network.recipe import Recipe
from core.runs.summary import summary_of
from tests.app.left_windows import end
from tests.app.tiny import split as split

pytestmark = pytest.mark.slow


@pytest.fixture
def lab(look, tmp_path, qtbot):
    made = Lab(Paths(tmp_path, tmp_path / "settings.ini"))
    made.window.show()
    qtbot.waitUntil(lambda: made.is_complete)
    yield made
    end(made)


@pytest.mark.parametrize("is_loaded", [True, False])
def test_a_kept_run_is_exported(lab, split, snapshot, qtbot, tmp_path, is_loaded) -> None:
    record = RunRecord(
        *(Recipe(hidden=(16,)), Origin.of(split, STARTER), np.ones(3, np.float32), (), 1.0),
        snapshot,
        reason="stopped",
    )
    if is_loaded:
        lab.loader.ready[STARTER] = Loaded(STARTER, split, "")
    summary = summary_of("20260101-000000-abc", record)
    named = replace(summary, marks=replace(summary.marks, name="Third try", note="Why not"))
    lab.runs.all_runs.export_wanted.emit(record, named)
    dialog = lab.window.findChild(ExportDialog)
    dialog.ask_and_write(tmp_path / "run.html")
    qtbot.waitUntil(dialog.save.isEnabled)
    page = (tmp_path / "run.html").read_text(encoding="utf-8")
    assert "<h1>Third try</h1>" in page
    assert "Why not" in page
    assert ("What it takes for what" in page) == is_loaded


def test_the_network_in_use_is_exported(lab) -> None:
    lab.actions["export-network"].trigger()
    assert "shipped network" in lab.window.findChild(ExportDialog).heading.text()
