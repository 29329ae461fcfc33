"""The workflows, which run elsewhere, name files and commands that are there."""

from __future__ import annotations

import re

import pytest

from tests.test_house import HOUSE

WORKFLOWS = sorted((HOUSE / ".github" / "workflows").glob("*.yml"))
# Those that there are, without the paid ones, by github.com/actions/runner-images in 2026. macos-13
# was retired in December 2025, windows-2019 in June 2025, ubuntu-20.04 in April 2025; macos-14
# ends in 2026, macos-15-intel in August 2027, and Intel's chips on macOS with it.
RUNNERS = {
    *("ubuntu-22.04", "ubuntu-24.04", "windows-2022", "windows-2025"),
    *("macos-15", "macos-15-intel", "macos-26"),
}


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_what_they_name_exists(path):
    text = path.read_text(encoding="utf-8")
    files = re.findall(r"\b(packaging/[\w/]+\.\w+|requirements[\w-]*\.txt|\.ci/run)", text)
    assert files
    for name in files:
        assert (HOUSE / name).is_file(), name
    targets = set(re.findall(r"\bmake ([a-z0-9-]+)", text))
    makefile = (HOUSE / "Makefile").read_text(encoding="utf-8")
    for target in targets:
        assert re.search(rf"^{target}:", makefile, re.M), target


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_actions_of_others_are_pinned_by_hash(path):
    """A tag can be moved to other code; a commit cannot. The comment tells people the version."""
    used = re.findall(r"\buses: *(.*)", path.read_text(encoding="utf-8"))
    assert used
    for action in used:
        assert re.fullmatch(r"\./\S+|[\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", action), (
            action
        )


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_the_machines_they_ask_for_exist(path):
    text = path.read_text(encoding="utf-8")
    asked = set(re.findall(r"runs-on: ([\w.-]+)$", text, re.M))
    for listed in re.findall(r"^ +os: \[(.*?)\]", text, re.M):
        asked |= set(listed.split(", "))
    assert text.count("runs-on: ${{ matrix.os }}") == len(re.findall(r"^ +os: \[", text, re.M)) == 1
    assert len(asked) >= 3
    assert asked <= RUNNERS


def test_one_action_has_one_version():
    pins = {
        tuple(pin)
        for path in WORKFLOWS
        for pin in re.findall(r"uses: (\S+)@(\S+)", path.read_text(encoding="utf-8"))
    }
    assert len(pins) == len({action for action, _ in pins})


def test_both_are_there_and_nothing_is_signed_without_a_secret():
    assert {path.stem for path in WORKFLOWS} == {"test", "release"}
    release = (HOUSE / ".github" / "workflows" / "release.yml").read_text(encoding="utf-8")
    steps = release.split("- name: ")
    signing = [step for step in steps if "sign.py" in step or "notarytool" in step]
    assert len(signing) == 3
    assert all(re.search(r"if: env\.\w+ != ''", step) for step in signing)
    assert "SHA256SUMS" in release
    assert release.count("--self-test") == 2
    assert "try_setup.py" in release, "the third, with more"
