"""Hostile names and texts wherever a stranger's text comes into the window, and all that can then
be read of it."""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.trust._hostile import TEXTS
from tests.trust._window_process import play
from tests.trust.campaign import Campaign, Dose, Outcome

COUNT = {"short": 3, "whole": len(TEXTS)}
LONGEST = {"short": 60, "whole": 600}  # seconds


def run(dose: Dose) -> Outcome:
    """In a process and a folder of its own."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        told, fault = play("_strangers", Path(folder), LONGEST[dose], COUNT[dose])
    failures = [each["what"] for each in told if "what" in each] + [fault] * bool(fault)
    looked = sum(each.get("end", 0) for each in told)
    return Outcome(COUNT[dose], f"{looked:,} texts were looked at", tuple(failures))


CAMPAIGN = Campaign("strangers", "no markup, link, escape or path of a stranger's", run)
