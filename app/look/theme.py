"""The theme: the tokens of the scheme in use, light or dark, and the application's style by them.

What paints asks `tokens()`. What keeps anything made from them (pens, pixmaps, icons) makes it anew
at `watcher().changed`.
"""

from __future__ import annotations

import sys
from functools import cache

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QFont, QFontDatabase, QIcon
from PySide6.QtWidgets import QApplication

from app.look import icons, stylesheet, text_size
from app.look.restyling import Restyler
from app.look.tokens import DARK, LIGHT, Tokens, in_size

CHOICES = {"system": "Follow the system", "light": "Light", "dark": "Dark"}
_SCHEMES = {
    "system": Qt.ColorScheme.Unknown,
    "light": Qt.ColorScheme.Light,
    "dark": Qt.ColorScheme.Dark,
}
PRESENTED_LINE = 1.75  # how much thicker plots draw in a presentation
_FALLBACK_FAMILIES = ("Inter", "Segoe UI", "Noto Sans", "Cantarell", "DejaVu Sans")
_FALLBACK_MONO = ("Cascadia Mono", "Menlo", "Noto Sans Mono", "DejaVu Sans Mono")


class Watcher(QObject):
    """Follows the system's scheme and size of text, or the user's choice, and styles the
    application by them.

    choice: a key of CHOICES. percent: how large the user wants text, of the system's own size.
    presenting: text and lines are larger, for the back of a room. reduced_motion: the user wants no
    animation. tokens: of the scheme and the size in use. changed: they are others now. resized:
    text has another size; `changed` comes right after it. Lives in the window's thread.
    """

    changed = Signal()
    resized = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.choice = "system"
        self.percent = 100
        self.presenting = False
        self.reduced_motion = False
        self.tokens = LIGHT
        self._restyler = Restyler(self)

    def install(self, choice: str = "system", percent: int = 100) -> None:
        """Give the running QApplication this look; `choice` is a key of CHOICES."""
        app = _application()
        app.setStyle("Fusion")
        app.styleHints().colorSchemeChanged.connect(
            self._refresh, Qt.ConnectionType.UniqueConnection
        )
        self.choice = choice if choice in CHOICES else "system"
        self.percent = text_size.nearest(percent)
        self._request_scheme()
        self.tokens = self._wanted_tokens()
        app.setPalette(stylesheet.palette(self.tokens))
        self._dress_in_size()
        self.changed.emit()

    def choose(self, choice: str) -> None:
        """Follow the system, or be light or dark whatever the system says."""
        self.choice = choice if choice in CHOICES else "system"
        self._request_scheme()
        self._refresh()

    def choose_size(self, percent: int) -> None:
        """Text of the nearest step of text_size.STEPS."""
        self.percent = text_size.nearest(percent)
        self._refresh()

    def present(self, presenting: bool) -> None:
        """Larger text and thicker lines, or as before."""
        self.presenting = presenting
        self._refresh()

    @Slot()
    def _refresh(self) -> None:
        before, self.tokens = self.tokens, self._wanted_tokens()
        if self.tokens == before:
            return
        if self.tokens.dark != before.dark:
            _application().setPalette(stylesheet.palette(self.tokens))
            self._restyler.restyle_all()
        if self.tokens.scale != before.scale:
            self._dress_in_size()
        self.changed.emit()

    def _dress_in_size(self) -> None:
        """A new stylesheet dresses all widgets anew, also those that nobody sees."""
        app = _application()
        app.setFont(font())
        app.setStyleSheet(stylesheet.build(self.tokens))
        self.resized.emit()

    def _wanted_tokens(self) -> Tokens:
        scale = text_size.total_scale(self.percent, presenting=self.presenting)
        return in_size(self._scheme_tokens(), scale, PRESENTED_LINE if self.presenting else 1.0)

    def _scheme_tokens(self) -> Tokens:
        scheme = _SCHEMES[self.choice]
        if scheme is Qt.ColorScheme.Unknown:
            scheme = _application().styleHints().colorScheme()
        return DARK if scheme is Qt.ColorScheme.Dark else LIGHT

    def _request_scheme(self) -> None:
        """So that the window frame and the platform's own dialogs follow, where they can."""
        _application().styleHints().setColorScheme(_SCHEMES[self.choice])


@cache
def watcher() -> Watcher:
    """The one watcher; it lives as long as the program."""
    return Watcher()


def tokens() -> Tokens:
    """The tokens of the scheme in use."""
    return watcher().tokens


def px(length: float) -> int:
    """A length in logical pixels at 100 %, as large as the text is now."""
    return tokens().px(length)


def motion_ms() -> int:
    """How long a glide lasts; 0 where the user, or Windows, wants no motion.

    Elsewhere Qt cannot tell: it says that every effect is off on a plain Linux desktop.
    """
    calm = sys.platform == "win32" and not QApplication.isEffectEnabled(Qt.UIEffect.UI_General)
    return 0 if calm or watcher().reduced_motion else tokens().motion_ms


def font(
    size: int | None = None, weight: int = QFont.Weight.Normal, *, tabular: bool = True
) -> QFont:
    """The system's sans at `size` logical pixels, or of text; its figures all equally wide."""
    made = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    made.setFamilies([*made.families(), *_FALLBACK_FAMILIES])
    made.setStyleHint(QFont.StyleHint.SansSerif)
    made.setPixelSize(size or tokens().type_text)
    made.setWeight(QFont.Weight(weight))
    if tabular:
        made.setFeature(QFont.Tag("tnum"), 1)
    return made


def mono(size: int | None = None) -> QFont:
    """The system's font for code at `size` logical pixels, or of text."""
    made = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    made.setFamilies([*made.families(), *_FALLBACK_MONO])
    made.setStyleHint(QFont.StyleHint.Monospace)
    made.setFixedPitch(True)
    made.setPixelSize(size or tokens().type_text)
    return made


def icon(name: str, color: str = "ink", *, checked: str = "accent") -> QIcon:
    """The icon `name` of resources/icons in the scheme's colours, given as names of tokens.

    Ask again after `watcher().changed`. Raises FileNotFoundError for an unknown name.
    """
    look = tokens()
    return icons.icon(
        name,
        normal=getattr(look, color),
        disabled=look.ink_disabled,
        checked=getattr(look, checked),
    )


def repolish(widget: QObject, role: str) -> None:
    """Give `widget` another `role` (see stylesheet.py) and let the stylesheet see it."""
    widget.setProperty("role", role)
    style = widget.style()  # type: ignore[attr-defined]
    style.unpolish(widget)
    style.polish(widget)


def _application() -> QApplication:
    app = QApplication.instance()
    assert isinstance(app, QApplication), "the look needs a QApplication"
    return app
