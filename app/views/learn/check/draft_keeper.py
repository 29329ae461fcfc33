"""Keeps what is typed and not saved on the disk, and shows what an earlier window left behind."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Slot

from app.state.drafts import Draft, Drafts
from app.views.learn.check.pane import CheckPane
from core.errors import DigitLabError

DELAY_MS = 500  # from the first key that is not on the disk yet
MORE = "Show another"


class DraftKeeper(QObject):
    """Writes the pane's unsaved text as this window's draft, and deletes it once it is saved or
    discarded. Lives in the window's thread."""

    def __init__(self, pane: CheckPane, drafts: Drafts) -> None:
        super().__init__(pane)
        self._pane = pane
        self._drafts = drafts
        self._timer = QTimer(self, singleShot=True, interval=DELAY_MS)
        self._timer.timeout.connect(self.write)
        document = pane.editor.document()
        document.contentsChanged.connect(self._on_change)
        document.modificationChanged.connect(self._on_change)

    def show_left(self) -> bool:
        """Show the unsaved text that was left behind last; whether there was one."""
        draft = self._drafts.take()
        if draft is not None:
            self.show(draft)
        return draft is not None

    def show(self, draft: Draft) -> None:
        """Show its file with its text, and a way to the next one where there are more."""
        more = {MORE: self._show_another} if self._drafts.is_any_left else {}
        self._pane.restore(Path(draft.path), draft, more)

    def close(self) -> None:
        """Write at once, and let a later window have it."""
        self._timer.stop()
        self.write()
        self._drafts.leave()

    @Slot()
    def write(self) -> None:
        """Make the disk say what the editor does."""
        if self._pane.path is None:
            return
        draft = self._pane.code.draft
        try:
            if draft is None:
                self._drafts.drop()
            else:
                self._drafts.keep(draft)
        except DigitLabError as error:
            self._pane.file_notice.say(str(error))

    @Slot()
    def _on_change(self) -> None:
        if not self._timer.isActive():
            self._timer.start()

    def _show_another(self) -> None:
        self.write()
        self.show_left()
