"""An array as pixels: made once, painted often. No widget."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QImage, QPainter

from app.look import theme
from app.look.colors import GAP, LEVELS, ZERO, Scale, levels, packed, palette, to_image, unpacked
from app.look.tokens import Tokens
from app.views.widgets.matrix.forms import Arrangement
from app.views.widgets.matrix.marks import paint_frame
from core.network.arrays import Array

GHOST_INK = 0.4  # how far from the ground towards ink the ghost's whitest pixel goes
LEAST_HATCHED = 6  # pixels a cell; the hatch would look like cells itself
VEIL = 0.7  # the smaller, the sooner a value hides the ghost beneath it


class MatrixPicture:
    """The levels of an array, and their image in an arrangement and the theme of the moment."""

    def __init__(self, values: Array, scale: Scale) -> None:
        self.scale = scale
        self._levels = levels(values, scale)
        self._image: QImage | None = None
        self._made_of: tuple[Arrangement, Tokens] | None = None
        self._ghost: Array | None = None

    def image(self, arrangement: Arrangement, ghost: Array | None = None) -> QImage:
        """The picture with one pixel a cell. Cells that are not finite are transparent.

        ghost: a grey picture beneath, see MatrixView.set_ghost.
        """
        look = theme.tokens()
        made_of = (arrangement, look)
        if self._image is None or made_of != self._made_of or ghost is not self._ghost:
            places = arrangement.arrange(self._levels)
            pixels = palette(self.scale.signed, look)[places]
            if ghost is not None and ghost.shape == pixels.shape:
                pixels = _over_ghost(pixels, places, ghost, self.scale.signed, look)
            self._image = to_image(pixels, opaque=self.scale.broken == 0)
            self._made_of, self._ghost = made_of, ghost
        return self._image

    def paint(
        self,
        painter: QPainter,
        arrangement: Arrangement,
        cell: int,
        pen: int,
        ghost: Array | None = None,
        grain: int = 1,
    ) -> None:
        """Paint at 0, 0, a cell `cell` units of `painter` wide, in a frame `pen` units thick.

        grain: pixels a cell has in the image, for a file that other programs will smooth.
        """
        look = theme.tokens()
        image = self.image(arrangement, ghost)
        box = QRectF(0, 0, image.width() * cell, image.height() * cell)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        paint_frame(painter, box, pen, look.color("hairline"))
        if self.scale.broken:
            paint_broken(painter, box, cell)
        painter.drawImage(box, image if grain == 1 else image.scaled(image.size() * grain))


def paint_broken(painter: QPainter, box: QRectF, cell: int) -> None:
    """Paint cells that are not finite: hatched, or plain ink where there is no room."""
    look = theme.tokens()
    if cell < LEAST_HATCHED:
        painter.fillRect(box, look.color("ink"))
    else:
        painter.fillRect(box, look.color("danger"))
        painter.fillRect(box, QBrush(look.color("ground"), Qt.BrushStyle.BDiagPattern))


def _over_ghost(
    pixels: NDArray[np.uint32],
    places: NDArray[np.uint8],
    ghost: Array,
    signed: bool,
    look: Tokens,
) -> NDArray[np.uint32]:
    """Mix a grey picture in where values are small. ghost: in [0, 1], shaped as `pixels`."""
    ends = unpacked(palette(signed, look)[[0, LEVELS - 1]])
    ground, ink = (unpacked(_color(name, look)) for name in ("ground", "ink"))
    grey = ground + (GHOST_INK * np.clip(ghost, 0, 1))[..., None] * (ink - ground)
    zero = ZERO if signed else 0
    away = places.astype(np.float64) - zero
    strength = np.clip(np.abs(away) / (LEVELS - 1 - zero), 0, 1) ** VEIL
    color = ends[(away > 0).astype(int)]
    mixed = packed(grey + strength[..., None] * (color - grey))
    return np.where(places < GAP, mixed, pixels)


def _color(name: str, look: Tokens) -> NDArray[np.uint32]:
    return np.array(look.color(name).rgb(), np.uint32)
