"""predict, train and gradcheck with other classes than digits."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core.cli import Host
from core.files import model_file
from tests.classes import LETTERS, drawing_of, split_of, trained

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def letters(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("models") / "letters.safetensors"
    model_file.save(trained(LETTERS), path)
    return path


def test_ink_is_answered_with_names(command, letters, tmp_path) -> None:
    path = tmp_path / "ink.jsonl"
    drawings = [drawing_of(n, np.random.default_rng(n), 0.02) for n in range(26)]
    lines = [
        {"strokes": [s.points.tolist() for s in each.strokes], "class": LETTERS[n]}
        for n, each in enumerate(drawings)
    ]
    path.write_text("".join(json.dumps(each) + "\n" for each in lines))
    code, stdout, stderr = command("predict", "--model", letters, "--ink", path)
    answers = [json.loads(line) for line in stdout.splitlines()]
    right = sum(each["class"] == LETTERS[n] for n, each in enumerate(answers))
    assert code == 0
    assert right > 23
    assert stderr.startswith(f"{right} of 26 read right")
    for each in answers:
        assert list(each["probabilities"]) == list(LETTERS)
        assert max(each["probabilities"], key=each["probabilities"].get) == each["class"]


def test_a_picture_is_one_thing(command, letters) -> None:
    grey = np.zeros((28, 28), np.uint8)
    grey[5:20, 6:9], grey[5:20, 18:21] = 255, 255
    command = replace(command, host=Host(lambda path: grey))
    code, stdout, _ = command("predict", "--model", letters, "two.png")
    assert code == 0
    assert json.loads(stdout)["class"] in LETTERS


def test_numbers_are_of_digits(command, letters) -> None:
    code, stdout, stderr = command("predict", "--model", letters, "--number", "a.png")
    assert (code, stdout) == (1, "")
    assert "reads other classes than digits" in stderr


def test_gradients_of_any_number_of_classes_are_checked(command, letters) -> None:
    assert command("gradcheck", "--model", letters)[0] == 0


def test_what_is_trained_on_letters_knows_their_names(command, tmp_path, monkeypatch) -> None:
    split = split_of(LETTERS, each=4)
    monkeypatch.setattr("core.cli.train.split_of", lambda *_: split)
    out = tmp_path / "out.safetensors"
    code, _, stderr = command("train", "--epochs", 1, "--hidden", "8", "--out", out)
    assert code == 0, stderr
    saved = model_file.load(out)
    assert (saved.dimensions, saved.class_names) == ((784, 8, 26), LETTERS)
