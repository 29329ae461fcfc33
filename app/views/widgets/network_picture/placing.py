"""Finds the room for the picture of a network: what its words need, and the tiles in the rest."""

from __future__ import annotations

from functools import partial

from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QWidget

from app.look import theme
from app.views.widgets.network_picture.layout import TileLayout, arrange
from core.inspection.flow import FlowReader

LEAST_TILE, LEAST_COMPACT_TILE = 3, 2  # logical pixels
ABOVE = 6  # logical pixels between a caption and the tiles
AFTER_NAME, COMPACT_AFTER_NAME = "  >99 %  ", " ✓ "
NAMES_SHARE = 0.3  # of the width, at most, for the outputs' words


def placed(reader: FlowReader, widget: QWidget, *, is_compact: bool) -> TileLayout:
    """Where the network of a reader lies in a widget. is_compact: as of painting.View."""
    metrics = QFontMetrics(theme.font(theme.tokens().type_note))
    widest = max(metrics.horizontalAdvance(each) for each in reader.class_names)
    after = COMPACT_AFTER_NAME if is_compact else AFTER_NAME
    words = widest + metrics.horizontalAdvance(after)
    place = partial(
        arrange,
        reader.dimensions,
        (widget.width(), widget.height()),
        widget.devicePixelRatioF(),
        least=LEAST_COMPACT_TILE if is_compact else LEAST_TILE,
        words=min(words, int(NAMES_SHARE * widget.width())),
    )
    above = metrics.height() + ABOVE
    if not is_compact:
        return place(above=above)
    layout = place(above=0)
    return place(above=above) if layout.shares_tiles else layout  # to say so
