"""What hands can do to the window, at random."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import shiboken6
from PySide6.QtCore import QMimeData, QObject, QPoint, QPointF, Qt, QUrl
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
from app.look import theme
from core.network.recipe import Recipe
from tests.trust._hostile import TEXTS, write_files
from tests.trust._window_process import name_of

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


class Hands:
    """They act on the window of `lab`. note: called with what is about to be done, and where.

    replace_dialogs() is to be called first: the dialogs of the system then answer at random, with
    files of `folder` alone.
    """

    def __init__(
        self, lab: startup.Lab, rng: random.Random, folder: Path, note: Callable[[str], None]
    ) -> None:
        self._lab, self._random, self._folder, self._note = lab, rng, folder, note
        self._files = write_files(folder / "files")
        weights: dict[Callable[[], None], int] = {
            self.click: 20,
            self.key: 12,
            self.drag: 10,
            self.wheel: 10,
            self.write: 10,
            self.take_action: 10,
            self.view: 6,
            self.tab: 5,
            self.drop: 3,
            self.copy: 3,
            self.resize: 3,
            self.recipe: 1,
            self.theme: 1,
        }
        self._acts, self._weights = list(weights), list(weights.values())

    def choose(self) -> Callable[[], None]:
        """What to do next."""
        return self._random.choices(self._acts, self._weights)[0]

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
        there = [each for each in seen if shiboken6.isValid(each)]  # some go while others are asked
        return self._random.choice(there) if there else self._lab.window

    def _point(self, widget: QWidget) -> QPoint:
        """In the coordinates of its window."""
        within = QPoint(
            self._random.randrange(max(widget.width(), 1)),
            self._random.randrange(max(widget.height(), 1)),
        )
        return widget.mapTo(widget.window(), within)

    # What to do.

    def click(self) -> None:
        widget = self._widget()
        handle, at = widget.window().windowHandle(), self._point(widget)
        if handle is None:
            return
        button = self._random.choice((LEFT, LEFT, LEFT, RIGHT))
        self._note(f"{button.name} at {at.toTuple()} on {name_of(widget)}")
        modifiers = self._random.choice(MODIFIERS)
        for _ in range(self._random.choice((1, 1, 1, 1, 1, 1, 2))):
            if shiboken6.isValid(handle):
                QTest.mousePress(handle, button, modifiers, at)
            if shiboken6.isValid(handle):
                QTest.mouseRelease(handle, button, modifiers, at)

    def drag(self) -> None:
        widget = self._widget()
        handle = widget.window().windowHandle()
        if handle is None:
            return
        button = self._random.choice((LEFT, LEFT, RIGHT))
        self._note(f"{button.name} on {name_of(widget)}")
        at = self._point(widget)
        QTest.mousePress(handle, button, pos=at)
        for _ in range(self._random.randrange(1, 12)):
            reach = self._random.choice((5, 40, 400, 20_000))
            at += QPoint(*(self._random.randint(-reach, reach) for _ in range(2)))
            if shiboken6.isValid(handle):
                QTest.mouseMove(handle, at)
        if shiboken6.isValid(handle):
            QTest.mouseRelease(handle, button, pos=at)

    def wheel(self) -> None:
        widget = self._widget()
        delta = self._random.choice((120, -120, 120, -120, 1200, -1200, 10**6, -(10**6), 2**31 - 1))
        at = self._point(widget)
        over = widget.window().childAt(at) or widget
        place = QPointF(over.mapFrom(over.window(), at))
        turns = self._random.choice((1, 1, 5, 40))
        self._note(f"{turns} × {delta} on {name_of(over)}")
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

    def key(self) -> None:
        widget = QApplication.activePopupWidget() or QApplication.focusWidget() or self._top()
        key, modifiers = self._random.choice(KEYS), self._random.choice(MODIFIERS)
        self._note(f"{modifiers.name}+{key.name}")
        QTest.keyClick(widget, key, modifiers)

    def write(self) -> None:
        widget = QApplication.focusWidget()
        if widget is None:
            return
        text = self._random.choice((*TEXTS, "1e400", "-1", "nan", "3,5", "٣", "0x10", "9" * 400))
        self._note(f"{text[:40]!r} to {name_of(widget)}")
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(widget, event)
        if self._random.random() < 0.5:
            QTest.keyPress(widget, Qt.Key.Key_Return)

    def take_action(self) -> None:
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

    def view(self) -> None:
        view = self._random.choice([view for view, _ in startup.VIEWS])
        self._note(view)
        self._lab.window.show_view(view)

    def tab(self) -> None:
        """Choose in a list, which its popup makes rare."""
        boxes = [each for each in self._top().findChildren(QComboBox) if each.isVisible()]
        if not boxes:
            return
        box = self._random.choice(boxes)
        index = self._random.randrange(max(box.count(), 1))
        self._note(f"{index} of {name_of(box)}")
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

    def drop(self) -> None:
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
        self._note(f"{data.formats()} {data.urls()} on {name_of(widget)}")
        action, none = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
        enter = QDragEnterEvent(at, action, data, LEFT, none)
        QApplication.sendEvent(widget, enter)
        if enter.isAccepted():
            QApplication.sendEvent(widget, QDropEvent(QPointF(at), action, data, LEFT, none))

    def copy(self) -> None:
        if self._random.random() < 0.2:
            QGuiApplication.clipboard().clear()
            return
        QGuiApplication.clipboard().setMimeData(self._mime())

    def resize(self) -> None:
        width, height = (self._random.choice((1, 200, 880, 1200, 2400)) for _ in range(2))
        self._note(f"{width} × {height}")
        self._lab.window.resize(width, height)

    def recipe(self) -> None:
        """A short run, now and then, so that runs end, too."""
        if not self._lab.is_complete or self._lab.session.is_active:
            return
        epochs = self._random.choice((1, 2, 50))
        self._lab.train.set_recipe(Recipe(hidden=(8,), epochs=epochs, batch_size=64))
        self._note(f"{epochs} epochs")

    def theme(self) -> None:
        choice = self._random.choice(list(theme.CHOICES))
        theme.watcher().choose(choice)
        self._note(choice)

    # What dialogs of the system would answer.

    def replace_dialogs(self) -> None:
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
