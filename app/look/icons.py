"""Icons: our own line drawings in resources/icons, coloured for the scheme when they are asked for.

An icon file paints with `currentColor` on a 24×24 grid. An icon is drawn when it is seen, in the
size in which it is seen.
"""

from __future__ import annotations

from functools import cache, lru_cache

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from core.resources import ROOT

FOLDER = ROOT / "icons"


def icon(name: str, *, normal: str, disabled: str, checked: str) -> QIcon:
    """An icon with a colour ("#rrggbb") for each state. Raises FileNotFoundError."""
    _source(name)
    return QIcon(_LineIcon(name, normal, disabled, checked))


@lru_cache(maxsize=256)
def pixmap(name: str, color: str, size: int) -> QPixmap:
    """`name` drawn in `color` on `size` × `size` transparent pixels."""
    made = QPixmap(QSize(size, size))
    made.fill(Qt.GlobalColor.transparent)
    with QPainter(made) as painter:
        _paint(name, color, painter, QRectF(made.rect()))
    return made


def _paint(name: str, color: str, painter: QPainter, place: QRectF) -> None:
    source = QByteArray(_source(name).replace("currentColor", color).encode())
    QSvgRenderer(source).render(painter, place)


class _LineIcon(QIconEngine):
    """How Qt asks for an icon of ours: in a size, and for a state. Arguments: as icon()."""

    def __init__(self, name: str, normal: str, disabled: str, checked: str) -> None:
        super().__init__()
        self._given = name, normal, disabled, checked

    def clone(self) -> QIconEngine:
        return _LineIcon(*self._given)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return pixmap(*self._drawn(mode, state), min(size.width(), size.height()))

    def paint(self, painter: QPainter, place: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        _paint(*self._drawn(mode, state), painter, QRectF(place))

    def _drawn(self, mode: QIcon.Mode, state: QIcon.State) -> tuple[str, str]:
        """The name and the colour in a state."""
        name, normal, disabled, checked = self._given
        if mode == QIcon.Mode.Disabled:
            return name, disabled
        return name, checked if state == QIcon.State.On else normal


def app_icon() -> QIcon:
    """The icon of the program."""
    made = QIcon()
    for size in (16, 24, 32, 48, 64, 128, 256, 512):
        made.addPixmap(pixmap("digit-lab", "#ffffff", size))
    return made


@cache
def _source(name: str) -> str:
    return (FOLDER / f"{name}.svg").read_text(encoding="utf-8")
