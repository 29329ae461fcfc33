"""Child process: how long a class of 300 takes, as Moodle packs it: every third hand-in is right in
one of several styles, the others have a known mistake each.

Prints one JSON object: hand-ins, children at a time, seconds, and seconds of a second run, which
finds every verdict in the results file.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
import zipfile
from itertools import cycle, islice
from pathlib import Path

from core.classroom.class_check import ClassCheck
from core.threads import cores
from tests.core.checking import right, wrong

COUNT = 300
STYLES = (right.TEXTBOOK, right.LOOPS, right.EINSUM)


def main(count: int = COUNT) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = write_class(Path(folder) / "class.zip", count)
        results = Path(folder) / "class.verdicts"
        first = _seconds(path, results)
        print(
            json.dumps(
                {
                    "hand_ins": count,
                    "jobs": cores(),
                    "seconds": first,
                    "again": _seconds(path, results),
                }
            )
        )


def write_class(path: Path, count: int) -> Path:
    """A zip of so many hand-ins."""
    codes = islice(cycle(_codes()), count)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, code in enumerate(codes, 100_000):
            folder = f"Student {number}_{number}_assignsubmission_file_"
            archive.writestr(f"{folder}/homework.py", code)
    return path


def _codes() -> list[str]:
    styles = cycle(STYLES)
    codes = []
    for at, (_, _, code) in enumerate(wrong.WRONG):
        if at % 2 == 0:
            codes.append(next(styles))
        codes.append(f"{right.TEXTBOOK}\n\n{code}")
    return codes


def _seconds(path: Path, results: Path) -> float:
    began = time.perf_counter()
    ClassCheck(path, results=results).run()
    return time.perf_counter() - began


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
