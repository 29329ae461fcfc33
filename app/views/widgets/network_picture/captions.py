"""The captions above the layers: where they lie, and which of them have room for their numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFont, QFontMetrics, QPainter

from app.look import theme
from app.look.figures import symbol
from app.views.widgets.network_picture.layout import TileLayout
from app.views.widgets.network_picture.words import layer_caption

ABOVE, APART, EDGE = 4, 6, 2  # logical pixels: over its tiles, between two captions, beside one


@dataclass(frozen=True)
class Caption:
    """What stands above a layer, and where, in logical pixels."""

    text: str
    box: QRectF


def captions(
    layout: TileLayout, names: Sequence[str], font: QFont, *, is_compact: bool
) -> list[Caption]:
    """Above each layer what it shows, and how many units it has; in a compact picture only where
    units share a tile.

    names: of the arrays that the layers show. A caption that would touch another one, or the tiles
    of another layer, goes without its number; if even its name has no room, it is left out.
    """
    metrics, ratio = QFontMetrics(font), layout.ratio
    tiles = [
        QRectF(each.left / ratio, each.top / ratio, each.width / ratio, each.height / ratio)
        for each in layout.blocks
    ]

    def above(layer: int, text: str) -> Caption:
        width, height = metrics.horizontalAdvance(text), metrics.height()
        left = min(max(tiles[layer].center().x() - width / 2, 0), layout.size[0] - width)
        return Caption(text, QRectF(left, tiles[layer].top() - ABOVE - height, width, height))

    def has_room(layer: int, beside: Mapping[int, Caption]) -> bool:
        box = beside[layer].box.adjusted(-APART, 0, APART, 0)
        others = [each.box for other, each in beside.items() if other != layer]
        others += tiles[:layer] + tiles[layer + 1 :]
        return not any(map(box.intersects, others))

    whole = {
        layer: above(layer, layer_caption(names[layer], block.units, block.group))
        for layer, block in enumerate(layout.blocks)
        if block.group > 1 or not is_compact
    }
    kept: dict[int, Caption] = {}
    for layer, caption in whole.items():
        kept[layer] = caption if has_room(layer, whole) else above(layer, symbol(names[layer]))
        if not kept[layer].text or not has_room(layer, kept):
            del kept[layer]
    return list(kept.values())


def paint_captions(painter: QPainter, shown: Sequence[Caption], font: QFont) -> None:
    """On a ground of their own, or the lines behind would cross the words."""
    look, descent = theme.tokens(), QFontMetrics(font).descent()
    painter.setFont(font)
    painter.setPen(look.color("ink_soft"))
    for each in shown:
        painter.fillRect(each.box.adjusted(-EDGE, 0, EDGE, 0), look.color("ground"))
        painter.drawText(QPointF(each.box.left(), each.box.bottom() - descent), each.text)
