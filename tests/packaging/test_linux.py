"""What desktops are told agrees with what the app calls itself, and its checkers find no fault."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from xml.etree import ElementTree

import pytest
from linux import deb

from core.cli.parser import _parser
from core.files import model_file
from core.version import IDENTIFIER, NAME, PROGRAM, VERSION

MIME = {"m": "http://www.freedesktop.org/standards/shared-mime-info"}
# Debian 13's checker warns where there is no page to link to, and the project has none yet.
NO_ADDRESS_YET = {"url-homepage-missing"}


@pytest.fixture(scope="module")
def usr(tmp_path_factory):
    usr = tmp_path_factory.mktemp("package") / "usr"
    deb.lay_files(usr)
    return usr


@pytest.fixture
def checked():
    """Runs a checker; CI must have it."""

    def run(*command):
        if shutil.which(command[0]) is None:
            reason = f"{command[0]} is not installed."
            if os.environ.get("DIGIT_LAB_REQUIRE_E2E"):
                pytest.fail(reason)
            pytest.skip(reason)
        return subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False)

    return run


def test_the_entry_is_valid_and_names_the_program(usr, checked):
    entry = usr / "share" / "applications" / f"{PROGRAM}.desktop"
    text = entry.read_text(encoding="utf-8")
    for line in (f"Name={NAME}", f"Exec={PROGRAM} %f", f"Icon={PROGRAM}"):
        assert line in text.splitlines()
    done = checked("desktop-file-validate", entry)
    assert (done.returncode, done.stdout) == (0, "")


def test_the_metainfo_is_valid(usr, checked):
    path = usr / "share" / "metainfo" / f"{IDENTIFIER}.metainfo.xml"
    root = ElementTree.parse(path).getroot()
    assert root.findtext("id") == IDENTIFIER
    assert root.findtext("launchable") == f"{PROGRAM}.desktop"
    assert root.find("releases/release").get("version") == VERSION
    done = checked("appstreamcli", "validate", "--no-net", path)
    complaints = set(re.findall(r"^[EW]: [^ ]+ (.*)$", done.stdout, re.M))
    assert complaints <= NO_ADDRESS_YET, done.stdout
    assert done.returncode == 0 or complaints, done.stdout


def test_model_files_have_a_type_that_knows_them(usr):
    root = ElementTree.parse(usr / "share" / "mime" / "packages" / f"{PROGRAM}.xml").getroot()
    kind = root.find("m:mime-type", MIME)
    assert kind.find("m:glob", MIME).get("pattern") == f"*{model_file.ENDING}"
    match = kind.find("m:magic/m:match", MIME)
    first, last = map(int, match.get("offset").split(":"))
    assert model_file.FORMAT in match.get("value")
    start = model_file.SHIPPED_MODEL.read_bytes()[: last + 100]
    assert first <= start.index(match.get("value").encode()) <= last
    entry = (usr / "share" / "applications" / f"{PROGRAM}.desktop").read_text(encoding="utf-8")
    assert f"MimeType={kind.get('type')};" in entry


def test_icons_are_there_in_every_size(usr):
    hicolor = usr / "share" / "icons" / "hicolor"
    for name in deb.DRAWINGS:
        assert (hicolor / "scalable" / f"{name}.svg").is_file()
        for size in deb.ICON_SIZES:
            assert (hicolor / f"{size}x{size}" / f"{name}.png").is_file()


def test_the_changelog_is_that_of_this_version(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    lines = deb.changelog().splitlines()
    assert lines[0] == f"{PROGRAM} ({VERSION}) unstable; urgency=medium"
    assert sum(line.startswith("  * ") for line in lines) >= 3
    assert lines[-1].startswith(f" -- {NAME} contributors <")
    assert lines[-1].endswith(">  Thu, 01 Jan 1970 00:00:00 -0000")


def test_every_word_of_the_control_file_is_filled():
    text = deb.filled_control("amd64", "libc6", 7)
    assert f"Version: {VERSION}\n" in text
    assert "Architecture: amd64\n" in text
    assert re.search(r"^Depends: libc6, fontconfig", text, re.M)
    assert not re.search(r"@[A-Z]+@", text)


def test_the_man_page_knows_the_options_and_has_no_fault(checked):
    page = deb.FILES / "digit-lab.1"
    text = page.read_text(encoding="utf-8").replace("\\-", "-")
    options = [option for action in _parser()._actions for option in action.option_strings]
    for option in options:
        if option.startswith("--"):
            assert option in text
    done = checked("man", "--warnings", "-E", "UTF-8", "-l", "-Tutf8", "-Z", page)
    assert done.stderr == ""


def test_each_override_names_a_tag_and_gives_a_reason():
    """In paragraphs: a reason, then the tags that it is for."""
    text = (deb.FILES / "lintian-overrides").read_text(encoding="utf-8")
    paragraphs = [paragraph.splitlines() for paragraph in text.strip().split("\n\n")]
    assert paragraphs
    for first, *others in paragraphs:
        tags = [line for line in others if not line.startswith("#")]
        assert first.startswith("# ")
        assert tags
        assert all(re.match(rf"{PROGRAM}: [a-z-]+( |$)", line) for line in tags)
