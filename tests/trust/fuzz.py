"""Damaged files of every format: each is read, or is a sentence, soon and in little memory."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.trust._formats import FORMATS
from tests.trust.campaign import Campaign, Dose, Outcome

ROOT = Path(__file__).resolve().parents[2]
KEPT = ROOT / "build" / "trust"
SEEDS = {"short": (1,), "whole": (1, 2, 3, 4, 5)}
COUNTS = {"short": 150, "whole": 2_000}  # of a seed: 10,000 of each format in the whole dose
PATIENCE = {"short": 60, "whole": 600}  # seconds for all of them: one that hangs takes more


def one(name: str, seed: int, dose: Dose) -> list[str]:
    """What was not read as it should be."""
    with tempfile.TemporaryDirectory() as folder:
        arguments = [name, str(seed), str(COUNTS[dose]), folder]
        try:
            child = subprocess.run(
                [sys.executable, "-m", "tests.trust._fuzz_child", *arguments],
                cwd=ROOT,
                env=os.environ | {"OPENBLAS_NUM_THREADS": "1"},
                capture_output=True,
                text=True,
                errors="replace",
                timeout=PATIENCE[dose],
            )
        except subprocess.TimeoutExpired:
            return [f"{name}, seed {seed}: one file hangs: {_keep(folder, 'current', name, seed)}"]
        *found, last = child.stdout.splitlines() or [""]
        failures = [
            f"{name}, seed {seed}: {what}: {_keep(folder, number, name, seed)}"
            for number, _, what in (line.partition(" ") for line in found)
        ]
        if last != "done":
            kept = _keep(folder, "current", name, seed)
            why = child.stderr.strip().splitlines()[-1:]
            failures.append(f"{name}, seed {seed}: it ended with {child.returncode} {why}: {kept}")
        return failures


def _keep(folder: str, number: str, name: str, seed: int) -> Path:
    """Where a copy of the file lies, which brings it back."""
    KEPT.mkdir(parents=True, exist_ok=True)
    kept = KEPT / f"{name.replace(' ', '-')}-{seed}-{number}"
    if (Path(folder) / number).exists():
        shutil.copyfile(Path(folder) / number, kept)
    return kept


def run(dose: Dose) -> Outcome:
    jobs = [(name, seed, dose) for name in FORMATS for seed in SEEDS[dose]]
    with ThreadPoolExecutor(2) as pool:
        failures = [each for found in pool.map(lambda job: one(*job), jobs) for each in found]
    tried = len(jobs) * COUNTS[dose]
    return Outcome(tried, f"{len(failures)} files of {len(FORMATS)} formats", tuple(failures))


CAMPAIGN = Campaign("fuzz", "read or refused in a sentence, in 1 s and 1.5 GB", run)
