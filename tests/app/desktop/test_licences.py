"""Every part brings its licence, from wherever it lies."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.desktop import licences
from core.version import NAME


def test_every_part_has_a_version_and_a_text() -> None:
    texts = licences.texts()
    for part in licences.PARTS:
        assert part.version
        name = "Qt" if part.name == "Qt for Python" else part.name
        assert len(texts[name]) > 300, name


def test_ours_comes_first_and_the_others_by_name() -> None:
    names = list(licences.texts())
    assert names[0] == NAME
    assert names[1:] == sorted(names[1:], key=str.lower)


def test_the_texts_are_what_they_say() -> None:
    texts = licences.texts()
    for name, words in {
        NAME: "Digit Lab contributors",
        "Qt": "GNU Lesser General Public",
        "GNU LGPL 3.0": "GNU LESSER GENERAL PUBLIC LICENSE",
        "GNU GPL 3.0": "GNU GENERAL PUBLIC LICENSE",
        "GNU LGPL 2.1": "Version 2.1",
        "NumPy": "OpenBLAS",
        "Python": "PYTHON SOFTWARE FOUNDATION LICENSE",
        "pyqtgraph": "Campagnola",
        "safetensors": "Apache License",
        "tomli-w": "Permission is hereby granted",
        "threadpoolctl": "Redistribution",
    }.items():
        assert words in texts[name], name


def test_what_a_bundle_holds_beside_them_is_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "libffi8.txt").write_bytes(b"MIT, by \xe9l\xe8ve")
    monkeypatch.setattr(licences, "FOLDER", tmp_path)
    monkeypatch.setattr(licences, "PARTS", (licences.Part("Nothing", "no-such-thing", "MIT"),))
    assert licences.texts().keys() == {NAME, "libffi8"}
    assert licences.PARTS[0].version == ""


@pytest.mark.parametrize("place", ["Lib/LICENSE.txt", "LICENSE.txt", "LICENSE"])
def test_pythons_own_is_found_in_the_library_or_beside_the_program(place, monkeypatch, tmp_path):
    path = tmp_path / place
    path.parent.mkdir(exist_ok=True)
    path.write_text("A licence")
    monkeypatch.setattr(licences.sysconfig, "get_path", lambda _: str(tmp_path / "Lib"))
    monkeypatch.setattr(licences.sys, "base_prefix", str(tmp_path))
    assert licences.python_licence() == "A licence"


def test_an_empty_file_is_no_licence(monkeypatch, tmp_path):
    (tmp_path / "LICENSE.txt").write_text("\n")
    monkeypatch.setattr(licences.sysconfig, "get_path", lambda _: str(tmp_path))
    monkeypatch.setattr(licences.sys, "base_prefix", str(tmp_path))
    assert licences.python_licence() == ""
