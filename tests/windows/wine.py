"""A Windows of its own for the tests: Wine in a new folder, which knows nothing of this user's."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.windows import stand_ins

OWN_FOLDERS = ("/usr/lib/wine",)  # Debian keeps the 64-bit starter here, out of the way
LIBRARIES = Path("/usr/lib/x86_64-linux-gnu/wine/x86_64-windows")
TOOLS = ("wine64", "wineserver", stand_ins.COMPILER, stand_ins.READER, "makensis")
CRASHES = r"HKLM\Software\Microsoft\Windows NT\CurrentVersion\AeDebug"
PASSED_ON = ("PATH", "LANG", "LC_ALL", "TZ")
WINDOWS = "win10"
BOOTING = 120.0  # seconds
CLOSING = 20.0


@dataclass(frozen=True)
class Done:
    """code: the exit code, None of what was ended for it took too long. output: what it printed,
    to both streams."""

    code: int | None
    output: str


def path() -> str:
    return os.pathsep.join([*OWN_FOLDERS, os.environ.get("PATH", os.defpath)])


def missing_tools() -> list[str]:
    missing = [tool for tool in TOOLS if shutil.which(tool, path=path()) is None]
    return missing if LIBRARIES.is_dir() else [*missing, str(LIBRARIES)]


class Wine:
    """Windows on a screen: its drive C:, its registry, its programs. Close it when done.

    user: the number of the user of this system that it all runs as; None: as the tests do.
    """

    def __init__(self, folder: Path, display: str, user: int | None = None) -> None:
        self.drive = folder / "prefix" / "drive_c"
        (folder / "home").mkdir()
        self._as_user: dict[str, Any] = {}
        if user is not None:
            self._as_user = {"user": user, "group": user, "extra_groups": []}
            for place in (folder, folder / "home"):
                os.chown(place, user, user)
        kept = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
        self._environment = {
            **kept,
            "PATH": path(),
            "HOME": str(folder / "home"),
            "DISPLAY": display,
            "WINEPREFIX": str(folder / "prefix"),
            "WINEARCH": "win64",
            "WINEDEBUG": "-all",
            # Nothing of Mono, of Internet Explorer, or of this desktop's own menus.
            "WINEDLLOVERRIDES": "mscoree,mshtml=d;winemenubuilder.exe=d",
        }
        self.start("wineboot", "-i").wait(BOOTING)
        self.say_it_is(WINDOWS)
        self._serve("-w")
        made = folder / "stand-ins"
        made.mkdir()
        stand_ins.compile_into(made, LIBRARIES)
        for name in stand_ins.NAMES:
            shutil.copy(made / name, self.drive / "windows" / "system32")
        self._environment["WINEDLLOVERRIDES"] += f";{stand_ins.OVERRIDES}"
        # A crash ends the process; nobody waits for a debugger.
        self.run("reg", "add", CRASHES, "/v", "Debugger", "/t", "REG_SZ", "/d", "", "/f")

    def say_it_is(self, version: str) -> None:
        """Which Windows it passes for from now on: a name of winecfg's."""
        assert self.run("winecfg", "-v", version).code == 0

    def keep_the_system_from_its_user(self) -> None:
        """From now on only the user's own folders can be written to, as Windows keeps it for a user
        without an administrator's rights. (Wine itself forbids nothing.)"""
        for place in [self.drive, *self.drive.rglob("*")]:
            if not place.is_relative_to(self.home) and not place.is_symlink():
                place.chmod(place.stat().st_mode & ~0o222)

    @property
    def home(self) -> Path:
        """The folder of the one user."""
        (home,) = (path for path in (self.drive / "users").iterdir() if path.name != "Public")
        return home

    def windows_path(self, place: Path) -> str:
        """What Windows calls it: on drive C:, or else on Z:, which is all of this system."""
        if place.is_relative_to(self.drive):
            return "C:\\" + "\\".join(place.relative_to(self.drive).parts)
        return "Z:" + str(place).replace("/", "\\")

    def start(self, *words: object, **environment: str) -> subprocess.Popen[bytes]:
        """A program that goes on beside the tests. What outlives it holds no pipe of ours."""
        return subprocess.Popen(
            ["wine64", *map(str, words)],
            env={**self._environment, **environment},
            **self._as_user,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def run(
        self,
        *words: object,
        seconds: float = 60,
        folder: Path | None = None,
        environment: Mapping[str, str] | None = None,
    ) -> Done:
        """A program from its start to its end, `seconds` later at the latest."""
        process = subprocess.Popen(
            ["wine64", *map(str, words)],
            cwd=folder,
            env={**self._environment, **(environment or {})},
            **self._as_user,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            output, _ = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            output, _ = process.communicate(timeout=10)
            return Done(None, _text(output))
        return Done(process.returncode, _text(output))

    def registry(self, key: str) -> str:
        """What lies under a key, as `reg query` tells it; empty where there is none."""
        done = self.run("reg", "query", key, "/s")
        return done.output if done.code == 0 else ""

    @staticmethod
    def processes(word: str) -> list[str]:
        """The command lines of running programs that have this word, as this system tells them."""
        lines = []
        for each in Path("/proc").glob("[0-9]*/cmdline"):
            with suppress(OSError):  # it has ended
                lines.append(each.read_bytes().replace(b"\0", b" ").decode("utf-8", "replace"))
        return [line for line in lines if word in line.split()]

    def close(self) -> None:
        """End all of it."""
        self._serve("-k")
        until = time.monotonic() + CLOSING
        while self._serve("-w", seconds=2) is None and time.monotonic() < until:
            self._serve("-k9")

    def _serve(self, option: str, seconds: float = BOOTING) -> int | None:
        try:
            return subprocess.run(
                ["wineserver", option],
                env=self._environment,
                **self._as_user,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=seconds,
                check=False,
            ).returncode
        except subprocess.TimeoutExpired:
            return None


def _text(output: bytes) -> str:
    return output.decode("utf-8", "replace").replace("\r\n", "\n")
