"""The learner's file that is open, on the disk and in the editor; what becomes of changes."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from app.desktop.watched_file import WatchedFile
from app.state.learner_file import LearnerFile
from app.views.learn.check.asking import Changes, ask_about_changes
from app.views.learn.check.bar import FileNotice
from app.views.learn.check.editor import CodeEditor
from core.errors import DigitLabError

CHANGED_TWICE = "The file has changed on disk, and so has the text here."
NOT_EXACT = "This is not UTF-8 text. It is shown as far as it can be read; edit it elsewhere."
RESTORED = "These changes were not saved yet."


class OpenCode(QObject):
    """Nothing is open at first. taken: the editor shows what a file holds. loaded_again: somebody
    else saved it, and that is what it shows now. failed: a sentence; what was open still is."""

    taken = Signal()
    loaded_again = Signal()
    failed = Signal(str)

    def __init__(self, editor: CodeEditor, said: FileNotice) -> None:
        """said: the line above the editor, to say what is to be known of the file."""
        super().__init__(editor)
        self._editor = editor
        self._said = said
        self._file: LearnerFile | None = None
        self.watched = WatchedFile(self)
        self.watched.changed.connect(self._on_changed_on_disk)

    @property
    def path(self) -> Path | None:
        return self._file.path if self._file else None

    @property
    def unsaved(self) -> str:
        """The text of the editor, where it is not what the file holds; else ""."""
        is_modified = self._file is not None and self._editor.document().isModified()
        return self._editor.toPlainText() if is_modified else ""

    def open(self, file: LearnerFile) -> None:
        """Show this file from now on, and follow what others write to it."""
        self._take(file)
        self.watched.watch(file.path)

    def leave(self) -> bool:
        """Ask what becomes of changes that were not saved. False to stay."""
        if not self.unsaved or self.path is None:
            return True
        answer = ask_about_changes(self._editor.window(), self.path)
        return answer is Changes.DISCARD or (answer is Changes.SAVE and self.save())

    def save(self) -> bool:
        """Write what was changed here. False when nothing is open, or that was not possible."""
        if self._file is None:
            return False
        if not self._editor.document().isModified() or not self._file.exact:
            return True
        try:
            self._file = self._file.write(self._editor.toPlainText())
        except DigitLabError as error:
            self.failed.emit(str(error))
            return False
        self._editor.document().setModified(False)
        self._said.say("")
        self.watched.note()
        return True

    def restore(self, unsaved: str) -> None:
        """Changes that were not saved last time, in place of what the file holds."""
        if unsaved and self._file is not None and unsaved != self._file.text:
            self._editor.setPlainText(unsaved)
            self._editor.document().setModified(True)
            self._said.say(RESTORED)

    def _take(self, file: LearnerFile) -> None:
        self._file = file
        self._editor.set_text(file.text)
        self._editor.setReadOnly(not file.exact)
        self._said.say("" if file.exact else NOT_EXACT)
        self.taken.emit()

    @Slot()
    def _on_changed_on_disk(self) -> None:
        if self.unsaved:
            self._said.say(CHANGED_TWICE, {"Load the file": self._load, "Keep this": self._keep})
        else:
            self._load()

    def _load(self) -> None:
        assert self.path is not None
        try:
            self._take(LearnerFile.read(self.path))
        except DigitLabError as error:
            self._said.say(str(error))
            return
        self.watched.note()
        self.loaded_again.emit()

    def _keep(self) -> None:
        self._said.say("")
