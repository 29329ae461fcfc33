"""digit-lab train: run a recipe, show how it goes, save the network."""

from __future__ import annotations

import argparse
import dataclasses
import math
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.cli.command import FAILED, STOPPED
from core.cli.host import Host
from core.cli.interrupt import interrupt_as_flag
from core.cli.parser import OVERRIDES
from core.cli.progress import ProgressPrinter
from core.cli.recipes import read_recipe
from core.cli.run_log import RunLog, origin_of
from core.cli.sources import split_of
from core.cli.terminal import complain, tell, tell_json
from core.errors import DivergenceError, ModelFileError
from core.files import model_file
from core.files.recipe_file import to_toml
from core.network.evaluation import evaluate
from core.network.network import Network
from core.network.recipe import Recipe
from core.network.reports import StepReport, TrainingReport
from core.network.training import Training
from core.presets import DEFAULT, PRESETS
from core.reading.calibration import network_temperature
from core.threads import blas_threads
from core.version import VERSION


@dataclass(frozen=True)
class _End:
    """reason: "completed", "early", "stopped" or "diverged"; code: what to exit with."""

    reason: str
    code: int
    epochs: int
    steps: int
    seconds: float


def train(arguments: argparse.Namespace, host: Host) -> int:
    """Exit code 0; 130 when Ctrl-C ended the run, 1 when it diverged. The network is saved in
    each case, unless its weights have grown too large to read a digit: then the code is 1, too.
    Raises DigitLabError before anything has begun."""
    recipe = _recipe(arguments)
    model_file.check_writable(arguments.out)
    split = split_of(arguments.data, host, arguments.mend)
    network = Network.from_recipe(recipe, class_names=split.class_names)
    training = Training(network, recipe, split)
    origin = origin_of(split, arguments.data)
    log = RunLog(_library(arguments, host), training, origin)
    with blas_threads(spare=1):
        end = _run(training, log)
        measured = evaluate(network, split.test)
        temperature = network_temperature(network, split.validation)
    facts: dict[str, Any] = {
        "data": split.name,
        "reason": end.reason,
        "epochs": end.epochs,
        "steps": end.steps,
        "seconds": round(end.seconds, 3),
        "test_accuracy": measured.accuracy,
        "test_loss": measured.loss if math.isfinite(measured.loss) else None,
    }
    kept = facts | {
        "temperature": temperature,
        "seed": recipe.seed,
        "recipe": to_toml(recipe),
        "version": VERSION,
    }
    snapshot = network.snapshot(f"trained on {split.name}", kept)
    log.end(end.reason, snapshot, measured.accuracy)
    try:
        model_file.save(snapshot, arguments.out)
    except ModelFileError as error:
        complain(str(error))
        end, out = dataclasses.replace(end, code=FAILED), None
    else:
        out = str(arguments.out)
        tell(
            f"{100 * measured.accuracy:.2f} % of {len(split.test):,} test images of {split.name} "
            f"are read right. Saved {out}.",
            sys.stderr,
        )
    if arguments.json:
        tell_json(facts | {"out": out})
    return end.code


def run_recipe(training: Training) -> Iterator[TrainingReport]:
    """All reports, to the end."""
    return training.reports()


def _library(arguments: argparse.Namespace, host: Host) -> Path | None:
    """Where to keep the run, if it is to be kept."""
    return None if arguments.no_keep else arguments.runs or host.runs


def _run(training: Training, log: RunLog) -> _End:
    recipe = training.recipe
    steps, hardest = training.advance.last, recipe.hardest
    progress = ProgressPrinter(recipe.epochs, steps, sys.stderr, hardest=hardest)
    started = time.perf_counter()
    done = epoch = 0
    reason, code = "completed", 0
    with interrupt_as_flag() as interrupted:
        try:
            for report in run_recipe(training):
                log.add(report)
                if isinstance(report, StepReport):
                    done = report.step
                    progress.step(report)
                else:
                    epoch = report.epoch
                    progress.epoch(report)
                if interrupted():
                    reason, code = "stopped", STOPPED
                    break
            else:
                reason = "completed" if epoch == recipe.epochs else "early"
        except DivergenceError as error:
            progress.close()
            complain(str(error))
            reason, code = "diverged", FAILED
        seconds = time.perf_counter() - started
        progress.close()
    if reason == "stopped":
        complain(f"Stopped after {done:,} steps. The network so far is kept.")
    return _End(reason, code, epoch, done, seconds)


def _recipe(arguments: argparse.Namespace) -> Recipe:
    recipe = read_recipe(arguments.recipe) if arguments.recipe else PRESETS[DEFAULT]
    given = {name: getattr(arguments, name) for name in OVERRIDES}
    return dataclasses.replace(recipe, **{k: v for k, v in given.items() if v is not None})
