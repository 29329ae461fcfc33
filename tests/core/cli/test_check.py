"""digit-lab check, without a screen; the children are real."""

from __future__ import annotations

import json

import pytest

from core.checking.report import Report

pytestmark = pytest.mark.slow

RIGHT = "import numpy as np\ndef relu(Z):\n    return np.maximum(0, Z), Z\n"
WRONG = "import numpy as np\ndef relu(Z):\n    return np.minimum(0, Z), Z\n"


@pytest.fixture
def file(tmp_path):
    def write(name: str, code: str):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(code, encoding="utf-8")
        return path

    return write


def test_a_right_file_passes(command, file):
    code, stdout, stderr = command("check", file("mine.py", f"print('hello')\n{RIGHT}"))
    assert (code, stderr) == (0, "")
    assert "The one function is right." in stdout
    assert "✓ relu" in stdout
    assert "hello" in stdout
    assert "Not in the file: sigmoid, softmax," in stdout
    assert stdout.splitlines()[-1].startswith("The code could")


def test_a_wrong_file_is_told_and_fails(command, file):
    code, stdout, _ = command("check", file("mine.py", WRONG))
    assert code == 1
    assert "✗ relu" in stdout
    assert "The minimum instead of the maximum" in stdout


@pytest.mark.parametrize("content", ["", "def f(:", "import nothing_like_it\n" + RIGHT])
def test_a_file_with_a_problem_fails(command, file, content):
    code, stdout, _ = command("check", file("mine.py", content))
    assert code == 1
    assert len(stdout.splitlines()) >= 2


def test_what_a_file_prints_cannot_command_the_terminal(command, file):
    _, stdout, _ = command("check", file("mine.py", f"print('\\x1b[2J gone')\n{RIGHT}"))
    assert "\x1b" not in stdout
    assert "[2J gone" in stdout


def test_reports_are_written(command, file, tmp_path):
    page, record, table = (tmp_path / f"report.{end}" for end in ("html", "json", "csv"))
    code, _, stderr = command(
        "check", file("mine.py", WRONG), "--html", page, "--json", record, "--csv", table
    )
    assert code == 1
    assert stderr.count("Saved") == 3
    assert "The minimum instead" in page.read_text(encoding="utf-8")
    report = Report.from_json(record.read_text(encoding="utf-8"))
    assert report.functions[1].mistake.id == "relu-minimum"
    assert len(table.read_text(encoding="utf-8").splitlines()) == 2


def test_json_goes_to_standard_output(command, file):
    code, stdout, stderr = command("check", file("mine.py", RIGHT), "--json", "-")
    assert (code, stderr) == (0, "")
    assert json.loads(stdout)["is_right"] is True


def test_what_cannot_be_is_a_sentence(command, file, tmp_path):
    for argv, words in (
        ([tmp_path / "nothing.py"], "There is no file"),
        ([tmp_path / ("ẓ" * 200)], "There is no file"),  # longer than the disk takes
        ([file("a.py", RIGHT), "--json", tmp_path / "no" / "where.json"], "cannot be written"),
        ([tmp_path, "--html", tmp_path / "x.html"], "one file"),
    ):
        code, _, stderr = command("check", *argv)
        assert code == 1
        assert words in stderr.splitlines()[-1]


def test_help_says_that_code_is_run_and_hides_the_childs_verb(command):
    _, stdout, _ = command("--help")
    assert "check " in stdout
    assert "check-child" not in stdout
    _, stdout, _ = command("check", "--help")
    assert "run" in stdout
