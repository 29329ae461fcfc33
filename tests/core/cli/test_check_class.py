"""digit-lab check of a class, without a screen; the children are real."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time

import pytest

from core.classroom.rubric_file import template
from core.files import leftovers
from tests.core.classroom.hand_ins import RELU, SIGMOID, WRONG_RELU, write_all, zipped
from tests.test_house import HOUSE

pytestmark = pytest.mark.slow

CLASS = {
    "Ada Lovelace_101_assignsubmission_file_/a.py": RELU,
    "Bob_102_assignsubmission_file_/b.PY": WRONG_RELU,
    "Cy_103_assignsubmission_file_/c.pdf": b"%PDF",
    "__MACOSX/x.py": RELU,
}


def table(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


@pytest.mark.parametrize("is_zip", [False, True])
def test_a_class_is_marked_and_summed_up(command, tmp_path, is_zip):
    path = write_all(tmp_path / "class", CLASS)
    if is_zip:
        path = tmp_path / "class.zip"
        path.write_bytes(zipped(CLASS))
    (tmp_path / "r.toml").write_text("total = 10\n[points]\nrelu = 1\n", encoding="utf-8")
    code, stdout, stderr = command("check", path, "--rubric", tmp_path / "r.toml")
    ada, bob, cy, _, lead, mistake = stdout.splitlines()
    assert code == 1
    assert ada.split() == ["Ada", "Lovelace", "10"]
    assert "The minimum instead of the maximum" in bob
    assert "a PDF" in cy
    assert "2 of 3 students marked: on average 5 of 10 points" in lead
    assert mistake.startswith("   1 × relu: H: The minimum")
    assert "3 files of 3 students were found." in stderr.splitlines()[0]
    assert "2 of 2: " in stderr


def test_everything_is_written_and_nothing_is_checked_twice(command, tmp_path):
    path = write_all(tmp_path / "class", CLASS)
    outputs = [
        "--csv",
        path / "marks.csv",
        "--json",
        path / "marks.json",
        "--pages",
        path / "pages",
    ]
    command("check", path, *outputs)
    rows = table((path / "marks.csv").read_bytes())
    assert [row["student"] for row in rows] == ["Ada Lovelace", "Bob", "Cy"]
    record = json.loads((path / "marks.json").read_bytes())
    assert [each["points"] for each in record["hand_ins"]] == [1, 0, None]
    assert record["overview"]["mistakes"][0]["id"] == "relu-minimum"
    names = {each.name for each in (path / "pages").iterdir()}
    assert names == {"index.html", "Ada Lovelace.html", "Bob.html", "Cy.html"}
    kept = (path / "marks.json.verdicts").read_bytes()
    command("check", path, *outputs)  # its own outputs are no hand-ins
    assert len(table((path / "marks.csv").read_bytes())) == 3
    assert (path / "marks.json.verdicts").read_bytes() == kept
    command("check", path, "--again", *outputs)
    assert (path / "marks.json.verdicts").read_bytes() != kept


def test_tables_go_to_standard_output(command, tmp_path):
    path = write_all(tmp_path / "class", CLASS)
    _, stdout, _ = command("check", path, "--csv", "-", "--csv-for", "moodle")
    rows = table(stdout.encode())
    assert [row["Identifier"] for row in rows] == [f"Participant {n}" for n in (101, 102, 103)]
    _, stdout, _ = command("check", path, "--json", "-")
    assert len(json.loads(stdout)["hand_ins"]) == 3


def test_the_exit_code_is_0_when_all_is_right(command, tmp_path):
    path = write_all(tmp_path / "class", {"Ada/a.py": RELU, "Bob/b.py": SIGMOID})
    assert command("check", path)[0] == 0
    (tmp_path / "r.toml").write_text("[points]\nrelu = 1\n", encoding="utf-8")
    assert command("check", path, "--rubric", tmp_path / "r.toml")[0] == 1


def test_the_template_of_a_rubric_is_printed(command):
    code, stdout, _ = command("check", "--rubric-template")
    assert (code, stdout) == (0, template())


def test_what_cannot_be_is_a_sentence(command, tmp_path):
    path = write_all(tmp_path / "class", CLASS)
    (tmp_path / "bad.toml").write_text("[points]\nrelo = 1\n", encoding="utf-8")
    (tmp_path / "file").write_bytes(b"")
    for argv, words in (
        ([tmp_path / "none.zip"], "no folder or zip"),
        ([path, "--rubric", tmp_path / "bad.toml"], "Line 2 of the rubric"),
        ([path, "--rubric", tmp_path / "none.toml"], "cannot be read"),
        ([path, "--csv", tmp_path / "no" / "where.csv"], "cannot be used"),
        ([path, "--pages", tmp_path / "file"], "cannot be made"),
        ([path, "--html", tmp_path / "x.html"], "one file"),
    ):
        code, _, stderr = command("check", *argv)
        assert code == 1
        assert words in stderr.splitlines()[-1]
    for jobs in ("0", "-1", "many", "65"):
        assert command("check", path, "--jobs", jobs)[0] == 2


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has a disk that is full")
def test_what_cannot_be_written_costs_no_verdict(command, tmp_path):
    path = write_all(tmp_path / "class", CLASS)
    outputs = ["--csv", "/dev/full", "--json", tmp_path / "marks.json"]
    code, stdout, stderr = command("check", path, *outputs)
    assert code == 1
    assert "/dev/full cannot be written: No space left on device." in stderr
    assert len(json.loads((tmp_path / "marks.json").read_bytes())["hand_ins"]) == 3
    assert "2 of 3 students marked" in stdout


def test_stopped_before_anything_is_known_it_writes_nothing(command, tmp_path, monkeypatch):
    path = write_all(tmp_path / "class", CLASS)
    outputs = ["--csv", tmp_path / "marks.csv"]
    command("check", path, *outputs)
    before = (tmp_path / "marks.csv").read_bytes()

    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("core.classroom.class_check.find_hand_ins", interrupted)
    code, _, stderr = command("check", path, *outputs)
    assert code == 130
    assert "Stopped after 0 of 0." in stderr
    assert (tmp_path / "marks.csv").read_bytes() == before


def test_what_a_killed_check_was_writing_is_cleared_away(command, tmp_path):
    path = write_all(tmp_path / "class", CLASS)
    pages = tmp_path / "pages"
    pages.mkdir()
    left = [folder / ".marks.csv.123-0.digit-lab.tmp" for folder in (tmp_path, pages)]
    for each in left:
        each.write_bytes(b"half a ta")
    command("check", path, "--csv", tmp_path / "marks.csv", "--pages", pages)
    assert not [each for each in left if each.exists()]


def start(path, *outputs):
    return subprocess.Popen(
        [sys.executable, "-m", "app", "check", path, "--jobs", "1", *outputs],
        cwd=HOUSE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def slow_class(tmp_path):
    """Twelve hand-ins that take a second each: a busy machine may be late to stop them."""
    code = f"import time\ntime.sleep(1)\n{RELU}"
    files = {f"Student {n:02}/a.py": f"{code}n = {n}\n" for n in range(12)}
    return write_all(tmp_path / "class", files)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
@pytest.mark.parametrize("how", ["SIGINT", "SIGKILL"])
def test_what_is_done_stays_done_whatever_ends_it(command, tmp_path, how):
    path = slow_class(tmp_path)
    outputs = ["--csv", tmp_path / "marks.csv"]
    with start(path, *outputs) as process:
        for line in process.stderr:
            if "3 of 12" in line:
                break
        process.send_signal(signal.Signals[how])
        rest = process.stderr.read()
        stdout = process.stdout.read()
    verdicts = tmp_path / "marks.csv.verdicts"
    kept = verdicts.read_bytes().count(b"\n") - 1
    assert 3 <= kept < 12
    if how == "SIGINT":
        assert process.returncode == 130
        assert "Stopped after" in rest
        assert "the same command goes on" in rest
        assert "Traceback" not in rest + stdout
        assert len(table((tmp_path / "marks.csv").read_bytes())) >= 3
    else:  # what the app clears away when it starts
        leftovers.clear([tmp_path], own=True)
    began = time.monotonic()
    command("check", path, *outputs)
    assert len(table((tmp_path / "marks.csv").read_bytes())) == 12
    assert verdicts.read_bytes().count(b"\n") == 13
    assert time.monotonic() - began < 60
    assert not [each for each in os.listdir(tmp_path) if "tmp" in each]
