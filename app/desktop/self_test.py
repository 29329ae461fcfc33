"""--self-test: the whole program tried where it stands, in a folder of its own, a line a step.

What is tried is what a bundle or a system can lack: modules, plugins, files, a thread, a display.
"""

from __future__ import annotations

import os
import pkgutil
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from itertools import pairwise
from pathlib import Path

import numpy as np
from PySide6.QtCore import QCoreApplication, QEvent, QPointF, Qt
from PySide6.QtGui import QImage, QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

import app
import core
from app import startup
from app.desktop.display import obstacle
from app.desktop.pictures import FORMATS, read_picture
from app.desktop.process import leave, make_application
from app.paths import Paths
from core.data.starter import starter_digits, starter_split
from core.files import model_file
from core.inspection.differences import check_gradients
from core.inspection.gradient_check import TOLERANCE
from core.inspection.walk import walk
from core.network.recipe import Recipe

PATIENCE = 30.0  # seconds that a single event may take on a slow machine
SEVEN = ((0.28, 0.22), (0.72, 0.22), (0.45, 0.8))  # corners, in the unit square
MOVES = 12  # of the pointer, from one corner to the next
EPOCHS, STEPS_AN_EPOCH, BATCH = 8, 25, 64
RECIPE = Recipe(hidden=(64, 32), batch_size=BATCH, epochs=EPOCHS)
DIGITS = STEPS_AN_EPOCH * BATCH * 10 // 8  # of these, eight tenths are learned from
# One white pixel; Qt reads GIF, but writes none.
WHITE_GIF = b"GIF89a\x01\0\x01\0\x80\0\0\xff\xff\xff\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;"
ENTRY = "app.__main__"  # runs when it is imported by another name


class Failure(Exception):
    """A step does not hold; the text says what was found instead."""


def run(argv: Sequence[str]) -> int:
    """Every step in turn, a failed one included; gives 0 only when all hold. argv: with the
    program's name. Without a display the window opens offscreen."""
    if obstacle() is not None:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    began = time.monotonic()
    failures = 0
    with tempfile.TemporaryDirectory(prefix="digit-lab-") as folder:
        trial = SelfTestContext(Path(folder), make_application(argv))
        for step in STEPS:
            failures += not _holds(step, trial)
    seconds = time.monotonic() - began
    verdict = f"{failures} of {len(STEPS)} steps failed" if failures else "All is well"
    print(f"{verdict}, after {seconds:.1f} s.", flush=True)
    if trial.opened is not None:
        leave(1)
    return 1 if failures else 0


def _holds(step: SelfTestStep, trial: SelfTestContext) -> bool:
    began = time.monotonic()
    try:
        found, fault = step.act(trial), ""
    except Exception as error:
        found, fault = "", str(error) if isinstance(error, Failure) else repr(error)
    words = f"{step.what}: {fault or found}"
    print(f"{'FAILED' if fault else 'ok':6} {time.monotonic() - began:5.1f} s  {words}", flush=True)
    return not fault


@dataclass
class SelfTestContext:
    """What the steps hand on: a folder for files, the application, and the window once it is up."""

    folder: Path
    application: QApplication
    opened: startup.Lab | None = None
    errors: tuple[str, ...] = ()

    @property
    def lab(self) -> startup.Lab:
        if self.opened is None:
            raise Failure("there is no window")
        return self.opened

    def note_error(self, sentence: str, details: str) -> None:
        last = details.strip().splitlines()[-1:] or [sentence]
        self.errors += (last[0],)


@dataclass(frozen=True)
class SelfTestStep:
    """What is tried, and how."""

    what: str
    act: Callable[[SelfTestContext], str]  # gives what was found; raises Failure


def _modules(trial: SelfTestContext) -> str:
    names = [
        name
        for package in (app, core)
        for _, name, _ in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
        if name != ENTRY
    ]
    for name in names:
        import_module(name)
    if __name__ not in names:
        raise Failure(f"{__name__} is not among the {len(names)} modules found")
    return f"{len(names)} of them are imported"


def _shipped(trial: SelfTestContext) -> str:
    snapshot = model_file.shipped()
    return f"{snapshot.name}, {snapshot.theta.size:,} parameters"


def _pictures(trial: SelfTestContext) -> str:
    picture = QImage(32, 32, QImage.Format.Format_Grayscale8)
    picture.fill(255)
    for kind, name in FORMATS.items():
        path = trial.folder / f"picture.{kind}"
        if kind == "gif":
            path.write_bytes(WHITE_GIF)
        elif not picture.save(str(path)):
            raise Failure(f"Qt writes no {name}")
        grey = read_picture(path)
        if grey[0, 0] < 253:
            raise Failure(f"{name} came out as {grey[0, 0]} instead of 255")
    return f"{', '.join(FORMATS.values())} are decoded"


def _window(trial: SelfTestContext) -> str:
    lab = startup.Lab(Paths(trial.folder / "data", trial.folder / "settings.ini"))
    trial.opened = lab
    lab.reporter.happened.connect(trial.note_error)
    lab.window.show()
    _wait(lambda: lab.is_complete, "the window is not complete")
    return f"{lab.window.width()}×{lab.window.height()}, on {trial.application.platformName()}"


def _draw(trial: SelfTestContext) -> str:
    lab = trial.lab
    lab.window.show_view("draw")
    canvas = lab.draw.canvas
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    points = list(_along(SEVEN))
    _point(canvas, QEvent.Type.MouseButtonPress, points[0], left, left)
    for at in points[1:]:
        _point(canvas, QEvent.Type.MouseMove, at, none, left)
    _point(canvas, QEvent.Type.MouseButtonRelease, points[-1], left, none)
    _wait(lambda: lab.draw.prediction is not None, "nothing was read")
    prediction = lab.draw.prediction
    if prediction is None or prediction.digit != 7:
        raise Failure(f"a 7 was drawn and {prediction} was read")
    return f"a 7 is drawn on the canvas and read as {prediction.digit}"


def _train(trial: SelfTestContext) -> str:
    lab = trial.lab
    lab.window.show_view("train")
    split = starter_split(count=DIGITS)
    for epoch in range(1, EPOCHS + 1):
        frames = lab.train.charts.frames
        lab.session.step_epoch(RECIPE, split)
        steps = epoch * STEPS_AN_EPOCH
        _wait(lambda n=steps: len(lab.session.shown.history) == n, "training stands")  # type: ignore[misc]
        _wait(lambda n=frames: lab.train.charts.frames > n, "the plot was not drawn anew")  # type: ignore[misc]
        _wait(lambda: lab.session.state in ("paused", "idle"), "the epoch has no end")
    _wait(lambda: lab.session.shown.result is not None, "the run has no end")
    losses = lab.session.shown.history.loss.values
    first, last = losses[:STEPS_AN_EPOCH].mean(), losses[-STEPS_AN_EPOCH:].mean()
    if not last < first / 2:
        raise Failure(f"the loss went from {first:.2f} to {last:.2f} only")
    return (
        f"{len(losses)} steps in the worker's thread, the plot drawn {lab.train.charts.frames} "
        f"times, the loss from {first:.2f} to {last:.2f}"
    )


def _gradients(trial: SelfTestContext) -> str:
    rng = np.random.default_rng(0)
    digits = starter_digits(10, rng=rng)
    snapshot = trial.lab.session.shown.snapshot or model_file.shipped()
    checks = check_gradients(walk(snapshot, digits.X(), digits.labels), rng=rng, samples=100)
    worst = max(checks, key=lambda check: check.relative_error)
    if not worst.relative_error <= TOLERANCE:
        raise Failure(f"{worst.name} is wrong by {worst.relative_error:.1e}")
    return f"{len(checks)} arrays are right to {worst.relative_error:.0e}"


def _save(trial: SelfTestContext) -> str:
    network, trained = trial.lab.network, trial.lab.session.shown.snapshot
    if trained is None:
        raise Failure("there is no trained network to save")
    path = trial.folder / f"trained{model_file.ENDING}"
    network.use(trained)
    network.save_file(path)
    network.use_shipped()
    network.open_file(path)
    if network.snapshot is None or not np.array_equal(network.snapshot.theta, trained.theta):
        raise Failure("another network came back")
    return f"{path.stat().st_size:,} bytes are saved and opened again"


def _views(trial: SelfTestContext) -> str:
    window = trial.lab.window
    for view_id, title in startup.VIEWS:
        trial.lab.actions[f"view-{view_id}"].trigger()
        if window.view != view_id:
            raise Failure(f"{title} does not open")
        QCoreApplication.processEvents()
        pixels = window.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
        if len(set(bytes(pixels.constBits()))) < 16:
            raise Failure(f"{title} is blank")
    return f"{', '.join(title for _, title in startup.VIEWS)} open"


def _close(trial: SelfTestContext) -> str:
    lab = trial.lab
    lab.window.close()
    deadline = time.monotonic() + PATIENCE
    while not lab.close():  # each call gives the threads CLOSE_MILLISECONDS
        if time.monotonic() > deadline:
            raise Failure(f"a thread was still busy after {PATIENCE:g} s")
    trial.opened = None
    QCoreApplication.processEvents()
    if trial.errors:
        raise Failure(f"on the way: {'; '.join(trial.errors)}")
    return "the window is closed, its threads have ended, and no error came up"


STEPS = (
    SelfTestStep("Modules", _modules),
    SelfTestStep("Shipped network", _shipped),
    SelfTestStep("Pictures", _pictures),
    SelfTestStep("Window", _window),
    SelfTestStep("Draw", _draw),
    SelfTestStep("Train", _train),
    SelfTestStep("Gradients", _gradients),
    SelfTestStep("Model file", _save),
    SelfTestStep("Views", _views),
    SelfTestStep("End", _close),
)


def _along(corners: Sequence[tuple[float, float]]) -> Iterator[tuple[float, float]]:
    for (x0, y0), (x1, y1) in pairwise(corners):
        for share in np.linspace(0, 1, MOVES).tolist():
            yield x0 + (x1 - x0) * share, y0 + (y1 - y0) * share


def _point(
    canvas: QWidget,
    kind: QEvent.Type,
    at: tuple[float, float],
    button: Qt.MouseButton,
    buttons: Qt.MouseButton,
) -> None:
    """The pointer at `at`, in the unit square."""
    place = QPointF(at[0] * canvas.width(), at[1] * canvas.height())
    event = QMouseEvent(
        kind, place, canvas.mapToGlobal(place), button, buttons, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(canvas, event)


def _wait(until: Callable[[], bool], failure: str) -> None:
    """Let the application work until it is so. Raises Failure, saying `failure`, if it never is."""
    deadline = time.monotonic() + PATIENCE
    while not until():
        if time.monotonic() > deadline:
            raise Failure(f"{failure} after {PATIENCE:g} s")
        QCoreApplication.processEvents()
        time.sleep(0.002)
