"""What is asked before a class is opened, run, marked or written."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from app.desktop.file_filters import ALL, file_filter
from app.look.figures import counted
from app.views.widgets.notice import plain_box
from core.checking.confinement import in_words
from core.files.plain_text import as_file_name

ZIPS = f"{file_filter('Zip files', '.zip')};;{ALL}"
RUBRICS = f"{file_filter('Rubrics', '.toml')};;{ALL}"


def ask_for_folder(parent: QWidget, begin: Path) -> Path | None:
    """The folder of a class; None if the user cancelled."""
    name = QFileDialog.getExistingDirectory(parent, "Open a class's hand-ins", str(begin))
    return Path(name) if name else None


def ask_for_zip(parent: QWidget, begin: Path) -> Path | None:
    """The zip of a class; None if the user cancelled."""
    name, _ = QFileDialog.getOpenFileName(parent, "Open a class's hand-ins", str(begin), ZIPS)
    return Path(name) if name else None


def ask_for_rubric(parent: QWidget, begin: Path) -> Path | None:
    """A rubric that is there; None if the user cancelled."""
    name, _ = QFileDialog.getOpenFileName(parent, "Choose a rubric", str(begin), RUBRICS)
    return Path(name) if name else None


def ask_for_new_rubric(parent: QWidget, begin: Path) -> Path | None:
    """Where to write a rubric, ending in .toml; None if the user cancelled."""
    proposed = str(begin / "rubric.toml")
    name, _ = QFileDialog.getSaveFileName(parent, "Write a new rubric", proposed, RUBRICS)
    path = Path(name)
    return (path if path.suffix else path.with_suffix(".toml")) if name else None


def ask_for_pages(parent: QWidget, begin: Path, title: str) -> Path | None:
    """The folder to write pages into, one of its own; None if the user cancelled."""
    name = QFileDialog.getExistingDirectory(parent, "Write the pages into", str(begin))
    return Path(name) / f"{as_file_name(title, 'class')} pages" if name else None


def ask_to_run(parent: QWidget, count: int, held: Collection[str], seconds: float) -> bool:
    """Whether the code of so many hand-ins may be run. held: see core.checking.confinement."""
    box = plain_box(parent, f"Checking runs the code of {counted(count, 'hand-in')}. Run it?")
    lines = "\n".join(f"•  {each}" for each in in_words(held, seconds))
    box.setInformativeText(f"On this computer:\n{lines}")
    buttons = QMessageBox.StandardButton
    box.setStandardButtons(buttons.Yes | buttons.Cancel)
    box.button(buttons.Yes).setText("Run the code")
    return box.exec() == buttons.Yes
