"""The installed program: what Windows knows of it, its verbs and its window."""

from __future__ import annotations

import json
import re
import shutil

import pytest

from core.version import LESSON_ENDING, MODEL_ENDING, NAME, PROGRAM, VERSION
from tests.end_to_end.screen import wait_for
from tests.end_to_end.test_command_line import SEVEN
from tests.end_to_end.test_window import READING, canvas
from tests.windows import stand_ins
from tests.windows.installed import OPENING, Installed
from tests.windows.wine import WINDOWS

pytestmark = [pytest.mark.windows, pytest.mark.xdist_group("the program")]

CLASSES = r"HKCU\Software\Classes"
UNINSTALL = rf"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\{NAME}"
MANY_ALPHABETS = "Größe δίκτυο 网络 of mine"
# Longer than the 260 characters that Windows once allowed.
LONG = "/".join(["a folder within a folder " + "x" * 30] * 5)
RIGHT = (
    "import numpy as np\n\ndef relu_backward(dH, relu_memory):\n    return dH * (relu_memory > 0)\n"
)
WRONG = RIGHT.replace(" * (", " + (")
GRANDCHILD = ["ping", "-n", "47110815", "127.0.0.1"]
TOO_OLD = 3  # the installer's exit code
RAIL = 80  # pixels to the left of the canvas at 100 %, and some more
LARGE = """import numpy as np

def relu(Z):
    table = np.ones((20_000, 20_000))
    return np.maximum(Z, 0) * table[0, 0], Z
"""
ENDLESS = "def relu_backward(dH, relu_memory):\n    while True:\n        pass\n"


def test_windows_knows_it(installed):
    wine = installed.wine
    for name in (NAME, PROGRAM):
        assert (installed.folder / f"{name}.exe").is_file()
    assert installed.shortcut.is_file()
    for ending, kind in ((MODEL_ENDING, "DigitLab.Network"), (LESSON_ENDING, "DigitLab.Lesson")):
        assert kind in wine.registry(rf"{CLASSES}\{ending}")
        command = wine.registry(rf"{CLASSES}\{kind}\shell\open\command")
        assert f'{NAME}.exe" "%1"' in command
    told = wine.registry(UNINSTALL)
    for value in (VERSION, wine.windows_path(installed.folder), "QuietUninstallString"):
        assert value in told
    assert wine.registry(r"HKLM\Software\Classes\DigitLab.Network") == ""


def test_no_rights_are_asked_for(installed, installer):
    assert b'requestedExecutionLevel level="asInvoker"' in installer.read_bytes()
    home = installed.wine.home.relative_to(installed.wine.drive).as_posix()
    new = installed.files_of(installed.wine) - installed.before
    assert f"{home}/AppData/Local/Programs/{NAME}/{NAME}.exe" in new
    assert {name for name in new if not name.startswith(f"{home}/")} == set()


def test_a_user_without_rights_installs_uses_and_removes_it(without_rights, installer):
    wine = without_rights
    for place in (r"C:\windows", r"C:\Program Files", "C:"):
        assert wine.run("cmd", "/c", "mkdir", rf"{place}\mine").code != 0, place
    kept = shutil.copy(installer, wine.home / "setup.exe")
    installed = Installed(wine, kept)
    mine = wine.windows_path(wine.home / f"mine{MODEL_ENDING}")
    for words in (["--self-test"], ["train", "--data", "starter", "--epochs", 1, "--out", mine]):
        done = installed.run(*words)
        assert done.code == 0, done.output
    assert NAME in wine.registry(UNINSTALL)
    done = wine.run(wine.windows_path(installed.folder / "Uninstall.exe"), "/S")
    assert done.code == 0, done.output
    wait_for(lambda: not installed.folder.exists(), 30, lambda: "it is still there")


def test_an_older_windows_is_refused(installed, installer):
    """With a sentence: the program itself would only name a library that is not there."""
    wine = installed.wine
    wine.say_it_is("win81")
    try:
        assert wine.run(installer, "/S").code == TOO_OLD
    finally:
        wine.say_it_is(WINDOWS)


def test_the_self_test_passes(installed):
    done = installed.run("--self-test")
    assert done.code == 0, done.output
    assert "All is well" in done.output
    assert "on windows" in done.output


def answer_in(output):
    """The first JSON object that stands on a line. Others tell of progress, or are by the loader of
    the machine that Wine runs on."""
    return next(json.loads(line) for line in output.splitlines() if line.startswith("{"))


def test_a_network_is_trained_and_reads(installed):
    """In a folder of many alphabets, its path longer than Windows once allowed."""
    folder = installed.wine.home / MANY_ALPHABETS / LONG
    folder.mkdir(parents=True)
    assert len(installed.wine.windows_path(folder)) > 260
    model, ink = folder / f"网络{MODEL_ENDING}", folder / "seven.jsonl"
    ink.write_text(json.dumps(SEVEN) + "\n", encoding="utf-8")
    windows_path = installed.wine.windows_path
    told = installed.run(
        *("train", "--data", "starter", "--hidden", "32", "--epochs", 1, "--json"),
        *("--out", windows_path(model)),
    )
    assert told.code == 0, told.output
    assert answer_in(told.output)["epochs"] == 1
    assert model.stat().st_size > 100_000
    for words in (["--model", windows_path(model)], []):
        told = installed.run("predict", "--ink", windows_path(ink), *words)
        assert told.code == 0, told.output
        answer = answer_in(told.output)
        assert len(answer["probabilities"]) == 10
    assert answer["digit"] == 7, "the network that ships reads it"


@pytest.mark.parametrize(
    ("code", "ends_with", "says"),
    [
        (RIGHT, 0, r"relu_backward"),
        (WRONG, 1, r"relu_backward"),
        (ENDLESS, 1, r"endless loop"),
    ],
    ids=["right", "wrong", "endless"],
)
def test_a_learners_file_is_checked(installed, tmp_path, code, ends_with, says):
    mine = tmp_path / "δικό μου.py"
    mine.write_text(code, encoding="utf-8")
    done = installed.run("check", installed.wine.windows_path(mine))
    assert done.code == ends_with, done.output
    assert re.search(says, done.output), done.output
    assert "\N{REPLACEMENT CHARACTER}" not in done.output


def test_what_a_learners_file_starts_ends_with_the_check(installed, tmp_path):
    mine = tmp_path / "mine.py"
    mine.write_text(f"import subprocess\nsubprocess.Popen({GRANDCHILD})\n{RIGHT}", encoding="utf-8")
    began = installed.wine.processes(GRANDCHILD[2])
    done = installed.run("check", installed.wine.windows_path(mine))
    assert "relu_backward" in done.output
    assert installed.wine.processes(GRANDCHILD[2]) == began == []


def test_a_check_that_takes_too_much_memory_is_ended_and_told(installed, tmp_path):
    """An array of 3.2 GB."""
    mine = tmp_path / "mine.py"
    mine.write_text(LARGE, encoding="utf-8")
    done = installed.run("check", installed.wine.windows_path(mine))
    assert done.code == 1
    assert re.search(r"arrays of more than 1\s+GB", done.output), done.output
    assert "endless" not in done.output


@pytest.mark.parametrize(("scale", "theme"), [("1", "light"), ("1.5", "dark")])
def test_a_seven_drawn_with_the_mouse_is_read(installed, screen, scale, theme):
    """Its data lie in a folder with letters of many alphabets; everything may be larger (Wine hands
    on what is Qt's only behind its own name), and the title bar is as light or dark as the rest."""
    data = installed.wine.home / MANY_ALPHABETS / f"data {scale}"
    data.mkdir(parents=True)
    (data / "settings.ini").write_text(f"[look]\ntheme={theme}\n", encoding="utf-8")
    title_bars = data / "title bars.txt"
    told = {
        "DIGIT_LAB_DATA": installed.wine.windows_path(data),
        "WINEQT_SCALE_FACTOR": scale,
        stand_ins.TITLE_BARS: installed.wine.windows_path(title_bars),
    }
    window = installed.open(screen, **told)
    try:
        left, _, _ = wait_for(lambda: canvas(window), OPENING, lambda: "there is no canvas")
        assert left > RAIL * float(scale)
        window.draw_seven()
        window.photograph(f"windows-{scale}")
        was_dark = title_bars.exists() and title_bars.read_text().endswith("1")
        assert was_dark is (theme == "dark")
        assert window.wait_for_title(READING, 5)[1] == "7"
        window.press("ctrl+q")
        assert window.wait_for_end(30) == 0
    finally:
        window.close()
    assert (data / "settings.ini").is_file()


def test_a_network_is_opened_with_the_program(installed, screen, tmp_path):
    model = tmp_path / f"mein Netz δίκτυο 网络{MODEL_ENDING}"
    windows_path = installed.wine.windows_path(model)
    words = ("train", "--data", "starter", "--hidden", "16", "--epochs", 1, "--out", windows_path)
    done = installed.run(*words)
    assert done.code == 0, done.output
    window = installed.open(screen, windows_path)
    try:
        window.wait_until_idle(60)
        window.photograph("windows-opened")
        window.press("ctrl+q")
        assert window.wait_for_end(30) == 0
    finally:
        window.close()
    assert installed.data.is_dir()
