"""The map's points: seen, moved, pointed at and chosen, by pointer and by keys."""

import time
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtTest import QTest

from app.look import theme
from app.look.class_colors import class_color
from app.views.data.map.camera import Camera
from app.views.data.map.plane import MapPlane
from app.views.data.map.shown import Shown, nearest_towards
from core.data.dataset import Dataset
from core.projection.alignment import in_unit_size
from core.projection.maps import COMPONENTS, MapFrame, MapQuestion, frames_of
from tests.app.tiny import digits


def frame_of(positions, dataset=None, snapshot=None):
    dataset = dataset or digits(positions.shape[1], np.random.default_rng(0))
    question = MapQuestion(dataset, snapshot, 0, COMPONENTS)
    return MapFrame(question, positions.astype(np.float32), 1.0, None, 1.0)


def cross():
    """A point in the middle, and one each right, above, left and below."""
    return np.array([[0, 1, 0, -1, 0], [0, 0, 1, 0, -1.0]])


@pytest.fixture
def plane(qtbot):
    made = MapPlane()
    qtbot.addWidget(made)
    made.resize(400, 400)
    made.show()
    return made


def shown_of(frame, **how):
    return Shown(frame, np.arange(len(frame.question.dataset)), **how)


def pixel(plane, number):
    return plane._pixel(number).toPoint()


def colors_at(plane, at, radius=4):
    image = plane.grab().toImage()
    ratio = image.devicePixelRatio()
    at = at * ratio
    reach = range(-radius, radius + 1)
    return {image.pixelColor(at.x() + x, at.y() + y).name() for x in reach for y in reach}


def darkest(colors):
    return min(QColor(each).lightness() for each in colors)


def test_the_whole_map_is_seen_and_right_is_right(plane):
    plane.show_map(shown_of(frame_of(cross())))
    assert pixel(plane, 0) == QPoint(200, 200)
    assert pixel(plane, 1).x() > 300
    assert pixel(plane, 2).y() < 100


def test_points_are_painted_in_their_class_colour(plane):
    plane.show_map(shown_of(frame_of(cross())))
    assert class_color(1, theme.tokens()).name() in colors_at(plane, pixel(plane, 1))


def test_a_hidden_class_is_neither_seen_nor_pointed_at(plane):
    plane.show_map(shown_of(frame_of(cross()), hidden=frozenset({1})))
    assert colors_at(plane, pixel(plane, 1)) == {theme.tokens().ground}
    QTest.mouseMove(plane, pixel(plane, 1))
    assert plane.current is None


def test_the_pointer_finds_a_point_and_presses_it(plane, qtbot):
    plane.show_map(shown_of(frame_of(cross())))
    QTest.mouseMove(plane, pixel(plane, 3) + QPoint(5, 3))
    assert plane.current == 3
    assert plane.card.isVisible()
    assert "3" in plane.accessibleName()
    with qtbot.waitSignal(plane.chosen) as told:
        QTest.mouseClick(plane, Qt.MouseButton.LeftButton, pos=pixel(plane, 3))
    assert told.args == [3]


def test_a_drag_moves_the_map_and_chooses_nothing(plane, qtbot):
    plane.show_map(shown_of(frame_of(cross())))
    start = pixel(plane, 0)
    chosen = []
    plane.chosen.connect(chosen.append)
    QTest.mousePress(plane, Qt.MouseButton.LeftButton, pos=start)
    for step in (20, 40, 60):
        QTest.mouseMove(plane, start + QPoint(step, 0))
    QTest.mouseRelease(plane, Qt.MouseButton.LeftButton, pos=start + QPoint(60, 0))
    assert pixel(plane, 0) == start + QPoint(60, 0)
    assert chosen == []
    QTest.mouseDClick(plane, Qt.MouseButton.LeftButton, pos=QPoint(30, 30))
    assert pixel(plane, 0) == start


def test_the_wheel_zooms_where_the_pointer_is(plane):
    plane.show_map(shown_of(frame_of(cross())))
    at = plane._pixel(2)
    event = QWheelEvent(
        at,
        at,
        QPoint(),
        QPoint(0, 240),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    plane.wheelEvent(event)
    assert plane.camera.zoom == pytest.approx(1.44)
    assert (plane._pixel(2) - at).manhattanLength() < 0.1


def test_keys_go_from_point_to_point_and_open_one(plane, qtbot):
    plane.show_map(shown_of(frame_of(cross())))
    QTest.keyClick(plane, Qt.Key.Key_Right)
    assert plane.current == 0  # the one in the middle, first
    for key, number in (("Right", 1), ("Right", 1), ("Left", 0), ("Up", 2), ("Down", 0)):
        QTest.keyClick(plane, getattr(Qt.Key, f"Key_{key}"))
        assert plane.current == number
    with qtbot.waitSignal(plane.chosen) as told:
        QTest.keyClick(plane, Qt.Key.Key_Return)
    assert told.args == [0]
    QTest.keyClick(plane, Qt.Key.Key_Escape)
    assert plane.current is None


def test_keys_zoom_and_bring_the_whole_map_back(plane):
    plane.show_map(shown_of(frame_of(cross())))
    QTest.keyClick(plane, Qt.Key.Key_Plus)
    assert plane.camera.zoom == pytest.approx(1.5)
    QTest.keyClick(plane, Qt.Key.Key_Minus)
    QTest.keyClick(plane, Qt.Key.Key_Plus)
    QTest.keyClick(plane, Qt.Key.Key_Home)
    assert not plane.camera.is_moved


def test_points_glide_and_with_reduced_motion_they_jump(plane, qtbot, monkeypatch):
    dataset = digits(5, np.random.default_rng(0))
    before = frame_of(cross(), dataset)
    after = frame_of(cross()[:, [0, 2, 3, 4, 1]], dataset)
    monkeypatch.setattr(theme.watcher(), "reduced_motion", True)
    plane.show_map(shown_of(before))
    plane.show_map(shown_of(after))
    np.testing.assert_array_equal(plane._positions, after.positions)
    monkeypatch.setattr(theme.watcher(), "reduced_motion", False)
    monkeypatch.setattr("sys.platform", "linux")
    plane.show_map(shown_of(before))
    assert not np.array_equal(plane._positions, before.positions)
    qtbot.waitUntil(lambda: np.allclose(plane._positions, before.positions))


def test_other_examples_do_not_glide(plane):
    plane.show_map(shown_of(frame_of(cross())))
    other = frame_of(cross() * 2)
    plane.show_map(shown_of(other))
    np.testing.assert_array_equal(plane._positions, other.positions)


def test_an_error_has_a_ring(plane, snapshot):
    dataset = digits(40, np.random.default_rng(0))
    *_, made = frames_of(MapQuestion(dataset, snapshot, 0, COMPONENTS))
    shown = Shown(made, np.arange(40))
    assert shown.wrong.any()
    only = Shown(made, np.arange(40), only_wrong=True)
    np.testing.assert_array_equal(np.sort(only.order), np.flatnonzero(shown.wrong))
    np.testing.assert_array_equal(shown.order[-shown.wrong.sum() :], only.order)
    plane.show_map(shown)
    at = pixel(plane, int(only.order[-1]))
    ringed = colors_at(plane, at, radius=8)
    plane.show_map(Shown(replace(made, answers=None), np.arange(40)))
    assert darkest(ringed) < 60 < darkest(colors_at(plane, at, radius=8))


@pytest.mark.parametrize("zoom", [1, 4, 40])
@pytest.mark.parametrize("classes", [2, 62])
def test_any_number_of_classes_is_painted_at_any_zoom(plane, zoom, classes):
    rng = np.random.default_rng(0)
    labels = (np.arange(200) % classes).astype(np.uint8)
    names = tuple(f"class {n}" for n in range(classes))
    dataset = Dataset(rng.integers(0, 255, (200, 784), dtype=np.uint8), labels, names)
    plane.show_map(shown_of(frame_of(in_unit_size(rng.normal(size=(2, 200))), dataset)))
    plane.point_at(0)
    plane.zoom(zoom)
    plane.point_at(None)
    assert class_color(0, theme.tokens()).name() in colors_at(plane, pixel(plane, 0), radius=20)


def test_one_point_and_no_point_have_a_map(plane):
    plane.show_map(shown_of(frame_of(np.zeros((2, 1)))))
    assert pixel(plane, 0) == QPoint(200, 200)
    plane.empty = "Nothing yet."
    plane.show_map(None)
    assert len(colors_at(plane, QPoint(200, 200), radius=60)) > 1


def test_the_next_one_in_a_direction_is_not_far_beside_it():
    pixels = np.array([[10.0, 5.0, 40.0, -9.0], [8.0, 30.0, 0.0, 0.0]])
    assert nearest_towards(pixels, np.zeros(2), 1, 0) == 0
    assert nearest_towards(pixels, np.zeros(2), -1, 0) == 3
    assert nearest_towards(pixels, np.zeros(2), 0, -1) is None


def test_a_camera_brings_a_place_in_and_keeps_what_is_under_the_pointer():
    camera = Camera()
    camera.resize(200, 100)
    camera.show_whole(cross())
    camera.zoom_at(20, 30, 8)
    camera.bring_in(np.array([1.0, 0.0]))
    x, y = camera.pixels(np.array([[1.0], [0.0]]))[:, 0]
    assert 0 <= x <= 200
    assert 0 <= y <= 100


def test_five_thousand_points_are_pointed_at_at_once(plane):
    rng = np.random.default_rng(0)
    plane.show_map(shown_of(frame_of(in_unit_size(rng.normal(size=(2, 5000))))))
    began = time.process_time()
    for x in range(0, 400, 4):
        plane._point_near(QPointF(x, 200))
    assert (time.process_time() - began) / 100 < 0.02
