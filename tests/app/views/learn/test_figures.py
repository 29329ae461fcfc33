"""Figures: each page has one, each says what core computes, and all can be used without a mouse."""

from __future__ import annotations

import math

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractSpinBox, QSlider, QWidget

from app.look import figures, theme
from app.state.drawn_digit import DrawnDigit
from app.views.learn.figures.answer import AnswerFigure
from app.views.learn.figures.counting import CountingFigure
from app.views.learn.figures.cross_entropy import CrossEntropyFigure
from app.views.learn.figures.descent import DescentFigure
from app.views.learn.figures.figure import Figure, FigureInput
from app.views.learn.figures.layer_backward import LayerBackwardFigure
from app.views.learn.figures.layer_forward import LayerForwardFigure
from app.views.learn.figures.layer_sizes import LayerSizesFigure
from app.views.learn.figures.network import NetworkFigure
from app.views.learn.figures.nudge import NudgeFigure
from app.views.learn.figures.sliders import ValueSlider
from app.views.learn.figures.slope import BENDS, SlopeFigure
from app.views.learn.figures.softmax import SoftmaxFigure
from app.views.learn.figures.table import FIGURES
from app.views.learn.figures.unit import UnitFigure
from app.views.learn.figures.written import factor, products, short
from app.views.learn.read.page_view import PageView
from core.lessons.layer_gradients import gradient_norms
from core.lessons.pages import pages
from core.network.activations import activation_named, relu, softmax
from core.network.layers import layer_backward, linear_backward
from core.network.losses import compute_loss
from core.network.network import Network
from core.network.parameters import count


@pytest.fixture
def show(look, qtbot):
    """Makes a figure of a class and shows it."""

    def shown(make):
        figure = make()
        qtbot.addWidget(figure)
        figure.resize(616, 600)
        figure.show()
        return figure

    return shown


@pytest.mark.parametrize("page_id", list(pages()))
def test_every_page_has_a_live_figure(look, qtbot, page_id):
    view = PageView()
    qtbot.addWidget(view)
    view.resize(900, 700)
    view.show_page(page_id)
    view.show()
    assert view.sheet.figures
    for figure in view.sheet.figures:
        assert figure.isVisibleTo(view.sheet)
        assert figure.words.text()
        assert figure.accessibleDescription() == figure.words.text()


def test_every_figure_stands_in_a_page():
    assert {part.figure for page in pages().values() for part in page.parts} - {""} == set(FIGURES)


def controls(figure: Figure) -> list[QWidget]:
    kinds = (QSlider, QAbstractSpinBox, QAbstractButton)
    return [each for kind in kinds for each in figure.findChildren(kind)]


@pytest.mark.parametrize("name", list(FIGURES))
def test_every_control_is_reached_by_tab_and_has_a_name(show, name):
    figure = show(FIGURES[name])
    for control in controls(figure):
        assert control.accessibleName()
        assert control.focusPolicy() & Qt.FocusPolicy.TabFocus


@pytest.mark.parametrize("name", sorted(set(FIGURES) - {"answer", "network"}))
def test_the_sentence_follows_the_hand(show, qtbot, name):
    """Whatever is moved by keys, the sentence beneath says something else."""
    figure = show(FIGURES[name])
    moved = [each for each in controls(figure) if not isinstance(each, QAbstractButton)]
    assert moved
    for control in moved[:2]:
        before = figure.words.text()
        key = Qt.Key.Key_Up if isinstance(control, QAbstractSpinBox) else Qt.Key.Key_PageDown
        qtbot.keyClick(control, key)
        if figure.words.text() == before and hasattr(figure, "results"):
            continue  # another cell is pointed at
        assert figure.words.text() != before
        assert figure.accessibleDescription() == figure.words.text()


@pytest.mark.parametrize("name", list(FIGURES))
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_figure_is_painted_in_both_themes(show, look, name, scheme):
    look.choose(scheme)
    figure = show(FIGURES[name])
    image = figure.grab().toImage()
    pixels = {
        image.pixelColor(x, y).name()
        for x in range(0, image.width(), 3)
        for y in range(0, image.height(), 2)
    }
    assert theme.tokens().ink in pixels or len(pixels) > 20


def test_a_slider_knows_its_values(look, qtbot):
    slider = ValueSlider("rate", 0.01, 100, logarithmic=True)
    qtbot.addWidget(slider)
    slider.set_current(1.0)
    assert slider.current == pytest.approx(1.0)
    assert slider.value() == slider.maximum() // 2
    told = []
    slider.value_changed.connect(told.append)
    slider.setValue(slider.maximum())
    assert told == [pytest.approx(100)]
    assert slider.accessibleDescription() == slider.write(told[0])
    whole = ValueSlider("steps", 0, 12, step=1, write=short)
    qtbot.addWidget(whole)
    assert [whole.some_words()[k] for k in (0, -1)] == ["0", "12"]


@pytest.mark.parametrize(
    ("value", "expected"), [(0.25, "0.25"), (-1.0, "−1"), (3.0, "3"), (-0.00001, "0")]
)
def test_numbers_are_written_short(value, expected):
    assert short(value) == expected


def test_products_have_their_signs_in_brackets():
    assert factor(-1) == "(−1)"
    assert products([(2, 0.5), (-1, 1)]) == "2 · 0.5 + (−1) · 1"


def test_a_unit_adds_up_as_numpy_does(show):
    figure = show(UnitFigure)
    assert "= 0.25. ReLU lets it through: H = 0.25." in figure.words.text()
    for slider, value in zip(
        (*figure.inputs, *figure.weights, figure.bias), (0.8, 0.3, 1.5, -2.5, -1.0), strict=True
    ):
        slider.set_current(value)
    z = 1.5 * 0.8 - 2.5 * 0.3 - 1.0
    assert figure.bars.bars[0].words == short(z)
    assert f"= {short(z)}. ReLU makes it 0: H = 0." in figure.words.text()


def test_softmax_is_cores_and_a_shift_changes_nothing(show):
    figure = show(SoftmaxFigure)
    for slider, value in zip(figure.Z, (3.0, -2.0, 0.5), strict=True):
        slider.set_current(value)
    expected = softmax(np.array([[3.0], [-2.0], [0.5]]))[0][:, 0]
    assert figure.probabilities == pytest.approx(expected)
    assert [bar.share for bar in figure.bars.bars] == pytest.approx(expected)
    figure.shift.set_current(4.0)
    assert figure.probabilities == pytest.approx(expected)


def test_parameters_are_counted_as_core_counts(show):
    figure = show(CountingFigure)
    assert "109,386 parameters: 109,184 weights and 202 biases" in figure.words.text()
    figure.widths[0].setValue(30)
    figure.widths[1].setValue(20)
    assert figure.dimensions == (784, 30, 20, 10)
    assert f"{count((784, 30, 20, 10)):,} parameters" in figure.words.text()
    assert [bar.words for bar in figure.bars.bars] == ["23,550", "620", "210"]
    assert figure.bars.bars[1].name == "20 · 30 + 20"
    assert sum(bar.share for bar in figure.bars.bars) == pytest.approx(1)


@pytest.mark.parametrize("p", [0.001, 0.1, 0.37, 0.999])
def test_the_loss_is_cores_and_guessing_is_ln_10(show, p):
    figure = show(CrossEntropyFigure)
    figure.probability.set_current(p)
    set_p = figure.probability.current
    HL = np.full((10, 1), (1 - set_p) / 9)
    HL[3] = set_p
    loss = float(compute_loss(HL, np.array([3])))
    assert figure.chart.marks[-1].x == set_p
    assert figure.chart.marks[-1].y == pytest.approx(loss)
    assert f"= {loss:.3f}," in figure.words.text()
    (guess,) = figure.chart.levels
    assert guess.y == pytest.approx(math.log(10))
    assert "guessing: ln 10 = 2.303" in guess.name
    assert figure.chart.marks[0].x == 0.1


@pytest.mark.parametrize("bend", list(BENDS))
@pytest.mark.parametrize(("Z", "dH"), [(-2.0, 1.5), (0.5, -3.0), (3.1, 2.0)])
def test_the_slope_is_the_central_difference(show, bend, Z, dH):
    figure = show(SlopeFigure)
    figure.bend.choose(bend)
    figure.Z.set_current(Z)
    figure.dH.set_current(dH)
    forward, h = activation_named(bend).forward, 1e-6
    above, below = (float(forward(np.array([[Z + d]]))[0].item()) for d in (h, -h))
    H, slope, dZ = figure.values
    assert pytest.approx(float(forward(np.array([[Z]]))[0].item())) == H
    assert slope == pytest.approx((above - below) / (2 * h), abs=1e-8)
    assert dZ == pytest.approx(dH * slope)
    assert [mark.y for mark in figure.chart.marks] == [slope, H]
    assert figures.scientific(dZ) in figure.words.text()
    curve = figure.chart.curves[0]
    middle = np.abs(curve.x - Z).argmin()
    assert curve.y[middle] == pytest.approx(slope, abs=1e-6)


def type_numbers(figure, rng) -> dict[str, np.ndarray]:
    arrays = {}
    for name, fields in figure.given.items():
        values = rng.integers(-6, 7, fields.values.shape) / 4
        for row, numbers in zip(fields.fields, values.tolist(), strict=True):
            for field, number in zip(row, numbers, strict=True):
                field.setValue(number)
        arrays[name] = values
    return arrays


def test_backward_is_cores_and_the_central_difference(show, rng):
    figure = show(LayerBackwardFigure)
    given = type_numbers(figure, rng)
    W, H_prev, dZ = given["W"], given["H_prev"], given["dZ"]
    dH_prev, dW, db = linear_backward(dZ, (H_prev, W, np.zeros((2, 1))))
    for name, expected in {"dW": dW, "db": db, "dH_prev": dH_prev}.items():
        assert figure.results[name].values == pytest.approx(expected)
        assert figure.results[name].accessibleName().startswith(f"{name}, {len(expected)} ×")

    def loss(W, H_prev):  # whose gradient per example by Z is dZ
        return np.sum(dZ * (W @ H_prev)) / dZ.shape[1]

    h = 1e-6
    for at in np.ndindex(2, 2):
        nudge = np.zeros((2, 2))
        nudge[at] = h
        by_W = (loss(W + nudge, H_prev) - loss(W - nudge, H_prev)) / (2 * h)
        by_H = (loss(W, H_prev + nudge) - loss(W, H_prev - nudge)) / (2 * h)
        assert figure.results["dW"].values[at] == pytest.approx(by_W, abs=1e-7)
        assert figure.results["dH_prev"].values[at] == pytest.approx(2 * by_H, abs=1e-7)


def value_of(sums: str) -> float:
    """What a sum in the figure's words comes to, computed anew."""
    text = sums.replace("·", "*").replace("−", "-")
    return float(eval(text, {"__builtins__": {}, "max": max}))


@pytest.mark.parametrize("make", [LayerForwardFigure, LayerBackwardFigure])
def test_the_sum_of_every_cell_comes_to_the_cell(show, rng, make):
    figure = show(make)
    for _ in range(5):
        type_numbers(figure, rng)
        for name, cells in figure.results.items():
            for row, column in np.ndindex(cells.values.shape):
                figure.point_at(name, row, column)
                place, _, equation = figure.words.text().partition(": ")
                assert place == f"{name}, row {row + 1}, column {column + 1}"
                sums, _, result = equation.rpartition(" = ")
                assert value_of(sums) == pytest.approx(cells.values[row, column])
                assert value_of(result) == pytest.approx(cells.values[row, column], abs=1e-4)


def test_forward_is_the_page_s_example_and_cores(show, rng):
    figure = show(LayerForwardFigure)
    assert figure.results["Z"].values.tolist() == [[-1.5, 2.5], [7.5, 2.0]]
    given = type_numbers(figure, rng)
    Z = given["W"] @ given["H_prev"] + given["b"]
    assert figure.results["Z"].values == pytest.approx(Z)
    assert figure.results["H"].values == pytest.approx(relu(Z)[0])


def test_cells_are_pointed_at_by_mouse_and_keys(show, qtbot):
    figure = show(LayerBackwardFigure)
    cells = figure.results["dH_prev"]
    cells.setFocus()
    qtbot.keyClick(cells, Qt.Key.Key_Right)
    assert figure.words.text().startswith("dH_prev, row 1, column 2: ")
    qtbot.keyClick(cells, Qt.Key.Key_Down)
    qtbot.keyClick(cells, Qt.Key.Key_Down)
    assert figure.words.text().startswith("dH_prev, row 2, column 2: ")
    dW = figure.results["dW"]
    qtbot.mouseMove(dW, QPoint(5, dW.height() - 6))
    qtbot.mouseClick(dW, Qt.MouseButton.LeftButton, pos=QPoint(5, dW.height() - 6))
    assert figure.words.text().startswith("dW, row 2, column 1: ")


@pytest.mark.parametrize("text", ["-0,5", "−0.5", "-0.5"])
def test_numbers_are_taken_as_people_write_them(show, qtbot, text):
    figure = show(LayerForwardFigure)
    field = figure.given["W"].fields[0][1]
    field.selectAll()
    field.lineEdit().insert(text)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert figure.given["W"].values[0, 1] == -0.5
    assert field.text() == "−0.5"


@pytest.mark.parametrize("text", ["", "x", "1e5", "--1", "nan"])
def test_what_is_no_number_leaves_the_one_before(show, qtbot, text):
    figure = show(LayerForwardFigure)
    field = figure.given["W"].fields[0][1]
    field.selectAll()
    field.lineEdit().insert(text)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert figure.given["W"].values[0, 1] == -1.0


def test_widths_are_taken_with_blanks_between_thousands(show, qtbot):
    figure = show(CountingFigure)
    field = figure.widths[0]
    field.selectAll()
    field.lineEdit().insert("1 024")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert figure.dimensions == (784, 1024, 64, 10)


@pytest.mark.parametrize(("hidden", "scale"), [(1, 1.0), (8, 1.0), (4, 0.1), (3, 4.0)])
def test_norms_by_layer_are_cores(show, hidden, scale):
    figure = show(LayerSizesFigure)
    figure.hidden.set_current(hidden)
    figure.scale.set_current(scale)
    for name, curve in zip(("relu", "sigmoid"), figure.chart.curves, strict=True):
        expected = gradient_norms(hidden, name, figure.scale.current)
        assert len(curve.x) == hidden + 1
        assert 10.0**curve.y == pytest.approx(expected)


def test_sigmoid_vanishes_and_relu_does_not(show):
    figure = show(LayerSizesFigure)
    figure.hidden.set_current(8)
    relu_words, sigmoid_words = figure.words.text().split("Sigmoid:")
    assert "sound" in relu_words
    assert "vanishes" in sigmoid_words
    figure.scale.set_current(4.0)
    assert "explodes" in figure.words.text()


@pytest.mark.parametrize(
    ("rate", "verdict"), [(0.1, "Slow"), (1.0, "Downwards"), (15.0, "too large")]
)
def test_steps_lie_on_the_loss_and_are_judged(show, rate, verdict):
    figure = show(DescentFigure)
    figure.rate.set_current(rate)
    assert verdict in figure.words.text()
    places, losses = figure.line.descent(figure.rate.current, 12)
    assert [mark.x for mark in figure.chart.marks] == places.tolist()
    assert [mark.y for mark in figure.chart.marks] == losses.tolist()
    for place, loss in zip(places, losses, strict=True):
        assert figure.line.loss(place) == loss
    figure.steps.set_current(0)
    assert len(figure.chart.marks) == 1
    assert "Take a step." in figure.words.text()


def test_nudges_agree_with_backward_in_float64_only(show):
    figure = show(NudgeFigure)
    figure.step.set_current(1e-5)
    assert "just rounding" in figure.words.text()
    figure.dtype.choose("float32")
    assert "like a mistake" in figure.words.text()
    step = figure.step.current
    assert figure.chart.marks[1].x == pytest.approx(math.log10(step))
    error = figure.weight.error(figure.weight.central(step, np.float32))
    assert figure.chart.marks[1].y == pytest.approx(math.log10(error))


def drawn(rng) -> DrawnDigit:
    return DrawnDigit(rng.random((784, 1), dtype=np.float32), "4", 0, 4)


def test_the_reader_s_own_drawing_goes_through_the_network_in_use(show, snapshot, rng):
    figure = show(AnswerFigure)
    assert "There is no network" in figure.words.text()
    figure.set_input(FigureInput(snapshot, None))
    assert "a starter digit" in figure.words.text()
    digit = drawn(rng)
    figure.set_input(FigureInput(snapshot, digit))
    probabilities = Network.from_snapshot(snapshot).predict(digit.image)[:, 0]
    assert figure.bars.lengths == pytest.approx(probabilities, rel=1e-4)
    assert "your drawing" in figure.words.text()
    assert f"belongs to {probabilities.argmax()}" in figure.words.text()


def test_the_network_is_drawn_with_the_reader_s_digit_in_it(show, snapshot, rng):
    figure = show(NetworkFigure)
    assert "There is no network" in figure.words.text()
    digit = drawn(rng)
    figure.set_input(FigureInput(snapshot, digit))
    HL = Network.from_snapshot(snapshot).predict(digit.image)
    assert figure.picture.flow is not None
    assert "784 → 16 → 10: 784 pixels of your drawing go in" in figure.words.text()
    assert f"belongs to {HL.argmax()}" in figure.words.text()


def test_the_drawing_is_nudged_too(show, rng):
    figure = show(NudgeFigure)
    starter = figure.weight.gradient
    figure.set_input(FigureInput(None, drawn(rng)))
    assert figure.words.text().startswith("Your drawing in a fresh network")
    assert figure.weight.gradient != starter


def test_a_page_hands_the_drawing_on_when_it_is_seen(look, qtbot, snapshot, rng):
    view = PageView()
    qtbot.addWidget(view)
    view.show_page("drawing")
    view.set_input(FigureInput(snapshot, drawn(rng)))
    assert view.sheet is None
    view.show()
    (figure,) = view.sheet.figures
    assert "your drawing" in figure.words.text()
    view.hide()
    view.set_input(FigureInput(snapshot, None))
    assert "your drawing" in figure.words.text()
    view.show()
    assert "a starter digit" in figure.words.text()


def test_layer_backward_of_core_is_linear_backward_behind_the_bend(rng):
    """So what the figure of a layer shows is what follows the bend in layer_backward."""
    H_prev, W, b = rng.normal(size=(2, 2)), rng.normal(size=(2, 2)), np.zeros((2, 1))
    Z, dH = W @ H_prev + b, rng.normal(size=(2, 2))
    whole = layer_backward(dH, ((H_prev, W, b), Z), "relu")
    half = linear_backward(dH * (Z > 0), (H_prev, W, b))
    for one, other in zip(whole, half, strict=True):
        assert one == pytest.approx(other)


@pytest.fixture
def rng():
    return np.random.default_rng(0)
