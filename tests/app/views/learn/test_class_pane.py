"""Class through its widgets, with hand-ins that are really run."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QFileDialog, QMessageBox

from app.background.class_checking import ClassChecker
from app.state.class_verdicts import MOST_KEPT, verdicts_of
from app.views.learn.class_check.columns import COLUMNS, STATE_COLUMN
from app.views.learn.class_check.exporting import PAGES, PROGRAMS
from app.views.learn.class_check.pane import ClassPane
from app.views.learn.class_check.side import CLASS, FILE, PRINTED, TABS
from app.views.learn.class_check.table import FILTERS
from core.classroom.rubric import Rubric
from tests.core.classroom.hand_ins import RELU, SIGMOID, WRONG_RELU, write_all

HAND_INS = {
    "Ada/a.py": "print('hello')\nprint('again')\n" + RELU + SIGMOID,
    "Bob/b.py": WRONG_RELU,
    "Cy/c.py": "def relu(Z:\n",
    "Cy/notes.txt": "To do.",
    "Dee/d.py": "# mine\n" + WRONG_RELU,
    "Eve/.keep": "",
}
RUBRIC = 'title = "Week 3"\n[points]\nrelu = 4\nsigmoid = 6\n'


@pytest.fixture
def agreed(monkeypatch):
    """Everybody agrees to everything; the questions."""
    asked = []

    def agree(box):
        asked.append(box.text())
        return QMessageBox.StandardButton.Yes

    monkeypatch.setattr(QMessageBox, "exec", agree)
    return asked


@pytest.fixture
def told(monkeypatch):
    """What notices say, which are not shown."""
    texts: list[str] = []
    monkeypatch.setattr(QMessageBox, "open", lambda box: texts.append(box.text()))
    return texts


@pytest.fixture
def pane(look, qtbot, tmp_path):
    made = ClassPane(ClassChecker(), tmp_path / "verdicts")
    qtbot.addWidget(made)
    made.resize(1100, 640)
    made.show()
    qtbot.waitExposed(made)
    yield made
    assert made._checker.close()


@pytest.fixture
def folder(tmp_path) -> Path:
    return write_all(tmp_path / "class", HAND_INS)


def opened(pane, qtbot, path):
    pane.open(path)
    qtbot.waitUntil(lambda: pane.path == path, timeout=20_000)


def checked(pane, qtbot):
    with qtbot.waitSignal(pane._checker.finished, timeout=60_000):
        qtbot.mouseClick(pane.bar.check, Qt.MouseButton.LeftButton)


def cells(pane, column=1):
    model = pane.rows.model
    return [model.data(model.index(row, column)) for row in range(model.rowCount())]


def states(pane):
    return {each.hand_in.student: each.state for each in pane.rows.every if each.state != "other"}


def test_opening_runs_nothing_and_every_file_has_a_row(pane, qtbot, tmp_path, agreed):
    mark = tmp_path / "it ran"
    folder = write_all(tmp_path / "c", {"Ada/a.py": f"open({str(mark)!r}, 'w')\n", **HAND_INS})
    opened(pane, qtbot, folder)
    assert set(states(pane).values()) == {"waiting", "open"}
    assert len(cells(pane)) == 6
    assert pane.bar.check.text() == "Check 4\u202ffiles"
    assert not mark.exists()
    assert not agreed


def test_a_class_is_checked_once_one_agrees(pane, qtbot, folder, agreed):
    opened(pane, qtbot, folder)
    checked(pane, qtbot)
    assert "4\u202fhand-ins" in agreed[0]
    assert states(pane) == {
        **{"Ada": "right", "Bob": "wrong", "Cy": "wrong", "Dee": "wrong"},
        "Eve": "open",
    }
    words = [
        pane.rows.model.index(n, STATE_COLUMN).data(Qt.ItemDataRole.AccessibleTextRole)
        for n in range(6)
    ]
    assert words.count("wrong") == 3
    checked(pane, qtbot)
    assert len(agreed) == 1  # once for this class


def test_who_does_not_agree_has_nothing_run(pane, qtbot, folder, monkeypatch):
    monkeypatch.setattr(QMessageBox, "exec", lambda _: QMessageBox.StandardButton.Cancel)
    opened(pane, qtbot, folder)
    qtbot.mouseClick(pane.bar.check, Qt.MouseButton.LeftButton)
    assert not pane._checker.is_running
    assert set(states(pane).values()) == {"waiting", "open"}


def test_what_was_checked_is_known_when_it_is_opened_again(pane, qtbot, folder, agreed):
    opened(pane, qtbot, folder)
    checked(pane, qtbot)
    (folder / "Bob" / "b.py").write_text(RELU)
    other = ClassPane(ClassChecker(), folder.parent / "verdicts")
    qtbot.addWidget(other)
    opened(other, qtbot, folder)
    assert states(other)["Ada"] == "right"
    assert states(other)["Bob"] == "waiting"
    assert other.bar.check.text() == "Check 1\u202ffile"
    assert other._checker.close()


def test_a_zip_that_is_dropped_is_opened(pane, qtbot, tmp_path):
    path = tmp_path / "class.zip"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("Ada/a.py", RELU)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    actions, buttons = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    keys = Qt.KeyboardModifier.NoModifier
    pane.dropEvent(QDropEvent(QPointF(5, 5), actions, data, buttons, keys))
    qtbot.waitUntil(lambda: pane.path == path, timeout=20_000)
    assert states(pane) == {"Ada": "waiting"}


def test_the_glance_leads_to_those_whom_it_is_about(pane, qtbot, folder, agreed):
    opened(pane, qtbot, folder)
    checked(pane, qtbot)
    glance = pane.side.glance
    assert pane.side.tabs.currentIndex() == CLASS
    first = glance.mistakes.rows.topLevelItem(0)
    assert (first.text(0), first.text(1)) == ("2", "relu")
    glance.mistakes.rows.itemClicked.emit(first, 0)
    assert cells(pane) == ["Bob", "Dee"]
    qtbot.mouseClick(pane.rows.all, Qt.MouseButton.LeftButton)
    assert len(cells(pane)) == 6
    assert glance.functions.rows.topLevelItem(0).text(0) == "relu"
    glance.functions.rows.itemClicked.emit(glance.functions.rows.topLevelItem(0), 0)
    assert cells(pane) == ["Bob", "Dee"]
    assert glance.open.rows.topLevelItem(0).text(0) == "Eve"
    glance.open.rows.itemClicked.emit(glance.open.rows.topLevelItem(0), 0)
    assert cells(pane) == ["Eve"]
    assert pane.side.file.marked.hand_in.student == "Eve"


def test_a_row_shows_its_code_its_findings_and_what_it_printed(pane, qtbot, folder, agreed):
    opened(pane, qtbot, folder)
    checked(pane, qtbot)
    pane.rows.table.choose("Dee")
    file = pane.side.file
    assert pane.side.tabs.currentIndex() == FILE
    assert file.editor.toPlainText().startswith("# mine")
    wrong = file.results.report.causes[0]
    assert file.editor.marked_line == wrong.mistake.line > 1
    assert file.editor.isReadOnly()
    assert not file.editor.hasFocus()  # the arrow keys go on in the table
    pane.rows.table.choose("Ada")
    assert pane.side.tabs.tabText(PRINTED) == f"{TABS[PRINTED]} · 2"
    assert file.output.toPlainText().splitlines() == ["hello", "again"]
    with qtbot.waitSignal(pane.file_wanted) as wanted:
        qtbot.mouseClick(file.open, Qt.MouseButton.LeftButton)
    assert wanted.args == [folder / "Ada" / "a.py"]


def test_rows_are_sorted_filtered_and_found(pane, qtbot, folder, agreed):
    opened(pane, qtbot, folder)
    checked(pane, qtbot)
    table = pane.rows.table
    table.sortByColumn(2, Qt.SortOrder.DescendingOrder)
    assert cells(pane)[0] == "Ada"
    assert cells(pane)[4] == "Eve"  # without points
    table.sortByColumn(2, Qt.SortOrder.AscendingOrder)
    assert cells(pane)[-3:-1] == ["Ada", "Eve"]  # and what does not count at the end
    for kind, count in {"Every student": 5, "With mistakes": 3, "All right": 1}.items():
        pane.rows.kind.setCurrentText(kind)
        assert len(cells(pane)) == count
    pane.rows.kind.setCurrentIndex(list(FILTERS).index("Every file"))
    qtbot.keyClicks(pane.rows.search, "python CANNOT")
    assert cells(pane) == ["Cy"]


def test_a_rubric_marks_anew_and_runs_nothing(pane, qtbot, folder, agreed, told, tmp_path):
    opened(pane, qtbot, folder)
    checked(pane, qtbot)
    path = tmp_path / "rubric.toml"
    path.write_text(RUBRIC)
    assert pane.use_rubric(path)
    points = {each.hand_in.student: each.points for each in pane.rows.every if each.report}
    assert points == {"Ada": 10, "Bob": 0, "Cy": 0, "Dee": 0}
    assert "Week 3" in pane.bar.name.text()
    path.write_text("points = 3\n")
    assert not pane.use_rubric(path)
    assert "points" in told[-1]
    assert pane.rubric.title == "Week 3"
    assert pane.use_rubric(None)
    assert pane.rubric == Rubric()


def test_a_new_rubric_is_written_and_used(pane, qtbot, folder, tmp_path, monkeypatch):
    opened(pane, qtbot, folder)
    path = tmp_path / "new"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    pane.bar.write_rubric_wanted.emit()
    assert path.with_suffix(".toml").read_text().count("[")
    assert "new.toml" in pane.bar.note.text()


def test_marks_are_exported_for_each_program_and_pages_are_written(
    pane, qtbot, folder, agreed, tmp_path, monkeypatch
):
    assert pane.exports.entries() == []
    opened(pane, qtbot, folder)
    checked(pane, qtbot)
    entries = dict(pane.exports.entries())
    for program, words in PROGRAMS.items():
        path = tmp_path / f"{program}.csv"
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, p=path: (str(p), ""))
        entries[words]()
        rows = list(csv.reader(io.StringIO(path.read_text("utf-8-sig"))))
        assert any("Ada" in each for row in rows for each in row)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    with qtbot.waitSignal(pane._checker.written, timeout=20_000) as written:
        entries[PAGES]()
    pages = {each.name for each in written.args[0].parent.iterdir()}
    assert pages == {"index.html", *(f"{each}.html" for each in ("Ada", "Bob", "Cy", "Dee", "Eve"))}


def test_a_check_that_is_stopped_keeps_what_is_done(pane, qtbot, tmp_path, agreed):
    endless = "while True:\n    pass\n"
    files = {"Ada/a.py": RELU, **{f"Z{n}/z.py": endless + f"# {n}" for n in range(6)}}
    opened(pane, qtbot, write_all(tmp_path / "class", files))
    qtbot.mouseClick(pane.bar.check, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: states(pane)["Ada"] == "right", timeout=30_000)
    assert pane.bar.check.text() == "Stop"
    assert pane.bar.note.text().startswith("1 of 7")
    with qtbot.waitSignal(pane._checker.finished, timeout=20_000):
        qtbot.mouseClick(pane.bar.check, Qt.MouseButton.LeftButton)
    assert states(pane)["Ada"] == "right"
    assert "waiting" in states(pane).values()
    assert pane.bar.check.text().startswith("Check ")


def test_what_is_no_class_is_told_and_what_is_open_stays(pane, qtbot, folder, told, tmp_path):
    opened(pane, qtbot, folder)
    pane.open(tmp_path / "nothing here")
    qtbot.waitUntil(lambda: bool(told), timeout=20_000)
    assert "no folder or zip" in told[0]
    assert pane.path == folder


def test_the_verdicts_of_old_classes_go(tmp_path):
    for n in range(MOST_KEPT + 5):
        verdicts_of(Path(f"/classes/{n}"), tmp_path).write_text("")
    assert len(list(tmp_path.iterdir())) == MOST_KEPT
    assert verdicts_of(Path("/a/x"), tmp_path) != verdicts_of(Path("/b/x"), tmp_path)


def test_each_column_says_something(pane, qtbot, folder, agreed):
    opened(pane, qtbot, folder)
    checked(pane, qtbot)
    for number, column in enumerate(COLUMNS):
        if column.title:
            assert any(cells(pane, number)), column.title
