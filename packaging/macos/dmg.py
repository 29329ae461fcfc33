"""The disk image for macOS: the app, and a way into the Applications folder. Runs on macOS only."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
from pathlib import Path

from core.version import NAME, PROGRAM, VERSION

SIGN = "DIGIT_LAB_MACOS_IDENTITY"  # in the environment: whose certificate; none, no signature
ENTITLEMENTS = Path(__file__).resolve().parent / "entitlements.plist"


def make(bundle: Path, folder: Path) -> Path:
    """digit-lab-VERSION-macos-MACHINE.dmg, of the app that lies beside the bundle."""
    app = bundle.parent / f"{NAME}.app"
    if identity := os.environ.get(SIGN):
        _sign(app, identity)
    image = folder / f"{PROGRAM}-{VERSION}-macos-{platform.machine()}.dmg"
    contents = bundle.parent.parent / "build" / "package" / "dmg"
    shutil.rmtree(contents, ignore_errors=True)
    contents.mkdir(parents=True)
    subprocess.run(["ditto", app, contents / app.name], check=True)
    (contents / "Applications").symlink_to("/Applications")
    subprocess.run(
        [
            *("hdiutil", "create", "-volname", NAME, "-srcfolder", contents),
            *("-format", "UDZO", "-fs", "HFS+", "-ov", "-quiet", image),
        ],
        check=True,
    )
    return image


def _sign(app: Path, identity: str) -> None:
    """As Apple's notary asks: everything inside first, a time stamp, the hardened runtime."""
    subprocess.run(
        [
            *("codesign", "--deep", "--force", "--timestamp", "--options", "runtime"),
            *("--entitlements", ENTITLEMENTS, "--sign", identity, app),
        ],
        check=True,
    )
