"""Every array that is on the page, as a picture and as numbers."""

from xml.etree import ElementTree

import numpy as np
import pytest
from PySide6.QtGui import QImage

from app.views.widgets.matrix.export import export
from tests.app.views.inspect.microscope.looking import side_of


@pytest.mark.parametrize("kind", ["csv", "npy", "png", "svg"])
def test_any_array_is_exported(pane, tmp_path, kind):
    for name in ("dW1", "dX", "Z2", "loss"):
        pane.page.go_to(name)
        path = tmp_path / f"{name}.{kind}"
        export(side_of(pane).matrix, path)
        values = pane.page.walk[name]
        if kind == "npy":
            np.testing.assert_array_equal(np.load(path), values)
        elif kind == "csv":
            read = np.loadtxt(path, delimiter=",", skiprows=1, ndmin=2)[:, 1:]
            np.testing.assert_array_equal(read, values)
        elif kind == "png":
            image = QImage(str(path))
            assert len({image.pixel(x, image.height() // 2) for x in range(image.width())}) > 1
        else:
            drawn = ElementTree.parse(path).getroot()
            assert drawn.tag.endswith("svg")
            assert drawn.find(".//{http://www.w3.org/2000/svg}image") is not None


@pytest.mark.parametrize(
    ("stop", "names"),
    [
        ("dW2", ["dW2", "Z2", "dZ2", "H1"]),
        ("Z1", ["Z1", "dZ1", "W1", "X", "b1"]),
        ("dZ3", ["dZ3", "Z3", "H3", "Y"]),
        ("dX", ["dX", "X", "W1", "dZ1"]),
    ],
)
def test_all_arrays_that_are_seen_can_be_exported(pane, tmp_path, monkeypatch, stop, names):
    asked = []
    monkeypatch.setattr(
        "app.views.widgets.exports.QFileDialog.getSaveFileName",
        lambda _, __, name, ___: asked.append(name) or (str(tmp_path / name), ""),
    )
    page = pane.page
    page.go_to(stop)
    page.menu.fill()
    actions = page.menu.actions()
    assert [each.text() for each in actions] == [f"{each.title}…" for each in page.arrays()]
    for action in actions:
        action.trigger()
    assert asked == [f"{name}.png" for name in names]
    assert all((tmp_path / name).exists() for name in asked)
    assert asked[-1] in page.sum.verdict.text()
