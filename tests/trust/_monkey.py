"""The monkey itself, in a process of its own: `python -m tests.trust._monkey SEED ACTIONS FOLDER`.

It opens the real window, and does at random what hands can do. Each action is a line of the file
`trail` in FOLDER, written before it is done; each failure is a line of JSON on standard output.
"""

from __future__ import annotations

import faulthandler
import json
import logging
import random
import re
import sys
import time
import traceback
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Any

import shiboken6
from PySide6.QtCore import (
    QEvent,
    QMimeData,
    QObject,
    QPoint,
    QPointF,
    Qt,
    QTimer,
    QtMsgType,
    QUrl,
    qInstallMessageHandler,
)
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
    QInputMethodEvent,
    QWheelEvent,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QFileDialog, QInputDialog, QWidget

from app import startup
from app.desktop.process import leave, make_application
from app.look import theme
from app.paths import Paths
from core.network.recipe import Recipe
from tests.trust._hostile import TEXTS, write_files, write_sets

LONGEST_STALL, SURE_STALL = 1.0, 8.0  # seconds; the first when they were spent computing
BEAT, PACE = 20, 2  # milliseconds
LAST = 20
MOST_FAILURES = 5
CLOSING = 5.0
LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
MODIFIERS = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
)
_KEYS = """
0 1 2 3 4 5 6 7 8 9 A C W Z Y V E Space Return Enter Escape Tab Backtab Delete Backspace Left Right
Up Down Home End PageUp PageDown F1 F2 F10 Period Slash Plus Minus Comma ParenLeft QuoteDbl
"""
KEYS = tuple(getattr(Qt.Key, f"Key_{name}") for name in _KEYS.split())
NOT_TAKEN = ("quit",)
# What Qt says of having no screen or no such letters, and of keys and places that mean nothing.
SILENCED = re.compile(
    "This plugin does not support|OpenType support missing|Mouse event at .* outside target"
    "|Keyboard event not accepted"
)


class Monkey(QObject):
    """Acts on the window of `lab` whenever the event loop has time, nested ones included."""

    def __init__(self, lab: startup.Lab, seed: int, actions: int, folder: Path) -> None:
        super().__init__()
        self._lab, self._left = lab, actions
        self._random = random.Random(seed)
        self._folder = folder
        self._files = write_files(folder / "files")
        self._trail: deque[str] = deque(maxlen=LAST)
        self._file = (folder / "trail").open("w", encoding="utf-8", errors="replace")
        self.failures = 0
        self.worst = 0.0
        self._beat = time.monotonic(), time.thread_time()
        self._doing = ""
        self._done = False
        self._replace_dialogs()
        lab.window.installEventFilter(self)
        self._heart = QTimer(self)
        self._heart.timeout.connect(self._on_beat)
        self._heart.start(BEAT)
        QTimer.singleShot(PACE, self._act)
        kinds: list[tuple[int, Callable[[], None]]] = [
            (20, self._click),
            (10, self._drag),
            (10, self._wheel),
            (12, self._key),
            (10, self._write),
            (10, self._take_action),
            (6, self._view),
            (3, self._drop),
            (3, self._copy),
            (3, self._resize),
            (1, self._recipe),
            (1, self._theme),
            (5, self._tab),
        ]
        self._kinds = [act for _, act in kinds]
        self._weights = [weight for weight, _ in kinds]

    def fail(self, what: str) -> None:
        """Tell of a failure, with the actions before it."""
        self.failures += 1
        if self.failures <= MOST_FAILURES:
            print(json.dumps({"what": what, "trail": list(self._trail)}), flush=True)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Close and not self._done:
            event.ignore()
            return True
        return False

    def _on_beat(self) -> None:
        now, spent = time.monotonic(), time.thread_time()
        gap, busy = now - self._beat[0], spent - self._beat[1]
        self._beat = now, spent
        self.worst = max(self.worst, busy)
        if gap > SURE_STALL or busy > LONGEST_STALL:
            self.fail(f"the window stood still for {gap:.1f} s, {busy:.1f} s of them computing")

    def _act(self) -> None:
        if not self._left or self.failures >= MOST_FAILURES:
            self._end()
            return
        self._left -= 1
        QTimer.singleShot(PACE, self._act)  # not a timer that repeats: those rest in nested loops
        act = self._random.choices(self._kinds, self._weights)[0]
        self._doing = act.__name__.strip("_")
        act()

    def _note(self, text: str) -> None:
        text = f"{self._doing}: {text[:300]}".encode("unicode_escape").decode()
        self._trail.append(text)
        self._file.write(text + "\n")
        self._file.flush()

    def _end(self) -> None:
        if self._done:
            return
        self._done = True
        self._heart.stop()
        for widget in QApplication.topLevelWidgets():
            if widget is not self._lab.window and widget.isVisible():
                widget.close()
        self._lab.window.close()
        QTimer.singleShot(0, QApplication.quit)

    # Where to act.

    def _top(self) -> QWidget:
        return (
            QApplication.activePopupWidget() or QApplication.activeModalWidget() or self._lab.window
        )

    def _widget(self) -> QWidget:
        """One that is seen, of what is on top."""
        top = self._top()
        seen = [
            each
            for each in (top, *top.findChildren(QWidget))
            if each.isVisible() and each.window() is top.window() and each.width() > 0
        ]
        return self._random.choice(seen) if seen else self._lab.window

    def _point(self, widget: QWidget) -> QPoint:
        """In the coordinates of its window."""
        within = QPoint(
            self._random.randrange(max(widget.width(), 1)),
            self._random.randrange(max(widget.height(), 1)),
        )
        return widget.mapTo(widget.window(), within)

    # What to do.

    def _click(self) -> None:
        widget = self._widget()
        handle, at = widget.window().windowHandle(), self._point(widget)
        if handle is None:
            return
        button = self._random.choice((LEFT, LEFT, LEFT, RIGHT))
        self._note(f"{button.name} at {at.toTuple()} on {_name(widget)}")
        modifiers = self._random.choice(MODIFIERS)
        for _ in range(self._random.choice((1, 1, 1, 1, 1, 1, 2))):
            if shiboken6.isValid(handle):
                QTest.mousePress(handle, button, modifiers, at)
            if shiboken6.isValid(handle):
                QTest.mouseRelease(handle, button, modifiers, at)

    def _drag(self) -> None:
        widget = self._widget()
        handle = widget.window().windowHandle()
        if handle is None:
            return
        button = self._random.choice((LEFT, LEFT, RIGHT))
        self._note(f"{button.name} on {_name(widget)}")
        at = self._point(widget)
        QTest.mousePress(handle, button, pos=at)
        for _ in range(self._random.randrange(1, 12)):
            reach = self._random.choice((5, 40, 400, 20_000))
            at += QPoint(*(self._random.randint(-reach, reach) for _ in range(2)))
            if shiboken6.isValid(handle):
                QTest.mouseMove(handle, at)
        if shiboken6.isValid(handle):
            QTest.mouseRelease(handle, button, pos=at)

    def _wheel(self) -> None:
        widget = self._widget()
        delta = self._random.choice((120, -120, 120, -120, 1200, -1200, 10**6, -(10**6), 2**31 - 1))
        at = self._point(widget)
        over = widget.window().childAt(at) or widget
        place = QPointF(over.mapFrom(over.window(), at))
        turns = self._random.choice((1, 1, 5, 40))
        self._note(f"{turns} × {delta} on {_name(over)}")
        for _ in range(turns):
            event = QWheelEvent(
                place,
                QPointF(over.mapToGlobal(place)),
                QPoint(),
                QPoint(0, delta),
                Qt.MouseButton.NoButton,
                self._random.choice(MODIFIERS),
                Qt.ScrollPhase.NoScrollPhase,
                False,
            )
            QApplication.sendEvent(over, event)

    def _key(self) -> None:
        widget = QApplication.activePopupWidget() or QApplication.focusWidget() or self._top()
        key, modifiers = self._random.choice(KEYS), self._random.choice(MODIFIERS)
        self._note(f"{modifiers.name}+{key.name}")
        QTest.keyClick(widget, key, modifiers)

    def _write(self) -> None:
        widget = QApplication.focusWidget()
        if widget is None:
            return
        text = self._random.choice((*TEXTS, "1e400", "-1", "nan", "3,5", "٣", "0x10", "9" * 400))
        self._note(f"{text[:40]!r} to {_name(widget)}")
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(widget, event)
        if self._random.random() < 0.5:
            QTest.keyPress(widget, Qt.Key.Key_Return)

    def _take_action(self) -> None:
        actions = [
            each
            for each in self._lab.window.findChildren(QObject)
            if each.metaObject().className() == "QAction" and each.objectName()
        ]
        actions += list(self._lab.actions._actions.values())
        action = self._random.choice(actions)
        if action.objectName() in NOT_TAKEN or not action.isEnabled():
            return
        if QApplication.activeModalWidget() is not None:
            return
        self._note(action.objectName())
        action.trigger()

    def _view(self) -> None:
        view = self._random.choice([view for view, _ in startup.VIEWS])
        self._note(view)
        self._lab.window.show_view(view)

    def _tab(self) -> None:
        """Choose in a list, which its popup makes rare."""
        boxes = [each for each in self._top().findChildren(QComboBox) if each.isVisible()]
        if not boxes:
            return
        box = self._random.choice(boxes)
        index = self._random.randrange(max(box.count(), 1))
        self._note(f"{index} of {_name(box)}")
        box.setCurrentIndex(index)
        box.activated.emit(index)

    def _mime(self) -> QMimeData:
        data = QMimeData()
        kind = self._random.randrange(5)
        if kind == 0:
            count = self._random.choice((1, 1, 1, 2, 3))
            files = self._random.choices(self._files, k=count)
            data.setUrls([QUrl.fromLocalFile(str(each)) for each in files])
        elif kind == 1:
            data.setUrls([QUrl("https://example.invalid/x.png")])
        elif kind == 2:
            data.setText(self._random.choice(TEXTS))
        elif kind == 3:
            image = QImage(self._random.randrange(1, 300), 40, QImage.Format.Format_RGB32)
            image.fill(self._random.randrange(2**24))
            data.setImageData(image)
        return data

    def _drop(self) -> None:
        data = self._mime()
        takers = [
            each
            for each in self._lab.window.findChildren(QWidget)
            if each.acceptDrops() and each.isVisible()
        ]
        if not takers or QApplication.activeModalWidget() is not None:
            return
        widget = self._random.choice(takers)
        at = QPoint(widget.width() // 2, widget.height() // 2)
        self._note(f"{data.formats()} {data.urls()} on {_name(widget)}")
        action, none = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
        enter = QDragEnterEvent(at, action, data, LEFT, none)
        QApplication.sendEvent(widget, enter)
        if enter.isAccepted():
            QApplication.sendEvent(widget, QDropEvent(QPointF(at), action, data, LEFT, none))

    def _copy(self) -> None:
        if self._random.random() < 0.2:
            QGuiApplication.clipboard().clear()
            return
        QGuiApplication.clipboard().setMimeData(self._mime())

    def _resize(self) -> None:
        width, height = (self._random.choice((1, 200, 880, 1200, 2400)) for _ in range(2))
        self._note(f"{width} × {height}")
        self._lab.window.resize(width, height)

    def _recipe(self) -> None:
        """A short run, now and then, so that runs end, too."""
        if not self._lab.is_complete or self._lab.session.is_active:
            return
        epochs = self._random.choice((1, 2, 50))
        self._lab.train.set_recipe(Recipe(hidden=(8,), epochs=epochs, batch_size=64))
        self._note(f"{epochs} epochs")

    def _theme(self) -> None:
        choice = self._random.choice(list(theme.CHOICES))
        theme.watcher().choose(choice)
        self._note(choice)

    # What dialogs of the system would answer.

    def _replace_dialogs(self) -> None:
        def opened(*_: Any, **__: Any) -> tuple[str, str]:
            return self._answer(str(self._random.choice(self._files))), ""

        def saved(*given: Any, **__: Any) -> tuple[str, str]:
            name = Path(str(given[2])).name if len(given) > 2 else "x"
            chosen = self._random.choice((name, "x", "x.PNG", "x.txt", *TEXTS[:6])) or name
            place = self._random.choice(("out", "out", "nowhere"))
            safe = chosen.replace("/", "_").replace("\0", "")[:100]
            return self._answer(str(self._folder / place / safe)), ""

        def folder(*_: Any, **__: Any) -> str:
            return self._answer(str(self._random.choice(self._files)))

        def text(*_: Any, **__: Any) -> tuple[str, bool]:
            return self._random.choice(TEXTS), True

        (self._folder / "out").mkdir(exist_ok=True)
        QFileDialog.getOpenFileName = staticmethod(opened)  # type: ignore[assignment]
        QFileDialog.getSaveFileName = staticmethod(saved)  # type: ignore[assignment]
        QFileDialog.getExistingDirectory = staticmethod(folder)  # type: ignore[assignment]
        QInputDialog.getText = staticmethod(text)  # type: ignore[assignment]

    def _answer(self, path: str) -> str:
        answer = "" if self._random.random() < 0.2 else path
        self._note(f"a file dialog answers {answer!r}")
        return answer


class _Faults(logging.Handler):
    """What the app logs as an error is a failure."""

    def __init__(self, fail: Callable[[str], None]) -> None:
        super().__init__(logging.ERROR)
        self._fail = fail

    def emit(self, record: logging.LogRecord) -> None:
        self._fail(f"the log: {record.getMessage()[-2000:]}")


def _name(widget: QWidget) -> str:
    parts = []
    each: QObject | None = widget
    while each is not None and len(parts) < 3:
        parts.append(each.objectName() or type(each).__name__)
        each = each.parent()
    return "/".join(reversed(parts))


def main(seed: int, actions: int, folder: Path) -> int:
    app = make_application(["digit-lab"])
    write_sets(folder / "data" / "handwriting")
    lab = startup.Lab(Paths(folder / "data", folder / "data" / "settings.ini"))
    lab.window.show()
    lab.window.activateWindow()
    while not lab.is_complete:
        app.processEvents()
    monkey = Monkey(lab, seed, actions, folder)
    logging.getLogger("app").addHandler(_Faults(monkey.fail))
    sys.unraisablehook = lambda about: monkey.fail(
        "unraisable: " + "".join(traceback.format_exception(about.exc_value))
    )

    def on_message(kind: QtMsgType, _: Any, text: str) -> None:
        if kind is not QtMsgType.QtDebugMsg and not SILENCED.match(text):
            monkey.fail(f"Qt: {text}")

    qInstallMessageHandler(on_message)
    app.exec()
    began = time.monotonic()
    ended = lab.close()
    if time.monotonic() - began > CLOSING:
        monkey.fail(f"closing took {time.monotonic() - began:.1f} s")
    print(json.dumps({"worst": monkey.worst, "failures": monkey.failures}), flush=True)
    qInstallMessageHandler(None)
    leave(0 if ended and not monkey.failures else 1)


if __name__ == "__main__":
    faulthandler.enable()
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])))
