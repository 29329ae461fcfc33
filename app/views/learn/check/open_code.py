"""The learner's file that is open, on the disk and in the editor; what is asked before files are
opened, written or left."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from enum import Enum
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from app.desktop.file_filters import ALL, file_filter
from app.desktop.files import write_file
from app.desktop.watched_file import WatchedFile
from app.state.drafts import Draft, digest
from app.state.learner_file import LearnerFile
from app.views.learn.check.bar import FileNotice
from app.views.learn.check.editor import CodeEditor
from app.views.widgets.notice import plain_box
from core.checking.export import to_html, to_json
from core.checking.report import Report
from core.errors import DigitLabError
from core.files.plain_text import as_file_name, plain

FILTER = f"{file_filter('Python files and notebooks', '.py', '.ipynb', '.txt')};;{ALL}"
NEW_FILTER = f"{file_filter('Python files', '.py')};;{ALL}"
ENDINGS = {
    file_filter("A page to hand in", ".html"): ".html",
    file_filter("JSON", ".json"): ".json",
}
CHANGED_TWICE = "The file has changed on disk, and so has the text here."
NOT_EXACT = "This is not UTF-8 text. It is shown as far as it can be read; edit it elsewhere."
NOTEBOOK = (
    "The code of a notebook's cells, one after another. Edit it in Jupyter: it is checked again "
    "whenever it is saved there."
)
RESTORED = "These changes were not saved yet."
AWAY = (
    "The file is not there. This is its text that was not saved yet; saving makes the file again."
)


class Changes(Enum):
    """The answer to what becomes of unsaved changes."""

    SAVE = QMessageBox.StandardButton.Save
    DISCARD = QMessageBox.StandardButton.Discard
    STAY = QMessageBox.StandardButton.Cancel


def ask_for_file(parent: QWidget, folder: Path) -> Path | None:
    """The file to open, which exists; None if the user cancelled."""
    name, _ = QFileDialog.getOpenFileName(parent, "Open your code", str(folder), FILTER)
    return Path(name) if name else None


def ask_for_new(parent: QWidget, proposed: Path, title: str = "New exercise") -> Path | None:
    """Where to write a file, ending in .py; None if the user cancelled."""
    name, _ = QFileDialog.getSaveFileName(parent, title, str(proposed), NEW_FILTER)
    return with_ending(Path(name), ".py") if name else None


def ask_for_export(parent: QWidget, code: Path) -> Path | None:
    """Where to write the report on the file `code`; None if the user cancelled."""
    proposed = str(code.with_name(f"{as_file_name(code.stem, 'code')} report.html"))
    name, kind = QFileDialog.getSaveFileName(
        parent, "Export the report", proposed, ";;".join(ENDINGS)
    )
    return with_ending(Path(name), ENDINGS.get(kind, ".html")) if name else None


def ask_about_changes(parent: QWidget, code: Path) -> Changes:
    """Ask whether to save the changes to the file `code`."""
    buttons = QMessageBox.StandardButton
    box = plain_box(parent, f"Save your changes to “{plain(code.name)}”?")
    box.setStandardButtons(buttons.Save | buttons.Discard | buttons.Cancel)
    return Changes(box.exec())


def export(report: Report, path: Path) -> None:
    """Write `report` as JSON where `path` ends in .json, else as HTML. Raises DigitLabError."""
    write = to_json if path.suffix.lower() == ".json" else to_html
    write_file(path, write(report).encode(errors="replace"))


def with_ending(path: Path, ending: str) -> Path:
    return path if path.suffix else path.with_suffix(ending)


class OpenCode(QObject):
    """The open file, if any, and the editor that shows it; follows changes on the disk.

    text_loaded: the editor shows another text. reloaded: the file was changed on disk, and loaded
    again. failed: a sentence on what could not be done; what was open still is.
    """

    text_loaded = Signal()
    reloaded = Signal()
    failed = Signal(str)

    def __init__(self, editor: CodeEditor, notice: FileNotice) -> None:
        """notice: the line above the editor, for what the user must know of the file."""
        super().__init__(editor)
        self._editor = editor
        self._notice = notice
        self._file: LearnerFile | None = None
        self._changes_of = ""
        self.watched = WatchedFile(self)
        self.watched.changed.connect(self._on_changed_on_disk)

    @property
    def path(self) -> Path | None:
        return self._file.path if self._file else None

    @property
    def unsaved(self) -> str:
        """The editor's text if it was changed since it was loaded or saved, else ""."""
        is_modified = self._file is not None and self._editor.document().isModified()
        return self._editor.toPlainText() if is_modified else ""

    @property
    def draft(self) -> Draft | None:
        """What is to be kept of the unsaved text; None when there is none."""
        file, text = self._file, self.unsaved
        if file is None or not text:
            return None
        return Draft(str(file.path), text, file.encoding, file.newline, self._changes_of)

    def open(self, file: LearnerFile) -> None:
        """Show `file` and follow its changes on the disk."""
        self._show(file)
        self.watched.watch(file.path)

    def leave(self) -> bool:
        """Ask what becomes of unsaved changes, and save if wanted. False if the file must stay
        open."""
        if not self.unsaved or self.path is None:
            return True
        answer = ask_about_changes(self._editor.window(), self.path)
        return answer is Changes.DISCARD or (answer is Changes.SAVE and self.save())

    def save(self) -> bool:
        """Write the editor's changes, where the user says if the file's folder is gone. False if
        nothing is open or writing failed."""
        if self._file is None:
            return False
        if not self._editor.document().isModified() or not self._file.exact:
            return True
        if not os.path.isdir(self._file.path.parent) and not self._move():
            return False
        try:
            self._file = self._file.write(self._editor.toPlainText())
            self._changes_of = digest(self._file.text)
        except DigitLabError as error:
            self.failed.emit(str(error))
            return False
        self._editor.document().setModified(False)
        self._notice.say("")
        self.watched.watch(self._file.path)
        return True

    def restore(self, draft: Draft, ways: Mapping[str, Callable[[], None]]) -> None:
        """Put changes that were not saved last time in place of the file's text. ways: what else
        can be done."""
        if self._file is None or not draft.text or draft.text == self._file.text:
            return
        has_changed = draft.of not in ("", self._changes_of)
        self._changes_of = draft.of or self._changes_of
        self._editor.setPlainText(draft.text)
        self._editor.document().setModified(True)
        if not os.path.isfile(self._file.path):
            self._notice.say(AWAY, ways)
        elif has_changed:
            self._notice.say(CHANGED_TWICE, {**self._ways, **ways})
        else:
            self._notice.say(RESTORED, ways)

    def _move(self) -> bool:
        """Ask for another place for the file. False if the user cancelled."""
        assert self._file is not None
        path = ask_for_new(self._editor.window(), self._file.path, "Save your code")
        if path is not None:
            self._file = replace(self._file, path=path)
            self.text_loaded.emit()
        return path is not None

    def _show(self, file: LearnerFile) -> None:
        self._file, self._changes_of = file, digest(file.text)
        self._editor.set_text(file.text)
        self._editor.setReadOnly(not file.exact)
        self._notice.say("" if file.exact else NOTEBOOK if file.is_notebook else NOT_EXACT)
        self.text_loaded.emit()

    @Slot()
    def _on_changed_on_disk(self) -> None:
        if self.unsaved:
            self._notice.say(CHANGED_TWICE, self._ways)
        else:
            self._load()

    @property
    def _ways(self) -> dict[str, Callable[[], None]]:
        """Out of two changes."""
        return {"Load the file": self._load, "Keep this": self._keep}

    def _load(self) -> None:
        assert self.path is not None
        try:
            self._show(LearnerFile.read(self.path))
        except DigitLabError as error:
            self._notice.say(str(error))
            return
        self.watched.note()
        self.reloaded.emit()

    def _keep(self) -> None:
        self._notice.say("")
