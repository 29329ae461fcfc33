"""Another program reads our files: safetensors and five lines of NumPy, nothing of ours."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pytest
from safetensors import safe_open
from safetensors.numpy import load_file

from core.data import mnist
from core.files import model_file
from core.network.network import Network
from core.reading.calibration import at_temperature, temperature_of
from core.reading.edge_reader import read_images
from core.reading.reading import read_many
from core.reading.refusal import CLASSES
from core.resources import REFUSAL_MODEL, SHIPPED_MODEL
from tests.core.files.files import snapshot, taught, write_old

SHIPPED = model_file.shipped()
ROOT = Path(__file__).resolve().parents[3]
G = {
    "relu": lambda Z: np.maximum(Z, 0),
    "tanh": np.tanh,
    "sigmoid": lambda Z: 1 / (1 + np.exp(-Z)),
}


def probabilities(path: Path, X):
    """As another program would: P (n, m) of X (784, m)."""
    with safe_open(path, "numpy") as file:
        told, H = file.metadata(), X.astype(float)
        for layer in range(1, len(json.loads(told["dimensions"]))):
            Z = file.get_tensor(f"W{layer}").astype(float) @ H + file.get_tensor(f"b{layer}")
            H = G[told["activation"]](Z)
    powers = np.exp((Z - Z.max(0)) / (json.loads(told["facts"]).get("temperature", 1)))
    return powers / powers.sum(0)


def images(count: int = 20):
    return np.random.default_rng(3).random((784, count), dtype=np.float32)


KINDS = {
    "float32": (snapshot(), np.float32),
    "float16": (snapshot(), np.float16),
    "with a temperature": (snapshot(facts={"temperature": 2.5}), np.float32),
    "with a hand": (taught(), np.float32),
    "tanh": (snapshot((784, 7, 10), activation="tanh"), np.float32),
    "sigmoid, deep": (snapshot((784, 7, 6, 5, 4, 10), activation="sigmoid"), np.float32),
    "no hidden layer": (snapshot((784, 10)), np.float32),
}


@pytest.mark.parametrize("is_from_old", [False, True])
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_gives_the_apps_probabilities(tmp_path, kind: str, is_from_old: bool) -> None:
    of, dtype = KINDS[kind]
    path = tmp_path / "m.safetensors"
    if is_from_old:
        of = model_file.load(write_old(path, of))
    model_file.save(of, path, dtype=dtype)
    X = images()
    ours = [reading.probabilities for reading in read_many(model_file.load(path), X)]
    np.testing.assert_allclose(probabilities(path, X).T, ours, atol=1e-5)


def test_the_shipped_network_gives_the_probabilities_that_the_app_begins_with() -> None:
    """What the app makes of the pixels, before edges and pen join in."""
    X = images()
    ours = read_images(Network.from_snapshot(SHIPPED), SHIPPED.facts, X, None)
    np.testing.assert_allclose(probabilities(SHIPPED_MODEL, X), ours, atol=1e-5)


def test_the_refusing_network_gives_the_apps_probabilities() -> None:
    X = images()
    refusal = Network.from_snapshot(model_file.load(REFUSAL_MODEL, classes=CLASSES))
    np.testing.assert_allclose(probabilities(REFUSAL_MODEL, X), refusal.predict(X), atol=1e-5)
    with safe_open(REFUSAL_MODEL, "numpy") as file:
        assert json.loads(file.metadata()["classes"]) == list(CLASSES)


def readme(word: str) -> str:
    """The program in the README that holds `word`."""
    blocks = re.findall(
        r"^```python\n(.*?)^```", (ROOT / "README.md").read_text("utf-8"), re.M | re.S
    )
    (found,) = [block for block in blocks if word in block]
    return found


def test_the_program_in_the_readme_does_as_it_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    names = {"X": images()}
    exec(readme("load_file"), names)
    snapshot = model_file.shipped()
    expected = Network.from_snapshot(snapshot).predict(images())
    np.testing.assert_allclose(names["P"], expected, atol=1e-5)
    read = read_images(Network.from_snapshot(snapshot), snapshot.facts, images(), None)
    np.testing.assert_allclose(
        at_temperature(names["P"], temperature_of(snapshot.facts)), read, atol=1e-5
    )


def test_the_program_in_the_readme_reads_995_of_1000_digits(
    monkeypatch: pytest.MonkeyPatch, mnist_folder: Path
) -> None:
    monkeypatch.chdir(ROOT)
    test = mnist.load_split(mnist.open_folder(mnist_folder)).test
    names = {"X": test.X()}
    exec(readme("load_file"), names)
    assert (names["P"].argmax(axis=0) == test.labels).mean() == pytest.approx(0.995, abs=5e-4)


def test_arrays_come_in_the_courses_shapes_without_any_copying() -> None:
    for name, array in load_file(SHIPPED_MODEL).items():
        assert array.flags.c_contiguous, name
