from __future__ import annotations

import errno

import pytest

from core.cli import command as module
from core.version import VERSION


def test_version_and_help(command) -> None:
    assert command("--version") == (0, f"Digit Lab {VERSION}\n", "")
    code, out, _ = command("--help")
    assert code == 0
    assert all(verb in out for verb in ("train", "evaluate", "predict", "gradcheck"))


@pytest.mark.parametrize(
    ("argv", "reason"),
    [
        (["sing"], "invalid choice: 'sing'"),
        (["train"], "--out"),
        (["train", "--out", "x", "--hidden", "128,,64"], "Write whole numbers with commas"),
        (["train", "--out", "x", "--hidden", "1000000000"], "1 to 4,096 units"),
        (["train", "--out", "x", "--learning-rate", "-1"], "argument --learning-rate: "),
        (["train", "--out", "x", "--epochs", "ten"], "whole number"),
        (["train", "--out", "x", "--activation", "swish"], "relu, sigmoid, tanh"),
        (["train", "--out", "x", "--epoch", "3"], "unrecognized arguments: --epoch 3"),
        (["predict"], "either pictures or an ink file"),
        (["predict", "seven.png", "--ink", "ink.jsonl"], "either pictures or an ink file"),
    ],
)
def test_wrong_arguments_are_one_line_and_exit_code_2(command, argv, reason) -> None:
    code, out, err = command(*argv)
    assert (code, out) == (2, "")
    assert reason in err
    assert err.count("\n") == 1


def test_a_reader_that_goes_away_is_no_traceback(command, model, digits, monkeypatch) -> None:
    class Closed:
        def write(self, _: str) -> int:
            raise BrokenPipeError

    monkeypatch.setattr(module.sys, "stdout", Closed())
    monkeypatch.setattr(module, "_write_nowhere", lambda: None)
    assert command("evaluate", "--model", model, "--data", digits)[0] == 1


def test_a_full_disk_is_one_line(command, model, digits, monkeypatch) -> None:
    class Full:
        def write(self, _: str) -> int:
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(module.sys, "stdout", Full())
    monkeypatch.setattr(module, "_write_nowhere", lambda: None)
    code, _, err = command("evaluate", "--model", model, "--data", digits)
    assert code == 1
    assert err.endswith("digit-lab: The answer cannot be written: No space left on device.\n")


def test_ctrl_c_outside_of_a_run_is_exit_code_130(command, model, digits, monkeypatch) -> None:
    def interrupted(_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("core.cli.evaluate.snapshot_of", interrupted)
    assert command("evaluate", "--data", digits) == (130, "", "digit-lab: Stopped.\n")
