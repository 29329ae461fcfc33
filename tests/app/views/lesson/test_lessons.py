"""Lessons: made of what is on the screen, opened, gone through, ended."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from app.views.lesson.lessons import Lessons
from app.views.lesson.maker import LessonMaker
from app.views.lesson.sheet import NO_NUMBER, LessonSheet
from app.views.lesson.stage import Stage
from core.checking.hints import HintLevel
from core.ink.strokes import Drawing
from core.lessons.lesson_file import (
    ENDING,
    LessonExercise,
    LessonFile,
    LessonQuestion,
    from_bytes,
    to_bytes,
)
from core.network.recipe import Recipe

SEVEN = Drawing.from_lists([[[0.2, 0.1], [0.7, 0.1], [0.4, 0.9]]])
ONE = Drawing.from_lists([[[0.5, 0.1], [0.5, 0.9]]])
LESSON = LessonFile(
    "Rates",
    "Run it.\n\nThen run it <b>again</b>.",
    "train",
    Recipe(hidden=(7,)),
    ("hidden",),
    "starter",
    SEVEN,
    (
        LessonQuestion("choice", "Which?", ("up", "down"), 1.0, 0.0, "It falls."),
        LessonQuestion("number", "How much?", answer=97.0, tolerance=1.0),
        LessonQuestion("text", "Why?"),
    ),
    LessonExercise("def relu(Z):\n    ...\n"),
)


class Scene:
    """Stands for the app."""

    def __init__(self) -> None:
        self.view, self.recipe, self.source, self.drawing = "draw", Recipe(), "mnist", ONE
        self.locked: tuple[str, ...] = ()

    def stage(self) -> Stage:
        def set_to(name: str):
            return lambda value: setattr(self, name, value)

        return Stage(
            lambda: self.view,
            set_to("view"),
            lambda: self.recipe,
            set_to("recipe"),
            lambda names: setattr(self, "locked", tuple(names)),
            lambda: self.source,
            set_to("source"),
            lambda: self.drawing,
            set_to("drawing"),
        )


@pytest.fixture
def scene() -> Scene:
    return Scene()


@pytest.fixture
def lessons(scene, qtbot) -> Lessons:
    window = QWidget()
    qtbot.addWidget(window)
    made = Lessons(scene.stage(), window)
    qtbot.addWidget(made.bar)
    window.show()
    return made


def test_a_lesson_sets_the_stage_and_gives_back_what_was_there(lessons, scene, tmp_path):
    path = tmp_path / f"rates{ENDING}"
    path.write_bytes(to_bytes(LESSON))
    lessons.open_file(path)
    assert (scene.view, scene.recipe, scene.source) == ("train", LESSON.recipe, "starter")
    assert scene.drawing.to_lists() == SEVEN.to_lists()
    assert scene.locked == ("hidden",)
    assert lessons.bar.isVisibleTo(lessons.bar.parentWidget() or lessons.bar)
    assert "Lesson: Rates" in lessons.bar.sentence.text()
    assert lessons.sheet is not None
    lessons.begin(replace(LESSON, title="Another", recipe=None, locked=()))
    lessons.end()
    assert (scene.recipe, scene.source, scene.locked) == (Recipe(), "mnist", ())
    assert scene.drawing.to_lists() == ONE.to_lists()
    assert lessons.sheet is None
    assert lessons.lesson is None


def test_digits_that_are_not_here_are_told(lessons, scene):
    scene.source = "mnist"
    lessons.begin(replace(LESSON, source="letters"))
    assert scene.source == "letters"
    assert "fetch it" not in lessons.bar.sentence.text()


def test_the_rubric_of_an_exercise_says_how_much_is_told(lessons, tmp_path):
    told = []
    lessons.hints_capped.connect(told.append)
    path = tmp_path / f"rates{ENDING}"
    exercise = LessonExercise("", 'hint_level = "where"\n')
    path.write_bytes(to_bytes(replace(LESSON, exercise=exercise)))
    lessons.open_file(path)
    lessons.end()
    assert told == [HintLevel.WHERE, HintLevel.HOW]
    path.write_bytes(to_bytes(replace(LESSON, exercise=LessonExercise("", "hint_level = 3"))))
    lessons.open_file(path)
    assert lessons.lesson is None


def test_a_rubric_that_is_none_is_told_to_its_maker(lessons):
    lessons.make()
    lessons.maker.title.setText("Rubric")
    lessons.maker.rubric.setPlainText("points = 3")
    lessons.maker.save.click()
    assert "points" in lessons.maker.problem.text()


@pytest.mark.parametrize("data", [b"", b"{}", b"\xff\xfe", b'{"format": "digit-lab-lesson"}'])
def test_what_is_no_lesson_changes_nothing(lessons, scene, tmp_path, data):
    path = tmp_path / f"bad{ENDING}"
    path.write_bytes(data)
    lessons.open_file(path)
    lessons.open_file(tmp_path / "none")
    lessons.open_file(tmp_path)
    assert lessons.lesson is None
    assert (scene.view, scene.recipe) == ("draw", Recipe())


def test_answers_are_checked_and_saved(lessons, qtbot, tmp_path, monkeypatch):
    sheet = LessonSheet(LESSON)
    qtbot.addWidget(sheet)
    sheet.show()
    choice, number, words = sheet.boxes
    sheet.check.click()
    assert sheet.outcome.text() == "0 of 2 right."
    choice.options.button(0).click()
    number.field.setText("abc")
    sheet.check.click()
    assert "Not right. It falls." in choice.verdict.text()
    assert number.verdict.text() == NO_NUMBER
    choice.options.button(1).click()
    number.field.setText("96,4")
    words.words.setPlainText("=1+1")
    sheet.check.click()
    assert sheet.outcome.text() == "2 of 2 right."
    assert choice.verdict.text() == "Right. It falls."
    rows = sheet.table().splitlines()
    assert rows[0] == "lesson,question,answer,right"
    assert rows[1:] == ["Rates,Which?,down,yes", 'Rates,How much?,"96,4",yes', "Rates,Why?,'=1+1,"]
    told = []
    sheet.code_wanted.connect(told.append)
    sheet.exercise.click()
    assert told == ["def relu(Z):\n    ...\n"]


def test_the_answers_go_where_the_reader_says(lessons, tmp_path, monkeypatch):
    path = tmp_path / "mine"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    lessons.begin(LESSON)
    lessons.sheet.save.click()
    assert (tmp_path / "mine.csv").read_text().startswith("lesson,question")


def test_a_lesson_is_made_of_what_is_on_the_screen(lessons, scene, tmp_path, monkeypatch):
    path = tmp_path / "made"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    scene.view = "train"
    lessons.make()
    maker = lessons.maker
    assert isinstance(maker, LessonMaker)
    maker.save.click()
    assert maker.problem.text() == "The lesson has no title."
    maker.title.setText("My lesson")
    maker.text.setPlainText("Look.")
    maker.locks.item(0).setCheckState(Qt.CheckState.Checked)
    question = maker.add_question()
    question.ask.setText("What is it?")
    question.answer.setPlainText("seven\none")
    other = maker.add_question()
    other.kind.setCurrentIndex(1)
    other.ask.setText("How many?")
    other.answer.setPlainText("3 ± 0.5")
    maker.add_question().gone.emit(maker.questions[-1])
    maker.save.click()
    lesson = from_bytes((tmp_path / f"made{ENDING}").read_bytes())
    assert (lesson.title, lesson.text, lesson.view) == ("My lesson", "Look.", "train")
    assert lesson.recipe == Recipe()
    assert len(lesson.locked) == 1
    assert lesson.drawing is not None
    assert lesson.questions[0].options[int(lesson.questions[0].answer or 0)] == "seven"
    assert lesson.questions[1].answer == 3.0
    assert lesson.questions[1].is_right(3.5)
    assert not maker.isVisible()


def test_what_is_not_ticked_is_not_in_the_lesson(scene, qtbot, lessons):
    lessons.make()
    maker = lessons.maker
    maker.title.setText("Bare")
    for box in (maker.recipe, maker.source, maker.drawing):
        box.setChecked(False)
    lesson = maker.lesson()
    assert (lesson.recipe, lesson.source, lesson.drawing, lesson.locked) == (None, "", None, ())
