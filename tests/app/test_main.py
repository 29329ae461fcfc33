"""The program as it is started: a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import app.__main__
from core.files import model_file
from core.network.network import Network
from tests.core.data.idx_files import write_folder

pytestmark = pytest.mark.slow

TELL_MODULES = """
import sys
from app.__main__ import main
try:
    code = main()
finally:
    print("Qt:", [name for name in sys.modules if name.startswith("PySide6")], file=sys.stderr)
    print("NumPy:", "numpy" in sys.modules, file=sys.stderr)
"""


def start(*argv: object, code: str | None = None, **environ: str) -> subprocess.CompletedProcess:
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "DIGIT_LAB_MNIST")
    kept = {name: value for name, value in os.environ.items() if name not in hidden}
    program = ["-c", code] if code else ["-m", "app"]
    return subprocess.run(
        [sys.executable, *program, *map(str, argv)],
        env=kept | {"PYTHONPATH": os.pathsep.join(sys.path)} | environ,
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.fixture
def model(tmp_path: Path) -> Path:
    path = tmp_path / "tiny.safetensors"
    model_file.save(Network((784, 8, 10), rng=np.random.default_rng(0)).snapshot(), path)
    return path


def test_no_verb_imports_qt(tmp_path: Path, model: Path) -> None:
    digits = write_folder(tmp_path / "digits")
    ink = tmp_path / "ink.jsonl"
    ink.write_text('{"strokes": [[[0, 0], [5, 9]]]}\n')
    relu = tmp_path / "relu.py"
    relu.write_text("import numpy as np\ndef relu(Z):\n    return np.maximum(Z, 0), Z\n")
    for argv in (
        ["train", "--data", digits, "--epochs", 1, "--out", tmp_path / "new"],
        ["evaluate", "--model", model, "--data", digits],
        ["predict", "--model", model, "--ink", ink],
        ["gradcheck", "--model", model],
        ["check", relu],
    ):
        ended = start(*argv, code=TELL_MODULES)
        assert "Qt: []\n" in ended.stderr
        assert "NumPy: True" in ended.stderr
        assert ended.returncode == 0


@pytest.mark.parametrize("option", ["--self-test", "--debug"])
def test_what_is_a_command_of_its_own_goes_alone(option: str) -> None:
    ended = start(option, "train")
    assert ended.returncode == 2
    assert ended.stderr == f"digit-lab: {option} goes alone (see digit-lab --help)\n"


@pytest.mark.parametrize("argument", ["--version", "--help"])
def test_version_and_help_wait_for_neither_qt_nor_numpy(argument: str) -> None:
    ended = start(argument, code=TELL_MODULES)
    assert "Qt: []\nNumPy: False\n" in ended.stderr
    assert ended.stdout


def test_a_picture_is_read_without_a_display(tmp_path: Path, model: Path) -> None:
    pgm = tmp_path / "one.pgm"
    rows = np.zeros((30, 30), np.uint8)
    rows[5:25, 13:17] = 255
    pgm.write_bytes(b"P5 30 30 255\n" + rows.tobytes())
    ended = start("predict", "--model", model, pgm)
    assert (ended.returncode, ended.stderr) == (0, "")
    told = json.loads(ended.stdout)
    assert told["file"] == str(pgm)
    assert len(told["probabilities"]) == 10


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux may lack a display")
@pytest.mark.parametrize(
    ("environ", "reason"),
    [
        ({}, "There is no display to open a window on"),
        ({"DISPLAY": ":987"}, "The display :987 cannot be reached"),
        ({"WAYLAND_DISPLAY": "nowhere"}, "The display nowhere cannot be reached"),
        ({"QT_QPA_PLATFORM": "xcb"}, "DISPLAY is not set"),
        ({"QT_QPA_PLATFORM": "crystal-ball"}, "no platform called “crystal-ball”"),
    ],
)
def test_without_a_display_the_window_is_one_line_and_exit_code_2(environ, reason) -> None:
    ended = start(**environ)
    assert ended.returncode == 2
    assert reason in ended.stderr
    assert ended.stderr.count("\n") == 1
    assert ended.stdout == ""


def test_a_window_that_can_open_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    opened = []

    class Startup:
        @staticmethod
        def run(argv: list[str], *, debug: bool) -> int:
            opened.append((argv[1:], debug))
            return 7

    monkeypatch.setattr(app, "startup", Startup, raising=False)
    monkeypatch.setitem(sys.modules, "app.startup", Startup)
    monkeypatch.setattr("app.desktop.display.obstacle", lambda: None)
    assert app.__main__.main([]) == 7
    assert app.__main__.main(["mine.safetensors"]) == 7
    assert app.__main__.main(["--debug"]) == 7
    assert app.__main__.main(["--debug", "mine.safetensors"]) == 7
    mine = ["mine.safetensors"]
    assert opened == [([], False), (mine, False), ([], True), (mine, True)]


def test_pictures_without_qts_libraries_are_a_sentence(
    tmp_path: Path, model: Path, capsys: pytest.CaptureFixture[str], monkeypatch
) -> None:
    class Missing:
        def find_spec(self, name: str, *_: object) -> None:
            if name == "app.desktop.pictures":
                raise ImportError("libEGL.so.1: cannot open shared object file: No such file")

    monkeypatch.delitem(sys.modules, "app.desktop.pictures", raising=False)
    monkeypatch.setattr(sys, "meta_path", [Missing(), *sys.meta_path])
    assert app.__main__.main(["predict", "--model", str(model), "seven.png"]) == 1
    assert "libEGL.so.1, which is missing. On Debian" in capsys.readouterr().err
