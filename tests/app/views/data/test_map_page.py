"""The map's page: what is chosen is asked for, and what comes is shown, said and exported."""

import csv
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QSize, Qt

from app.background.loading import STARTER
from app.views.data.map.choices import IN_TRAINING
from app.views.data.map.page import NO_RUN, MapPage
from core.projection.maps import NEIGHBOURS
from tests.app.test_layouts import settle


@pytest.fixture
def page(qtbot, loader, session, snapshot):
    made = MapPage(loader, session)
    qtbot.addWidget(made)
    made.set_network(snapshot)
    made.resize(900, 600)
    yield made
    assert all(runner.close() for runner in made.runners)


@pytest.fixture
def shown(page, qtbot):
    page.show()
    qtbot.waitUntil(lambda: is_done(page))
    return page


def is_done(page):
    return page.plane.shown is not None and page.plane.shown.frame.done == 1


def wait_for(qtbot, page, layer):
    qtbot.waitUntil(
        lambda: is_done(page) and page.plane.shown.frame.question.layer == layer, timeout=20_000
    )


def test_nothing_is_made_until_somebody_looks(page, qtbot, loader):
    qtbot.wait(100)
    assert page.plane.shown is None
    assert STARTER not in loader.ready


def test_the_first_map_is_of_test_digits_pixels(shown, split):
    frame = shown.plane.shown.frame
    assert shown.dataset is split.test
    assert len(frame.question.dataset) == len(split.test)
    assert "Across" in shown.caption.text()
    assert "ring marks an error" in shown.caption.text()
    assert len(shown.legend.rows) == 10


@pytest.mark.parametrize("percent", [100, 150])
@pytest.mark.parametrize("scrolls", [False, True])
def test_the_legend_has_room_for_its_counts_beside_a_scroll_bar(shown, text_size, percent, scrolls):
    area = shown.legend.parentWidget().parentWidget()
    text_size(percent)
    for count in (5, 12_345):
        names = [f"{count} of {k}" for k in range(40 if scrolls else 3)]
        shown.legend.set_classes(names, [count] * len(names))
        settle(shown, QSize(900, 600))
        needs, has = shown.legend.minimumSizeHint().width(), area.viewport().width()
        bar = area.verticalScrollBar()
        assert bar.isVisible() == scrolls
        assert area.width() == needs + bar.sizeHint().width()
        assert shown.legend.width() == has == area.width() - scrolls * bar.width()


def test_layers_are_those_of_the_network(shown, qtbot):
    words = [shown.choices.layer.itemText(k) for k in range(shown.choices.layer.count())]
    assert words == ["Pixels", "Layer 1 (16)", "Output (10)"]
    shown.choices.layer.choose(1)
    wait_for(qtbot, shown, 1)
    shown.choices.part.choose("train")
    qtbot.waitUntil(lambda: is_done(shown) and len(shown.plane.shown.dataset) == 320)


def test_neighbours_show_their_progress_and_can_be_stopped(shown, qtbot):
    seen = []
    shown._projecting.framed.connect(lambda frame: seen.append(shown.stop.isVisible()))
    shown.choices.part.choose("train")
    shown.choices.way.choose(NEIGHBOURS)
    qtbot.waitUntil(lambda: is_done(shown) and len(seen) > 1, timeout=20_000)
    assert seen[0]
    assert not shown.stop.isVisible()
    assert "not alike" in shown.caption.text()
    shown.choices.layer.choose(1)
    qtbot.waitUntil(shown.stop.isVisible)
    shown.stop.click()
    assert not shown._projecting.is_busy
    assert not shown.stop.isVisible()


def test_hidden_it_makes_nothing(shown, qtbot, snapshot):
    before = shown.plane.shown.frame
    shown.hide()
    shown.set_network(replace(snapshot, name="another"))
    qtbot.wait(100)
    assert shown.plane.shown.frame is before
    assert not shown._projecting.is_busy


def test_a_class_is_switched_off_and_shown_alone(shown, qtbot):
    qtbot.mouseClick(shown.legend.rows[3], Qt.MouseButton.LeftButton)
    assert 3 not in shown.plane.shown.dataset.labels[shown.plane.shown.order]
    shown.legend.show_alone(4)
    assert set(shown.plane.shown.dataset.labels[shown.plane.shown.order]) == {4}
    shown.legend.rows[4].click()
    shown.legend.show_alone(4)
    assert not shown.legend.hidden


def test_only_errors(shown):
    shown.only_wrong.setChecked(True)
    seen = shown.plane.shown
    assert 0 < len(seen.order) == seen.wrong.sum()


def test_a_point_that_is_pressed_opens_its_card(shown, qtbot):
    shown.choices.count.set_options([(20, "20 points")])
    shown._ask()
    qtbot.waitUntil(lambda: is_done(shown) and len(shown.plane.shown.dataset) == 20)
    shown.plane.chosen.emit(7)
    assert shown.card.isVisible()
    index = shown.card.index
    np.testing.assert_array_equal(shown.dataset.images[index], shown.plane.shown.dataset.images[7])
    shown.card.step(1)
    assert shown.plane.current == 8
    shown.hide()
    assert not shown.card.isVisible()


def test_the_map_follows_a_run(shown, qtbot, session, split, endless):
    shown.choices.network.choose(IN_TRAINING)
    assert shown.plane.shown is None
    assert shown.plane.empty == NO_RUN
    frames = []
    shown._projecting.framed.connect(frames.append)
    session.run(replace(endless, learning_rate=0.001), split)
    qtbot.waitUntil(lambda: bool(frames), timeout=30_000)
    shown.choices.layer.choose(1)
    wait_for(qtbot, shown, 1)
    frames.clear()
    qtbot.waitUntil(lambda: len(frames) >= 2, timeout=30_000)
    one, two = frames[0], frames[-1]
    assert two.question.layer == 1
    assert one.question.snapshot is not two.question.snapshot
    assert one.question.dataset is two.question.dataset
    assert not np.array_equal(one.positions, two.positions)
    session.stop()
    qtbot.waitUntil(lambda: session.state == "idle")
    session.reset()
    assert shown.plane.shown is None
    assert shown.choices.layer.value == 1  # for the next run


def test_a_run_is_copied_only_while_its_map_is_seen(shown, session):
    assert not session._viewers
    shown.choices.network.choose(IN_TRAINING)
    assert session._viewers
    shown.hide()
    assert not session._viewers


def test_a_network_of_other_classes_marks_no_error(shown, qtbot, snapshot):
    letters = replace(snapshot, class_names=tuple("ABCDEFGHIJ"))
    shown.set_network(letters)
    qtbot.waitUntil(lambda: "other classes" in shown.caption.text())
    assert not shown.plane.shown.wrong.any()


def test_without_a_network_there_are_pixels(shown, qtbot):
    shown.choices.layer.choose(1)
    wait_for(qtbot, shown, 1)
    shown.set_network(None)
    qtbot.waitUntil(lambda: "no network" in shown.caption.text())
    assert shown.choices.layer.count() == 1


def test_the_text_says_what_the_map_shows(shown, qtbot):
    shown.as_text.setChecked(True)
    qtbot.waitUntil(lambda: "of its own class" in shown.text.text())
    text = shown.text.text()
    assert "7: 5\u202fpoints" in text
    assert "read as" in text or "Lost" not in text


def test_it_is_exported_as_table_picture_and_drawing(shown, tmp_path):
    for ending in ("csv", "png", "svg"):
        shown.export(tmp_path / f"map.{ending}")
        assert shown.caption.text() == f"Exported as “map.{ending}”."
    table = (tmp_path / "map.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(table.splitlines()))
    assert list(rows[0]) == ["index", "label", "answer", "x", "y"]
    assert len(rows) == len(shown.dataset)
    frame = shown.plane.shown.frame
    assert float(rows[3]["x"]) == pytest.approx(float(frame.positions[0, 3]), rel=1e-4)
    assert rows[3]["label"] == str(shown.dataset.labels[3])
    assert (tmp_path / "map.png").read_bytes().startswith(b"\x89PNG")
    assert "<path" in (tmp_path / "map.svg").read_text(encoding="utf-8")


def test_an_ending_that_says_nothing_is_refused(shown, tmp_path):
    shown.export(tmp_path / "map.pdf")
    assert "End its name in .csv, .png or .svg" in shown.caption.text()
    assert shown.caption.property("role") == "error"
