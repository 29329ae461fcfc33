"""An exported array is opened again, and is the same."""

from __future__ import annotations

import base64
import re
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QFileDialog

from app.desktop.file_filters import file_filter
from app.look import theme
from app.look.colors import levels, palette
from app.views.widgets.matrix.export import Plate, ask_and_export, export, formats_of
from app.views.widgets.matrix.view import MatrixView
from core.errors import DigitLabError

SVG = "{http://www.w3.org/2000/svg}"
HREF = "{http://www.w3.org/1999/xlink}href"
SHAPES = [(12, 20), (784, 1), (30, 784), (97, 1), (10, 1)]
ENDINGS = ("png", "svg", "csv", "npy")
EACH = pytest.mark.parametrize("shape", SHAPES)


def shown(view: MatrixView, shape: tuple[int, int], signed: bool = True) -> np.ndarray:
    values = np.random.default_rng(9).normal(0, 0.02, shape)
    values = values if signed else np.abs(values)
    view.set_array(values.astype(np.float32), name="dW1", signed=signed)
    return view.values


def check_cells(view: MatrixView, plate: Plate, image: QImage, scale: float) -> None:
    """Each of some cells has the colour of its value, at its middle."""
    expected = palette(view.scale.signed, theme.tokens())[levels(view.values, view.scale)]
    rows, columns = view.values.shape
    for row in range(0, rows, max(rows // 9, 1)):
        for column in range(0, columns, max(columns // 9, 1)):
            y, x = plate.arrangement.place((row, column))
            at = plate.corner + QPointF(x + 0.5, y + 0.5) * plate.cell
            seen = image.pixel(int(at.x() * scale), int(at.y() * scale))
            assert seen == expected[row, column]


@EACH
@pytest.mark.parametrize("signed", [True, False])
def test_a_png_has_every_cell(view, tmp_path: Path, shape, signed: bool) -> None:
    shown(view, shape, signed)
    export(view, tmp_path / "a.png")
    plate, image = Plate(view), QImage(str(tmp_path / "a.png"))
    assert image.size() == plate.size * 2
    check_cells(view, plate, image, 2)


@EACH
def test_an_svg_has_every_cell_and_its_words(view, tmp_path: Path, shape) -> None:
    shown(view, shape)
    export(view, tmp_path / "a.svg")
    root, plate = ElementTree.parse(tmp_path / "a.svg").getroot(), Plate(view)
    words = [each.text for each in root.iter(f"{SVG}text")]
    assert words[0] == view.title == f"dW¹, {shape[0]} × {shape[1]}"
    assert {"−", "+", "0"} < set(words)
    sizes = []
    for each in root.iter(f"{SVG}image"):
        assert "pixelated" in each.get("style", "")
        data = base64.b64decode(re.sub("^.*,", "", each.get(HREF, "")))
        sizes.append(QImage.fromData(data).width())
    assert plate.arrangement.columns * plate.grain in sizes
    image = QImage(plate.size * 2, QImage.Format.Format_RGB32)
    with QPainter(image) as painter:
        QSvgRenderer(str(tmp_path / "a.svg")).render(painter)
    check_cells(view, plate, image, 2)


@EACH
def test_numbers_come_back_to_the_last_bit(view, tmp_path: Path, shape) -> None:
    values = shown(view, shape)
    export(view, tmp_path / "a.CSV")
    export(view, tmp_path / "a.npy")
    read = np.loadtxt(tmp_path / "a.CSV", delimiter=",", skiprows=1, ndmin=2)[:, 1:]
    np.testing.assert_array_equal(read.astype(np.float32), values)
    loaded = np.load(tmp_path / "a.npy")
    assert loaded.dtype == np.float32
    np.testing.assert_array_equal(loaded, values)


def test_the_picture_wears_the_theme(view, look, tmp_path: Path) -> None:
    shown(view, (12, 20))
    for choice in ("dark", "light"):
        look.choose(choice)
        export(view, tmp_path / "a.png")
        image = QImage(str(tmp_path / "a.png"))
        assert image.pixelColor(0, 0).name() == theme.tokens().ground
        check_cells(view, Plate(view), image, 2)


def test_what_cannot_be_exported_is_a_sentence(view, tmp_path: Path) -> None:
    said: list[tuple[str, str]] = []

    def say(text: str, role: str) -> None:
        said.append((text, role))

    for kind in ENDINGS:
        ask_and_export(view, say, tmp_path / f"a.{kind}")
        assert said.pop() == ("There is no array to export yet. Choose one first.", "error")
    shown(view, (12, 20))
    ask_and_export(view, say, tmp_path / "a.docx")
    text, role = said.pop()
    assert role == "error"
    assert ".png, .svg, .csv or .npy" in text
    ask_and_export(view, say, tmp_path / "gone" / "a.csv")
    text, role = said.pop()
    assert role == "error"
    assert "a.csv" in text
    assert "Choose another place" in text
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(DigitLabError):
        export(view, tmp_path / "noending")


@pytest.mark.parametrize("kind", ENDINGS)
def test_the_dialog_names_the_file_and_the_filter_its_ending(
    view, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    values = shown(view, (12, 20))
    asked: list[str] = []

    def choose(parent, title, name, filters):
        asked.append(name)
        return str(tmp_path / "gradients"), file_filter(formats_of(view)[kind].words, f".{kind}")

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    said: list[tuple[str, str]] = []
    ask_and_export(view, lambda *words: said.append(words))
    assert asked == ["dW1.png"]
    assert said == [(f"Exported as “gradients.{kind}”.", "good")]
    assert (tmp_path / f"gradients.{kind}").stat().st_size > values.size


def test_a_dialog_that_is_closed_writes_nothing(view, tmp_path, monkeypatch) -> None:
    shown(view, (12, 20))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    ask_and_export(view, lambda *_: pytest.fail("nothing happened, nothing is said"))
