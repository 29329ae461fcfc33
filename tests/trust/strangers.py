"""Hostile names and texts wherever a stranger's text comes into the window, and all that can then
be read of it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile

from tests.trust._hostile import TEXTS
from tests.trust.campaign import Campaign, Dose, Outcome

COUNT = {"short": 3, "whole": len(TEXTS)}
LONGEST = {"short": 60, "whole": 600}  # seconds


def run(dose: Dose) -> Outcome:
    """In a process and a folder of its own."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        environ = {name: value for name, value in os.environ.items() if name != "DIGIT_LAB_MNIST"}
        environ |= {
            "QT_QPA_PLATFORM": "offscreen",
            "HOME": folder,
            "PYTHONPATH": os.pathsep.join(sys.path),
            "OPENBLAS_NUM_THREADS": "1",
        }
        program = [sys.executable, "-m", f"{__package__}._strangers", str(COUNT[dose]), folder]
        try:
            ended = subprocess.run(
                program,
                env=environ,
                capture_output=True,
                encoding="utf-8",
                errors="replace",
                timeout=LONGEST[dose],
            )
        except subprocess.TimeoutExpired:
            return Outcome(0, "nothing", (f"not done after {LONGEST[dose]} s",))
    told = [json.loads(line) for line in ended.stdout.splitlines() if line.startswith("{")]
    failures = tuple(each["what"] for each in told if "what" in each)
    looked = sum(each.get("looked", 0) for each in told)
    if not looked or (ended.returncode and not failures):
        failures += (f"ended with {ended.returncode}: {ended.stderr[-1500:]}",)
    return Outcome(COUNT[dose], f"{looked:,} texts were looked at", failures)


CAMPAIGN = Campaign("strangers", "no markup, link, escape or path of a stranger's", run)
