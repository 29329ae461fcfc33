"""The table of actions, and what is made of it."""

from __future__ import annotations

from collections import Counter

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenuBar, QToolButton

from app.actions import MENUS, SEPARATOR, SPECS, Actions, with_keys


def flat(entries: tuple) -> list[str]:
    names: list[str] = []
    for entry in entries:
        names += flat(entry[1]) if isinstance(entry, tuple) else [entry]
    return [name for name in names if name != SEPARATOR]


def test_every_action_is_in_one_menu() -> None:
    in_menus = Counter(name for _, entries in MENUS for name in flat(entries))
    assert in_menus == Counter(spec.id for spec in SPECS)


def test_no_keys_are_given_twice() -> None:
    keys = Counter(QKeySequence(each).toString() for spec in SPECS for each in spec.keys)
    assert [each for each, count in keys.items() if count > 1] == []


def test_only_connected_actions_are_in_menus(actions: Actions, qtbot) -> None:
    actions.connect("undo", lambda: None)
    bar = QMenuBar()
    qtbot.addWidget(bar)
    actions.fill(bar)
    menus = [each.menu() for each in bar.actions()]
    assert [menu.title() for menu in menus] == ["&Edit"]
    assert [each.objectName() for each in menus[0].actions() if not each.isSeparator()] == ["undo"]


def test_an_action_calls_what_it_is_connected_to(actions: Actions) -> None:
    calls: list[str] = []
    actions.connect("clear", lambda: calls.append("clear"))
    actions["clear"].trigger()
    assert calls == ["clear"]


def test_an_action_that_nobody_connected_is_off(actions: Actions) -> None:
    assert not actions["run"].isEnabled()


def test_tooltips_tell_the_shortcut(actions: Actions) -> None:
    assert actions["undo"].toolTip() == "Undo the last stroke (Ctrl+Z)"
    assert with_keys("Do it", QKeySequence()) == "Do it"


def test_icons_of_buttons_come_first_and_those_of_menus_later(actions: Actions, qtbot) -> None:
    button = QToolButton()
    qtbot.addWidget(button)
    button.setDefaultAction(actions["undo"])
    actions.show_icons_on_buttons()
    assert not button.icon().isNull()
    assert actions["redo"].icon().isNull()
    actions.show_icons()
    assert all(not actions[spec.id].icon().isNull() for spec in SPECS if spec.icon)


def test_run_can_become_pause(actions: Actions) -> None:
    before = actions["run"].icon().cacheKey()
    actions.rename("run", "&Pause", "pause", "Pause the training")
    assert actions["run"].text() == "&Pause"
    assert actions["run"].toolTip() == "Pause the training (Space)"
    assert actions["run"].icon().cacheKey() != before


def test_the_list_of_shortcuts_holds_what_is_connected(actions: Actions) -> None:
    for name in ("open-network", "redo", "about"):
        actions.connect(name, lambda: None)
    assert actions.shortcuts() == [
        ("File", [("Open network", "Ctrl+O")]),
        ("Edit", [("Redo", "Ctrl+Y  or  Ctrl+Shift+Z")]),
    ]


def test_icons_follow_the_scheme(actions: Actions, look) -> None:
    before = actions["undo"].icon().pixmap(24).toImage()
    look.choose("dark")
    assert actions["undo"].icon().pixmap(24).toImage() != before


@pytest.mark.parametrize(
    ("state", "text", "run", "stop"),
    [
        ("", "&Run", False, False),
        ("idle", "&Run", True, False),
        ("running", "&Pause", True, True),
        ("paused", "&Resume", True, True),
        ("stopping", "&Run", False, False),
        ("teaching", "&Run", False, False),
    ],
)
def test_the_state_of_the_session_says_what_can_be_done(
    actions: Actions, state: str, text: str, run: bool, stop: bool
) -> None:
    actions.show_state(state)
    assert actions["run"].text() == text
    assert (actions["run"].isEnabled(), actions["stop"].isEnabled()) == (run, stop)
    assert actions["open-data"].isEnabled() == run
