"""The window of the campaign on strangers, in a process of its own: `python -m
tests.trust._strangers COUNT FOLDER` puts the first COUNT hostile texts wherever a stranger's text
comes in. Each failure is a line of JSON on standard output, and the last line says how often it
looked."""

from __future__ import annotations

import io
import sys
import time
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout, suppress
from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QInputDialog,
    QWidget,
)

from app import startup
from app.background.loading import Loaded
from app.background.racing import RaceEnd
from app.desktop.pictures import read_picture
from app.desktop.process import leave
from app.views.main_window import LEAST_SIZE
from core.checking.course_functions import FUNCTIONS
from core.checking.report import Comparison, FunctionReport, Mistake, Report
from core.cli import Host, run
from core.data.dataset import Dataset, Split
from core.files import model_file
from tests.core.data.idx_files import write_folder
from tests.trust._hostile import TEXTS, network, write_files
from tests.trust._readable import FORBIDDEN, fault_of, texts_of
from tests.trust._window_process import name_of, open_window, tell

LARGEST_DIALOG = 1200  # pixels

ROOM = 640  # pixels: a window that needs no more fits every screen


class Strangers:
    """Puts texts into the window of `lab` and looks at all that can be read."""

    def __init__(self, lab: startup.Lab, folder: Path) -> None:
        self._lab, self._folder = lab, folder
        self._files = write_files(folder / "files")
        self._digits = write_folder(folder / "digits", train=240, test=50)
        for view, _ in startup.VIEWS:
            lab.window.show_view(view)
            _settle()
        self._least = max(lab.window.minimumSizeHint().width(), ROOM)
        self.looked = 0
        QFileDialog.getSaveFileName = staticmethod(self._propose)  # type: ignore[assignment]
        QFileDialog.getOpenFileName = staticmethod(lambda *_, **__: ("", ""))  # type: ignore[assignment]
        QInputDialog.getText = staticmethod(lambda *_, **__: ("", False))  # type: ignore[assignment]

    def try_text(self, text: str) -> None:
        """Everywhere, one place after another."""
        for acts in (
            (self._as_network, self._as_set, self._as_data),
            (self._as_activity, self._as_report, self._as_race),
            (self._as_error, self._on_terminal),
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
            lambda path: lab.data.digit_sets.open_paths([path]),
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

    def _on_terminal(self, text: str) -> None:
        """What the verbs print of a network, a path and an argument of this name."""
        path = self._folder / "named.safetensors"
        model_file.save(network(text), path)
        argument = text.replace("\0", "")[:200]
        missing = str(self._folder / argument.replace("/", "_"))
        for arguments in (
            ["evaluate", "--model", str(path), "--data", str(self._digits)],
            ["evaluate", "--model", missing],
            ["predict", "--ink", missing],
            ["train", "--out", missing + "/x", "--recipe", missing],
            ["check", missing],
            ["evaluate", argument],
        ):
            printed = io.StringIO()
            with redirect_stdout(printed), redirect_stderr(printed), suppress(SystemExit):
                run(arguments, Host(read_picture))
            self.looked += 1
            found = FORBIDDEN.search(printed.getvalue())
            if found or not printed.getvalue():
                self._fail(f"{arguments} prints {printed.getvalue()!r}")

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
            for what, text, is_rich in texts_of(widget):
                self.looked += 1
                wrong = fault_of(text, is_rich)
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
