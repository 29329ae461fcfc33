"""What a lesson puts on the stage, and what was there before it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from core.ink.strokes import Drawing
from core.lessons.lesson_file import LessonFile
from core.network.recipe import Recipe


@dataclass(frozen=True)
class Stage:
    """The app as a lesson sees it: what it can read and set, each by a function.

    drawing: of the canvas, blank where a picture lies. lock: fields of the recipe that stay as they
    are. open_code: a new exercise with this text, to be saved by the user.
    """

    view: Callable[[], str]
    show_view: Callable[[str], None]
    recipe: Callable[[], Recipe | None]
    set_recipe: Callable[[Recipe], None]
    lock: Callable[[Sequence[str]], None]
    source: Callable[[], str]
    set_source: Callable[[str], None]
    drawing: Callable[[], Drawing]
    set_drawing: Callable[[Drawing], None]


class StageKeeper:
    """Puts a lesson on the stage, and gives back what was there when it ends."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._before: LessonFile | None = None

    def what_is_there(self) -> LessonFile:
        """All that a lesson could hold of what is on the screen."""
        stage = self._stage
        drawing = stage.drawing()
        return LessonFile(
            "Before the lesson",
            view=stage.view(),
            recipe=stage.recipe(),
            source=stage.source(),
            drawing=drawing,
        )

    def begin(self, lesson: LessonFile) -> str:
        """Show the lesson; a sentence on what is missing here, "" for nothing."""
        if self._before is None:
            self._before = self.what_is_there()
        self._set(lesson)
        self._stage.show_view(lesson.view)
        if lesson.source and self._stage.source() != lesson.source:
            return f"The lesson uses {lesson.source}, which is not here yet: fetch it under Data."
        return ""

    def end(self) -> None:
        """As it was before the lesson, but for the view."""
        if self._before is not None:
            self._set(self._before)
            self._before = None

    def _set(self, lesson: LessonFile) -> None:
        stage = self._stage
        stage.lock(())
        if lesson.recipe is not None:
            stage.set_recipe(lesson.recipe)
        if lesson.source:
            stage.set_source(lesson.source)
        if lesson.drawing is not None:
            stage.set_drawing(lesson.drawing)
        stage.lock(lesson.locked)
