"""What lies under the canvas, where it is narrow."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtWidgets import QToolButton

from app.actions import Actions
from app.views.draw.tools import Tools


@pytest.mark.parametrize("width", [160, 220, 280, 340, 420, 700])
def test_nothing_lies_on_anything_else_or_beyond_the_edge(look, qtbot, width):
    actions = Actions(None)
    tools = Tools(actions)
    qtbot.addWidget(tools)
    look.choose_size(150 if width > 160 else 100)
    tools.resize(width, 54)
    tools.show()
    look.choose_size(100)
    shown = [tools._label, tools.brush, *tools.findChildren(QToolButton)]
    boxes = [each.geometry() for each in shown if each.isVisible()]
    assert len(boxes) >= 4
    for one, other in pairwise(boxes):
        assert one.right() < other.left()
    assert tools.rect().contains(boxes[-1])


def test_with_room_all_is_there(look, qtbot):
    tools = Tools(Actions(None))
    qtbot.addWidget(tools)
    tools.resize(200, 36)
    tools.show()
    assert not tools.brush.isVisible()
    tools.resize(500, 36)
    assert tools.brush.isVisible()
    assert tools._label.isVisible()
