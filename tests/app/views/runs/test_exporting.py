"""What can be exported of chosen runs."""

from __future__ import annotations

import numpy as np

from app.state.run_keeper import KeptRun
from app.views.runs.exporting import entries
from core.files.run_file import Origin, RunRecord
from core.network.recipe import Recipe
from core.runs.summary import RunSummary, summary_of


def test_one_run_can_be_taken_along(snapshot) -> None:
    origin = Origin("", "", "Tiny digits", 50, 20, 0)
    record = RunRecord(
        Recipe(hidden=(16,)), origin, np.ones(3, np.float32), (), 1.0, snapshot, reason="stopped"
    )
    summary = summary_of("20260101-000000-abc", record)
    taken: list[tuple[RunRecord, RunSummary]] = []

    def offered(chosen: KeptRun | None) -> dict:
        told = entries(None, [summary], chosen, lambda *_: None, lambda *run: taken.append(run))
        return dict(told)

    assert list(offered(None)) == ["Table of runs…"]
    every = offered(KeptRun(summary.id, record))
    assert list(every) == ["Table of runs…", "Its curves…", "Its network, recipe or report…"]
    every["Its network, recipe or report…"]()
    assert taken == [(record, summary)]
