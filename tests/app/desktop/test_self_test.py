"""The self-test: it passes here, a line a step, and fails when something is not as it should be."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import bundle
import pytest

from app.desktop import self_test
from app.desktop.self_test import STEPS, Failure, SelfTestContext, SelfTestStep
from core.files import model_file
from core.ink.strokes import Drawing
from core.network.snapshots import Snapshot
from core.reading.reading import read_drawings
from tests.app.left_windows import end

pytestmark = pytest.mark.slow


def start(code: str, *arguments: str) -> subprocess.CompletedProcess:
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    kept = {name: value for name, value in os.environ.items() if name not in hidden}
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        env=kept | {"PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        timeout=100,
    )


PROGRAM = "import sys; from app.__main__ import main; sys.exit(main())"
# As in a bundle that lacks what packaging/bundle.py leaves out.
WITHOUT = """
import sys

class Missing:
    def find_spec(self, name, *_):
        if any(name == each or name.startswith(each + ".") for each in LEFT_OUT):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

LEFT_OUT = sys.argv.pop(1).split(",")
sys.meta_path.insert(0, Missing())
"""


def test_every_step_holds_here_without_a_display_and_without_what_the_bundle_leaves_out(
    own_folders: Path,
) -> None:
    # It imports all modules of ours that it finds, and here it finds those too.
    missing = list(bundle.EXCLUDED)
    ended = start(WITHOUT + PROGRAM, ",".join(missing), "--self-test")
    lines = ended.stdout.splitlines()
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert [line.split(": ")[0].split("s  ")[1] for line in lines[:-1]] == [s.what for s in STEPS]
    assert all(line.startswith("ok ") for line in lines[:-1])
    assert lines[-1].startswith("All is well")
    assert not list(own_folders.rglob("*settings*")), "the user's own settings were touched"


def test_a_module_that_is_missing_fails_the_test() -> None:
    ended = start(WITHOUT + PROGRAM, "safetensors", "--self-test")
    assert ended.returncode != 0


def failing(what: str) -> Callable[[SelfTestContext], str]:
    def act(trial: SelfTestContext) -> str:
        raise Failure(what)

    return act


def breaking(trial: SelfTestContext) -> str:
    raise ZeroDivisionError("by zero")


@pytest.mark.parametrize(
    ("act", "told"),
    [(failing("the moon is missing"), "the moon is missing"), (breaking, "ZeroDivisionError")],
)
def test_a_step_that_fails_is_told_and_the_others_go_on(
    act: Callable[[SelfTestContext], str], told: str, monkeypatch: pytest.MonkeyPatch, qapp, capsys
) -> None:
    steps = (SelfTestStep("First", act), SelfTestStep("Second", lambda trial: "fine"))
    monkeypatch.setattr(self_test, "STEPS", steps)
    monkeypatch.setattr(self_test, "make_application", lambda argv: qapp)
    assert self_test.run(["digit-lab"]) == 1
    first, second, last = capsys.readouterr().out.splitlines()
    assert first.startswith("FAILED")
    assert told in first
    assert second.startswith("ok")
    assert last.startswith("1 of 2 steps failed")


def step(what: str) -> SelfTestStep:
    return next(each for each in STEPS if each.what == what)


@pytest.fixture
def unlearned(snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch) -> Snapshot:
    """The shipped network has learned nothing."""
    monkeypatch.setattr(model_file, "shipped", lambda: snapshot)
    return snapshot


@pytest.fixture
def trial(tmp_path: Path, qapp, look) -> Iterator[SelfTestContext]:
    """With its window open."""
    made = SelfTestContext(tmp_path, qapp)
    step("Window").act(made)
    lab = made.lab
    yield made
    end(lab)


def test_another_digit_than_the_drawn_one_fails(unlearned, trial: SelfTestContext) -> None:
    seven = Drawing.from_lists([[[0.28, 0.22], [0.72, 0.22], [0.45, 0.8]]])
    (read,) = read_drawings(unlearned, [seven])
    assert read.digit != 7, "choose another seed for this test"
    with pytest.raises(Failure, match="a 7 was drawn"):
        step("Draw").act(trial)


def test_an_error_on_the_way_fails_the_end(trial: SelfTestContext) -> None:
    trial.note_error("Something went wrong.", "Traceback\nValueError: odd")
    with pytest.raises(Failure, match="ValueError: odd"):
        step("End").act(trial)


def test_steps_that_need_the_window_say_that_there_is_none(tmp_path: Path, qapp) -> None:
    with pytest.raises(Failure, match="no window"):
        step("Train").act(SelfTestContext(tmp_path, qapp))
