"""Text of 100 to 200 %: the system's size times the user's, worn by what is there already."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontDatabase, QImage
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QVBoxLayout, QWidget

from app.look import sizes, stylesheet, text_size, theme
from app.look.tokens import DARK, LIGHT, in_size
from app.views.train.charts import Charts
from app.views.widgets.buttons import icon_button
from app.views.widgets.labels import SteadyLabel
from app.views.widgets.plot.axes import loss_axis, steps_axis
from app.views.widgets.plot.plot import Board, Plot
from app.views.widgets.probability_bars import ProbabilityBars


@pytest.fixture
def look(look: theme.Watcher) -> Iterator[theme.Watcher]:
    yield look
    look.present(False)
    look.choose_size(100)


def ink(image: QImage) -> NDArray[np.bool_]:
    """Where it is much darker than its lightest: bool (height, width)."""
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    rows = np.frombuffer(grey.constBits(), np.uint8).reshape(grey.height(), grey.bytesPerLine())
    pixels = rows[:, : grey.width()].astype(int)
    return pixels < pixels.max() - 90


def height_of_text(widget: QWidget) -> int:
    picture = widget.window().grab(widget.geometry()).toImage()
    rows = np.flatnonzero(ink(picture).any(axis=1))
    return int(rows[-1] - rows[0] + 1)


def page(qtbot) -> QWidget:
    made = QWidget()
    column = QVBoxLayout(made)
    heading, bold = QLabel("Heading"), QLabel("Bold")
    heading.setProperty("role", "heading")
    sizes.set_font(bold, "type_text", QFont.Weight.Bold)
    for part in (QLabel("Plain"), heading, bold, SteadyLabel(), QPushButton("Press")):
        column.addWidget(part)
    made.findChild(SteadyLabel).setText("Steady")
    made.findChild(QPushButton).setFocusPolicy(Qt.FocusPolicy.NoFocus)  # of one window at a time
    qtbot.addWidget(made)
    made.show()
    QApplication.processEvents()
    return made


def test_every_text_is_twice_as_high_at_200_percent(look: theme.Watcher, qtbot) -> None:
    made = page(qtbot)
    words = [each for each in made.findChildren(QWidget) if isinstance(each, QLabel | SteadyLabel)]
    before = [height_of_text(each) for each in words]
    look.choose_size(200)
    QApplication.processEvents()
    after = [height_of_text(each) for each in words]
    assert len(before) == 4
    for old, new in zip(before, after, strict=True):
        assert new == pytest.approx(2 * old, abs=2)


def test_what_was_there_looks_as_what_is_made_in_the_new_size(look: theme.Watcher, qtbot) -> None:
    old = page(qtbot)
    look.choose_size(150)
    new = page(qtbot)
    old.resize(new.size())
    QApplication.processEvents()
    assert old.grab().toImage() == new.grab().toImage()
    look.choose_size(100)
    fresh = page(qtbot)
    old.resize(fresh.size())
    QApplication.processEvents()
    assert old.grab().toImage() == fresh.grab().toImage()


def test_what_is_hidden_has_the_new_size_too(look: theme.Watcher, qtbot) -> None:
    label = QLabel("Hidden")
    qtbot.addWidget(label)
    sizes.set_width(label, 100)
    look.choose_size(200)
    assert label.width() == 200
    sizes.set_width(label, 50)  # in place of what was said before
    look.choose_size(150)
    assert label.width() == 75


def test_icons_grow_with_the_words_beside_them(look: theme.Watcher, qtbot) -> None:
    button = icon_button("undo", "Undo", lambda: None)
    qtbot.addWidget(button)
    before = button.iconSize()
    look.choose_size(200)
    assert button.iconSize() == 2 * before


def test_painted_words_keep_their_room(look: theme.Watcher, qtbot) -> None:
    bars = ProbabilityBars()
    qtbot.addWidget(bars)
    before = bars.minimumSizeHint()
    look.choose_size(200)
    assert bars.minimumSizeHint() == 2 * before


def test_a_widget_that_is_gone_is_forgotten(look: theme.Watcher, qtbot) -> None:
    label = QLabel()
    sizes.set_width(label, 10)
    label.deleteLater()
    del label
    look.choose_size(110)
    assert theme.px(10) == 11


def test_changes_are_told_once_and_only_when_there_are_some(look: theme.Watcher) -> None:
    told: list[str] = []
    links = [
        look.changed.connect(lambda: told.append("changed")),
        look.resized.connect(lambda: told.append("resized")),
    ]
    look.choose_size(125)
    look.choose_size(125)
    assert told == ["resized", "changed"]
    look.choose("dark")
    assert told[2:] == ["changed"]
    look.choose("light")
    for link in links:
        look.disconnect(link)


@pytest.mark.parametrize("percent", text_size.STEPS)
def test_sizes_of_both_schemes_grow_alike(percent: int) -> None:
    light, dark = (in_size(scheme, percent / 100) for scheme in (LIGHT, DARK))
    assert light.type_text == dark.type_text == round(14 * percent / 100)
    assert light.ink == LIGHT.ink
    assert in_size(LIGHT, 1.0) is LIGHT


def test_edges_stay_thin_and_a_wider_edge_moves_nothing() -> None:
    sheet = stylesheet.build(in_size(LIGHT, 1.5))
    assert "border: 1px solid" in sheet
    assert "border: 2px solid" in sheet
    assert "min-height: 45px" in sheet  # and with an edge that is 1 wider on both sides
    assert "padding: 0 17px; min-height: 43px" in sheet
    assert "$" not in sheet


@pytest.mark.parametrize(("steps", "then"), [(1, 110), (-1, 100), (9, 200)])
def test_steps_end_where_there_are_no_more(steps: int, then: int) -> None:
    assert text_size.beside(100, steps) == then


def system_font(monkeypatch: pytest.MonkeyPatch, pixels: int) -> None:
    font = QFont()
    font.setPixelSize(pixels)
    monkeypatch.setattr(QFontDatabase, "systemFont", staticmethod(lambda _: QFont(font)))


@pytest.mark.parametrize(
    ("platform", "pixels", "scale"),
    [("win32", 12, 1), ("win32", 15, 1.25), ("win32", 27, 2), ("darwin", 13, 1), ("linux", 12, 1),
     ("linux", 15, 1), ("linux", 19, 19 / 15)],
)  # fmt: skip
def test_the_systems_larger_font_is_followed(
    look: theme.Watcher, monkeypatch: pytest.MonkeyPatch, platform: str, pixels: int, scale: float
) -> None:
    monkeypatch.setattr(text_size.sys, "platform", platform)
    system_font(monkeypatch, pixels)
    assert text_size.system_scale() == pytest.approx(scale)
    assert text_size.total_scale(150) == pytest.approx(min(1.5 * scale, 2))


def test_a_presentation_has_larger_text_and_thicker_lines(look: theme.Watcher, qtbot) -> None:
    board = Board()
    qtbot.addWidget(board)
    plot = Plot("Loss", "", loss_axis(), steps_axis())
    curve = plot.add_curve("ink", 2.0)
    board.add_plot(plot)
    board.dress()
    board.show()
    before = curve._pen.widthF()
    look.present(True)
    assert curve._pen.widthF() == pytest.approx(theme.PRESENTED_LINE * before)
    assert theme.tokens().scale == text_size.PRESENTING
    look.present(False)
    assert curve._pen.widthF() == before
    assert theme.tokens() is LIGHT


def test_plots_that_are_hidden_wear_the_new_theme_when_they_are_exported(
    look: theme.Watcher, qtbot
) -> None:
    charts = Charts()
    qtbot.addWidget(charts)
    before = charts.backgroundBrush().color()
    look.choose("dark" if theme.tokens() is LIGHT else "light")
    assert charts.backgroundBrush().color() == before
    charts.draw_now()
    assert charts.backgroundBrush().color() == theme.tokens().color("ground")
    assert charts.backgroundBrush().color() != before
