"""Pictures that are as bad as can be, and damaged ones: each is read, or refused in a sentence."""

from __future__ import annotations

import itertools
import os
import random
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Timer

from app.views.draw.pictures import from_file
from core.errors import DataError
from core.files import model_file
from core.reading.numbers import read_found
from tests.effort import slowness
from tests.trust._inputs import mutated, repeated
from tests.trust._pictures import ENDINGS, KINDS, NARROW, SIZES, SLOWLY_MADE, TRAPS, file_of, grey
from tests.trust.campaign import Campaign, Dose, Outcome

SECONDS = 1.0  # of the processor, times how slow it is
MEGABYTES = 300  # beyond what the process holds when it has read a small picture
HANG = 20.0  # seconds without a sign of life
MOST_RESTARTS = 5
SEED = 13
DAMAGED: dict[Dose, int] = {"short": 20, "whole": 5_000}  # files of an ending
_SAMPLE = (90, 140)
_SHORT_LARGE = (("handwriting", "jpg"), ("blots by chance", "bmp"))
_SHORT_EVERY = 6  # of the kinds
_TOO_SLOWLY_MADE = set(itertools.product(SLOWLY_MADE, ("12 MP", "50 MP")))


@dataclass(frozen=True)
class Trial:
    """One file. kind: of KINDS or TRAPS, or "damaged". size: of SIZES or NARROW. number: of the
    damaged one."""

    kind: str
    ending: str
    size: str = ""
    number: int = 0

    def __str__(self) -> str:
        return " ".join(map(str, filter(None, (self.kind, self.size, self.ending, self.number))))

    def content(self) -> bytes:
        """The same each time."""
        if self.kind in TRAPS:
            return TRAPS[self.kind]()
        if self.kind != "damaged":
            return file_of(grey(self.kind, (SIZES | NARROW)[self.size]), self.ending)
        sample = file_of(grey("handwriting", _SAMPLE), self.ending)
        rng = random.Random(f"{SEED} {self.ending} {self.number}")
        return mutated(rng, sample) if rng.random() < 0.9 else repeated(rng, [sample])


def trials(dose: Dose) -> list[Trial]:
    """What a dose consists of."""
    damaged = [
        Trial("damaged", ending, number=number)
        for ending, number in itertools.product(ENDINGS, range(1, DAMAGED[dose] + 1))
    ]
    traps = [Trial(kind, "") for kind in TRAPS]
    if dose == "short":
        worst = [Trial(kind, "pgm", "28 × 28") for kind in KINDS]
        worst += [Trial(kind, "pgm", "1 MP") for kind in list(KINDS)[2::_SHORT_EVERY]]
        worst += [Trial(kind, ending, "50 MP") for kind, ending in _SHORT_LARGE]
    else:
        every = itertools.product(KINDS, ENDINGS, SIZES)
        worst = [Trial(*each) for each in every if each[1:] not in _TOO_SLOWLY_MADE]
        worst += [Trial(*each) for each in itertools.product(KINDS, ("pgm",), NARROW)]
    return worst + traps + damaged


def run(dose: Dose) -> Outcome:
    workers = os.cpu_count() or 1
    with ThreadPoolExecutor(workers) as pool:
        told = list(pool.map(lambda worker: _watched(dose, worker, workers), range(workers)))
    failures = tuple(f"{failure} (seed {SEED})" for each in told for failure in each.failures)
    slowest, largest = (max(side) for side in zip(*(each.most for each in told), strict=True))
    return Outcome(
        len(trials(dose)),
        f"at most {slowest:.2f} s and {largest:.0f} MB, {len(failures)} surprises or hangs",
        failures,
    )


CAMPAIGN = Campaign(
    "pictures", f"each is read or refused within {SECONDS:g} s and {MEGABYTES} MB", run
)


@dataclass(frozen=True)
class _Told:
    """Of some children. most: seconds and megabytes of the worst."""

    failures: list[str]
    most: tuple[float, float]


def _watched(dose: Dose, worker: int, workers: int) -> _Told:
    """Every so many trials of a dose. One that hangs, or ends the process, costs one process."""
    mine = trials(dose)[worker::workers]
    failures: list[str] = []
    seconds = megabytes = 0.0
    first = 0
    for _ in range(MOST_RESTARTS):
        child = subprocess.Popen(
            [sys.executable, "-m", __name__, dose, str(worker), str(workers), str(first)],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # libpng prints by itself
            text=True,
        )
        at = first
        for line in _lines(child):
            number, *outcome = line.rstrip("\n").split("\t")
            at = int(number)
            if outcome:
                seconds = max(seconds, float(outcome[0]))
                megabytes = max(megabytes, float(outcome[1]))
                if outcome[2]:
                    failures.append(f"{mine[at]}: {outcome[2]}")
        if child.wait() == 0:
            return _Told(failures, (seconds, megabytes))
        failures.append(f"{mine[at]}: hangs, or ended the process ({child.returncode})")
        first = at + 1
    return _Told(failures, (seconds, megabytes))


def _lines(child: subprocess.Popen[str]) -> Iterator[str]:
    """What a child says, until it ends; it is ended when it says nothing for too long."""
    assert child.stdout is not None
    with child.stdout as told:
        while True:
            timer = Timer(HANG, child.kill)
            timer.start()
            line = told.readline()
            timer.cancel()
            if not line:
                return
            yield line


def read_all(dose: Dose, worker: int, workers: int, first: int) -> None:
    """In the child: tells the number of each trial before it is read, and again with what it took
    and what was wrong."""
    warnings.simplefilter("error")
    mine = trials(dose)[worker::workers]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "picture"
        path.write_bytes(file_of(grey("handwriting", (200, 300)), "pgm"))
        _read(path)
        for number in range(first, len(mine)):
            print(number, flush=True)
            path.write_bytes(mine[number].content())
            held = _forget_peak()
            began = time.process_time()
            wrong = _read(path)
            seconds, megabytes = time.process_time() - began, _peak() - held
            if seconds > SECONDS and seconds > SECONDS * slowness():
                wrong += f" took {seconds:.1f} s"
            if megabytes > MEGABYTES:
                wrong += f" took {megabytes:.0f} MB"
            print(number, f"{seconds:.3f}", f"{megabytes:.0f}", ascii(wrong)[1:-1], sep="\t")


def _read(path: Path) -> str:
    """What was wrong with how a picture was read; "" for nothing."""
    try:
        picture = from_file(path, model_file.shipped())
        read_found(model_file.shipped(), picture.digits)
        said = picture.problem
    except DataError as error:
        said = str(error)
    except BaseException as error:
        return f"{type(error).__name__}: {error}"[:300]
    return "" if said.isprintable() else f"a sentence that is not plain: {said}"[:300]


def _forget_peak() -> float:
    """Megabytes that this process holds now; 0.0 where the system does not tell."""
    try:
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    except OSError:
        return 0.0
    return _peak()


def _peak() -> float:
    """The most megabytes that this process held since it was asked to forget."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:
        return 0.0
    (line,) = (each for each in status.splitlines() if each.startswith("VmHWM:"))
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    doses: dict[str, Dose] = {"short": "short", "whole": "whole"}
    read_all(doses[sys.argv[1]], *map(int, sys.argv[2:]))
