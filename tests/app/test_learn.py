"""Learn in the whole window: what is kept from one time to the next, and mistakes' pages."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from app.settings import Settings
from app.state.drafts import Draft, Drafts
from app.views.learn.view import CHECK, QUIZ
from core.checking.exercises import EXERCISES
from core.lessons.pages import pages
from tests.app.test_startup import open_lab as open_lab

pytestmark = pytest.mark.slow

CODE = "def relu_backward(dH, Z):\n    return dH * (Z > 0)\n"


@pytest.mark.parametrize("name", list(EXERCISES))
def test_the_page_of_every_mistake_is_there(name):
    assert EXERCISES[name].page in pages()


def test_a_file_is_checked_in_the_window_and_open_again_next_time(open_lab, qtbot, tmp_path):
    path = tmp_path / "mine.py"
    path.write_text(CODE)
    lab = open_lab()
    check = lab.learn.check
    lab.actions["view-learn"].trigger()
    lab.learn.show_part(CHECK)
    check.open_file(path)
    assert check.consent.isVisible()
    check.consent.agree.click()
    qtbot.waitUntil(lambda: check.results.report is not None, timeout=120_000)
    assert check.results.report.is_right
    check.editor.setPlainText(CODE + "# more\n")
    check.editor.document().setModified(True)
    lab.window.close()
    lab.close()
    assert path.read_text() == CODE
    again = open_lab().learn.check
    assert again.path == path
    assert again.unsaved == CODE + "# more\n"
    assert not again.consent.isVisible()


def test_unsaved_text_is_on_the_disk_within_a_second(open_lab, qtbot, tmp_path):
    path = tmp_path / "mine.py"
    path.write_text(CODE)
    lab = open_lab()
    check = lab.learn.check
    check.open_file(path)
    QTest.keyClicks(check.editor, "# typed ")
    drafts = tmp_path / "data" / "drafts"
    qtbot.waitUntil(lambda: any(drafts.glob("*.draft")), timeout=1000)
    (kept,) = drafts.glob("*.draft")
    assert "# typed " in kept.read_text()
    assert check.code.save()
    qtbot.waitUntil(lambda: not kept.exists())


def test_texts_of_two_windows_and_of_an_older_version_are_shown_one_by_one(open_lab, tmp_path):
    path = tmp_path / "gone.py"
    drafts = Drafts(tmp_path / "data" / "drafts")
    drafts.keep(Draft(str(path), "# of a window\n"))
    drafts.leave()
    older = Settings(tmp_path / "settings.ini")
    older.set("learn/file", str(path))
    older.set("learn/unsaved", "# of an older version\n")
    assert older.save()
    lab = open_lab()
    check = lab.learn.check
    assert check.unsaved == "# of an older version\n"
    (another,) = check.file_notice.buttons
    another.click()
    assert check.unsaved == "# of a window\n"
    lab.window.close()
    lab.close()
    assert len(list((tmp_path / "data" / "drafts").glob("*.draft"))) == 2
    assert Settings(tmp_path / "settings.ini").get("learn/unsaved") == ""


def test_keys_in_the_editor_are_letters_and_its_own(open_lab, qtbot, tmp_path, monkeypatch):
    path = tmp_path / "mine.py"
    path.write_text("")
    lab = open_lab()
    asked = []
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", lambda *_: asked.append("network") or ("", "")
    )
    lab.actions["view-learn"].trigger()
    check = lab.learn.check
    lab.learn.show_part(CHECK)
    check.open_file(path)
    lab.window.activateWindow()
    qtbot.waitActive(lab.window)
    check.editor.setFocus()
    QTest.keyClicks(check.editor, "c w 1")
    QTest.keyClick(check.editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(check.editor, "c w 1")
    QTest.keyClick(check.editor, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert path.read_text() == "c w 1"
    assert asked == []
    assert not lab.session.is_active


def test_the_quiz_goes_on_next_time(open_lab, qtbot):
    lab = open_lab()
    lab.actions["view-learn"].trigger()
    quiz = lab.learn.quiz
    lab.learn.show_part(QUIZ)
    assert "784 → 16 → 10" in quiz.ask.text()
    qtbot.keyClicks(quiz.answer.field, "2")
    quiz.go_on.click()
    quiz.go_on.click()
    quiz.answer.choose(1 + (quiz.answer.buttons[0].text().startswith("10:")))
    quiz.go_on.click()
    quiz.best_changed.emit(11)
    lab.window.close()
    lab.close()
    quiz = open_lab().learn.quiz
    assert quiz.sitting.right == ("layers",)
    assert quiz.sitting.wrong == ("outputs",)
    assert quiz.best == 11


def test_pages_that_were_read_are_marked_next_time(open_lab, qtbot):
    lab = open_lab()
    lab.window.show()
    lab.actions["view-learn"].trigger()
    lab.learn.read.view.end_seen.emit("loss")
    lab.window.close()
    lab.close()
    lab = open_lab()
    told = []
    lab.learn.read.page_read.connect(told.append)
    lab.learn.read.view.end_seen.emit("loss")
    lab.learn.read.view.end_seen.emit("chain")
    assert told == ["loss chain"]


def test_the_figures_show_the_drawing_and_the_network_in_use(open_lab, qtbot, seven, snapshot):
    lab = open_lab()
    lab.window.show()
    lab.draw.canvas.set_drawing(seven)
    qtbot.waitUntil(lambda: lab.draw.drawn_digit is not None)
    lab.actions["view-learn"].trigger()
    (figure, *_) = lab.learn.read.view.sheet.figures
    assert "of your drawing go in" in figure.words.text()
    lab.network.use(snapshot)
    assert "784 → 16 → 10" in figure.words.text()
    lab.draw.canvas.clear()
    qtbot.waitUntil(lambda: "a starter digit" in figure.words.text())


def test_pages_stand_beside_what_is_done(open_lab, qtbot):
    view = open_lab().learn
    view.show_part(CHECK)
    view.check.page_wanted.emit("loss")
    assert view.has_side
    assert view.page.page.id == "loss"
    view.close_page.click()
    assert not view.has_side
    view.quiz.page_wanted.emit("chain")
    assert view.page.page.id == "chain"
    view.show_part(0)
    assert not view.has_side
