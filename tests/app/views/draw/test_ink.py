"""Painted ink: smooth, round, and the same however it was painted."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from app.views.draw.ink_layers import LIGHTEST, InkLayers, paint_drawing, stroke_of
from app.views.draw.smooth_ink import ROUNDING, GrowingWay, cubics, pixel_of, smoothed
from core.ink.strokes import Drawing, Stroke

SIDE = 200
WHITE = QColor("#ffffff")


def pixels(paint, ratio: float = 1.0) -> np.ndarray:
    """uint8 (SIDE·ratio, SIDE·ratio): what `paint` paints on black."""
    side = round(SIDE * ratio)
    image = QImage(side, side, QImage.Format.Format_Grayscale8)
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.black)
    with QPainter(image) as painter:
        paint(painter)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(side, image.bytesPerLine())
    return rows[:, :side].copy()


def painted(drawing: Drawing, brush: float = 0.06, ratio: float = 1.0) -> np.ndarray:
    return pixels(lambda painter: paint_drawing(painter, drawing, SIDE, brush, WHITE), ratio)


def bilinear(ink: np.ndarray, places: np.ndarray) -> np.ndarray:
    """`ink` at places (k, 2) in pixels, between the middles of pixels: (k,)."""
    x, y = (places - 0.5).T
    left, top = x.astype(int), y.astype(int)
    x, y = x - left, y - top
    above = ink[top, left] * (1 - x) + ink[top, left + 1] * x
    below = ink[top + 1, left] * (1 - x) + ink[top + 1, left + 1] * x
    return above * (1 - y) + below * y


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
    ring = [[0.5 + 0.3 * np.cos(turn), 0.5 + 0.3 * np.sin(turn)] for turn in np.arange(0, 6, 0.6)]
    ink = painted(Drawing.from_lists([ring]), brush=0.02)
    for turn in np.arange(0.6, 4.8, 0.3):  # the points, and the middles between them
        x, y = SIDE * (0.5 + 0.3 * np.cos(turn)), SIDE * (0.5 + 0.3 * np.sin(turn))
        assert ink[int(y), int(x)] > 200


@pytest.mark.parametrize("step", [3, 5, 12, 24])
@pytest.mark.parametrize("turn", [np.pi / 2, 2.3])
def test_a_corner_stays_sharp(qapp, step: float, turn: float) -> None:
    """A pen line's outer edge at a sharp bend is that of the brush put down at the bend itself."""
    reach = np.arange(1, 72 / step)[:, None] * step
    back, on = np.array([-1.0, 0.0]), np.array([np.cos(turn), np.sin(turn)])
    corner = np.array([120.0, 60.0])
    way = np.concatenate([corner + back * reach[::-1], [corner], corner + on * reach])
    ink = painted(Drawing.from_lists([np.rint(way) / SIDE]), brush=0.06) / 255
    outward = -(back + on) / np.hypot(*(back + on))
    places = corner + outward * np.linspace(0, 12, 481)[:, None]
    length = bilinear(ink, places).sum() * 12 / 480
    assert length == pytest.approx(6, abs=1)


def test_light_pressure_makes_a_thin_line(qapp) -> None:
    line = Stroke(np.array([[0.2, 0.5], [0.5, 0.5], [0.8, 0.5]]))
    full = painted(Drawing((replace(line, pressures=np.ones(3)),)), 0.1) / 255
    none = painted(Drawing((replace(line, pressures=np.zeros(3)),)), 0.1) / 255
    assert full[:, 100].sum() == pytest.approx(20, abs=0.5)
    assert none[:, 100].sum() == pytest.approx(20 * LIGHTEST, abs=0.5)


@pytest.mark.parametrize("ratio", [1.0, 2.0])
@pytest.mark.parametrize("step", [2, 5])
def test_changing_pressure_makes_no_steps(qapp, ratio: float, step: int) -> None:
    """A pen of ever more pressure draws a wedge, whose edges are straight."""
    for angle in np.linspace(0.1, 3, 8):
        on = np.array([np.cos(angle), np.sin(angle)])
        places = SIDE / 2 + on * np.arange(-80, 80.1, step)[:, None]
        pressures = np.linspace(0.8, 1.0, len(places))
        middles = SIDE / 2 + on * np.linspace(-70, 70, 200)[:, None]
        stroke = Stroke(places / SIDE, pressures=pressures)
        edge = edge_of(stroke, middles, np.tile([-on[1], on[0]], (200, 1)), ratio)
        along = np.linspace(-1, 1, 200)
        assert np.abs(edge - np.polyval(np.polyfit(along, edge, 1), along)).max() < 0.12


@pytest.mark.parametrize("curl", [0.01, 0.03, 0.1, 0.3])
def test_ink_is_what_a_round_pen_covers(qapp, curl: float) -> None:
    """Hooks and loops tighter than the pen is wide, there and back, and a place said twice."""
    turn = np.linspace(0, 9, 40)
    loop = 0.3 + curl * turn[:, None] / 18 * np.column_stack([np.cos(turn), np.sin(turn)])
    last = loop[-1]
    stroke = Stroke(np.array([*loop, last, last + np.array((0.1, 0.01)), last - 0.02]))
    ways = cubics(smoothed(stroke.points, pixel_of(stroke.points))) * SIDE
    share = np.linspace(0, 1, 40)[:, None, None]
    bezier = [(1 - share) ** 3, 3 * (1 - share) ** 2 * share, 3 * (1 - share) * share**2, share**3]
    pen = sum(part * ways[:, n] for n, part in enumerate(bezier)).reshape(-1, 2)
    middles = np.stack(np.meshgrid(np.arange(30, 110), np.arange(30, 110)), axis=-1) + 0.5
    away = np.min([np.hypot(*(middles - place).transpose(2, 0, 1)) for place in pen], axis=0)
    error = np.abs(
        painted(Drawing((stroke,)), 0.1)[30:110, 30:110] / 255 - np.clip(10.5 - away, 0, 1)
    )
    assert error.max() < 0.5  # in an inner corner
    assert (error > 0.15).sum() < 25
    assert error[away < 9].max() < 0.02


def test_changing_pressure_leaves_no_gap(qapp) -> None:
    count = 60
    stroke = replace(spiral(count), pressures=np.linspace(0, 1, count))
    ink = painted(Drawing((stroke,)))
    for x, y in stroke.points * SIDE:
        assert ink[int(y), int(x)] > 200


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 2.0])
@pytest.mark.parametrize("pressed", [False, True])
@pytest.mark.parametrize("at_once", [1, 3])
def test_ink_under_the_pen_is_the_same_as_ink_painted_whole(
    qapp, ratio: float, pressed: bool, at_once: int
) -> None:
    whole = spiral(200)
    stroke = replace(
        whole,
        points=np.rint(whole.points * SIDE) / SIDE,
        pressures=np.linspace(0, 1, 200) if pressed else None,
    )
    layers = InkLayers(WHITE)
    layers.rebuild(Drawing(), SIDE, ratio, 0.06)
    everywhere = QRectF(0, 0, SIDE, SIDE)
    for count in range(1, 201, at_once):
        part = Stroke(stroke.points[:count], None, stroke.pressures[:count] if pressed else None)
        layers.grow(part)
        if count % 40 == 1:
            wet = pixels(lambda painter: layers.paint(painter, everywhere), ratio)
            assert np.array_equal(wet, painted(Drawing((part,)), ratio=ratio))
    layers.dry(stroke)
    dry = pixels(lambda painter: layers.paint(painter, everywhere), ratio)
    assert np.array_equal(dry, painted(Drawing((stroke,)), ratio=ratio))


@given(
    steps=st.lists(st.tuples(st.integers(-9, 9), st.integers(-9, 9)), min_size=1, max_size=90),
    cuts=st.lists(st.integers(1, 90), max_size=12),
)
def test_a_growing_way_is_at_each_moment_the_whole_one(
    steps: list[tuple[int, int]], cuts: list[int]
) -> None:
    """Also where a finer pixel shows only later. What is settled does not move."""
    points = 0.5 + np.cumsum(steps, axis=0) / 300
    points[len(points) // 2 :] += 1 / 900
    way, before = GrowingWay(), np.empty((0, 2))
    for count in sorted({min(cut, len(points)) for cut in (*cuts, 90)}):
        part = points[:count]
        places = way.grow(part, pixel_of(part))
        assert np.abs(places - smoothed(part, pixel_of(part))).max() < 1e-12
        assert np.array_equal(places[: way.settled], before[: way.settled])
        before = places


def test_what_a_growing_stroke_changes_lies_in_the_area_that_is_told(qapp) -> None:
    whole = np.rint(spiral(120).points * SIDE) / SIDE
    layers, everywhere = InkLayers(WHITE), QRectF(0, 0, SIDE, SIDE)
    layers.rebuild(Drawing(), SIDE, 1.0, 0.06)
    before = pixels(lambda painter: layers.paint(painter, everywhere))
    for count in range(1, 121, 7):
        area = layers.grow(Stroke(whole[:count])).toRect()
        after = pixels(lambda painter: layers.paint(painter, everywhere))
        rows, columns = np.nonzero(before != after)
        assert len(rows)
        assert area.contains(int(columns.min()), int(rows.min()))
        assert area.contains(int(columns.max()), int(rows.max()))
        before = after
    assert layers.grow(Stroke(whole[:count])).isEmpty()


def test_strokes_that_were_drawn_lie_on_each_other_as_if_painted_whole(qapp) -> None:
    strokes = [Stroke(np.rint(spiral(60).points * SIDE) / SIDE), Stroke(np.array([[0.4, 0.5]]))]
    layers = InkLayers(WHITE)
    layers.rebuild(Drawing(), SIDE, 1.5, 0.06)
    for stroke in strokes:
        layers.grow(Stroke(stroke.points[:20]))
        layers.dry(stroke)
    drawn = pixels(lambda painter: layers.paint(painter, QRectF(0, 0, SIDE, SIDE)), 1.5)
    whole = painted(Drawing(tuple(strokes)), ratio=1.5)
    assert np.abs(drawn.astype(int) - whole).max() <= 1


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


def edge_of(stroke: Stroke, middles: np.ndarray, normals: np.ndarray, ratio: float) -> np.ndarray:
    """How far the ink's edge lies from where an ideal pen's would, in device pixels: (k,).

    middles (k, 2): of the ideal pen's way; normals (k, 2).
    """
    brush, room = 0.06, 5
    ideal = brush * SIDE / 2 * ratio
    ink = painted(Drawing((stroke,)), brush, ratio) / 255
    along = np.arange(-room, room, 0.1) + 0.05
    places = middles[:, None] * ratio + normals[:, None] * (ideal + along)[:, None]
    covered = bilinear(ink, places.reshape(-1, 2)).reshape(len(middles), -1)
    return covered.sum(axis=1) * 0.1 - room


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("step", [2, 5, 12])
def test_slanted_lines_of_whole_pixels_have_straight_edges(qapp, ratio: float, step: int) -> None:
    wobbles = []
    for angle in np.linspace(0.02, np.pi, 40, endpoint=False):
        on = np.array([np.cos(angle), np.sin(angle)])
        ideal = SIDE / 2 + on * np.arange(-80, 80.1, step)[:, None]
        stroke = Stroke(np.rint(ideal * ratio) / ratio / SIDE)
        middles = SIDE / 2 + on * np.linspace(-70, 70, 200)[:, None]
        edge = edge_of(stroke, middles, np.tile([-on[1], on[0]], (200, 1)), ratio)
        along = np.linspace(-1, 1, 200)
        wobbles.append(np.abs(edge - np.polyval(np.polyfit(along, edge, 1), along)).max())
    # 0.4, 0.5 and 0.7 when the places are painted as they come
    assert np.median(wobbles) < (0.1 if step < 12 else 0.2)
    assert np.percentile(wobbles, 90) < (0.2 if step < 12 else 0.4)
    assert max(wobbles) < (0.4 if step < 12 else 0.55)


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("step", [2, 5])
def test_circles_of_whole_pixels_have_round_edges(qapp, ratio: float, step: int) -> None:
    for radius in (25, 40, 70):

        def at(turn: np.ndarray, far: float) -> np.ndarray:
            return np.column_stack([np.cos(turn), np.sin(turn)]) * far

        ideal = SIDE / 2 + at(np.arange(0, 5.5, step / radius), radius)
        stroke = Stroke(np.rint(ideal * ratio) / ratio / SIDE)
        normals = at(np.linspace(0.5, 5, 300), 1)
        edge = edge_of(stroke, SIDE / 2 + normals * radius, normals, ratio)
        assert np.abs(edge).max() < 0.5


def test_places_are_smoothed_by_the_pixel_they_were_rounded_to() -> None:
    """So a window enlarged after a stroke shows it no rougher."""
    pixel = 1 / 250
    line = np.rint((0.1 + np.linspace(0, 0.8, 60)[:, None] * [1, 0.37]) / pixel) * pixel
    places = smoothed(line, pixel_of(line))
    assert pixel_of(line) == pytest.approx(pixel)
    assert np.abs(places - line).max() <= ROUNDING * pixel
    across = np.array([-0.37, 1]) / np.hypot(0.37, 1) / pixel
    assert (line @ across).std() > 0.25
    assert (places @ across).std() < 0.12


def test_the_places_of_a_tablet_are_not_moved() -> None:
    way = np.cumsum(np.random.default_rng(0).normal(0.002, 0.003, (200, 2)), axis=0)
    assert np.abs(smoothed(way, pixel_of(way)) - way).max() < 0.01 / SIDE


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 6])
def test_short_strokes_keep_their_ends(qapp, count: int) -> None:
    line = 0.3 + np.arange(count)[:, None] * [0.05, 0.02]
    places = smoothed(line, pixel_of(line))
    assert np.abs(places - line).max() * SIDE < 0.01
    ink = painted(Drawing((Stroke(line),)), 0.1) / 255
    length = SIDE * np.hypot(*(line[-1] - line[0]))
    assert ink.sum() == pytest.approx(np.pi * 10**2 + 20 * length, rel=0.03)


def test_the_curve_through_one_point_is_a_dot() -> None:
    assert cubics(np.array([[0.5, 0.5]])).shape == (1, 4, 2)
