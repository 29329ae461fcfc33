"""Paints a scene of a network in its layout: lines, tiles, and the outputs' words. No widget.

Everything is painted in device pixels, so that tiles are crisp at every scale of the screen.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPoint, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from app.look import theme
from app.look.colors import BROKEN, LEVELS, Scale, levels, packed, palette, to_image, unpacked
from app.look.tokens import Tokens
from app.views.widgets.network_picture.captions import captions, paint_captions
from app.views.widgets.network_picture.layout import Block, TileLayout
from app.views.widgets.probability_bars import whole_percent
from core.inspection.flow import FlowReader, Lines
from core.inspection.scenes import Scene
from core.network.arrays import Array

THICKNESSES = (0.6, 1.2, 2.0, 3.0, 4.2)  # of lines, in logical pixels, by size
FULL = 1.0  # a contribution W·H that is a thick line, even where none is stronger
COMPACT_THICKNESS = 0.6  # times that, in a compact picture
FAINTEST = 0.35  # how far from the ground the thinnest line's colour is; the thickest's is 1
LEAST_RIMMED = 5  # device pixels of a tile that has room for a rim
RIM_SHARE = 0.2  # of a tile
LEAST_WORD_SHARE = 0.8  # of its height, that a word needs


@dataclass(frozen=True, eq=False)
class View:
    """How a scene is painted: where, by which activation, and what is going on.

    progress: of what moves, from 0 to 1. is_compact: without percentages and captions. own: the
    lines of one unit, which take the place of the scene's; None for the scene's.
    """

    layout: TileLayout
    activation: str
    progress: float = 1.0
    is_compact: bool = False
    own: tuple[Lines, ...] | None = None


def paint_scene(painter: QPainter, scene: Scene, view: View, before: Scene | None = None) -> None:
    """Paint `scene`. before: what it comes from, where tiles fade from one to the other."""
    for _ in paint_in_pieces(painter, scene, view, before):
        pass


def paint_in_pieces(
    painter: QPainter, scene: Scene, view: View, before: Scene | None = None
) -> Iterator[None]:
    """As paint_scene(); between two pieces of it, each of which takes about a millisecond, others
    may have their turn."""
    layout = view.layout
    with _in_device_pixels(painter, layout):
        _paint_all_lines(painter, scene, view)
    yield
    with _in_device_pixels(painter, layout):
        _paint_tiles(painter, scene, view, before)
    _paint_words(painter, scene, view)
    font = theme.font(theme.tokens().type_note)
    paint_captions(painter, captions(layout, scene.names, font, is_compact=view.is_compact), font)


@contextmanager
def _in_device_pixels(painter: QPainter, layout: TileLayout) -> Iterator[None]:
    """A context in which a painter's unit is the device's pixel."""
    painter.save()
    painter.scale(1 / layout.ratio, 1 / layout.ratio)
    yield
    painter.restore()


def _paint_all_lines(painter: QPainter, scene: Scene, view: View) -> None:
    for lines in scene.lines if view.own is None else view.own:
        moves = view.own is None and lines.layer == scene.moving
        _paint_lines(painter, lines, view, view.progress if moves else 1.0, scene.is_forward)


def _paint_tiles(painter: QPainter, scene: Scene, view: View, before: Scene | None) -> None:
    for layer, block in enumerate(view.layout.blocks):
        colors = tile_colors(scene, layer, block, view.activation)
        if before is not None and view.progress < 1:
            old = tile_colors(before, layer, block, view.activation)
            colors = _mixed(old, colors, view.progress)
        between = "hairline" if scene.names[layer].startswith(("d", "Z")) else "ground"
        image = to_image(tile_pixels(block, colors, _rims(scene, layer, block), _argb(between)))
        painter.drawImage(QPoint(block.left, block.top), image)


def dark_scene(reader: FlowReader) -> Scene:
    """Of a network that has nothing to show yet."""
    layers, names = len(reader.dimensions), reader.class_names
    nothing = (None,) * layers
    return Scene(("",) * layers, nothing, (), nothing, class_names=names)


def tile_colors(scene: Scene, layer: int, block: Block, activation: str) -> NDArray[np.uint32]:
    """(tiles,) 0xffrrggbb: the colour of each tile of a layer. A group has its strongest unit's."""
    look = theme.tokens()
    values = scene.values[layer]
    if values is None:
        return np.full(block.tiles, _argb("ground_sunken"), np.uint32)
    if scene.names[layer] == "X":
        grey = np.clip(strongest_of_groups(values, block), 0, 1)
        return packed(np.repeat(grey[:, None], 3, axis=1))
    signed = scene.is_signed(layer, activation)
    shown = strongest_of_groups(values, block)
    finite = shown[np.isfinite(shown)]
    limit = float(np.abs(finite).max(initial=0)) or 1.0
    if layer == len(scene.values) - 1 and not signed:
        limit = 1.0  # probabilities
    table = (palette(True, look) if signed else lights(look)).copy()
    table[BROKEN] = _argb("danger")
    return table[levels(shown, Scale(limit, signed))]


@lru_cache(maxsize=64)
def line_color(name: str, thickness: int, look: Tokens) -> QColor:
    """Of a line of the thickness with this number; name: the token of its sign. Thin ones are
    fainter, but opaque: Qt draws translucent lines twenty times slower."""
    strength = FAINTEST + (1 - FAINTEST) * thickness / (len(THICKNESSES) - 1)
    ground, ink = look.color("ground").rgba(), look.color(name).rgba()
    return QColor.fromRgba(int(_mixed(ground, ink, strength)))


@lru_cache(maxsize=4)
def lights(look: Tokens) -> NDArray[np.uint32]:
    """(256,) 0xffrrggbb by level: how units light up, from the ground's shade to ink."""
    table = np.full(256, look.color("ground_sunken").rgba(), np.uint32)
    steps = np.linspace(0, 1, LEVELS)[:, None]
    dark, lit = look.color("ground_sunken").rgba(), look.color("ink").rgba()
    table[:LEVELS] = _mixed(dark, lit, steps)
    table.flags.writeable = False
    return table


def tile_pixels(
    block: Block,
    colors: NDArray[np.uint32],
    rims: NDArray[np.uint32] | None,
    between: np.uint32,
) -> NDArray[np.uint32]:
    """(height, width) 0xffrrggbb of a block: its tiles, the gaps `between` them, and their rims."""
    ground = _argb("ground")
    inner, gap = block.tile - block.gap, block.gap
    pixels = np.full((block.rows, block.tile, block.columns, block.tile), between, np.uint32)
    pixels[:, :inner, :, :inner] = _grid(block, colors, ground)[:, None, :, None]
    if rims is not None and inner >= LEAST_RIMMED:
        rim = max(1, int(inner * RIM_SHARE))
        whole = pixels[:, :inner, :, :inner].copy()
        pixels[:, :inner, :, :inner] = _grid(block, rims, ground)[:, None, :, None]
        middle = slice(rim, inner - rim)
        pixels[:, middle, :, middle] = whole[:, middle, :, middle]
    shape = block.height, block.width
    flat: NDArray[np.uint32] = pixels.reshape(shape)
    return flat[: shape[0] - gap, : shape[1] - gap] if gap else flat


def strongest_of_groups(values: Array, block: Block) -> Array:
    """(tiles,): the value of each tile, of a group the one furthest from 0."""
    if block.group == 1:
        return values
    padded = np.zeros(block.tiles * block.group, values.dtype)
    padded[: len(values)] = values
    groups = padded.reshape(block.tiles, block.group)
    found: Array = groups[np.arange(block.tiles), np.abs(groups).argmax(axis=1)]
    return found


def thickness_classes(values: Array, least: float = 0.0) -> NDArray[np.intp]:
    """(k,): which of THICKNESSES each line has, by its share of the strongest one, or of `least`
    where that is more."""
    largest = max(float(np.abs(values).max(initial=0)), least) or 1.0
    share = np.nan_to_num(np.abs(values) / largest)
    classes: NDArray[np.intp] = np.minimum(
        (share * len(THICKNESSES)).astype(np.intp), len(THICKNESSES) - 1
    )
    return classes


def _paint_lines(
    painter: QPainter, lines: Lines, view: View, progress: float, is_forward: bool
) -> None:
    if not len(lines):
        return
    layout = view.layout
    scale = layout.ratio * theme.tokens().line * (COMPACT_THICKNESS if view.is_compact else 1.0)
    begin, end = layout.line_ends(lines)
    if is_forward:
        end = begin + (end - begin) * progress
    else:
        begin = end + (begin - end) * progress
    classes = thickness_classes(lines.values, FULL if is_forward else 0.0)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    places = np.concatenate([begin, end], axis=1)
    alike: dict[tuple[int, bool], list[QLineF]] = {}
    for kind, value, place in zip(
        classes.tolist(), lines.values.tolist(), places.tolist(), strict=True
    ):
        alike.setdefault((kind, value > 0), []).append(QLineF(*place))
    for (number, is_positive), drawn in sorted(alike.items(), key=lambda each: each[0]):
        color = line_color("positive" if is_positive else "negative", number, theme.tokens())
        painter.setPen(QPen(color, THICKNESSES[number] * scale))
        painter.drawLines(drawn)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _paint_words(painter: QPainter, scene: Scene, view: View) -> None:
    """The classes beside the outputs, the likeliest in bold, the true one with a tick; of many, as
    many as have room."""
    look, layout = theme.tokens(), view.layout
    block, values = layout.blocks[-1], scene.values[-1]
    is_read = scene.names[-1].startswith("H") and values is not None
    best = int(values.argmax()) if is_read and values is not None else None
    plain, bold = (
        theme.font(look.type_note, weight) for weight in (QFont.Weight.Normal, QFont.Weight.Bold)
    )
    painter.setFont(bold)
    height = painter.fontMetrics().height()
    width, bottom = layout.size
    left = layout.labels / layout.ratio + look.space_1
    middles = block.middles(np.arange(block.units))[:, 1] / layout.ratio
    for unit in _with_words(middles, LEAST_WORD_SHARE * height, values, scene.target):
        top = min(max(middles[unit] - height / 2, 0.0), bottom - height)
        box = QRectF(left, top, width - left, height)
        is_best = unit == best
        painter.setFont(bold if is_best else plain)
        painter.setPen(look.color("ink" if is_best or unit == scene.target else "ink_soft"))
        after = ""
        if unit == scene.target:
            after = " ✓"
        elif is_best and not view.is_compact and values is not None:
            after = f"  {whole_percent(float(values[unit]))}"
        metrics = painter.fontMetrics()
        room = int(box.width()) - metrics.horizontalAdvance(after)
        name = metrics.elidedText(scene.class_names[unit], Qt.TextElideMode.ElideMiddle, room)
        painter.drawText(
            box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, name + after
        )


def _with_words(
    middles: NDArray[np.float64], apart: float, values: Array | None, target: int | None
) -> list[int]:
    """The outputs that have words: all, or where they lie closer than `apart`, the true one, the
    likeliest, and what then still has room."""
    order = np.arange(len(middles)) if values is None else np.argsort(-values, kind="stable")
    kept: list[int] = []
    for unit in [*([] if target is None else [target]), *order.tolist()]:
        if all(abs(middles[unit] - middles[other]) >= apart for other in kept):
            kept.append(unit)
    return kept


def _rims(scene: Scene, layer: int, block: Block) -> NDArray[np.uint32] | None:
    rims = scene.rims[layer]
    if rims is None:
        return None
    shown = strongest_of_groups(rims, block)
    limit = float(np.abs(shown[np.isfinite(shown)]).max(initial=0)) or 1.0
    colors: NDArray[np.uint32] = palette(True, theme.tokens())[levels(shown, Scale(limit, True))]
    return colors


def _grid(block: Block, colors: NDArray[np.uint32], empty: np.uint32) -> NDArray[np.uint32]:
    """(rows, columns): the tiles where they lie."""
    filled = np.full(block.rows * block.columns, empty, np.uint32)
    filled[: len(colors)] = colors
    if block.across:
        return filled.reshape(block.rows, block.columns)
    return filled.reshape(block.columns, block.rows).T


def _mixed(start: Any, end: Any, share: Any) -> Any:
    """0xffrrggbb, `share` of the way from one colour to another; numbers or arrays."""
    start, end = (unpacked(np.asarray(each, np.uint32)) for each in (start, end))
    return packed(start + (end - start) * share)


def _argb(name: str) -> np.uint32:
    return np.uint32(theme.tokens().color(name).rgba())
