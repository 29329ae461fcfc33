"""What the release workflow runs on Windows: signing, and trying the installer."""

from __future__ import annotations

import base64
import subprocess
import sys
from pathlib import Path

import pytest
from windows import sign, try_setup

from core.version import NAME, PROGRAM

SIGNTOOL = """#!/bin/sh
cp "$3" "$(dirname "$0")/was-given"
printf '%s\\n' "$@" > "$(dirname "$0")/words"
exit "${FAILS:-0}"
"""


@pytest.fixture
def kits(tmp_path, monkeypatch):
    """Two kits; the newer one's tool notes what it was called with."""
    for version in ("10.0.19041.0", "10.0.22621.0"):
        tool = tmp_path / version / "x64" / "signtool.exe"
        tool.parent.mkdir(parents=True)
        tool.write_text(SIGNTOOL)
        tool.chmod(0o755)
    monkeypatch.setattr(sign, "KITS", tmp_path)
    monkeypatch.setenv("CERTIFICATE", base64.b64encode(b"a certificate").decode())
    monkeypatch.setenv("CERTIFICATE_PASSWORD", "a secret word")
    return tmp_path


needs_shell = pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a shell script")


@needs_shell
def test_programs_are_signed_by_the_newest_tool_and_the_certificate_is_gone(kits):
    sign.sign(["a.exe", "Digit Lab.exe"])
    newest = kits / "10.0.22621.0" / "x64"
    words = (newest / "words").read_text().splitlines()
    assert (newest / "was-given").read_bytes() == b"a certificate"
    assert words[0] == "sign"
    assert words[-2:] == ["a.exe", "Digit Lab.exe"]
    assert "a secret word" in words
    assert not Path(words[2]).exists()
    assert not list(kits.glob("10.0.19041.0/x64/words"))


@needs_shell
def test_a_signature_that_fails_ends_it_without_telling_the_password(kits, monkeypatch, capfd):
    monkeypatch.setenv("FAILS", "1")
    with pytest.raises(SystemExit) as ended:
        sign.sign(["a.exe"])
    assert str(ended.value) == "Signing failed."
    assert "secret" not in "".join(capfd.readouterr())


def test_no_tool_is_said(kits, monkeypatch):
    monkeypatch.setattr(sign, "KITS", kits / "nowhere")
    with pytest.raises(SystemExit, match=r"There is no signtool\.exe"):
        sign.sign(["a.exe"])


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """A Windows that does what the installer would: what was run, and what is there."""
    home = tmp_path / "Programs" / NAME
    lines: list[str] = []
    state = {"registered": False, "removes": True, "unregisters": True}

    def run(line: str) -> None:
        lines.append(line)
        if "setup.exe" in line:
            (home / "_internal").mkdir(parents=True)
            state["registered"] = True
        elif "Uninstall.exe" in line:
            if state["removes"]:
                (home / "_internal").rmdir()
            state["registered"] &= not state["unregisters"]

    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    monkeypatch.setattr(try_setup, "run", run)
    monkeypatch.setattr(try_setup, "is_registered", lambda: state["registered"])
    return home, lines, state


def test_what_is_installed_is_tried_and_removed(machine, tmp_path):
    home, lines, _ = machine
    try_setup.main(str(tmp_path / "setup.exe"))
    assert lines == [
        f'"{(tmp_path / "setup.exe").resolve()}" /S',
        f'"{home / PROGRAM}.exe" --self-test',
        f'"{home / PROGRAM}.exe" gradcheck',
        f'"{home / "Uninstall.exe"}" /S _?={home}',
    ]


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [("removes", "Something was left behind"), ("unregisters", "The file type was left behind")],
)
def test_what_is_left_behind_is_said(machine, fault, sentence):
    machine[2][fault] = False
    with pytest.raises(SystemExit, match=sentence):
        try_setup.main("setup.exe")


def test_a_file_type_that_is_missing_is_said(machine, monkeypatch):
    monkeypatch.setattr(try_setup, "is_registered", lambda: False)
    with pytest.raises(SystemExit, match="was not registered"):
        try_setup.main("setup.exe")


def test_a_program_that_fails_ends_it(monkeypatch):
    failed = subprocess.CompletedProcess("x --self-test", 3)
    monkeypatch.setattr(try_setup.subprocess, "run", lambda line, check: failed)
    with pytest.raises(SystemExit, match=r"It ended with 3: x --self-test"):
        try_setup.run("x --self-test")
