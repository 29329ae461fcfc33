"""A page from its title to its end: text, figures in its flow, where to see it, what is next."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Qt, QUrl, Signal, Slot
from PySide6.QtGui import QKeySequence, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.look import theme
from app.views.learn.figures.figure import Figure, FigureInput
from app.views.learn.figures.table import FIGURES
from app.views.learn.read.page_text import PageText
from app.views.widgets.buttons import ButtonIcon
from app.views.widgets.elided_button import ElidedButton
from app.views.widgets.flow import FlowLayout
from app.views.widgets.labels import hairline
from app.views.widgets.plain import PlainLabel, plain_tip
from core.lessons.pages import Page, neighbours

MEASURE = 44  # a line's length, in sizes of its letters
KEYS = {"previous": "Alt+Left", "next": "Alt+Right"}


class PageSheet(QWidget):
    """One page. side: the left margin. with_keys: whether Alt and an arrow key turn the pages.

    link_followed: a link of the text, or a button's under "See it". page_wanted: the id of the page
    before or after.
    """

    link_followed = Signal(str)
    page_wanted = Signal(str)

    def __init__(self, page: Page, side: int, *, with_keys: bool) -> None:
        super().__init__()
        look = theme.tokens()
        self.page = page
        self.texts: list[PageText] = []
        self.figures: list[Figure] = []
        self._given = FigureInput()
        self._is_current = False
        self._column = QWidget()
        self._flow = QVBoxLayout(self._column)
        self._flow.setContentsMargins(0, look.space_3, 0, look.space_5)
        self._flow.setSpacing(look.space_1)
        self._add_parts()
        self._flow.addSpacing(look.space_3)
        self._flow.addWidget(hairline(lying=True))
        self._add_view_links()
        self._flow.addWidget(hairline(lying=True))
        self.turns: dict[str, ElidedButton] = {}
        self._add_turns(with_keys)
        self._flow.addStretch(1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(side, 0, look.space_3, 0)
        layout.addWidget(self._column, 1)
        layout.addStretch(0)
        theme.watcher().changed.connect(self._dress)
        self._dress()

    def set_input(self, given: FigureInput) -> None:
        """given: what the figures show; they take it as soon as they are seen."""
        self._given, self._is_current = given, False
        if self.isVisible():
            self._hand_on()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._hand_on()

    def _hand_on(self) -> None:
        if not self._is_current:
            self._is_current = True
            for figure in self.figures:
                figure.set_input(self._given)

    def _add_parts(self) -> None:
        look = theme.tokens()
        for part in self.page.parts:
            text = PageText(part.text)
            text.setAccessibleName(self.page.title)
            text.anchorClicked.connect(self._on_link)
            self.texts.append(text)
            self._flow.addWidget(text)
            if part.figure:
                figure = FIGURES[part.figure]()
                self.figures.append(figure)
                self._flow.addSpacing(look.space_2)
                self._flow.addWidget(figure)
                self._flow.addSpacing(look.space_3)

    def _add_view_links(self) -> None:
        row = QWidget()
        links = FlowLayout(row)
        look = theme.tokens()
        links.setContentsMargins(0, look.space_3, 0, look.space_3)
        see = PlainLabel("See it")
        see.setProperty("role", "sentence")
        links.addWidget(see)
        for view_link in self.page.view_links:
            follow = partial(self.link_followed.emit, view_link.link)
            button = ElidedButton(view_link.words)
            button.clicked.connect(follow)
            button.setObjectName(view_link.link)
            ButtonIcon(button, "inspect")
            links.addWidget(button)
        self._flow.addWidget(row)

    def _add_turns(self, with_keys: bool) -> None:
        """Buttons to the page before and the page after."""
        row = QWidget()
        layout = FlowLayout(row)
        layout.setContentsMargins(0, theme.tokens().space_3, 0, 0)
        for way, page in zip(KEYS, neighbours(self.page.id), strict=True):
            if page is None:
                continue
            name = f"{way.capitalize()} page: {page.title}"
            button = ElidedButton(name if way == "next" else page.title)
            button.setAccessibleName(name)
            button.clicked.connect(partial(self.page_wanted.emit, page.id))
            ButtonIcon(button, way, "accent_text" if way == "next" else "ink")
            tip = page.about
            if with_keys:
                button.setShortcut(QKeySequence(KEYS[way]))
                keys = button.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
                tip = f"{page.about} ({keys})"
            if way == "next":
                button.setProperty("role", "primary")
                button.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
            button.setToolTip(plain_tip(tip))
            self.turns[way] = button
            layout.addWidget(button)
        self._flow.addWidget(row)

    def sizeHint(self) -> QSize:
        return QSize(self._column.maximumWidth(), 0)

    @Slot()
    def _dress(self) -> None:
        self._column.setMaximumWidth(MEASURE * theme.font(theme.tokens().type_text).pixelSize())

    @Slot(QUrl)
    def _on_link(self, url: QUrl) -> None:
        self.link_followed.emit(url.toString())
