"""What runs on Debian 13, and what is said where nothing can."""

from __future__ import annotations

from tests.debian13 import __main__ as debian13
from tests.test_house import HOUSE


def test_the_short_run_takes_a_tenth_of_apps_tests_from_everywhere():
    files = debian13.some_of_apps_tests()
    everything = list((HOUSE / "tests" / "app").rglob("test_*.py"))
    assert len(everything) / 10 <= len(files) < len(everything) / 10 + 1
    assert all((HOUSE / file).is_file() for file in files)
    assert {"views", "background"} <= {file.parts[2] for file in files}


def test_the_whole_run_is_make_test_and_the_short_one_has_all_of_core():
    assert debian13.words(short=False) == ["make", "test"]
    assert {"tests/core", "tests/packaging"} < set(debian13.words(short=True))


def test_where_there_can_be_no_chroot_it_fails_and_says_why(monkeypatch, capsys):
    monkeypatch.setattr(debian13, "obstacle", lambda: "no chroot without debootstrap")
    assert debian13.main(["--short"]) == 1
    told = capsys.readouterr().err
    assert told == ("The tests cannot be run on Debian 13: no chroot without debootstrap.\n")
