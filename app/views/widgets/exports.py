"""Exports: files written in the format that their name ends in, and the button with the menu of
them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QFileDialog, QMenu, QToolButton, QWidget

from app.desktop.file_filters import file_filter
from app.desktop.files import write_file
from app.views.widgets.buttons import icon_button
from core.errors import DigitLabError
from core.files.plain_text import as_file_name

NOTHING = "There is nothing to export yet"

Say = Callable[[str, str], None]
Entry = tuple[str, Callable[[], None]]


@dataclass(frozen=True)
class Format:
    """words: for the file dialog, “Picture, PNG”. make: returns the bytes of the file; may raise
    DigitLabError."""

    words: str
    make: Callable[[], bytes]


Formats = Mapping[str, Format]  # by the ending of the file's name, without its dot


def write(path: Path, formats: Formats) -> None:
    """Write `path` in the format of its ending. Raises DigitLabError."""
    kind = _ending(path)
    if kind not in formats:
        *most, last = (f".{each}" for each in formats)
        endings = f"{', '.join(most)} or {last}" if most else last
        raise DigitLabError(f"“{path.name}” does not say what to write. End its name in {endings}.")
    write_file(path, formats[kind].make())


def ask_and_write(
    parent: QWidget, name: str, formats: Formats, say: Say, path: Path | None = None
) -> None:
    """Write to `path`, or ask where to, proposing `name` with the first ending.

    say: called with the outcome: a sentence, and its role, "good" or "error".
    """
    if path is None:
        filters = {file_filter(each.words, f".{kind}"): kind for kind, each in formats.items()}
        proposed = f"{as_file_name(name, 'array')}.{next(iter(formats))}"
        answer, chosen = QFileDialog.getSaveFileName(parent, "Export", proposed, ";;".join(filters))
        if not answer:
            return
        path = Path(answer)
        if _ending(path) not in formats:
            path = path.with_name(f"{path.name}.{filters.get(chosen, next(iter(formats)))}")
    try:
        write(path, formats)
    except DigitLabError as error:
        say(str(error), "error")
    else:
        say(f"Exported as “{path.name}”.", "good")


def _ending(path: Path) -> str:
    return path.suffix.lower().lstrip(".")


class ExportMenu(QMenu):
    """The menu that `button`, which is put into a layout, opens."""

    def __init__(self, parent: QWidget, words: str, entries: Callable[[], Iterable[Entry]]) -> None:
        """words: the button's tooltip. entries: called whenever the menu opens."""
        super().__init__(parent)
        self._entries = entries
        self.button: QToolButton = icon_button("export", words, self._open)
        self.button.setObjectName("export")

    def fill(self) -> None:
        self.clear()
        for words, act in self._entries():
            self.addAction(words, act)
        if self.isEmpty():
            self.addAction(NOTHING).setEnabled(False)

    def _open(self) -> None:
        """Open beneath the button, right-aligned with it."""
        self.fill()
        below = self.button.mapToGlobal(self.button.rect().bottomRight())
        self.popup(below - QPoint(self.sizeHint().width(), 0))
