"""Starting, in order. The only place that sees everything, and wires it together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot

from app import commands, lasting
from app.actions import Actions
from app.commands import NEED_TRAINING, RUN
from app.desktop.files import model_file_in
from app.desktop.log import log_surroundings, log_to_terminal
from app.desktop.process import leave, make_application
from app.errors import ErrorReporter
from app.look import theme
from app.paths import Paths, user_paths
from app.settings import Settings
from app.state import summary
from app.state.network_in_use import NetworkInUse
from app.views.draw.canvas import Canvas
from app.views.draw.draw_view import DrawView
from app.views.main_window import MainWindow
from core.network.snapshots import Snapshot
from core.threads import blas_threads

if TYPE_CHECKING:
    from app.background.loading import Loaded, Loader
    from app.background.training.session import Session
    from app.learning import Learning
    from app.state.my_handwriting import MyHandwriting
    from app.views.data.view import DataView
    from app.views.inspect.view import InspectView
    from app.views.train.view import TrainView

VIEWS = (
    ("draw", "Draw"),
    ("train", "Train"),
    ("inspect", "Inspect"),
    ("learn", "Learn"),
    ("data", "Data"),
)
COLLECT_HINT = "", "The right button erases."


def run(argv: Sequence[str], *, debug: bool = False) -> int:
    """Open the window and stay until it is closed. argv: the program's name, and a model file's if
    one was named. debug: log to the terminal, too. Exit code."""
    if debug:
        log_to_terminal()
    app = make_application(argv)
    paths = user_paths()
    lab = Lab(paths, model_file_in(argv[1:]))
    if debug:
        log_surroundings(paths)
    app.file_opened.connect(lab.network.open_file)
    lab.window.show()
    code = app.exec()
    if not lab.close():
        leave(code)
    return code


class Lab(QObject):
    """Everything there is. First what can be drawn on; the rest after the window's first paint."""

    session: Session
    loader: Loader
    train: TrainView
    inspect: InspectView
    hand: MyHandwriting
    learning: Learning
    data: DataView

    def __init__(self, paths: Paths, network: Path | None = None) -> None:
        """network: a model file to read with, instead of the shipped one."""
        super().__init__()
        self._paths = paths
        self._named = network
        self._to_close: list[Callable[[], bool]] = []
        self._steps: Iterator[Callable[[], None]] = iter(
            (
                self._use_first_network,
                self._import_training,
                self._start_training,
                self._make_train,
                self._make_inspect,
                self._import_learn,
                self._make_learn,
                self._make_data,
                self._finish,
            )
        )
        self.reporter = ErrorReporter(paths.data / "log", self)
        self.reporter.install()
        self.settings = Settings(paths.settings)
        theme.watcher().reduced_motion = self.settings.get("look/reduced_motion")
        theme.watcher().install(self.settings.get("look/theme"))
        self.actions = Actions(self)
        self.network = NetworkInUse(paths.models, self)
        self.window = MainWindow(self.actions)
        self.reporter.set_window(self.window)
        self.network.window = self.window
        self.draw = DrawView(self.actions)
        self.draw.set_brush(self.settings.get("draw/brush"))
        for view_id, title in VIEWS:
            self.window.add_view(view_id, title)
        self.window.fill_view("draw", self.draw)
        commands.connect(self)
        self.window.make_menus()
        self.window.restore(self.settings.get("window/geometry"))
        self.is_complete = False
        self._connect()
        self.window.show_view(self.settings.get("window/view"))

    def close(self) -> bool:
        """End the training and its threads. False when one of them was still busy after seconds."""
        if self.is_complete:
            lasting.keep_run(self.session, self._paths.models, self.settings)
        ended = [close() for close in self._to_close]
        self.reporter.uninstall()
        return all(ended)

    @Slot()
    def _on_painted(self) -> None:
        self.window.view_changed.connect(self._complete_at_once)
        self.complete()

    @Slot()
    def complete(self) -> None:
        """What the first paint need not wait for; between two steps the pen gets its turn."""
        step = next(self._steps, None)
        if step is not None:
            step()
            QTimer.singleShot(0, self.complete)

    @Slot()
    def _complete_at_once(self) -> None:
        """For a user who is quicker: the keys after that find their view."""
        for step in self._steps:
            step()

    def _use_first_network(self) -> None:
        # The window's own products are short: a second thread would mostly wait, and on a busy
        # machine for long. A run takes its own number of threads and gives it back.
        blas_threads(1)
        if self.settings.get("network/kept"):
            self.network.use_kept()
        else:
            self.network.use_shipped()
        if self._named is not None:
            self.network.open_file(self._named)

    def _import_training(self) -> None:
        import app.views.data.view
        import app.views.train.view  # noqa: F401

    def _start_training(self) -> None:
        from app.background.loading import Loader
        from app.background.training.session import Session

        self.session = Session(self)
        self.loader = Loader([], self._paths.mnist, self)
        self._to_close += [self.session.close, self.loader.close]

    def _make_train(self) -> None:
        from app.views.train.view import TrainView

        self.train = TrainView(self.session, self.loader)
        lasting.restore_train(self.train, self.settings)
        self.train.set_drawing(self.draw.drawing)
        self.window.fill_view("train", self.train)

    def _make_inspect(self) -> None:
        from app.views.inspect.view import InspectView

        self.inspect = InspectView(self.session, self.loader)
        self.inspect.set_network(self.network.snapshot)
        self.inspect.set_drawing(self.draw.drawing)
        self.window.fill_view("inspect", self.inspect)

    def _import_learn(self) -> None:
        import app.learning  # noqa: F401

    def _make_learn(self) -> None:
        from app.learning import Learning

        window = self.window
        self.learning = Learning(
            window.show_view,
            lambda: window.view,
            self.inspect,
            self.loader,
            self.settings,
            self._paths,
            self,
        )
        self.learning.view.set_network(self.network.snapshot)
        window.fill_view("learn", self.learning.view)
        self._to_close.append(self.learning.close)
        self.actions["help"].setEnabled(True)

    def _make_data(self) -> None:
        from app.state.my_handwriting import MyHandwriting
        from app.views.data.view import DataView

        self.hand = MyHandwriting(
            self._paths.handwriting, self.session, self.loader, self.network, self
        )
        self.hand.open(self.settings.get("hand/set"))
        self.data = DataView(self.loader, self.hand, partial(Canvas, hint=COLLECT_HINT))
        self.window.fill_view("data", self.data)

    def _finish(self) -> None:
        self._connect_training()
        lasting.reopen_own_digits(self.loader, self.settings)
        self.is_complete = True
        lasting.tell_kept_run(self.settings, self.window.status)

    def _connect(self) -> None:
        self.window.painted.connect(self._on_painted)
        self.window.closing.connect(self._on_closing)
        self.window.view_changed.connect(self._tell_title)
        self.network.changed.connect(self._on_network)
        self.draw.prediction_changed.connect(self._tell_title)

    def _connect_training(self) -> None:
        from app.hand_wires import connect_hand

        connect_hand(self.hand, self.draw, self.window.status)
        self.draw.drawing_changed.connect(self.train.set_drawing)
        self.draw.drawing_changed.connect(self.inspect.set_drawing)
        self.draw.digits_wanted.connect(self._find_digits)
        self.loader.loaded.connect(self._on_digits)
        self.inspect.train_wanted.connect(self._show_train)
        self.train.use_network.connect(self.network.use)
        self.train.shipped_wanted.connect(self.network.use_shipped)
        self.train.status.connect(self._on_status)
        self.session.state_changed.connect(self._on_state)
        self.session.progress.connect(self._tell_title)
        self._on_state(self.session.state)

    @Slot()
    def _on_closing(self) -> None:
        lasting.keep(self)

    @Slot(object, str)
    def _on_network(self, snapshot: Snapshot | None, reason: str) -> None:
        self.draw.set_snapshot(snapshot, reason)
        if self.is_complete:
            self.inspect.set_network(snapshot)
            self.learning.view.set_network(snapshot)
        self.window.status.set_network(summary.network_line(snapshot))
        self.actions["save-network"].setEnabled(snapshot is not None)

    @Slot(str)
    def _on_state(self, state: str) -> None:
        self.actions.rename("run", *RUN.get(state, RUN["idle"]))
        for action_id in NEED_TRAINING:
            self.actions[action_id].setEnabled(state not in ("stopping", "teaching"))
        self.actions["stop"].setEnabled(state in ("running", "paused"))
        self._tell_title()

    @Slot(str)
    def _on_status(self, text: str) -> None:
        latest = self.session.latest if self.session.is_active else None
        share = latest.step / max(latest.total_steps, 1) if latest else None
        self.window.status.set_activity(text, share)

    def open_data(self) -> None:
        self.window.show_view("data")
        self.data.open_folder()

    @Slot()
    def _find_digits(self) -> None:
        """For Draw."""
        loaded = self.loader.any_digits()
        if loaded is not None:
            self._on_digits(loaded)

    @Slot(object)
    def _on_digits(self, loaded: Loaded) -> None:
        self.draw.set_digits(loaded.split)

    @Slot()
    def _show_train(self) -> None:
        self.window.show_view("train")

    def inspect_drawing(self) -> None:
        self.window.show_view("inspect")
        self.inspect.show_drawing()

    @Slot()
    def on_reduced_motion(self) -> None:
        theme.watcher().reduced_motion = self.actions["reduced-motion"].isChecked()

    @Slot()
    def _tell_title(self, _: object = None) -> None:
        self.window.set_title(self._title())

    def _title(self) -> str:
        if self.window.view == "draw" and self.draw.digits:
            return summary.drawing_title([digit.reading for digit in self.draw.digits])
        if self.is_complete and self.session.is_active and self.session.latest is not None:
            accuracies = self.session.history.of_epochs("validation_accuracy")
            latest = float(accuracies[-1]) if len(accuracies) else None
            return summary.training_title(self.session.latest, latest)
        return ""
