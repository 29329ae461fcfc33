"""The dialog that asks what to export as what: a sentence each, and Save."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.background.exporting import Exporting
from app.desktop.file_filters import file_filter
from app.look import sizes, theme
from app.views.widgets.plain import PlainLabel
from core.export.formats import ExportFormat
from core.files.plain_text import as_file_name, plain

WIDTH = 520
BESIDE = 280  # what the dialog and the screen need beside the choices, at most
WRITING = "Writing…"


@dataclass(frozen=True)
class Offer:
    """One form to choose. group: the heading that it stands below. name: proposed for the file,
    without an ending."""

    group: str
    form: ExportFormat
    subject: Any
    name: str


class ExportDialog(QDialog):
    """Open it with open(). It stays when a file was written, so that more can be, and deletes
    itself when closed."""

    def __init__(
        self, title: str, offers: Sequence[Offer], exporting: Exporting, parent: QWidget
    ) -> None:
        """title: what is exported, in a few words."""
        super().__init__(parent)
        self.setWindowTitle("Export")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._offers, self._exporting = offers, exporting
        self.heading = PlainLabel(title)
        self.heading.setWordWrap(True)
        self.heading.setProperty("role", "sentence")
        self.choices = QButtonGroup(self)
        self.outcome = PlainLabel()
        self.outcome.setWordWrap(True)
        self.outcome.setObjectName("outcome")
        self.save = QPushButton("Save…")
        self.save.setProperty("role", "primary")
        self.save.setDefault(True)
        self.save.clicked.connect(lambda: self.ask_and_write())
        exporting.written.connect(self._on_written)
        exporting.failed.connect(self._on_failed)
        self._lay_out()
        self.choices.buttons()[0].setChecked(True)
        self._say("")

    @property
    def chosen(self) -> Offer:
        return self._offers[self.choices.checkedId()]

    def ask_and_write(self, path: Path | None = None) -> None:
        """Write what is chosen to `path`; without it, ask for one."""
        offer = self.chosen
        ending = f".{offer.form.ending}"
        if path is None:
            name, _ = QFileDialog.getSaveFileName(
                self,
                "Export",
                f"{as_file_name(offer.name, 'network')}{ending}",
                file_filter(offer.form.label, ending),
            )
            if not name:
                return
            path = Path(name)
        if path.suffix.lower() != ending:
            path = path.with_name(path.name + ending)
        self.save.setEnabled(False)
        self._say(WRITING)
        self._exporting.write(offer.form, offer.subject, path)

    @Slot(object)
    def _on_written(self, paths: list[Path]) -> None:
        names = " and ".join(f"“{plain(path.name)}”" for path in paths)
        self._end(f"Saved {names} in {paths[-1].parent}.", "good")

    @Slot(str)
    def _on_failed(self, sentence: str) -> None:
        self._end(sentence, "error")

    def _end(self, sentence: str, role: str) -> None:
        self.save.setEnabled(True)
        self._say(sentence, role)

    def _say(self, text: str, role: str = "note") -> None:
        self.outcome.setText(text)
        theme.repolish(self.outcome, role)

    def _lay_out(self) -> None:
        look = theme.tokens()
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, look.space_2, 0)
        column.setSpacing(0)
        group = ""
        for number, offer in enumerate(self._offers):
            if offer.group != group:
                group = offer.group
                column.addSpacing(look.space_3 if number else 0)
                label = PlainLabel(group)
                label.setProperty("role", "heading")
                column.addWidget(label)
            column.addSpacing(look.space_2)
            column.addWidget(self._choice(number, offer.form))
            column.addWidget(_sentence(offer.form))
        column.addStretch(1)
        self.sheet = _Scroll(inner)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.addButton(self.save, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.reject)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(look.space_4, look.space_4, look.space_4, look.space_3)
        whole.setSpacing(look.space_3)
        whole.addWidget(self.heading)
        whole.addWidget(self.sheet, 1)
        whole.addWidget(self.outcome)
        whole.addWidget(buttons)
        sizes.set_width(self, WIDTH)

    def _choice(self, number: int, form: ExportFormat) -> QRadioButton:
        button = QRadioButton(f"{form.label}  (.{form.ending})")
        button.setObjectName(form.name)
        button.setAccessibleDescription(form.sentence)
        self.choices.addButton(button, number)
        return button


class _Scroll(QScrollArea):
    """As high as what it holds, as far as the screen has room."""

    def __init__(self, inner: QWidget) -> None:
        super().__init__()
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(inner)
        self._inner = inner

    def sizeHint(self) -> QSize:
        width = theme.px(WIDTH) - 2 * theme.tokens().space_4
        height = self._inner.heightForWidth(width)
        return QSize(width, min(height, self.screen().availableSize().height() - theme.px(BESIDE)))


def _sentence(form: ExportFormat) -> PlainLabel:
    """Below its choice, where that one's words begin."""
    label = PlainLabel(form.sentence)
    label.setWordWrap(True)
    label.setProperty("role", "note")
    label.setContentsMargins(theme.px(26), 0, 0, 0)
    return label
