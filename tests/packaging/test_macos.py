"""The app for macOS, as far as it can be looked at elsewhere: what its system is told, its icon,
the contents of the disk image, and what the workflow takes for granted of it."""

from __future__ import annotations

import ast
import plistlib
import re
import subprocess
import sys
from pathlib import Path

import make
import pytest
from macos import dmg, plist
from PySide6.QtGui import QImage

from core.version import LESSON_ENDING, MODEL_ENDING, NAME, PROGRAM, VERSION
from tests.test_house import HOUSE

SPEC = HOUSE / "build.spec"
RELEASE = HOUSE / ".github" / "workflows" / "release.yml"
DECLARATIONS = ("UTImportedTypeDeclarations", "UTExportedTypeDeclarations")


@pytest.fixture
def info():
    """As it comes back out of the file that macOS reads."""
    return plistlib.loads(plistlib.dumps(plist.INFO))


def test_every_file_that_it_opens_has_a_type_that_is_declared_once(info):
    declared = [each for name in DECLARATIONS for each in info[name]]
    endings = {
        each["UTTypeIdentifier"]: each["UTTypeTagSpecification"]["public.filename-extension"]
        for each in declared
    }
    assert len(endings) == len(declared) == 2
    opened = [name for each in info["CFBundleDocumentTypes"] for name in each["LSItemContentTypes"]]
    assert sorted(opened) == sorted(endings)
    assert sorted(endings.values()) == sorted([[MODEL_ENDING[1:]], [LESSON_ENDING[1:]]])


def test_a_type_of_others_is_imported_and_never_owned(info):
    ranks = {
        each["LSItemContentTypes"][0]: each["LSHandlerRank"]
        for each in info["CFBundleDocumentTypes"]
    }
    assert [each["UTTypeIdentifier"] for each in info[DECLARATIONS[0]]] == [plist.NETWORK]
    assert ranks == {plist.NETWORK: "Alternate", plist.LESSON: "Owner"}


def test_names_and_numbers_are_written_as_apple_asks(info):
    for identifier in (plist.IDENTIFIER, plist.NETWORK, plist.LESSON):
        assert re.fullmatch(r"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+){2,}", identifier)
    assert re.fullmatch(r"\d+\.\d+\.\d+", info["CFBundleShortVersionString"])
    assert info["CFBundleShortVersionString"] == VERSION
    assert info["LSApplicationCategoryType"].startswith("public.app-category.")
    assert len(info["CFBundleName"]) <= 15, "longer ones are cut in the menu bar"


def test_the_oldest_system_is_the_one_that_the_readme_names(info):
    readme = (HOUSE / "README.md").read_text(encoding="utf-8")
    (oldest,) = re.findall(r"^\| macOS (\d+) or newer \|", readme, re.M)
    assert info["LSMinimumSystemVersion"] == f"{oldest}.0"


def test_the_app_is_made_of_the_bundle_with_this_information():
    """build.spec names them; the workflow then starts the program that is in it."""
    (call,) = (
        node
        for node in ast.walk(ast.parse(SPEC.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "BUNDLE"
    )
    told = {word.arg: ast.unparse(word.value) for word in call.keywords}
    assert ast.unparse(call.args[0]) == "collected"
    assert told == {
        "name": "f'{NAME}.app'",
        "icon": "ICON",
        "bundle_identifier": "plist.IDENTIFIER",
        "version": "VERSION",
        "info_plist": "plist.INFO",
    }
    text = RELEASE.read_text(encoding="utf-8")
    assert text.count(f"{NAME}.app/Contents/MacOS/{PROGRAM}") == 2
    assert f"{NAME}.app/Contents/Info.plist" in text


def test_there_is_an_app_for_each_kind_of_chip():
    """Not one for both: NumPy is published for one of them at a time."""
    (systems,) = re.findall(r"os: \[(.*macos.*)\]", RELEASE.read_text(encoding="utf-8"))
    assert sorted("intel" in name for name in systems.split(", ")) == [False, True]


def test_the_picture_of_the_icon_is_as_large_as_macos_shows_it():
    picture = QImage.fromData(make.icons.png(make.DRAWING, make.ICON_SIZE))
    assert (picture.width(), picture.height()) == (1024, 1024)
    assert picture.pixelColor(0, 0).alpha() == 0
    assert picture.pixelColor(512, 512).alpha() == 255


def test_the_entitlements_are_those_that_python_and_the_lgpl_need():
    allowed = plistlib.loads(dmg.ENTITLEMENTS.read_bytes())
    assert allowed == {
        "com.apple.security.cs.allow-unsigned-executable-memory": True,
        "com.apple.security.cs.disable-library-validation": True,
    }


STAND_IN = r"""#!/bin/sh
echo "$(basename "$0") $*" >> "$CALLS"
case "$(basename "$0")" in
  ditto) cp -R "$1" "$2" ;;
  hdiutil) for last; do :; done; find "$5" | sort > "$last" ;;
esac
"""


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-ins are shell scripts")
@pytest.mark.parametrize("identity", ["", "Developer ID: Anna"])
def test_the_image_holds_the_app_and_a_way_to_install_it(tmp_path, monkeypatch, identity):
    commands, calls, dist = tmp_path / "commands", tmp_path / "calls", tmp_path / "dist"
    commands.mkdir()
    for name in ("ditto", "hdiutil", "codesign"):
        (commands / name).write_text(STAND_IN)
        (commands / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{commands}:/usr/bin:/bin")
    monkeypatch.setenv("CALLS", str(calls))
    monkeypatch.setenv(dmg.SIGN, identity)
    program = dist / f"{NAME}.app" / "Contents" / "MacOS" / PROGRAM
    program.parent.mkdir(parents=True)
    program.write_text("the program")
    image = dmg.make(dist / PROGRAM, dist)
    contents = tmp_path / "build" / "package" / "dmg"
    assert re.fullmatch(rf"{PROGRAM}-{VERSION}-macos-\w+\.dmg", image.name)
    listed = {str(Path(line).relative_to(contents)) for line in image.read_text().splitlines()}
    assert {f"{NAME}.app/Contents/MacOS/{PROGRAM}", "Applications"} <= listed
    assert str((contents / "Applications").readlink()) == "/Applications"
    called = [line.split()[0] for line in calls.read_text().splitlines()]
    assert called == (["codesign"] if identity else []) + ["ditto", "hdiutil"]
    if identity:
        assert f"--sign {identity}" in calls.read_text().splitlines()[0]


@pytest.mark.skipif(sys.platform != "darwin", reason="needs Apple's own checker")
def test_apples_checker_reads_the_information(tmp_path):
    path = tmp_path / "Info.plist"
    path.write_bytes(plistlib.dumps(plist.INFO))
    subprocess.run(["plutil", "-lint", str(path)], check=True)
