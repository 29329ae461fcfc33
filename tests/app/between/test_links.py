"""Every link opens the very view with the very array; F1 opens the page about what is seen."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt

from app.background.loading import STARTER
from app.between.links import PAGE_OF_KIND, PAGE_OF_VIEW, VIEWS, Link, array_at
from app.startup import VIEWS as REAL_VIEWS
from app.views.inspect.view import DOCTOR, LIVE, MICROSCOPE, NETWORK
from app.views.learn.view import CHECK, QUIZ, READ
from app.views.widgets.elided_button import ElidedButton
from core.lessons.facts import facts_of
from core.lessons.pages import pages
from core.lessons.quiz import questions
from core.network.network import Network
from tests.app.test_startup import open_lab as open_lab
from tests.app.tiny import split as split

pytestmark = pytest.mark.slow

FACTS = facts_of(Network((784, 9, 8, 10), rng=np.random.default_rng(0)).snapshot())
LINKS = sorted(
    {sight.link for page in pages().values() for sight in page.view_links}
    | {question.seen(FACTS) for question in questions() if question.see}
)
PANES = {"network": NETWORK, "live": LIVE, "microscope": MICROSCOPE, "doctor": DOCTOR}


@pytest.fixture
def lab(open_lab, split, monkeypatch):
    monkeypatch.setattr("app.background.loading.starter.starter_split", lambda **_: split)
    return open_lab()


def deep(depth: int):
    widths = (784, *([9] * (depth - 1)), 10)
    return Network(widths, rng=np.random.default_rng(0)).snapshot("deep")


def stop_in(lab) -> str:
    """The array that the microscope shows."""
    stop = lab.inspect.microscope.page.stop
    return stop.name if stop else ""


def test_there_are_links():
    assert len(LINKS) > 15
    assert {link for link in LINKS if Link.read(link) is None} == set()
    assert [view for view, _ in REAL_VIEWS] == list(VIEWS)


@pytest.mark.parametrize("depth", [3, 1])
def test_every_link_shows_what_it_names(lab, qtbot, depth):
    """Beginning with no drawing and no digits: those are read first, as for a user."""
    lab.network.use(deep(depth))
    for link in LINKS:
        lab.window.show_view("draw")
        lab.learn.place_wanted.emit(link)
        place = Link.read(link)
        assert lab.window.view == place.view
        if place.view == "inspect":
            assert lab.inspect.tabs.currentIndex() == PANES[place.part]
        if place.part == "microscope":
            wanted = array_at(place.what, depth)
            qtbot.waitUntil(lambda wanted=wanted: stop_in(lab) == wanted, timeout=20_000)
    assert STARTER in lab.loader.ready


def test_the_drawing_is_what_is_looked_at_once_it_was_chosen(lab, qtbot, seven):
    lab.draw.canvas.set_drawing(seven)
    qtbot.waitUntil(lambda: lab.draw.drawn_digit is not None)
    lab.inspect.microscope.choose_drawing()
    lab.learn.place_wanted.emit("digit-lab:inspect/microscope/dZL")
    qtbot.waitUntil(lambda: stop_in(lab) == "dZ2")
    assert lab.inspect.microscope.chooser.kind == "My drawing"
    assert lab.inspect.microscope.network.currentText() == "Network in use"
    assert lab.loader.ready == {}


def test_links_within_learn(lab):
    view = lab.learn
    for link, part in (("read/chain", READ), ("check", CHECK), ("quiz", QUIZ), ("read", READ)):
        lab.links.go(f"digit-lab:learn/{link}")
        assert lab.window.view == "learn"
        assert view.tabs.currentIndex() == part
        assert view.read.view.page.id == "chain"


NOWHERE = (
    "",
    "https://example.org",
    "digit-lab:",
    "digit-lab:nowhere",
    "digit-lab:inspect/telescope",
    "digit-lab:inspect/microscope/dQ2",
    "digit-lab:inspect/doctor/dW1",
    "digit-lab:learn/read/nowhere",
    "digit-lab:inspect/microscope/dW1/more",
)


def test_a_link_that_leads_nowhere_does_nothing(lab):
    for link in NOWHERE:
        assert Link.read(link) is None
        lab.links.go(link)
        assert lab.window.view == "draw"


@pytest.mark.parametrize(
    ("name", "depth", "expected"),
    [
        ("dW2", 3, "dW2"),
        ("dW2", 1, "dW1"),
        ("HL", 3, "H3"),
        ("dZL", 1, "dZ1"),
        ("dH1", 2, "dH1"),
        ("dH1", 1, "dX"),
        ("dH2", 2, "dH1"),
        ("loss", 1, "loss"),
        ("X", 4, "X"),
        ("dX", 4, "dX"),
    ],
)
def test_a_network_shows_the_nearest_array_that_it_has(name, depth, expected):
    assert array_at(name, depth) == expected


def test_f1_explains_what_is_seen(lab, qtbot, seven):
    view = lab.learn
    for shown, page in PAGE_OF_VIEW.items():
        lab.window.show_view(shown)
        lab.actions["help"].trigger()
        assert lab.window.view == "learn"
        assert view.tabs.currentIndex() == READ
        assert view.read.view.page.id == page
    view.show_part(QUIZ)
    lab.actions["help"].trigger()
    assert view.tabs.currentIndex() == READ
    lab.draw.canvas.set_drawing(seven)
    qtbot.waitUntil(lambda: lab.draw.drawn_digit is not None)
    lab.links.go("digit-lab:inspect/microscope/db1")
    qtbot.waitUntil(lambda: stop_in(lab) == "db1")
    lab.actions["help"].trigger()
    assert view.read.view.page.id == "layer"


def test_every_page_that_f1_opens_is_there():
    assert set(PAGE_OF_VIEW.values()) | set(PAGE_OF_KIND.values()) <= set(pages())


LINE = 0.7  # how far down a page is read


def read_to_line(qtbot, view) -> None:
    bar = view.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    bar.setValue(round(LINE * bar.maximum()))


def is_at_line(view) -> bool:
    bar = view.verticalScrollBar()
    return bar.maximum() > 0 and abs(bar.value() - LINE * bar.maximum()) <= 3


@pytest.mark.parametrize("page_id", list(pages()))
def test_what_a_page_shows_has_a_way_back_to_its_line(lab, qtbot, page_id):
    way_back, view = lab.window.way_back, lab.learn.read.view
    lab.window.show()
    lab.actions["view-learn"].trigger()
    lab.learn.read.show_page(page_id)
    read_to_line(qtbot, view)
    for sight in pages()[page_id].view_links:
        assert not way_back.isVisible()
        view.sheet.findChild(ElidedButton, sight.link).click()
        assert way_back.isVisible()
        assert way_back.button.text() == f"Back to “{pages()[page_id].title}”"
        way_back.button.click()
        assert (lab.window.view, lab.learn.tabs.currentIndex()) == ("learn", READ)
        qtbot.waitUntil(lambda: is_at_line(view))
        assert view.page.id == page_id


def test_the_way_back_finds_the_line_after_another_page_was_open(lab, qtbot):
    way_back, view = lab.window.way_back, lab.learn.read.view
    lab.window.show()
    lab.actions["view-learn"].trigger()
    lab.learn.read.show_page("loss")
    read_to_line(qtbot, view)
    lab.learn.place_wanted.emit("digit-lab:train")
    lab.learn.read.show_page("chain")
    way_back.button.click()
    assert view.page.id == "loss"
    qtbot.waitUntil(lambda: is_at_line(view))


def test_the_way_back_leads_to_the_quiz_and_to_a_page_beside_code(lab):
    way_back, learn = lab.window.way_back, lab.learn
    lab.window.show()
    lab.actions["view-learn"].trigger()
    learn.show_part(QUIZ)
    learn.quiz.place_wanted.emit("digit-lab:inspect/live")
    assert way_back.button.text() == "Back to “Quiz”"
    lab.window.show_view("train")
    assert way_back.isVisible()
    way_back.button.click()
    assert (lab.window.view, learn.tabs.currentIndex()) == ("learn", QUIZ)
    learn.show_part(CHECK)
    learn.show_beside("chain")
    learn.page.place_wanted.emit("digit-lab:inspect/doctor")
    learn.close_side()
    way_back.button.click()
    assert learn.tabs.currentIndex() == CHECK
    assert learn.has_side
    assert learn.page.page.id == "chain"


def test_a_link_within_learn_has_a_way_back_to_the_page(lab):
    way_back, learn = lab.window.way_back, lab.learn
    lab.window.show()
    lab.actions["view-learn"].trigger()
    learn.read.show_page("checking")
    learn.place_wanted.emit("digit-lab:learn/check")
    assert learn.tabs.currentIndex() == CHECK
    assert way_back.isVisible()
    learn.tabs.setCurrentIndex(READ)
    assert not way_back.isVisible()


def test_the_way_back_can_be_dismissed_and_goes_by_a_key(lab, qtbot):
    way_back = lab.window.way_back
    lab.window.show()
    lab.window.activateWindow()
    qtbot.waitActive(lab.window)
    lab.actions["view-learn"].trigger()
    lab.learn.place_wanted.emit("digit-lab:inspect/live")
    way_back.cross.click()
    assert not way_back.isVisible()
    lab.learn.place_wanted.emit("digit-lab:inspect/live")
    qtbot.keyClick(lab.window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: lab.window.view == "learn")
