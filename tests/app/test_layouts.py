"""Every view at the sizes of old projectors and new screens, with text of 100 to 200 %: the window
fits, no word is cut off, nothing lies on anything else, and what has no room scrolls."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QVBoxLayout, QWidget

from app.look import theme
from app.paths import Paths
from app.startup import Lab
from app.views.learn.view import CLASS
from app.views.presentation import HIDDEN
from app.views.widgets.scrolled import scrolled
from core.ink.strokes import Drawing
from tests.app.clipping import faults
from tests.app.left_windows import end
from tests.core.classroom.hand_ins import RELU, write_all

pytestmark = pytest.mark.slow

TITLE_BAR = 28  # pixels
ROOMS = (
    *((1024, 600, percent) for percent in (100, 150)),
    *((1024, 768, percent) for percent in (100, 150)),
    *((1366, 768, percent) for percent in (100, 150)),
    (1920, 1080, 200),
)
NUMBER = [
    [[0.15, 0.2], [0.4, 0.2], [0.3, 0.5], [0.25, 0.8]],
    [[0.6, 0.3], [0.75, 0.2], [0.85, 0.35], [0.6, 0.75], [0.9, 0.75]],
]


@pytest.fixture
def lab(look: theme.Watcher, tmp_path: Path, qtbot) -> Iterator[Lab]:
    made = Lab(Paths(tmp_path, tmp_path / "settings.ini"))
    made.window.show()
    qtbot.waitUntil(lambda: made.is_complete)
    look.choose("light")
    made.draw.canvas.set_drawing(Drawing.from_lists(NUMBER))
    qtbot.waitUntil(lambda: len(made.draw.digits) == 2)
    of_class = write_all(tmp_path / "class", {f"Student {n}/a.py": RELU for n in range(5)})
    made.learn.of_class.open(of_class)
    qtbot.waitUntil(lambda: made.learn.of_class.path is not None)
    yield made
    look.present(False)
    look.choose_size(100)
    end(made)


def places(lab: Lab) -> Iterator[tuple[str, Callable[[], object]]]:
    """The name of each tab of each view, and what shows it."""
    tabs = {
        "draw": lab.draw.answer.tabs,
        "train": None,
        "inspect": lab.inspect.tabs,
        "learn": lab.learn.tabs,
        "data": lab.data.tabs,
        "runs": lab.runs.view.tabs,
    }
    for view, bar in tabs.items():
        for tab in range(bar.count() if bar else 1):

            def show(view: str = view, tab: int = tab) -> None:
                lab.window.show_view(view)
                if (bar := tabs[view]) is not None:
                    bar.setCurrentIndex(tab)

            yield f"{view} {tab}", show
    for part in range(lab.data.mistakes.tabs.count()):
        yield f"mistakes {part}", partial(show_mistakes, lab, part)
    for tab in range(lab.learn.of_class.side.tabs.count()):
        yield f"class {tab}", partial(show_class, lab, tab)
    yield "learn with a page beside", partial(lab.links.show_help, "train")


def show_class(lab: Lab, tab: int) -> None:
    lab.window.show_view("learn")
    lab.learn.show_part(CLASS)
    lab.learn.of_class.rows.table.choose("Student 1")
    lab.learn.of_class.side.tabs.setCurrentIndex(tab)


def show_mistakes(lab: Lab, part: int) -> None:
    lab.window.show_view("data")
    lab.data.show_mistakes()
    lab.data.mistakes.tabs.setCurrentIndex(part)


def settle(window: QWidget, size: QSize) -> None:
    """Layouts ask for each other a few times."""
    for _ in range(4):
        window.resize(size)
        QApplication.processEvents()


def faults_that_last(window: QWidget, size: QSize) -> list[str]:
    """What comes from beside the window, such as digits, may just be finding its place."""
    found: list[str] = []
    for _ in range(5):
        settle(window, size)
        found = faults(window)
        if not found:
            break
        QTest.qWait(50)
    return found


def test_nothing_is_clipped(lab: Lab, look: theme.Watcher) -> None:
    found = []
    for width, height, percent in ROOMS:
        look.choose_size(percent)
        size = QSize(width, height - TITLE_BAR)
        for name, show in places(lab):
            show()
            here = f"{width}×{height}, {percent} %, {name}"
            found += [f"{here}: {fault}" for fault in faults_that_last(lab.window, size)]
            if lab.window.size() != size:
                found.append(f"the window needs {lab.window.size().toTuple()}")
    assert not found, "\n".join(found)


def test_a_presentation_clips_nothing_and_hides_what_its_table_names(
    lab: Lab, look: theme.Watcher
) -> None:
    shows = dict(places(lab))
    assert [name for name in HIDDEN if lab.window.findChild(QWidget, name) is None] == []
    lab.actions["present"].trigger()
    for name, show in shows.items():
        show()
        assert faults_that_last(lab.window, QSize(1366, 768)) == [], name
        shown = {each for each in HIDDEN for it in lab.window.findChildren(QWidget, each)
                 if it.isVisible()}  # fmt: skip
        assert not shown, name
    lab.actions["present"].trigger()


@pytest.mark.parametrize("fault", ["narrow", "outside", "overlap", "low"])
def test_a_fault_is_found(look: theme.Watcher, qtbot, fault: str) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(300, 200)
    inner = QWidget(window)
    inner.setGeometry(0, 0, 200, 100)
    label, button = QLabel("Some words that are long", inner), QPushButton("Press here", inner)
    label.setGeometry(0, 0, 190, 24)
    button.setGeometry(0, 40, 120, 40)
    window.show()
    assert faults(window) == []
    spoil = {
        "narrow": lambda: button.resize(40, 40),
        "outside": lambda: label.move(20, 0),
        "overlap": lambda: button.move(0, 10),
        "low": lambda: label.resize(190, 8),
    }
    spoil[fault]()
    assert len(faults(window)) == 1


def test_what_scrolls_is_no_fault(look: theme.Watcher, qtbot) -> None:
    content = QWidget()
    column = QVBoxLayout(content)
    for n in range(30):
        column.addWidget(QPushButton(f"Button {n}"))
    area = scrolled(content)
    window = QWidget()
    qtbot.addWidget(window)
    QVBoxLayout(window).addWidget(area)
    window.resize(300, 200)
    window.show()
    QApplication.processEvents()
    assert faults(window) == []
    assert area.verticalScrollBar().maximum() > 0
