"""The programs of docs/examples: short, on core alone, and they do what they say."""

from __future__ import annotations

import ast
import re
import runpy
from pathlib import Path

import numpy as np
import pytest

from core.data.dataset import Dataset
from core.data.starter import starter_digits
from tests.core.data.idx_files import idx_bytes
from tests.test_house import HOUSE, imported_names

EXAMPLES = sorted((HOUSE / "docs" / "examples").glob("*.py"))
MOST_LINES = 22


def run(name: str, *arguments: str, monkeypatch: pytest.MonkeyPatch) -> None:
    path = HOUSE / "docs" / "examples" / name
    monkeypatch.setattr("sys.argv", [str(path), *arguments])
    runpy.run_path(str(path), run_name="__main__")


def written(folder: Path, part: str, data: Dataset) -> None:
    images = data.images.reshape(-1, 28, 28)
    (folder / f"{part}-images-idx3-ubyte").write_bytes(idx_bytes(images))
    (folder / f"{part}-labels-idx1-ubyte").write_bytes(idx_bytes(data.labels))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_an_example_is_short_and_needs_core_and_numpy_alone(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    lines = {node.lineno for node in ast.walk(ast.parse(source)) if isinstance(node, ast.stmt)}
    assert len(lines) <= MOST_LINES
    roots = {name.split(".")[0] for name in imported_names(source, path.stem, False)}
    assert roots <= {"core", "numpy", "pathlib", "sys"}
    assert f"python docs/examples/{path.name}" in source


def test_there_are_examples() -> None:
    assert {path.name for path in EXAMPLES} >= {"mnist.py", "gradient.py"}


def test_the_network_of_the_example_learns(tmp_path, monkeypatch, capsys) -> None:
    """98 % of MNIST; here the app's own digits, which need no download."""
    for part, count, seed in (("train", 2000, 0), ("t10k", 500, 1)):
        written(tmp_path, part, starter_digits(count, rng=np.random.default_rng(seed)))
    run("mnist.py", str(tmp_path), monkeypatch=monkeypatch)
    *epochs, last = capsys.readouterr().out.splitlines()
    assert len(epochs) == 4
    accuracy = float(last.split("%")[0])
    assert accuracy > 75  # 87 to 90 over ten seeds and three kernels


def test_the_gradients_of_the_example_agree(monkeypatch, capsys) -> None:
    run("gradient.py", monkeypatch=monkeypatch)
    told = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in told] == ["dW1", "db1", "dW2", "db2"]
    assert all(float(re.findall(r"\de-?\d+", line)[0]) < 1e-6 for line in told)
