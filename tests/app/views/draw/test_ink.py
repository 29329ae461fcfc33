"""Painted ink: smooth, round, and the same however it was painted."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from app.views.draw.ink_layers import CHUNK, LIGHTEST, InkLayers, paint_drawing, stroke_of
from core.ink.strokes import Drawing, Stroke

SIDE = 200
WHITE = QColor("#ffffff")


def pixels(paint) -> np.ndarray:
    """uint8 (SIDE, SIDE): what `paint` paints on black."""
    image = QImage(SIDE, SIDE, QImage.Format.Format_Grayscale8)
    image.fill(Qt.GlobalColor.black)
    with QPainter(image) as painter:
        paint(painter)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(SIDE, image.bytesPerLine())
    return rows[:, :SIDE].copy()


def painted(drawing: Drawing, brush: float = 0.06) -> np.ndarray:
    return pixels(lambda painter: paint_drawing(painter, drawing, SIDE, brush, WHITE))


def spiral(count: int, pressure: float | None = None) -> Stroke:
    turn = np.linspace(0, 12, count)
    radius = 0.05 + 0.03 * turn
    points = np.column_stack([0.5 + radius * np.cos(turn), 0.5 + radius * np.sin(turn)])
    return Stroke(points, pressures=None if pressure is None else np.full(count, pressure))


def test_a_dot_is_as_wide_as_the_brush(qapp) -> None:
    ink = painted(Drawing.from_lists([[[0.5, 0.5]]]), brush=0.1) / 255
    assert ink.sum() == pytest.approx(np.pi * 10**2, rel=0.02)
    assert ink[100, 100] == 1


def test_a_line_is_as_wide_as_the_brush_and_has_round_ends(qapp) -> None:
    ink = painted(Drawing.from_lists([[[0.2, 0.5], [0.8, 0.5]]]), brush=0.1) / 255
    assert ink[:, 100].sum() == pytest.approx(20, abs=0.5)
    assert ink.sum() == pytest.approx(120 * 20 + np.pi * 10**2, rel=0.01)


def test_few_points_make_a_curve_without_corners(qapp) -> None:
    corner = painted(Drawing.from_lists([[[0.2, 0.2], [0.8, 0.2], [0.8, 0.8]]]), brush=0.02)
    assert corner[40, 160] == 0  # the corner itself is rounded off
    assert corner[40, 60] == 255


def test_light_pressure_makes_a_thin_line(qapp) -> None:
    line = Stroke(np.array([[0.2, 0.5], [0.5, 0.5], [0.8, 0.5]]))
    full = painted(Drawing((replace(line, pressures=np.ones(3)),)), 0.1) / 255
    none = painted(Drawing((replace(line, pressures=np.zeros(3)),)), 0.1) / 255
    assert full[:, 100].sum() == pytest.approx(20, abs=0.5)
    assert none[:, 100].sum() == pytest.approx(20 * LIGHTEST, abs=0.5)


def test_changing_pressure_leaves_no_gap(qapp) -> None:
    count = 60
    stroke = replace(spiral(count), pressures=np.linspace(0, 1, count))
    ink = painted(Drawing((stroke,)))
    for x, y in stroke.points * SIDE:
        assert ink[int(y), int(x)] > 200


@pytest.mark.parametrize("pressure", [None, 1.0])
def test_ink_under_the_pen_looks_like_dry_ink(qapp, pressure: float | None) -> None:
    stroke = spiral(8 * CHUNK, pressure)
    layers = InkLayers(WHITE)
    layers.rebuild(Drawing(), SIDE, 1.0, 0.06)
    everywhere = QRectF(0, 0, SIDE, SIDE)
    for count in range(1, len(stroke.points) + 1):
        part = Stroke(
            stroke.points[:count],
            pressures=None if pressure is None else stroke.pressures[:count],
        )
        layers.grow(part)
    wet = pixels(lambda painter: layers.paint(painter, everywhere)).astype(int)
    layers.dry(stroke)
    dry = pixels(lambda painter: layers.paint(painter, everywhere)).astype(int)
    assert np.array_equal(dry, painted(Drawing((stroke,))))
    assert np.abs(wet - dry).max() <= 80  # an edge here and there, where two pieces meet
    assert (np.abs(wet - dry) > 8).sum() < 60


def test_layers_know_the_canvas_they_were_made_for(qapp) -> None:
    layers = InkLayers(WHITE)
    layers.rebuild(Drawing(), SIDE, 2.0, 0.06)
    assert layers.fits(SIDE, 2.0)
    assert not layers.fits(SIDE, 1.0)
    assert not layers.fits(SIDE + 1, 2.0)


def test_samples_make_a_stroke_with_times_and_pressures() -> None:
    stroke = stroke_of([(0.1, 0.2, 0.0, 0.5), (0.3, 0.4, 0.01, 0.7)])
    assert stroke.points.tolist() == [[0.1, 0.2], [0.3, 0.4]]
    assert stroke.times.tolist() == [0.0, 0.01]
    assert stroke.pressures.tolist() == [0.5, 0.7]
    assert stroke_of([(0.1, 0.2, 0.0, None)]).pressures is None
