from __future__ import annotations

import json
from dataclasses import replace

import pytest

from core.data import mnist
from core.files import model_file
from core.network.evaluation import evaluate
from core.network.network import Network


def test_tells_what_evaluation_measures(command, model, digits) -> None:
    test = mnist.load_split(mnist.open_folder(digits)).test
    measured = evaluate(Network.from_snapshot(model_file.load(model)), test)
    code, stdout, stderr = command("evaluate", "--model", model, "--data", digits, "--json")
    assert (code, stderr) == (0, "")
    told = json.loads(stdout)
    assert (told["data"], told["count"]) == ("small", 50)
    assert (told["accuracy"], told["loss"]) == (measured.accuracy, measured.loss)
    assert told["digit_accuracy"] == pytest.approx(measured.digit_accuracy)

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


def test_a_name_cannot_steer_the_terminal(command, snapshot, digits, tmp_path) -> None:
    path = tmp_path / "named.safetensors"
    model_file.save(replace(snapshot, name="a\x1b[31m\nb"), path)
    _, stdout, _ = command("evaluate", "--model", path, "--data", digits)
    assert stdout.startswith("a[31mb, on 50 test images")
