"""Several runs on one plot, their legend, and the table of what differs."""

import csv
import io
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QFileDialog

from app.background.training.run_curves import MOST, RunCurves
from app.look import theme
from app.views.runs.compare.board import LINES, CompareBoard
from app.views.runs.compare.legend import CurveLegend
from app.views.runs.compare.page import ComparePage
from core.runs.differences import ComparedRun
from tests.app.background.training.test_run_curves import curves
from tests.core.runs.records import ended_run

RATES = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]


@pytest.fixture
def page(look, qtbot):
    made = ComparePage()
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    return made


def records(count):
    recipe = ended_run().recipe
    return [
        replace(ended_run(), recipe=replace(recipe, learning_rate=rate)) for rate in RATES[:count]
    ]


def fill(page, count):
    made = records(count)
    names = [f"rate {each.recipe.learning_rate:g}" for each in made]
    page.set_runs(
        [RunCurves.of_record(each, name) for each, name in zip(made, names, strict=True)],
        [ComparedRun(each) for each in made],
    )
    page.board.draw_now()


def test_lines_differ_without_colour():
    assert len({(dashes, passes) for _, dashes, passes in LINES}) == len(LINES) == MOST
    assert len({getattr(theme.LIGHT, color) for color, _, _ in LINES}) == MOST


def test_each_run_has_its_line_its_label_and_its_row(page):
    fill(page, 3)
    board = page.board
    drawn = [line.points.count() for line in board._loss_lines]
    assert all(drawn[:3])
    assert not any(drawn[3:])
    assert board.loss.ends.texts() == ["1  rate 0.1", "2  rate 0.2", "3  rate 0.3"]
    assert [row[0] for row in page.legend.texts()] == ["rate 0.1", "rate 0.2", "rate 0.3"]
    assert not page.sentence.isVisible()


def test_fewer_runs_than_before_leave_nothing_behind(page):
    fill(page, 5)
    fill(page, 2)
    assert [bool(line.points.count()) for line in page.board._loss_lines] == [True] * 2 + [
        False
    ] * 6
    assert len(page.legend.texts()) == 2
    page.set_runs((), ())
    page.board.draw_now()
    assert page.board.loss.is_empty
    assert page.sentence.isVisible()


def test_more_than_can_be_told_apart_are_left_out_with_a_word(page):
    fill(page, 9)
    assert len(page.board.runs) == MOST
    assert "first 8 of the 9" in page.sentence.text()
    assert len(page.table.shown[0].values) == MOST


def test_the_table_shows_what_differs_and_all_on_demand(page):
    fill(page, 3)
    assert [row.label for row in page.table.shown] == ["Learning rate"]
    page.shows_all.setChecked(True)
    assert len(page.table.shown) > 20
    rows = list(csv.reader(io.StringIO(page.table.to_csv())))
    assert rows[0] == ["part", "what", "rate 0.1", "rate 0.2", "rate 0.3"]
    assert ["Recipe", "Learning rate", "0.1", "0.2", "0.3"] in rows


@pytest.mark.parametrize("unit", ["step", "epoch", "second"])
@pytest.mark.parametrize("kind", ["smoothed", "validation_loss"])
@pytest.mark.parametrize("logarithmic", [False, True])
def test_curves_lie_where_their_axes_say(look, qtbot, unit, kind, logarithmic):
    board = CompareBoard()
    qtbot.addWidget(board)
    board.resize(900, 500)
    board.show()
    run = curves(100, (50, 100), seconds=20.0)
    board.set_runs([run, curves(30)])
    board.set_unit(unit)
    board.set_loss_kind(kind)
    board.set_logarithmic(logarithmic)
    board.draw_now()
    steps = np.arange(1, 101) if kind == "smoothed" else np.array([50, 100])
    values = run.history.smoothed.values if kind == "smoothed" else np.array([1.0, 0.5])
    drawn = np.array([point.toTuple() for point in board._loss_lines[0].points.toList()])
    np.testing.assert_allclose(drawn[:, 0], run.place(steps, unit))
    np.testing.assert_allclose(drawn[:, 1], np.log10(values) if logarithmic else values, rtol=1e-5)
    low, high = board.loss.visible_steps()
    assert low == 0
    assert high >= run.place(100, unit)


def test_the_pointer_reads_all_runs_at_that_step(page):
    runs = [curves(100, (50, 100), name="long"), curves(30, name="short")]
    page.set_runs(runs, [ComparedRun(each) for each in records(2)])
    page.board.draw_now()
    view = page.board.loss.view
    page.board._on_pointer(view.mapViewToScene(QPointF(60, 1)))
    assert page.legend.texts()[0][1] in ("60", "59", "61")
    assert page.legend.texts()[1][1] == "30 (end)"
    page.board.pointed.emit(None)
    assert page.legend.texts()[0][1] == "100"


def test_the_legend_reads_by_the_unit(look, qtbot):
    legend = CurveLegend()
    qtbot.addWidget(legend)
    legend.set_runs([curves(100, (50, 100), seconds=20.0)])
    legend.show_at(1.0, "epoch")
    assert legend.texts()[0][1] == "50"
    legend.show_at(4.0, "second")
    assert legend.texts()[0][1] == "20"


@pytest.mark.parametrize(
    ("ending", "head"), [("png", b"\x89PNG"), ("svg", b"<?xml"), ("csv", b"run,step,loss")]
)
def test_curves_are_exported(page, tmp_path, monkeypatch, ending, head):
    fill(page, 2)
    path = tmp_path / f"mine.{ending}"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (str(path), ""))
    page.export_curves()
    assert path.read_bytes().startswith(head)
    assert page.sentence.text() == f"Exported as “mine.{ending}”."


def test_the_table_is_exported(page, tmp_path, monkeypatch):
    fill(page, 2)
    path = tmp_path / "mine.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (str(path), ""))
    page.export_table()
    assert "Learning rate,0.1,0.2" in path.read_text(encoding="utf-8")


def test_nothing_is_exported_of_nothing(page):
    page.export.fill()
    assert not page.export.actions()[0].isEnabled()
