"""The editor: colours, numbers, indents, its own keys."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor

from app.look import theme
from app.views.learn.check.editor import CodeEditor, blanks_to_remove, indent_after

CODE = '''import numpy as np

def relu_backward(dH, Z):  # the mask
    """Two
    lines."""
    return dH * (Z > 0.5), None, len("a # b")
'''
ENTER, CTRL = Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def editor(look, qtbot):
    made = CodeEditor()
    qtbot.addWidget(made)
    made.resize(400, 300)
    made.set_text(CODE)
    made.show()
    qtbot.waitExposed(made)
    return made


def color_of(editor, words):
    """The colour that the first letter of `words` is painted in."""
    at = CODE.index(words)
    block = editor.document().findBlock(at)
    inner = at - block.position()
    for each in block.layout().formats():
        if each.start <= inner < each.start + each.length:
            return each.format.foreground().color().name()
    return theme.tokens().ink


def test_python_has_colours_in_both_themes(editor, look):
    for scheme in ("light", "dark"):
        look.choose(scheme)
        colors = theme.tokens()
        assert color_of(editor, "import") == colors.positive
        assert color_of(editor, "def") == colors.positive
        assert color_of(editor, "relu_backward") == colors.plot_validation
        assert color_of(editor, "# the mask") == colors.ink_soft
        assert color_of(editor, '"""Two') == colors.good
        assert color_of(editor, "lines.") == colors.good
        assert color_of(editor, "0.5") == colors.negative
        assert color_of(editor, "None") == colors.positive
        assert color_of(editor, "len") == colors.accent
        assert color_of(editor, "# b") == colors.good
        assert color_of(editor, "dH, Z") == colors.ink


def test_a_string_over_lines_ends_where_it_is_closed(editor):
    editor.set_text("x = '''a\nb'''\ny = 1\n")
    states = []
    block = editor.document().begin()
    while block.isValid():
        states.append(block.userState())
        block = block.next()
    assert states == [1, 0, 0, 0]


def test_lines_are_numbered_and_there_is_room_for_the_numbers(editor):
    narrow = editor.gutter_width()
    editor.set_text("\n" * 1200)
    assert editor.gutter_width() > narrow
    assert editor.viewport().geometry().left() >= editor.gutter_width()


def test_a_line_can_be_pointed_out(editor):
    editor.go_to(3)
    assert editor.marked_line == 3
    assert editor.textCursor().blockNumber() == 2
    assert editor.hasFocus()
    editor.mark(99)
    assert editor.marked_line == 0
    editor.go_to(0)
    assert editor.textCursor().blockNumber() == 2


def test_another_text_keeps_the_place(editor):
    editor.go_to(5)
    editor.set_text(CODE + "# more\n")
    assert editor.textCursor().blockNumber() == 4
    assert editor.marked_line == 0
    assert not editor.document().isModified()


def test_enter_indents(editor, qtbot):
    editor.set_text("")
    for line in ("def f(x):", "if x:", "return 1"):
        qtbot.keyClicks(editor, line)
        qtbot.keyClick(editor, ENTER)
    qtbot.keyClicks(editor, "y")
    assert editor.toPlainText() == "def f(x):\n    if x:\n        return 1\n    y"


def test_tab_and_backspace_go_by_four(editor, qtbot):
    editor.set_text("a\nb")
    qtbot.keyClick(editor, Qt.Key.Key_Tab)
    assert editor.toPlainText() == "    a\nb"
    qtbot.keyClick(editor, Qt.Key.Key_Backspace)
    assert editor.toPlainText() == "a\nb"
    editor.selectAll()
    qtbot.keyClick(editor, Qt.Key.Key_Tab)
    assert editor.toPlainText() == "    a\n    b"
    editor.selectAll()
    qtbot.keyClick(editor, Qt.Key.Key_Backtab)
    assert editor.toPlainText() == "a\nb"
    editor.moveCursor(QTextCursor.MoveOperation.End)
    qtbot.keyClick(editor, Qt.Key.Key_Backspace)
    assert editor.toPlainText() == "a\n"


def test_dropped_files_are_left_to_the_pane(editor):
    assert not editor.acceptDrops()
    assert not editor.viewport().acceptDrops()


def test_its_own_keys(editor, qtbot):
    with qtbot.waitSignal(editor.save_wanted):
        qtbot.keyClick(editor, Qt.Key.Key_S, CTRL)
    with qtbot.waitSignal(editor.check_wanted):
        qtbot.keyClick(editor, ENTER, CTRL)
    assert editor.toPlainText() == CODE


def test_what_cannot_be_edited_stays(editor, qtbot):
    editor.setReadOnly(True)
    for key in (ENTER, Qt.Key.Key_Tab, Qt.Key.Key_Backspace, Qt.Key.Key_A):
        qtbot.keyClick(editor, key)
    assert editor.toPlainText() == CODE


@pytest.mark.parametrize(
    ("line", "blanks"),
    [
        ("", 0),
        ("x = 1", 0),
        ("    x = 1", 4),
        ("if x:", 4),
        ("    for k in range(3):  # each", 8),
        ("    return x", 0),
        ("        break", 4),
        ("    returned = 1", 4),
    ],
)
def test_how_far_the_next_line_goes_in(line, blanks):
    assert indent_after(line, 4) == " " * blanks


def test_how_far_a_line_comes_out():
    assert [blanks_to_remove(" " * n + "x", 4) for n in (0, 2, 4, 9)] == [0, 2, 4, 4]
