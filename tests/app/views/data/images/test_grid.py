import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QWheelEvent

from app.look import theme
from app.views.data.images.grid import SCALES, ImageGrid
from tests.app.views.data.images.conftest import LETTERS, answers_to, labelled_images

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def grid(qtbot, look, thousand):
    made = ImageGrid()
    qtbot.addWidget(made)
    made.resize(640, 400)
    made.show()
    made.set_images(thousand, np.arange(1000))
    return made


def picture_of(grid) -> QImage:
    return grid.viewport().grab().toImage()


def turn(grid, notches, modifiers=Qt.KeyboardModifier.NoModifier):
    middle = QPointF(grid.viewport().rect().center())
    event = QWheelEvent(
        middle, grid.mapToGlobal(middle), QPoint(), QPoint(0, round(120 * notches)),
        Qt.MouseButton.NoButton, modifiers, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    grid.wheelEvent(event)


def test_what_is_seen_are_the_images_in_their_order(grid, thousand):
    order = np.array([700, 3, 41])
    grid.set_images(thousand, order)
    seen = picture_of(grid)
    pitch = 64
    for place, index in enumerate(order):
        image = thousand.images[index].reshape(28, 28)
        for row, column in ((0, 0), (13, 20), (27, 27)):
            x, y = place * pitch + 2 * (2 + column), 2 * (2 + row)
            assert seen.pixelColor(x, y).red() == image[row, column]
    ground = theme.tokens().color("ground")
    assert seen.pixelColor(3 * pitch + 20, 20) == ground
    assert seen.pixelColor(20, pitch + 20) == ground


def test_only_the_rows_in_sight_are_made(grid):
    grid.set_images(labelled_images(70_000), np.arange(70_000))
    picture_of(grid)
    assert 0 < len(grid._rows) <= 400 // 64 + 2
    grid.verticalScrollBar().setValue(grid.verticalScrollBar().maximum())
    picture_of(grid)
    assert len(grid._rows) <= 2 * (400 // 64 + 2)


def test_the_last_image_is_reached_and_nothing_below_it(grid):
    bar = grid.verticalScrollBar()
    bar.setValue(bar.maximum())
    rows = -(-1000 // grid.columns)
    assert bar.maximum() == rows * 64 - grid.viewport().height()
    column, row = 999 % grid.columns, 999 // grid.columns
    assert grid.place_of(column * 64 + 9, row * 64 - bar.value() + 9) == 999
    assert grid.place_of((column + 1) * 64 + 9, row * 64 - bar.value() + 9) is None


@pytest.mark.parametrize(
    ("keys", "place"),
    [
        (["Right", "Right", "Left"], 1),
        (["Left"], 0),
        (["Down"], 9),
        (["Down", "Right", "Up"], 1),
        (["Up"], 0),
        (["PageDown"], 6 * 9),
        (["PageDown", "PageDown", "PageUp"], 6 * 9),
        (["PageUp"], 0),
        (["End"], 999),
        (["End", "Down"], 999),
        (["End", "Right"], 999),
        (["End", "Home"], 0),
    ],
)
def test_keys_move_the_current_image(grid, qtbot, keys, place):
    assert grid.columns == 9
    for key in keys:
        qtbot.keyClick(grid, getattr(Qt.Key, f"Key_{key}"))
    assert grid.current == place
    assert grid._is_in_sight(place)


def test_enter_and_a_click_choose_an_image_by_its_index_in_the_set(grid, qtbot, thousand):
    grid.set_images(thousand, np.arange(1000)[::-1].copy())
    told = []
    grid.chosen.connect(told.append)
    qtbot.keyClick(grid, Qt.Key.Key_Right)
    qtbot.keyClick(grid, Qt.Key.Key_Return)
    qtbot.mouseClick(grid.viewport(), LEFT, pos=QPoint(3 * 64 + 30, 64 + 30))
    assert told == [998, 999 - 12]
    qtbot.mouseClick(grid.viewport(), LEFT, pos=QPoint(9 * 64 + 20, 30))
    assert len(told) == 2  # beside the last column


def test_its_accessible_name_says_what_the_current_image_is(grid, qtbot, thousand):
    assert grid.accessibleName() == "0"
    grid.set_images(thousand, np.arange(1000), answers_to(thousand, wrong=(2,)))
    assert grid.accessibleName() == "0, read as 0, 90\u202f%"
    qtbot.keyClick(grid, Qt.Key.Key_Right)
    qtbot.keyClick(grid, Qt.Key.Key_Right)
    assert grid.accessibleName() == "2, read as 3, 60\u202f%"
    grid.set_images(None, np.arange(0))
    assert grid.accessibleName() == "No images"


def test_what_is_read_wrong_bears_a_frame_and_the_answer(grid, thousand):
    mark = theme.tokens().color("negative")
    grid.set_scale(3)
    grid.set_images(thousand, np.arange(1000), answers_to(thousand, wrong=(1,)))
    seen = picture_of(grid)
    framed = [seen.pixelColor(place * 96 + 4, 48) == mark for place in range(4)]
    assert framed == [False, True, False, False]
    tag = [seen.pixelColor(place * 96 + 7, 89) == mark for place in range(4)]
    assert tag == [False, True, False, False]


def test_letters_with_long_names_have_tags_within_their_image(grid):
    names = tuple(f"a very long name of class {name}" for name in LETTERS)
    letters = labelled_images(100, names)
    grid.set_scale(3)
    grid.set_images(letters, np.arange(100), answers_to(letters, wrong=(61,)))
    picture_of(grid)
    grid.select(61)
    picture_of(grid)
    assert grid.accessibleName().startswith(f"{names[61]}, read as {names[0]}")
    assert grid._tags._made
    assert all(tag.width() <= 28 * 3 for tag in grid._tags._made.values())


def test_ctrl_and_the_wheel_change_the_size_and_keep_what_is_in_sight(grid, qtbot):
    sizes = []
    grid.scaled.connect(sizes.append)
    grid.select(500)
    turn(grid, 1, Qt.KeyboardModifier.ControlModifier)
    turn(grid, 0.5, Qt.KeyboardModifier.ControlModifier)
    turn(grid, 0.5, Qt.KeyboardModifier.ControlModifier)
    assert sizes == [3, 4]
    assert grid._is_in_sight(500)
    turn(grid, -20, Qt.KeyboardModifier.ControlModifier)
    assert grid.scale == SCALES[0]
    assert grid._is_in_sight(500)
    before = grid.verticalScrollBar().value()
    turn(grid, -1)
    assert grid.verticalScrollBar().value() > before


def test_another_width_keeps_the_first_image_in_sight(grid):
    grid.verticalScrollBar().setValue(20 * 64)
    first = 20 * grid.columns
    grid.resize(400, 400)
    assert grid._is_in_sight(first)


def test_an_empty_grid_says_why_and_ignores_keys(grid, qtbot, thousand):
    grid.empty = "No image is like that."
    grid.set_images(thousand, np.arange(0))
    qtbot.keyClick(grid, Qt.Key.Key_End)
    qtbot.keyClick(grid, Qt.Key.Key_Return)
    assert grid.current is None
    assert picture_of(grid).isNull() is False


def test_another_theme_is_seen_at_once(grid, look):
    picture_of(grid)
    look.choose("dark")
    assert picture_of(grid).pixelColor(9 * 64 + 20, 20) == theme.tokens().color("ground")


def test_a_frame_makes_few_rows_and_the_next_ones_make_the_others(grid, qtbot, monkeypatch):
    monkeypatch.setattr("app.views.data.images.grid.NEW_MS", 1e-9)
    grid.set_images(labelled_images(70_000), np.arange(70_000))
    picture_of(grid)
    assert len(grid._rows) == 1
    qtbot.waitUntil(lambda: len(grid._rows) == -(-grid.viewport().height() // 64))
