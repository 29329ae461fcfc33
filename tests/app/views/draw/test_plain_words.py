"""Nobody needs to know how it works to read what stands on Draw."""

from __future__ import annotations

import re

from PySide6.QtWidgets import QAbstractButton, QLabel, QTabBar, QWidget

from app.views.draw.draw_view import DrawView
from core.ink.strokes import Drawing
from core.lessons.pages import pages
from tests.app.views.draw.conftest import Put

JARGON = re.compile(
    r"starter|shipped|mnist|\b\d+×\d+\b|\(784|\bbox\b|probabilit|centre of mass|gradient|pixels? of"
    r"|dataset|data set|snapshot|tensor|activation|epoch",
    re.IGNORECASE,
)


def words_of(part: QWidget) -> list[str]:
    own = [part.toolTip(), part.accessibleName(), part.accessibleDescription()]
    if isinstance(part, (QLabel, QAbstractButton)):
        own.append(part.text())
    if isinstance(part, QTabBar):
        own += [part.tabText(n) + part.tabToolTip(n) for n in range(part.count())]
    return own


def test_no_word_of_the_trade_is_on_draw(view: DrawView, seven: Drawing, put: Put) -> None:
    view.turn_on_teaching()
    put(seven)
    for tab in range(view.answer.tabs.count()):
        view.answer.tabs.setCurrentIndex(tab)
    found = [words for part in view.findChildren(QWidget) for words in words_of(part) if words]
    assert len(found) > 40
    assert [words for words in found if JARGON.search(words)] == []


def test_nor_in_the_page_about_it() -> None:
    assert JARGON.findall(pages()["drawing"].body) == []
