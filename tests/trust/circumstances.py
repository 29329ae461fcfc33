"""A window where the disk, the home or the limits are not as they should be: it opens, says so,
can be drawn in, and closes."""

from __future__ import annotations

import os
import resource
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from core.data.handwriting import Handwriting
from tests.trust._windows import end_of, start_window
from tests.trust.campaign import Campaign, Dose, Outcome

SECONDS = 60.0
MOST_BYTES = 200_000
SHORT = ("no home", "data is a file", "files are limited")
ACT = """
import time
from core.ink.strokes import Drawing
if not lab.window.offers.isHidden():
    print("SAID", lab.window.offers.sentence.text(), flush=True)
lab.hand.notice.connect(lambda sentence, role: print("SAID", sentence, flush=True))
for number in range({drawings}):
    drawing = Drawing.from_lists([[[k / 1000, number / 1000] for k in range(400)]])
    if lab.hand.teach(drawing, 7) is not None:
        print("KEPT", flush=True)
lab.hand.rename("😀" * 40)
lab.actions["theme-dark"].trigger()
print("CLOSES", flush=True)
lab.window.close()
"""
NOBODY = """
import pwd
def nobody(_):
    raise KeyError("uid not found")
pwd.getpwuid = nobody
"""
# Even root may then not write what permissions forbid.
NO_POWER_OVER_FILES = """
import ctypes
ctypes.CDLL(None).capset((ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)())
"""


@dataclass(frozen=True)
class Circumstance:
    """prepare: makes it in the folder of the data. keeps: whether what is drawn is to be kept.
    says: words of what the user must be told. limit: runs in the window's process first."""

    keeps: bool
    says: str = ""
    prepare: Callable[[Path], object] = lambda data: None
    before: str = ""
    environ: Mapping[str, str | None] = field(default_factory=dict)
    limit: Callable[[], None] | None = None
    drawings: int = 3


def _limit(which: int, most: int) -> Callable[[], None]:
    return lambda: resource.setrlimit(which, (most, most))


def _read_only(data: Path) -> None:
    data.mkdir()
    data.chmod(0o555)


NO_HOME = {"HOME": None, "DIGIT_LAB_DATA": None, "XDG_DATA_HOME": None, "XDG_CONFIG_HOME": None}
CIRCUMSTANCES = {
    "nothing is wrong": Circumstance(True, "too long for a file"),
    "no home": Circumstance(True, "no home folder", before=NOBODY, environ=NO_HOME),
    "no home, no place": Circumstance(
        False,
        "no home folder",
        before=NOBODY + "import tempfile\ntempfile.tempdir = '/nowhere'",
        environ=NO_HOME,
    ),
    "data is a file": Circumstance(False, "Nothing can be kept", lambda data: data.touch()),
    "data is read-only": Circumstance(
        False, "Nothing can be kept", _read_only, before=NO_POWER_OVER_FILES
    ),
    "handwriting is a file": Circumstance(
        False, "could not be saved", lambda data: _touch(data / "handwriting")
    ),
    "drafts is a file": Circumstance(True, prepare=lambda data: _touch(data / "drafts")),
    "files are limited": Circumstance(
        True,
        "could not be saved",
        limit=_limit(resource.RLIMIT_FSIZE, MOST_BYTES),
        drawings=40,
    ),
    "few files at once": Circumstance(True, limit=_limit(resource.RLIMIT_NOFILE, 48)),
    "a lock of Qt": Circumstance(True, prepare=lambda data: _touch(data / "settings.ini.lock")),
    "settings are a pipe": Circumstance(True, prepare=lambda data: _pipe(data / "settings.ini")),
    "settings are a folder": Circumstance(
        True, prepare=lambda data: (data / "settings.ini").mkdir(parents=True)
    ),
    "a set is a pipe": Circumstance(
        True, prepare=lambda data: _pipe(data / "handwriting" / "Ben.jsonl")
    ),
    "a draft is a pipe": Circumstance(True, prepare=lambda data: _pipe(data / "drafts/a.draft")),
}


def run(dose: Dose) -> Outcome:
    chosen = CIRCUMSTANCES if dose == "whole" else {each: CIRCUMSTANCES[each] for each in SHORT}
    failures: list[str] = []
    longest = 0.0
    for name, circumstance in chosen.items():
        with tempfile.TemporaryDirectory() as folder:
            data = Path(folder) / "data"
            began = time.monotonic()
            wrong = _wrong_in(circumstance, data)
            longest = max(longest, time.monotonic() - began)
            if data.is_dir():
                data.chmod(0o755)
        failures += [f"{name}: {each}" for each in wrong]
    if dose == "whole":
        failures += [f"the disk is full: {each}" for each in _wrong_on_a_full_disk()]
    tried = len(chosen) + (dose == "whole")
    return Outcome(
        tried, f"the longest took {longest:.0f} s, {len(failures)} wrong", tuple(failures)
    )


CAMPAIGN = Campaign("circumstances", "the window opens, tells what cannot be kept, and closes", run)


def _touch(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()


def _pipe(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    os.mkfifo(path)


def _wrong_in(each: Circumstance, data: Path) -> list[str]:
    each.prepare(data)
    window = start_window(
        data,
        ACT.format(drawings=each.drawings),
        before=each.before,
        environ=each.environ,
        prepare=each.limit,
    )
    code, text = end_of(window, SECONDS)
    wrong = [] if code == 0 and "CLOSES" in text else [f"it ended with {code}: {text[-300:]}"]
    if "Traceback" in text or "should not have" in text:
        wrong.append(f"something unexpected: {text[-500:]}")
    if each.says not in text:
        wrong.append(f"“{each.says}” was not said: {text[-300:]}")
    if ("KEPT" in text) != each.keeps:
        wrong.append(f"drawings were {'kept' if 'KEPT' in text else 'not kept'}")
    if not each.environ and (data / "handwriting").is_dir():
        found = sum(len(one.drawings) for one in Handwriting(data / "handwriting").sets)
        if found != text.count("KEPT"):
            wrong.append(f"{text.count('KEPT')} drawings were kept, {found} are there")
    return wrong


def _wrong_on_a_full_disk() -> list[str]:
    """On a small disk in memory, where this process may make one."""
    with tempfile.TemporaryDirectory() as folder:
        disk = Path(folder) / "disk"
        disk.mkdir()
        mount = ["mount", "-t", "tmpfs", "-o", f"size={MOST_BYTES}", "tmpfs", str(disk)]
        try:
            subprocess.run(mount, check=True, capture_output=True)
        except (OSError, subprocess.CalledProcessError):
            return []
        try:
            return _wrong_in(Circumstance(True, "could not be saved", drawings=40), disk / "data")
        finally:
            subprocess.run(["umount", str(disk)], check=True)
