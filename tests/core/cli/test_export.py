from __future__ import annotations

import json
import runpy

import numpy as np
import pytest

from core.cli.parser import EXPORTS
from core.export.formats import FORMATS
from core.files import model_file
from core.files.recipe_file import to_toml
from core.network.network import Network
from core.network.recipe import Recipe


def test_the_parser_knows_the_forms() -> None:
    assert tuple(FORMATS) == EXPORTS


def test_exports_the_network_of_a_file(command, model, snapshot, tmp_path) -> None:
    out = tmp_path / "digits.py"
    code, stdout, stderr = command("export", "--model", model, "--as", "numpy", "-o", out)
    assert (code, stdout) == (0, "")
    assert stderr == f"Wrote {out}.\n"
    X = np.random.default_rng(0).random((784, 3), np.float32)
    ours = Network.from_snapshot(snapshot).predict(X)
    assert np.allclose(runpy.run_path(str(out))["probabilities"](X), ours, atol=1e-6)


def test_torch_gets_two_files(command, model, tmp_path) -> None:
    code, _, stderr = command("export", "--model", model, "--as", "torch", "-o", tmp_path / "d.py")
    assert code == 0
    assert stderr == f"Wrote {tmp_path / 'd.pt'} and {tmp_path / 'd.py'}.\n"
    assert (tmp_path / "d.pt").exists()


def test_exports_a_recipe(command, tmp_path) -> None:
    recipe = tmp_path / "recipe.toml"
    recipe.write_text(to_toml(Recipe(hidden=(7,), seed=99)))
    for form in ("numpy-training", "torch-training"):
        out = tmp_path / f"{form}.py"
        assert command("export", "--recipe", recipe, "--as", form, "-o", out)[0] == 0
        text = out.read_text(encoding="utf-8")
        assert "HIDDEN = (7,)  #" in text
        assert "SEED = 99\n" in text


def test_without_a_recipe_the_networks_is_taken(command, snapshot, tmp_path) -> None:
    snapshot.facts["recipe"] = to_toml(Recipe(seed=123))
    model_file.save(snapshot, tmp_path / "m.safetensors")
    out = tmp_path / "m.ipynb"
    told = command("export", "--model", tmp_path / "m.safetensors", "--as", "notebook", "-o", out)
    assert told[0] == 0
    assert "SEED = 123\\n" in out.read_text(encoding="utf-8")
    assert json.loads(out.read_text(encoding="utf-8"))["nbformat"] == 4


def test_exports_the_digits(command, digits, tmp_path) -> None:
    out = tmp_path / "digits.npz"
    assert command("export", "--data", digits, "--as", "data", "-o", out)[0] == 0
    with np.load(out) as arrays:
        assert arrays["x_train"].shape == (220, 28, 28)
        assert arrays["y_validation"].shape == (20,)
        assert [*arrays["class_names"]] == list("0123456789")


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("--as", "numpy", "-o", "a.txt"), "must end in .py"),
        (("--as", "onnx", "-o", "a"), "must end in .onnx"),
        (("--as", "numpy", "-o", "numpy.py"), "would hide the numpy"),
        (("--as", "torch", "-o", "Struct.py"), "Choose another name"),
        (("--as", "numpy", "--recipe", "r.toml", "-o", "a.py"), "takes no --recipe"),
        (("--as", "numpy-training", "--recipe", "nowhere.toml", "-o", "a.py"), "cannot be read"),
        (("--as", "numpy-training", "-o", "a.py"), "does not tell the recipe"),
        (("--as", "onnx", "-o", "no/folder/a.onnx"), "cannot be written"),
    ],
)
def test_says_why_nothing_was_written(
    arguments, why, command, model, tmp_path, monkeypatch
) -> None:
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.iterdir())
    code, stdout, stderr = command("export", "--model", model, *arguments)
    assert (code, stdout) == (1, "")
    assert why in stderr
    assert stderr.count("\n") == 1
    assert sorted(tmp_path.iterdir()) == before


def test_a_form_that_there_is_not(command) -> None:
    code, _, stderr = command("export", "--as", "excel", "-o", "a")
    assert code == 2
    assert "excel" in stderr
