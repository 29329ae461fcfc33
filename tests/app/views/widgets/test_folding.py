"""A row becomes a column where there is no room, and a row again."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from app.look import theme
from app.views.widgets.folding import Folding
from app.views.widgets.labels import hairline


def folding(qtbot, *, last_on_top: bool = False) -> tuple[Folding, QWidget, QWidget]:
    row = Folding(400, last_on_top=last_on_top)
    left, right = QWidget(), QWidget()
    left.setMinimumSize(150, 50)
    right.setMinimumSize(200, 60)
    row.add(left)
    row.add_divider(hairline(lying=False))
    row.add(right, 1)
    qtbot.addWidget(row)
    row.resize(500, 300)
    row.show()
    QApplication.processEvents()
    return row, left, right


def test_a_narrow_row_is_a_column(look: theme.Watcher, qtbot) -> None:
    row, left, right = folding(qtbot)
    assert left.y() == right.y()
    row.resize(399, 300)
    QApplication.processEvents()
    assert row.is_folded
    assert left.geometry().bottom() < right.y()
    row.resize(400, 300)
    QApplication.processEvents()
    assert left.y() == right.y()


def test_the_last_part_can_be_the_first_of_the_column(look: theme.Watcher, qtbot) -> None:
    row, left, right = folding(qtbot, last_on_top=True)
    row.resize(300, 300)
    QApplication.processEvents()
    assert right.geometry().bottom() < left.y()


def test_it_needs_no_more_than_its_widest_part(look: theme.Watcher, qtbot) -> None:
    row, _, _ = folding(qtbot)
    assert row.minimumSizeHint().width() == 200
    assert row.minimumSizeHint().height() == 60
    row.resize(300, 300)
    QApplication.processEvents()
    assert row.minimumSizeHint().height() >= 110


@pytest.mark.parametrize(("percent", "is_folded"), [(100, False), (150, True)])
def test_larger_text_folds_sooner(
    look: theme.Watcher, qtbot, percent: int, is_folded: bool
) -> None:
    row, _, _ = folding(qtbot)
    look.choose_size(percent)
    QApplication.processEvents()
    assert row.is_folded is is_folded
    look.choose_size(100)


def test_parts_that_need_more_than_the_row_has_fold_it(look: theme.Watcher, qtbot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    row = Folding(0)
    row.setParent(host)
    for words in ("one button", "another button"):
        button = QPushButton(words)
        button.setMinimumWidth(170)
        row.add(button)
    row.setGeometry(0, 0, 300, 200)
    host.show()
    QApplication.processEvents()
    assert row.is_folded
    row.setGeometry(0, 0, 380, 200)
    QApplication.processEvents()
    assert not row.is_folded
