"""digit-lab gradcheck: each gradient beside the difference of the loss it should equal."""

from __future__ import annotations

import argparse

import numpy as np

from core.cli.command import FAILED
from core.cli.host import Host
from core.cli.sources import snapshot_of
from core.cli.terminal import tell
from core.data.starter import starter_digits
from core.inspection.differences import check_gradients
from core.inspection.gradient_check import TOLERANCE, GradientCheck
from core.inspection.walk import walk

EXAMPLES = 20
SAMPLES = 2000  # of each array: an error is seldom in a few entries alone
_HEADINGS = ("array", "compared", "at a kink", "worst error", "where", "gradient", "difference")


def gradcheck(arguments: argparse.Namespace, host: Host) -> int:
    """Prints a table; exit code 1 when an error is above TOLERANCE. Raises ModelFileError."""
    snapshot = snapshot_of(arguments)
    rng = np.random.default_rng(0)
    digits = starter_digits(EXAMPLES, rng=rng)
    labels = digits.labels % snapshot.dimensions[-1]  # any will do
    checks = check_gradients(walk(snapshot, digits.X(), labels), rng=rng, samples=SAMPLES)
    rows = [_HEADINGS, *map(_row, checks)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        tell("  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)))

    wrong = [check.name for check in checks if not check.relative_error <= TOLERANCE]
    if wrong:
        tell(f"Wrong: {', '.join(wrong)}, by more than {TOLERANCE:g}.")
        return FAILED
    tell(f"Every gradient is right to {TOLERANCE:g}.")
    return 0


def _row(check: GradientCheck) -> tuple[str, ...]:
    return (
        check.name,
        f"{check.checked:,}",
        f"{check.kinks:,}",
        f"{check.relative_error:.1e}",
        ", ".join(map(str, check.index)),
        f"{check.analytic:.6e}",
        f"{check.numeric:.6e}",
    )
