"""Libraries that come from Debian's packages bring their licences."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import system_licences


@pytest.mark.skipif(not shutil.which("dpkg-query"), reason="only Debian keeps such records")
def test_each_library_of_the_system_has_one():
    binaries = [
        ("libc.so.6", "somewhere", "BINARY"),
        ("PySide6/libQt6Core.so.6", "somewhere", "BINARY"),
        ("libnobody-knows.so.1", "somewhere", "BINARY"),
    ]
    places = {place: source for place, source, _ in system_licences.entries(binaries)}
    assert "resources/licences/libc6.txt" in places
    assert not [place for place in places if "nobody" in place or "Qt6" in place]
    for source in places.values():
        assert "opyright" in Path(source).read_text(encoding="utf-8", errors="replace")


def test_other_systems_are_told_of_what_python_brings(tmp_path, monkeypatch):
    monkeypatch.setattr(system_licences.shutil, "which", lambda name: None)
    assert system_licences.entries([("libc.so.6", "", "BINARY")]) == []
    system_licences.write(tmp_path)
    assert "Apache-2.0" in (tmp_path / "OpenSSL.txt").read_text(encoding="utf-8")
