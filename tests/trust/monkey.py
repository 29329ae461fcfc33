"""Ten thousand random actions on the real window, three times over."""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.trust._window_process import play
from tests.trust.campaign import Campaign, Dose, Outcome

SEEDS = {"short": (1,), "whole": (1, 2, 3)}
ACTIONS = {"short": 400, "whole": 10_000}
LONGEST = {"short": 60, "whole": 900}  # seconds of one seed
LAST = 20


def run(dose: Dose) -> Outcome:
    """Each seed in a process and a folder of its own."""
    failures: list[str] = []
    worst = 0.0
    for seed in SEEDS[dose]:
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            told, fault = play("_monkey", Path(folder), LONGEST[dose], seed, ACTIONS[dose])
            if fault:
                failures.append(f"seed {seed}: {fault} After: {last(Path(folder) / 'trail')}")
        failures += [
            f"seed {seed}: {each['what']} After: {each['trail']}" for each in told if "what" in each
        ]
        worst = max([worst, *(each["end"] for each in told if "end" in each)])
    tried = ACTIONS[dose] * len(SEEDS[dose])
    return Outcome(tried, f"the window's longest step took {worst:.2f} s", tuple(failures))


def last(trail: Path) -> list[str]:
    """The last actions of a process that is no more."""
    return trail.read_text(encoding="utf-8").splitlines()[-LAST:] if trail.exists() else []


CAMPAIGN = Campaign(
    "monkey", "no error, no warning, no stall over 1 s, another size of text apart", run
)
