"""digit-lab evaluate: how good a network is on the test images of a data set."""

from __future__ import annotations

import argparse
import math

from core.cli.host import Host
from core.cli.sources import snapshot_of, split_of
from core.cli.terminal import tell, tell_json
from core.network import evaluation
from core.network.network import Network


def evaluate(arguments: argparse.Namespace, host: Host) -> int:
    """Prints accuracy, loss and each digit's accuracy. Raises DigitLabError."""
    snapshot = snapshot_of(arguments)
    split = split_of(arguments.data, host)
    measured = evaluation.evaluate(Network.from_snapshot(snapshot), split.test)
    totals, right = measured.confusion.sum(axis=1).tolist(), measured.confusion.diagonal().tolist()
    of_digits = [n / total if total else None for n, total in zip(right, totals, strict=True)]
    if arguments.json:
        figures = {
            "data": split.name,
            "count": measured.count,
            "accuracy": measured.accuracy,
            "loss": measured.loss if math.isfinite(measured.loss) else None,
            "digit_accuracy": of_digits,
        }
        tell_json(figures)
        return 0
    tell(f"{snapshot.name}, on {measured.count:,} test images of {split.name}")
    tell(f"read right  {100 * measured.accuracy:.2f} %")
    tell(f"loss        {measured.loss:.4f}")
    for digit, share in enumerate(of_digits):
        tell(f"digit {digit}     {'none' if share is None else f'{100 * share:.2f} %'}")
    return 0
