"""Runs of the command line are kept, listed, compared and exported."""

from __future__ import annotations

import json
import signal
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import core.cli.train as module
from core.checkpoints import thaw
from core.cli.host import Host
from core.data import mnist
from core.files import model_file
from core.network.network import Network
from core.network.reports import StepReport
from core.network.training import Training
from core.runs.library import RunLibrary
from core.threads import blas_threads
from tests.core.cli.conftest import no_picture
from tests.core.runs.records import RECIPE, ended_run, held_run


@pytest.fixture
def library(tmp_path: Path) -> RunLibrary:
    return RunLibrary(tmp_path / "runs")


@pytest.fixture
def runs(command, library):
    """digit-lab with a user's library."""
    command.host = Host(no_picture, runs=library.folder)
    return command


@pytest.fixture
def two(library) -> list[str]:
    other = replace(RECIPE, learning_rate=0.02)
    return [library.write(ended_run(began=1000.0)), library.write(held_run(other, began=2000.0))]


def test_an_empty_library_says_what_to_do(runs) -> None:
    assert runs("runs", "list")[:2] == (
        0,
        "There are no runs yet. Train one in the window, or with digit-lab train.\n",
    )
    code, _, stderr = runs("runs", "show", "last")
    assert (code, "There is no run “last”" in stderr) == (1, True)


def test_runs_are_listed_the_latest_first_or_as_asked(runs, library, two) -> None:
    library.rename(two[0], "first")
    lines = runs("runs", "list")[1].splitlines()
    assert [line.split()[0] for line in lines] == ["id", two[1], two[0]]
    assert "cut off" in lines[1]
    assert "3 of 6" in lines[1]
    assert "learning_rate 0.02" in lines[1]
    for line, run in zip(lines[1:], library.summaries(), strict=True):
        assert run.validation_loss != run.loss
        assert f"{run.validation_loss:.4g}" in line.split()
    lines = runs("runs", "list", "--sort", "accuracy")[1].splitlines()
    assert "first" in lines[1]
    told = json.loads(runs("runs", "list", "--json")[1])
    assert [each["id"] for each in told] == two[::-1]
    assert told[1]["test_accuracy"] == 0.75


def test_the_bin_is_listed_by_itself(runs, library, two) -> None:
    library.delete([two[0]])
    assert two[0] not in runs("runs", "list")[1]
    assert two[0] in runs("runs", "list", "--bin")[1]


def test_one_that_cannot_be_read_is_listed_as_such(runs, library, two) -> None:
    library.path(two[0]).write_bytes(b"broken")
    assert "cannot be read" in runs("runs", "list")[1]
    told = json.loads(runs("runs", "show", two[0], "--json")[1])
    assert "damaged" in told["problem"]
    assert told["steps"] is None


@pytest.mark.parametrize("wanted", ["last", "mine", "whole id"])
def test_a_run_is_shown_by_its_name_or_id(runs, library, two, wanted) -> None:
    library.rename(two[1], "mine")
    code, stdout, _ = runs("runs", "show", two[1] if wanted == "whole id" else wanted)
    assert code == 0
    assert "learning_rate" in stdout
    assert "0.02" in stdout


def test_runs_are_compared_by_what_differs(runs, two) -> None:
    stdout = runs("runs", "compare", *two)[1]
    rows = {line.split("  ")[0]: line.split()[-2:] for line in stdout.splitlines()}
    assert rows["Run"] == two
    assert rows["Learning rate"] == ["0.1", "0.02"]
    assert "Batch size" not in rows
    told = json.loads(runs("runs", "compare", *two, "--json")[1])
    assert (told["id"], told["learning_rate"]) == (two, [0.1, 0.02])
    assert "batch_size" not in told
    assert runs("runs", "compare", two[0], two[0])[1] == "These are the same run.\n"


def test_a_run_is_exported(runs, library, two, tmp_path) -> None:
    for ending in ("csv", "json", "safetensors"):
        out = tmp_path / f"out.{ending}"
        assert runs("runs", "export", two[0], "--out", out)[0] == 0
    losses = library.load(two[0]).losses
    assert (tmp_path / "out.csv").read_text().count("\n") == 1 + len(losses)
    assert json.loads((tmp_path / "out.json").read_text())["losses"] == losses.tolist()
    saved = model_file.load(tmp_path / "out.safetensors")
    np.testing.assert_array_equal(saved.theta, library.load(two[0]).network.theta)
    page = tmp_path / "out.html"
    assert runs("runs", "export", two[0], "--out", page)[0] == 0
    assert "What it takes for what" not in page.read_text(encoding="utf-8")
    assert runs("runs", "export", two[0], "--data", "starter", "--out", page)[0] == 0
    assert "What it takes for what" in page.read_text(encoding="utf-8")
    code, _, stderr = runs("runs", "export", two[0], "--out", tmp_path / "out.txt")
    assert (code, "end its name in .csv, .json" in stderr) == (1, True)
    code, _, stderr = runs("runs", "export", two[0], "--out", tmp_path / "no" / "out.csv")
    assert (code, "cannot be written" in stderr) == (1, True)


def test_without_a_library_it_asks_for_one(command, library, two) -> None:
    code, _, stderr = command("runs", "list")
    assert (code, "--runs FOLDER" in stderr) == (1, True)
    assert two[0] in command("runs", "list", "--runs", library.folder)[1]


@pytest.mark.slow
def test_a_training_is_kept_unless_that_is_not_wanted(runs, library, digits, tmp_path) -> None:
    argv = ["train", "--data", digits, "--hidden", 8, "--epochs", 2, "--batch-size", 20]
    argv += ["--out", tmp_path / "out"]
    assert runs(*argv, "--no-keep")[0] == 0
    assert library.summaries() == []
    assert runs(*argv)[0] == 0
    (found,) = library.summaries()
    assert (found.reason, found.steps, found.data, found.is_written) == (
        *("completed", 22, "small"),
        False,
    )
    frames = library.frames(found.id)
    assert frames.steps.tolist()[:3] == [0, 1, 2]
    assert frames.steps[-1] == 22
    np.testing.assert_array_equal(frames.theta(-1), library.load(found.id).network.theta)
    np.testing.assert_array_equal(
        frames.theta(0), Network.from_recipe(library.load(found.id).recipe).theta
    )


@pytest.mark.slow
def test_a_training_that_was_interrupted_can_go_on(
    runs, library, digits, tmp_path, monkeypatch
) -> None:
    real = module.run_recipe

    def interrupted(training):
        for report in real(training):
            if isinstance(report, StepReport) and report.step == 2:
                signal.raise_signal(signal.SIGINT)
            yield report

    monkeypatch.setattr(module, "run_recipe", interrupted)
    runs("train", "--data", digits, "--epochs", 2, "--batch-size", 20, "--out", tmp_path / "out")
    (found,) = library.summaries()
    assert (found.reason, found.can_go_on, found.steps) == ("stopped", True, 2)
    record = library.load(found.id)
    split = mnist.load_split(mnist.open_folder(digits))
    with blas_threads(spare=1):  # as the verb: other threads add up in another order
        training = Training(Network.from_recipe(record.recipe), record.recipe, split)
        thaw(training, record.checkpoint)
        whole = Training(Network.from_recipe(record.recipe), record.recipe, split)
        expected = [each.loss for each in whole.reports() if isinstance(each, StepReport)]
        later = [each.loss for each in training.reports() if isinstance(each, StepReport)]
    assert record.losses.tolist() + later == expected


@pytest.mark.slow
def test_a_library_that_cannot_be_written_costs_no_training(command, digits, tmp_path) -> None:
    (tmp_path / "file").touch()
    command.host = Host(no_picture, runs=tmp_path / "file" / "runs")
    out = tmp_path / "out"
    code, _, stderr = command("train", "--data", digits, "--epochs", 1, "--out", out)
    assert code == 0
    assert stderr.count("cannot be kept") == 1
    assert model_file.load(out).facts["epochs"] == 1
