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
    assert code == 0
    assert "50 to judge by" in stderr
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


def test_confusion_says_what_is_taken_for_what(command, model, digits, tmp_path) -> None:
    test = mnist.load_split(mnist.open_folder(digits)).test
    measured = evaluate(Network.from_snapshot(model_file.load(model)), test)
    path = tmp_path / "confusion.csv"
    of_all = ("evaluate", "--model", model, "--data", digits, "--confusion", "--csv", path)
    code, stdout, stderr = command(*of_all, "--json")
    assert code == 0
    assert "50 to judge by" in stderr
    told = json.loads(stdout)
    assert told["confusion"] == measured.confusion.tolist()
    assert told["accuracy"] == measured.accuracy
    assert [each["name"] for each in told["classes"]] == list("0123456789")
    lines = path.read_text().splitlines()
    assert len(lines) == 11
    assert [int(n) for n in lines[3].split(",")[1:11]] == measured.confusion[2].tolist()

    code, stdout, _ = command(*of_all)
    lines = stdout.splitlines()
    start = lines.index("A row is what it is, a column what it is read as.") + 1
    assert lines[start].split() == list("0123456789")
    cells = [int(each) for each in lines[start + 4].replace("·", "0").split()]
    assert cells == [3, *measured.confusion[3].tolist()]
    assert "never answered" in stdout
    assert " read as " in stdout


def test_a_table_that_cannot_be_written_is_one_line(command, model, digits, tmp_path) -> None:
    path = tmp_path / "nowhere" / "table.csv"
    code, stdout, stderr = command("evaluate", "--model", model, "--data", digits, "--csv", path)
    assert (code, stdout) == (1, "")
    assert stderr.count("\n") == 2  # after what was taken for what


def test_classes_of_another_set_have_their_names(command, snapshot, digits, monkeypatch) -> None:
    names = ("T-shirt", "お", *(f"thing {k}" for k in range(8)))
    split = mnist.load_split(mnist.open_folder(digits))
    test = replace(split.test, class_names=names)
    monkeypatch.setattr("core.cli.evaluate.split_of", lambda *_: replace(split, test=test))
    code, stdout, stderr = command("evaluate", "--data", digits)
    assert (code, stdout) == (1, "")
    assert "knows the digits 0 to 9, and this set holds T-shirt, お, thing 0" in stderr
    monkeypatch.setattr(
        "core.cli.evaluate.snapshot_of", lambda _: replace(snapshot, class_names=names)
    )
    _, stdout, _ = command("evaluate", "--data", digits)
    lines = stdout.splitlines()[3:]
    assert [line.split("  ")[0] for line in lines] == list(names)
    _, stdout, _ = command("evaluate", "--data", digits, "--json")
    assert list(json.loads(stdout)["class_accuracy"]) == list(names)
    code, stdout, _ = command("evaluate", "--data", digits, "--confusion")
    assert "T-shir" in stdout
