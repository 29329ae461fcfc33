"""The heatmap of the chosen layer."""

from __future__ import annotations

import numpy as np
import pytest

from app.look import figures
from core.network.parameters import unpack
from tests.app.views.inspect.live.hand import click_row, feed, hover, press
from tests.app.views.inspect.live.steps import inspected


@pytest.mark.parametrize(
    ("letter", "field", "is_bias", "caption", "shape"),
    [
        ("dW", "gradient", 0, "dW¹, gradient of layer 1's weights", (12, 784)),
        ("db", "gradient", 1, "db¹, gradient of layer 1's biases", (12, 1)),
        ("W", "theta", 0, "W¹, weights of layer 1 before the step", (12, 784)),
        ("ΔW", "update", 0, "ΔW¹, what the step added to W¹", (12, 784)),
    ],
)
def test_the_switch_shows_each_array(qtbot, pane, letter, field, is_bias, caption, shape):
    made = inspected()
    feed(qtbot, pane, *made)
    press(qtbot, pane, letter)
    assert pane.heatmap.caption.text() == caption
    step = made[-1].step
    expected = unpack(getattr(step, field), step.dimensions)[is_bias][0]
    assert pane.array().values.shape == shape
    np.testing.assert_array_equal(pane.array().values, expected)
    assert str(shape[0]) in pane.heatmap.readout.text()


def test_the_scale_of_dW_is_the_rounded_one_of_its_histogram(qtbot, pane):
    made = inspected()
    feed(qtbot, pane, *made)
    assert pane.heatmap.legend.scale.limit == made[-1].layers[0].histogram.limit
    for letter in ("db", "W", "ΔW"):
        press(qtbot, pane, letter)
        mantissa = float(f"{pane.heatmap.legend.scale.limit:.6e}".split("e")[0])
        assert mantissa in (1.0, 1.5, 2.0, 3.0, 5.0, 7.0)


@pytest.mark.parametrize("layer", [1, 2])
def test_the_heatmap_reads_the_value_under_the_pointer(qtbot, pane, layer):
    made = inspected()
    feed(qtbot, pane, *made)
    click_row(qtbot, pane, layer)
    step = made[-1].step
    dW = unpack(step.gradient, step.dimensions)[0][layer - 1]
    cell = (3, 5)
    matrix = pane.heatmap.matrix
    hover(qtbot, matrix.viewport(), matrix.rect_of(cell).center().toPoint())
    value = figures.signed(float(dW[cell]))
    expected = f"dW{'¹²'[layer - 1]}[3, 5] = {value}"
    assert pane.heatmap.readout.text().startswith(expected)
    assert pane.heatmap.legend.scale.limit == made[-1].layers[layer - 1].histogram.limit
