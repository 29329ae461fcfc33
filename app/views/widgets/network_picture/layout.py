"""Where everything of a network's picture lies, in whole device pixels. No widget."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from core.inspection.flow import Lines

BLOCK_SHARE = 0.42  # of the room between input and output, for the tiles; the rest is for lines
INPUT_SHARE = 0.24  # of the whole width, at most
LARGEST_TILE, LARGEST_PIXEL = 26, 12  # logical pixels
NEAR = 5.0  # logical pixels from a line that still count as on it
LEAST_GAPPED = 4  # device pixels of a tile that has room for a gap beside it


@dataclass(frozen=True)
class Block:
    """The tiles of one layer, column by column from the top.

    left, top: of the first tile. tile: its side, with the gap to the next. units: how many the
    layer has. group: how many of them share a tile. across: tiles follow each other along the
    rows, as pixels do.
    """

    left: int
    top: int
    tile: int
    rows: int
    columns: int
    units: int
    group: int = 1
    across: bool = False

    @property
    def tiles(self) -> int:
        return math.ceil(self.units / self.group)

    @property
    def width(self) -> int:
        return self.columns * self.tile

    @property
    def height(self) -> int:
        return self.rows * self.tile

    @property
    def gap(self) -> int:
        """Between two tiles, in device pixels; pixels of a digit touch each other."""
        return 0 if self.across or self.tile < LEAST_GAPPED else max(1, self.tile // 10)

    def places(self, units: NDArray[np.intp]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """(row, column) of the tiles of units."""
        tiles = units // self.group
        if self.across:
            return np.divmod(tiles, self.columns)
        column, row = np.divmod(tiles, self.rows)
        return row, column

    def corners(self, units: NDArray[np.intp]) -> NDArray[np.float64]:
        """(k, 2): x and y of the upper left corners of the units' tiles."""
        row, column = self.places(units)
        x, y = self.left + column * self.tile, self.top + row * self.tile
        return np.stack([x, y], axis=1).astype(np.float64)

    def middles(self, units: NDArray[np.intp]) -> NDArray[np.float64]:
        """(k, 2): x and y of the middles of the units' tiles."""
        middles: NDArray[np.float64] = self.corners(units) + (self.tile - self.gap) / 2
        return middles

    def unit_at(self, x: float, y: float) -> int | None:
        """The unit, or the first of the group, whose tile is at a place; None beside the tiles."""
        column, row = int((x - self.left) // self.tile), int((y - self.top) // self.tile)
        if not (0 <= column < self.columns and 0 <= row < self.rows):
            return None
        tile = row * self.columns + column if self.across else column * self.rows + row
        return tile * self.group if tile < self.tiles else None


@dataclass(frozen=True)
class TileLayout:
    """blocks: of each layer, the input first. size: width and height of all of it, in logical
    pixels. ratio: device pixels a logical one. labels: x where the words of the outputs begin."""

    blocks: tuple[Block, ...]
    size: tuple[int, int]
    ratio: float
    labels: int

    @property
    def shares_tiles(self) -> bool:
        """Whether units share a tile anywhere."""
        return any(block.group > 1 for block in self.blocks)

    def box_of(self, layer: int, unit: int) -> tuple[float, float, float, float]:
        """Left, top, width and height of a unit's tile, in logical pixels."""
        block = self.blocks[layer]
        [(left, top)] = (block.corners(np.array([unit])) / self.ratio).tolist()
        side = (block.tile - block.gap) / self.ratio
        return left, top, side, side

    def line_ends(self, lines: Lines) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """(k, 2) each: where lines begin, at their sources, and where they end, in device
        pixels."""
        begin = self.blocks[lines.layer - 1].middles(lines.sources)
        return begin, self.blocks[lines.layer].middles(lines.targets)

    def line_near(self, shown: Iterable[Lines], x: float, y: float) -> Lines | None:
        """The line nearest to a place, in logical pixels, of those at most NEAR from it."""
        at = np.array([x, y]) * self.ratio
        nearest, found = NEAR * self.ratio, None
        for lines in shown:
            if not len(lines):
                continue
            begin, end = self.line_ends(lines)
            way = end - begin
            share = ((at - begin) * way).sum(axis=1) / np.maximum((way**2).sum(axis=1), 1e-9)
            feet = begin + way * np.clip(share, 0, 1)[:, None]
            away = np.hypot(*(feet - at).T)
            best = int(away.argmin())
            if away[best] < nearest:
                nearest, found = float(away[best]), lines.only(best)
        return found

    def unit_at(self, x: float, y: float) -> tuple[int, int] | None:
        """(layer, unit) at a place in device pixels."""
        for layer, block in enumerate(self.blocks):
            unit = block.unit_at(x, y)
            if unit is not None:
                return layer, unit
        return None


def arrange(
    dimensions: Sequence[int],
    size: tuple[int, int],
    ratio: float,
    *,
    least: int,
    words: int,
    above: int = 0,
) -> TileLayout:
    """Place the layers of a network side by side.

    size: width and height of the room; words: the width that the outputs' words need of it; above:
    the height that is kept free above the tiles; all in logical pixels. least: the smallest tile
    worth drawing; where a layer has no room for such tiles, several units share one.
    """
    width, height = (max(int(side * ratio), 1) for side in size)
    words, above = int(words * ratio), int(above * ratio)
    height = max(height - above, 1)
    first, *hidden, last = dimensions
    input_block = _input(first, int(width * INPUT_SHARE), height, ratio)
    out_tile = max(min(height // last, int(LARGEST_TILE * ratio)), 1)
    group = math.ceil(last / max(height // max(out_tile, 1), 1))
    labels = width - words
    output = _centred(labels - out_tile, last, group, out_tile, 1, height)
    room = max(output.left - input_block.width, len(hidden) + 1)
    widest = int(room * BLOCK_SHARE / max(len(hidden), 1))
    between = [_hidden(n, widest, height, ratio, least) for n in hidden]
    gap = (room - sum(block.width for block in between)) / (len(hidden) + 1)
    placed, x = [], float(input_block.width)
    for block in between:
        x += gap
        placed.append(replace(block, left=int(x)))
        x += block.width
    whole = (input_block, *placed, output)
    blocks = [replace(each, top=each.top + above) for each in whole]
    return TileLayout(tuple(blocks), size, ratio, labels)


def _input(n: int, width: int, height: int, ratio: float) -> Block:
    """A square of pixels where n is a square, else a block of tiles."""
    side = math.isqrt(n)
    rows, columns = (side, side) if side * side == n else _grid(n, width, height)
    tile = max(min(width // columns, height // rows, int(LARGEST_PIXEL * ratio)), 1)
    return Block(0, max((height - rows * tile) // 2, 0), tile, rows, columns, n, across=True)


def _grid(n: int, width: int, height: int) -> tuple[int, int]:
    rows = max(min(n, round(math.sqrt(n * height / max(width, 1)))), 1)
    return rows, math.ceil(n / rows)


def _hidden(n: int, width: int, height: int, ratio: float, least: int) -> Block:
    """The largest tiles, of as few units each as possible, that fit."""
    smallest, largest = max(int(least * ratio), 1), max(int(LARGEST_TILE * ratio), 1)
    group = 1
    while True:
        tiles = math.ceil(n / group)
        for tile in range(largest, smallest - 1, -1):
            rows = min(height // tile, tiles)
            if rows and math.ceil(tiles / rows) * tile <= width:
                columns = math.ceil(tiles / rows)
                return _centred(0, n, group, tile, columns, height)
        if tiles == 1:
            return _centred(0, n, group, smallest, 1, height)
        group *= 2


def _centred(left: int, n: int, group: int, tile: int, columns: int, height: int) -> Block:
    rows = math.ceil(math.ceil(n / group) / columns)
    return Block(left, max((height - rows * tile) // 2, 0), tile, rows, columns, n, group)
