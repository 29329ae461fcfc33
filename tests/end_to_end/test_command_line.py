"""`python -m app` without a screen: every verb works, and no verb says in one line why not."""

from __future__ import annotations

import json
import subprocess

import pytest

from core.version import VERSION
from tests.end_to_end.program import CHECKOUT, COMMAND

SEVEN = {"digit": 7, "strokes": [[[10, 10], [60, 10], [55, 30], [30, 90]]]}


@pytest.fixture
def digit_lab(environment):
    """Runs a verb as a user would, without a screen."""

    def run(*words, seconds=120, **more):
        return subprocess.run(
            [*COMMAND, *map(str, words)],
            cwd=CHECKOUT,
            env={**environment, **more},
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=seconds,
            check=False,
        )

    return run


def test_version(digit_lab):
    done = digit_lab("--version")
    assert (done.returncode, done.stderr) == (0, "")
    assert VERSION in done.stdout


def test_help_names_every_verb(digit_lab):
    done = digit_lab("--help")
    assert done.returncode == 0
    assert all(
        verb in done.stdout for verb in ("train", "evaluate", "predict", "gradcheck", "check")
    )


def test_gradcheck_passes(digit_lab):
    assert digit_lab("gradcheck").returncode == 0


def test_a_network_is_trained_saved_and_judged(digit_lab, mnist_folder, tmp_path):
    model = tmp_path / "small.safetensors"
    data = ("--data", mnist_folder, "--json")
    trained = digit_lab("train", *data, "--hidden", "32", "--epochs", "1", "--out", model)
    assert trained.returncode == 0, trained.stderr
    facts = json.loads(trained.stdout)
    assert facts["test_accuracy"] >= 0.9
    assert facts["epochs"] == 1
    assert {"test_loss", "seconds"} <= facts.keys()

    judged = digit_lab("evaluate", *data, "--model", model)
    assert judged.returncode == 0, judged.stderr
    assert json.loads(judged.stdout)["accuracy"] == pytest.approx(facts["test_accuracy"])


def test_the_shipped_network_reads_ink(digit_lab, tmp_path):
    ink = tmp_path / "seven.jsonl"
    ink.write_text(json.dumps(SEVEN) + "\n", encoding="utf-8")
    done = digit_lab("predict", "--ink", ink)
    assert done.returncode == 0, done.stderr
    prediction = json.loads(done.stdout)
    assert prediction["digit"] == 7
    assert len(prediction["probabilities"]) == 10


def test_a_learners_file_is_checked(digit_lab, tmp_path):
    mine = tmp_path / "mine.py"
    mine.write_text("def relu_backward(dH, relu_memory):\n    return dH * (relu_memory > 0)\n")
    assert digit_lab("check", mine).returncode == 0
    mine.write_text("def relu_backward(dH, relu_memory):\n    return dH * (dH > 0)\n")
    done = digit_lab("check", mine)
    assert done.returncode == 1
    assert "The mask looks at dH" in done.stdout


def test_a_missing_file_is_a_sentence(digit_lab, tmp_path):
    done = digit_lab("predict", tmp_path / "nothing.png")
    assert done.returncode != 0
    assert "nothing.png" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("screens", [{}, {"DISPLAY": ":987"}], ids=["none", "dead"])
def test_without_a_screen_one_line_says_so(digit_lab, screens):
    done = digit_lab(seconds=30, **screens)
    assert done.returncode == 2, done.stderr
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1, done.stderr
