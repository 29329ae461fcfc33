"""The microscope through its widgets: every stop, single numbers, checks, examples, exports."""

import dataclasses
import re

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage

from app.views.figures import signed, symbol
from app.views.inspect.microscope import pane as module
from app.views.inspect.microscope.example import BATCH, DIGIT, DRAWING
from app.views.inspect.microscope.pane import MicroscopePane
from app.views.widgets.matrix.export import export
from core.data.dataset import Split
from core.ink.strokes import Drawing
from core.inspection.differences import check_number
from core.network import Network
from core.snapshots import Snapshot
from tests.app.tiny import digits

SEVEN = Drawing.from_lists([[[0.2, 0.2], [0.8, 0.2], [0.4, 0.9]]])


def network(hidden=(9, 8), activation="relu", seed=0) -> Snapshot:
    rng = np.random.default_rng(seed)
    return Network((784, *hidden, 10), activation, "xavier", rng=rng).snapshot("tiny")


@pytest.fixture
def split():
    rng = np.random.default_rng(5)
    return Split("Tiny", digits(40, rng), digits(20, rng), digits(30, rng))


@pytest.fixture
def pane(qtbot, split):
    """On test digit 3, with a network of three layers."""
    made = MicroscopePane()
    qtbot.addWidget(made)
    made.resize(1100, 620)
    made.set_network(network())
    made.set_digits(split)
    made.show()
    made.chooser.choose(DIGIT)
    made.chooser.index.setValue(3)
    return made


def side_of(pane):
    return pane.forward if pane.stop.is_forward else pane.backward


def point_of(matrix, cell) -> QPoint:
    return matrix.rect_of(cell).center().toPoint()


def hover(qtbot, matrix, cell):
    matrix.set_cell(cell)  # brings it into view
    qtbot.mouseMove(matrix.viewport(), QPoint(1, 1))
    qtbot.mouseMove(matrix.viewport(), point_of(matrix, cell))
    qtbot.waitUntil(lambda: matrix.cell == cell)


@pytest.mark.parametrize("hidden", [(6,), (6, 5), (6, 5, 4), (7, 6, 5, 4)])
def test_every_stop_forward_and_back_by_keys(qtbot, pane, hidden):
    pane.set_network(network(hidden))
    depth = len(hidden) + 1
    stops = [each.name for each in pane.walk.stops]
    assert stops[0] == "X"
    assert stops[2 * depth + 1] == "loss"
    assert stops[-1] == "dX"
    assert len(stops) == 2 * depth + 2 + 4 * depth
    seen = [pane.stop.name]
    for _ in stops[1:]:
        qtbot.keyClick(pane, Qt.Key.Key_Right)
        seen.append(pane.stop.name)
    assert seen == stops
    qtbot.keyClick(pane, Qt.Key.Key_Right)
    assert pane.stop.name == "dX"
    back = [pane.stop.name]
    for _ in stops[1:]:
        qtbot.keyClick(pane, Qt.Key.Key_Left)
        back.append(pane.stop.name)
    assert back == stops[::-1]
    assert not pane.back.isEnabled()


@pytest.mark.parametrize("activation", ["relu", "sigmoid", "tanh"])
def test_each_stop_shows_its_array_norm_formula_and_counterpart(qtbot, pane, activation):
    pane.set_network(network(activation=activation))
    for number, stop in enumerate(pane.walk.stops):
        qtbot.mouseClick(
            pane.strip.line,
            Qt.MouseButton.LeftButton,
            pos=pane.strip.line.box_of(number).center().toPoint(),
        )
        assert pane.stop is stop
        here = side_of(pane)
        other = pane.backward if here is pane.forward else pane.forward
        np.testing.assert_array_equal(here.matrix.values, pane.walk[stop.name])
        assert other.stop == pane.walk.counterpart(stop)
        np.testing.assert_array_equal(other.matrix.values, pane.walk[other.stop.name])
        if stop.name != "loss":
            norm = float(np.linalg.norm(pane.walk[stop.name]))
            assert here.norm.text() == f"‖{symbol(stop.name)}‖ = {signed(norm)}"
        assert symbol(stop.name) in here.formula.text()
        assert here.sentence.text()
        rows, columns = pane.walk[stop.name].shape
        assert here.shapes.text().startswith(f"({rows}, {columns})")


def test_play_goes_to_the_end_and_pauses(qtbot, pane):
    pane._timer.setInterval(1)
    pane.play.click()
    qtbot.waitUntil(lambda: pane.stop.name == "dX")
    qtbot.waitUntil(lambda: not pane._timer.isActive())
    pane.play.click()
    assert pane.stop.name == "X"
    qtbot.keyClick(pane, Qt.Key.Key_Right)
    assert not pane._timer.isActive()


def test_a_hovered_number_is_spelled_out_and_outlined(qtbot, pane):
    pane.go_to("dW2")
    hover(qtbot, pane.backward.matrix, (4, 6))
    walk = pane.walk
    dZ, H = walk["dZ2"][4, 0], walk["H1"][6, 0]
    assert pane.spelled.symbols.text() == "dW²[4, 6] = dZ²[4, 0]·H¹[6, 0]"
    assert pane.spelled.numbers.text().endswith(signed(walk["dW2"][4, 6]))
    assert signed(dZ) in pane.spelled.numbers.text()
    assert signed(H) in pane.spelled.numbers.text()
    by_name = {matrix.name: matrix for matrix in pane.operands.matrices}
    assert by_name["dZ2"]._regions == ((slice(4, 5), slice(0, 1)),)
    assert by_name["H1"]._regions == ((slice(6, 7), slice(0, 1)),)


def test_a_sum_names_its_largest_terms_and_adds_the_rest(qtbot, pane):
    pane.go_to("Z1")
    hover(qtbot, pane.forward.matrix, (2, 0))
    assert pane.spelled.symbols.text() == "Z¹[2, 0] = Σₖ W¹[2, k]·X[k, 0] + b¹[2, 0]"
    numbers = pane.spelled.numbers.text()
    rest = int(re.search(r"from ([\d,]+) more", numbers)[1].replace(",", ""))
    assert rest == 784 + 1 - 5
    assert numbers.endswith(f"= {signed(pane.walk['Z1'][2, 0])}")
    products = pane.walk["W1"][2] * pane.walk["X"][:, 0]
    largest = int(np.abs(products).argmax())
    assert signed(pane.walk["X"][largest, 0]) in numbers


def test_the_keyboard_walks_over_cells(qtbot, pane):
    pane.go_to("dW2", (3, 3))
    matrix = pane.backward.matrix
    matrix.setFocus()
    matrix.set_cell((3, 3))
    qtbot.keyClick(matrix, Qt.Key.Key_Right)
    assert matrix.cell == (3, 4)
    assert pane.spelled.symbols.text().startswith("dW²[3, 4]")
    assert pane.stop.name == "dW2"
    qtbot.keyClick(matrix, Qt.Key.Key_Period)
    assert pane.stop.name == "db2"


def test_a_number_is_checked_against_the_loss(qtbot, pane):
    for name, cell in (("dW1", (2, 300)), ("dZ3", (1, 0)), ("dX", (400, 0)), ("db2", (0, 0))):
        pane.go_to(name, cell)
        assert pane.spelled.check.isEnabled()
        pane.spelled.check.click()
        told, found = pane.spelled.verdict.text(), check_number(pane.walk, name, cell)
        assert f"{found.relative_error:.1e}".replace("-", "−") in told
        assert "agree" in told or "same" in told
        assert pane.spelled.verdict.property("role") == "good"


def test_what_is_no_gradient_is_not_checked(pane):
    pane.go_to("H2", (1, 0))
    assert not pane.spelled.check.isEnabled()
    assert "gradients" in pane.spelled.check.toolTip()


def test_a_wrong_number_is_said_to_be_wrong(pane, monkeypatch):
    def spoilt(walk, name, index):
        right = check_number(walk, name, index)
        return dataclasses.replace(right, numeric=right.numeric * 2, relative_error=0.5)

    monkeypatch.setattr(module, "check_number", spoilt)
    pane.go_to("dZ3", (1, 0))
    pane.spelled.check.click()
    assert "do not agree" in pane.spelled.verdict.text()
    assert pane.spelled.verdict.property("role") == "error"


@pytest.mark.parametrize("activation", ["relu", "sigmoid", "tanh"])
def test_all_gradients_are_checked_in_a_table(qtbot, pane, activation):
    pane.set_network(network(activation=activation))
    pane.spelled.check_all.click()
    qtbot.waitUntil(lambda: not pane.checks.is_running, timeout=20_000)
    checks = pane.checks
    names = [each.name for each in pane.walk.stops if not each.is_forward]
    assert [each.name for each in checks.checks] == names
    assert checks.table.rowCount() == len(names)
    for row, check in enumerate(checks.checks):
        assert check.checked + check.kinks == check.entries == pane.walk[check.name].size
        assert checks.table.item(row, 0).text() == symbol(check.name)
        assert "right" in checks.table.item(row, 7).text()
    assert "All are right" in checks.summary.text()
    row = names.index("dW2")
    worst = checks.checks[row].index
    checks.table.cellClicked.emit(row, 0)
    assert pane.stop.name == "dW2"
    assert pane.spelled.symbols.text().startswith(f"dW²[{worst[0]}, {worst[1]}]")


def test_a_check_that_is_left_stops(qtbot, pane):
    pane.set_network(network((300, 200)))
    pane.chooser.choose(BATCH)
    pane.spelled.check_all.click()
    qtbot.waitUntil(lambda: pane.checks.checks != ())
    pane.checks.back.click()
    assert not pane.checks.is_running
    assert pane.stop is not None


def test_the_target_changes_the_loss(qtbot, pane):
    label = int(pane.walk["Y"][:, 0].argmax())
    before = pane.walk.loss
    other = (label + 1) % 10
    pane.chooser.target.setCurrentIndex(other + 1)
    assert int(pane.walk["Y"][:, 0].argmax()) == other
    assert pane.walk.loss != before
    pane.chooser.index.setValue(4)
    assert pane.chooser.target.currentIndex() == 0


def test_a_batch_is_walked_together(qtbot, pane, split):
    pane.chooser.choose(BATCH)
    pane.chooser.count.setValue(6)
    assert pane.walk["X"].shape == (784, 6)
    np.testing.assert_array_equal(pane.walk["Y"].argmax(axis=0), split.test.labels[3:9])
    assert pane.column.isVisible()
    pane.go_to("dX")
    pane.column.setValue(2)
    cell = pane._looked[1]
    assert cell[1] == 2
    pane.go_to("dW2", (1, 1))
    assert "1/6" in pane.spelled.symbols.text()
    pane.chooser.index.setValue(28)
    assert pane.walk.m == 2  # no more are there


def test_a_drawing_is_walked_for_the_digit_that_is_read(pane):
    pane.chooser.choose(DRAWING)
    assert pane.walk is None
    assert "Draw a digit" in pane.hint.text()
    pane.set_drawing(SEVEN)
    assert pane.walk.m == 1
    assert pane.walk["Y"].argmax() == pane.walk["H3"].argmax()
    pane.set_drawing(Drawing())
    assert pane.walk is None


def test_test_digits_are_asked_for_when_there_are_none(qtbot):
    made = MicroscopePane()
    qtbot.addWidget(made)
    made.set_network(network())
    made.show()
    with qtbot.waitSignal(made.digits_wanted):
        made.chooser.choose(DIGIT)
    assert made.walk is None
    assert "being read" in made.hint.text()


def test_either_network(pane):
    first = pane.walk["W1"]
    pane.network.setCurrentText(module.IN_TRAINING)
    assert pane.walk is None
    assert "no network" in pane.hint.text()
    other = network((5,), "tanh", seed=3)
    pane.set_training_network(other)
    assert pane.walk.dimensions == other.dimensions
    assert pane.walk["W1"].shape != first.shape


def test_nothing_is_walked_while_nobody_looks(qtbot, pane, monkeypatch):
    walked = []
    real = module.walk
    monkeypatch.setattr(module, "walk", lambda *given: walked.append(1) or real(*given))
    pane.hide()
    for seed in range(3):
        pane.set_network(network(seed=seed))
    assert not walked
    pane.show()
    assert len(walked) == 1


def test_hovering_walks_nothing_anew(qtbot, pane, monkeypatch):
    pane.go_to("dW2")
    monkeypatch.setattr(module, "walk", lambda *_: pytest.fail("walked"))
    for cell in ((0, 0), (1, 2), (7, 8)):
        hover(qtbot, pane.backward.matrix, cell)


@pytest.mark.parametrize("kind", ["csv", "npy", "png", "svg"])
@pytest.mark.parametrize("name", ["dW1", "dX", "Z2", "loss"])
def test_any_array_is_exported(pane, tmp_path, kind, name):
    pane.go_to(name)
    path = tmp_path / f"array.{kind}"
    export(side_of(pane).matrix, path)
    if kind == "npy":
        np.testing.assert_array_equal(np.load(path), pane.walk[name])
    elif kind == "png":
        assert not QImage(str(path)).isNull()
    elif kind == "svg":
        assert b"</svg>" in path.read_bytes()
    else:
        assert path.stat().st_size > 0


def test_an_export_says_what_became_of_it(pane, tmp_path, monkeypatch):
    monkeypatch.setattr(
        "app.views.widgets.matrix.export.QFileDialog.getSaveFileName",
        lambda *_: (str(tmp_path / "mine.npy"), ""),
    )
    pane.go_to("dW2")
    pane.export.click()
    assert (tmp_path / "mine.npy").exists()
    assert "mine.npy" in pane.spelled.verdict.text()


@pytest.mark.parametrize("size", [(912, 480), (1100, 620), (1700, 900)])
def test_nothing_is_cut_off(pane, size):
    pane.resize(*size)
    pane.chooser.choose(BATCH)
    assert pane.width() == size[0]
    assert pane.height() == size[1]
    for button in pane.chooser.kinds.buttons():
        assert button.width() >= button.sizeHint().width()
    for stop in ("Z1", "loss", "dW1", "dZ2", "dX"):
        pane.go_to(stop)
        for side in (pane.forward, pane.backward):
            room = side.sentence.fontMetrics().boundingRect(
                side.sentence.rect(), int(Qt.TextFlag.TextWordWrap), side.sentence.text()
            )
            assert room.height() <= side.sentence.height(), side.sentence.text()


def test_a_click_beside_a_stop_does_nothing(qtbot, pane):
    pane.go_to("Z1")
    qtbot.mouseClick(pane.strip.line, Qt.MouseButton.LeftButton, pos=QPointF(0, 28).toPoint())
    assert pane.stop.name == "Z1"
