"""The report tells every package that is there, and which is over its bound."""

from __future__ import annotations

import json

import bounds
import make
import pytest
import report


@pytest.fixture
def dist(tmp_path, monkeypatch):
    """A bundle of 1 MB, and one package of each kind."""
    monkeypatch.setattr(report, "DIST", tmp_path)
    monkeypatch.setattr(report, "BUNDLE", tmp_path / "digit-lab")
    monkeypatch.setattr(report, "TIMES", tmp_path / "seconds.json")
    (tmp_path / "digit-lab" / "_internal").mkdir(parents=True)
    (tmp_path / "digit-lab" / "_internal" / "part").write_bytes(bytes(1_000_000))
    for ending in bounds.INSTALLERS:
        (tmp_path / f"digit-lab{ending}").write_bytes(bytes(300_000))
    return tmp_path


def test_it_tells_size_bound_and_time_of_each_package(dist):
    (dist / "seconds.json").write_text(json.dumps({"digit-lab.deb": 71.4, "digit-lab": 33}))
    assert list(report.packages()) == [
        ("the bundle, all files", "1.0 MB", "170 MB", "holds"),
        ("  made in", "33.00 s", "", ""),
        ("digit-lab.deb", "0.3 MB", "48 MB", "holds"),
        ("  made in", "71.40 s", "", ""),
        ("digit-lab.tar.xz", "0.3 MB", "", ""),
        ("digit-lab-windows-setup.exe", "0.3 MB", "", ""),
        ("digit-lab.dmg", "0.3 MB", "", ""),
    ]


def test_what_is_over_its_bound_is_said_to_be(dist, monkeypatch):
    monkeypatch.setitem(bounds.INSTALLERS, ".deb", 0.2)
    over = [row[0] for row in report.packages() if row[3] == "OVER"]
    assert over == ["digit-lab.deb"]


def test_the_time_of_what_is_made_is_kept_for_the_report(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(make, "HOUSE", tmp_path)
    monkeypatch.setattr(make, "TIMES", tmp_path / "seconds.json")
    for name in ("one.deb", "two.tar.xz"):
        (tmp_path / name).write_bytes(bytes(2_500_000))
        make.timed(lambda name=name: tmp_path / name)
    kept = json.loads((tmp_path / "seconds.json").read_text())
    assert set(kept) == {"one.deb", "two.tar.xz"}
    assert all(seconds >= 0 for seconds in kept.values())
    assert "one.deb: 2.5 MB, in 0 s" in capsys.readouterr().out
