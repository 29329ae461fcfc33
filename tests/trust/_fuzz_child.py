"""Reads damaged files of one format, one after another: `FORMAT SEED COUNT FOLDER`.

In a process of its own, since a file may crash it, fill the memory or never be done with. A line on
standard output for each file that was not read as it should be: what happened, and its number.
"""

from __future__ import annotations

import os
import sys
import time
import warnings
from pathlib import Path

import numpy as np

from core.errors import DigitLabError
from tests.trust._formats import FORMATS

SECONDS = 1.0
MEGABYTES = 1500


def bound_memory() -> None:
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEGABYTES * 2**20, MEGABYTES * 2**20))


def main(name: str, seed: int, count: int, folder: Path) -> None:
    bound_memory()
    warnings.simplefilter("ignore", SyntaxWarning)  # of the learner's code
    made = FORMATS[name]
    samples = made.samples()
    rng = np.random.default_rng([seed, *name.encode()])
    current = folder / "current"
    for sample in samples:
        current.write_bytes(sample)
        made.read(current)
    for number in range(count):
        data = made.damaged(rng, samples[rng.integers(len(samples))])
        current.write_bytes(data)
        began = time.process_time()
        try:
            made.read(current)
            wrong = ""
        except DigitLabError as error:
            wrong = "" if str(error) else "an error without a sentence"
        except BaseException as error:
            wrong = f"{type(error).__name__}: {error}"[:200]
        took = time.process_time() - began
        if took > SECONDS:
            wrong = f"{took:.1f} s {wrong}"
        if wrong:
            (folder / f"{number}").write_bytes(data)
            print(number, " ".join(wrong.split()), flush=True)
    print("done", flush=True)
    os._exit(0)  # nothing that the files left is tidied up


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4]))
