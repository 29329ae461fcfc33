"""An editor for a recipe field, whatever its kind, and what it is made of."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPaintEvent, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QSizePolicy,
    QStackedWidget,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QWidget,
)

from app.views.widgets.plain import PlainLabel, plain_tip
from core.errors import RecipeError
from core.recipe_form import Choice, Field, Number


class CalmComboBox(QComboBox):
    """A narrow combo box: it shortens what does not fit, and ignores the wheel without focus."""

    def __init__(self) -> None:
        super().__init__()
        self.setMinimumContentsLength(4)
        self.setSizeAdjustPolicy(self.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)

    def fit_list(self) -> None:
        """Let the open list be as wide as its longest entry."""
        self.view().setMinimumWidth(self.view().sizeHintForColumn(0) + 32)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.isEditable():
            super().paintEvent(event)
            return
        painter = QStylePainter(self)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        field = self.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox,
            option,
            QStyle.SubControl.SC_ComboBoxEditField,
            self,
        )
        option.currentText = self.fontMetrics().elidedText(
            self.currentText(), Qt.TextElideMode.ElideRight, field.width() - 4
        )
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class FieldFrame(QStackedWidget):
    """A control, or in its place, and as large, words to read while nothing can be changed."""

    def __init__(self, control: QLineEdit | QComboBox, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.control = control
        self._words = PlainLabel()
        self._words.setContentsMargins(9, 0, 0, 0)  # as its letters stand in the control
        self._words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.addWidget(control)
        self.addWidget(self._words)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_words(self, words: str) -> None:
        """Show `words` in the control's place; the control again where there are none."""
        self._words.setText(words)
        self._words.setToolTip(plain_tip(words))
        self.setCurrentWidget(self._words if words else self.control)

    @property
    def words(self) -> str:
        """What is shown in the control's place, or ""."""
        return self._words.text()


class Editor(QWidget):
    """Edits one recipe field, and checks its text with every change.

    changed: the text was changed. committed: Enter was pressed, a choice made, or the focus left.
    reason: why the text is no value of the field, or "". frame: what shows its control.
    """

    changed = Signal()
    committed = Signal()

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self.reason = ""
        self.control = self._make_control()
        self.frame = FieldFrame(self.control)
        self.control.setObjectName(field.name)
        self.control.setAccessibleName(field.label)
        self.control.setToolTip(plain_tip(field.help))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.frame)
        self.setFocusProxy(self.control)

    def text(self) -> str:
        """What was typed or chosen, as Field.parse takes it."""
        if isinstance(self.control, QLineEdit):
            return self.control.text()
        if self.control.isEditable():
            return self.control.currentText()
        return str(self.control.currentData())

    def value(self) -> object:
        """The value of the text. Raises RecipeError when it is none of the field."""
        return self.field.parse(self.text())

    def set_value(self, value: object) -> None:
        """Show a value of the field."""
        text = self.field.text(value)
        if isinstance(self.control, QLineEdit):
            self.control.setText(text)
        elif self.control.isEditable():
            self.control.setEditText(text)
        else:
            self.control.setCurrentIndex(self.control.findData(value))
        self._check()

    def _make_control(self) -> QLineEdit | QComboBox:
        kind = self.field.kind
        if isinstance(kind, Choice):
            return self._make_choice(kind)
        if isinstance(kind, Number) and kind.suggestions:
            return self._make_suggestions(kind)
        line = QLineEdit()
        line.textEdited.connect(self._on_changed)
        line.editingFinished.connect(self.committed)
        return line

    def _make_choice(self, kind: Choice) -> QComboBox:
        box = CalmComboBox()
        for value, label in kind.options.items():
            box.addItem(label, value)
        box.fit_list()
        box.activated.connect(self._on_chosen)
        return box

    def _make_suggestions(self, kind: Number) -> QComboBox:
        box = CalmComboBox()
        line = QLineEdit()
        box.setEditable(True)
        box.setLineEdit(line)
        box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        box.setCompleter(None)  # type: ignore[arg-type]
        box.addItems([kind.text(value) for value in kind.suggestions])
        line.textEdited.connect(self._on_changed)
        line.editingFinished.connect(self.committed)
        box.activated.connect(self._on_chosen)
        return box

    def _on_changed(self) -> None:
        self._check()
        self.changed.emit()

    def _on_chosen(self) -> None:
        self._on_changed()
        self.committed.emit()

    def _check(self) -> None:
        try:
            self.value()
        except RecipeError as error:
            self._set_reason(str(error))
        else:
            self._set_reason("")

    def _set_reason(self, reason: str) -> None:
        if bool(reason) != bool(self.reason):
            self.control.setProperty("invalid", bool(reason))
            self.control.style().unpolish(self.control)
            self.control.style().polish(self.control)
        self.reason = reason
        self.control.setToolTip(plain_tip(reason or self.field.help))
        self.control.setAccessibleDescription(reason or self.field.help)
