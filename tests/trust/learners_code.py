"""Learners' code that tries to hang, harm or outlive the app, and replies that it forges."""

from __future__ import annotations

import contextlib
import os
import random
import socket
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from core.checking import wire
from core.checking.calling import LearnersFile
from core.checking.course_functions import FUNCTIONS
from core.checking.judge import judge_function
from core.checking.process import what_holds
from core.checking.replies import check_reply
from core.checking.runner import CheckProcess
from core.checking.signature import Signature
from tests.trust._forged import frame
from tests.trust._hostile_code import BOMBS, combinations, hostile_files
from tests.trust.campaign import Campaign, Dose, Outcome

SECONDS, PATIENCE = 1.5, 15.0  # of a check, and what it may take on a busy machine
AT_ONCE = 4
SEED = 13
COMBINATIONS = {"short": 0, "whole": 400}
FORGERIES = {"short": 2000, "whole": 200_000}
MARK = "DIGIT_LAB_TRUST"


class Surroundings:
    """What must stay as it is: a file, a program, a port that nobody knocks at, no processes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.file = folder / "mine" / "mine.txt"
        self.file.parent.mkdir()
        self.file.write_text("mine")
        self.scratch = folder / "scratch"
        self.scratch.mkdir()
        self.victim = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
        self.servers = [
            socket.socket(socket.AF_INET, kind) for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM)
        ]
        self.servers[0].bind(("127.0.0.1", 0))
        self.port = self.servers[0].getsockname()[1]
        self.servers[1].bind(("127.0.0.1", self.port))
        self.servers[0].listen()
        for each in self.servers:
            each.setblocking(False)
        self.mark = f"{os.getpid()}-{time.time_ns()}"

    def filled_in(self, code: str) -> str:
        """`code` with what it is to harm."""
        for name, value in (("mine", str(self.file)), ("victim", self.victim.pid)):
            code = code.replace(f"{{{name}!r}}", repr(value))
        return code.replace("{port!r}", repr(self.port))

    def harm(self) -> list[str]:
        """What is not as it was."""
        found = []
        if os.listdir(self.file.parent) != ["mine.txt"] or self.file.read_text() != "mine":
            found.append("a file was changed")
        if self.file.stat().st_mode & 0o777 != 0o644:
            found.append("a file's mode was changed")
        if self.victim.poll() is not None:
            found.append("another program was ended")
        for each in self.servers:
            with contextlib.suppress(BlockingIOError):
                each.recvfrom(1) if each.type == socket.SOCK_DGRAM else each.accept()
                found.append("the network was used")
        return found

    def survivors(self) -> list[str]:
        """Processes that a check began, directly or not, and that are still there."""
        found = []
        for each in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                mine = f"{MARK}={self.mark}".encode() in (each / "environ").read_bytes()
                if mine and int(each.name) not in (os.getpid(), self.victim.pid):
                    found.append((each / "cmdline").read_bytes().replace(b"\0", b" ").decode())
        return found

    def close(self) -> None:
        """End what was begun here."""
        self.victim.kill()
        self.victim.communicate()
        for each in self.servers:
            each.close()


def run(dose: Dose) -> Outcome:
    """Every hostile file, in files of its own; then replies that are forged."""
    rng = random.Random(SEED)
    may_bomb = "programs" in what_holds(threading.Event())
    files = [*hostile_files(all_apart=dose == "whole"), *combinations(rng, COMBINATIONS[dose])]
    files = [each for each in files if may_bomb or not any(bomb in each[0] for bomb in BOMBS)]
    before = tempfile.tempdir
    with tempfile.TemporaryDirectory(prefix="digit-lab-trust-") as folder:
        around = Surroundings(Path(folder))
        os.environ[MARK] = around.mark
        tempfile.tempdir = str(around.scratch)
        try:
            with ThreadPoolExecutor(AT_ONCE) as pool:
                checked = pool.map(lambda each: _check(around, *each), files)
                failures = [failure for failures in checked for failure in failures]
            failures += [f"it outlived its check: {each}" for each in around.survivors()]
            failures += around.harm()
            failures += [f"it was left: {each}" for each in os.listdir(around.scratch)]
        finally:
            tempfile.tempdir = before
            del os.environ[MARK]
            around.close()
    forged = FORGERIES[dose]
    broken = list(_judge_forgeries(rng, forged))
    survived = f"{len(files)} hostile files and {forged:,} forged replies, {len(failures)} failures"
    return Outcome(len(files) + forged, survived, tuple(failures + broken))


def _check(around: Surroundings, name: str, code: str) -> list[str]:
    path = Path(tempfile.mkdtemp(dir=around.folder)) / "theirs.py"
    path.write_text(around.filled_in(code))
    reports: list[Any] = []
    process = CheckProcess(path, seconds=SECONDS)
    thread = threading.Thread(target=lambda: reports.append(process.run()), daemon=True)
    began = time.monotonic()
    thread.start()
    thread.join(2 * PATIENCE)
    if not reports:
        return [f"{name}: it hangs, or its check raised"]
    failures = []
    if name == "all that fail" and not reports[0].is_right:
        failures.append(f"{name}: {reports[0].problem}")
    if reports[0].seconds > PATIENCE:
        failures.append(f"{name}: it took {time.monotonic() - began:.1f} s")
    verdict = [reports[0].problem, *(each.status for each in reports[0].present)]
    if not any(verdict) or (not reports[0].problem and not reports[0].present):
        failures.append(f"{name}: there is no verdict")
    return failures


def _judge_forgeries(rng: random.Random, count: int) -> list[str]:
    """What a forged reply brings the judge to raise: nothing but that it is none."""
    signatures = dict.fromkeys(FUNCTIONS, Signature(None))
    failures: list[str] = []

    def ask(**request: Any) -> dict[str, Any]:
        nonlocal left
        left -= 1
        text, data = frame(rng)
        return check_reply("call", wire.unpack(text, data))

    left = count
    while left > 0 and len(failures) < 5:
        name, state = rng.choice(FUNCTIONS), rng.getstate()
        try:
            judge_function(name, LearnersFile(ask, signatures), {}, {})
        except wire.WireError:
            continue
        except Exception as error:
            failures.append(f"{name}: {type(error).__name__}: {error} ({hash(state)})")
    return failures


CAMPAIGN = Campaign("learners_code", "0 hangs, 0 survivors, 0 escapes, 0 without a verdict", run)
