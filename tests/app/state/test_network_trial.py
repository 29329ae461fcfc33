"""A network that reads nothing is found out, beside the window."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from app.background.loading import FOLDER, Loaded, Loader
from app.background.tasks import close_all
from app.state.network_in_use import NetworkInUse
from app.state.network_trial import NetworkTrial, doubt_about, some_of
from core.files import model_file
from core.network.network import Network
from core.network.recipe import Recipe
from core.network.snapshots import Snapshot
from tests.classes import LETTERS, examples, split_of, trained

pytestmark = pytest.mark.numeric


def one_answer(digit: int) -> Snapshot:
    network = Network((784, 10), rng=np.random.default_rng(0))
    theta = np.zeros_like(network.snapshot().theta)
    theta[-10 + digit] = 3.0
    return Snapshot((784, 10), "relu", theta, "lazy")


def test_the_shipped_network_reads() -> None:
    assert doubt_about(model_file.shipped()) == ""


def test_one_that_learned_nothing_guesses(snapshot: Snapshot) -> None:
    doubt = doubt_about(replace(snapshot, facts={"test_accuracy": 0.98}))
    assert doubt.startswith("The network in use (“test network”) is guessing: it read ")
    assert doubt.endswith(" of 200 digits right in a trial.")


def test_one_that_says_the_same_of_all_says_so() -> None:
    assert doubt_about(one_answer(3)) == "The network in use (“lazy”) says 3 to everything."


@pytest.mark.parametrize("value", [np.nan, np.inf, 1e30])
def test_one_whose_training_went_wrong_is_not_asked(snapshot: Snapshot, value: float) -> None:
    broken = replace(snapshot, name="", theta=np.full_like(snapshot.theta, value))
    assert doubt_about(broken) == "The network in use cannot read: its training went wrong."


@pytest.fixture
def network(look, tmp_path, snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch) -> NetworkInUse:
    monkeypatch.setattr(model_file, "shipped", lambda: snapshot)
    return NetworkInUse(tmp_path)


@pytest.fixture
def loader(look, tmp_path) -> Iterator[Loader]:
    made = Loader([], tmp_path)
    yield made
    assert made.close()


@pytest.fixture
def trial(network: NetworkInUse, loader: Loader) -> Iterator[NetworkTrial]:
    made = NetworkTrial(network, loader)
    yield made
    assert close_all([made.runner])


def test_each_network_that_comes_into_use_is_tried(
    qtbot, network: NetworkInUse, trial: NetworkTrial
) -> None:
    told: list[str] = []
    trial.doubted.connect(told.append)
    network.use(one_answer(3))
    qtbot.waitUntil(lambda: bool(told) and "says 3" in told[-1])
    network.use_shipped()
    assert told[-1] == ""
    assert not trial.runner.is_running
    network.use(one_answer(8))
    qtbot.waitUntil(lambda: "says 8" in told[-1])


def guessing_letters() -> Snapshot:
    return Network.from_recipe(Recipe(hidden=(4,)), class_names=LETTERS).snapshot("letters")


def test_a_network_of_letters_is_tried_on_letters() -> None:
    images = examples(LETTERS, 8)
    assert doubt_about(trained(LETTERS), images) == ""
    doubt = doubt_about(guessing_letters(), images)
    assert "is guessing: it read " in doubt
    assert doubt.endswith(" of 208 images right in a trial.")
    says_b = replace(guessing_letters(), theta=np.zeros_like(guessing_letters().theta))
    says_b.theta[-25] = 5.0
    assert doubt_about(says_b, images).endswith(" says “B” to everything.")


def test_without_images_of_its_classes_nothing_is_said() -> None:
    for images in (None, examples(LETTERS, 1)):
        assert doubt_about(guessing_letters(), images) == ""
    assert some_of([split_of(("no", "yes"), each=1)], LETTERS) is None


def test_the_images_come_from_a_set_that_is_loaded(qtbot, network, loader, trial) -> None:
    told: list[str] = []
    trial.doubted.connect(told.append)
    loader.ready[FOLDER] = Loaded(FOLDER, split_of(LETTERS), "")
    network.use(guessing_letters())
    qtbot.waitUntil(lambda: bool(told) and "of 200 images" in told[-1])
