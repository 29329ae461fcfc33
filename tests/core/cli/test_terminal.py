"""What strangers wrote reaches no terminal as a command: names, paths, arguments, output."""

from __future__ import annotations

import ast
import json
import os
from pathlib import Path

import pytest

import core.cli
from core.cli.terminal import complain, tell, tell_json
from core.files import model_file
from core.network.snapshots import Snapshot

HOSTILE = "\x1b[31m\x07\x9b2J\u202etxt.exe\u2028\x7f"
COMMANDS = set("\x1b\x07\x08\r\x7f\x9b\u202e\u2028")


def test_a_line_commands_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    tell(f"a{HOSTILE}\r\nb\tc")
    complain(f"x{HOSTILE}\r\ny\udcff")
    out, error = capsys.readouterr()
    assert not set(out + error) & COMMANDS
    assert out.endswith("\nb\tc\n")
    assert error.startswith("digit-lab: x")
    assert error.count("\n") == 1


def test_json_is_whole_and_commands_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    tell_json({"name": HOSTILE + "\udcff"})
    out = capsys.readouterr().out
    assert json.loads(out) == {"name": HOSTILE + "\udcff"}
    assert not set(out) & COMMANDS


@pytest.mark.parametrize(
    "arguments",
    [
        [HOSTILE],
        ["evaluate", HOSTILE],
        ["evaluate", "--model", f"/nowhere/{HOSTILE}.safetensors"],
        ["evaluate", "--model", "/nowhere/\udcff.safetensors"],
        ["evaluate", "--activation", HOSTILE],
        ["evaluate", "--data", f"/nowhere/{HOSTILE}"],
        ["train", "--out", "x.safetensors", "--epochs", HOSTILE],
        ["train", "--out", f"/nowhere/{HOSTILE}/x.safetensors"],
        ["train", "--out", "x.safetensors", "--recipe", f"/nowhere/{HOSTILE}"],
        ["predict", f"/nowhere/{HOSTILE}.png"],
        ["predict", "--ink", f"/nowhere/{HOSTILE}"],
        ["check", f"/nowhere/{HOSTILE}.py"],
    ],
)
def test_what_was_typed_is_quoted_harmlessly(command, tmp_path, monkeypatch, arguments) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, error = command(*arguments)
    assert code in (1, 2)
    assert error
    assert not set(out + error) & COMMANDS
    (out + error).encode()


def test_a_recipe_says_what_is_wrong_with_it_harmlessly(command, tmp_path: Path) -> None:
    recipe = tmp_path / "recipe.toml"
    recipe.write_text('activation = "\\u001b[31m\\u202e"\n"\\u001b[2J" = 3\n', encoding="utf-8")
    code, out, error = command("train", "--out", tmp_path / "x.safetensors", "--recipe", recipe)
    assert code == 1
    assert not set(out + error) & COMMANDS


@pytest.mark.skipif(os.name == "nt", reason="no such names there")
def test_a_model_file_is_named_harmlessly(command, tmp_path: Path, digits, snapshot) -> None:
    named = Snapshot(snapshot.dimensions, "relu", snapshot.theta, HOSTILE, {"data": HOSTILE})
    path = tmp_path / f"m{HOSTILE}\n.safetensors"
    model_file.save(named, path)
    for more in ([], ["--json"]):
        code, out, error = command("evaluate", "--model", path, "--data", digits, *more)
        assert code == 0
        assert not set(out + error) & COMMANDS


@pytest.mark.skipif(os.name == "nt", reason="no such names there")
def test_hand_ins_with_such_names_make_a_table(command, tmp_path: Path) -> None:
    code_text = f"print({HOSTILE!r})\nraise ValueError({HOSTILE!r})\n"
    folder = tmp_path / "hand-ins"
    folder.mkdir()
    for name in (f"a{HOSTILE}.py", os.fsdecode(b"b\xff.py"), "c\nd.py"):
        (folder / name).write_text(code_text, encoding="utf-8")
    for more in ([], ["--csv", "-"], ["--json", "-"], ["--csv", tmp_path / "table.csv"]):
        code, out, error = command("check", folder, *more)
        assert code == 1
        assert not set(out + error) & COMMANDS
        (out + error).encode()
    one = folder / f"a{HOSTILE}.py"
    for more in ([], ["--json", "-"], ["--html", "-"], ["--html", tmp_path / "page.html"]):
        code, out, error = command("check", one, *more)
        assert code == 1
        assert not set(out + error) & COMMANDS


def test_nothing_else_prints() -> None:
    folder = Path(core.cli.__file__).parent
    files = [path for path in folder.glob("*.py") if path.name != "terminal.py"]
    assert len(files) >= 10
    printing = [
        f"{path.name}:{node.lineno}"
        for path in files
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "print"
    ]
    assert not printing
