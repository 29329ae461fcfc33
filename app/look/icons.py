"""Icons: our own line drawings in resources/icons, coloured for the scheme when they are asked for.

An icon file paints with `currentColor` on a 24×24 grid.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from core.resources import ROOT

FOLDER = ROOT / "icons"
SIZES = (16, 20, 24, 32, 48, 64)


@cache
def icon(name: str, *, normal: str, disabled: str, checked: str) -> QIcon:
    """An icon with a colour ("#rrggbb") for each state, drawn once."""
    made = QIcon()
    states = (
        (normal, QIcon.Mode.Normal, QIcon.State.Off),
        (checked, QIcon.Mode.Normal, QIcon.State.On),
        (disabled, QIcon.Mode.Disabled, QIcon.State.Off),
    )
    for color, mode, state in states:
        for each in _pixmaps(name, color, SIZES):
            made.addPixmap(each, mode, state)
    return made


def pixmap(name: str, color: str, size: int) -> QPixmap:
    """`name` drawn in `color` on `size` × `size` transparent pixels."""
    return next(_pixmaps(name, color, (size,)))


def _pixmaps(name: str, color: str, sizes: tuple[int, ...]) -> Iterator[QPixmap]:
    renderer = QSvgRenderer(QByteArray(_source(name).replace("currentColor", color).encode()))
    for size in sizes:
        made = QPixmap(QSize(size, size))
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        renderer.render(painter, QRectF(0, 0, size, size))
        painter.end()
        yield made


def app_icon() -> QIcon:
    """The icon of the program."""
    made = QIcon()
    for size in (16, 24, 32, 48, 64, 128, 256, 512):
        made.addPixmap(pixmap("digit-lab", "#ffffff", size))
    return made


@cache
def _source(name: str) -> str:
    return (FOLDER / f"{name}.svg").read_text(encoding="utf-8")
