"""Kept runs are opened beside the window."""

import numpy as np
import pytest

from app.background.opening_runs import RunOpener
from core.runs.frames import Frame
from core.runs.library import RunLibrary
from tests.core.runs.records import ended_run


@pytest.fixture
def library(tmp_path):
    return RunLibrary(tmp_path / "runs")


@pytest.fixture
def opener(qapp, library):
    made = RunOpener(library.folder)
    yield made
    assert all(runner.close() for runner in made.runners)


def test_runs_come_in_the_order_that_was_asked_for(opener, library, qtbot):
    first = library.write(ended_run())
    library.rename(first, "the first")
    second = library.write(ended_run(parent=first, parent_step=2))
    writer = library.writer(first)
    writer.append([Frame(0, np.zeros(9, np.float32))])
    writer.close()
    with qtbot.waitSignal(opener.opened) as opened:
        opener.open([(second, "b"), (first, "a")])
    runs = opened.args[0]
    assert [each.run_id for each in runs] == [second, first]
    assert [each.curves.name for each in runs] == ["b", "a"]
    assert [each.parent for each in runs] == ["the first", ""]
    assert [len(each.frames) for each in runs] == [0, 1]
    np.testing.assert_array_equal(runs[0].curves.history.loss.values, ended_run().losses)


def test_one_that_is_gone_is_told(opener, library, qtbot):
    with qtbot.waitSignal(opener.failed) as failed:
        opener.open([("20260101-000000-abcdef", "gone")])
    assert failed.args[0]


def test_a_parent_that_is_gone_keeps_the_librarys_name(opener, library, qtbot):
    run = library.write(ended_run(parent="20260101-000000-abcdef", parent_step=2))
    with qtbot.waitSignal(opener.opened) as opened:
        opener.open([(run, "branch")])
    assert opened.args[0][0].parent == "20260101-000000-abcdef"
