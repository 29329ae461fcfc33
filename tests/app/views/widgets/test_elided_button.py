"""A button shows as much of its words as it has room for, and tells all of them."""

import pytest
from PySide6.QtGui import QKeySequence

from app.views.widgets.elided_button import ElidedButton

WORDS = "Next page: Sigmoid and ReLU backward"


@pytest.fixture
def button(look, qtbot):
    made = ElidedButton(WORDS)
    qtbot.addWidget(made)
    made.setShortcut(QKeySequence("Alt+Right"))
    made.show()
    return made


def test_all_words_are_shown_where_there_is_room(button):
    button.resize(button.sizeHint())
    assert button.text() == WORDS


def test_words_are_cut_where_there_is_none_and_come_back(button):
    wanted = button.sizeHint()
    button.resize(wanted.width() // 2, wanted.height())
    assert button.text().endswith("…")
    assert WORDS.startswith(button.text()[:-1])
    assert button.fontMetrics().horizontalAdvance(button.text()) < button.width()
    assert button.accessibleName() == WORDS
    assert button.shortcut() == QKeySequence("Alt+Right")
    assert button.sizeHint().width() == pytest.approx(wanted.width(), abs=3)
    button.resize(wanted)
    assert button.text() == WORDS


def test_it_may_be_made_small(button):
    assert button.minimumSizeHint().width() < button.sizeHint().width() / 2
