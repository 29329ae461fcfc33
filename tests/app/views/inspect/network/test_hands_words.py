"""What the hands say, with the numbers of examples made by hand."""

from __future__ import annotations

import numpy as np
import pytest

from app.look.figures import MINUS, THIN
from app.views.inspect.network.hands_slider import STEPS, SliderRange
from app.views.inspect.network.hands_words import (
    accuracy_words,
    answer_words,
    line_name,
    listed,
    outcome_words,
    question,
    removal_words,
    sum_words,
)
from core.inspection.ablation import Removal
from core.inspection.accuracy_meter import Accuracies
from core.inspection.flow import Flow, FlowReader
from core.network.network import Network
from core.network.snapshots import Snapshot


def probabilities(digit, share):
    P = np.full(10, (1 - share) / 9)
    P[digit] = share
    return P


def removal(unit, answer=7, share=0.6, layer=1):
    return Removal(layer, unit, answer, 0.6, share)


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ((7, 0.98), None, "7 (98 %)"),
        ((7, 0.98), (7, 0.54), "7 (98 → 54 %)"),
        ((7, 0.98), (1, 0.54), "7 (98 %) → 1 (54 %)"),
        ((7, 0.9998), (7, 0.9995), "7 (99.98 → 99.95 %)"),
        ((7, 0.9999999), (7, 0.99999999), "7 (>99 %)"),
        ((7, 0.9999), (7, 0.3), "7 (99.99 → 30.00 %)"),
        ((7, 0.98), (7, 0.98), "7 (98 %)"),
        ((7, 0.99991), (7, 0.99992), "7 (>99 %)"),
    ],
)
def test_answers_before_and_after(before, after, words):
    made = answer_words(probabilities(*before), probabilities(*after) if after else None)
    assert made == words.replace(" %", f"{THIN}%")


def test_accuracies():
    figure = Accuracies(0.984, 0.9791, 10_000, True)
    assert (
        accuracy_words(figure, is_edited=True)
        == f"98.4 → 97.9{THIN}% of 10,000 test digits, by itself"
    )
    assert (
        accuracy_words(figure, is_edited=False) == f"98.4{THIN}% of 10,000 test digits, by itself"
    )


def test_the_question_names_the_answer():
    assert question(7, 7) == question(7, None) == "Which units matter for this 7?"
    assert question(8, 3) == "Which units make it an 8?"


def test_units_that_go_off():
    off = [removal(4), removal(17, share=0.55), removal(2, layer=2, answer=1)]
    assert removal_words(off[:1], 7) == f"1{THIN}unit off: still a 7, 60{THIN}%."
    assert outcome_words(off, 7) == f"The 7 becomes a 1 after 3{THIN}units are off."
    assert outcome_words(off[2:], 7) == f"The 7 becomes a 1 after 1{THIN}unit is off."
    assert outcome_words(off[:2], 7).startswith(f"It stays a 7: 2{THIN}units are off")
    assert outcome_words([], 7) == "No hidden unit speaks for this 7."
    assert listed(off) == "Layer 1: 4, 17. Layer 2: 2."
    assert listed([removal(n) for n in range(50)]).endswith("29. And 20 more.")
    assert listed([]) == ""


def test_the_sum_of_a_unit_by_hand():
    theta = np.array([0.5, -1.0, 2.0, 0.0, 0.25, -3.0], np.float32)
    flow: Flow = FlowReader(Snapshot((2, 2), "relu", theta)).read(np.array([[1.0], [0.5]]))
    assert sum_words(flow, 0, 1) == "X = 0.500"
    first, second = sum_words(flow, 1, 0).split("\n")
    assert first == "Z = Σ W·H + b = 1.50 + 0.250 = 1.75"
    assert second.startswith("H = softmax(Z) = 99.")
    assert f"+ ({MINUS}3.00) = {MINUS}4.00" in sum_words(flow, 1, 1)


@pytest.mark.parametrize("activation", ["relu", "sigmoid", "tanh"])
def test_a_hidden_units_activation_is_named(activation):
    snapshot = Network((2, 3, 2), activation, rng=np.random.default_rng(0)).snapshot()
    words = sum_words(FlowReader(snapshot).read(np.ones((2, 1), np.float32)), 1, 0)
    assert f"H = {'ReLU' if activation == 'relu' else activation}(Z) = " in words


def test_a_line_is_named_by_its_ends():
    name = line_name((784, 128, 10), 2, 7, 37)
    assert name == "Line from layer 1, unit 37, to output for 7"


@pytest.mark.parametrize("made", [SliderRange(-5, 5, 0), SliderRange(0.1, 10, 1, is_log=True)])
def test_a_sliders_steps_and_values_belong_together(made):
    assert made.at(0) == made.low
    assert made.at(STEPS) == made.high
    assert made.at(made.step(made.neutral)) == made.neutral
    values = [made.at(step) for step in range(STEPS + 1)]
    assert values == sorted(values)
    for value in values:
        assert abs(made.at(made.step(value)) - value) < 0.011
        assert made.parse(made.text(value)) == value
    assert made.step(1e9) == STEPS


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,5", 1.5),
        (f"{MINUS}2", -2.0),
        ("–0.5", -0.5),
        (" 1.25 ", 1.25),
        ("+2 %", 2.0),
        ("1e−1", 0.1),
    ],
)
def test_numbers_are_read_as_people_write_them(text, value):
    assert SliderRange(-5, 5, 0).parse(text) == value
