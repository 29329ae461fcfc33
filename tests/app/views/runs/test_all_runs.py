"""The table of runs: what is shown, sorted and filtered, and what is done with the chosen ones."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QMessageBox, QWidget

from app.background.loading import Loader
from app.background.training.session import Session
from app.state.run_continuation import RunContinuation
from app.state.run_shelf import RunShelf
from app.views.runs.all_runs import EMPTY, NOT_FOUND, AllRuns
from app.views.runs.columns import COLUMNS, NAME_COLUMN
from app.views.runs.view import RunsView
from app.views.runs.words import loss
from core.network.recipe import Recipe
from core.runs.curves import curves_csv
from core.runs.frames import Frame
from core.runs.library import RunLibrary
from core.runs.rows import rows_csv
from tests.core.runs.records import RECIPE, ended_run, held_run

SLOW = replace(RECIPE, learning_rate=0.01, optimizer="adam")
COLUMN = {each.title: number for number, each in enumerate(COLUMNS)}


@pytest.fixture
def library(tmp_path) -> RunLibrary:
    return RunLibrary(tmp_path / "runs")


@pytest.fixture
def open_runs(library, qtbot):
    """Opens the page, once the library was listed."""
    opened: list[AllRuns] = []
    kept_alive: list[object] = []

    def open_one() -> AllRuns:
        session = Session()
        loader = Loader([], Path("nowhere"))
        shelf = RunShelf(library.folder, session)
        page = AllRuns(shelf, session, RunContinuation(session, loader, session))
        page._runners = [*session.runners, *loader.runners, *shelf.runners]
        qtbot.addWidget(page)
        opened.append(page)
        kept_alive.extend((session, loader))
        page.resize(1000, 600)
        page.show()
        qtbot.waitUntil(lambda: shelf.is_read)
        return page

    yield open_one
    for page in opened:
        for runner in page._runners:
            assert runner.close()


@pytest.fixture
def three(library) -> list[str]:
    """A run that ended, one that can go on, and one whose rate is another; the first is oldest."""
    return [
        library.write(ended_run(began=1000.0)),
        library.write(held_run(began=2000.0)),
        library.write(ended_run(SLOW, began=3000.0)),
    ]


def texts(page: AllRuns, title: str) -> list[str]:
    model = page.model
    return [model.index(row, COLUMN[title]).data() for row in range(model.rowCount())]


def ids(page: AllRuns) -> list[str]:
    return [each.id for each in page.model.rows]


def choose(page: AllRuns, qtbot, *run_ids: str) -> None:
    page.table.choose(run_ids)
    if len(run_ids) == 1:
        qtbot.waitUntil(lambda: page._read is not None)


def enabled(page: AllRuns) -> set[str]:
    return {name for name, each in page.buttons.items() if each.isEnabled() and not each.isHidden()}


def test_a_newcomer_is_told_what_will_be_here(open_runs):
    page = open_runs()
    assert page.empty.isVisible()
    assert page.empty.text() == EMPTY
    assert enabled(page) == set()


def test_runs_are_in_the_table_the_latest_first(open_runs, three):
    page = open_runs()
    assert ids(page) == three[::-1]
    assert texts(page, "Accuracy") == ["75.0\u202f%", "10.0\u202f%", "75.0\u202f%"]
    assert texts(page, "Ended") == ["Done", "Cut off", "Done"]
    assert texts(page, "Steps")[1] == "3 of 6"
    assert "Adam · Learning rate 0.01" in texts(page, "Recipe")[0]
    assert page.room.count.text() == "3\u202fruns"
    assert page.room.budget.text().endswith("of 2\u202fGB")


def test_the_loss_is_of_validation_digits(open_runs, library, three):
    page = open_runs()
    summaries = [next(each for each in library.summaries() if each.id == run) for run in ids(page)]
    assert texts(page, "Loss") == [loss(each.validation_loss) for each in summaries]
    assert texts(page, "Loss") != [loss(each.loss) for each in summaries]


def test_a_click_on_a_column_sorts_and_what_is_not_known_is_last(open_runs, library, three):
    library.path(three[0]).write_bytes(b"broken")
    page = open_runs()
    assert texts(page, "Ended").count("Cannot be read") == 1
    for order in (Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder):
        page.table.sortByColumn(COLUMN["Loss"], order)
        losses = texts(page, "Loss")
        assert losses[-1] == "–"
        assert losses[:-1] == sorted(losses[:-1], reverse=order != Qt.SortOrder.AscendingOrder)


def test_the_filter_leaves_runs_with_all_its_words(open_runs, three):
    page = open_runs()
    page.filter.setText("ADAM noise")
    assert ids(page) == [three[2]]
    page.filter.setText("nothing like it")
    assert page.empty.isVisible()
    assert page.empty.text() == NOT_FOUND
    page.filter.clear()
    assert len(ids(page)) == 3


def test_sorting_and_listing_keep_what_is_chosen(open_runs, library, three, qtbot):
    page = open_runs()
    choose(page, qtbot, three[1])
    page.table.sortByColumn(COLUMN["Name"], Qt.SortOrder.AscendingOrder)
    library.write(ended_run(began=4000.0))
    page._shelf.refresh()
    qtbot.waitUntil(lambda: len(ids(page)) == 4)
    assert [each.id for each in page.chosen()] == [three[1]]
    assert page._read.run_id == three[1]


def test_what_is_asked_of_a_run_waits_until_it_is_read(open_runs, three, qtbot):
    page = open_runs()
    page.table.choose([three[0]])
    assert page._read is None
    with qtbot.waitSignal(page.use_network):
        page.buttons["use"].click()
    page.table.choose([three[2]])
    page.buttons["use"].click()
    with qtbot.assertNotEmitted(page.use_network, wait=300):
        page.table.choose([three[0]])  # another is chosen before the run is read
    assert page._read.run_id == three[0]


def test_what_can_be_done_follows_what_is_chosen(open_runs, three, qtbot):
    page = open_runs()
    assert enabled(page) == set()
    choose(page, qtbot, three[0])
    assert enabled(page) == {"again", "use", "delete"}
    choose(page, qtbot, three[1])
    assert enabled(page) == {"continue", "again", "use", "delete"}
    choose(page, qtbot, *three)
    assert enabled(page) == {"delete"}
    assert "3\u202fruns chosen" in page.detail.sentence.text()


def test_a_run_is_started_again_and_its_network_used(open_runs, library, three, qtbot):
    page = open_runs()
    wanted, networks = [], []
    page.recipe_wanted.connect(lambda *each: wanted.append(each))
    page.use_network.connect(networks.append)
    choose(page, qtbot, three[2])
    page.buttons["again"].click()
    page.buttons["use"].click()
    assert wanted == [(SLOW, library.load(three[2]).origin)]
    assert (networks[0].theta == library.load(three[2]).network.theta).all()


def test_a_name_is_typed_in_the_table(open_runs, library, three, qtbot):
    page = open_runs()
    index = page.model.index(0, NAME_COLUMN)
    page.table.setCurrentIndex(index)
    page.table.edit(index)
    editor = page.table.findChild(QLineEdit)
    assert editor.text() == ""
    qtbot.keyClicks(editor, "My best")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: library.summary(three[2]).marks.name == "My best")
    qtbot.waitUntil(lambda: page._shelf.runs[0].marks.name == "My best")
    assert texts(page, "Name")[0] == "My best"


def test_a_note_is_kept_when_another_run_is_chosen(open_runs, library, three, qtbot):
    page = open_runs()
    choose(page, qtbot, three[0])
    page.detail.note.setPlainText("Two\nlines")
    choose(page, qtbot, three[1])
    assert page.detail.note.toPlainText() == ""
    qtbot.waitUntil(lambda: library.summary(three[0]).marks.note == "Two\nlines")
    assert library.summary(three[1]).marks.note == ""


def test_the_space_bar_gives_and_takes_stars(open_runs, library, three, qtbot):
    page = open_runs()
    choose(page, qtbot, *three[:2])
    qtbot.keyClick(page.table, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: [library.summary(each).marks.star for each in three] == [1, 1, 0])
    qtbot.waitUntil(lambda: texts(page, "★").count("★") == 2)
    page.table.selectAll()
    qtbot.keyClick(page.table, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: texts(page, "★").count("★") == 3)
    qtbot.keyClick(page.table, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: texts(page, "★").count("★") == 0)


def test_what_is_deleted_comes_back_from_the_bin(open_runs, library, three, qtbot):
    page = open_runs()
    choose(page, qtbot, *three[:2])
    qtbot.keyClick(page.table, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: ids(page) == [three[2]])
    assert page.bar.sentence.text() == "Deleted 2\u202fruns. In the bin for 30 days."
    assert page.room.bin.text().startswith("Bin: 2\u202fruns")
    page.bar.buttons[0].click()
    qtbot.waitUntil(lambda: len(ids(page)) == 3)
    assert not page.can_undo_delete
    assert page.bar.isHidden()

    choose(page, qtbot, three[0])
    page.delete()
    qtbot.waitUntil(lambda: len(ids(page)) == 2)
    page.room.bin.click()
    assert ids(page) == [three[0]]
    choose(page, qtbot, three[0])
    assert enabled(page) == {"restore"}
    page.buttons["restore"].click()
    qtbot.waitUntil(lambda: len(ids(page)) == 3)
    assert not page.room.bin.isChecked()


def test_the_bin_is_emptied_on_request(open_runs, library, three, qtbot):
    library.delete([three[0]])
    page = open_runs()
    assert not page.room.empty.isVisible()
    page.room.bin.click()
    for wanted in ("Cancel", "Throw away"):
        page.room.empty.click()
        box = page.findChild(QMessageBox)
        assert box.text() == "Throw away 1\u202frun for good?"
        assert library.path(three[0]).exists()
        next(each for each in box.buttons() if each.text().replace("&", "") == wanted).click()
        qtbot.waitUntil(lambda: page.findChild(QMessageBox) is None)
    qtbot.waitUntil(lambda: ids(page) == [three[2], three[1]])
    assert not library.path(three[0]).exists()


def test_a_smaller_budget_throws_frames_away_and_says_so(open_runs, library, three, qtbot):
    writer = library.writer(three[0])
    theta = library.load(three[0]).network.theta
    writer.append([Frame(step, theta) for step in range(5)])
    writer.close()
    page = open_runs()
    page._shelf.set_budget(1000)
    qtbot.waitUntil(lambda: "networks on the way of 1\u202frun " in page.room.said.text())
    assert len(library.frames(three[0])) == 0
    assert library.load(three[0]).reason == "completed"


def test_a_run_that_goes_on_is_first_and_stays(open_runs, library, three, qtbot):
    writer = library.writer(three[0])
    page = open_runs()
    assert ids(page)[0] == three[0]
    assert texts(page, "Ended")[0] == "Running"
    choose(page, qtbot, three[0])
    assert enabled(page) == {"again", "use"}
    page.delete()
    page._shelf.refresh()
    qtbot.wait(100)
    assert len(ids(page)) == 3
    writer.close()


def test_a_chosen_run_that_went_on_is_read_again(open_runs, library, three, qtbot):
    page = open_runs()
    choose(page, qtbot, three[1])
    assert page._read.record.steps == 3
    library.write(held_run(reports=5, began=2000.0, written=2000.0 + 60), three[1])
    page._shelf.refresh()
    qtbot.waitUntil(lambda: page._read is not None and page._read.record.steps == 4)


def test_what_another_window_keeps_is_seen(open_runs, library, qtbot):
    page = open_runs()
    library.write(ended_run())
    page._look.timeout.emit()
    qtbot.waitUntil(lambda: len(ids(page)) == 1)
    assert page.table.isVisible()


def test_the_table_and_the_curves_are_exported(open_runs, library, three, qtbot):
    page = open_runs()
    assert [words for words, _ in page._entries()] == ["Table of runs…"]
    choose(page, qtbot, three[0])
    assert [words for words, _ in page._entries()] == [
        "Table of runs…",
        "Its curves…",
        "Its network, recipe or report…",
    ]
    page.add_exports(lambda runs, read: [(f"Report of {read.run_id}", page.table.update)])
    assert [words for words, _ in page._entries()][3:] == [f"Report of {three[0]}"]
    lines = rows_csv(page.model.rows).splitlines()
    assert len(lines) == 4
    assert lines[0].startswith("id,name,star,")
    rows = curves_csv(library.load(three[0])).splitlines()
    assert len(rows) == 4
    assert rows[2].split(",")[:4] == ["2", rows[2].split(",")[1], "1", "1"]


def test_a_run_that_cannot_be_read_says_why(open_runs, library, three, qtbot):
    library.path(three[2]).write_bytes(b"broken")
    page = open_runs()
    page.table.choose([three[2]])
    assert "cannot be read" in page.detail.sentence.text()
    assert enabled(page) == {"delete"}


@pytest.mark.slow
def test_a_thousand_runs_are_there_within_a_second(open_runs, library):
    record = ended_run(Recipe(hidden=(4,)))
    for n in range(1000):
        library.write(record, f"20260101-000000-{n:06d}")
    began = time.perf_counter()
    page = open_runs()
    seconds = time.perf_counter() - began
    assert len(ids(page)) == 1000
    assert seconds < 5  # on a machine that is busy with other tests; alone it takes a third of one


def test_pages_slot_in_beside_the_table(open_runs, qtbot):
    page = open_runs()
    view = RunsView(page)
    qtbot.addWidget(view)
    other = QWidget()
    view.add_page("compare", "Compare", other)
    view.show_page("compare")
    assert view.page == "compare"
    assert not other.isHidden()
    page.setParent(None)  # it is closed by itself
