"""What of the live pane is exported: pictures as PNG and SVG, arrays as CSV and NPY, figures."""

from __future__ import annotations

import csv

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from app.views.widgets.exports import NOTHING
from core.errors import DigitLabError
from core.network.parameters import unpack
from tests.app.views.inspect.live.hand import click_row, feed, press
from tests.app.views.inspect.live.steps import inspected

PICTURES = ("array", "histogram", "norms", "page")


def exported(pane, name, path):
    pane.export(name, path)
    assert pane.message.text() == f"Exported as “{path.name}”."
    return path


def image_of(path):
    """The picture in a PNG or SVG file."""
    if path.suffix == ".png":
        return QImage(str(path))
    renderer = QSvgRenderer(str(path))
    assert renderer.isValid()
    image = QImage(renderer.defaultSize(), QImage.Format.Format_RGB32)
    with QPainter(image) as painter:
        renderer.render(painter, QRectF(image.rect()))
    return image


def colors(image):
    spots = ((x, y) for x in range(0, image.width(), 3) for y in range(0, image.height(), 3))
    return {image.pixelColor(x, y).name() for x, y in spots}


@pytest.mark.parametrize("kind", ["png", "svg"])
@pytest.mark.parametrize("name", PICTURES)
def test_every_picture_is_exported(qtbot, pane, look, tmp_path, name, kind):
    feed(qtbot, pane, *inspected())
    image = image_of(exported(pane, name, tmp_path / f"out.{kind}"))
    found = colors(image)
    assert look.tokens.ground in found
    assert len(found) > 3
    if name == "histogram":
        assert {look.tokens.negative, look.tokens.positive} <= found
    if name == "page" and kind == "png":
        assert (image.width(), image.height()) == (2 * 912, 2 * 470)


@pytest.mark.parametrize(("letter", "field", "is_bias"), [("dW", "gradient", 0), ("W", "theta", 0)])
def test_the_array_is_exported_as_numbers(qtbot, pane, tmp_path, letter, field, is_bias):
    made = inspected()
    feed(qtbot, pane, *made)
    click_row(qtbot, pane, 2)
    press(qtbot, pane, letter)
    step = made[-1].step
    expected = unpack(getattr(step, field), step.dimensions)[is_bias][1]
    npy = exported(pane, "array", tmp_path / "out.npy")
    np.testing.assert_array_equal(np.load(npy), expected)
    table = exported(pane, "array", tmp_path / "out.csv")
    read = np.loadtxt(table, delimiter=",", skiprows=1, ndmin=2)[:, 1:]
    np.testing.assert_array_equal(read.astype(np.float32), expected)


@pytest.mark.parametrize(
    ("name", "column", "count", "which"),
    [("figures", "dW_norm", 3, -1), ("norms", "norm_dW1", 6, 0)],
)
def test_figures_are_exported_as_tables(qtbot, pane, tmp_path, name, column, count, which):
    made = inspected()
    feed(qtbot, pane, *made)
    with exported(pane, name, tmp_path / "out.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == count
    assert float(rows[0][column]) == pytest.approx(made[which].layers[0].dW_norm, rel=1e-6)


def test_the_menu_offers_all_of_it_and_asks_where_to(qtbot, pane, tmp_path, monkeypatch):
    asked = []
    monkeypatch.setattr(
        "app.views.widgets.exports.QFileDialog.getSaveFileName",
        lambda _, __, name, ___: asked.append(name) or (str(tmp_path / name), ""),
    )
    feed(qtbot, pane, *inspected())
    click_row(qtbot, pane, 2)
    pane.menu.fill()
    assert [each.text() for each in pane.menu.actions()] == [
        "dW², 8 × 12…",
        "Histogram of dW²…",
        "‖dW‖ over the run…",
        "All figures of this step…",
        "This whole page…",
    ]
    for action in pane.menu.actions():
        action.trigger()
    assert asked == [
        "dW2.png",
        "histogram-dW2.png",
        "gradient-norms.png",
        "gradients-step-11.csv",
        "gradients-step-11.png",
    ]
    assert all((tmp_path / name).exists() for name in asked)


def test_before_a_run_there_is_nothing_to_export(pane):
    with pytest.raises(DigitLabError, match="Train a network first"):
        pane.exports()


def test_an_export_that_fails_says_so(qtbot, pane, tmp_path):
    feed(qtbot, pane, *inspected())
    pane.export("figures", tmp_path / "nowhere" / "out.csv")
    assert "could not be written" in pane.message.text()
    assert pane.message.isVisible()
    assert pane.width() == 912


def test_the_menu_opens_before_anything_is_drawn(pane):
    pane.menu.fill()
    (entry,) = pane.menu.actions()
    assert entry.text() == NOTHING
    assert not entry.isEnabled()
