"""Widgets in a row that wraps: what is hidden takes no room."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton, QWidget

from app.views.widgets.flow import GAP, FlowLayout


def test_what_is_hidden_takes_no_room(qtbot) -> None:
    room = QWidget()
    qtbot.addWidget(room)
    row = FlowLayout(room)
    buttons = [QPushButton(text) for text in ("one", "two", "three")]
    for each in buttons:
        row.addWidget(each)
    room.resize(600, 40)
    room.show()
    left = row.contentsMargins().left()
    assert [each.x() for each in buttons[:2]] == [left, left + buttons[0].width() + GAP]
    buttons[0].hide()
    row.activate()
    assert buttons[1].x() == left
    for each in buttons:
        each.hide()
    margins = row.contentsMargins()
    assert row.heightForWidth(600) == margins.top() + margins.bottom()
