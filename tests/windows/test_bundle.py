"""The bundle for Windows: what is in it, and what must not be."""

from __future__ import annotations

from pathlib import Path

import pytest
from bundle import UNUSED_FILES, within

from core.version import NAME, PROGRAM
from tests.windows import stand_ins

pytestmark = [pytest.mark.windows, pytest.mark.xdist_group("the program")]

BUNDLE_MEGABYTES, INSTALLER_MEGABYTES = 170, 48


def stand_ins_in(folder: Path) -> list[str]:
    """The names of files that are stand-ins, or tell of one."""
    return [
        path.name
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        and (path.name.lower() in stand_ins.NAMES or stand_ins.OTHER_NAME.encode() in data(path))
    ]


def data(path: Path) -> bytes:
    return path.read_bytes() if path.suffix.lower() in (".dll", ".exe", ".pyd") else b""


def test_no_stand_in_reaches_the_bundle(bundle, wine):
    assert set(stand_ins_in(wine.drive / "windows" / "system32")) >= set(stand_ins.NAMES)
    assert len(list(bundle.rglob("*.dll"))) > 10
    assert stand_ins_in(bundle) == []


def test_both_programs_and_all_licences_are_there(bundle):
    for name in (NAME, PROGRAM):
        assert (bundle / f"{name}.exe").read_bytes()[:2] == b"MZ"
    licences = bundle / "_internal" / "resources" / "licences"
    for name in ("Python", "Qt", "PyInstaller", "GNU LGPL 3.0"):
        assert len((licences / f"{name}.txt").read_text(encoding="utf-8")) > 500, name


def test_what_is_left_out_is_not_there(bundle):
    places = [
        path.relative_to(bundle / "_internal").as_posix()
        for path in bundle.rglob("*.*")
        if path.is_relative_to(bundle / "_internal")
    ]
    assert "PySide6/plugins/platforms/qwindows.dll" in places
    assert [place for place in places if within(place, UNUSED_FILES)] == []


def test_sizes_are_within_their_bars(bundle, installer):
    assert sum(path.stat().st_size for path in bundle.rglob("*")) <= BUNDLE_MEGABYTES * 1e6
    assert installer.stat().st_size <= INSTALLER_MEGABYTES * 1e6
