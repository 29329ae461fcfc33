"""What Check my code asks the user: which file, where to, and what becomes of changes."""

from __future__ import annotations

from enum import Enum
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from app.desktop.files import write_file
from core.checking.export import to_html, to_json
from core.checking.report import Report
from core.lessons.exercise import FILE_NAME
from core.version import NAME

FILTER = "Python files (*.py);;All files (*)"
ENDINGS = {"A page to hand in (*.html)": ".html", "JSON (*.json)": ".json"}


class Changes(Enum):
    """What becomes of changes that were not saved."""

    SAVE = QMessageBox.StandardButton.Save
    DISCARD = QMessageBox.StandardButton.Discard
    STAY = QMessageBox.StandardButton.Cancel


def ask_for_file(parent: QWidget, folder: Path) -> Path | None:
    """A file that is there; None for none."""
    name, _ = QFileDialog.getOpenFileName(parent, "Open your code", str(folder), FILTER)
    return Path(name) if name else None


def ask_for_new(parent: QWidget, folder: Path) -> Path | None:
    """Where a new exercise goes; None for nowhere."""
    proposed = str(folder / FILE_NAME)
    name, _ = QFileDialog.getSaveFileName(parent, "New exercise", proposed, FILTER)
    return with_ending(Path(name), ".py") if name else None


def ask_for_export(parent: QWidget, code: Path) -> Path | None:
    """Where the report on the file `code` goes; None for nowhere."""
    proposed = str(code.with_name(f"{code.stem} report.html"))
    name, kind = QFileDialog.getSaveFileName(
        parent, "Export the report", proposed, ";;".join(ENDINGS)
    )
    return with_ending(Path(name), ENDINGS.get(kind, ".html")) if name else None


def ask_about_changes(parent: QWidget, code: Path) -> Changes:
    """What becomes of the changes to this file."""
    buttons = QMessageBox.StandardButton
    box = QMessageBox(
        QMessageBox.Icon.NoIcon,
        NAME,
        f"Save your changes to “{code.name}”?",
        buttons.Save | buttons.Discard | buttons.Cancel,
        parent,
    )
    return Changes(box.exec())


def export(report: Report, path: Path) -> None:
    """As JSON for a name that ends so, else as a page. Raises DigitLabError with a sentence."""
    write = to_json if path.suffix.lower() == ".json" else to_html
    write_file(path, write(report).encode())


def with_ending(path: Path, ending: str) -> Path:
    return path if path.suffix else path.with_suffix(ending)
