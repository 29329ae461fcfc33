"""The canvas, driven as a user drives it."""

from __future__ import annotations

import time

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QImage,
    QInputDevice,
    QPointingDevice,
    QPointingDeviceUniqueId,
    QTabletEvent,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.background.right_of_way import RightOfWay
from app.views.draw.canvas import BRUSH_LARGEST, BRUSH_SMALLEST, Canvas
from app.views.draw.sheet import OpenedPicture
from core.ink.strokes import Drawing

SIDE = 300
LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton


@pytest.mark.parametrize("side", [180, 240, 600])
def test_the_hint_has_room_on_a_canvas_of_any_size(look, qtbot, side) -> None:
    canvas = Canvas()
    qtbot.addWidget(canvas)
    canvas.resize(side, side)
    seen = canvas.grab().toImage()
    grey = [[seen.pixelColor(x, y).lightness() for x in range(2, side - 2)] for y in range(side)]
    words = np.array(grey)[2:-2] > 40
    rows, columns = np.flatnonzero(words.any(axis=1)), np.flatnonzero(words.any(axis=0))
    assert rows[0] < side / 2 < rows[-1]
    assert 4 < columns[0] < columns[-1] < side - 8


@pytest.fixture
def canvas(look, qtbot) -> Canvas:
    made = Canvas()
    qtbot.addWidget(made)
    made.resize(SIDE, SIDE)
    made.show()
    qtbot.waitExposed(made)
    return made


def draw(canvas: Canvas, *points: tuple[int, int], button=LEFT) -> None:
    first, *others = (QPoint(x, y) for x, y in points)
    QTest.mousePress(canvas, button, pos=first)
    last = first
    for last in others:
        QTest.mouseMove(canvas, last)
        QApplication.processEvents()
    QTest.mouseRelease(canvas, button, pos=last)


def lit(canvas: Canvas) -> int:
    """How many pixels are white."""
    image = canvas.grab().toImage()
    rows = range(0, image.height(), 2)
    return sum(image.pixelColor(x, y).lightness() > 250 for x in rows for y in rows)


def tablet(canvas: Canvas, kind: QEvent.Type, x: float, y: float, pressure: float, pointer) -> None:
    device = QPointingDevice(
        "pen", 7, QInputDevice.DeviceType.Stylus, pointer, QInputDevice.Capability.Pressure, 1, 1,
        "", QPointingDeviceUniqueId(),
    )  # fmt: skip
    at = QPointF(x, y)
    released = kind == QEvent.Type.TabletRelease
    button = Qt.MouseButton.NoButton if kind == QEvent.Type.TabletMove else LEFT
    event = QTabletEvent(
        kind, device, at, at, pressure, 0, 0, 0, 0, 0, Qt.KeyboardModifier.NoModifier, button,
        Qt.MouseButton.NoButton if released else LEFT,
    )  # fmt: skip
    QApplication.sendEvent(canvas, event)


def test_a_stroke_of_the_mouse_is_kept_in_the_unit_square(canvas: Canvas) -> None:
    draw(canvas, (30, 60), (150, 60), (240, 270))
    (stroke,) = canvas.drawing.strokes
    assert stroke.points.tolist() == [[0.1, 0.2], [0.5, 0.2], [0.8, 0.9]]
    assert stroke.times[0] == 0
    assert (np.diff(stroke.times) >= 0).all()
    assert stroke.pressures is None


def test_a_click_is_a_dot(canvas: Canvas) -> None:
    draw(canvas, (150, 150))
    assert canvas.drawing.to_lists() == [[[0.5, 0.5]]]
    assert lit(canvas) > 20


def test_every_move_is_kept_however_many_come_between_two_frames(canvas: Canvas) -> None:
    QTest.mousePress(canvas, LEFT, pos=QPoint(10, 10))
    for x in range(11, 200):
        QTest.mouseMove(canvas, QPoint(x, 10))
    QTest.mouseRelease(canvas, LEFT, pos=QPoint(199, 10))
    assert len(canvas.drawing.strokes[0].points) == 190


def test_outside_the_canvas_the_pen_stays_on_the_edge(canvas: Canvas) -> None:
    draw(canvas, (150, 150), (400, -50))
    assert canvas.drawing.strokes[0].points[-1].tolist() == [1.0, 0.0]


def test_the_drawing_is_told_while_the_stroke_goes_on_once_a_frame(canvas: Canvas, qtbot) -> None:
    told: list[Drawing] = []
    canvas.drawing_changed.connect(told.append)
    QTest.mousePress(canvas, LEFT, pos=QPoint(10, 10))
    for x in range(11, 60):
        QTest.mouseMove(canvas, QPoint(x, 10))
    qtbot.waitUntil(lambda: len(told) > 0)
    assert len(told) < 10
    qtbot.waitUntil(lambda: len(told[-1].strokes[0].points) == 50)
    QTest.mouseRelease(canvas, LEFT, pos=QPoint(59, 10))


def test_moves_are_joined_where_what_they_change_takes_long(canvas: Canvas, qtbot) -> None:
    """So time is left for painting, and for the moves themselves."""
    moments: list[float] = []

    def listen(_: Drawing) -> None:
        moments.append(time.monotonic())
        time.sleep(0.02)

    canvas.drawing_changed.connect(listen)
    QTest.mousePress(canvas, LEFT, pos=QPoint(10, 10))
    for x in range(11, 111):
        QTest.mouseMove(canvas, QPoint(x, 10))
        QTest.qWait(1)
    QTest.mouseRelease(canvas, LEFT, pos=QPoint(110, 10))
    assert len(moments) > 4
    assert np.median(np.diff(moments[1:])) > 0.03


def test_a_move_after_a_quick_answer_is_told_at_once(canvas: Canvas, qtbot) -> None:
    QTest.mousePress(canvas, LEFT, pos=QPoint(10, 10))
    with qtbot.waitSignal(canvas.drawing_changed):
        pass
    QTest.mouseMove(canvas, QPoint(20, 10))
    with qtbot.waitSignal(canvas.drawing_changed):
        QApplication.processEvents()
    QTest.mouseRelease(canvas, LEFT, pos=QPoint(20, 10))


@pytest.mark.parametrize(("seconds", "first"), [(0.0, "told"), (0.03, "painted")])
def test_ink_waits_for_a_quick_answer_and_goes_before_a_slow_one(
    canvas: Canvas, qtbot, seconds: float, first: str
) -> None:
    done: list[str] = []

    class Painted(QObject):
        def eventFilter(self, _: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint:
                done.append("painted")
            return False

    canvas.installEventFilter(watch := Painted(canvas))
    canvas.drawing_changed.connect(lambda _: (done.append("told"), time.sleep(seconds)))
    canvas.show()
    qtbot.waitExposed(canvas)
    QTest.mousePress(canvas, LEFT, pos=QPoint(10, 10))
    for x in (20, 30, 40):
        qtbot.wait(100)
        done.clear()
        QTest.mouseMove(canvas, QPoint(x, 10))
        qtbot.waitUntil(lambda: {*done} == {"told", "painted"})
    assert done[0] == first
    QTest.mouseRelease(canvas, LEFT, pos=QPoint(40, 10))
    canvas.removeEventFilter(watch)


def test_a_move_has_the_right_of_way_until_it_is_shown(canvas: Canvas, qtbot, monkeypatch) -> None:
    way = RightOfWay(longest=1000)
    monkeypatch.setattr("app.views.draw.canvas.WINDOW", way)
    QTest.mousePress(canvas, LEFT, pos=QPoint(10, 10))
    assert way.is_taken
    canvas.drawing_changed.connect(lambda _: held.append(way.is_taken))
    held: list[bool] = []
    qtbot.waitUntil(lambda: not way.is_taken)
    assert held == [True]
    QTest.mouseRelease(canvas, LEFT, pos=QPoint(20, 10))
    qtbot.waitUntil(lambda: not way.is_taken)


def test_a_tap_on_a_target_is_told_and_leaves_no_ink(canvas: Canvas, qtbot) -> None:
    draw(canvas, (30, 60), (150, 60))
    before, ink = canvas.drawing, lit(canvas)
    canvas.targets = (QRectF(0, 0, 0.2, 0.2), QRectF(0.4, 0.4, 0.3, 0.3))
    with qtbot.waitSignal(canvas.tapped) as told:
        draw(canvas, (150, 150), (151, 150))
    assert told.args == [1]
    assert canvas.drawing is before
    assert lit(canvas) == ink
    draw(canvas, (150, 150), (180, 150))
    assert len(canvas.drawing.strokes) == 2
    draw(canvas, (250, 280))
    assert len(canvas.drawing.strokes) == 3


def test_what_is_left_is_told_once_another_sheet_comes(canvas: Canvas, seven: Drawing) -> None:
    left: list = []
    canvas.sheet_left.connect(left.append)
    canvas.set_drawing(seven)
    assert left == []
    canvas.clear()
    assert left == [seven]


def test_the_eraser_leaves_a_picture_alone(canvas: Canvas) -> None:
    picture = OpenedPicture("p", QImage(40, 40, QImage.Format.Format_RGB32), (40, 40), ())
    canvas.set_drawing(picture)
    draw(canvas, (30, 30), (200, 200), button=RIGHT)
    assert canvas.picture is picture
    assert canvas.drawing.is_blank


def test_undo_redo_and_clear(canvas: Canvas, qtbot) -> None:
    draw(canvas, (30, 60), (150, 60))
    draw(canvas, (30, 90), (150, 90))
    two = canvas.drawing
    canvas.clear()
    assert canvas.drawing.is_blank
    canvas.undo()
    assert canvas.drawing is two
    canvas.undo()
    assert len(canvas.drawing.strokes) == 1
    canvas.undo()
    assert canvas.drawing.is_blank
    assert not canvas.can_undo
    canvas.redo()
    canvas.redo()
    assert canvas.drawing is two
    with qtbot.waitSignal(canvas.drawing_changed):
        canvas.redo()
    assert canvas.drawing.is_blank


def test_clearing_a_blank_canvas_is_no_step(canvas: Canvas) -> None:
    canvas.clear()
    assert not canvas.can_undo


def test_the_right_button_erases_what_it_crosses_and_undo_brings_it_back(canvas: Canvas) -> None:
    draw(canvas, (30, 150), (270, 150))
    whole, before = canvas.drawing, lit(canvas)
    draw(canvas, (150, 20), (150, 280), button=RIGHT)
    assert len(canvas.drawing.strokes) == 2
    assert lit(canvas) < before
    canvas.undo()
    assert canvas.drawing is whole


def test_an_eraser_that_hits_nothing_is_no_step(canvas: Canvas) -> None:
    draw(canvas, (30, 30), (60, 30))
    draw(canvas, (250, 250), (280, 280), button=RIGHT)
    canvas.undo()
    assert canvas.drawing.is_blank
    assert not canvas.can_undo


def test_a_pen_draws_with_pressure_and_its_other_end_erases(canvas: Canvas) -> None:
    pen, eraser = QPointingDevice.PointerType.Pen, QPointingDevice.PointerType.Eraser
    press, move, release = (
        QEvent.Type.TabletPress, QEvent.Type.TabletMove, QEvent.Type.TabletRelease
    )  # fmt: skip
    tablet(canvas, press, 30, 150, 0.25, pen)
    tablet(canvas, move, 270.5, 150, 0.75, pen)
    tablet(canvas, release, 270.5, 150, 0, pen)
    (stroke,) = canvas.drawing.strokes
    assert stroke.pressures == pytest.approx([0.25, 0.75], abs=1e-6)
    assert stroke.points[1, 0] == pytest.approx(270.5 / SIDE)
    tablet(canvas, press, 150, 100, 0.5, eraser)
    tablet(canvas, move, 150, 200, 0.5, eraser)
    tablet(canvas, release, 150, 200, 0, eraser)
    assert len(canvas.drawing.strokes) == 2


def test_a_finger_draws_and_a_second_one_does_not(canvas: Canvas) -> None:
    device = QTest.createTouchDevice()
    QTest.touchEvent(canvas, device).press(0, QPoint(30, 30), canvas).commit()
    QTest.touchEvent(canvas, device).move(0, QPoint(90, 30), canvas).commit()
    sequence = QTest.touchEvent(canvas, device)
    sequence.stationary(0).press(1, QPoint(200, 200), canvas).commit()
    QTest.touchEvent(canvas, device).release(0, QPoint(90, 30), canvas).release(
        1, QPoint(200, 200), canvas
    ).commit()
    assert canvas.drawing.to_lists() == [[[0.1, 0.1], [0.3, 0.1]]]


def test_a_resize_keeps_the_drawing_and_scales_the_ink(canvas: Canvas, seven: Drawing) -> None:
    canvas.set_drawing(seven)
    before = lit(canvas)
    canvas.resize(2 * SIDE, 2 * SIDE)
    assert canvas.drawing is seven
    assert lit(canvas) == pytest.approx(4 * before, rel=0.05)


def test_a_thicker_pen_makes_more_ink_within_limits(canvas: Canvas, seven: Drawing) -> None:
    canvas.set_drawing(seven)
    canvas.set_brush(0.03)
    thin = lit(canvas)
    canvas.set_brush(0.09)
    assert lit(canvas) > 2 * thin
    canvas.set_brush(5)
    assert canvas.brush == BRUSH_LARGEST
    canvas.set_brush(0)
    assert canvas.brush == BRUSH_SMALLEST


def test_the_canvas_is_black_and_its_hint_goes_with_the_first_ink(canvas: Canvas) -> None:
    def middle_is_empty() -> bool:
        image = canvas.grab().toImage()
        return all(
            image.pixelColor(x, y).name() == "#000000"
            for x in range(20, SIDE - 20)
            for y in range(SIDE // 2 - 30, SIDE // 2 + 30)
        )

    assert not middle_is_empty()
    draw(canvas, (30, 20), (250, 20))
    assert middle_is_empty()
    canvas.undo()
    assert not middle_is_empty()
