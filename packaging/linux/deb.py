"""The package for Debian, Ubuntu and what descends from them."""

from __future__ import annotations

import gzip
import os
import re
import shutil
import subprocess
import time
from collections.abc import Mapping
from email.utils import formatdate
from pathlib import Path

import icons

from core.version import IDENTIFIER, NAME, PROGRAM, VERSION

HERE = Path(__file__).resolve().parent
HOUSE = HERE.parent.parent
FILES = HERE / "files"
ROOT = HOUSE / "build" / "package" / "deb"
NETWORK = "application-x-digit-lab-network"
ICON_SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512)
# Debian 13 and Ubuntu 24.04 call these otherwise. apt knows that the new one is the old one; gdebi
# and what opens a .deb with a double click do not.
RENAMED = {"libglib2.0-0": "libglib2.0-0t64", "libssl3": "libssl3t64"}
# Where each file goes: whole below /usr.
PLACES = {
    "digit-lab.desktop": "share/applications/digit-lab.desktop",
    "digit-lab-mime.xml": "share/mime/packages/digit-lab.xml",
    "copyright": "share/doc/digit-lab/copyright",
    "lintian-overrides": "share/lintian/overrides/digit-lab",
}
DRAWINGS = {
    f"apps/{PROGRAM}": HOUSE / "resources" / "icons" / "digit-lab.svg",
    f"mimetypes/{NETWORK}": FILES / f"{NETWORK}.svg",
}


def make(bundle: Path, folder: Path) -> Path:
    """digit-lab_VERSION_ARCHITECTURE.deb, of the bundle as it is."""
    shutil.rmtree(ROOT, ignore_errors=True)
    usr = ROOT / "usr"
    shutil.copytree(bundle, usr / "lib" / PROGRAM, symlinks=True)
    (usr / "bin").mkdir()
    (usr / "bin" / PROGRAM).symlink_to(Path("..", "lib", PROGRAM, PROGRAM))
    lay_files(usr)
    (usr / "share" / "doc" / PROGRAM / "changelog.gz").write_bytes(_gzip(changelog()))
    (usr / "share" / "man" / "man1").mkdir(parents=True)
    (usr / "share" / "man" / "man1" / f"{PROGRAM}.1.gz").write_bytes(
        _gzip((FILES / "digit-lab.1").read_text(encoding="utf-8"))
    )
    _set_modes(usr)
    architecture = _output_of("dpkg", "--print-architecture")
    _write_control(bundle, architecture)
    package = folder / f"{PROGRAM}_{VERSION}_{architecture}.deb"
    command = ["dpkg-deb", "--root-owner-group", "-Zxz", "-z9", "--build", ROOT, package]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return package


def lay_files(usr: Path) -> None:
    """What desktops look for, below `usr`: entry, type of model files, icons, metainfo."""
    for name, place in PLACES.items():
        (usr / place).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(FILES / name, usr / place)
    metainfo = usr / "share" / "metainfo" / f"{IDENTIFIER}.metainfo.xml"
    metainfo.parent.mkdir(parents=True)
    metainfo.write_text(filled("metainfo.xml.in", DATE=_date("%Y-%m-%d")), encoding="utf-8")
    hicolor = usr / "share" / "icons" / "hicolor"
    for name, drawing in DRAWINGS.items():
        for size in ICON_SIZES:
            path = hicolor / f"{size}x{size}" / f"{name}.png"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(icons.png(drawing, size))
        path = hicolor / "scalable" / f"{name}.svg"
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(drawing, path)


def filled(template: str, **values: object) -> str:
    """A file of ours with @WORD@ replaced by what it stands for."""
    known: Mapping[str, object] = {
        "NAME": NAME,
        "PROGRAM": PROGRAM,
        "VERSION": VERSION,
        "IDENTIFIER": IDENTIFIER,
        "DEVELOPER": IDENTIFIER.rpartition(".")[0],
        **values,
    }
    text = (FILES / template).read_text(encoding="utf-8")
    return re.sub(r"@([A-Z]+)@", lambda found: str(known[found[1]]), text)


def changelog() -> str:
    """The newest section of CHANGELOG.md in the form that Debian wants."""
    text = (HOUSE / "CHANGELOG.md").read_text(encoding="utf-8")
    section = re.search(rf"^## \[{re.escape(VERSION)}\].*?\n(.*?)(?=^## |\Z)", text, re.M | re.S)
    if section is None:
        raise SystemExit(f"CHANGELOG.md says nothing of {VERSION}.")
    entries = re.findall(r"^- (.*(?:\n  \S.*)*)", section[1], re.M)
    lines = "\n".join("  * " + entry.replace("\n  ", "\n    ") for entry in entries)
    maintainer = re.search(r"^Maintainer: (.*)$", filled_control("", "", 0), re.M)
    assert maintainer is not None
    return (
        f"{PROGRAM} ({VERSION}) unstable; urgency=medium\n\n{lines}\n\n"
        f" -- {maintainer[1]}  {formatdate(_when())}\n"
    )


def filled_control(architecture: str, depends: str, size: int) -> str:
    return filled("control.in", ARCHITECTURE=architecture, DEPENDS=depends, SIZE=size)


def _write_control(bundle: Path, architecture: str) -> None:
    control = ROOT / "DEBIAN"
    control.mkdir()
    size = sum(path.lstat().st_size for path in ROOT.rglob("*")) // 1024
    text = filled_control(architecture, dependencies(bundle, architecture), size)
    (control / "control").write_text(text, encoding="utf-8")
    shutil.copy(FILES / "postrm", control / "postrm")
    (control / "postrm").chmod(0o755)
    sums = _output_of("find", "usr", "-type", "f", "-exec", "md5sum", "{}", "+", cwd=ROOT)
    (control / "md5sums").write_text(sums + "\n", encoding="utf-8")


def dependencies(bundle: Path, architecture: str) -> str:
    """The Debian packages of all libraries that the bundle is linked with and does not hold."""
    work = ROOT.parent / "shlibdeps"
    (work / "debian").mkdir(parents=True, exist_ok=True)
    (work / "debian" / "control").write_text(
        f"Source: {PROGRAM}\n\nPackage: {PROGRAM}\nArchitecture: {architecture}\n"
    )
    binaries = [bundle / PROGRAM, *_libraries(bundle)]
    private = sorted({f"-l{path.parent}" for path in binaries})
    listing = _output_of(
        *("dpkg-shlibdeps", "-O", "--ignore-missing-info", "--warnings=0", *private),
        *(f"-e{path}" for path in binaries),
        cwd=work,
    )
    return with_new_names(listing.partition("shlibs:Depends=")[2].strip())


def with_new_names(depends: str) -> str:
    """A package that is called otherwise in newer systems may be there under either name."""
    alternatives = []
    for wanted in depends.split(", "):
        name, _, version = wanted.partition(" ")
        new = [f"{RENAMED[name]} {version}".strip()] if name in RENAMED else []
        alternatives.append(" | ".join([*new, wanted]))
    return ", ".join(alternatives)


def _libraries(bundle: Path) -> list[Path]:
    found = [path for path in bundle.rglob("*.so*") if path.is_file() and not path.is_symlink()]
    if not found:
        raise SystemExit(f"There are no libraries in {bundle}.")
    return sorted(found)


def _set_modes(usr: Path) -> None:
    for path in usr.rglob("*"):
        if not path.is_symlink():
            runs = path.is_dir() or path == usr / "lib" / PROGRAM / PROGRAM
            path.chmod(0o755 if runs else 0o644)


def _when() -> int:
    """Seconds: of the release, if the one who builds says so, or else now."""
    return int(os.environ.get("SOURCE_DATE_EPOCH", time.time()))


def _date(form: str) -> str:
    return time.strftime(form, time.gmtime(_when()))


def _gzip(text: str) -> bytes:
    return gzip.compress(text.encode(), 9, mtime=0)


def _output_of(*command: object, cwd: Path | None = None) -> str:
    done = subprocess.run(list(map(str, command)), cwd=cwd, capture_output=True, text=True)
    if done.returncode:
        errors = [line for line in done.stderr.splitlines() if "error" in line]
        raise SystemExit("\n".join(errors) or f"{command[0]}: {done.stderr.strip()}")
    return done.stdout.strip()
