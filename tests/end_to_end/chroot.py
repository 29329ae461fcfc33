"""A bare Debian 12 in a folder, made by debootstrap, and commands that run in it."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

SUITE = "bookworm"
TOOLS = ("debootstrap", "unshare", "chroot")
USER = "learner"
# What debootstrap mounts and starts ends with it, however it ends.
ALONE = ("unshare", "--mount", "--pid", "--fork", "--kill-child")
# Mounts are seen by the command alone and end with it, so nothing can be left mounted.
ENTER = """
mount -t proc proc "$ROOT/proc" && mount --rbind /dev "$ROOT/dev" &&
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


def mirror() -> str:
    """Where this machine has its own Debian packages from; empty to let debootstrap choose."""
    form = "$(REPO_URI) $(CODENAME) $(COMPONENT)"
    told = subprocess.run(
        ["apt-get", "indextargets", "--format", form, "Created-By: Packages"],
        capture_output=True,
        text=True,
    )
    for line in told.stdout.splitlines():
        place, *rest = line.split()
        if rest == [SUITE, "main"]:
            return place
    return ""


class Chroot:
    """Begun at once, in the background; the first command waits until it is whole."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "debian"
        self._log = folder / "debootstrap.log"
        source = [each for each in (mirror(),) if each]
        with self._log.open("wb") as log:
            self._making = subprocess.Popen(
                [*ALONE, "debootstrap", "--variant=minbase", SUITE, str(self.root), *source],
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
            )

    def wait(self) -> None:
        """Until it is whole, with an ordinary user in it. Raises AssertionError when it fails."""
        if self._making.wait(600) != 0:
            raise AssertionError(self._log.read_text(encoding="utf-8", errors="replace")[-3000:])
        self.run("useradd", "--create-home", USER)
        fast = self.root / "etc" / "dpkg" / "dpkg.cfg.d" / "no-fsync"
        fast.write_text("force-unsafe-io\n")

    def command(self, words: Sequence[object], *, user: str = "root") -> list[str]:
        """What runs `words` in the chroot as `user`, with the environment of a first login."""
        home = self.home if user == USER else "/"
        login = [
            *("env", "-i", f"HOME={home}", f"USER={user}", "LANG=C.UTF-8"),
            "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            "DEBIAN_FRONTEND=noninteractive",
        ]
        script = f'ROOT="{self.root}" WHO={user}:{user}\n{ENTER}'
        return ["unshare", "--mount", "sh", "-c", script, "sh", *login, *map(str, words)]

    @property
    def home(self) -> str:
        """Of the ordinary user, as seen from within."""
        return f"/home/{USER}"

    def run(self, *words: object, user: str = "root", seconds: float = 600) -> str:
        """What a command printed, checked to have ended well."""
        done = subprocess.run(
            self.command(words, user=user),
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

    def close(self) -> None:
        if self._making.poll() is None:
            self._making.kill()
            self._making.wait(10)
        shutil.rmtree(self.root, ignore_errors=True)
