"""Bare Debians, made by debootstrap in a folder outside the checkout, and kept there for a week."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from tests.end_to_end.chroot import Chroot

KEPT = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "digit-lab-tests"
SUITES = {"bookworm": "Debian 12", "trixie": "Debian 13"}
PATIENCE = 600  # seconds
# What debootstrap mounts and starts ends with it, however it ends.
ALONE = ("unshare", "--mount", "--pid", "--fork", "--kill-child")
# One at a time makes it; what was begun and not ended is begun anew. dpkg need not wait for a disk.
MAKE = """set -e
exec 9> "$BARE.lock" && flock 9
[ -z "$(find "$BARE" -maxdepth 0 -mtime +6 2>/dev/null)" ] || rm -rf "$BARE"
if [ ! -e "$BARE" ]; then
  rm -rf "$BARE.begun"
  debootstrap --variant=minbase "$@"
  echo force-unsafe-io > "$BARE.begun/etc/dpkg/dpkg.cfg.d/no-fsync"
  touch "$BARE.begun" && mv "$BARE.begun" "$BARE"
fi
cp --archive "$BARE" "$COPY"
"""


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
        if rest in [[suite, "main"] for suite in SUITES]:
            return place
    return ""


class BareDebian(Chroot):
    """Begun at once, in the background; whoever needs it waits until it is whole."""

    def __init__(self, root: Path, suite: str) -> None:
        super().__init__(root)
        self._log = root.with_name(f"{root.name}.log")
        KEPT.mkdir(parents=True, exist_ok=True)
        bare = KEPT / f"bare-{suite}"
        words = [suite, f"{bare}.begun", *filter(None, [mirror()])]
        with self._log.open("wb") as log:
            self._making = subprocess.Popen(
                [*ALONE, "sh", "-c", MAKE, "sh", *words],
                env={**os.environ, "BARE": str(bare), "COPY": str(root)},
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
            )

    def wait(self) -> None:
        """Until it is whole, with an ordinary user in it. Raises AssertionError when it fails."""
        if self._making.wait(PATIENCE) != 0:
            raise AssertionError(self._log.read_text(encoding="utf-8", errors="replace")[-3000:])
        self.add_user()

    def close(self) -> None:
        if self._making.poll() is None:
            self._making.kill()
            self._making.wait(10)
        shutil.rmtree(self.root, ignore_errors=True)
