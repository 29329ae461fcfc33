"""The norms over the run and the histogram, read with the pointer."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF
from PySide6.QtWidgets import QApplication

from app.look import figures
from app.views.widgets.plot.axes import EndLabel, EndLabels
from tests.app.views.inspect.live.hand import click_row, feed, hover
from tests.app.views.inspect.live.steps import history_of, inspected


def test_the_histogram_reads_bins_and_both_ends(qtbot, pane):
    made = inspected()
    feed(qtbot, pane, *made)
    histogram = made[-1].layers[0].histogram
    assert f"{histogram.zeros:,} exact zeros" in pane.histogram.words()
    view = pane.histogram
    for place in (3, 20, 40):
        hover(qtbot, view, view.bin_rect(place).center().toPoint())
        low, high = histogram.limit * (2 * place / 41 - 1), histogram.limit * (2 * place / 41 - 1)
        high += 2 * histogram.limit / 41
        count = int(histogram.counts[place])
        words = f"{figures.with_sign(low)} to {figures.with_sign(high)}"
        assert view.readout.startswith(words)
        assert view.readout.endswith(f" · {count:,} entr{'y' if count == 1 else 'ies'}")
    hover(qtbot, view, (view.bin_rect(0).center() - QPointF(view.bin_rect(0).width(), 0)).toPoint())
    assert view.readout.startswith(f"below {figures.scientific(-histogram.limit)} · ")
    hover(qtbot, view, QPoint(2, 2))
    assert view.readout == ""


def labels_at(made, place):
    """What is drawn there: medians."""
    history = history_of(*made)
    drawn = {k: history.medians(k, len(made))[place] for k in (1, 2, 3)}
    return [f"layer {k} {figures.scientific(float(norm))}" for k, norm in drawn.items()]


def test_a_long_read_out_moves_nothing(qtbot, pane):
    feed(qtbot, pane, *inspected())
    view = pane.plot.plot.view
    before = view.geometry()
    pane.plot.plot.set_readout("a figure and another · " * 10)
    qtbot.wait(30)
    assert view.geometry() == before


def test_the_plot_reads_every_layer_under_the_pointer(qtbot, pane):
    made = inspected()
    feed(qtbot, pane, *made)
    view = pane.plot.plot.view
    spot = pane.plot.mapFromScene(view.mapViewToScene(QPointF(5.2, -0.2)))
    hover(qtbot, pane.plot.viewport(), spot)
    assert pane.plot.plot.readout == "at step 5"
    assert pane.plot.labels() == labels_at(made, 2)
    click_row(qtbot, pane, 2)
    assert pane.plot.labels() == labels_at(made, 2)
    qtbot.mouseMove(pane, QPoint(2, 2))
    QApplication.sendEvent(pane.plot, QEvent(QEvent.Type.Leave))
    assert pane.plot.plot.readout == ""
    assert pane.plot.labels() == labels_at(made, -1)


def test_the_end_of_a_run_fits_the_plot_to_it(qtbot, pane):
    feed(qtbot, pane, *inspected())
    before = pane.frames.count
    pane.set_ended(11)
    qtbot.waitUntil(lambda: pane.frames.count > before)
    assert pane.step_line.text().endswith("the run has ended")
    assert pane.plot.plot.view.viewRange()[0] == [0, 11]


def test_a_run_that_ended_later_says_where(qtbot, pane):
    feed(qtbot, pane, *inspected())
    pane.set_ended(1_234)
    qtbot.waitUntil(lambda: pane.step_line.text().endswith("the run has ended at step 1,234"))


@pytest.mark.parametrize("value", [-50.0, -1.0, 0.0, 50.0])
def test_labels_of_curves_that_leave_the_plot_are_painted_whole(qtbot, pane, value):
    feed(qtbot, pane, *inspected())
    ends = pane.plot.plot.ends
    ends.set_labels(5, [EndLabel(value, f"layer {k}", "ink") for k in (1, 2)])
    places = ends._places(pane.plot.plot.view.geometry())
    assert places[1][1] - places[0][1] >= EndLabels.LINE
    for x, y, _ in places:
        line = QRectF(x, y - EndLabels.LINE / 2, 1, EndLabels.LINE)
        assert ends.boundingRect().contains(line)
