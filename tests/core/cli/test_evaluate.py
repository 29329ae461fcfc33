from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
import safetensors.numpy

from core.data import mnist
from core.files import model_file
from core.network.evaluation import evaluate
from core.network.network import Network
from tests.core.files.files import write_old


def test_tells_what_evaluation_measures(command, model, digits) -> None:
    test = mnist.load_split(mnist.open_folder(digits)).test
    measured = evaluate(Network.from_snapshot(model_file.load(model)), test)
    code, stdout, stderr = command("evaluate", "--model", model, "--data", digits, "--json")
    assert (code, stderr) == (0, "")
    told = json.loads(stdout)
    assert (told["data"], told["count"]) == ("small", 50)
    assert told["accuracy"] == measured.accuracy
    assert told["loss"] == pytest.approx(measured.loss, rel=1e-6)
    totals = measured.confusion.sum(axis=1)
    of_digits = [
        measured.confusion[digit, digit] / totals[digit] if totals[digit] else None
        for digit in range(10)
    ]
    assert told["digit_accuracy"] == pytest.approx(of_digits)

    code, stdout, _ = command("evaluate", "--model", model, "--data", digits)
    assert code == 0
    assert f"read right  {100 * measured.accuracy:.2f} %" in stdout
    assert stdout.count("digit") == 10


def test_without_a_model_the_shipped_one_is_taken(command, model, digits, monkeypatch) -> None:
    expected = command("evaluate", "--model", model, "--data", digits, "--json")
    monkeypatch.setattr(model_file, "SHIPPED_MODEL", model)
    assert command("evaluate", "--data", digits, "--json") == expected


def test_a_file_that_is_no_model_is_one_line(command, digits, tmp_path) -> None:
    path = tmp_path / "model"
    path.write_text("not a model at all")
    code, stdout, stderr = command("evaluate", "--model", path, "--data", digits)
    assert (code, stdout) == (1, "")
    assert stderr == f"digit-lab: {path} is not a model file. Choose a .safetensors file.\n"


def test_a_pytorch_model_is_read_with_the_activation_that_is_given(
    command, snapshot, model, digits, tmp_path
) -> None:
    path = tmp_path / "torch.safetensors"
    layers = enumerate(Network.from_snapshot(snapshot).weights)
    safetensors.numpy.save_file(
        {f"{2 * n}.weight": np.ascontiguousarray(W) for n, W in layers}, path
    )
    of_both = ("evaluate", "--data", digits, "--json", "--model")
    code, stdout, stderr = command(*of_both, path)
    assert (code, stdout) == (1, "")
    assert stderr.endswith(
        "does not tell the activation of its hidden layers. Say which it is: relu, sigmoid or "
        "tanh. Add, for instance, --activation relu.\n"
    )
    assert command(*of_both, path, "--activation", "relu") == command(*of_both, model)
    assert command(*of_both, path, "--activation", "tanh") != command(*of_both, model)
    code, _, stderr = command(*of_both, path, "--activation", "gelu")
    assert (code, "relu, sigmoid, tanh" in stderr) == (2, True)


@pytest.mark.parametrize("verb", [("gradcheck",), ("predict", "x.png")])
def test_every_verb_with_a_model_takes_an_activation(command, tmp_path, verb) -> None:
    path = tmp_path / "torch.safetensors"
    weights = {"0.weight": np.ones((3, 784)), "2.weight": np.ones((10, 3))}
    safetensors.numpy.save_file(weights, path)
    assert "--activation" in command(*verb, "--model", path)[2]
    assert "--activation" not in command(*verb, "--model", path, "--activation", "tanh")[2]


def test_a_name_cannot_steer_the_terminal(command, snapshot, digits, tmp_path) -> None:
    path = tmp_path / "named.safetensors"
    model_file.save(replace(snapshot, name="a\x1b[31m\nb"), path)
    _, stdout, _ = command("evaluate", "--model", path, "--data", digits)
    assert stdout.startswith("a[31m b, on 50 test images")


def test_what_nothing_in_an_old_file_confirms_is_told_and_the_figures_follow(
    command, snapshot, digits, tmp_path
) -> None:
    path = write_old(tmp_path / "old.safetensors", snapshot)
    code, stdout, stderr = command("evaluate", "--model", path, "--data", digits, "--json")
    assert (code, json.loads(stdout)["count"]) == (0, 50)
    assert "nothing else in it confirms that" in stderr
