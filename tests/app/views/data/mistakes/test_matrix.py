"""The matrix: where cells lie, what a pointer and keys do, how it looks for 2 to 62 classes."""

from string import ascii_letters, digits

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QFontMetricsF, QHelpEvent, QImage, QPainter
from PySide6.QtWidgets import QApplication, QToolTip

from app.look import theme
from app.views.data.mistakes.matrix import ConfusionMatrix
from app.views.data.mistakes.sheet import CellLayout, ConfusionSheet, page
from app.views.data.mistakes.words import cell_sentence, share, worst_sentence
from core.evaluation.confusion import Confused, Confusion

CLOTHES = ("T-shirt/top", "Trouser", "Pullover", "Dress", "Coat")


def confusion_of(names, wrong=((0, 1, 3),)):
    """10 examples a class, `count` of class `truth` taken for `answer`."""
    counts = np.diag(np.full(len(names), 10))
    for truth, answer, count in wrong:
        counts[truth, answer] += count
        counts[truth, truth] -= count
    return Confusion(tuple(names), counts)


@pytest.fixture
def matrix(qtbot, look):
    made = ConfusionMatrix()
    qtbot.addWidget(made)
    made.resize(420, 400)
    made.set_confusion(confusion_of("0123456789", [(4, 9, 3), (7, 2, 1)]))
    made.show()
    return made


def place_of(matrix, cell):
    return matrix.sheet.layout(matrix.rect()).box(cell).center()


def color_at(matrix, cell):
    corner = matrix.sheet.layout(matrix.rect()).box(cell).topLeft()
    return matrix.grab().toImage().pixelColor(corner + QPoint(3, 3))


@pytest.mark.parametrize("names", [("no", "yes"), digits, CLOTHES, digits + ascii_letters])
@pytest.mark.parametrize("size", [(300, 260), (900, 900)])
def test_all_cells_lie_within_the_area_one_beside_the_other(look, names, size):
    area = QRect(0, 0, *size)
    layout = ConfusionSheet(confusion_of(names), shares=False).layout(area)
    assert layout.n == len(names)
    boxes = [layout.box((row, column)) for row in range(layout.n) for column in range(layout.n)]
    assert boxes[1].left() == boxes[0].right() + 1
    if layout.cell > 5:
        assert all(area.contains(box) for box in boxes)
    for row, column in ((0, 0), (layout.n - 1, 0), (1, layout.n - 1)):
        assert layout.at(layout.box((row, column)).center().toPointF()) == (row, column)
    assert layout.at(QPoint(0, 0).toPointF()) is None


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_mistakes_stand_out_and_what_is_right_does_not(look, matrix, scheme):
    look.choose(scheme)
    right, wrong, rare, none = (color_at(matrix, cell) for cell in ((4, 4), (4, 9), (7, 2), (0, 5)))
    assert wrong.name() == theme.tokens().negative
    assert none.name() == theme.tokens().ground_sunken
    assert right.hslSaturation() < 40 < rare.hslSaturation()


def test_a_click_chooses_a_cell_and_says_it(qtbot, matrix):
    with qtbot.waitSignals([matrix.pointed, matrix.chosen]):
        qtbot.mouseClick(matrix, Qt.MouseButton.LeftButton, pos=place_of(matrix, (4, 9)))
    assert matrix.current == (4, 9)
    assert matrix.accessibleDescription() == "4 read as 9: 3 of 10, 30.0\u202f%"


def test_keys_begin_at_the_worst_mistake_and_go_about(qtbot, matrix):
    chosen, left = [], []
    matrix.chosen.connect(lambda *cell: chosen.append(cell))
    matrix.left.connect(lambda: left.append(True))
    matrix.setFocus()
    qtbot.waitUntil(lambda: matrix.current == (4, 9))
    for key, cell in (
        (Qt.Key.Key_Right, (4, 9)),
        (Qt.Key.Key_Up, (3, 9)),
        (Qt.Key.Key_Home, (3, 0)),
        (Qt.Key.Key_Left, (3, 0)),
        (Qt.Key.Key_Down, (4, 0)),
        (Qt.Key.Key_End, (4, 9)),
    ):
        qtbot.keyClick(matrix, key)
        assert matrix.current == cell
    qtbot.keyClick(matrix, Qt.Key.Key_Return)
    qtbot.keyClick(matrix, Qt.Key.Key_Escape)
    assert (chosen, left) == ([(4, 9)], [True])


def test_a_tooltip_says_what_is_under_the_pointer(qtbot, matrix, monkeypatch):
    said = []
    monkeypatch.setattr(QToolTip, "showText", lambda place, text, *_: said.append(text))
    place = place_of(matrix, (4, 9))
    event = QHelpEvent(QEvent.Type.ToolTip, place, matrix.mapToGlobal(place))
    QApplication.sendEvent(matrix, event)
    assert said == ["4 read as 9: 3 of 10, 30.0\u202f%"]


def test_the_current_cell_stays_for_the_same_classes_alone(matrix):
    matrix.set_current((7, 2))
    matrix.set_confusion(confusion_of("0123456789", [(7, 2, 5)]))
    assert matrix.current == (7, 2)
    assert "5 of 10" in matrix.accessibleDescription()
    matrix.set_confusion(confusion_of(CLOTHES))
    assert matrix.current is None
    matrix.set_confusion(None)
    assert matrix.accessibleDescription() == ""
    assert not matrix.grab().isNull()


def test_counts_or_shares(matrix):
    before = matrix.grab().toImage()
    matrix.set_shares(True)
    assert matrix.grab().toImage() != before


def test_a_number_without_room_keeps_no_other_from_being_written(look):
    counts = np.diag([1133, 7, 1133])
    counts[0, 2], counts[2, 1] = 12, 3
    sheet = ConfusionSheet(Confusion(("0", "1", "2"), counts), shares=False)
    note = QFontMetricsF(theme.font(theme.tokens().type_note))
    layout = CellLayout(QPoint(20, 20), int(note.horizontalAdvance("1,133")), 3, False)
    assert sheet.written(layout) == {(1, 1): "7", (0, 2): "12", (2, 1): "3"}
    image = QImage(160, 160, QImage.Format.Format_RGB32)
    with QPainter(image) as painter:
        sheet.paint(painter, layout)
    for cell in np.ndindex(counts.shape):
        box = layout.box(cell).adjusted(2, 2, -2, -2)
        places = ((x, y) for x in range(box.left(), box.right())
                  for y in range(box.top(), box.bottom()))  # fmt: skip
        colors = {image.pixel(*place) for place in places}
        assert (len(colors) > 1) == (cell in sheet.written(layout)), cell
    assert sheet.written(CellLayout(QPoint(), int(note.height()) - 1, 3, False)) == {}


def test_a_page_for_a_file_is_large_enough_for_all(look):
    for names in (("no", "yes"), digits + ascii_letters):
        sheet = ConfusionSheet(confusion_of(names), shares=False)
        _, size = page(sheet, "A network on a set whose name is rather long")
        assert size.width() > len(names) * 10
        assert size.height() > len(names) * 10


def test_words():
    assert cell_sentence("ab", Confused(0, 0, 9, 10)) == "a read right: 9 of 10, 90.0\u202f%"
    assert cell_sentence("ab", Confused(1, 0, 0, 0)) == "There is no b in this set."
    assert worst_sentence(confusion_of("ab", [])) == "Nothing is misread."
    assert worst_sentence(confusion_of("abc", [(0, 1, 2), (2, 1, 4)])) == (
        "Most often: c as b (4), a as b (2)."
    )
    assert (share(None), share(1.0), share(0.99999)) == ("–", "100.00\u202f%", "99.99\u202f%")
