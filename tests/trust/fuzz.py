"""Faulty files of every format: each is read, or refused in a sentence, in little time and room."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread

from tests.effort import slowness
from tests.trust._formats import FORMATS
from tests.trust.campaign import Campaign, Dose, Outcome

# Inputs of a format with each seed; seeds.
DOSES: dict[Dose, tuple[int, range]] = {"short": (300, range(1)), "whole": (2_000, range(5))}
SECONDS = 1.0  # of the processor, times how slow it is, for one input
MEGABYTES = 300  # beyond what the process needs to begin with
HANG = 10.0  # seconds without a sign of life, on a machine that is busy with more than this
LONGEST = 5_000  # letters of a sentence; a path may have 4,096
MOST_RESTARTS = 5  # of one format with one seed
KEPT = Path(__file__).resolve().parents[2] / "build" / "trust"


def run(dose: Dose) -> Outcome:
    count, seeds = DOSES[dose]
    tasks = [(name, seed) for seed in seeds for name in FORMATS]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        found = list(pool.map(lambda task: list(_watched(*task, count)), tasks))
    failures = [failure for each in found for failure in each]
    wrong = f"{len(failures)} of them wrong" if failures else "0 surprises, 0 hangs"
    return Outcome(count * len(tasks), f"{len(FORMATS)} formats, {wrong}", tuple(failures))


CAMPAIGN = Campaign(
    "fuzz",
    f"each is read or refused in a sentence, within {SECONDS:g} s and {MEGABYTES} MB",
    run,
)


def input_of(name: str, seed: int, number: int) -> bytes:
    """The same each time."""
    return FORMATS[name].input(random.Random(f"{name} {seed} {number}"))


def read_all(name: str, seed: int, first: int, count: int) -> None:
    """In the child: tells the number of each input before it is read, and what was wrong after."""
    _bound_memory()
    kind = FORMATS[name]
    warnings.simplefilter("ignore", SyntaxWarning)  # of a learner's code
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "input"
        for sample in kind.sound:
            path.write_bytes(sample)
            kind.read(path)
        for number in range(first, count):
            path.write_bytes(input_of(name, seed, number))
            print(number, flush=True)
            began, wrong = time.process_time(), ""
            try:
                kind.read(path)
            except kind.refusal as error:
                wrong = _wrong_with(str(error), folder)
            except BaseException as error:
                wrong = f"{type(error).__name__}: {error}"[:300]
            seconds = time.process_time() - began
            if seconds > SECONDS and seconds > SECONDS * slowness():
                wrong += f" took {seconds:.1f} s"
            if wrong:
                print(number, ascii(wrong), flush=True)


def _wrong_with(sentence: str, folder: str) -> str:
    if not sentence or len(sentence) > LONGEST:
        return f"a sentence of {len(sentence)} letters"
    is_plain = all(each.isprintable() or each in "\n\xa0" for each in sentence)
    return "" if is_plain else f"a sentence that is not plain: {sentence}"[:300]


def _watched(name: str, seed: int, count: int) -> Iterator[str]:
    """What went wrong. An input that hangs, or ends the process, costs one process."""
    first = 0
    for _ in range(MOST_RESTARTS):
        child = subprocess.Popen(
            [sys.executable, "-m", __name__, name, str(seed), str(first), str(count)],
            stdout=subprocess.PIPE,
            text=True,
        )
        lines: SimpleQueue[str] = SimpleQueue()
        reading = Thread(target=_pass_on, args=(child, lines))
        reading.start()
        last, how = first, "ended the process"
        try:
            while line := lines.get(timeout=HANG):
                number, _, wrong = line.strip().partition(" ")
                last = int(number)
                if wrong:
                    yield _kept(name, seed, last, wrong)
        except Empty:
            how = "hangs"
        child.kill()
        code = child.wait()
        reading.join()
        if how != "hangs" and code == 0:
            return
        yield _kept(name, seed, last, how)
        first = last + 1


def _pass_on(child: subprocess.Popen[str], lines: SimpleQueue[str]) -> None:
    """Line by line, then an empty one."""
    assert child.stdout is not None
    with child.stdout as told:
        for line in told:
            lines.put(line)
    lines.put("")


def _kept(name: str, seed: int, number: int, wrong: str) -> str:
    """A sentence for a failure; its input is kept."""
    KEPT.mkdir(parents=True, exist_ok=True)
    file = KEPT / f"{name.replace(' ', '-')}-{seed}-{number}"
    file.write_bytes(input_of(name, seed, number))
    return f"{name}, seed {seed}, number {number} ({file.name}): {wrong}"


def _bound_memory() -> None:
    """Where the system can, asking for more is a MemoryError, and so a surprise."""
    try:
        import resource

        held = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except (ImportError, OSError):
        return
    most = held * resource.getpagesize() + MEGABYTES * 2**20
    resource.setrlimit(resource.RLIMIT_AS, (most, most))


if __name__ == "__main__":
    read_all(sys.argv[1], *map(int, sys.argv[2:]))
