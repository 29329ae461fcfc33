"""Single numbers: spelled out, outlined where they come from, and checked against the loss."""

import dataclasses
import math
import re

import numpy as np
import pytest
from PySide6.QtCore import Qt

from app.look.figures import signed
from app.views.inspect.microscope import pane as pane_module
from app.views.inspect.microscope import walk_page as module
from app.views.inspect.microscope.example import BATCH
from app.views.inspect.microscope.sums import in_full, power
from core.inspection.differences import check_number
from core.network.parameters import unpack
from tests.app.views.inspect.microscope.looking import hover, network


def test_a_hovered_number_is_spelled_out_and_outlined(qtbot, pane):
    pane.page.go_to("dW2")
    hover(qtbot, pane.page.sides.backward.matrix, (4, 6))
    walk = pane.page.walk
    dZ, H = walk["dZ2"][4, 0], walk["H1"][6, 0]
    assert pane.page.sum.symbols.text() == "dW²[4, 6] = dZ²[4, 0]·H¹[6, 0]"
    assert pane.page.sum.numbers.text().endswith(signed(walk["dW2"][4, 6]))
    assert signed(dZ) in pane.page.sum.numbers.text()
    assert signed(H) in pane.page.sum.numbers.text()
    by_name = {matrix.name: matrix for matrix in pane.page.operands.matrices}
    assert by_name["dZ2"]._regions == ((slice(4, 5), slice(0, 1)),)
    assert by_name["H1"]._regions == ((slice(6, 7), slice(0, 1)),)


def test_a_sum_names_its_largest_terms_and_adds_the_rest(qtbot, pane):
    pane.page.go_to("Z1")
    hover(qtbot, pane.page.sides.forward.matrix, (2, 0))
    assert pane.page.sum.symbols.text() == "Z¹[2, 0] = Σₖ W¹[2, k]·X[k, 0] + b¹[2, 0]"
    numbers = pane.page.sum.numbers.text()
    rest = int(re.search(r"from ([\d,]+) more", numbers)[1].replace(",", ""))
    assert rest == 784 + 1 - 5
    assert numbers.endswith(f"= {signed(pane.page.walk['Z1'][2, 0])}")
    products = pane.page.walk["W1"][2] * pane.page.walk["X"][:, 0]
    largest = int(np.abs(products).argmax())
    assert signed(pane.page.walk["X"][largest, 0]) in numbers


def test_a_difference_of_a_probability_and_1_is_written_so_that_it_can_be_redone(pane):
    walk = pane.page.walk
    label = int(walk["Y"].argmax())
    for _ in range(2):
        pane.page.go_to("dZ3", (label, 0))
        numbers = pane.page.sum.numbers.text()
        minuend, subtrahend, result = re.fullmatch(r"= (\S+) − (\S+) = (\S+)", numbers).groups()
        assert subtrahend == "1"
        redone = float(minuend) - 1
        assert signed(round(redone, 15)) == result == signed(walk["dZ3"][label, 0])
        pane.page.go_to("loss", (0, 0))
        assert f"−log {minuend} = " in pane.page.sum.numbers.text()
        pane.set_network(sure_of(label))
        walk = pane.page.walk
        assert walk["H3"][label, 0] > 0.999


def sure_of(digit):
    """A network that reads everything as `digit`."""
    snapshot = network()
    theta = snapshot.theta.copy()
    unpack(theta, snapshot.dimensions)[1][-1][digit] = 12.0
    return dataclasses.replace(snapshot, theta=theta)


def test_products_that_are_0_are_counted_and_not_written(pane):
    pane.chooser.choose(BATCH)
    pane.chooser.count.setValue(12)
    walk = pane.page.walk
    products = walk["dZ1"][:, None, :] * walk["X"][None, :, :]
    lit = np.count_nonzero(products, axis=2)
    row, pixel = map(int, np.argwhere((lit > 0) & (lit < 4))[0])
    pane.page.go_to("dW1", (row, pixel))
    numbers = pane.page.sum.numbers.text()
    assert numbers.count("·") == 1 + lit[row, pixel]  # one behind 1/m
    assert f" + 0 from {12 - lit[row, pixel]} more)" in numbers


def test_the_keyboard_walks_over_cells(qtbot, pane):
    pane.page.go_to("dW2", (3, 3))
    matrix = pane.page.sides.backward.matrix
    matrix.setFocus()
    matrix.set_cell((3, 3))
    qtbot.keyClick(matrix, Qt.Key.Key_Right)
    assert matrix.cell == (3, 4)
    assert pane.page.sum.symbols.text().startswith("dW²[3, 4]")
    assert pane.page.stop.name == "dW2"
    qtbot.keyClick(matrix, Qt.Key.Key_Period)
    assert pane.page.stop.name == "db2"


def test_a_number_is_checked_against_the_loss(qtbot, pane):
    for name, cell in (("dW1", (2, 300)), ("dZ3", (1, 0)), ("dX", (400, 0)), ("db2", (0, 0))):
        pane.page.go_to(name, cell)
        assert pane.page.sum.check.isEnabled()
        pane.page.sum.check.click()
        words, check = pane.page.sum.verdict.text(), check_number(pane.page.walk, name, cell)
        assert f"relative error {power(check.relative_error)}." in words
        assert "agree" in words or "same" in words
        assert pane.page.sum.verdict.property("role") == "good"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (-5.0491351641e-05, "−5.049135164e−5"),
        (0.125, "0.125"),
        (0.0, "0"),
        (1.5e12, "1.5e12"),
        (math.nan, "nan"),
        (-math.inf, "−inf"),
    ],
)
def test_a_number_in_full(value, text):
    assert in_full(value) == text


def test_what_is_no_gradient_is_not_checked(pane):
    pane.page.go_to("H2", (1, 0))
    assert not pane.page.sum.check.isEnabled()
    assert "gradients" in pane.page.sum.check.toolTip()


def test_a_wrong_number_is_said_to_be_wrong(pane, monkeypatch):
    def spoilt(walk, name, index):
        right = check_number(walk, name, index)
        return dataclasses.replace(right, numeric=right.numeric * 2, relative_error=0.5)

    monkeypatch.setattr(module, "check_number", spoilt)
    pane.page.go_to("dZ3", (1, 0))
    pane.page.sum.check.click()
    assert "do not agree" in pane.page.sum.verdict.text()
    assert pane.page.sum.verdict.property("role") == "error"


def test_hovering_walks_nothing_anew(qtbot, pane, monkeypatch):
    pane.page.go_to("dW2")
    monkeypatch.setattr(pane_module, "walk", lambda *_: pytest.fail("walked"))
    for cell in ((0, 0), (1, 2), (7, 8)):
        hover(qtbot, pane.page.sides.backward.matrix, cell)
