"""--data takes any data set, says what it took for what, and --mend mends it."""

from __future__ import annotations

import gzip
import json

import numpy as np
import pytest

from core.cli import parser
from core.data.opening.mending import MENDS
from tests.core.data.idx_files import idx_bytes
from tests.core.data.opening.sets import IMAGES, LABELS, csv_text, write_idx


@pytest.fixture
def on_side(tmp_path):
    folder = tmp_path / "on side"
    folder.mkdir()
    for part, rows in (("train", slice(0, 300)), ("t10k", slice(300, 400))):
        images = np.ascontiguousarray(255 - IMAGES[rows].transpose(0, 2, 1))
        for role, array in (("images-idx3", images), ("labels-idx1", LABELS[rows])):
            path = folder / f"{part}-{role}-ubyte.gz"
            path.write_bytes(gzip.compress(idx_bytes(array), 1))
    return folder


def test_what_is_noticed_is_told_with_what_mends_it(command, on_side) -> None:
    code, stdout, stderr = command("evaluate", "--data", on_side, "--json")
    assert code == 0
    assert json.loads(stdout)["accuracy"] < 0.5
    assert "300 images to learn from, 100 to judge by" in stderr
    assert "on their side: rows and columns are swapped. Add --mend turn to mend it." in stderr
    code, stdout, stderr = command("evaluate", "--data", on_side, "--mend", "turn,invert", "--json")
    assert code == 0
    assert json.loads(stdout)["accuracy"] > 0.9
    assert "Turned upright." in stderr
    assert "Add --mend" not in stderr


def test_one_of_several_sets_is_named_after_a_hash(command, tmp_path) -> None:
    for name in ("mnist", "digits"):
        write_idx(tmp_path / "all", f"emnist-{name}-")
    code, _, stderr = command("evaluate", "--data", tmp_path / "all", "--json")
    assert code == 0
    assert "emnist-digits was taken, of emnist-digits, emnist-mnist" in stderr
    code, stdout, _ = command("evaluate", "--data", f"{tmp_path / 'all'}#emnist-mnist", "--json")
    assert (code, json.loads(stdout)["data"]) == (0, "emnist-mnist")
    code, stdout, stderr = command("evaluate", "--data", f"{tmp_path / 'all'}#letters")
    assert (code, stdout) == (1, "")
    assert "There is no letters in" in stderr


def test_a_table_is_learned_from(command, tmp_path) -> None:
    (tmp_path / "set.csv").write_text(csv_text(IMAGES[:200], LABELS[:200]))
    out = tmp_path / "net.safetensors"
    code, _, stderr = command(
        "train", "--data", tmp_path / "set.csv", "--epochs", "1", "--hidden", "8", "--out", out
    )
    assert code == 0
    assert out.exists()
    assert "The first column was taken for the label." in stderr


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("--data", "starter", "--mend", "turn"), "for a data set of your own"),
        (("--data", "nowhere.csv"), "There is no nowhere.csv"),
        (("--data", "nowhere.csv", "--mend", "tilt"), "“tilt” mends nothing"),
    ],
)
def test_what_cannot_be_is_one_line(command, arguments, reason) -> None:
    code, stdout, stderr = command("evaluate", *arguments)
    assert (code, stdout) == (1, "")
    assert reason in stderr
    assert stderr.count("\n") == 1


def test_every_mend_is_told_by_the_help() -> None:
    assert tuple(MENDS) == parser.MENDS
