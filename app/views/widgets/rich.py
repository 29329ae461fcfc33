"""Markup of our own making, in which text from outside stays text."""

from __future__ import annotations

import html
from dataclasses import dataclass

from PySide6.QtCore import Slot
from PySide6.QtGui import Qt
from PySide6.QtWidgets import QLabel

from app.look import theme
from core.files.plain_text import breakable


@dataclass(frozen=True)
class Strong:
    """In bold."""

    text: str


@dataclass(frozen=True)
class Anchor:
    """target: what linkActivated tells."""

    target: str
    text: str


Part = str | Strong | Anchor


class RichLabel(QLabel):
    """A label of parts, some of them bold or links. code: its blanks and lines are kept.
    selectable: its text can be marked, and its links reached by keys."""

    def __init__(self, *, code: bool = False, selectable: bool = True) -> None:
        super().__init__()
        self._code = code
        self._parts: tuple[Part, ...] = ()
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)
        if selectable:
            self.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse
                | Qt.TextInteractionFlag.LinksAccessibleByMouse
                | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
            )
        theme.watcher().changed.connect(self._dress)

    def show_parts(self, *parts: Part) -> None:
        self._parts = parts
        self._dress()

    @Slot()
    def _dress(self) -> None:
        markup = "".join(map(_markup, self._parts))
        self.setText(f'<pre style="white-space: pre-wrap">{markup}</pre>' if self._code else markup)


def escaped(text: str) -> str:
    """In markup, just this text, with its lines."""
    return html.escape(breakable(text)).replace("\n", "<br>")


def _markup(part: Part) -> str:
    match part:
        case Strong():
            return f"<b>{escaped(part.text)}</b>"
        case Anchor():
            look = f"color:{theme.tokens().accent}"
            return f'<a href="{escaped(part.target)}" style="{look}">{escaped(part.text)}</a>'
    return escaped(part)
