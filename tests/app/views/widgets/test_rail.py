"""The rail shows every view, however low the window is and however large the text."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction

from app.look import theme
from app.views.widgets.rail import ICON, LEAST_ICON, Rail

pytestmark = pytest.mark.usefixtures("look")
TITLES = ("Draw", "Train", "Inspect", "Learn", "Data", "Runs")


@pytest.mark.parametrize("percent", [100, 150, 200])
@pytest.mark.parametrize("height", [340, 480, 700, 1000])
def test_no_button_is_cut_off(qtbot, percent: int, height: int) -> None:
    theme.watcher().choose_size(percent)
    rail = Rail()
    qtbot.addWidget(rail)
    for title in TITLES:
        action = QAction(title, rail)
        action.setIcon(theme.icon(title.lower()))
        rail.add(action, title)
    rail.resize(rail.width(), height)
    rail.show()
    rail.layout().activate()
    for each in rail.buttons:
        assert each.height() >= each.sizeHint().height()
        assert each.geometry().bottom() < height
        assert each.iconSize().height() >= LEAST_ICON
    if height == 1000:
        assert rail.buttons[0].iconSize().height() == theme.px(ICON)
        assert rail.buttons[0].toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonTextUnderIcon
