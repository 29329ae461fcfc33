"""Hand-ins are found in folders and zips as people and platforms make them; nothing is run."""

from __future__ import annotations

import os
import sys

import pytest

from core.classroom.finding import find_hand_ins
from core.errors import DataError
from tests.core.classroom.hand_ins import RELU, SIGMOID, WRONG_RELU, write_all, zipped

NOTEBOOK = '{"cells": [{"cell_type": "code", "source": ["def relu(Z):\\n", "    return Z, Z"]}]}'


def rows_of(path):
    return {each.name: each for each in find_hand_ins(path)}


def counting(path):
    """(student, file) of what is run."""
    return sorted((each.student, each.file) for each in find_hand_ins(path) if each.is_checked)


@pytest.mark.parametrize(
    "file", ["a.py", "a.PY", "a.py.txt", "a.txt", "a.ipynb", "no ending", "ä b.py", "a.pyw"]
)
def test_code_is_found_whatever_it_is_called(tmp_path, file):
    write_all(tmp_path, {f"Ada/{file}": NOTEBOOK if file.endswith("ipynb") else RELU})
    assert counting(tmp_path) == [("Ada", file)]


@pytest.mark.parametrize(
    ("file", "words"),
    [
        ("a.pdf", "a PDF"),
        ("a.docx", "text document"),
        ("a.PNG", "picture"),
        ("a.rar", "ask for a zip"),
        ("a.html", "web page"),
        ("onlinetext.html", "typed into Moodle"),
        ("a.npz", "data, not code"),
        ("a.java", "no Python file"),
        ("notes.txt", "No Python function"),
        ("empty.txt", "is empty"),
        ("broken.zip", "damaged"),
    ],
)
def test_what_is_no_code_says_why(tmp_path, file, words):
    content = "" if file == "empty.txt" else "hello, not a file of that kind"
    write_all(tmp_path, {f"Ada/{file}": content, "Bob/b.py": RELU})
    (row,) = [each for each in find_hand_ins(tmp_path) if each.student == "Ada"]
    assert (row.role, row.is_checked) == ("counts", False)
    assert words in row.why


def test_empty_and_broken_files_of_code_count_and_are_run(tmp_path):
    write_all(tmp_path, {"Ada/a.py": "", "Bob/b.py": "def f(:", "Cy/c.py": b"\xff\xfe\x00"})
    assert [student for student, _ in counting(tmp_path)] == ["Ada", "Bob", "Cy"]


def test_folders_without_a_file_have_a_row(tmp_path):
    write_all(tmp_path, {"Ada/": "", "Bob/inner/": "", "Cy/venv/x.py": RELU, "Dee/d.py": RELU})
    write_all(tmp_path, {"J. R. Smith/": ""})
    rows = find_hand_ins(tmp_path)
    names = ["Ada", "Bob", "Cy", "J. R. Smith"]
    assert {each.student: each.why for each in rows if each.role == "counts"} == (
        dict.fromkeys(names, "The folder is empty.") | {"Dee": ""}
    )


def test_what_programs_leave_is_left_out(tmp_path):
    left = ["venv", ".venv", "env", "__MACOSX", ".ipynb_checkpoints", "__pycache__"]
    left += ["lib/site-packages", "node_modules", ".git", "sub/VENV"]
    files = {f"Ada/{each}/x.py": RELU for each in left}
    files |= {"Ada/._a.py": "x", "Ada/.DS_Store": "x", "Thumbs.db": "x", "Ada/a.py": RELU}
    files |= {"Ada/my env/pyvenv.cfg": "", "Ada/my env/lib/x.py": RELU}
    assert list(rows_of(write_all(tmp_path, files))) == ["Ada/a.py"]
    (tmp_path / "all.zip").write_bytes(zipped(files))
    assert list(rows_of(tmp_path / "all.zip")) == ["Ada/a.py"]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems take no such names or files")
def test_names_links_and_pipes_of_linux(tmp_path):
    write_all(tmp_path, {"Ada/a.py": RELU, "secret/s.py": RELU})
    top = tmp_path / "class"
    (top / "Bob").mkdir(parents=True)
    name = os.fsdecode(b"\xffb.py")
    (top / "Bob" / name).write_text(RELU, encoding="utf-8")
    (top / "Cy").symlink_to(top)
    (top / "Dee").mkdir()
    (top / "Dee" / "d.py").symlink_to(tmp_path / "secret" / "s.py")
    (top / "Eve").mkdir()
    os.mkfifo(top / "Eve" / "e.py")
    rows = {each.student: each for each in find_hand_ins(top)}
    assert rows["Bob"].is_checked
    assert rows["Bob"].name == "Bob/�b.py"
    assert rows["Bob"].read() == RELU.encode()
    assert "link" in rows["Cy"].why
    assert "link" in rows["Dee"].why
    assert "pipe" in rows["Eve"].why


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read all")
def test_what_may_not_be_read_says_so(tmp_path):
    write_all(tmp_path, {"Ada/a.py": RELU, "Bob/b.py": RELU})
    (tmp_path / "Ada" / "a.py").chmod(0)
    (tmp_path / "Bob").chmod(0)
    try:
        rows = {each.student: each.why for each in find_hand_ins(tmp_path)}
    finally:
        (tmp_path / "Bob").chmod(0o700)
    assert "Permission denied" in rows["Ada"]
    assert "Permission denied" in rows["Bob"]


def test_a_huge_file_is_not_read(tmp_path):
    write_all(tmp_path, {"Ada/a.py": RELU, "Bob/b.py": ""})
    with (tmp_path / "Bob" / "b.py").open("wb") as stream:
        stream.truncate(1 << 40)
    rows = {each.student: each for each in find_hand_ins(tmp_path)}
    assert "larger than" in rows["Bob"].why
    assert not rows["Bob"].is_checked


def test_moodle(tmp_path):
    files = {
        "Ada Lovelace_101_assignsubmission_file_/a.py": RELU,
        "Ada Lovelace_101_assignsubmission_onlinetext_/onlinetext.html": "<p>hello",
        "Zoë Ç_102_assignsubmission_file_/sub/z.py": RELU,
        "Group A-Bob_103_assignsubmission_file_b.py": RELU,
        "Participant_104_assignsubmission_file/d.py": RELU,
        "Cy_105_assignsubmission_file_/hand-in.zip": zipped({"deep/c.py": RELU}),
    }
    for path in (write_all(tmp_path / "folder", files), tmp_path / "all.zip"):
        if path.suffix:
            path.write_bytes(zipped(files))
        rows = {each.student: each for each in find_hand_ins(path) if each.is_checked}
        assert {name: row.number for name, row in rows.items()} == {
            "Ada Lovelace": "101",
            "Zoë Ç": "102",
            "Group A-Bob": "103",
            "Participant 104": "104",
            "Cy": "105",
        }
        assert {row.system for row in rows.values()} == {"moodle"}
        assert rows["Cy"].read() == RELU.encode()


def test_canvas(tmp_path):
    files = {
        "lovelaceada_11_900_homework.py": RELU,
        "lovelaceada_11_901_tools.py": "def help_me():\n    return 1\n",
        "byronbob_LATE_12_902_homework.py": RELU,
        "cy_13_903_homework.py": WRONG_RELU,
        "cy_13_904_homework-1.py": RELU,
        "anon_1aBcD_905_homework.py": RELU,
    }
    rows = find_hand_ins(write_all(tmp_path, files))
    checked = {row.student: row for row in rows if row.is_checked}
    assert {name: (row.number, row.late, row.file) for name, row in checked.items()} == {
        "lovelaceada": ("11", False, "lovelaceada_11_900_homework.py"),
        "byronbob": ("12", True, "byronbob_LATE_12_902_homework.py"),
        "cy": ("13", False, "cy_13_904_homework-1.py"),
        "Anon 1aBcD": ("1aBcD", False, "anon_1aBcD_905_homework.py"),
    }
    assert [place for place, _ in checked["lovelaceada"].beside] == ["tools.py"]
    assert "earlier version" in next(row.why for row in rows if "_903_" in row.name)


def test_sections_around_students_are_seen_through(tmp_path):
    files = {
        "Section A/Ada/a.py": RELU,
        "Section A/Bob/b.py": RELU,
        "Section B/Ada/a.py": SIGMOID,
        "Section B/Cy/v1/c.py": RELU,
        "Section B/Cy/v2/c.py": RELU,
        "Section B/Dee/d.pdf": "",
        "readme.txt": "",
    }
    path = write_all(tmp_path, files)
    assert [who for who, _ in counting(path)] == ["Ada", "Ada", "Bob", "Cy"]
    versions = {"Ada/v1/a.py": RELU, "Ada/v2/a.py": RELU, "Bob/b.py": RELU}
    assert [who for who, _ in counting(write_all(tmp_path / "2", versions))] == ["Ada", "Bob"]


@pytest.mark.parametrize(
    "names",
    [
        ("student-1.py", "student-2.py"),
        ("student (1).py", "student (2).py"),
        ("Homework 3 - Ada.py", "Homework 3 - Bob.py"),
        ("Ada - Homework 3.py", "Bob - Homework 3.py"),
        ("hw_ada.py", "hw_bob.py"),
    ],
)
def test_no_student_is_lost_by_names_that_are_alike(tmp_path, names):
    write_all(tmp_path, {names[0]: RELU, names[1]: f"{RELU}{SIGMOID}"})
    assert sorted(file for _, file in counting(tmp_path)) == sorted(names)
    assert len({who for who, _ in counting(tmp_path)}) == 2


def test_google_classroom_and_blackboard(tmp_path):
    classroom = {"Ada Lovelace - Homework 3.ipynb": NOTEBOOK, "Bob B. - Copy of x.py": RELU}
    assert [who for who, _ in counting(write_all(tmp_path / "g", classroom))] == [
        "Ada Lovelace",
        "Bob B.",
    ]
    blackboard = {"Homework 3_alovelace_attempt_2026-11-29-10-20-30_a.py": RELU}
    assert [who for who, _ in counting(write_all(tmp_path / "b", blackboard))] == ["alovelace"]


def test_plain_folders_and_plain_files(tmp_path):
    folders = {"Ada/x/a.py": RELU, "Bob/b.py": RELU, "readme.pdf": "x"}
    assert counting(write_all(tmp_path / "1", folders)) == [("Ada", "a.py"), ("Bob", "b.py")]
    assert rows_of(tmp_path / "1")["readme.pdf"].role == "other"
    flat = {"ada.py": RELU, "bob.ipynb": NOTEBOOK, "cy.zip": zipped({"c.py": RELU}), "dee.pdf": ""}
    path = write_all(tmp_path / "2", flat)
    assert counting(path) == [("ada", "ada.py"), ("bob", "bob.ipynb"), ("cy", "c.py")]
    assert rows_of(path)["dee.pdf"].role == "counts"


def test_folders_around_a_class_are_seen_through(tmp_path):
    around = {"homework/batch/Ada/a.py": RELU, "homework/batch/Bob/b.py": RELU}
    assert [who for who, _ in counting(write_all(tmp_path / "1", around))] == ["Ada", "Bob"]
    flat = {"homework/ada.py": RELU, "homework/bob.py": RELU}
    assert [who for who, _ in counting(write_all(tmp_path / "2", flat))] == ["ada", "bob"]
    other = "".join(f"def f{n}(x): return x\n" for n in range(5))
    flat = {"homework/ada.py": other, "homework/bob.py": other}
    assert [who for who, _ in counting(write_all(tmp_path / "4", flat))] == ["ada", "bob"]
    one = {"Ada/main.py": RELU, "Ada/tools.py": "def help_me(): return 1\n"}
    assert counting(write_all(tmp_path / "3", one)) == [("Ada", "main.py")]


def test_the_file_with_most_of_the_course_counts_and_helpers_are_no_failures(tmp_path):
    files = {
        "Ada/main.py": f"from tools import relu\n{SIGMOID}",
        "Ada/tools.py": RELU,
        "Ada/plot.py": "def draw(): pass\n",
        "Ada/old/main.py": SIGMOID,
        "Ada/data.csv": "1,2",
    }
    rows = rows_of(write_all(tmp_path, files))
    assert {name: row.role for name, row in rows.items()} == {
        "Ada/main.py": "counts",
        "Ada/tools.py": "helper",
        "Ada/plot.py": "other",
        "Ada/old/main.py": "other",
        "Ada/data.csv": "other",
    }
    assert rows["Ada/tools.py"].why == "A helper file of main.py."
    assert all(row.why for row in rows.values() if row.role != "counts")


def test_a_helper_beside_flat_files_is_nobodys_hand_in(tmp_path):
    write_all(tmp_path, {"ada.py": f"import mine\n{RELU}", "bob.py": RELU, "mine.py": "x = 1"})
    rows = rows_of(tmp_path)
    assert (rows["mine.py"].role, rows["mine.py"].student) == ("helper", "ada")
    assert [place for place, _ in rows["ada.py"].beside] == ["mine.py"]


def test_names_are_shown_plainly(tmp_path):
    evil = "\u202eAda\x1b[31m<b>"
    if sys.platform == "win32":
        pytest.skip("Windows takes no such names")
    rows = find_hand_ins(write_all(tmp_path, {f"{evil}/a.py": RELU, "Bob/b.py": RELU}))
    assert rows[0].student == "Ada[31m<b>"
    assert rows[0].is_checked


def test_outputs_beside_the_hand_ins_are_left_out(tmp_path):
    write_all(
        tmp_path, {"Ada/a.py": RELU, "marks.csv": "", "marks.csv.verdicts": "", "p/x.html": ""}
    )
    rows = find_hand_ins(tmp_path, [tmp_path / "marks.csv", tmp_path / "p"])
    assert [row.name for row in rows] == ["Ada/a.py"]


def test_what_holds_nothing_is_a_sentence(tmp_path):
    (tmp_path / "empty").mkdir()
    (tmp_path / "no.zip").write_bytes(b"no zip")
    for name, words in (("empty", "Nothing"), ("none", "no folder or zip"), ("no.zip", "damaged")):
        with pytest.raises(DataError, match=words):
            find_hand_ins(tmp_path / name)


def test_code_in_utf_16_is_found_by_what_it_defines(tmp_path):
    write_all(tmp_path, {"Ada/a.txt": ""})
    (tmp_path / "Ada" / "a.txt").write_bytes(RELU.encode("utf-16"))
    assert counting(tmp_path) == [("Ada", "a.txt")]
