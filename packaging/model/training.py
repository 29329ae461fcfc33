"""A training run from start to end, on one thread, with a line an epoch on standard error."""

from __future__ import annotations

import sys

from core.data.dataset import Split
from core.network.network import Network
from core.network.recipe import Recipe
from core.network.reports import EpochReport
from core.network.training import train
from core.threads import blas_threads


def train_and_report(network: Network, recipe: Recipe, split: Split) -> None:
    """Train `network` by `recipe`, with a line an epoch."""
    with blas_threads(1):  # sums depend on how they are shared out
        for report in train(network, recipe, split):
            if isinstance(report, EpochReport):
                told = f"epoch {report.epoch:3}  training loss {report.train_loss:.4f}"
                if len(split.validation):
                    told += (
                        f"  validation {report.validation_loss:.4f}"
                        f"  {report.validation_accuracy:.2%}"
                    )
                print(told, file=sys.stderr, flush=True)
