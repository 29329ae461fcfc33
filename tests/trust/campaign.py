"""What a campaign is: a way to try to break the app, which prints one line with its figure."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

Dose = Literal["short", "whole"]


@dataclass(frozen=True)
class Outcome:
    """What a campaign came to.

    tried: how often something was tried. figure: what was measured, in words. failures: a sentence
    for each thing that did not hold, with what brings it back; none means that the bar was met.
    """

    tried: int
    figure: str
    failures: tuple[str, ...] = ()


@dataclass(frozen=True)
class Campaign:
    """One file of this folder has one, called CAMPAIGN.

    bar: what must hold, in words. run: does it; the short dose takes seconds, the whole minutes.
    """

    name: str
    bar: str
    run: Callable[[Dose], Outcome]


def run_all(campaigns: Iterable[Campaign], dose: Dose) -> bool:
    """Run one after another and print a line for each. Whether all of them held."""
    held = True
    for campaign in campaigns:
        began = time.monotonic()
        outcome = campaign.run(dose)
        seconds = time.monotonic() - began
        verdict = "FAILED" if outcome.failures else "ok"
        print(
            f"{campaign.name:14} {verdict:6} {outcome.tried:7,} tried: {outcome.figure}"
            f" ({campaign.bar}; {seconds:.0f} s)",
            flush=True,
        )
        for failure in outcome.failures[:20]:
            print(f"    {failure}", flush=True)
        held = held and not outcome.failures
    return held
