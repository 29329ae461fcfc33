"""The notebook: Jupyter's form, the course's functions, and a run like ours."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from core.checking.runner import check_file
from core.data.dataset import Split
from core.errors import DataError
from core.export.data_arrays import data_arrays
from core.export.formats import FORMATS, TrainingSource
from core.export.notebook import notebook
from core.export.training_program import numpy_training
from core.files.recipe_file import to_toml
from core.network.recipe import Recipe
from core.network.snapshots import Snapshot
from tests.core.export.networks import run, snapshot_of_shape
from tests.core.stripes import digits, learn

RECIPE = Recipe(hidden=(20, 10), batch_size=30, epochs=2, l2=0.0)


def cells(text: str, kind: str) -> list[str]:
    every = json.loads(text)["cells"]
    return ["".join(each["source"]) for each in every if each["cell_type"] == kind]


@pytest.mark.slow
def test_its_cells_train_our_run(tmp_path) -> None:
    split = Split("Stripes", digits(100, 1), digits(30, 2), digits(30, 3))
    (tmp_path / "data.npz").write_bytes(data_arrays(split))
    program = tmp_path / "cells.py"
    code = [*cells(notebook(numpy_training(RECIPE)), "code"), "print(losses)"]
    program.write_text("\n".join(code), encoding="utf-8")
    *_, last = run(program, DIGIT_LAB_MNIST=tmp_path / "data.npz").splitlines()
    _, steps, _ = learn(RECIPE, split)
    assert np.allclose(json.loads(last), [step.loss for step in steps], rtol=1e-4)


@pytest.mark.slow
def test_our_own_checker_finds_its_functions_right(tmp_path) -> None:
    path = tmp_path / "cells.py"
    path.write_text(
        "\n".join(cells(notebook(numpy_training(RECIPE)), "code")[:-2]), encoding="utf-8"
    )
    report = check_file(path)
    assert [each for each in report.present if each.status != "right"] == []
    absent = [each.name for each in report.functions if each.status == "absent"]
    assert absent == ["L_layer_model"]


def test_has_the_form_of_jupyter() -> None:
    text = notebook(numpy_training(RECIPE))
    told = json.loads(text)
    assert (told["nbformat"], told["nbformat_minor"]) == (4, 5)
    ids = [each["id"] for each in told["cells"]]
    assert len(set(ids)) == len(ids) > 20
    for each in told["cells"]:
        lines = each["source"]
        assert all(line.endswith("\n") for line in lines[:-1])
        assert not lines[-1].endswith("\n")
        assert ("outputs" in each) == (each["cell_type"] == "code")
    assert cells(text, "markdown")[0].startswith("# A network that learns to read\n")


def test_jupyters_own_judge_finds_no_fault(nbformat) -> None:
    nbformat.validate(json.loads(notebook(numpy_training(RECIPE))))


def test_has_the_very_recipe_of_a_network(tmp_path: Path) -> None:
    plain = snapshot_of_shape("letters")
    facts = {"recipe": to_toml(RECIPE), "data": "Letters", "changes": "step 5: Momentum 0.9 → 0.5"}
    told = plain.dimensions, plain.activation, plain.theta, "mine", facts, plain.class_names
    FORMATS["notebook"].write(Snapshot(*told), tmp_path / "mine.ipynb")
    text = (tmp_path / "mine.ipynb").read_text(encoding="utf-8")
    first, *_ = cells(text, "markdown")
    recipe = next(each for each in cells(text, "code") if "HIDDEN" in each)
    assert "HIDDEN = (20, 10)" in recipe
    assert '"z"' in recipe
    assert "The run learned from Letters" in first
    assert "step 5: Momentum 0.9 → 0.5" in " ".join(first.split())


@pytest.mark.parametrize("recipe", [None, "", "nonsense = 1", "seed = -4", 3])
def test_a_network_without_a_recipe_says_so(recipe) -> None:
    plain = snapshot_of_shape("default")
    told = Snapshot(plain.dimensions, "relu", plain.theta, "", {"recipe": recipe})
    with pytest.raises(DataError, match="does not tell the recipe"):
        TrainingSource.of(told)
