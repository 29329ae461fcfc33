"""Ten thousand random actions on the real window, three times over."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

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
            told, busiest = play(seed, ACTIONS[dose], Path(folder), LONGEST[dose])
        failures += [f"seed {seed}: {each}" for each in told]
        worst = max(worst, busiest)
    tried = ACTIONS[dose] * len(SEEDS[dose])
    return Outcome(tried, f"the longest step of the window took {worst:.2f} s", tuple(failures))


def play(seed: int, actions: int, folder: Path, longest: float) -> tuple[list[str], float]:
    """The failures of one seed, and the longest time that the window computed at a stretch."""
    environ = {name: value for name, value in os.environ.items() if name != "DIGIT_LAB_MNIST"}
    nowhere = "http://127.0.0.1:9"  # nothing is downloaded
    environ |= {
        "QT_QPA_PLATFORM": "offscreen",
        "HOME": str(folder),
        "PYTHONPATH": os.pathsep.join(sys.path),
        "OPENBLAS_NUM_THREADS": "1",
        **dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), nowhere),
    }
    program = [sys.executable, "-m", f"{__package__}._monkey", str(seed), str(actions), str(folder)]
    try:
        ended = subprocess.run(
            program,
            env=environ,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=longest,
        )
    except subprocess.TimeoutExpired:
        return [f"not done after {longest} s. {_last(folder)}"], longest
    told = [json.loads(line) for line in ended.stdout.splitlines() if line.startswith("{")]
    failures = [f"{each['what']} After: {each['trail']}" for each in told if "what" in each]
    ends = [each for each in told if "worst" in each]
    if not ends:
        how = f"ended with {ended.returncode}: {ended.stderr[-1500:]}"
        return [*failures, f"{how} {_last(folder)}"], 0.0
    if ended.returncode and not failures:
        failures.append(f"a thread was still busy at the end. {_last(folder)}")
    return failures, ends[0]["worst"]


def _last(folder: Path) -> str:
    trail = folder / "trail"
    lines = trail.read_text(encoding="utf-8").splitlines() if trail.exists() else []
    return f"After: {lines[-LAST:]}"


CAMPAIGN = Campaign("monkey", "no error, no warning, no stall over 1 s", run)
