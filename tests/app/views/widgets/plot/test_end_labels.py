"""The words beside the ends of curves."""

from __future__ import annotations

from PySide6.QtGui import QFontMetrics, QImage

from app.look import theme
from app.views.train.charts import Charts
from app.views.widgets.plot.axes import EndLabel, EndLabels


def painted(charts: Charts, text: str) -> QImage:
    charts.loss.ends.set_labels(1000, [EndLabel(1.0, text, "ink")])
    return charts.grab().toImage()


def test_a_name_that_is_too_long_ends_in_dots(charts) -> None:
    name = "by the recipe of the second lesson, once more"
    metrics, room = QFontMetrics(theme.font(theme.tokens().type_note)), theme.px(EndLabels.ROOM)
    begin = max(
        (name[:k].rstrip() for k in range(len(name))),
        key=lambda each: (metrics.horizontalAdvance(f"{each}…") <= room, len(each)),
    )
    assert painted(charts, name) == painted(charts, f"{begin}…")
    assert painted(charts, name) != painted(charts, begin)
