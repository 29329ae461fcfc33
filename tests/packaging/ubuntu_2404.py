"""What the .deb may depend upon in Ubuntu 24.04 (noble): names of packages, and their versions when
it was released.

Names and versions are those of Ubuntu's archive, as Docker's image of it lists what it holds
(docker-library/repo-info, repos/buildpack-deps/local/noble.md) and, for the fonts, keyboards and
parts of X, Wayland and Mesa that the image lacks, as packages.ubuntu.com/noble lists them.
"""

from __future__ import annotations

import re
import subprocess

VERSIONS = {
    "fontconfig": "2.15.0-1.1ubuntu2",
    "fonts-dejavu-core": "2.37-8",
    "libbz2-1.0": "1.0.8-5.1",
    "libc6": "2.39-0ubuntu8",
    "libdbus-1-3": "1.14.10-4ubuntu4",
    "libegl1": "1.7.0-1build1",
    "libexpat1": "2.6.1-2build1",
    "libffi8": "3.4.6-1build1",
    "libfontconfig1": "2.15.0-1.1ubuntu2",
    "libfreetype6": "2.13.2+dfsg-1build3",
    "libgcc-s1": "14-20240412-0ubuntu1",
    "libgl1": "1.7.0-1build1",
    "libglib2.0-0t64": "2.80.0-6ubuntu3",
    "liblzma5": "5.6.1+really5.4.5-1build0.1",
    "libssl3t64": "3.0.13-0ubuntu3",
    "libstdc++6": "14-20240412-0ubuntu1",
    "libwayland-client0": "1.22.0-2.1build1",
    "libwayland-cursor0": "1.22.0-2.1build1",
    "libwayland-egl1": "1.22.0-2.1build1",
    "libx11-6": "2:1.8.7-1build1",
    "libx11-xcb1": "2:1.8.7-1build1",
    "libxcb-cursor0": "0.1.4-1build1",
    "libxcb-icccm4": "0.4.1-1.1build3",
    "libxcb-image0": "0.4.0-2build1",
    "libxcb-keysyms1": "0.4.0-1build4",
    "libxcb-randr0": "1.15-1ubuntu2",
    "libxcb-render-util0": "0.3.9-1build4",
    "libxcb-render0": "1.15-1ubuntu2",
    "libxcb-shape0": "1.15-1ubuntu2",
    "libxcb-shm0": "1.15-1ubuntu2",
    "libxcb-sync1": "1.15-1ubuntu2",
    "libxcb-util1": "0.4.0-1build3",
    "libxcb-xfixes0": "1.15-1ubuntu2",
    "libxcb-xkb1": "1.15-1ubuntu2",
    "libxcb1": "1.15-1ubuntu2",
    "libxkbcommon-x11-0": "1.6.0-1build1",
    "libxkbcommon0": "1.6.0-1build1",
    "libzstd1": "1.5.5+dfsg2-2build1",
    "xkb-data": "2.41-2ubuntu1",
    "zlib1g": "1:1.3.dfsg-3.1ubuntu2",
}


def unmet(depends: str) -> list[str]:
    """Which of a control file's dependencies Ubuntu 24.04 does not satisfy by a package's own name.

    That a package is also known by its old name counts for nothing: not every installer knows.
    """
    wanted = [each.strip() for each in depends.split(",")]
    return [each for each in wanted if not any(map(_is_met, each.split("|")))]


def _is_met(alternative: str) -> bool:
    found = re.fullmatch(r"\s*([a-z0-9.+-]+)(?: \((>=) ([^)]+)\))?\s*", alternative)
    if found is None:
        raise ValueError(f"{alternative} is not written as this table can be asked")
    name, _, least = found.groups()
    if name not in VERSIONS:
        return False
    return least is None or _compares(VERSIONS[name], "ge", least)


def _compares(version: str, relation: str, other: str) -> bool:
    """By the rules of dpkg."""
    command = ["dpkg", "--compare-versions", version, relation, other]
    return subprocess.run(command, check=False).returncode == 0
