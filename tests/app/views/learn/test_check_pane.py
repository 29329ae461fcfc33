"""Check my code through its widgets: files, consent, saving, watching, results, exports."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QFileDialog, QLabel, QMessageBox, QPushButton

from app.state.drafts import Draft
from app.views.learn.check import pane as module
from app.views.learn.check.open_code import AWAY, CHANGED_TWICE, ENDINGS, RESTORED
from app.views.learn.check.pane import CheckPane
from app.views.learn.check.race import RacePane
from app.views.learn.check.results import OUTPUT, RESULTS, TRAINING
from core.checking.hints import HintLevel
from core.checking.report import Report
from core.lessons.exercise import template
from core.lessons.pages import pages
from tests.app.tiny import loader as loader
from tests.app.tiny import split as split
from tests.app.views.learn.fakes import MISSING, FakeChecker, FakeRace, failed, report, right, wrong

CODE = "import numpy as np\n\ndef relu_backward(dH, Z):\n    return dH * (Z > 0)\n"


@pytest.fixture
def checker(qapp):
    return FakeChecker()


@pytest.fixture
def pane(look, qtbot, checker, loader, tmp_path):
    made = CheckPane(checker, RacePane(FakeRace(), loader), tmp_path / "exercises")
    qtbot.addWidget(made)
    made.resize(1100, 640)
    made.set_may_run([str(tmp_path)])
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.watched.watch(None)


@pytest.fixture
def file(tmp_path) -> Path:
    path = tmp_path / "my_backward.py"
    path.write_text(CODE, encoding="utf-8")
    return path


def edit(pane, text: str) -> None:
    pane.editor.setPlainText(text)
    pane.editor.document().setModified(True)


def texts(widget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def test_it_begins_with_three_ways(pane):
    assert pane.welcome.isVisible()
    assert pane.path is None
    pane.check()
    assert pane.unsaved == ""


def test_a_file_is_opened_checked_and_shown(pane, checker, file):
    pane.open_file(file)
    assert checker.asked == [file]
    assert pane.editor.toPlainText() == CODE
    assert pane.bar.name.text() == "my_backward.py"
    assert pane.results.verdict.words.text() == "Checking…"
    assert pane.results.stop.isVisible()
    assert not pane.bar.export.isEnabled()
    checker.finish(report(right("relu_backward"), wrong("layer_backward"), output="hello\n"))
    assert pane.results.verdict.kind == "wrong"
    assert pane.results.verdict.words.text() == "1 of 2\u202ffunctions right."
    assert pane.results.duration.text() == "0.4\u202fs"
    assert not pane.results.stop.isVisible()
    assert pane.tabs.tabText(OUTPUT) == "Printed · 1"
    assert pane.results.output.toPlainText() == "hello\n"
    assert pane.bar.export.isEnabled()


def test_each_function_has_a_row_with_a_sign_and_a_word(pane, checker, file):
    pane.open_file(file)
    checker.finish(report(right("compute_loss"), failed("relu_backward"), wrong("layer_backward")))
    rows = [[item.text(column) for column in range(3)] for item in pane.results.functions._items]
    assert rows == [
        ["relu_backward", "failed", "There is no name “zero” here."],
        ["layer_backward", "wrong", "The 1/m is missing · error 0.800"],
        ["compute_loss", "right", "largest error 1.00e−16"],
    ]
    signs = {item.icon(0).cacheKey() for item in pane.results.functions._items}
    assert len(signs) == 3
    assert "10\u202fothers not in this file" in pane.results.absent.text()
    assert "sigmoid_backward" in pane.results.absent.toolTip()


def test_the_first_that_is_wrong_is_explained(pane, checker, file, qtbot):
    pane.open_file(file)
    checker.finish(report(right("compute_loss"), wrong("layer_backward")))
    detail = pane.results.detail
    assert "layer_backward is wrong" in texts(detail)
    (card,) = detail.mistakes
    levels = (
        (HintLevel.WHAT, "The 1/m is missing", "Where is it?"),
        (HintLevel.WHERE, "dW = np.dot(dZ, H_prev.T)", "Why is it wrong?"),
        (HintLevel.WHY, "five times what it should be", "How do I mend it?"),
        (HintLevel.HOW, "Divide by the number", ""),
    )
    for level, words, question in levels:
        assert card.level is level
        said = [label.text() for label in card.findChildren(QLabel) if label.isVisible()]
        assert any(words in text for text in said), said
        later = [words for other, words, _ in levels if other > level]
        assert not any(each in text for each in later for text in said)
        assert card.next.isVisible() == bool(question)
        if question:
            assert card.next.text() == question
            card.next.click()
    button = detail.findChild(QPushButton, "read-layer")
    assert pages()["layer"].title in button.text()
    with qtbot.waitSignal(pane.page_wanted) as told:
        button.click()
    assert told.args == ["layer"]


def test_what_follows_from_another_function_is_folded(pane, checker, file):
    pane.open_file(file)
    follower = replace(wrong("L_layer_forward", None), follows=("layer_forward",))
    checker.finish(report(right("relu"), wrong("layer_forward"), follower))
    results = pane.results

    def names() -> list[str]:
        return [item.text(0) for item in results.functions._items]

    assert names() == ["layer_forward", "relu"]
    assert results.followers.text() == "1 more follows from this"
    assert "L_layer_forward" in results.followers.toolTip()
    results.followers.click()
    assert names() == ["layer_forward", "L_layer_forward", "relu"]
    assert results.functions._items[1].text(1) == "follows"
    results.followers.click()
    assert names() == ["layer_forward", "relu"]
    checker.finish(report(right("relu")))
    assert not results.followers.isVisible()


def test_comparisons_begin_with_the_courses_example(pane, checker, file):
    pane.open_file(file)
    checker.finish(report(right("sigmoid_backward"), wrong("layer_backward")))
    table = pane.results.detail.comparisons
    groups = [table.topLevelItem(k) for k in range(table.topLevelItemCount())]
    assert [each.text(0) for each in groups] == ["The course's example", "M = 1, relu, seed 3"]
    row = groups[0].child(0)
    assert [row.text(column) for column in range(6)] == [
        "dW[2, 0]",
        "(3, 2)",
        "0.800",
        "6.7987",
        "1.3597",
        "1.3597",
    ]
    assert groups[0].child(1).text(0) == "5 times too large"
    assert [each.isExpanded() for each in groups] == [True, False]
    before = table.height()
    groups[1].setExpanded(True)
    assert table.height() > before


def test_what_was_raised_leads_to_its_line(pane, checker, file, qtbot):
    pane.open_file(file)
    checker.finish(report(failed("relu_backward")))
    detail = pane.results.detail
    assert pane.editor.marked_line == 3
    assert "&lt;zero&gt;" in detail.traceback.text()
    pane.editor.mark(0)
    detail.traceback.linkActivated.emit("3")
    assert pane.editor.marked_line == 3
    assert pane.editor.textCursor().blockNumber() == 2
    pane.editor.mark(0)
    detail.problem.linkActivated.emit("2")
    assert pane.editor.marked_line == 2


def test_a_problem_of_the_whole_file_is_said(pane, checker, file):
    pane.open_file(file)
    problem = report(problem="Line 3 does not end: a bracket is open.", line=3)
    checker.finish(problem)
    assert pane.results.verdict.kind == "failed"
    assert "a bracket is open" in pane.results.verdict.words.text()
    assert pane.editor.marked_line == 3
    assert "Go to line 3" in pane.results.detail.problem.text()
    checker.check(file)
    checker.finish(report(right("relu_backward")))
    assert pane.editor.marked_line == 0
    assert pane.results.verdict.words.text() == "The function is right."


def test_a_problem_does_not_hide_what_could_be_checked(pane, checker, file, qtbot):
    pane.open_file(file)
    notes = ("There is no module matplotlib here.",)
    checker.finish(report(wrong("layer_backward"), problem="Line 9 never ends.", notes=notes))
    assert notes[0] in texts(pane.results)
    assert "could not be checked to its end" in pane.results.detail.verdict.words.text()
    functions = pane.results.functions
    place = functions.visualItemRect(functions._items[0]).center()
    qtbot.mouseClick(functions.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert pane.results.detail.verdict.words.text() == "layer_backward is wrong"


def test_a_hint_does_not_make_a_right_function_wrong(pane, checker, file):
    hinted = replace(right("compute_loss"), mistake=MISSING)
    pane.open_file(file)
    checker.finish(report(hinted))
    assert pane.results.functions._items[0].text(2) == "hint: The 1/m is missing"
    assert pane.results.verdict.kind == "right"
    assert "The 1/m is missing" in texts(pane.results.detail)


def test_a_file_without_functions_says_which_there_could_be(pane, checker, file):
    pane.open_file(file)
    checker.finish(report())
    assert pane.results.nothing.isVisible()
    assert "compute_loss" in pane.results.nothing.text()


def test_the_one_that_was_looked_at_stays_until_it_is_right(pane, checker, file):
    pane.open_file(file)
    checker.finish(report(wrong("relu_backward"), wrong("layer_backward")))
    pane.results.functions.setCurrentItem(pane.results.functions._items[1])
    checker.finish(report(wrong("relu_backward"), wrong("layer_backward")))
    assert pane.results.functions.current.name == "layer_backward"
    checker.finish(report(wrong("relu_backward"), right("layer_backward")))
    assert pane.results.functions.current.name == "relu_backward"


def test_before_the_first_time_it_says_that_the_code_is_run(pane, checker, file, qtbot):
    pane.set_may_run([])
    pane.open_file(file)
    assert checker.asked == []
    assert pane.consent.isVisible()
    said = texts(pane.consent)
    assert "my_backward.py" in said
    assert "delete your files" in said
    assert "cannot use the network" in said
    with qtbot.waitSignal(pane.consented):
        pane.consent.agree.click()
    assert checker.asked == [file]
    assert pane.may_run == (str(file),)
    assert not pane.consent.isVisible()
    pane.check()
    assert len(checker.asked) == 2


def test_another_file_is_asked_about_again(pane, checker, file, tmp_path):
    pane.set_may_run([])
    pane.open_file(file)
    pane.consent.agree.click()
    other = tmp_path / "other.py"
    other.write_text(CODE)
    pane.open_file(other)
    assert pane.consent.isVisible()
    assert "other.py" in texts(pane.consent)
    pane.consent.agree_to_folder.click()
    third = tmp_path / "third.py"
    third.write_text(CODE)
    pane.open_file(third)
    assert checker.asked == [file, other, third]
    below = tmp_path / "below" / "fourth.py"
    below.parent.mkdir()
    below.write_text(CODE)
    pane.open_file(below)
    assert pane.consent.isVisible()
    assert checker.asked == [file, other, third]


def test_the_worst_is_said_until_it_is_known_what_the_code_can_do(pane, checker, file, monkeypatch):
    monkeypatch.setattr(checker, "look", lambda: None)
    pane.set_may_run([])
    pane.open_file(file)
    assert "delete your files" in texts(pane.consent)
    checker.looked.emit(("files", "memory"))
    assert "not change them" in texts(pane.consent)


def test_results_that_cannot_be_shown_leave_no_check_running(pane, checker, file, monkeypatch):
    pane.open_file(file)
    shown = pane.results
    assert shown.verdict.kind == "running"

    def broken(reports):
        raise KeyError("lost")

    monkeypatch.setattr(shown.functions, "show_reports", broken)
    with pytest.raises(KeyError):
        shown.show_report(report(wrong("relu_backward")))
    assert shown.verdict.kind == "wrong"
    monkeypatch.setattr("app.views.learn.check.results.summary_of", broken)
    with pytest.raises(KeyError):
        shown.show_report(report(right("relu_backward")))
    assert shown.verdict.kind == "failed"
    assert not shown.stop.isVisible()


def test_training_is_asked_for_as_well(pane, file, loader, qtbot):
    pane.set_may_run([])
    pane.open_file(file)
    loader.make_starter()
    qtbot.waitUntil(lambda: bool(loader.ready))
    pane.race.sources.setCurrentIndex(pane.race.sources.findData("starter"))
    pane.bar.train.click()
    assert pane.race._race.asked == []
    pane.consent.agree.click()
    assert pane.race._race.asked[0][0] == file
    assert pane.tabs.currentIndex() == TRAINING


def test_what_is_typed_is_saved_and_checked(pane, checker, file, qtbot):
    pane.open_file(file)
    pane.editor.setFocus()
    qtbot.keyClicks(pane.editor, "# mine ")
    assert pane.bar.check.text() == "Save and check"
    assert pane.bar.name.text() == "my_backward.py •"
    assert pane.unsaved.startswith("# mine import")
    qtbot.keyClick(pane.editor, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert file.read_text(encoding="utf-8") == "# mine " + CODE
    assert checker.asked == [file, file]
    assert pane.bar.check.text() == "Check"
    assert pane.unsaved == ""


def save_in_place(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def save_by_moving(path: Path, text: str) -> None:
    beside = path.with_name("swap.tmp")
    beside.write_text(text, encoding="utf-8")
    os.replace(beside, path)


def save_by_removing(path: Path, text: str) -> None:
    path.unlink()
    path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("save", [save_in_place, save_by_moving, save_by_removing])
def test_a_file_saved_elsewhere_is_checked_again(pane, checker, file, qtbot, save):
    pane.open_file(file)
    for number in range(2, 5):
        save(file, f"# {number}\n{CODE}")
        qtbot.waitUntil(lambda number=number: len(checker.asked) == number, timeout=10_000)
        assert pane.editor.toPlainText() == f"# {number}\n{CODE}"


def test_two_that_write_are_asked_about(pane, checker, file, qtbot):
    pane.open_file(file)
    edit(pane, "# here\n")
    file.write_text("# there\n", encoding="utf-8")
    qtbot.waitUntil(lambda: bool(pane.file_notice.sentence), timeout=10_000)
    assert pane.editor.toPlainText() == "# here\n"
    assert len(checker.asked) == 1
    load, keep = pane.file_notice.buttons
    keep.click()
    assert pane.file_notice.sentence == ""
    file.write_text("# there again\n", encoding="utf-8")
    qtbot.waitUntil(lambda: bool(pane.file_notice.sentence), timeout=10_000)
    load = pane.file_notice.buttons[0]
    load.click()
    assert pane.editor.toPlainText() == "# there again\n"
    assert len(checker.asked) == 2


def test_a_check_can_be_stopped(pane, checker, file):
    pane.open_file(file)
    pane.results.stop.click()
    assert not checker.is_running
    assert pane.results.verdict.words.text() == "Stopped."


def test_a_hidden_pane_checks_when_it_is_shown(pane, checker, file):
    pane.hide()
    pane.open_file(file)
    assert checker.asked == []
    pane.show()
    assert checker.asked == [file]


def test_a_dropped_file_is_opened(pane, checker, file):
    data = QMimeData()
    data.setUrls([QUrl("https://example.org/x.py"), QUrl.fromLocalFile(str(file))])
    event = QDropEvent(
        QPointF(10, 10),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    pane.dropEvent(event)
    assert event.isAccepted()
    assert checker.asked == [file]


def test_a_new_exercise_is_written_and_opened(pane, checker, tmp_path, monkeypatch):
    chosen = tmp_path / "mine"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(chosen), ""))
    pane.welcome.new.click()
    assert chosen.with_suffix(".py").read_text(encoding="utf-8") == template()
    assert checker.asked == [chosen.with_suffix(".py")]


def test_one_can_write_at_once_and_finds_it_again(pane, checker, tmp_path, qtbot):
    pane.welcome.write.click()
    path = tmp_path / "exercises" / "my_backward.py"
    assert pane.path == path
    edit(pane, CODE)
    pane.check()
    assert path.read_text(encoding="utf-8") == CODE
    pane._write_here()
    assert pane.editor.toPlainText() == CODE


def test_opening_asks_for_a_file(pane, checker, file, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("", ""))
    pane.welcome.open.click()
    assert checker.asked == []
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(file), ""))
    pane.welcome.open.click()
    assert checker.asked == [file]


@pytest.mark.parametrize(
    ("answer", "saved", "left"),
    [("Save", True, True), ("Discard", False, True), ("Cancel", False, False)],
)
def test_changes_are_asked_about_before_another_file(
    pane, file, tmp_path, monkeypatch, answer, saved, left
):
    other = tmp_path / "other.py"
    other.write_text("x = 1\n", encoding="utf-8")
    pane.open_file(file)
    edit(pane, "# changed\n")
    monkeypatch.setattr(QMessageBox, "exec", lambda _: getattr(QMessageBox.StandardButton, answer))
    pane.open_file(other)
    assert (file.read_text(encoding="utf-8") == "# changed\n") is saved
    assert pane.path == (other if left else file)


def test_a_file_that_is_not_there_changes_nothing(pane, checker, file, tmp_path, monkeypatch):
    said = []
    monkeypatch.setattr(module, "notice", lambda _, *words: said.append(words) or QMessageBox(pane))
    pane.open_file(file)
    pane.open_file(tmp_path / "gone.py")
    assert pane.path == file
    assert "gone.py" in said[0][0]


@pytest.mark.parametrize("data", [b"\xff\xfe\x00bad", "x = 'ü'".encode("utf-16"), b"a\0b"])
def test_what_is_no_text_is_shown_and_not_changed(pane, checker, file, data):
    file.write_bytes(data)
    pane.open_file(file)
    assert pane.editor.isReadOnly()
    assert "not UTF-8" in pane.file_notice.sentence
    assert checker.asked == [file]
    pane.editor.document().setModified(True)
    pane.check()
    assert file.read_bytes() == data


def test_a_file_of_windows_is_changed_in_its_own_encoding(pane, checker, file):
    file.write_bytes("x = 'ü'\n".encode("cp1252"))
    pane.open_file(file)
    assert pane.editor.toPlainText() == "x = 'ü'\n"
    pane.editor.setPlainText("x = 'ü€'\n")
    pane.editor.document().setModified(True)
    pane.check()
    assert file.read_bytes() == "x = 'ü€'\n".encode("cp1252")


def test_what_is_no_python_is_said_and_what_is_open_stays(
    pane, checker, file, tmp_path, monkeypatch
):
    said = []
    monkeypatch.setattr(module, "notice", lambda _, *words: said.append(words) or QMessageBox(pane))
    pane.open_file(file)
    with ZipFile(tmp_path / "mine.zip", "w") as packed:
        packed.writestr("net.py", CODE)
    pane.open_file(tmp_path / "mine.zip")
    assert pane.path == file
    assert "Unpack it and open “net.py”" in said[0][0]


def test_an_empty_file_can_be_checked(pane, checker, file):
    file.write_bytes(b"")
    pane.open_file(file)
    assert checker.asked == [file]
    assert pane.editor.toPlainText() == ""


def test_what_was_open_is_there_again_with_what_was_not_saved(pane, checker, file):
    pane.restore(file, Draft(str(file), "# not saved\n"))
    assert pane.path == file
    assert pane.unsaved == "# not saved\n"
    assert pane.file_notice.sentence == RESTORED
    assert file.read_text(encoding="utf-8") == CODE
    pane.check()
    assert file.read_text(encoding="utf-8") == "# not saved\n"
    assert pane.file_notice.sentence == ""


def test_a_file_that_is_gone_is_not_restored(pane, checker, tmp_path):
    pane.restore(tmp_path / "gone.py")
    assert pane.path is None
    assert checker.asked == []


def test_unsaved_text_is_shown_without_its_file_and_saving_makes_it_again(pane, checker, tmp_path):
    path = tmp_path / "gone.py"
    pane.restore(path, Draft(str(path), "# coding: latin-1\n# ü\n", "latin-1", "\r\n"))
    assert (pane.path, pane.unsaved) == (path, "# coding: latin-1\n# ü\n")
    assert pane.file_notice.sentence == AWAY
    assert (checker.asked, path.exists()) == ([], False)
    pane.check()
    assert path.read_bytes() == "# coding: latin-1\r\n# ü\r\n".encode("latin-1")
    assert checker.asked == [path]


def test_restored_text_of_a_file_that_has_changed_since_says_so(pane, file):
    pane.open_file(file)
    edit(pane, "# not saved\n")
    draft = pane.code.draft
    pane.restore(file, draft)
    assert pane.file_notice.sentence == RESTORED
    file.write_text("# saved by another window\n", encoding="utf-8")
    pane.restore(file, draft, {"Show another": lambda: None})
    assert pane.file_notice.sentence == CHANGED_TWICE
    assert [each.text() for each in pane.file_notice.buttons][-1] == "Show another"
    assert pane.code.draft == draft
    pane.file_notice.buttons[0].click()
    assert (pane.editor.toPlainText(), pane.code.draft) == ("# saved by another window\n", None)


def test_where_the_folder_is_gone_saving_asks_where(pane, tmp_path, monkeypatch):
    path, other = tmp_path / "stick" / "mine.py", tmp_path / "other"
    chosen = [("", ""), (str(other), "")]
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: chosen.pop(0))
    pane.restore(path, Draft(str(path), "# text\n"))
    pane.check()
    assert (pane.path, pane.unsaved) == (path, "# text\n")
    pane.check()
    assert pane.path == other.with_suffix(".py")
    assert (tmp_path / "other.py").read_text(encoding="utf-8") == "# text\n"
    assert pane.bar.name.text() == "other.py"


def test_restored_text_is_not_saved_by_showing_it(pane, file):
    pane.hide()
    pane.restore(file, Draft(str(file), "# not saved\n"))
    pane.show()
    assert file.read_text(encoding="utf-8") == CODE
    assert pane.unsaved == "# not saved\n"


@pytest.mark.parametrize("ending", [".html", ".json", ""])
def test_the_report_is_exported(pane, checker, file, tmp_path, monkeypatch, ending):
    pane.open_file(file)
    checker.finish(report(wrong("layer_backward")))
    chosen = tmp_path / f"hand-in{ending}"
    kind = next(iter(ENDINGS))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(chosen), kind))
    pane.bar.export.click()
    written = chosen if ending else chosen.with_suffix(".html")
    text = written.read_text(encoding="utf-8")
    if ending == ".json":
        assert Report.from_json(text).functions[9].mistake.id == "missing-1/m"
        assert json.loads(text)["is_right"] is False
    else:
        assert "The 1/m is missing" in text


def test_tabs_show_results_print_and_training(pane, file):
    pane.open_file(file)
    for index, widget in ((OUTPUT, pane.results.output), (TRAINING, pane.race)):
        pane.tabs.setCurrentIndex(index)
        assert widget.isVisible()
    pane.tabs.setCurrentIndex(RESULTS)
    assert pane.results.isVisible()
    assert not pane.race.isVisible()


def test_a_training_that_stops_leads_to_its_line(pane, file):
    pane.open_file(file)
    pane.race.problem.linkActivated.emit("3")
    assert pane.editor.marked_line == 3


def test_signs_follow_the_theme(pane, checker, file, look):
    pane.open_file(file)
    checker.finish(report(wrong("layer_backward")))

    def sign():
        return pane.results.functions._items[0].icon(0).pixmap(16).toImage()

    before = sign()
    look.choose("dark")
    assert sign() != before
