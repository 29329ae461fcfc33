from __future__ import annotations

import itertools
import json
import math
import signal
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import core.cli.train as module
from core.data import mnist
from core.errors import DivergenceError
from core.files import model_file
from core.files.recipe_file import from_toml, to_toml
from core.network.evaluation import evaluate
from core.network.network import Network
from core.network.recipe import Recipe
from core.network.reports import StepReport
from core.presets import DEFAULT, PRESETS
from core.reading.calibration import network_temperature
from tests.core.data.idx_files import write_folder

pytestmark = pytest.mark.slow


def test_trains_saves_and_tells_in_json(command, digits, tmp_path) -> None:
    out = tmp_path / "new.safetensors"
    code, stdout, stderr = command(
        "train", "--data", digits, "--hidden", "12", "--epochs", 2, "--batch-size", 20,
        "--learning-rate", 0.01, "--seed", 7, "--out", out, "--json",
    )  # fmt: skip
    assert code == 0
    assert stdout.count("\n") == 1
    told = json.loads(stdout)
    assert (told["data"], told["reason"]) == ("small", "completed")
    assert (told["epochs"], told["steps"]) == (2, 22)
    assert told["seconds"] > 0
    assert "epoch 1 of 2: loss" in stderr
    assert "epoch 2 of 2: loss" in stderr
    assert "\r" not in stderr

    saved = model_file.load(out)
    assert saved.dimensions == (784, 12, 10)
    assert saved.name == "trained on small"
    recipe = replace(
        PRESETS[DEFAULT], hidden=(12,), epochs=2, batch_size=20, learning_rate=0.01, seed=7
    )
    assert from_toml(saved.facts["recipe"]) == recipe
    test = mnist.load_split(mnist.open_folder(digits)).test
    measured = evaluate(Network.from_snapshot(saved), test)
    assert told["test_accuracy"] == measured.accuracy == saved.facts["test_accuracy"]
    assert told["test_loss"] == saved.facts["test_loss"] == pytest.approx(measured.loss, rel=1e-6)


def test_the_temperature_of_the_validation_set_is_kept(
    command, digits, tmp_path, monkeypatch
) -> None:
    split = mnist.load_split(mnist.open_folder(digits))
    monkeypatch.setattr("core.reading.calibration.FEWEST", len(split.validation))
    out = tmp_path / "new.safetensors"
    command("train", "--data", digits, "--hidden", "12", "--epochs", 1, "--out", out)
    saved = model_file.load(out)
    expected = network_temperature(Network.from_snapshot(saved), split.validation)
    assert saved.facts["temperature"] == expected != 1


def test_the_same_seed_gives_the_same_network(command, digits, tmp_path) -> None:
    def theta(name: str, seed: int) -> np.ndarray:
        out = tmp_path / name
        command("train", "--data", digits, "--epochs", 1, "--seed", seed, "--out", out)
        return model_file.load(out).theta

    assert np.array_equal(theta("a", 1), theta("b", 1))
    assert not np.array_equal(theta("a", 1), theta("c", 2))


def test_arguments_go_before_the_recipe_file(command, digits, tmp_path) -> None:
    recipe, out = tmp_path / "recipe.toml", tmp_path / "out"
    recipe.write_text(to_toml(Recipe(hidden=(9,), activation="tanh", epochs=50)))
    code, _, _ = command("train", "--data", digits, "--recipe", recipe, "--epochs", 1, "--out", out)
    assert code == 0
    saved = model_file.load(out)
    assert (saved.dimensions, saved.activation) == ((784, 9, 10), "tanh")
    assert saved.facts["epochs"] == 1


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"hidden = [0]", "recipe.toml, hidden: Each hidden layer needs 1 to 4,096 units"),
        (b"learning_rate = -1", "recipe.toml, learning_rate: This must be above 0"),
        (b"hiden = [10]", "no field"),
        (b"= = =", "recipe.toml: This is not a recipe in TOML"),
        (b"\xff\xfe", "not text"),
        (b"#" * 200_000, "too long"),
        (None, "cannot be read"),
    ],
)
def test_a_bad_recipe_file_is_one_line(command, digits, tmp_path, content, reason) -> None:
    path = tmp_path / "recipe.toml"
    if content is not None:
        path.write_bytes(content)
    out = tmp_path / "out"
    code, stdout, stderr = command("train", "--data", digits, "--recipe", path, "--out", out)
    assert (code, stdout) == (1, "")
    assert reason in stderr
    assert stderr.count("\n") == 1
    assert not out.exists()


def test_a_place_that_cannot_be_written_is_told_before_the_run(command, digits, tmp_path) -> None:
    code, _, stderr = command("train", "--data", "nowhere", "--out", tmp_path / "no" / "x")
    assert code == 1
    assert "cannot be saved" in stderr
    assert stderr.count("\n") == 1


def test_bad_data_is_one_line_and_the_old_file_stays(command, digits, model) -> None:
    next(digits.glob("t10k-labels*")).write_bytes(b"")
    before = model.read_bytes()
    code, _, stderr = command("train", "--data", digits, "--out", model)
    assert code == 1
    assert "is empty" in stderr
    assert model.read_bytes() == before


def test_without_data_mnist_is_taken_where_it_is_found(command, digits, tmp_path, monkeypatch):
    monkeypatch.setenv("DIGIT_LAB_MNIST", str(digits))
    for data in ([], ["--data", "mnist"]):
        _, stdout, _ = command("train", *data, "--epochs", 1, "--out", tmp_path / "x", "--json")
        assert json.loads(stdout)["data"] == "small"


def test_without_mnist_the_starter_digits_are_taken(command, tmp_path) -> None:
    out = tmp_path / "x"
    _, stdout, _ = command("train", "--epochs", 1, "--hidden", "16", "--out", out, "--json")
    told = json.loads(stdout)
    assert told["data"] == "Starter digits"
    assert told["test_accuracy"] > 0.5
    code, _, stderr = command("train", "--data", "mnist", "--out", out)
    assert code == 1
    assert "MNIST is not on this computer" in stderr


def test_ctrl_c_saves_the_network_so_far(command, digits, tmp_path, monkeypatch) -> None:
    real = module.run_recipe

    def interrupted_at_the_third_step(*arguments):
        for report in real(*arguments):
            if isinstance(report, StepReport) and report.step == 3:
                signal.raise_signal(signal.SIGINT)
            yield report

    monkeypatch.setattr(module, "run_recipe", interrupted_at_the_third_step)
    before = signal.getsignal(signal.SIGINT)
    out = tmp_path / "out"
    code, stdout, stderr = command("train", "--data", digits, "--out", out, "--json")
    assert code == 130
    assert "Stopped after 3 steps" in stderr
    assert json.loads(stdout)["reason"] == "stopped"
    assert model_file.load(out).facts["steps"] == 3
    assert signal.getsignal(signal.SIGINT) is before


def test_a_run_that_diverges_says_so_and_keeps_no_network_that_reads_nothing(
    command, digits, tmp_path
) -> None:
    """The last finite loss came of weights from 1e15 to 1e21, which a drawing can overflow."""
    out = tmp_path / "out"
    code, stdout, stderr = command(
        "train", "--data", digits, "--learning-rate", 1000, "--epochs", 50, "--out", out, "--json"
    )
    assert code == 1
    assert "Try a smaller learning rate" in stderr
    assert "not finite or too large, so it was not saved" in stderr
    told = json.loads(stdout)
    assert (told["reason"], told["out"]) == ("diverged", None)
    assert not out.exists()


def test_a_run_that_diverges_saves_a_network_that_can_still_read(
    command, digits, tmp_path, monkeypatch
) -> None:
    def diverging(training):
        yield from itertools.islice(training.reports(), 3)
        raise DivergenceError(4, math.inf)

    monkeypatch.setattr("core.cli.train.run_recipe", diverging)
    out = tmp_path / "out"
    code, stdout, stderr = command("train", "--data", digits, "--out", out, "--json")
    assert (code, "The loss became inf at step 4" in stderr) == (1, True)
    assert json.loads(stdout)["out"] == str(out)
    assert model_file.load(out).facts["steps"] == 3


def test_early_stopping_is_told(command, digits, tmp_path) -> None:
    recipe = tmp_path / "recipe.toml"
    recipe.write_text(to_toml(Recipe(patience=1, epochs=500, hidden=(16,))))
    _, stdout, _ = command(
        "train", "--data", digits, "--recipe", recipe, "--out", tmp_path / "x", "--json"
    )
    told = json.loads(stdout)
    assert told["reason"] == "early"
    assert told["epochs"] < 500


REAL = mnist.find([Path("../shared/mnist")])


@pytest.mark.skipif(REAL is None, reason="MNIST is not here; set DIGIT_LAB_MNIST")
def test_one_epoch_of_mnist_reads_more_than_nine_in_ten(command, tmp_path) -> None:
    began = time.perf_counter()
    code, stdout, _ = command(
        "train", "--data", REAL.folder, "--epochs", 1, "--out", tmp_path / "x", "--json"
    )
    told = json.loads(stdout)
    assert (code, told["data"]) == (0, "MNIST")
    assert told["test_accuracy"] > 0.95
    assert told["seconds"] < time.perf_counter() - began


def test_an_empty_folder_is_told(command, tmp_path) -> None:
    write_folder(tmp_path / "none", train=0, test=0)
    code, _, stderr = command("train", "--data", tmp_path / "none", "--out", tmp_path / "x")
    assert code == 1
    assert "holds no images" in stderr
