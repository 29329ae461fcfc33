"""From ink to the digit image, stage by stage; each step may be left out.

With every step taken the result is that of core.ink.digit_image or core.ink.picture, by the same
functions.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.errors import DataError
from core.ink import pen as pens
from core.ink.areas import Box, fit_in_box, squash
from core.ink.frame import BOX, CANVAS, MARGIN, SIDE, first_pixels, mass_centres
from core.ink.pen import PackedInk
from core.ink.strokes import Drawing

BRUSH = 0.06
_EDGE = (CANVAS - SIDE) // 2
_DOT = 1e-9


@dataclass(frozen=True, eq=False)
class Stages:
    """box: left, top, right, bottom of the ink, its brush included, in the drawing's unit.

    fitted: float32, the ink in its box (20, 20), or the whole canvas (28, 28) when it was not
    fitted. mass: x, y of the centre of mass in pixels of `fitted`. image: float32 (784, 1), what
    the network is shown. frame: left, top, side of the square that `image` shows, in the
    drawing's unit; pixel (r, c) begins at (left + c·side / 28, top + r·side / 28).
    """

    box: Box
    fitted: NDArray[np.float32]
    mass: tuple[float, float]
    image: NDArray[np.float32]
    frame: tuple[float, float, float]


def stages(
    drawing: Drawing,
    *,
    fit: bool = True,
    pen: bool = True,
    centre: bool = True,
    brush: float = BRUSH,
) -> Stages:
    """All steps for a drawing that is not blank.

    fit: into the 20×20 box; without it the unit square is squashed to 28×28 as it is. pen: of
    MNIST's width; without it the brush, `brush` units wide, is scaled like the rest. centre: by
    mass; without it the box lies in the middle.
    Raises DataError for a blank drawing, and without `fit` for one outside the unit square.
    """
    if drawing.is_blank:
        raise DataError("A blank drawing has no stages.")
    points = np.concatenate([stroke.points for stroke in drawing.strokes])
    low, high = points.min(axis=0), points.max(axis=0)
    if not fit and (low.min() < 0 or high.max() > 1):
        raise DataError("A drawing that is not fitted must lie in the unit square.")
    longer = float((high - low).max())
    if fit:
        scale, width = _fitting(longer, pen, brush)
        start = MARGIN - 0.5 + (BOX - (high - low) * scale) / 2
    else:
        scale, width = float(SIDE), pens.WIDTH if pen else brush * SIDE
        start = low * SIDE + _EDGE - 0.5
    canvas = _draw(drawing, low, scale if longer > _DOT else 0.0, start, width)
    box = (*(low - brush / 2).tolist(), *(high + brush / 2).tolist())
    return _stages(box, canvas, low - start / scale, scale, fit, centre)


def picture_stages(
    ink: NDArray[np.float32], box: Box, *, fit: bool = True, centre: bool = True
) -> Stages:
    """The steps of a digit that was found in a picture.

    ink: float32 (h, w), the digit's own. box: left, top, right, bottom of it in the unit square, as
    which the picture is seen. fit, centre: as for `stages`; the ink is as wide as it is.
    """
    left, top, right, bottom = box
    scale = BOX / max(right - left, bottom - top) if fit else float(SIDE)
    canvas = fit_in_box(ink) if fit else squash(ink, box)
    start = np.full(2, float(_EDGE))
    if fit:
        rows, columns = (np.flatnonzero(canvas.any(axis=axis)) for axis in (1, 0))
        start = np.array([columns[0], rows[0]]) - np.array([left, top]) * scale
    return _stages(box, canvas, (0.5 - start) / scale, scale, fit, centre)


def _stages(
    box: Box,
    canvas: NDArray[np.float32],
    origin: NDArray[np.float64],
    scale: float,
    fit: bool,
    centre: bool,
) -> Stages:
    """origin: x, y of the middle of the canvas's first pixel; scale: pixels a unit."""
    shown = slice(MARGIN, MARGIN + BOX) if fit else slice(_EDGE, _EDGE + SIDE)
    row, column = mass_centres(canvas[None])[:, 0].tolist()
    first = np.full(2, _EDGE)
    if centre:
        first = first_pixels(np.array([row, column], dtype=np.float32))
        first = np.clip(first, 0, MARGIN) if fit else first
    left, top = origin + (first[::-1] - 0.5) / scale
    return Stages(
        box,
        canvas[shown, shown],
        (column - shown.start, row - shown.start),
        _cut(canvas, *first.tolist()).reshape(SIDE * SIDE, 1),
        (float(left), float(top), SIDE / scale),
    )


def _fitting(longer: float, pen: bool, brush: float) -> tuple[float, float]:
    """(pixels a unit, width of the pen in pixels) for ink that is `longer` units long."""
    if not pen:
        scale = BOX / max(longer + brush, _DOT)
        return scale, brush * scale
    room = BOX - pens.WIDTH
    return room / longer if longer > _DOT else pens.WIDTH / max(brush, _DOT), pens.WIDTH


def _draw(
    drawing: Drawing,
    low: NDArray[np.float64],
    scale: float,
    start: NDArray[np.float64],
    width: float,
) -> NDArray[np.float32]:
    """The ink on a canvas (CANVAS, CANVAS)."""
    ink = PackedInk.of([drawing])
    placed = PackedInk((ink.points - low) * scale + start, ink.strokes, ink.drawings)
    if width > pens.WIDEST:
        return pens.draw_wide_lines(placed, width)
    canvas: NDArray[np.float32] = pens.draw_lines(placed, np.array([width]))[0]
    return canvas


def _cut(canvas: NDArray[np.float32], row: int, column: int) -> NDArray[np.float32]:
    """SIDE × SIDE from there on; beyond the canvas there is no ink."""
    padded = np.pad(canvas, SIDE)
    row, column = row + SIDE, column + SIDE
    cut: NDArray[np.float32] = padded[row : row + SIDE, column : column + SIDE]
    return cut
