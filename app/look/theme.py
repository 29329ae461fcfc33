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

from app.look import icons, stylesheet
from app.look.restyling import Restyler
from app.look.tokens import DARK, LIGHT, Tokens

CHOICES = {"system": "Follow the system", "light": "Light", "dark": "Dark"}
_SCHEMES = {
    "system": Qt.ColorScheme.Unknown,
    "light": Qt.ColorScheme.Light,
    "dark": Qt.ColorScheme.Dark,
}
_FALLBACK_FAMILIES = ("Inter", "Segoe UI", "Noto Sans", "Cantarell", "DejaVu Sans")
_FALLBACK_MONO = ("Cascadia Mono", "Menlo", "Noto Sans Mono", "DejaVu Sans Mono")


class Watcher(QObject):
    """Follows the system's scheme, or the user's choice, and styles the application by it.

    choice: a key of CHOICES. reduced_motion: the user wants no animation. tokens: of the scheme in
    use. Lives in the window's thread.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.choice = "system"
        self.reduced_motion = False
        self.tokens = LIGHT
        self._restyler = Restyler(self)

    def install(self, choice: str = "system") -> None:
        """Give the running QApplication this look; `choice` is a key of CHOICES."""
        app = _application()
        app.setStyle("Fusion")
        app.setFont(font())
        app.styleHints().colorSchemeChanged.connect(
            self._refresh, Qt.ConnectionType.UniqueConnection
        )
        self.choice = choice if choice in CHOICES else "system"
        self._request_scheme()
        self.tokens = self._scheme_tokens()
        app.setPalette(stylesheet.palette(self.tokens))
        app.setStyleSheet(stylesheet.build())
        self.changed.emit()

    def choose(self, choice: str) -> None:
        """Follow the system, or be light or dark whatever the system says."""
        self.choice = choice if choice in CHOICES else "system"
        self._request_scheme()
        self._refresh()

    @Slot()
    def _refresh(self) -> None:
        tokens = self._scheme_tokens()
        if tokens is not self.tokens:
            self.tokens = tokens
            _application().setPalette(stylesheet.palette(tokens))
            self._restyler.restyle_all()
            self.changed.emit()

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


def motion_ms() -> int:
    """How long a glide lasts; 0 where the user, or Windows, wants no motion.

    Elsewhere Qt cannot tell: it says that every effect is off on a plain Linux desktop.
    """
    calm = sys.platform == "win32" and not QApplication.isEffectEnabled(Qt.UIEffect.UI_General)
    return 0 if calm or watcher().reduced_motion else tokens().motion_ms


def font(size: int = 14, weight: int = QFont.Weight.Normal, *, tabular: bool = True) -> QFont:
    """The system's sans at `size` logical pixels, its figures all equally wide."""
    made = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    made.setFamilies([*made.families(), *_FALLBACK_FAMILIES])
    made.setStyleHint(QFont.StyleHint.SansSerif)
    made.setPixelSize(size)
    made.setWeight(QFont.Weight(weight))
    if tabular:
        made.setFeature(QFont.Tag("tnum"), 1)
    return made


def mono(size: int = 14) -> QFont:
    """The system's font for code at `size` logical pixels."""
    made = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    made.setFamilies([*made.families(), *_FALLBACK_MONO])
    made.setStyleHint(QFont.StyleHint.Monospace)
    made.setFixedPitch(True)
    made.setPixelSize(size)
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
