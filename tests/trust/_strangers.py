"""The window of the campaign on strangers, in a process of its own: `python -m
tests.trust._strangers COUNT FOLDER` puts the first COUNT hostile texts wherever a stranger's text
comes in. Each failure is a line of JSON on standard output, and the last line says how often it
looked."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt
from PySide6.QtGui import Qt as Gui
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QFileDialog,
    QInputDialog,
    QLabel,
    QTextBrowser,
    QWidget,
)

from app import startup
from app.background.loading import Loaded
from app.background.racing import RaceEnd
from app.desktop.process import leave
from app.views.main_window import LEAST_SIZE
from core.checking.course_functions import FUNCTIONS
from core.checking.report import Comparison, FunctionReport, Mistake, Report
from core.data.dataset import Dataset, Split
from core.files import model_file
from tests.trust._hostile import SIGN, TEXTS, network, write_files
from tests.trust._window_process import name_of, open_window, tell

# What a label or a tooltip may hold: nothing that turns, hides or commands.
FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
LONGEST_SHOWN = 21_000
LARGEST_DIALOG = 1200  # pixels
OURS = re.compile(r"\d+$|digit-lab:")  # where links lead: a line of the file, a place in the app


class Strangers:
    """Puts texts into the window of `lab` and looks at all that can be read."""

    def __init__(self, lab: startup.Lab, folder: Path) -> None:
        self._lab, self._folder = lab, folder
        self._files = write_files(folder / "files")
        for view, _ in startup.VIEWS:
            lab.window.show_view(view)
            _settle()
        self._least = lab.window.minimumSizeHint().width()
        self.looked = 0
        QFileDialog.getSaveFileName = staticmethod(self._propose)  # type: ignore[assignment]
        QFileDialog.getOpenFileName = staticmethod(lambda *_, **__: ("", ""))  # type: ignore[assignment]
        QInputDialog.getText = staticmethod(lambda *_, **__: ("", False))  # type: ignore[assignment]

    def try_text(self, text: str) -> None:
        """Everywhere, one place after another."""
        for acts in (
            (self._as_network, self._as_set, self._as_data),
            (self._as_activity, self._as_report, self._as_race),
            (self._as_error,),
        ):
            place = f"{', '.join(act.__name__.strip('_') for act in acts)} {text[:30]!r}"
            for act in acts:
                try:
                    act(text)
                except Exception as error:
                    self._fail(f"{place}: {type(error).__name__}: {error}")
            self._look(place)

    def try_files(self) -> None:
        """Open each file in each place that opens files."""
        lab = self._lab
        ways: tuple[Callable[[Path], Any], ...] = (
            lab.files.open_file,
            lab.train.panel.open_recipe,
            lab.hand.take_in,
            lab.draw.pictures.open,
            lab.learn.check.open_file,
            lab.data.open_folder,
        )
        for path in self._files:
            for way in ways:
                way(path)
            _settle()
            self._look(f"the file {path.name[:30]!r}")

    def _as_network(self, text: str) -> None:
        lab = self._lab
        path = self._folder / "named.safetensors"
        model_file.save(network(text), path)
        lab.files.open_file(path)
        lab.files.save()
        lab.network.use(network(text))
        lab.files.save()
        for view, _ in startup.VIEWS:
            lab.window.show_view(view)
            _settle()

    def _as_set(self, text: str) -> None:
        hand = self._lab.hand
        hand.create(text)
        hand.create(text[:40])
        hand.rename(text[:20])
        self._lab.data.hand.sets.export_drawings()

    def _as_data(self, text: str) -> None:
        rng = np.random.default_rng(0)
        part = Dataset(
            rng.integers(0, 255, (40, 784), np.uint8), np.arange(40, dtype=np.uint8) % 10
        )
        loaded = Loaded("folder", Split(text, part, part, part), f"/data/{text}")
        self._lab.loader.loaded.emit(loaded)
        self._lab.train.panel.set_sources({"starter": "Starter digits", "folder": text})

    def _as_activity(self, text: str) -> None:
        self._lab.captions.show_activity(text)
        self._lab.train.outcome.show_sentence(text, "error")
        self._lab.network.failed.emit(text, text)
        self._lab.hand.notice.emit(text, "error")

    def _as_report(self, text: str) -> None:
        mistake = Mistake("x", text, text, text, "", text)
        row = Comparison(text, text, (2,), (3,), text, 1.0, (0,), 1.0, 2.0, 3.0, False, text)
        trace = f'File "{text}", line 3\n{text}'
        functions = tuple(
            FunctionReport(name, "failed", (row,), mistake, text, trace, 3, (mistake,), (text,))
            for name in FUNCTIONS
        )
        check = self._lab.learn.check
        self._lab.window.show_view("learn")
        for problem in ("", text):
            check._on_finished(
                Report(text, functions, text, problem, 3, 1.0, (text, text), problem)
            )
            _settle()
        check.bar.show_file(Path(text or "x"), is_modified=True)
        check.file_notice.say(text, {"Load": check.check})

    def _as_race(self, text: str) -> None:
        race = self._lab.learn.check.race
        race._on_ended(RaceEnd(problem=text, traceback=text, line=7))

    def _as_error(self, text: str) -> None:
        self._lab.reporter.tell(text, f"Traceback\n{text}")
        self._lab.learn.check._show_error(text)

    def _propose(self, parent: Any, title: str, proposed: str, *_: Any, **__: Any) -> Any:
        path = Path(proposed)
        models = self._lab.network.folder
        is_safe = (
            path.parent in (models, Path(), self._lab.learn.check.path and path.parent)
            and not path.name.startswith((".", "-", " "))
            and not FORBIDDEN.search(path.name)
            and len(path.name.encode()) <= 255
            and path.stem.strip(" .") == path.stem
        )
        if not is_safe:
            self._fail(f"“{title}” proposes {proposed!r}")
        return "", ""

    def _look(self, place: str) -> None:
        _settle()
        window = self._lab.window
        for widget in QApplication.allWidgets():
            for what, text, is_rich in _texts(widget):
                self.looked += 1
                wrong = _wrong(text, is_rich)
                if wrong:
                    self._fail(f"{place}: {what} of {name_of(widget)} {wrong}: {text[:200]!r}")
        least = window.minimumSizeHint().width()
        if least > self._least:
            wide = [
                name_of(each)
                for each in window.findChildren(QWidget)
                if each.minimumSizeHint().width() > self._least
            ]
            self._fail(f"{place}: the window wants to be {least} wide because of {wide[-3:]}")
        for top in QApplication.topLevelWidgets():
            if top is not window and top.isVisible() and max(top.size().toTuple()) > LARGEST_DIALOG:
                self._fail(f"{place}: {name_of(top)} is {top.width()} × {top.height()}")
            if top is not window and top.isVisible():
                top.close()
        _settle()

    def _fail(self, what: str) -> None:
        tell(what=what)


def _texts(widget: QWidget) -> Iterator[tuple[str, str, bool]]:
    """(what, text, whether it is shown as markup) of all that can be read of a widget."""
    rich = Qt.TextFormat
    if isinstance(widget, QLabel):
        kind = widget.textFormat()
        might = kind is rich.AutoText and Gui.mightBeRichText(widget.text())
        yield "the label", widget.text(), kind in (rich.RichText, rich.MarkdownText) or might
    if isinstance(widget, QAbstractButton):
        yield "the button", widget.text(), False
    if isinstance(widget, QComboBox):
        for index in range(widget.count()):
            yield "an entry", widget.itemText(index), False
    elif isinstance(widget, QAbstractItemView):
        for text, is_tip in _entries(widget.model(), QModelIndex()):
            yield "an entry", text, is_tip and Gui.mightBeRichText(text)
    if isinstance(widget, QTextBrowser):
        yield "the page", widget.toHtml(), True
    yield "the tooltip", widget.toolTip(), Gui.mightBeRichText(widget.toolTip())
    yield "the title", widget.windowTitle(), False
    for action in widget.actions():
        yield "an action", action.text(), False
        yield "an action's tooltip", action.toolTip(), Gui.mightBeRichText(action.toolTip())


def _entries(model: QAbstractItemModel | None, parent: QModelIndex) -> Iterator[tuple[str, bool]]:
    """Each text of a list or a tree, and whether it is a tooltip."""
    if model is None:
        return
    places = ((row, column) for row in range(200) for column in range(10))
    for row, column in places:
        if not model.hasIndex(row, column, parent):
            continue
        index = model.index(row, column, parent)
        for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            yield str(index.data(role) or ""), role is Qt.ItemDataRole.ToolTipRole
        if column == 0:
            yield from _entries(model, index)


def _wrong(text: str, is_rich: bool) -> str:
    """What is wrong with a text that is shown, or ""."""
    if len(text) > LONGEST_SHOWN and not is_rich:
        return "is too long"
    if is_rich:
        document = QTextDocument()
        document.setHtml(text)
        links = re.findall(r'href="([^"]*)"', document.toHtml())
        if any(not OURS.match(each) for each in links):
            return "has a stranger's link"
        if SIGN in text and re.search(rf"<(h\d|img|b|a)\b[^>]*>[^<]*{SIGN}", text):
            return "shows a stranger's text as markup"
        text = document.toPlainText()
    found = FORBIDDEN.search(text)
    return f"holds {found[0]!r}" if found else ""


def _settle() -> None:
    for _ in range(3):
        QApplication.processEvents()


def main(count: int, folder: Path) -> None:
    """Ends the process."""
    _, lab = open_window(folder)
    lab.window.resize(LEAST_SIZE)
    strangers = Strangers(lab, folder)
    for text in TEXTS[:count]:
        strangers.try_text(text)
    if count >= len(TEXTS):
        strangers.try_files()
    tell(end=strangers.looked)
    lab.window.close()
    deadline = time.monotonic() + 5
    while not lab.close() and time.monotonic() < deadline:
        pass
    leave(0)


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
