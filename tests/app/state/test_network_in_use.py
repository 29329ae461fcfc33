"""Opening, saving and keeping the network that drawings are read with."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import safetensors.numpy

from app.state.network_in_use import NetworkInUse
from core.errors import ModelFileError
from core.files import model_file
from core.network.network import Network
from core.network.recipe import Recipe
from core.network.snapshots import Snapshot
from tests.classes import LETTERS
from tests.core.files.files import write_old


@pytest.fixture
def network(qapp, tmp_path: Path) -> NetworkInUse:
    return NetworkInUse(tmp_path / "models")


@pytest.fixture
def failures(network) -> list[str]:
    """What could not be done, sentence by sentence."""
    sentences: list[str] = []
    network.failed.connect(lambda what, kept: sentences.append(what))
    return sentences


def test_what_is_saved_can_be_opened(network, snapshot: Snapshot, tmp_path: Path, qtbot) -> None:
    network.use(snapshot)
    network.save_file(tmp_path / "mine.safetensors")
    with qtbot.waitSignal(network.changed):
        network.open_file(tmp_path / "mine.safetensors")
    assert network.snapshot is not snapshot
    assert network.snapshot.name == "test network"
    assert np.array_equal(network.snapshot.theta, snapshot.theta)


def test_a_file_that_is_no_network_leaves_the_one_in_use(
    network, failures, snapshot: Snapshot, tmp_path: Path
) -> None:
    network.use(snapshot)
    (tmp_path / "no.safetensors").write_bytes(b"nothing of the sort")
    network.open_file(tmp_path / "no.safetensors")
    assert network.snapshot is snapshot
    assert len(failures) == 1


def test_a_place_that_cannot_be_written_is_told(
    network, failures, snapshot: Snapshot, tmp_path
) -> None:
    network.use(snapshot)
    network.save_file(tmp_path / "no folder" / "mine.safetensors")
    assert len(failures) == 1


def test_without_the_shipped_network_it_is_told_why_there_is_none(
    network, failures, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(model_file, "shipped", missing)
    changes: list[tuple] = []
    network.changed.connect(lambda *change: changes.append(change))
    network.use_shipped()
    assert changes == [(None, "It is missing.")]
    assert failures == []


def test_a_network_in_use_stays_when_the_shipped_one_is_missing(
    network, failures, snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(model_file, "shipped", missing)
    network.use(snapshot)
    network.use_shipped()
    assert network.snapshot is snapshot
    assert failures == ["It is missing."]


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


def test_two_windows_that_keep_networks_lose_none(network, failures, shipped, tmp_path) -> None:
    other = NetworkInUse(tmp_path / "models")
    told: list[str] = []
    other.laid_aside.connect(lambda what, where: told.append(where))
    network.use_shipped()
    other.use_shipped()
    first, second, third = others(3)
    network.keep(first)
    network.keep(second)
    assert told == []
    other.keep(third)
    assert "“my handwriting 2.safetensors”" in told[0]
    names = {
        path.name: model_file.load(path).name
        for path in (tmp_path / "models").glob("*.safetensors")
    }
    assert names == {
        "my handwriting.safetensors": "taught 2",
        "my handwriting 2.safetensors": "taught 1",
    }
    network.go_back()
    assert network.snapshot is first
    assert model_file.load(tmp_path / "models" / "my handwriting 3.safetensors").name == "taught 2"
    assert failures == []


def test_another_network_is_no_kept_one(network, shipped, snapshot: Snapshot) -> None:
    network.keep(*others(1))
    network.use(snapshot)
    assert not network.is_kept
    network.go_back()
    assert network.snapshot is snapshot


def test_a_kept_network_that_is_damaged_is_told(network, failures, shipped, tmp_path) -> None:
    network.keep(*others(1))
    (file,) = (tmp_path / "models").glob("*.safetensors")
    file.write_bytes(file.read_bytes()[:1000])
    network.use_kept()
    assert network.snapshot is shipped
    assert len(failures) == 1


def test_a_kept_network_that_cannot_be_saved_is_used_all_the_same(
    network, failures, tmp_path
) -> None:
    (tmp_path / "models").write_text("a file where the folder should be")
    (taught,) = others(1)
    network.keep(taught)
    assert network.snapshot is taught
    assert len(failures) == 1


def test_an_old_file_is_used_and_what_nothing_confirms_of_it_is_told(tmp_path, snapshot) -> None:
    network, doubts = NetworkInUse(tmp_path), []
    network.doubted.connect(lambda what, advice: doubts.append(what))
    network.open_file(write_old(tmp_path / "old.safetensors", snapshot))
    np.testing.assert_array_equal(network.snapshot.theta, snapshot.theta)
    (doubt,) = doubts
    assert "older version" in doubt
    assert "relu" in doubt
    network.save_file(tmp_path / "new.safetensors")
    network.open_file(tmp_path / "new.safetensors")
    assert len(doubts) == 1


def test_lessons_have_a_network_of_digits(network, snapshot: Snapshot, monkeypatch) -> None:
    assert network.of_digits is None
    network.use(snapshot)
    assert network.of_digits is snapshot
    monkeypatch.setattr(model_file, "shipped", lambda: snapshot)
    letters = Network.from_recipe(Recipe(hidden=(3,)), class_names=LETTERS).snapshot()
    network.use(letters)
    assert network.snapshot is letters
    assert network.of_digits is snapshot


def test_without_the_shipped_network_lessons_have_none(network, monkeypatch) -> None:
    def missing() -> Snapshot:
        raise ModelFileError("It is missing.")

    monkeypatch.setattr(model_file, "shipped", missing)
    network.use(Network.from_recipe(Recipe(hidden=(3,)), class_names=LETTERS).snapshot())
    assert network.of_digits is None


def test_outputs_that_nobody_named_are_told(network, tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    found = {"0.weight": rng.random((26, 784), np.float32), "0.bias": rng.random(26, np.float32)}
    safetensors.numpy.save_file(found, tmp_path / "theirs.safetensors")
    told: list[str] = []
    network.doubted.connect(lambda what, advice: told.append(what))
    network.open_file(tmp_path / "theirs.safetensors")
    assert network.snapshot.class_names == tuple(map(str, range(26)))
    assert "what its 26 outputs stand for" in told[0]
