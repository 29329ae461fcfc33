"""Everything a user can do, in one table. Menus, buttons and the list of shortcuts come from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QToolButton

from app.look import theme
from app.views.widgets.plain import plain_tip


@dataclass(frozen=True)
class ActionSpec:
    """What one action is called, looks like, and is reached by.


    text: as in a menu ("&" before the letter to press, "…" when it asks for more).
    keys: the first is the one that is shown. group: of those that exclude each other.
    """

    id: str
    text: str
    keys: tuple[str, ...] = ()
    icon: str = ""
    tip: str = ""
    group: str = ""
    checkable: bool = False


SPECS = (
    ActionSpec("open-network", "&Open network…", ("Ctrl+O",), "open", "Open a network from a file"),
    ActionSpec("save-network", "&Save network…", ("Ctrl+S",), "save", "Save the network in use"),
    ActionSpec("export-network", "E&xport network…", ("Ctrl+Shift+E",), "export", "Write the "
               "network in use as a program, as ONNX or as a notebook"),
    ActionSpec("shipped-network", "Use the network that came with the a&pp", tip="Read with it "
               "from now on"),
    ActionSpec("open-picture", "Open &picture…", ("Ctrl+Shift+P",), "picture", "Read the digits in "
               "a picture or a photo"),
    ActionSpec("open-lesson", "Open &lesson…", tip="Begin a lesson from a file"),
    ActionSpec("make-lesson", "&Make a lesson of what you see…", tip="Write a lesson with this "
               "recipe, drawing and view"),
    ActionSpec("open-data", "Open &data…", ("Ctrl+Shift+O",), tip="Open digits from a folder"),
    ActionSpec("export", "&Export curves…", ("Ctrl+E",), "export", "Export the curves as PNG, "
               "SVG or CSV"),
    ActionSpec("quit", "&Quit", ("Ctrl+Q",)),
    ActionSpec("undo", "&Undo", ("Ctrl+Z",), "undo", "Undo the last stroke"),
    ActionSpec("redo", "&Redo", ("Ctrl+Y", "Ctrl+Shift+Z"), "redo", "Redo what was undone"),
    ActionSpec("clear", "&Clear drawing", ("C",), "clear", "Clear the canvas"),
    ActionSpec("copy-answer", "Copy &answer", ("Ctrl+C",), "copy", "Copy the digit that was read"),
    ActionSpec("paste-picture", "&Paste picture", ("Ctrl+V",), tip="Read the digits in a copied "
               "picture"),
    ActionSpec("why", "&Why", ("W",), "why", "Show which pixels speak for the answer and which "
               "against", checkable=True),
    ActionSpec("view-draw", "&Draw", ("Ctrl+1",), "draw", "Draw a digit", "view", True),
    ActionSpec("view-train", "&Train", ("Ctrl+2",), "train", "Train a network", "view", True),
    ActionSpec("view-inspect", "&Inspect", ("Ctrl+3",), "inspect", "See every gradient of every "
               "layer", "view", True),
    ActionSpec("view-learn", "&Learn", ("Ctrl+4",), "learn", "Read the course, check your own "
               "code, try the quiz", "view", True),
    ActionSpec("view-data", "D&ata", ("Ctrl+5",), "data", "Look at the digits", "view", True),
    ActionSpec("view-runs", "Ru&ns", ("Ctrl+6",), "runs", "Look at all runs, continue and compare "
               "them", "view", True),
    ActionSpec("inspect-drawing", "&Look inside", ("Ctrl+I",), "inspect", "Follow the drawing "
               "through the network, step by step"),
    ActionSpec("theme-system", theme.CHOICES["system"], group="theme", checkable=True),
    ActionSpec("theme-light", theme.CHOICES["light"], group="theme", checkable=True),
    ActionSpec("theme-dark", theme.CHOICES["dark"], group="theme", checkable=True),
    ActionSpec("larger-text", "&Larger text", ("Ctrl++", "Ctrl+="), tip="Text one size larger"),
    ActionSpec("smaller-text", "&Smaller text", ("Ctrl+-", "Ctrl+_"), tip="Text one size smaller"),
    ActionSpec("normal-text", "&Normal text size", ("Ctrl+0",), tip="Text as the system has it"),
    ActionSpec("full-screen", "&Full screen", ("F11",), tip="Fill the whole screen",
               checkable=True),
    ActionSpec("present", "&Presentation", ("F5",), tip="Larger text and thicker lines, and only "
               "what a class looks at", checkable=True),
    ActionSpec("reduced-motion", "&Reduce motion", checkable=True),
    ActionSpec("run", "&Run", ("Space",), "run", "Run or pause the training"),
    ActionSpec("step", "&Step one batch", ("F10",), "step", "Train on one batch, then pause"),
    ActionSpec("step-epoch", "Step one &epoch", ("Shift+F10",), "", "Train to the epoch’s end"),
    ActionSpec("faster", "&Faster", ("F9",), tip="Let the training take more steps a second"),
    ActionSpec("slower", "S&lower", ("Shift+F9",), tip="Let it take fewer steps a second"),
    ActionSpec("stop", "S&top", ("Ctrl+.",), "stop", "End the training and keep its network"),
    ActionSpec("reset", "R&eset", ("Ctrl+R",), "reset", "Forget the curves and start afresh"),
    ActionSpec("help", "&Explain this view", ("F1",), "help", "Read about what is on the screen"),
    ActionSpec("shortcuts", "&Keyboard shortcuts", ("Ctrl+/",), tip="Show all shortcuts"),
    ActionSpec("about", "&About Digit Lab", (), "about"),
)  # fmt: skip

SEPARATOR = "-"
Entry = str | tuple[str, tuple[str, ...]]
MENUS: tuple[tuple[str, tuple[Entry, ...]], ...] = (
    (
        "&File",
        (
            *("open-network", "save-network", "export-network", "shipped-network", SEPARATOR),
            *("open-picture", "open-data", "export", SEPARATOR),
            *("open-lesson", "make-lesson", SEPARATOR),
            "quit",
        ),
    ),
    ("&Edit", ("undo", "redo", SEPARATOR, "clear", "copy-answer", "paste-picture")),
    (
        "&View",
        (
            *("view-draw", "view-train", "view-inspect", "view-learn", "view-data"),
            *("view-runs", SEPARATOR),
            *("why", "inspect-drawing", SEPARATOR),
            ("&Theme", ("theme-system", "theme-light", "theme-dark")),
            ("Te&xt size", ("larger-text", "smaller-text", "normal-text")),
            *("reduced-motion", SEPARATOR),
            *("full-screen", "present"),
        ),
    ),
    ("&Run", ("run", "step", "step-epoch", "faster", "slower", SEPARATOR, "stop", "reset")),
    ("&Help", ("help", "shortcuts", SEPARATOR, "about")),
)
# What cannot be taken before Train and Data are there, nor in these states of the session.
NEED_TRAINING = (
    *("run", "step", "step-epoch", "faster", "slower", "stop", "reset", "export"),
    *("open-data", "inspect-drawing"),
)
NOT_WHILE = ("", "stopping", "teaching", "lent")
# Text, icon and tip of the action "run" in the states of the session.
RUN_BY_STATE = {
    "running": ("&Pause", "pause", "Pause the training"),
    "paused": ("&Resume", "run", "Go on with the training"),
}
RUN_ELSE = ("&Run", "run", "Train a network by the recipe")
_ROLES = {"quit": QAction.MenuRole.QuitRole, "about": QAction.MenuRole.AboutRole}


class Actions(QObject):
    """The table as QActions. An action that nobody has connected is in no menu."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._actions: dict[str, QAction] = {}
        self._connected: set[str] = set()
        self._offers: dict[str, list[tuple[Callable[[], bool], Callable[[], object]]]] = {}
        self._icons = {spec.id: spec.icon for spec in SPECS}
        groups: dict[str, QActionGroup] = {}
        for spec in SPECS:
            action = self._make(spec)
            if spec.group:
                groups.setdefault(spec.group, QActionGroup(self)).addAction(action)
            self._actions[spec.id] = action
        theme.watcher().changed.connect(self.show_icons)

    def __getitem__(self, action_id: str) -> QAction:
        return self._actions[action_id]

    @Slot()
    def show_icons(self) -> None:
        """Draw all icons in the colours of the scheme."""
        self._show_icons(self._actions)

    def show_icons_on_buttons(self) -> None:
        """Those that are seen before a menu is open."""
        on_buttons = [
            action_id
            for action_id, action in self._actions.items()
            if any(isinstance(each, QToolButton) for each in action.associatedObjects())
        ]
        self._show_icons(on_buttons)

    def _show_icons(self, action_ids: Iterable[str]) -> None:
        for action_id in action_ids:
            if icon := self._icons[action_id]:
                self._actions[action_id].setIcon(theme.icon(icon))

    def connect(self, action_id: str, act: Callable[[], object]) -> None:  # type: ignore[override]
        """Call `act` when the action is taken."""
        self._actions[action_id].triggered.connect(lambda checked=False: act())
        self._actions[action_id].setEnabled(True)
        self._connected.add(action_id)

    def offer(self, action_id: str, can: Callable[[], bool], act: Callable[[], object]) -> None:
        """For an action that several do: it calls `act` of the last offer that can."""
        offers = self._offers.setdefault(action_id, [])
        if not offers:
            self.connect(action_id, lambda: self._take_offer(action_id))
        offers.insert(0, (can, act))
        self.show_offers(action_id)

    def show_offers(self, action_id: str) -> None:
        """Whether the action can be taken has changed."""
        self._actions[action_id].setEnabled(any(can() for can, _ in self._offers[action_id]))

    def rename(self, action_id: str, text: str, icon: str, tip: str) -> None:
        """For an action that does one thing or another, as Run and Pause."""
        action = self._actions[action_id]
        action.setText(text)
        action.setToolTip(plain_tip(with_keys(tip, action.shortcut())))
        self._icons[action_id] = icon
        action.setIcon(theme.icon(icon))

    @Slot(str)
    def show_state(self, state: str) -> None:
        """What can be done in this state of the session; "" when there is none yet."""
        self.rename("run", *RUN_BY_STATE.get(state, RUN_ELSE))
        for action_id in NEED_TRAINING:
            self._actions[action_id].setEnabled(state not in NOT_WHILE)
        self._actions["stop"].setEnabled(state in RUN_BY_STATE)

    def all(self) -> list[QAction]:
        """Those that are connected by now."""
        return [self._actions[spec.id] for spec in SPECS if spec.id in self._connected]

    def fill(self, bar: QMenuBar) -> None:
        """The menus, of the actions that are connected by now."""
        for title, entries in MENUS:
            menu = QMenu(title, bar)
            self._fill_menu(menu, entries)
            if not menu.isEmpty():
                bar.addMenu(menu)

    def shortcuts(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """(menu, [(action, keys)]) of the connected actions with keys, in a user’s words."""
        found = []
        for title, entries in MENUS:
            rows = [
                (plain(action.text()), native(action))
                for action in (self._actions[each] for each in self._listed(entries))
                if not action.shortcut().isEmpty()
            ]
            if rows:
                found.append((plain(title), rows))
        return found

    def _make(self, spec: ActionSpec) -> QAction:
        action = QAction(spec.text, self)
        action.setObjectName(spec.id)
        action.setShortcuts([QKeySequence(keys) for keys in spec.keys])
        action.setCheckable(spec.checkable)
        action.setMenuRole(_ROLES.get(spec.id, QAction.MenuRole.NoRole))
        action.setEnabled(False)
        action.setToolTip(plain_tip(with_keys(spec.tip or plain(spec.text), action.shortcut())))
        return action

    def _take_offer(self, action_id: str) -> None:
        for can, act in self._offers[action_id]:
            if can():
                act()
                return

    def _listed(self, entries: tuple[Entry, ...]) -> list[str]:
        """Those that are connected, of the menus within it, too."""
        found: list[str] = []
        for each in entries:
            if isinstance(each, tuple):
                found += self._listed(each[1])
            elif each in self._connected:
                found.append(each)
        return found

    def _fill_menu(self, menu: QMenu, entries: tuple[Entry, ...]) -> None:
        for entry in entries:
            if isinstance(entry, tuple):
                inner = QMenu(entry[0], menu)
                self._fill_menu(inner, entry[1])
                if not inner.isEmpty():
                    menu.addMenu(inner)
            elif entry == SEPARATOR:
                menu.addSeparator()
            elif entry in self._connected:
                menu.addAction(self._actions[entry])


def plain(text: str) -> str:
    """Without the mark of the letter to press, and without "…"."""
    return text.replace("&", "").removesuffix("…")


def native(action: QAction) -> str:
    """The keys of an action as this platform writes them."""
    form = QKeySequence.SequenceFormat.NativeText
    return "  or  ".join(keys.toString(form) for keys in action.shortcuts())


def with_keys(tip: str, keys: QKeySequence) -> str:
    """A tooltip with its shortcut."""
    if keys.isEmpty():
        return tip
    return f"{tip} ({keys.toString(QKeySequence.SequenceFormat.NativeText)})"
