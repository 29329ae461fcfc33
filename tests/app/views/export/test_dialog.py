"""The dialog of exports: what it offers for a network and a run, and what comes of it."""

from __future__ import annotations

import json
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
from PySide6.QtWidgets import QFileDialog, QWidget

from app.background.exporting import Exporting
from app.views.export.dialog import WRITING, ExportDialog
from app.views.export.exports import Exports
from core.files.recipe_file import to_toml
from core.files.run_file import Origin, RunRecord
from core.network.recipe import Recipe
from tests.app.clipping import faults
from tests.app.tiny import digits

RECIPE = Recipe(hidden=(12, 8), epochs=1)
NETWORK = ["numpy", "torch", "onnx"]
TRAINING = ["numpy-training", "torch-training", "training-notebook"]


class InUse:
    """The network in use, as far as the dialog asks for it."""

    def __init__(self, snapshot) -> None:
        self.snapshot = snapshot


@pytest.fixture
def exporting(qapp):
    made = Exporting()
    yield made
    assert all(runner.close() for runner in made.runners)


@pytest.fixture
def window(look, qtbot):
    made = QWidget()
    made.resize(900, 700)
    qtbot.addWidget(made)
    made.show()
    yield made
    look.choose_size(100)


@pytest.fixture
def opened(window, exporting):
    """Opens the dialog by a call to Exports of this network."""

    def opened(snapshot, act) -> ExportDialog:
        act(Exports(InUse(snapshot), SimpleNamespace(ready={}), exporting, window))
        return window.findChild(ExportDialog)

    return opened


def offered(dialog: ExportDialog) -> list[str]:
    return [button.objectName() for button in dialog.choices.buttons()]


def choose(dialog: ExportDialog, name: str) -> None:
    next(each for each in dialog.choices.buttons() if each.objectName() == name).click()


def with_recipe(snapshot):
    return replace(snapshot, name="mine", facts={"recipe": to_toml(RECIPE)})


@pytest.fixture
def record(snapshot):
    origin = Origin("", "", "Tiny digits", 50, 20, 0)
    return RunRecord(RECIPE, origin, np.ones(3, np.float32), (), 1.0, snapshot, reason="stopped")


def test_a_network_that_tells_its_recipe_offers_both(opened, snapshot) -> None:
    dialog = opened(with_recipe(snapshot), lambda exports: exports.export_network())
    assert offered(dialog) == NETWORK + TRAINING
    assert dialog.heading.text().startswith("The network in use: mine, 784-")
    assert dialog.chosen.form.name == "numpy"


def test_another_offers_itself_alone(opened, snapshot) -> None:
    assert offered(opened(snapshot, lambda exports: exports.export_network())) == NETWORK


def test_without_a_network_nothing_opens(opened) -> None:
    assert opened(None, lambda exports: exports.export_network()) is None


def test_a_run_offers_its_report_first(opened, snapshot, record) -> None:
    dialog = opened(None, lambda exports: exports.export_run(record, name="Seventh try"))
    assert offered(dialog) == ["html", *NETWORK, *TRAINING]
    assert dialog.heading.text().startswith("Seventh try: ")


def test_writes_what_is_chosen_and_stays_open(opened, snapshot, qtbot, tmp_path) -> None:
    dialog = opened(with_recipe(snapshot), lambda exports: exports.export_network())
    choose(dialog, "training-notebook")
    dialog.ask_and_write(tmp_path / "mine.ipynb")
    assert dialog.outcome.text() == WRITING
    assert not dialog.save.isEnabled()
    qtbot.waitUntil(dialog.save.isEnabled)
    assert dialog.outcome.text() == f"Saved “mine.ipynb” in {tmp_path}."
    assert json.loads((tmp_path / "mine.ipynb").read_text(encoding="utf-8"))["nbformat"] == 4
    assert dialog.isVisible()


def test_the_report_asks_the_network_about_the_test_images(opened, record, qtbot, tmp_path) -> None:
    test = digits(60, np.random.default_rng(0))
    dialog = opened(None, lambda exports: exports.export_run(record, test))
    dialog.ask_and_write(tmp_path / "run.html")
    qtbot.waitUntil(dialog.save.isEnabled)
    page = (tmp_path / "run.html").read_text(encoding="utf-8")
    assert "Rows are what 60 test images show" in page
    assert "A run on Tiny digits" in page


def test_asks_for_a_place_and_adds_the_ending(
    opened, snapshot, qtbot, tmp_path, monkeypatch
) -> None:
    asked = []

    def answer(parent, title, proposed, kinds):
        asked.append((proposed, kinds))
        return str(tmp_path / "digits"), kinds

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    dialog = opened(with_recipe(snapshot), lambda exports: exports.export_network())
    choose(dialog, "onnx")
    dialog.save.click()
    qtbot.waitUntil(dialog.save.isEnabled)
    assert asked == [("mine.onnx", "ONNX model (*.onnx *.ONNX)")]
    assert [each.name for each in tmp_path.iterdir()] == ["digits.onnx"]


def test_an_answer_of_none_changes_nothing(opened, snapshot, monkeypatch) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    dialog = opened(snapshot, lambda exports: exports.export_network())
    dialog.save.click()
    assert dialog.save.isEnabled()
    assert dialog.outcome.text() == ""


def test_what_cannot_be_written_is_told(opened, snapshot, qtbot, tmp_path) -> None:
    dialog = opened(snapshot, lambda exports: exports.export_network())
    dialog.ask_and_write(tmp_path / "nowhere" / "a.py")
    qtbot.waitUntil(dialog.save.isEnabled)
    assert "cannot be written" in dialog.outcome.text()


def test_closing_it_while_it_writes_does_no_harm(opened, snapshot, qtbot, tmp_path) -> None:
    dialog = opened(snapshot, lambda exports: exports.export_network())
    with qtbot.waitSignal(dialog._exporting.written):
        dialog.ask_and_write(tmp_path / "a.py")
        dialog.close()
    assert (tmp_path / "a.py").exists()


@pytest.mark.parametrize("percent", [100, 200])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_clipped(percent, scheme, opened, snapshot, record, look, qtbot) -> None:
    look.choose(scheme)
    look.choose_size(percent)
    dialog = opened(None, lambda exports: exports.export_run(record))
    qtbot.waitUntil(dialog.isVisible)
    assert faults(dialog) == []
