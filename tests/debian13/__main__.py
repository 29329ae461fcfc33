"""Runs the tests with Debian 13's own Python, in a Debian 13 that is made for it. As root.

python -m tests.debian13          make test, and so all of them
python -m tests.debian13 --short  those of core and packaging, and a tenth of app's, with fewer
                                  examples
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from pathlib import Path

from tests.debian13.machine import CHECKOUT, debian_13, settings
from tests.end_to_end.chroot import USER, obstacle
from tests.test_house import HOUSE

TENTH = 10


def some_of_apps_tests() -> list[Path]:
    """Every tenth file below tests/app, in the order of their names: from the checkout's root."""
    files = sorted(path.relative_to(HOUSE) for path in (HOUSE / "tests" / "app").rglob("test_*.py"))
    return files[::TENTH]


def words(*, short: bool) -> list[str]:
    if not short:
        return ["make", "test"]
    return [
        *(".venv/bin/python", "-m", "pytest", "-n", "auto", "--dist", "worksteal"),
        *("--hypothesis-profile", "quick"),
        *("--durations", "5", "tests/core", "tests/packaging", *map(str, some_of_apps_tests())),
    ]


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.debian13")
    parser.add_argument("--short", action="store_true", help="a part of them")
    short = parser.parse_args(arguments).short
    if reason := obstacle():
        print(f"The tests cannot be run on Debian 13: {reason}.", file=sys.stderr)
        return 1
    began = time.monotonic()
    with debian_13() as debian:
        version = debian.run("python3", "--version").strip()
        print(f"Debian 13 with {version}: ready after {time.monotonic() - began:.0f} s", flush=True)
        required = {
            **settings(),
            "DIGIT_LAB_REQUIRE_E2E": "1",
            "QT_QPA_PLATFORM": "offscreen",
            "PYTHONDONTWRITEBYTECODE": "",
        }
        script = ["env", "-C", CHECKOUT, *words(short=short)]
        command = debian.command(script, user=USER, settings=required)
        done = subprocess.run(command, stdin=subprocess.DEVNULL, check=False)
    print(f"Debian 13: {time.monotonic() - began:.0f} s in all", flush=True)
    return done.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
