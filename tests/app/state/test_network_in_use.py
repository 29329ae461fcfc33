"""Opening, saving and keeping the network that drawings are read with."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import safetensors.numpy
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox, QWidget

from app.state.network_in_use import NetworkInUse
from app.views.widgets.activation_dialog import ActivationDialog
from core.errors import ModelFileError
from core.files import model_file
from core.network.network import Network
from core.network.snapshots import Snapshot


@pytest.fixture
def network(look, tmp_path: Path, qtbot) -> NetworkInUse:
    made = NetworkInUse(tmp_path / "models")
    made.window = QWidget()
    qtbot.addWidget(made.window)
    return made


def told() -> list[str]:
    """What dialogs say; they are closed."""
    tops = QApplication.topLevelWidgets()
    boxes = [each for each in tops if isinstance(each, QMessageBox) and each.isVisible()]
    texts = [box.text() for box in boxes]
    for box in boxes:
        box.close()
    return texts


def test_what_is_saved_can_be_opened(network, snapshot: Snapshot, tmp_path: Path, qtbot) -> None:
    network.use(snapshot)
    network.save_file(tmp_path / "mine.safetensors")
    with qtbot.waitSignal(network.changed):
        network.open_file(tmp_path / "mine.safetensors")
    assert network.snapshot is not snapshot
    assert network.snapshot.name == "test network"
    assert np.array_equal(network.snapshot.theta, snapshot.theta)


def test_a_file_that_is_no_network_leaves_the_one_in_use(
    network, snapshot: Snapshot, tmp_path: Path
) -> None:
    network.use(snapshot)
    (tmp_path / "no.safetensors").write_bytes(b"nothing of the sort")
    network.open_file(tmp_path / "no.safetensors")
    assert network.snapshot is snapshot
    assert len(told()) == 1


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


@pytest.mark.parametrize("activation", ["relu", "sigmoid", "tanh"])
def test_an_activation_that_is_not_told_is_asked_for(
    network, torch_file: Path, activation: str, qtbot
) -> None:
    network.open_file(torch_file)
    (dialog,) = dialogs()
    assert torch_file.name in dialog.question.text()
    assert dialog.question.textFormat() is Qt.TextFormat.PlainText
    dialog.choices[activation].setChecked(True)
    with qtbot.waitSignal(network.changed):
        dialog.accept()
    assert network.snapshot.activation == activation
    assert network.snapshot.dimensions == (784, 8, 10)
    assert (dialogs(), told()) == ([], [])


def test_without_an_activation_the_network_in_use_stays(
    network, snapshot: Snapshot, torch_file: Path
) -> None:
    network.use(snapshot)
    network.open_file(torch_file)
    (dialog,) = dialogs()
    dialog.reject()
    assert network.snapshot is snapshot
    assert (dialogs(), told()) == ([], [])


def test_what_a_file_says_is_no_markup(network, snapshot: Snapshot, tmp_path: Path) -> None:
    path = tmp_path / "<b>bold<b>.safetensors"
    path.write_bytes(b"nothing of the sort")
    network.open_file(path)
    (box,) = (each for each in QApplication.topLevelWidgets() if isinstance(each, QMessageBox))
    assert box.textFormat() is Qt.TextFormat.PlainText
    assert box.text().startswith(str(path))
    told()


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
    network, snapshot: Snapshot, tmp_path: Path, monkeypatch, name: str, proposed: str
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", lambda *given: (asked.append(given[2]), ("", ""))[1]
    )
    network.use(replace(snapshot, name=name))
    network.save()
    assert asked == [str(tmp_path / "models" / f"{proposed.rstrip('-')}.safetensors")]


def test_a_place_that_cannot_be_written_is_told(network, snapshot: Snapshot, tmp_path) -> None:
    network.use(snapshot)
    network.save_file(tmp_path / "no folder" / "mine.safetensors")
    assert len(told()) == 1


def test_without_the_shipped_network_it_is_told_why_there_is_none(
    network, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(model_file, "shipped", missing)
    changes: list[tuple] = []
    network.changed.connect(lambda *change: changes.append(change))
    network.use_shipped()
    assert changes == [(None, "It is missing.")]
    assert told() == []


def test_a_network_in_use_stays_when_the_shipped_one_is_missing(
    network, snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(model_file, "shipped", missing)
    network.use(snapshot)
    network.use_shipped()
    assert network.snapshot is snapshot
    assert told() == ["It is missing."]


def test_save_adds_the_ending_and_makes_the_folder(
    network, snapshot: Snapshot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def answer(parent: QWidget, title: str, proposed: str, kinds: str) -> tuple[str, str]:
        asked.append(proposed)
        return str(tmp_path / "models" / "mine"), kinds

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    network.save()
    assert asked == []  # there is nothing to save yet
    network.use(snapshot)
    network.save()
    assert asked == [str(tmp_path / "models" / "test network.safetensors")]
    assert model_file.load(tmp_path / "models" / "mine.safetensors").name == "test network"


def test_open_that_is_cancelled_changes_nothing(
    network, snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("", ""))
    network.use(snapshot)
    network.open()
    assert network.snapshot is snapshot


def missing() -> Snapshot:
    raise ModelFileError("It is missing.")


@pytest.fixture
def shipped(monkeypatch, snapshot: Snapshot) -> Snapshot:
    monkeypatch.setattr(model_file, "shipped", lambda: snapshot)
    return snapshot


def others(count: int) -> list[Snapshot]:
    rng = np.random.default_rng(3)
    return [Network((784, 4, 10), rng=rng).snapshot(f"taught {n}") for n in range(count)]


def test_a_kept_network_is_there_at_the_next_start(network, shipped, tmp_path, look) -> None:
    network.use_shipped()
    (taught,) = others(1)
    network.keep(taught)
    assert network.is_kept
    again = NetworkInUse(tmp_path / "models")
    again.use_kept()
    assert again.snapshot.name == "taught 0"
    assert np.array_equal(again.snapshot.theta, taught.theta)
    again.go_back()
    assert again.snapshot is shipped
    assert not again.is_kept


def test_going_back_goes_back_one_by_one(network, shipped, tmp_path, look) -> None:
    network.use_shipped()
    first, second = others(2)
    network.keep(first)
    network.keep(second)
    network.go_back()
    assert network.snapshot is first
    again = NetworkInUse(tmp_path / "models")
    again.use_kept()
    assert again.snapshot.name == "taught 0"
    network.go_back()
    assert network.snapshot is shipped
    network.go_back()
    assert network.snapshot is shipped


def test_another_network_is_no_kept_one(network, shipped, snapshot: Snapshot) -> None:
    network.keep(*others(1))
    network.use(snapshot)
    assert not network.is_kept
    network.go_back()
    assert network.snapshot is snapshot


def test_a_kept_network_that_is_damaged_is_told(network, shipped, tmp_path) -> None:
    network.keep(*others(1))
    (file,) = (tmp_path / "models").iterdir()
    file.write_bytes(file.read_bytes()[:1000])
    network.use_kept()
    assert network.snapshot is shipped
    assert len(told()) == 1


def test_a_kept_network_that_cannot_be_saved_is_used_all_the_same(network, tmp_path) -> None:
    (tmp_path / "models").write_text("a file where the folder should be")
    (taught,) = others(1)
    network.keep(taught)
    assert network.snapshot is taught
    assert len(told()) == 1
