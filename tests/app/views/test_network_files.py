"""The files of the network in use: which one is asked for, and what went wrong is said."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import safetensors.numpy
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox, QWidget

from app.state.network_in_use import NetworkInUse
from app.views.network_files import NetworkFiles
from app.views.widgets.activation_dialog import ActivationDialog
from core.files import model_file
from core.network.snapshots import Snapshot


@pytest.fixture
def network(qapp, tmp_path: Path) -> NetworkInUse:
    return NetworkInUse(tmp_path / "models")


@pytest.fixture
def files(look, network, qtbot) -> NetworkFiles:
    window = QWidget()
    qtbot.addWidget(window)
    return NetworkFiles(network, window)


def test_save_adds_the_ending_and_makes_the_folder(
    files, network, snapshot: Snapshot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def answer(parent: QWidget, title: str, proposed: str, kinds: str) -> tuple[str, str]:
        asked.append(proposed)
        return str(tmp_path / "models" / "mine"), kinds

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    files.save()
    assert asked == []  # there is nothing to save yet
    network.use(snapshot)
    files.save()
    assert asked == [str(tmp_path / "models" / "test network.safetensors")]
    assert model_file.load(tmp_path / "models" / "mine.safetensors").name == "test network"


def test_open_reads_with_the_file_and_begins_in_its_folder_next_time(
    files, network, snapshot: Snapshot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "mine.safetensors"
    model_file.save(snapshot, path)
    asked: list[str] = []

    def answer(parent: QWidget, title: str, folder: str, kinds: str) -> tuple[str, str]:
        asked.append(folder)
        return str(path), kinds

    monkeypatch.setattr(QFileDialog, "getOpenFileName", answer)
    files.open()
    assert network.snapshot.name == "test network"
    files.open()
    assert asked == [str(tmp_path / "models"), str(tmp_path)]


def test_open_that_is_cancelled_changes_nothing(
    files, network, snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("", ""))
    network.use(snapshot)
    files.open()
    assert network.snapshot is snapshot


def test_a_failure_is_a_dialog_that_says_what_was_kept(files, network, tmp_path: Path) -> None:
    (tmp_path / "no.safetensors").write_bytes(b"nothing of the sort")
    files.open_file(tmp_path / "no.safetensors")
    (box,) = notices()
    assert "no.safetensors" in box.text()
    assert box.informativeText() == "The network in use is still there."
    box.close()


@pytest.fixture
def torch_file(tmp_path: Path) -> Path:
    """A PyTorch model under a name that looks like markup."""
    path = tmp_path / "<i>torch</i>.safetensors".replace("/", "")
    rng = np.random.default_rng(0)
    weights = {"0.weight": rng.normal(size=(8, 784)), "2.weight": rng.normal(size=(10, 8))}
    safetensors.numpy.save_file(weights, path)
    return path


def dialogs() -> list[ActivationDialog]:
    tops = QApplication.topLevelWidgets()
    return [each for each in tops if isinstance(each, ActivationDialog) and each.isVisible()]


def notices() -> list[QMessageBox]:
    tops = QApplication.topLevelWidgets()
    return [each for each in tops if isinstance(each, QMessageBox) and each.isVisible()]


@pytest.mark.parametrize("activation", ["relu", "sigmoid", "tanh"])
def test_an_activation_that_is_not_told_is_asked_for(
    files, network, torch_file: Path, activation: str, qtbot
) -> None:
    files.open_file(torch_file)
    (dialog,) = dialogs()
    assert torch_file.name in dialog.question.text()
    assert dialog.question.textFormat() is Qt.TextFormat.PlainText
    dialog.choices[activation].setChecked(True)
    with qtbot.waitSignal(network.changed):
        dialog.accept()
    assert network.snapshot.activation == activation
    assert network.snapshot.dimensions == (784, 8, 10)
    assert (dialogs(), notices()) == ([], [])


def test_without_an_activation_the_network_in_use_stays(
    files, network, snapshot: Snapshot, torch_file: Path
) -> None:
    network.use(snapshot)
    files.open_file(torch_file)
    (dialog,) = dialogs()
    dialog.reject()
    assert network.snapshot is snapshot
    assert (dialogs(), notices()) == ([], [])


def test_what_a_file_says_is_no_markup(files, tmp_path: Path) -> None:
    path = tmp_path / "<b>bold<b>.safetensors"
    path.write_bytes(b"nothing of the sort")
    files.open_file(path)
    (box,) = notices()
    assert box.textFormat() is Qt.TextFormat.PlainText
    assert box.text().startswith(str(path))
    box.close()


@pytest.mark.parametrize(
    ("name", "proposed"),
    [
        ("/etc/cron.d/x", "etc-cron-d-x"),
        ("../../up", "up"),
        ("<h1>big</h1>", "h1-big--h1"),
        ("\x1b\n", "network"),
        ("y" * 10**5, "y" * 59 + "-"),
    ],
)
def test_no_name_leads_to_another_folder(
    files, network, snapshot: Snapshot, tmp_path: Path, monkeypatch, name: str, proposed: str
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", lambda *given: (asked.append(given[2]), ("", ""))[1]
    )
    network.use(replace(snapshot, name=name))
    files.save()
    assert asked == [str(tmp_path / "models" / f"{proposed.rstrip('-')}.safetensors")]
