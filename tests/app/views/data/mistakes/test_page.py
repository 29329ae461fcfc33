"""Mistakes as a whole: which network on which images, and what is shown of them."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from app.background.loading import STARTER, Loaded
from app.state.relabelling import Relabelling
from app.views.data.images.card import ImageCard
from app.views.data.mistakes.files import class_formats, curve_formats, matrix_formats
from app.views.data.mistakes.network_choice import FILE, IN_USE, MISSING, RUN, SHIPPED
from app.views.data.mistakes.page import CLASSES, CURVES, MATRIX, MistakesPage
from app.views.data.mistakes.set_choice import HAND, NO_DRAWINGS
from app.views.data.mistakes.words import ALONE
from core.data.dataset import Dataset, Split
from core.evaluation.answers import answers_of
from core.evaluation.robustness import points
from core.files import model_file
from core.network.network import Network
from core.reading.trust import EDGE_POWER
from tests.app.hands import hand, network, quick_learning, zigzag

__all__ = ["hand", "network", "quick_learning"]


@pytest.fixture
def page(qtbot, look, loader, hand, session, snapshot, tmp_path, monkeypatch):
    monkeypatch.setattr(ImageCard, "raise_", lambda card: None)  # no screen here can
    made = MistakesPage(loader, hand, session, Relabelling(loader, tmp_path / "labels"))
    qtbot.addWidget(made)
    made.resize(1100, 600)
    made.set_network(snapshot)
    made.show()
    yield made
    made.hide()
    assert all(runner.close() for runner in made.runners)


@pytest.fixture
def answered(page, qtbot, loader):
    qtbot.waitUntil(lambda: page.answers is not None)
    return page


def test_the_network_in_use_is_judged_by_test_images(answered, snapshot, split):
    expected = answers_of(snapshot, split.test)
    assert np.array_equal(answered.answers.answers, expected.answers)
    wrong = int((~expected.right).sum())
    assert f"{wrong} of 50 misread" in answered.summary.text()
    assert answered.matrix.matrix.sheet.confusion.count == 50
    assert len(answered.matrix.cell.grid.order) == wrong
    answered.tabs.setCurrentIndex(CLASSES)
    assert answered.classes.topLevelItemCount() == 10


def test_a_cell_shows_its_images_the_surest_first(answered, qtbot):
    worst = answered.figures.confusion.mistakes()[0]
    answered.matrix.matrix.chosen.emit(worst.truth, worst.answer)
    order = answered.matrix.cell.grid.order
    assert len(order) == worst.count
    sure = answered.answers.confidences[order]
    assert (np.diff(sure) <= 0).all()
    assert f"{worst.truth} read as {worst.answer}" in answered.matrix.cell.heading.text()
    answered.matrix.cell.grid.chosen.emit(int(order[0]))
    card = answered.cards.card
    assert card.isVisible()
    assert card.index == order[0]
    card.step(1)
    assert answered.matrix.cell.grid.current == card.index
    card.close()
    qtbot.mouseClick(answered.matrix.cell.everything, Qt.MouseButton.LeftButton)
    assert len(answered.matrix.cell.grid.order) == 50 - answered.figures.confusion.right


def test_another_part_of_the_set(answered, qtbot):
    answered.images.parts.setCurrentIndex(answered.images.parts.findData("train"))
    answered.images.parts.activated.emit(2)
    qtbot.waitUntil(lambda: answered.figures is not None and answered.figures.count == 320)


def test_a_row_of_the_table_leads_to_the_mistakes_of_its_class(answered):
    answered.tabs.setCurrentIndex(CLASSES)
    answered.classes.sortByColumn(2, Qt.SortOrder.AscendingOrder)
    recalls = [each.recall for each in answered.figures.confusion.classes()]
    first = answered.classes.topLevelItem(0)
    assert first.data(2, Qt.ItemDataRole.UserRole) == min(recalls)
    answered.classes.itemActivated.emit(first, 0)
    assert answered.tabs.currentIndex() == MATRIX
    number = first.data(0, Qt.ItemDataRole.UserRole)
    labels = answered.answers.dataset.labels[answered.matrix.cell.grid.order]
    assert set(labels.tolist()) <= {number}


def test_a_class_that_is_never_answered_says_so(answered):
    answered.tabs.setCurrentIndex(CLASSES)
    never = [k for k, each in enumerate(answered.figures.confusion.classes()) if not each.answered]
    assert never
    words = {row[0]: row[3] for row in answered.classes.cells()}
    assert {words[str(k)] for k in never} == {"never answered"}


def test_the_limit_of_not_sure_by_slider_and_by_hand(answered):
    answered.tabs.setCurrentIndex(CURVES)
    pane = answered.curves.refusing
    pane.slider.setValue(0)
    assert "100.00\u202f% are answered" in pane.words.text()
    pane.slider.setValue(pane.slider.maximum())
    assert "0.00\u202f% are answered, – of these" in pane.words.text()
    halfway = sorted(answered.answers.confidences.tolist())[25]
    pane.plot.line.setValue(50)
    pane.plot.line.sigDragged.emit(pane.plot.line)
    assert pane.limit == pytest.approx(halfway, abs=0.02)


def test_how_it_stands_other_images_is_measured_when_asked_for(answered, qtbot):
    answered.tabs.setCurrentIndex(CURVES)
    pane = answered.curves.robustness
    assert pane.measured == ()
    qtbot.mouseClick(pane.start, Qt.MouseButton.LeftButton)
    assert not pane.start.isVisible()
    qtbot.waitUntil(lambda: pane.start.isVisible())
    assert len(pane.measured) == points()
    answered.set_network(Network((784, 4, 10), rng=np.random.default_rng(1)).snapshot("another"))
    assert pane.measured == ()


def test_what_is_measured_can_be_given_up(answered, qtbot):
    answered.tabs.setCurrentIndex(CURVES)
    pane = answered.curves.robustness
    qtbot.mouseClick(pane.start, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(pane.cancel, Qt.MouseButton.LeftButton)
    assert pane.start.isVisible()
    assert "Given up" in pane.words.text()


def test_without_a_run_there_is_a_sentence(answered):
    answered.network.choose(RUN)
    assert answered.summary.text() == MISSING[RUN]
    assert answered.answers is None
    assert answered.matrix.matrix.sheet is None


def test_my_handwriting_once_there_are_drawings(answered, qtbot, hand):
    answered.images.choose(HAND)
    assert answered.summary.text() == NO_DRAWINGS
    hand.teach(zigzag(0), 7)
    qtbot.waitUntil(lambda: answered.answers is not None)
    assert answered.answers.dataset.labels.tolist() == [7]


def test_the_shipped_network(answered, qtbot, snapshot):
    answered.set_network(Network((784, 4, 10), rng=np.random.default_rng(1)).snapshot("another"))
    answered.network.choose(SHIPPED)
    qtbot.waitUntil(lambda: answered.answers is not None)
    expected = answers_of(snapshot, answered.answers.dataset)
    assert np.array_equal(answered.answers.answers, expected.answers)


def test_a_network_from_a_file(answered, qtbot, tmp_path, snapshot):
    path = tmp_path / "other.safetensors"
    model_file.save(replace(snapshot, name="other"), path)
    answered.network.open_file(path)
    assert answered.network.key == FILE
    qtbot.waitUntil(lambda: answered.answers is not None)
    answered.network.open_file(tmp_path / "nothing.safetensors")
    assert "nothing.safetensors" in answered.note.text()
    assert answered.network.key == FILE


def test_classes_that_do_not_fit_are_told(answered, qtbot, loader, split):
    letters = tuple("ABCDEFGHIJ")
    of_letters = [
        Dataset(each.images, each.labels, letters)
        for each in (split.train, split.validation, split.test)
    ]
    loaded = Loaded(STARTER, Split("Letters", *of_letters), "")
    loader.ready[STARTER] = loaded
    loader.loaded.emit(loaded)
    qtbot.waitUntil(lambda: "this set holds A, B, C, D and 6 more" in answered.note.text())
    assert answered.answers is None
    drawn = Network((784, 4, 10), rng=np.random.default_rng(0)).snapshot("letters")
    answered.set_network(replace(drawn, class_names=letters))
    qtbot.waitUntil(lambda: answered.answers is not None)
    assert answered.matrix.matrix.sheet.names == letters


def test_the_matrix_follows_a_run_and_stays_still_when_nobody_looks(
    answered, qtbot, session, endless, split
):
    session.run(endless, split)
    answered.show_run()
    seen = []
    qtbot.waitUntil(lambda: answered.answers is not None)
    answered._answering.answered.connect(seen.append)
    answered.tabs.setCurrentIndex(CURVES)
    qtbot.mouseClick(answered.curves.robustness.start, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(seen) >= 2)
    qtbot.waitUntil(lambda: len(answered.curves.robustness.measured) == points())
    assert session.is_active
    assert not answered.progress.isVisible()
    answered.hide()
    seen.clear()
    qtbot.wait(100)
    assert len(seen) <= 1
    session.stop()
    qtbot.waitUntil(lambda: not session.is_active)
    answered.show()
    qtbot.waitUntil(lambda: answered._asked[0] is session.shown.snapshot)


def test_everything_can_be_written(answered, qtbot):
    answered.classes.set_confusion(answered.figures.confusion)
    made = matrix_formats(answered.figures, answered.matrix.matrix.sheet, "A network on Tiny")
    made |= class_formats(answered.figures, answered.classes, "A network on Tiny")
    answered.tabs.setCurrentIndex(CURVES)
    qtbot.mouseClick(answered.curves.robustness.start, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(answered.curves.robustness.measured) == points())
    made |= curve_formats(answered.figures, answered.curves)
    assert len(made) == 8
    for each in made.values():
        assert each["png"].make().startswith(b"\x89PNG")
        assert b"<svg" in each["svg"].make()[:400]
        assert each["csv"].make().count(b"\n") > 4


@pytest.mark.parametrize(("page_number", "count"), [(MATRIX, 1), (CLASSES, 1), (CURVES, 2)])
def test_the_menu_exports_what_is_seen(answered, page_number, count, monkeypatch, tmp_path):
    answered.tabs.setCurrentIndex(page_number)
    answered.export.fill()
    assert len(answered.export.actions()) == count
    path = tmp_path / "it.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    answered.export.actions()[0].trigger()
    assert path.read_bytes().count(b"\n") > 4
    assert answered.note.text() == "Exported as “it.csv”."


def test_there_is_nothing_to_write_without_figures(answered):
    answered.network.choose(RUN)
    answered.export.fill()
    assert not answered.export.actions()[0].isEnabled()


def test_nothing_is_worked_out_while_hidden(qtbot, look, loader, hand, session, snapshot):
    made = MistakesPage(loader, hand, session)
    qtbot.addWidget(made)
    made.set_network(snapshot)
    assert (made.network.key, made.answers) == (IN_USE, None)
    assert not any(runner.is_running for runner in made.runners)
    assert all(runner.close() for runner in made.runners)


def test_a_label_can_be_changed_and_taken_back(page, qtbot):
    qtbot.waitUntil(lambda: page.answers is not None)
    before = page.answers
    index = int(page.matrix.cell.grid.order[0])
    answer = int(before.answers[index])
    page.matrix.cell.grid.chosen.emit(index)
    page.cards.card.relabelled.emit(index, answer)
    qtbot.waitUntil(lambda: page.answers is not None and page.answers is not before)
    assert page.answers.dataset.labels[index] == answer
    assert page.figures.confusion.right == np.count_nonzero(before.right) + 1
    assert page.cards.card.isVisible()
    page.cards.card.relabel_undone.emit()
    qtbot.waitUntil(lambda: page.figures.confusion.right == np.count_nonzero(before.right))
    page.cards.card.close()


def test_it_says_that_a_network_is_judged_without_the_reader_beside_it(answered, snapshot, qtbot):
    assert ALONE not in answered.summary.text()
    answered.set_network(replace(snapshot, facts={EDGE_POWER: 0.7}))
    qtbot.waitUntil(lambda: ALONE in answered.summary.text())
