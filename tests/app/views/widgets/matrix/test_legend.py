"""The legend says where colours end, and what lies beyond."""

from __future__ import annotations

import numpy as np
import pytest

from app.look.colors import Scale, levels, palette, scale_of
from app.look.theme import tokens
from app.views.widgets.matrix.legend import BAR, Legend, labels


@pytest.mark.parametrize(
    ("scale", "words"),
    [
        (Scale(0.07), ("−0.07", "0", "+0.07")),
        (Scale(0.07, above=True), ("−0.07", "0", "≥ +0.07")),
        (Scale(2.0, below=True), ("≤ −2", "0", "+2")),
        (Scale(1.5e-7), ("−1.5e−7", "0", "+1.5e−7")),
        (Scale(100.0, signed=False), ("0", "100")),
        (Scale(1.0, signed=False, below=True, above=True), ("≤ 0", "≥ 1")),
    ],
)
def test_labels(scale: Scale, words: tuple[str, ...]) -> None:
    assert labels(scale) == words


def test_saturation_is_told_of_the_array_itself(look, qtbot) -> None:
    legend = Legend()
    qtbot.addWidget(legend)
    values = np.random.default_rng(0).normal(0, 0.013, (64, 128)).clip(-0.05, 9)
    values[0, 0], values[1, 1] = 7.0, np.nan
    legend.set_scale(scale_of(values))
    assert legend.accessibleName() == "Colours: −0.05, 0, ≥ +0.05, 1 not finite"
    legend.set_scale(None)
    assert legend.accessibleName() == ""


@pytest.mark.parametrize("choice", ["light", "dark"])
@pytest.mark.parametrize("signed", [True, False])
def test_the_gradient_has_the_colours_of_the_cells(look, qtbot, choice: str, signed: bool) -> None:
    look.choose(choice)
    legend = Legend()
    qtbot.addWidget(legend)
    legend.resize(300, legend.sizeHint().height())
    scale = Scale(1.0, signed)
    legend.set_scale(scale)
    image = legend.grab().toImage()
    room = 16 if signed else 0
    for share in (0.1, 0.5, 0.9):
        x = round(room + share * (300 - 2 * room))
        value = np.array([[scale.low + share * (scale.limit - scale.low)]])
        expected = int(palette(signed, tokens())[levels(value, scale)][0, 0])
        seen = image.pixelColor(x, 2 + BAR // 2)
        for shift, part in ((16, seen.red()), (8, seen.green()), (0, seen.blue())):
            assert abs((expected >> shift & 0xFF) - part) <= 6


def test_all_of_it_fits(look, qtbot) -> None:
    """With the longest words, at the least width, no label reaches another."""
    legend = Legend()
    qtbot.addWidget(legend)
    legend.resize(legend.minimumSizeHint())
    for scale in (Scale(1.5e-7, below=True, above=True), Scale(7e5, below=True, above=True)):
        words = labels(scale)
        metrics = legend.fontMetrics()
        widths = [metrics.horizontalAdvance(each) * 12 / 14 for each in words]
        assert max(widths[0], widths[2]) + widths[1] / 2 + 4 < legend.width() / 2
