"""A Debian in a folder, and commands that run in it."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

TOOLS = ("debootstrap", "unshare", "chroot", "flock")
USER = "learner"
# Mounts are seen by the command alone and end with it, so nothing can be left mounted.
ENTER = """
mount -t proc proc "$ROOT/proc" && mount --rbind /dev "$ROOT/dev" || exit
for lent in $LENT; do mount --bind "${lent%%:*}" "$ROOT${lent#*:}" || exit; done
exec chroot --userspec="$WHO" "$ROOT" "$@"
"""


def obstacle() -> str:
    """Why there can be no chroot here, or an empty text."""
    missing = [tool for tool in TOOLS if shutil.which(tool) is None]
    if missing:
        return f"no chroot without {' and '.join(missing)}"
    if os.geteuid() != 0:
        return "only root may make a chroot"
    tried = subprocess.run(["unshare", "--mount", "true"], capture_output=True, text=True)
    return f"a chroot needs mounts: {tried.stderr.strip()}" if tried.returncode else ""


def need_chroot(what: str) -> None:
    """Where there can be none, CI must know; a user may go on without."""
    if reason := obstacle():
        if os.environ.get("DIGIT_LAB_REQUIRE_E2E"):
            pytest.fail(f"{what} must be tried, but: {reason}.", pytrace=False)
        pytest.skip(f"{what} cannot be tried: {reason}.")


class Chroot:
    """What lies in `root`, with an ordinary user in it once `add_user` was called.

    lent: folders of this machine, and where they are seen inside; neither has a space or colon.
    """

    def __init__(self, root: Path, lent: Mapping[Path, str] | None = None) -> None:
        self.root, self.lent = root, dict(lent or {})

    def add_user(self) -> None:
        self.run("useradd", "--create-home", USER)

    def command(
        self, words: Sequence[object], *, user: str = "root", settings: Mapping[str, str] = {}
    ) -> list[str]:
        """What runs `words` in the chroot as `user`, with the environment of a first login."""
        home = self.home if user == USER else "/"
        login = [
            *("env", "-i", f"HOME={home}", f"USER={user}", "LANG=C.UTF-8"),
            "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            "DEBIAN_FRONTEND=noninteractive",
            *(f"{name}={value}" for name, value in settings.items()),
        ]
        lent = " ".join(f"{outside}:{inside}" for outside, inside in self.lent.items())
        script = f'ROOT="{self.root}" WHO={user}:{user} LENT="{lent}"\n{ENTER}'
        return ["unshare", "--mount", "sh", "-c", script, "sh", *login, *map(str, words)]

    @property
    def home(self) -> str:
        """Of the ordinary user, as seen from within."""
        return f"/home/{USER}"

    def run(
        self,
        *words: object,
        user: str = "root",
        seconds: float = 600,
        settings: Mapping[str, str] = {},
    ) -> str:
        """What a command printed, checked to have ended well."""
        done = subprocess.run(
            self.command(words, user=user, settings=settings),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            timeout=seconds,
            check=False,
        )
        assert done.returncode == 0, f"{words}: {done.returncode}\n{done.stdout[-5000:]}"
        return done.stdout

    def files(self) -> set[str]:
        """What is installed, wherever: without the records, caches and logs of apt and dpkg."""
        ours = ("usr", "etc", "opt", "srv", "var/lib", "var/spool", "var/games")
        records = ("var/lib/dpkg/", "var/lib/apt/")
        found = {
            path.relative_to(self.root).as_posix()
            for place in ours
            for path in (self.root / place).rglob("*")
        }
        return {each for each in found if not each.startswith(records)}

    def packages(self) -> set[str]:
        """The names of those that are installed, or have left settings behind."""
        return set(self.run("dpkg-query", "--show", "--showformat", "${Package}\n").split())
