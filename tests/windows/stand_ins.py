"""Libraries that stand in for what the Wine of Debian 12 lacks, compiled for the tests alone. They
lie in that Wine's system folder, never in a bundle."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable
from pathlib import Path

from tests.windows import complex_functions

HERE = Path(__file__).resolve().parent
COMPILER, READER = "x86_64-w64-mingw32-gcc", "x86_64-w64-mingw32-objdump"
OWN_LIBRARY, OTHER_NAME = "ucrtbase", "ucrtwine"
NAMES = (
    "icuuc.dll",
    "bcryptprimitives.dll",
    "dwmapi.dll",
    f"{OWN_LIBRARY}.dll",
    f"{OTHER_NAME}.dll",
)
# For WINEDLLOVERRIDES: ours, not Wine's.
OVERRIDES = f"icuuc,bcryptprimitives,dwmapi=n;{OWN_LIBRARY}=n,b"
TITLE_BARS = "TITLE_BARS"  # the variable that names the file of our dwmapi.dll
# What Wine marks its own libraries with; one so marked is not loaded from another place.
MARK, UNMARKED = b"Wine builtin DLL", b"Was  builtin DLL"
_EXPORT = re.compile(r"^\s+\[\s*\d+\](?: \+base\[\s*\d+\]\s+[0-9a-f]+)? (\w+)\s*$", re.M)


def compile_into(folder: Path, wines_libraries: Path) -> None:
    """Makes NAMES in `folder`, which is there. Raises CalledProcessError."""
    bare = ("-nostdlib", "-Wl,--entry=0")
    _compile(folder / "icuuc.dll", [HERE / "icuuc.c"], *bare)
    _compile(
        folder / "bcryptprimitives.dll", [HERE / "bcryptprimitives.c"], *bare, after=["-ladvapi32"]
    )
    _compile(folder / "dwmapi.dll", [HERE / "dwmapi.c"], *bare, after=["-lkernel32"])
    own = wines_libraries / f"{OWN_LIBRARY}.dll"
    code, exports = complex_functions.source(_exports(own), OTHER_NAME)
    (folder / "ucrtbase.c").write_text(code, encoding="utf-8")
    (folder / "ucrtbase.def").write_text(exports + "\n", encoding="utf-8")
    sources = [folder / "ucrtbase.c", folder / "ucrtbase.def"]
    _compile(folder / "ucrtbase.dll", sources, "-static", "-static-libgcc", "-fno-builtin")
    data = own.read_bytes()
    assert MARK in data[:4096], f"{own} is none of Wine's"
    (folder / f"{OTHER_NAME}.dll").write_bytes(data.replace(MARK, UNMARKED, 1))


def _compile(made: Path, sources: list[Path], *options: str, after: Iterable[str] = ()) -> None:
    command = [COMPILER, "-O2", "-shared", "-s", *options, "-o", str(made)]
    subprocess.run([*command, *map(str, sources), *after], check=True)


def _exports(library: Path) -> list[str]:
    told = subprocess.run([READER, "-p", str(library)], capture_output=True, text=True, check=True)
    table = told.stdout.partition("[Ordinal/Name Pointer] Table")[2]
    names = _EXPORT.findall(table)
    assert len(names) > 1000, f"{READER} tells {len(names)} exports of {library}"
    return list(dict.fromkeys(names))
