"""Each shell line of the release workflow runs here; stand-ins take the part of its hosts."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from core.version import NAME, PROGRAM, VERSION
from tests.packaging.workflow_steps import lay_stand_ins, steps
from tests.test_house import HOUSE

RELEASE = HOUSE / ".github" / "workflows" / "release.yml"
STEPS = {(step.job, step.name): step.script for step in steps(RELEASE)}
# As GitHub starts a step whose shell is bash.
SHELL = ("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c")

DEB, ARCHIVE = f"{PROGRAM}_{VERSION}_amd64.deb", f"{PROGRAM}-{VERSION}-linux-x86_64.tar.xz"
SETUP = f"{PROGRAM}-{VERSION}-windows-setup.exe"
IMAGE = f"{PROGRAM}-{VERSION}-macos-arm64.dmg"
WHEELS = "python|-m|pip|install|--require-hashes|--only-binary|:all:|-r|requirements-package.txt"
INSTALL = "apt-get|install|--yes|--no-install-recommends"

# What each step calls, a word after a bar. {temp} is the runner's folder, {here} the checkout.
CALLS = {
    ("linux", "Install git"): ["apt-get|update", f"{INSTALL}|git|ca-certificates"],
    ("linux", "Install what builds and checks"): [
        "git|config|--global|--add|safe.directory|{here}",
        ".ci/run|packages",
    ],
    ("linux", "Build"): ["make|package"],
    ("linux", "Install and try"): [
        f"{INSTALL}|./dist/{DEB}",
        "digit-lab|--self-test",
        "make|package-report",
    ],
    ("windows", "Install"): [WHEELS, "choco|install|nsis|--yes|--no-progress"],
    ("windows", "Build the bundle"): ["python|packaging/make.py|bundle"],
    ("windows", "Sign the programs"): [
        f"python|packaging/windows/sign.py|dist/{PROGRAM}/{NAME}.exe|dist/{PROGRAM}/{PROGRAM}.exe"
    ],
    ("windows", "Build the installer"): ["python|packaging/make.py|installers"],
    ("windows", "Sign the installer"): [f"python|packaging/windows/sign.py|dist/{SETUP}"],
    ("windows", "Install, try, remove"): [f"python|packaging/windows/try_setup.py|dist/{SETUP}"],
    ("macos", "Install"): [WHEELS],
    ("macos", "Unlock the certificate"): [
        "uuidgen",
        "security|create-keychain|-p|0A1B|{temp}/sign.keychain-db",
        "security|unlock-keychain|-p|0A1B|{temp}/sign.keychain-db",
        "security|import|{temp}/certificate.p12|-P|a word|-k|{temp}/sign.keychain-db"
        "|-T|/usr/bin/codesign",
        "security|set-key-partition-list|-S|apple-tool:,apple:|-k|0A1B|{temp}/sign.keychain-db",
        "security|list-keychains|-d|user|-s|{temp}/sign.keychain-db|login.keychain-db",
    ],
    ("macos", "Build"): ["python|packaging/make.py"],
    ("macos", "Notarise"): [
        f"xcrun|notarytool|submit|dist/{IMAGE}|--apple-id|anna@example.org|--password|a secret"
        "|--team-id|TEAM|--wait",
        f"xcrun|stapler|staple|dist/{IMAGE}",
    ],
    ("macos", "Mount and try"): [
        f"hdiutil|attach|dist/{IMAGE}|-mountpoint|{{temp}}/image",
        "hdiutil|detach|{temp}/image",
        f"plutil|-lint|{{temp}}/{NAME}.app/Contents/Info.plist",
        "digit-lab|--self-test",
        "digit-lab|gradcheck",
    ],
    ("publish", "Attach to the release, with the sums"): [
        f"gh|release|create|v{VERSION}|--repo|digit-lab/digit-lab|--draft|--title"
        f"|{NAME} v{VERSION}|--|SHA256SUMS|{ARCHIVE}|{IMAGE}|{SETUP}|{DEB}"
    ],
}
# What is there when a job's steps run.
LYING_THERE = {
    "linux": {f"dist/{DEB}", f"dist/{ARCHIVE}"},
    "windows": {f"dist/{SETUP}"},
    "macos": {f"dist/{IMAGE}"},
    "publish": {f"installers/{name}" for name in (DEB, ARCHIVE, SETUP, IMAGE)},
}
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="it calls GNU's tools")


@pytest.fixture
def run(tmp_path):
    """Runs a step in a folder that holds what its job has by then; tells its calls and its end."""
    here, temp, calls = tmp_path / "checkout", tmp_path / "runner", tmp_path / "calls"
    lay_stand_ins(tmp_path / "commands")

    def run(key: tuple[str, str], **told: str) -> tuple[int, list[str]]:
        for name in {".ci/run", *LYING_THERE[key[0]]}:
            (here / name).parent.mkdir(parents=True, exist_ok=True)
            (here / name).write_text(name)
        (here / ".ci" / "run").write_text('echo ".ci/run|$1" >> "$CALLS"\n')
        temp.mkdir()
        environ = {
            **{"PATH": f"{tmp_path / 'commands'}:{os.environ['PATH']}", "CALLS": str(calls)},
            **{"RUNNER_TEMP": str(temp), "GITHUB_WORKSPACE": str(here), "HOME": str(tmp_path)},
            **{"GITHUB_REF_NAME": f"v{VERSION}", "GITHUB_REPOSITORY": "digit-lab/digit-lab"},
            **{"CERTIFICATE": "UEsx", "CERTIFICATE_PASSWORD": "a word", "LC_ALL": "C"},
            **{"NOTARY_APPLE_ID": "anna@example.org", "NOTARY_PASSWORD": "a secret"},
            **{"NOTARY_TEAM": "TEAM", **told},
        }
        done = subprocess.run(
            [*SHELL, STEPS[key]], cwd=here, env=environ, capture_output=True, text=True, timeout=60
        )
        called = calls.read_text().splitlines() if calls.exists() else []
        return done.returncode, called

    run.here, run.temp = here, temp
    return run


def test_every_step_with_a_shell_is_in_the_table():
    assert set(STEPS) == set(CALLS)
    text = RELEASE.read_text(encoding="utf-8")
    assert text.count(" run: ") == len(STEPS)
    assert text.count("shell:") == text.count("    shell: bash") == 1, "one shell for all steps"


@pytest.mark.parametrize("key", CALLS, ids=": ".join)
def test_a_step_calls_what_it_should(key, run):
    code, calls = run(key)
    expected = [call.format(here=run.here, temp=run.temp) for call in CALLS[key]]
    assert (code, calls) == (0, expected)


def test_the_sums_are_those_of_the_files(run):
    run(("publish", "Attach to the release, with the sums"))
    told = subprocess.run(
        ["sha256sum", "--check", "SHA256SUMS"],
        cwd=run.here / "installers",
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.count(": OK") == 4


def test_a_tag_that_is_not_the_version_publishes_nothing(run):
    key = ("publish", "Attach to the release, with the sums")
    code, calls = run(key, GITHUB_REF_NAME="v9.9.9")
    assert code != 0
    assert not calls


def test_the_certificate_is_unpacked(run):
    run(("macos", "Unlock the certificate"))
    assert (run.temp / "certificate.p12").read_bytes() == b"PK1"
