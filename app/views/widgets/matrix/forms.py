"""Where each cell of an array lies in its picture, for every form an array is shown in. No Qt."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum

import numpy as np

from app.look.colors import GAP, VOID
from core.errors import ShapeError
from core.network.arrays import Array

SIDE = 28  # of a digit image
PIXELS = SIDE * SIDE
PITCH = SIDE + 1  # from one tile to the next
LONGEST_STRIP = 24  # a longer column is folded
BAND_CELL = 6  # pixels at most of a cell of what is cut into bands, at scale 1
LEAST_WHOLE_CELL = 4  # pixels at least of a cell of what is not cut, at scale 1

Cell = tuple[int, int]


class ArrayForm(Enum):
    """CELLS: n rows × m columns; of a strip that would be too thin, bands: long rows are cut, and
    continue beneath; long columns continue beside. IMAGES: each row of (n, 784) is a tile. IMAGE:
    one column of (784, m) is a digit image. FOLDED: a column (n, 1), read along the rows of its
    picture."""

    CELLS = "cells"
    IMAGES = "images"
    IMAGE = "image"
    FOLDED = "folded"


def form_of(shape: tuple[int, int]) -> ArrayForm:
    """The form that suits an array of this shape."""
    rows, columns = shape
    if shape == (PIXELS, 1):
        return ArrayForm.IMAGE
    if columns == PIXELS:
        return ArrayForm.IMAGES
    return ArrayForm.FOLDED if columns == 1 and rows > LONGEST_STRIP else ArrayForm.CELLS


def can_be(form: ArrayForm, shape: tuple[int, int]) -> bool:
    """Whether an array of this shape can be shown in this form."""
    return {
        ArrayForm.CELLS: True,
        ArrayForm.IMAGES: shape[1] == PIXELS,
        ArrayForm.IMAGE: shape[0] == PIXELS,
        ArrayForm.FOLDED: shape[1] == 1,
    }[form]


def form_for(values: Array, form: ArrayForm | None, column: int) -> ArrayForm:
    """The form to show `values` in. Raises ShapeError if they cannot be shown in `form`."""
    if values.ndim != 2:
        raise ShapeError(f"A matrix has rows and columns; this array has the shape {values.shape}.")
    shape = (values.shape[0], values.shape[1])
    form = form or form_of(shape)
    if not can_be(form, shape) or not 0 <= column < shape[1]:
        raise ShapeError(f"An array {shape} cannot be shown as {form.value}, column {column}.")
    return form


@dataclass(frozen=True)
class Arrangement:
    """An array of `shape` as a picture of whole cells.

    across: tiles in a row of IMAGES, cells in a row of FOLDED; column: which one IMAGE shows.
    band: how many columns, or, where there are more rows, how many rows of CELLS a band has; 0 for
    all of them. rows, columns: of the picture. A place is (row, column) in the picture.
    """

    form: ArrayForm
    shape: tuple[int, int]
    across: int = 0
    column: int = 0
    band: int = 0

    @property
    def rows(self) -> int:
        if self.band:
            return self._banded(self.shape)[0]
        match self.form:
            case ArrayForm.CELLS:
                return self.shape[0]
            case ArrayForm.IMAGE:
                return SIDE
            case ArrayForm.FOLDED:
                return -(-self.shape[0] // self.across)
            case ArrayForm.IMAGES:
                return PITCH * -(-self.shape[0] // self.across) - 1

    @property
    def columns(self) -> int:
        if self.band:
            return self._banded(self.shape)[1]
        match self.form:
            case ArrayForm.CELLS:
                return self.shape[1]
            case ArrayForm.IMAGE:
                return SIDE
            case ArrayForm.FOLDED:
                return self.across
            case ArrayForm.IMAGES:
                return PITCH * self.across - 1

    def place(self, cell: Cell) -> Cell:
        """Where a cell of the array lies in the picture."""
        row, column = cell
        if self.band:
            short, along = self._turned(cell)
            band, at = divmod(along, self.band)
            return self._turned((band * self._pitch + short, at))
        match self.form:
            case ArrayForm.CELLS:
                return cell
            case ArrayForm.IMAGE:
                return divmod(row, SIDE)
            case ArrayForm.FOLDED:
                return divmod(row, self.across)
            case ArrayForm.IMAGES:
                down, right = divmod(row, self.across)
                y, x = divmod(column, SIDE)
                return PITCH * down + y, PITCH * right + x

    def cell(self, place: Cell) -> Cell | None:
        """The cell of the array at a place; None between tiles and outside."""
        y, x = place
        if not (0 <= y < self.rows and 0 <= x < self.columns):
            return None
        if self.band:
            down, at = self._turned(place)
            band, short = divmod(down, self._pitch)
            along = band * self.band + at
            inside = short < min(self.shape) and along < max(self.shape)
            return self._turned((short, along)) if inside else None
        match self.form:
            case ArrayForm.CELLS:
                return place
            case ArrayForm.IMAGE:
                return y * SIDE + x, self.column
            case ArrayForm.FOLDED:
                row = y * self.across + x
                return (row, 0) if row < self.shape[0] else None
            case ArrayForm.IMAGES:
                (down, y), (right, x) = divmod(y, PITCH), divmod(x, PITCH)
                row = down * self.across + right
                inside = y < SIDE and x < SIDE and row < self.shape[0]
                return (row, y * SIDE + x) if inside else None

    def arrange(self, cells: Array, void: int = VOID, gap: int = GAP) -> Array:
        """cells: (n, m) of the array -> (rows, columns) of the picture."""
        if self.band:
            return self._cut(cells, void, gap)
        match self.form:
            case ArrayForm.CELLS:
                return cells
            case ArrayForm.IMAGE:
                return np.ascontiguousarray(cells[:, self.column]).reshape(SIDE, SIDE)
            case ArrayForm.FOLDED:
                folded = np.full(self.rows * self.across, void, cells.dtype)
                folded[: len(cells)] = cells[:, 0]
                return folded.reshape(self.rows, self.across)
            case ArrayForm.IMAGES:
                return self._tile(cells, void, gap)

    @property
    def _is_lying(self) -> bool:
        """Whether bands are parts of rows, beneath each other."""
        return self.shape[1] >= self.shape[0]

    @property
    def _pitch(self) -> int:
        """From one band to the next."""
        return min(self.shape) + 1

    def _turned(self, pair: Cell) -> Cell:
        """Between (row, column) and (across the bands, along them); the same both ways."""
        return pair if self._is_lying else pair[::-1]

    def _banded(self, shape: tuple[int, int]) -> tuple[int, int]:
        """The picture's shape."""
        count = -(-max(shape) // self.band)
        return self._turned((count * self._pitch - 1, self.band))

    def _cut(self, cells: Array, void: int, gap: int) -> Array:
        """Bands in a sheet, the last one filled up with `void`."""
        lying = cells if self._is_lying else cells.T
        sheet = np.full(self._turned((self.rows, self.columns)), gap, cells.dtype)
        for n, start in enumerate(range(0, lying.shape[1], self.band)):
            part = lying[:, start : start + self.band]
            room = sheet[n * self._pitch : n * self._pitch + len(part)]
            room[:, : part.shape[1]] = part
            room[:, part.shape[1] :] = void
        return sheet if self._is_lying else np.ascontiguousarray(sheet.T)

    def _tile(self, cells: Array, void: int, gap: int) -> Array:
        """Tiles in a sheet: one copy for the full rows, one for the rest."""
        count, across = len(cells), self.across
        down, left = divmod(count, across)
        sheet = np.full((down + bool(left), PITCH, across, PITCH), gap, cells.dtype)
        room = sheet[:, :SIDE, :, :SIDE].transpose(0, 2, 1, 3)
        tiles = cells.reshape(count, SIDE, SIDE)
        room[:down] = tiles[: down * across].reshape(down, across, SIDE, SIDE)
        if left:
            room[down, :left] = tiles[down * across :]
            sheet[down, :, left:] = void
        flat = sheet.reshape(sheet.shape[0] * PITCH, across * PITCH)
        return flat[:-1, :-1]


def fold_width(count: int) -> int:
    """Cells in a row of a folded column: a divisor of `count` near its root if there is one."""
    root = math.ceil(math.sqrt(count))
    return next((w for w in range(root, 2 * root + 1) if count % w == 0), root)


def fit(
    form: ArrayForm,
    shape: tuple[int, int],
    width: int,
    height: int,
    *,
    least: int = 1,
    most: int = 24,
    column: int = 0,
    scale: float = 1,
) -> tuple[Arrangement, int]:
    """The arrangement and cell size that fill width × height pixels best.

    The cell is the largest whole number of pixels from least to most with which all fits, or
    `least`, when the picture is larger than the room. scale: of the display, by which a strip is
    judged too thin to be left whole.
    """
    for cell in range(most, least - 1, -1):
        across = (
            tiles_across(width, cell, shape[0])
            if form is ArrayForm.IMAGES
            else fold_width(shape[0])
        )
        arrangement = Arrangement(form, shape, across, column)
        if arrangement.columns * cell <= width and arrangement.rows * cell <= height:
            break
    if form is ArrayForm.CELLS and shape[1] > 1 and cell < LEAST_WHOLE_CELL * scale:
        for larger in range(min(round(BAND_CELL * scale), most), cell, -1):
            band = band_length(shape, width // larger, height // larger)
            if band:
                return Arrangement(form, shape, band=band), larger
    return arrangement, cell


def band_length(shape: tuple[int, int], width: int, height: int) -> int:
    """How long the bands are that an array fits into width × height cells in. As few as can be, or
    up to half as many more if those are all of one length. 0 where it does not fit, or needs no
    bands."""
    is_lying = shape[1] >= shape[0]
    longest, room = (width, height) if is_lying else (height, width)
    most = (room + 1) // (min(shape) + 1)
    fewest = -(-max(shape) // longest) if longest else most + 1
    counts = range(max(fewest, 2), most + 1)
    even = (count for count in counts[: 1 + fewest // 2] if max(shape) % count == 0)
    count = next(even, next(iter(counts), 0))
    return -(-max(shape) // count) if count else 0


def fit_one_way(arrangement: Arrangement, width: int, height: int, most: int) -> int:
    """The cell, from 1 to `most` pixels, of what is larger than the room: the largest with which
    it need be scrolled only along or only down, where there is one."""
    return max(1, min(max(width // arrangement.columns, height // arrangement.rows), most))


def tiles_across(width: int, cell: int, count: int) -> int:
    """How many of `count` tiles fit in a row of `width` pixels; 1 at least."""
    fitting = (width + cell) // (PITCH * cell)
    return max(min(fitting, count), 1)
