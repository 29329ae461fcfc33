"""The shell of a workflow, step by step, and stand-ins for the commands that it calls."""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass
from pathlib import Path

JOB = re.compile(r"^  ([a-z]+):$", re.M)
STEP = re.compile(r"^      - ", re.M)
BLOCK = re.compile(r"^        run: \|\n((?:          .*\n|\n)+)", re.M)
LINE = re.compile(r"^        run: (?!\|)(.*)$", re.M)
NAME = re.compile(r"name: (.*)")

# Notes how it was called, a line a call, and does what later lines of the same step live on.
STAND_IN = r"""#!/bin/sh
line=$(basename "$0")
for word in "$@"; do line="$line|$word"; done
echo "$line" >> "$CALLS"
case "$line" in
  uuidgen) echo 0A1B ;;
  "hdiutil|attach|"*)
    app="$RUNNER_TEMP/image/Digit Lab.app/Contents/MacOS"
    mkdir -p "$app" && cp "$0" "$app/digit-lab" ;;
esac
"""
COMMANDS = (
    *("apt-get", "choco", "digit-lab", "gh", "git", "hdiutil", "make", "plutil", "python"),
    *("security", "uuidgen", "xcrun"),
)


@dataclass(frozen=True)
class Step:
    job: str
    name: str
    script: str


def steps(workflow: Path) -> list[Step]:
    """Those that run a shell, in their order."""
    text = workflow.read_text(encoding="utf-8").partition("\njobs:\n")[2]
    parts = JOB.split(text)[1:]
    found = []
    for job, body in zip(parts[::2], parts[1::2], strict=True):
        for step in STEP.split(body)[1:]:
            step = " " * 8 + step
            shell = BLOCK.search(step) or LINE.search(step)
            if shell:
                script = textwrap.dedent(shell[1]).strip()
                if script[0] == script[-1] == "'":  # a text in YAML
                    script = script[1:-1]
                found.append(Step(job, NAME.search(step)[1].strip(), script))
    return found


def lay_stand_ins(folder: Path) -> None:
    folder.mkdir()
    for name in COMMANDS:
        (folder / name).write_text(STAND_IN)
        (folder / name).chmod(0o755)
