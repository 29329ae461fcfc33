"""Learn put together: the view, the check and the training behind it, what is kept of both."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Slot

from app.background.checking import Checker
from app.background.loading import Loader
from app.background.racing import Race
from app.links import LinkFollower
from app.paths import Paths
from app.settings import Settings
from app.views.inspect.view import InspectView
from app.views.learn.check.pane import CheckPane
from app.views.learn.check.race import RacePane
from app.views.learn.view import READ, LearnView


class Learning(QObject):
    """show_view: shows a view by its id; shown: the id of the one that is seen."""

    def __init__(
        self,
        show_view: Callable[[str], None],
        shown: Callable[[], str],
        inspect: InspectView,
        loader: Loader,
        settings: Settings,
        paths: Paths,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._show_view, self._shown, self._settings = show_view, shown, settings
        self.checker, self.race = Checker(self), Race(self)
        pane = CheckPane(self.checker, RacePane(self.race, loader), paths.data / "exercises")
        self.view = LearnView(pane)
        self.places = LinkFollower(show_view, inspect, self.view, self)
        self.view.place_wanted.connect(self.places.go)
        self.view.check.consented.connect(self._on_consent)
        self.view.quiz.answered.connect(self._on_answered)
        self._restore()

    def close(self) -> bool:
        """Keep what was not saved; end what runs. False when it was still busy after seconds."""
        check = self.view.check
        self._settings.set("learn/file", str(check.path or ""))
        self._settings.set("learn/unsaved", check.unsaved)
        self._settings.save()
        check.watched.watch(None)
        ended = [self.checker.close(), self.race.close()]
        return all(ended)

    @Slot()
    def help(self) -> None:
        """The page about what is seen."""
        page = self.places.help_page(self._shown())
        self.view.show_part(READ, page)
        self._show_view("learn")

    def _restore(self) -> None:
        check = self.view.check
        check.set_may_run(self._settings.get("learn/may_run"))
        self.view.quiz.set_right(self._settings.get("learn/right"))
        check.race.choose_data()
        file = self._settings.get("learn/file")
        if file:
            check.restore(Path(file), self._settings.get("learn/unsaved"))

    @Slot()
    def _on_consent(self) -> None:
        self._settings.set("learn/may_run", True)
        self._settings.save()

    @Slot(str)
    def _on_answered(self, right: str) -> None:
        self._settings.set("learn/right", right)
        self._settings.save()
