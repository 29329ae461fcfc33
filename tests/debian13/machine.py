"""A Debian 13 that is kept between runs, with its Python and what .ci/run installs there.

The sources are lent to it, a new copy for each run; what pip has installed stays.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.end_to_end.bare_debian import KEPT, BareDebian
from tests.end_to_end.checkout import copy_sources
from tests.end_to_end.chroot import USER, Chroot
from tests.test_house import HOUSE

SUITE = "trixie"
ROOT = KEPT / f"python-{SUITE}"
HOME = f"/home/{USER}"
CHECKOUT, INSTALLED = f"{HOME}/digit-lab", f"{HOME}/installed"
DATA = HOUSE.parent / "shared"  # where tests look for MNIST and the ink set
USER_ID = 1000  # that of the first user whom Debian makes
# How this machine reaches others, where it differs from a bare one.
CERTIFICATES = "/etc/ssl/certs/ca-certificates.crt"
NETWORK = ("/etc/resolv.conf", CERTIFICATES)
OF_PIP = ("PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "http_proxy", "https_proxy", "no_proxy")


@contextmanager
def debian_13() -> Iterator[Chroot]:
    """With the sources in CHECKOUT, and beside them the data sets, if there are any here."""
    import fcntl  # which Windows has not

    KEPT.mkdir(parents=True, exist_ok=True)
    with ROOT.with_suffix(".lock").open("w") as lock, tempfile.TemporaryDirectory() as folder:
        fcntl.flock(lock, fcntl.LOCK_EX)
        sources, own = Path(folder) / "sources", Path(folder) / "tmp"
        _lay(sources)
        own.mkdir()
        own.chmod(0o1777)
        if not ROOT.exists():
            _make()
        lent = {own: "/tmp", sources: CHECKOUT, ROOT / INSTALLED[1:]: f"{CHECKOUT}/.venv"}
        if DATA.is_dir():
            lent[DATA] = f"{HOME}/shared"
        debian = Chroot(ROOT, lent)
        _update(debian)
        yield debian


def settings() -> dict[str, str]:
    """What the environment tells pip of where it finds packages."""
    return {name: os.environ[name] for name in OF_PIP if name in os.environ}


def _lay(folder: Path) -> None:
    """As a clone of the repository, for tests ask git what belongs to it."""
    copy_sources(folder)
    (folder / ".venv").mkdir()
    for words in (["init", "--quiet"], ["add", "--all"]):
        subprocess.run(["git", *words], cwd=folder, check=True)
    for path in [folder, *folder.rglob("*")]:
        os.lchown(path, USER_ID, USER_ID)


def _make() -> None:
    """Whole or not at all."""
    begun = ROOT.with_suffix(".begun")
    shutil.rmtree(begun, ignore_errors=True)
    bare = BareDebian(begun, SUITE)
    bare.wait()
    for folder in (CHECKOUT, INSTALLED, f"{HOME}/shared"):
        bare.run("mkdir", folder)
        bare.run("chown", f"{USER}:{USER}", folder)
    begun.rename(ROOT)


def _update(debian: Chroot) -> None:
    for place in filter(os.path.exists, NETWORK):
        (debian.root / place[1:]).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(place, debian.root / place[1:])
    debian.run("bash", f"{CHECKOUT}/.ci/run", "packages")
    if os.path.exists(CERTIFICATES):  # Debian's own have come with the packages
        shutil.copy(CERTIFICATES, debian.root / CERTIFICATES[1:])
    python = f"{CHECKOUT}/.venv/bin/python"
    script = f"test -x {python} || python3 -m venv {CHECKOUT}/.venv; make .venv/for-test"
    debian.run("sh", "-ec", f"cd {CHECKOUT}; {script}", user=USER, settings=settings())
