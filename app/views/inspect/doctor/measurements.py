"""What the doctor watches: each figure beside its limit, so that one sees what healthy is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from app.look import sizes
from app.views.widgets.labels import IconLabel, hairline
from app.views.widgets.plain import PlainLabel, plain_tip
from core.inspection.findings import Measurement

WIDTH = 328
FIGURE_WIDTH = 124
STANDING = {
    "unknown": ("", "", "not seen yet"),
    "healthy": ("check", "good", "healthy"),
    "beyond": ("pending", "warning", "beyond its limit, but not for long enough to be an alarm"),
    "alarm": ("warning", "warning", "beyond its limit"),
}


class MeasurementRow(QWidget):
    """One measurement: icon, title and figure, and its limit below."""

    def __init__(self) -> None:
        super().__init__()
        self.mark = IconLabel(16)
        self.title = PlainLabel()
        self.title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.figure = PlainLabel()
        sizes.set_font(self.figure)
        sizes.set_width(self.figure, FIGURE_WIDTH)
        self.figure.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.limit = PlainLabel()
        self.limit.setProperty("role", "note")
        self.limit.setWordWrap(True)
        sizes.set_font(self.limit, "type_note")
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 4, 0, 4)
        layout.setHorizontalSpacing(8)
        layout.setVerticalSpacing(0)
        layout.addWidget(self.mark, 0, 0)
        layout.addWidget(self.title, 0, 1)
        layout.addWidget(self.figure, 0, 2)
        layout.addWidget(self.limit, 1, 1, 1, 2)
        layout.setColumnStretch(1, 1)

    def show_measurement(self, measurement: Measurement) -> None:
        icon, color, words = STANDING[measurement.standing]
        self.mark.set_icon(icon, color)
        for label, text in (
            (self.title, measurement.title),
            (self.figure, measurement.figure),
            (self.limit, measurement.limit),
        ):
            if label.text() != text:
                label.setText(text)
                label.setToolTip(plain_tip(text))
        self.mark.setToolTip(plain_tip(words))
        self.setAccessibleName(
            f"{measurement.title} {measurement.figure}, {words}, {measurement.limit}"
        )


class MeasurementList(QWidget):
    """A row for each measurement of a run. Rows are kept, and only their words change."""

    def __init__(self) -> None:
        super().__init__()
        sizes.set_width(self, WIDTH)
        self.rows: list[MeasurementRow] = []
        heading = PlainLabel("What is watched")
        sizes.set_font(heading, "type_text", 600)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(heading)
        layout.addWidget(hairline(lying=True))
        layout.addLayout(self._rows)
        layout.addStretch(1)

    def show_measurements(self, measurements: Sequence[Measurement]) -> None:
        while len(self.rows) < len(measurements):
            self.rows.append(MeasurementRow())
            self._rows.addWidget(self.rows[-1])
        for row, measurement in zip(self.rows, measurements, strict=False):
            row.show_measurement(measurement)
        for place, row in enumerate(self.rows):
            row.setVisible(place < len(measurements))
