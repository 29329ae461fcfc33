"""Starts the app, in order: makes everything and connects it. No other module sees everything."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from app import preferences
from app.actions import Actions
from app.background.tasks import close_all
from app.between.captions import Captions
from app.desktop.ending import EndSignals, crashes_traced
from app.desktop.files import file_in
from app.desktop.log import log_surroundings, log_to_terminal, report
from app.desktop.process import forget_sources, leave, make_application, spare_collector
from app.desktop.watched_folder import WatchedFolder
from app.desktop.window_folder import WindowFolder
from app.errors import ErrorReporter
from app.look import theme
from app.paths import Paths, user_paths, what_is_lost
from app.settings import Settings
from app.state.drafts import Drafts
from app.state.network_in_use import NetworkInUse
from app.views.draw.canvas import Canvas
from app.views.draw.draw_view import DrawView
from app.views.main_window import MainWindow
from app.views.network_files import NetworkFiles
from app.views.presentation import Presentation
from core.network.snapshots import Snapshot
from core.threads import blas_threads
from core.version import LESSON_ENDING

if TYPE_CHECKING:  # they are imported after the window's first paint
    from app.background.loading import Loader
    from app.background.tasks import TaskRunner
    from app.background.training.session import Session
    from app.between.links import LinkFollower
    from app.between.requests import Requests
    from app.state.corrections import Corrections
    from app.state.drawn_digit import DrawnDigit
    from app.state.my_handwriting import MyHandwriting
    from app.state.relabelling import Relabelling
    from app.state.run_keeper import RunKeeper
    from app.views.data.view import DataView
    from app.views.export.exports import Exports
    from app.views.inspect.view import InspectView
    from app.views.learn.view import LearnView
    from app.views.lesson.lessons import Lessons
    from app.views.runs.kept_runs import KeptRuns
    from app.views.train.view import TrainView

VIEWS = (
    ("draw", "Draw"),
    ("train", "Train"),
    ("inspect", "Inspect"),
    ("learn", "Learn"),
    ("data", "Data"),
    ("runs", "Runs"),
)
CLOSE_MILLISECONDS = 200  # for the threads, once the run is kept
NOT_LASTING = "You can go on, but nothing will be there at the next start."
COLLECT_HINT = "", "The right button erases."


def run(argv: Sequence[str], *, debug: bool = False) -> int:
    """Open the window and stay until it is closed. argv: the program's name, and a network's or a
    lesson's if one was named. debug: log to the terminal, too. Exit code."""
    if debug:
        log_to_terminal()
    app = make_application(argv)
    paths = user_paths()
    lab = Lab(paths, file_in(argv[1:]))
    if debug:
        log_surroundings(paths)
    app.file_opened.connect(lab.open_file)
    signals = EndSignals(lab.end)
    lab.completed.connect(spare_collector)
    with crashes_traced(lab.folder.crash_file if lab.folder else None):
        lab.window.show()
        code = app.exec()
        ended = lab.close()
    signals.close()
    if not ended:
        leave(code)
    return code


def _is_lesson(path: Path) -> bool:
    return path.name.lower().endswith(LESSON_ENDING)


class Lab(QObject):
    """The app's parts, made in order and connected. No part is given the whole.

    First what can be drawn on; the rest after the window's first paint. completed: that is there.
    """

    completed = Signal()

    session: Session
    loader: Loader
    relabelling: Relabelling
    train: TrainView
    inspect: InspectView
    learn: LearnView
    learn_preferences: preferences.LearnPreferences
    links: LinkFollower
    hand: MyHandwriting
    lessons: Lessons
    corrections: Corrections
    data: DataView
    runs: KeptRuns
    exports: Exports
    requests: Requests

    def __init__(self, paths: Paths, named: Path | None = None) -> None:
        """named: a network to read with, instead of the shipped one, or a lesson to begin."""
        super().__init__()
        self._paths = paths
        self._named = named
        self._runners: list[TaskRunner] = []
        self.folder = WindowFolder.made_in(paths.data / "windows")
        self.keeper: RunKeeper | None = None
        self.reporter = ErrorReporter(paths.data / "log", self)
        self.reporter.install()
        self.settings = Settings(paths.settings)
        theme.watcher().reduced_motion = self.settings.get("look/reduced_motion")
        theme.watcher().install(
            self.settings.get("look/theme"), self.settings.get("look/text_size")
        )
        self.actions = Actions(self)
        self.network = NetworkInUse(paths.models, self)
        self.window = MainWindow(self.actions)
        self.reporter.set_window(self.window)
        self.files = NetworkFiles(self.network, self.window)
        self.draw = DrawView(self.actions)
        self.captions = Captions(self.window, self.draw)
        self.draw.set_brush(self.settings.get("draw/brush"))
        for view_id, title in VIEWS:
            self.window.add_view(view_id, title)
        self.window.fill_view("draw", self.draw)
        Presentation(self.window, self.actions)
        self._connect_actions()
        self.window.make_menus()
        self.actions.show_icons_on_buttons()
        self.window.restore(self.settings.get("window/geometry"))
        self._steps: Iterator[Callable[[], None]] = iter(
            (
                self._use_first_network,
                self.actions.show_icons,
                self._import_training,
                self._start_training,
                self._make_train,
                self._make_inspect,
                self._import_learn,
                self._make_learn,
                self._make_data,
                self._make_runs,
                self._finish,
            )
        )
        self.is_complete = False
        self._connect()
        self.window.show_view(self.settings.get("window/view"))

    def close(self) -> bool:
        """Keep the run, and end all threads, in two seconds. False when one is still busy: see
        leave()."""
        if self.keeper is not None:
            self.keeper.finish()
        runners = [*self._runners, *self.draw.pictures.reading.runners]
        ended = close_all(runners, CLOSE_MILLISECONDS)
        for watched in self.findChildren(WatchedFolder):
            watched.close()
        if self.folder is not None:
            self.folder.close()
        self.reporter.uninstall()
        return ended

    def end(self) -> None:
        """As the close button, whatever is open."""
        self.window.close()
        QApplication.quit()

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

    def _all_views(self) -> Requests:
        self._complete_at_once()
        return self.requests

    def _use_first_network(self) -> None:
        # The window's own products are short: a second thread would mostly wait, and on a busy
        # machine for long. A run takes its own number of threads and gives it back.
        blas_threads(1)
        if self.settings.get("network/kept"):
            self.network.use_kept()
        else:
            self.network.use_shipped()
        if self._named is not None and not _is_lesson(self._named):
            self.files.open_file(self._named)

    def _import_training(self) -> None:
        import app.views.data.view
        import app.views.train.view  # noqa: F401

        forget_sources()

    def _start_training(self) -> None:
        from app.background.loading import Loader
        from app.background.training.session import Session
        from app.state.relabelling import Relabelling

        self.session = Session(self)
        self.loader = Loader([], self._paths.mnist, self)
        self.relabelling = Relabelling(self.loader, self._paths.labels, self)
        self._runners += [*self.session.runners, *self.loader.runners]

    def _make_train(self) -> None:
        from app.views.train.view import TrainView

        self.train = TrainView(self.session, self.loader)
        preferences.restore_training(self.settings, self.train)
        self._follow_digit(self.train.set_digit)
        self.window.fill_view("train", self.train)

    def _make_inspect(self) -> None:
        from app.views.inspect.view import InspectView

        self.inspect = InspectView(self.session, self.loader)
        self._runners += self.inspect.runners
        self.inspect.set_network(self.network.snapshot, is_shipped=self.network.is_shipped)
        self._follow_digit(self.inspect.set_digit)
        self.window.fill_view("inspect", self.inspect)

    def _follow_digit(self, show: Callable[[DrawnDigit | None], None]) -> None:
        """Show the digit that is chosen on Draw, now and whenever it is another; while the pen is
        down, nobody sees it elsewhere."""
        show(self.draw.drawn_digit)
        self.draw.digit_settled.connect(show)

    def _import_learn(self) -> None:
        import app.views.learn.view  # noqa: F401

        forget_sources()

    def _make_learn(self) -> None:
        from app.background.checking import Checker
        from app.background.class_checking import ClassChecker
        from app.background.racing import Race
        from app.between.links import LinkFollower
        from app.views.learn.check.pane import CheckPane
        from app.views.learn.check.race import RacePane
        from app.views.learn.class_check.pane import ClassPane
        from app.views.learn.view import LearnView

        checker, race, of_class = Checker(self), Race(self), ClassChecker(self)
        check = CheckPane(checker, RacePane(race, self.loader), self._paths.data / "exercises")
        self.learn = LearnView(check, ClassPane(of_class, self._paths.classes))
        window = self.window
        self.links = LinkFollower(window.show_view, self.inspect, self.learn, window.way_back, self)
        self.learn.place_wanted.connect(self.links.go)
        window.view_changed.connect(self.links.on_view)
        self.learn.set_network(self.network.of_digits)
        self._follow_digit(self.learn.set_digit)
        self.learn_preferences = preferences.LearnPreferences(
            self.settings, self.learn, Drafts(self._paths.drafts)
        )
        self.window.fill_view("learn", self.learn)
        self._runners += [*checker.runners, *race.runners, *of_class.runners]
        self.actions["help"].setEnabled(True)

    def _make_data(self) -> None:
        from app.state.corrections import Corrections
        from app.state.my_handwriting import MyHandwriting
        from app.views.data.view import DataView

        self.hand = MyHandwriting(
            self._paths.handwriting, self.session, self.loader, self.network, self
        )
        self.corrections = Corrections(self.hand, self)
        self.hand.open(self.settings.get("hand/set"))
        cast(QGuiApplication, QGuiApplication.instance()).applicationStateChanged.connect(
            self.hand.refresh
        )
        canvas = partial(Canvas, hint=COLLECT_HINT)
        self.data = DataView(self.loader, self.hand, canvas, self.session, self.relabelling)
        self._runners += self.data.runners
        self.data.set_network(self.network.snapshot)
        self.window.fill_view("data", self.data)

    def _make_runs(self) -> None:
        from app.views.runs.kept_runs import KeptRuns

        of_train = self.train.recipe_and_digits
        self.runs = KeptRuns(self.session, self.loader, of_train, self._paths, self)
        self.runs.shelf.budget = self.settings.get("runs/budget")
        self._runners += self.runs.runners
        self.window.fill_view("runs", self.runs.view)
        self.runs.use_wanted.connect(self.network.use)
        self.runs.status.connect(self.captions.show_activity)
        self._follow_digit(self.runs.pages.set_digit)
        all_runs = self.runs.all_runs
        self.actions.offer("undo", self._can_undo_delete, all_runs.undo_delete)
        for changed in (all_runs.deleted, self.window.view_changed):
            changed.connect(lambda *_: self.actions.show_offers("undo"))

    def _can_undo_delete(self) -> bool:
        return self.window.view == "runs" and self.runs.all_runs.can_undo_delete

    def _finish(self) -> None:
        from app.between.requests import Requests

        views = self.draw, self.train, self.inspect, self.learn, self.data, self.runs
        self.requests = Requests(self.window.show_view, self.loader, *views, self)
        self._connect_training()
        self._make_exports()
        self._make_lessons()
        self._try_networks()
        preferences.reopen_own_digits(self.settings, self.loader)
        self._keep_runs()
        forget_sources()
        self.is_complete = True
        self._tidy()
        lost = what_is_lost(self._paths)
        if lost:
            self.window.offers.show_offer(f"{lost} {NOT_LASTING}", [])
        if self._named is not None and _is_lesson(self._named):
            self.lessons.open_file(self._named)
        self.completed.emit()

    @Slot(Path)
    def open_file(self, path: Path) -> None:
        """A network to read with, or a lesson to begin."""
        if _is_lesson(path):
            self._complete_at_once()
            self.lessons.open_file(path)
        else:
            self.files.open_file(path)

    def _make_lessons(self) -> None:
        from app.views.lesson.lessons import Lessons
        from app.views.lesson.stage import Stage

        train, canvas = self.train, self.draw.canvas
        stage = Stage(
            lambda: self.window.view,
            self.window.show_view,
            train.recipe,
            train.set_recipe,
            train.panel.form.lock,
            lambda: train.source,
            train.set_source,
            lambda: self.draw.drawing,
            canvas.set_drawing,
        )
        self.lessons = Lessons(stage, self.window)
        self.window.add_bar(self.lessons.bar)
        self.lessons.code_wanted.connect(self.requests.begin_exercise)
        self.lessons.hints_capped.connect(self.learn.set_most_told)
        for each in ("open-lesson", "make-lesson"):
            self.actions[each].setEnabled(True)

    def _make_exports(self) -> None:
        from app.background.exporting import Exporting
        from app.views.export.exports import Exports

        exporting = Exporting(self)
        self.exports = Exports(self.network, self.loader, exporting, self.window)
        self._runners += exporting.runners
        self.train.export_wanted.connect(self._export_run)
        self.runs.all_runs.export_wanted.connect(self.exports.export_kept_run)
        self.actions["export-network"].setEnabled(self.network.snapshot is not None)

    @Slot()
    def _export_run(self) -> None:
        """The run that Train shows."""
        record = self.keeper.record() if self.keeper is not None else None
        request = self.session.shown.request
        if record is not None:
            self.exports.export_run(record, request.split.test if request else None)

    def _try_networks(self) -> None:
        from app.state.network_trial import NetworkTrial

        trial = NetworkTrial(self.network, self.loader, self)
        trial.doubted.connect(self.draw.show_doubt)
        self.draw.shipped_wanted.connect(self.network.use_shipped)
        self._runners.append(trial.runner)
        trial.begin()

    def _keep_runs(self) -> None:
        from app.state.run_keeper import RunKeeper
        from app.state.taught_keeper import TaughtKeeper
        from app.views.recovery import Recovery

        if self.folder is None:
            return
        self.keeper = RunKeeper(
            self.session,
            self.loader,
            self._paths.runs,
            self.folder.run_file,
            lambda: self.runs.shelf.budget,
            self,
        )
        self.keeper.kept.connect(self.runs.all_runs.look_soon)
        self.keeper.room_made.connect(self.runs.all_runs.tell_room_made)
        self.keeper.failed.connect(self.captions.show_activity)
        TaughtKeeper(self.hand, self.folder.taught_file)
        recovery = Recovery(
            self.window.offers,
            self.session,
            self.loader,
            self.keeper,
            self.network.keep,
            partial(report, self._paths, self.reporter.log_file),
        )
        recovery.train_wanted.connect(self.requests.show_train)
        self.window.closing.connect(recovery.close)
        self._runners += self.keeper.runners
        recovery.begin(self.folder)

    def _tidy(self) -> None:
        """Not of the data folder alone: a save of the user's may have been killed, too."""
        from app.background.tidying import Tidier

        self._runners.append(Tidier(self._paths.data, self._paths.saved_in, self).runner)

    def _connect_actions(self) -> None:
        """What each action does, but for those that the views connect themselves."""
        watcher, actions = theme.watcher(), self.actions
        acts: dict[str, Callable[[], object]] = {
            "open-network": self.files.open,
            "save-network": self.files.save,
            "export-network": lambda: self.exports.export_network(),
            "shipped-network": self.network.use_shipped,
            "open-lesson": lambda: self.lessons.ask(),
            "make-lesson": lambda: self.lessons.make(),
            "open-data": lambda: self._all_views().open_data(),
            "export": lambda: self.train.export_curves(),
            "quit": self.window.close,
            "run": lambda: self.train.run_or_pause(),
            "step": lambda: self.train.step("batch"),
            "step-epoch": lambda: self.train.step("epoch"),
            "faster": lambda: self.train.shift(1),
            "slower": lambda: self.train.shift(-1),
            "stop": lambda: self.session.stop(),
            "reset": lambda: self.train.reset(),
            "inspect-drawing": lambda: self._all_views().inspect_drawing(),
            "help": self._help,
            "shortcuts": self._show_shortcuts,
            "about": self._show_about,
            "reduced-motion": self._on_reduced_motion,
            **{f"theme-{each}": partial(watcher.choose, each) for each in theme.CHOICES},
        }
        for action_id, act in acts.items():
            actions.connect(action_id, act)
        actions.show_state("")
        for each in ("help", "open-lesson", "make-lesson"):
            actions[each].setEnabled(False)
        actions[f"theme-{watcher.choice}"].setChecked(True)
        actions["reduced-motion"].setChecked(watcher.reduced_motion)

    def _connect(self) -> None:
        self.window.painted.connect(self._on_painted)
        self.window.closing.connect(self._on_closing)
        self.network.changed.connect(self._on_network)

    def _connect_training(self) -> None:
        self.draw.taught.connect(self.corrections.correct)
        self.draw.taken_back.connect(self.corrections.take_back)
        self.corrections.changed.connect(self.draw.set_corrections)
        self.corrections.refused.connect(self.draw.refuse)
        self.draw.turn_on_teaching()
        self.inspect.kept.connect(self.network.use)
        self.train.use_network.connect(self.network.use)
        self.train.shipped_wanted.connect(self.network.use_shipped)
        self.train.place_wanted.connect(self.links.go)
        self.captions.follow(self.session, self.train, self.hand)
        self.session.state_changed.connect(self.actions.show_state)
        self.actions.offer("undo", self._can_undo_reset, self.session.undo_reset)
        for changed in (self.session.cleared, self.session.restored, self.window.view_changed):
            changed.connect(lambda *_: self.actions.show_offers("undo"))
        self.actions.show_state(self.session.state)

    @Slot()
    def _on_closing(self) -> None:
        preferences.save_window(self.settings, self.window, self.draw, self.network)
        if self.is_complete:
            preferences.save_training(self.settings, self.train, self.loader)
            self.settings.set("runs/budget", self.runs.shelf.budget)
            self.settings.set("hand/set", self.hand.name)
            self.learn_preferences.save()
            self.learn.check.watched.watch(None)
        self.settings.save()

    @Slot(object, str)
    def _on_network(self, snapshot: Snapshot | None, reason: str) -> None:
        self.draw.set_snapshot(snapshot, reason)
        if self.is_complete:
            self.inspect.set_network(snapshot, is_shipped=self.network.is_shipped)
            self.learn.set_network(self.network.of_digits)
            self.data.set_network(snapshot)
        self.captions.show_network(snapshot)
        self.actions["save-network"].setEnabled(snapshot is not None)
        self.actions["export-network"].setEnabled(snapshot is not None and self.is_complete)

    def _can_undo_reset(self) -> bool:
        return self.window.view == "train" and self.session.can_undo_reset

    def _show_shortcuts(self) -> None:
        from app.views.shortcuts import ShortcutsDialog

        ShortcutsDialog(self.actions, self.window).open()

    def _show_about(self) -> None:
        from app.views.about import AboutDialog

        AboutDialog(self.window).open()

    def _help(self) -> None:
        """The page about what is seen."""
        self.links.show_help(self.window.view)

    @Slot()
    def _on_reduced_motion(self) -> None:
        theme.watcher().reduced_motion = self.actions["reduced-motion"].isChecked()
