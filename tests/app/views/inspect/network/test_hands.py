"""Hands inside the network, by the widgets that a user moves."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.background.edited_accuracy import EditedAccuracy
from app.look.figures import MINUS, scientific
from app.views.inspect.network import hands_matters
from app.views.inspect.network.hands_effect import NO_DIGITS
from app.views.inspect.network.hands_words import NO_ANSWER, NO_EXAMPLE, NO_NETWORK
from core.inspection.edits import (
    Noise,
    Prune,
    ScaleWeights,
    SetWeight,
    ShiftBias,
    SwitchOff,
    Temperature,
    edited,
)
from core.inspection.flow import FlowReader
from core.network.evaluation import evaluate
from core.network.network import Network

LEFT = Qt.MouseButton.LeftButton


def type_number(slider, text):
    slider.field.selectAll()
    slider.field.insert(text)
    QTest.keyClick(slider.field, Qt.Key.Key_Return)


def answer(snapshot, image):
    return int(FlowReader(snapshot).read(image).probabilities.argmax())


def edited_networks(panel):
    found = []
    panel.edited.connect(found.append)
    return found


def test_a_unit_shows_its_sum_and_its_strongest_lines(panel, base, image):
    panel.choose_unit(2, 4)
    flow = FlowReader(base).read(image)
    unit = panel.place.unit
    assert unit.sum.text().split("\n")[0].endswith(f"= {scientific(float(flow.Z[2][4]))}")
    assert "H = ReLU(Z)" in unit.sum.text()
    lines = flow.into(2, 4)
    shown = [row.line for row in unit.inputs.rows if row.line is not None]
    assert [(each.layer, each.unit) for each in shown] == [(1, n) for n in lines.sources[:5]]
    assert [each.value for each in shown] == pytest.approx(lines.values[:5])
    assert all(each.layer == 3 for each in (row.line for row in unit.outputs.rows) if each)


def test_a_line_in_the_list_leads_to_its_other_end(panel, qtbot):
    panel.choose_unit(2, 4)
    row = panel.place.unit.inputs.rows[1]
    with qtbot.waitSignal(panel.unit_wanted) as wanted:
        QTest.mouseClick(row, LEFT)
    assert wanted.args == [1, row.line.unit]


def test_a_unit_is_switched_off_and_on_again(panel, base):
    found = edited_networks(panel)
    panel.choose_unit(1, 7)
    off = panel.place.unit.off
    off.click()
    np.testing.assert_array_equal(found[-1].theta, edited(base, (SwitchOff(1, 7),)).theta)
    assert not panel.place.unit.bias.isEnabled()
    off.click()
    assert found[-1] is base
    panel.effect.undo.click()
    assert off.isChecked()
    assert panel.edits == (SwitchOff(1, 7),)


@pytest.mark.parametrize(("layer", "shown"), [(0, False), (1, True), (2, True), (3, False)])
def test_only_hidden_units_are_switched_off_and_pixels_not_changed(panel, layer, shown):
    panel.choose_unit(layer, 3)
    unit = panel.place.unit
    assert unit.off.isVisible() is shown
    assert unit.bias.isVisible() is (layer > 0)
    assert unit.inputs.isVisible() is (layer > 0)
    assert unit.outputs.isVisible() is (layer < 3)


def move(panel):
    """Every slider: (what makes it visible, the slider, a typed text, the edit that it makes)."""
    place, whole = panel.place, panel.whole.sliders
    return {
        "bias": (lambda: panel.choose_unit(1, 2), place.unit.bias, "0,5", ShiftBias(1, 2, 0.5)),
        "weights": (
            lambda: panel.choose_unit(3, 2),
            place.unit.factor,
            f"{MINUS}1.5",
            ScaleWeights(3, 2, -1.5),
        ),
        "weight": (
            lambda: panel.choose_line(2, 3, 4),
            place.line.weight,
            "-0,125",
            SetWeight(2, 3, 4, -0.125),
        ),
        "prune": (lambda: None, whole[0], "40 %", Prune(0.4)),
        "noise": (lambda: None, whole[1], "50", Noise(0.5, 1)),
        "temperature": (lambda: None, whole[2], "2.5", Temperature(2.5)),
    }


@pytest.mark.parametrize("which", ["bias", "weights", "weight", "prune", "noise", "temperature"])
def test_a_typed_number_is_one_edit_that_can_be_undone(panel, base, which):
    choose, slider, text, edit = move(panel)[which]
    found = edited_networks(panel)
    choose()
    before = slider.value
    type_number(slider, text)
    assert panel.edits == (edit,)
    np.testing.assert_array_equal(found[-1].theta, edited(base, (edit,)).theta)
    panel.effect.undo.click()
    assert found[-1] is base
    assert slider.value == before
    assert not panel.effect.undo.isEnabled()
    panel.effect.redo.click()
    assert panel.edits == (edit,)
    assert slider.value == pytest.approx(edit_amount(edit, which))


def edit_amount(edit, which):
    names = {"bias": "by", "weights": "factor", "prune": "share", "noise": "scale"}
    return getattr(edit, names.get(which, "value")) * (100 if which in ("prune", "noise") else 1)


@pytest.mark.parametrize("which", ["bias", "weights", "weight", "prune", "noise", "temperature"])
def test_a_drag_shows_each_move_and_is_one_change(panel, base, which):
    choose, slider, _, _ = move(panel)[which]
    choose()
    found = edited_networks(panel)
    slider.slider.setSliderDown(True)
    for step in (155, 160, 170):
        slider.slider.setValue(step)
    assert len(found) == 3
    assert slider.value == slider.scale.at(170)
    slider.slider.setSliderDown(False)
    assert len(panel.edits) == 1
    panel.effect.undo.click()
    assert found[-1] is base
    assert not panel.effect.undo.isEnabled()


@pytest.mark.parametrize("text", ["", "seven", "1e", "nan", "inf", "101", f"{MINUS}3"])
def test_what_is_no_number_of_the_range_is_marked_and_changes_nothing(panel, text):
    slider = panel.whole.sliders[0]
    type_number(slider, text) if text else slider.field.clear()
    slider.field.editingFinished.emit()
    assert slider.field.property("invalid")
    assert "from 0 to 100" in slider.field.toolTip()
    assert panel.edits == ()
    type_number(slider, "10")
    assert not slider.field.property("invalid")
    assert panel.edits == (Prune(0.1),)


def test_a_move_that_waits_to_be_settled_is_not_lost_by_another(panel):
    prune, noise, _ = (each.slider for each in panel.whole.sliders)
    prune.setValue(100)
    noise.setValue(100)
    assert {type(each) for each in panel.edits} == {Prune, Noise}
    panel.choose_unit(1, 1)
    panel.effect.undo.click()
    assert panel.edits == (Prune(0.5),)
    panel.effect.undo.click()
    assert panel.edits == ()


def test_the_answer_and_the_accuracy_are_told_before_and_after(panel, qtbot, base, image, split):
    qtbot.waitUntil(lambda: "50 test digits" in panel.effect.accuracy.text())
    before = 100 * evaluate(Network.from_snapshot(base), split.test).accuracy
    assert panel.effect.accuracy.text().startswith(f"{before:.1f}\u202f%")
    first = answer(base, image)
    assert panel.effect.answer.text().startswith(f"{first} (")
    panel.choose_unit(3, (first + 1) % 10)
    type_number(panel.place.unit.bias, "5")
    network = edited(base, panel.edits)
    assert f"→ {answer(network, image)} (" in panel.effect.answer.text()
    after = 100 * evaluate(Network.from_snapshot(network), split.test).accuracy
    words = f"{before:.1f} → {after:.1f}\u202f% of 50 test digits, by itself"
    qtbot.waitUntil(lambda: panel.effect.accuracy.text() == words)


def test_reset_is_one_change(panel, base):
    found = edited_networks(panel)
    for slider in panel.whole.sliders:
        type_number(slider, "2")
    panel.effect.reset.click()
    assert found[-1] is base
    assert not panel.effect.reset.isEnabled()
    panel.effect.undo.click()
    assert len(panel.edits) == 3


def test_what_is_kept_says_what_was_done_and_how_well_it_reads(panel, qtbot, base, split):
    kept = []
    panel.kept.connect(kept.append)
    assert not panel.effect.keep.isEnabled()
    theta = base.theta.copy()
    type_number(panel.whole.sliders[0], "30")
    network = edited(base, panel.edits)
    after = evaluate(Network.from_snapshot(network), split.test).accuracy
    qtbot.waitUntil(lambda: "→" in panel.effect.accuracy.text())
    panel.effect.keep.click()
    (made,) = kept
    np.testing.assert_array_equal(made.theta, network.theta)
    assert made.facts["test_accuracy"] == after
    assert made.facts["edits"] == "smallest 30.0000% of the weights pruned"
    assert "temperature" not in made.facts
    assert made.name == "mine edited"
    np.testing.assert_array_equal(base.theta, theta)
    panel.set_network(made)
    assert panel.edits == ()
    assert not panel.effect.undo.isEnabled()


def test_a_new_network_forgets_the_edits_and_what_a_hand_was_about_to_do(panel, base):
    panel.whole.sliders[0].slider.setValue(100)
    found = edited_networks(panel)
    other = Network((784, 5, 10), rng=np.random.default_rng(1)).snapshot("other")
    panel.choose_unit(2, 8)
    panel.set_network(other)
    assert panel.edits == ()
    assert panel.whole.sliders[0].value == 0
    assert panel.place.hint.isVisible()
    assert not any(each.dimensions == other.dimensions for each in found)
    assert not panel.effect.undo.isEnabled()


def test_the_same_network_again_keeps_the_edits_and_tells_of_them(panel, base, image):
    type_number(panel.whole.sliders[0], "50")
    found = edited_networks(panel)
    panel.set_network(base)
    panel.set_example(image, 3)
    assert panel.edits == (Prune(0.5),)
    np.testing.assert_array_equal(found[-1].theta, edited(base, panel.edits).theta)
    panel.effect.reset.click()
    panel.set_network(base)
    assert found[-1] is base


def test_networks_that_follow_one_another_are_not_measured(panel, qtbot, base, monkeypatch):
    asked = []
    monkeypatch.setattr(EditedAccuracy, "measure", lambda _, network: asked.append(network))
    networks = [replace(base, theta=base.theta * np.float32(n)) for n in (1.1, 1.2, 1.3)]
    for network in networks:
        panel.set_network(network)
    qtbot.waitUntil(lambda: bool(asked))
    assert asked == networks[-1:]


def test_without_network_example_or_digits_it_says_what_to_do(panel, base):
    panel.set_digits(None)
    assert panel.effect.accuracy.text() == NO_DIGITS
    panel.set_example(None, None)
    assert panel.effect.answer.text() == NO_EXAMPLE
    assert not panel.matters.button.isEnabled()
    panel.choose_unit(1, 1)
    assert panel.place.unit.sum.text() == ""
    panel.place.unit.off.click()
    assert panel.edits == (SwitchOff(1, 1),)
    theta = base.theta.copy()
    theta[0] = np.nan
    for nothing in (None, type(base)(base.dimensions, base.activation, theta)):
        panel.set_network(nothing)
        assert panel.effect.answer.text() == NO_NETWORK
        assert not panel.whole.isEnabled()


@pytest.mark.parametrize("place", [(1, 12), (4, 0), (-1, 0), (1, -1)])
def test_a_unit_that_is_not_there_is_no_choice(panel, place):
    panel.choose_unit(*place)
    assert panel.place.hint.isVisible()
    panel.choose_line(*place, 0)
    assert panel.place.hint.isVisible()
    panel.choose_line(1, 0, 784)
    assert panel.place.hint.isVisible()


def test_a_network_whose_numbers_overflow_has_no_answer(panel, base):
    panel.set_network(replace(base, theta=base.theta * np.float32(1e30)))
    panel.choose_unit(2, 1)
    type_number(panel.whole.sliders[1], "100")
    assert panel.effect.answer.text() == NO_ANSWER
    assert not panel.matters.button.isEnabled()


def test_a_network_without_hidden_layers_has_hands_too(panel, qtbot):
    panel.set_network(Network((784, 10), rng=np.random.default_rng(2)).snapshot())
    panel.choose_unit(1, 3)
    assert not panel.place.unit.off.isVisible()
    type_number(panel.place.unit.bias, "5")
    assert panel.effect.answer.text().split(" → ")[-1].startswith("3 (")
    with qtbot.waitSignal(panel.matters.ended):
        panel.matters.button.click()
    assert panel.matters.words.text() == "No hidden unit speaks for this 3."


def test_a_number_is_what_is_shown(panel):
    type_number(panel.whole.sliders[0], "12.7")
    assert panel.whole.sliders[0].field.text() == "13"
    assert panel.edits == (Prune(0.13),)


def test_nothing_chosen_leaves_the_edits(panel):
    panel.choose_unit(1, 1)
    panel.place.unit.off.click()
    panel.choose_nothing()
    assert panel.place.hint.isVisible()
    assert panel.edits == (SwitchOff(1, 1),)


def test_units_go_off_until_the_answer_flips_and_one_undo_brings_them_back(
    panel, qtbot, base, image
):
    first = answer(base, image)
    assert str(first) in panel.matters.button.text()
    with qtbot.waitSignal(panel.matters.ended):
        panel.matters.button.click()
    assert panel.edits
    assert all(isinstance(each, SwitchOff) for each in panel.edits)
    now = answer(edited(base, panel.edits), image)
    count = len(panel.edits)
    if now != first:
        assert f"The {first} becomes a" in panel.matters.words.text()
        assert answer(edited(base, panel.edits[:-1]), image) == first
    assert f"{count}\u202funit" in panel.matters.words.text()
    panel.effect.undo.click()
    assert panel.edits == ()


def test_with_motion_each_move_is_seen_and_stop_leaves_what_is_off(panel, qtbot, look):
    look.reduced_motion = False
    panel.matters.timer.setInterval(30)
    found = edited_networks(panel)
    panel.matters.button.click()
    assert panel.matters.button.text() == "Stop"
    qtbot.waitUntil(lambda: len(found) >= 2)
    panel.matters.button.click()
    counts = [len(each.facts["edits"].split(";")) for each in found]
    assert counts == list(range(1, len(found) + 1))
    assert len(panel.edits) == len(found)
    assert "off" in panel.matters.words.text()
    assert panel.effect.undo.isEnabled()


def test_looking_at_a_unit_does_not_end_the_play(panel, look):
    look.reduced_motion = False
    panel.matters.button.click()
    panel.choose_unit(1, 4)
    assert panel.matters.is_playing
    panel.place.unit.off.click()
    assert not panel.matters.is_playing
    assert SwitchOff(1, 4) in panel.edits


def test_another_example_ends_the_play(panel, qtbot, look, image):
    look.reduced_motion = False
    panel.matters.button.click()
    panel.set_example(image, 3)
    assert not panel.matters.is_playing
    assert panel.matters.words.text() == hands_matters.HINT


def test_what_nobody_sees_costs_nothing(qtbot, look, base, image, split, monkeypatch):
    from app.background.tasks import close_all
    from app.views.inspect.network.hands import HandsPanel

    panel = HandsPanel()
    qtbot.addWidget(panel)
    monkeypatch.setattr(FlowReader, "read", lambda *_: pytest.fail("it was read"))
    panel.set_network(base)
    panel.set_digits(split)
    panel.set_example(image, 3)
    assert not any(runner.is_running for runner in panel.runners)
    assert close_all(panel.runners)


@pytest.mark.parametrize(("height", "is_pinned"), [(900, True), (240, False)])
def test_the_effect_stays_in_sight_where_there_is_room(panel, qtbot, height, is_pinned):
    panel.choose_unit(1, 1)
    panel.resize(panel.width(), height)
    assert (panel.effect.parentWidget() is panel) is is_pinned
    qtbot.waitUntil(panel.effect.isVisible)
