"""Recipes as programs: they train the same run as we do, from the same seed on the same data."""

from __future__ import annotations

import contextlib
import dataclasses
import io
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.data import mnist
from core.data.dataset import Dataset, Split
from core.data.starter import starter_digits
from core.export.data_arrays import data_arrays
from core.export.training_program import numpy_training, torch_training
from core.network.recipe import CHOICES, Recipe
from tests.core.data.idx_files import write_folder
from tests.core.export.networks import run
from tests.core.stripes import digits, learn

pytestmark = pytest.mark.slow

# Each field of a recipe away from its default in one of them at least, which a test below counts.
RECIPES = {
    "plain": Recipe(hidden=(32, 16), batch_size=50, epochs=3),
    "all at once": Recipe(
        hidden=(), batch_size=0, epochs=8, patience=2, l2=0.01, augmentation="pen"
    ),
    "sgd": Recipe(
        hidden=(20,), optimizer="sgd", dropout=0.3, activation="tanh", epochs=2,
        initialization="xavier", schedule="cosine", augmentation="affine",
    ),
    "nesterov": Recipe(
        hidden=(16, 12, 8), optimizer="nesterov", momentum=0.7, schedule="step", seed=7,
        epochs=4, augmentation="all", initialization="wide", learning_rate=0.01,
    ),
    "adam": Recipe(
        hidden=(24,), optimizer="adam", learning_rate=0.003, activation="sigmoid", epochs=3,
        schedule="constant", dropout=0.1, augmentation="elastic", initialization="normal",
    ),
    "patience": Recipe(hidden=(16,), epochs=40, patience=1, learning_rate=0.3, batch_size=130),
    "short": Recipe(
        hidden=(16,), epochs=5, schedule="trapezoid", batch_size=40, hardest=0.3
    ),
    "all but in name": Recipe(hidden=(), epochs=3, batch_size=64, hardest=0.999),
}  # fmt: skip


@pytest.fixture(scope="module")
def split() -> Split:
    parts = [starter_digits(m, rng=np.random.default_rng(m)) for m in (400, 70, 60)]
    return Split("Starter digits", *parts)


@pytest.fixture(scope="module")
def data(split, tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("data") / "data.npz"
    path.write_bytes(data_arrays(split))
    return path


def trained(program: str, data: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Any, list[float]]:
    """What the program's train() gives."""
    monkeypatch.setenv("DIGIT_LAB_MNIST", str(data))
    names: dict[str, Any] = {"__name__": "program"}
    exec(compile(program, "program.py", "exec"), names)
    with contextlib.redirect_stdout(io.StringIO()):
        return names["train"](names["load_data"]())


@pytest.mark.parametrize("name", RECIPES)
def test_the_losses_are_ours(name, split, data, monkeypatch) -> None:
    """In float64, where rounding cannot add up to what one sees."""
    recipe = RECIPES[name]
    network, steps, _ = learn(recipe, split, np.float64)
    program = numpy_training(recipe).replace("DTYPE = np.float32", "DTYPE = np.float64")
    parameters, losses = trained(program, data, monkeypatch)
    assert len(losses) == len(steps)
    assert np.allclose(losses, [step.loss for step in steps], rtol=1e-9, atol=0)
    for name, value in network.parameters.items():
        assert np.allclose(parameters[name], value, rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize("name", RECIPES)
def test_in_float32_they_differ_by_rounding(name, split, data, monkeypatch) -> None:
    recipe = RECIPES[name]
    _, steps, _ = learn(recipe, split)
    _, losses = trained(numpy_training(recipe), data, monkeypatch)
    assert np.allclose(losses[:10], [step.loss for step in steps[:10]], rtol=1e-4)


@pytest.mark.parametrize("name", RECIPES)
def test_torch_trains_the_same_run(name, split, data, monkeypatch, torch) -> None:
    recipe = RECIPES[name]
    _, steps, _ = learn(recipe, split)
    _, losses = trained(torch_training(recipe), data, monkeypatch)
    assert len(losses) == len(steps)
    assert np.allclose(losses[:20], [step.loss for step in steps[:20]], atol=1e-4, rtol=1e-4)


def test_every_field_and_every_choice_is_tried() -> None:
    tried = {
        field.name: {getattr(each, field.name) for each in RECIPES.values()}
        for field in dataclasses.fields(Recipe)
    }
    for name, values in tried.items():
        assert values >= set(CHOICES[name]) if name in CHOICES else len(values) > 1, name


def test_other_classes(data, monkeypatch, tmp_path) -> None:
    letters = tuple("abcdefghijklmnopqrstuvwxyz")
    labels = np.random.default_rng(0).integers(0, 26, 90).astype(np.uint8)
    images = digits(90, 4).images
    part = Dataset(images, labels, letters)
    path = tmp_path / "letters.npz"
    path.write_bytes(data_arrays(Split("Letters", part, part, part)))
    recipe = Recipe(hidden=(12,), epochs=1, batch_size=30)
    parameters, losses = trained(numpy_training(recipe, letters), path, monkeypatch)
    assert parameters["W2"].shape == (26, 12)
    assert losses[0] > np.log(10)


@pytest.mark.parametrize("zipped", [True, False])
def test_finds_the_files_of_mnist_and_holds_out_what_we_do(zipped, tmp_path, monkeypatch) -> None:
    folder = write_folder(tmp_path / "mnist", train=180, test=40, zipped=zipped)
    split = mnist.load_split(mnist.open_folder(folder))
    monkeypatch.setenv("DIGIT_LAB_MNIST", str(folder))
    names: dict[str, Any] = {"__name__": "program"}
    exec(numpy_training(Recipe()), names)
    found = names["load_data"]()
    for part in ("train", "validation", "test"):
        images, labels = found[part]
        assert np.array_equal(images, getattr(split, part).images)
        assert np.array_equal(labels, getattr(split, part).labels)


def test_says_what_lacks(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("DIGIT_LAB_MNIST", str(tmp_path / "nowhere"))
    names: dict[str, Any] = {"__name__": "program"}
    exec(numpy_training(Recipe()), names)
    with pytest.raises(SystemExit, match="put MNIST's four files there"):
        names["load_data"]()


def test_a_diverging_run_ends_with_a_sentence(data, monkeypatch) -> None:
    recipe = Recipe(hidden=(16,), learning_rate=1000.0, schedule="constant", epochs=5)
    with np.errstate(all="ignore"), pytest.raises(SystemExit, match="diverged"):
        trained(numpy_training(recipe), data, monkeypatch)


def test_runs_as_a_program(data, split, tmp_path) -> None:
    program = tmp_path / "training.py"
    program.write_text(numpy_training(Recipe(epochs=2), notes=["Ü: it learned."]), encoding="utf-8")
    first, second, last = run(program, DIGIT_LAB_MNIST=data).splitlines()
    _, _, epochs = learn(Recipe(epochs=2), split)
    told = [float(each) for each in re.findall(r"loss (\d\.\d+)", first)]
    assert told == pytest.approx([epochs[0].train_loss, epochs[0].validation_loss], abs=2e-4)
    assert second.endswith("read right")
    assert last.startswith("test: loss ")
    with np.load(tmp_path / "network.npz") as saved:
        assert saved["W1"].shape == (128, 784)
