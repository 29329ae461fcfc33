"""A rubric in TOML: what it says, and what is said of a bad one."""

from __future__ import annotations

import ast
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

import core.checking
from core.checking.course_functions import FUNCTIONS
from core.classroom.known_mistakes import known_mistakes
from core.classroom.rubric import Rubric
from core.classroom.rubric_file import RubricError, read_rubric, rubric_of, template, to_toml

MAKERS = ("Mistake", "Slip", "slip", "variants", "_mistake", "_slip", "_count", "Spot")


def test_an_empty_rubric_asks_for_all_thirteen():
    assert rubric_of("") == Rubric()
    assert Rubric().points == dict.fromkeys(FUNCTIONS, 1.0)


def test_the_template_is_a_rubric_with_everything_in_it():
    rubric = rubric_of(template())
    plain = Rubric()
    same = [name for name in vars(plain) if vars(plain)[name] == vars(rubric)[name]]
    assert same == ["seconds"]
    assert rubric.most == 20
    assert rubric.deadline == datetime(2027, 1, 31, 23, 59, tzinfo=timezone(timedelta(hours=1)))


@pytest.mark.parametrize("rubric", [Rubric(), rubric_of(template())])
def test_a_rubric_comes_back_from_its_own_text(rubric):
    assert rubric_of(to_toml(rubric)) == rubric


def test_points_are_scaled_to_the_total():
    rubric = rubric_of("total = 10\n[points]\nrelu = 1\nsigmoid = 3\n")
    assert rubric.worth == {"relu": 2.5, "sigmoid": 7.5}
    assert rubric_of("[points]\nrelu = 2.5\n").most == 2.5


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("title = 3", "Line 1 of the rubric: title is a text"),
        ("titel = 'a'", "no “titel”. Is it title"),
        (
            "\n[points]\nrelo = 1",
            "Line 3 of the rubric: The course has no function “relo”. Is it relu",
        ),
        ("[points]\nrelu = -1", "Line 2 of the rubric: relu is a number from 0 to 10,000."),
        ("[points]\nrelu = nan", "relu is a number"),
        ("[points]\nrelu = true", "relu is a number"),
        ("[points]\nrelu = 0", "All points together are 0"),
        ("total = 0", "All points together are 0"),
        ("points = 3", "points is a table of its own: [points]"),
        ("[mistakes.relu-minimun]\nmessage = 'a'", "Line 1 of the rubric: No mistake is called"),
        ("[mistakes.relu-minimun]\nmessage = 'a'", "Is it relu-minimum"),
        (
            "[mistakes.relu-minimum]\nmesage = 'a'",
            "Line 2 of the rubric: A mistake has no “mesage”",
        ),
        ("[mistakes.relu-minimum]\nkeeps_percent = 101", "number from 0 to 100"),
        ("[mistakes]\nrelu-minimum = 3", "Line 2 of the rubric: relu-minimum is a table"),
        ("hint_level = 'all'", "one of: what, where, why, how"),
        ("hint_level = []", "one of: what, where, why, how"),
        ("deadline = 2027-01-31", "deadline is a day and a time"),
        ("deadline = 2027-01-31T10:00:00", "distance from UTC"),
        ("deadline = 'tomorrow'", "deadline is a day and a time"),
        ("late_percent_a_day = 200", "number from 0 to 100"),
        ("seconds = 0", "number from 1 to 120"),
        ("title = 'a", "not a rubric in TOML"),
        ("title = 'a'\ntitle = 'b'", "not a rubric in TOML"),
        ("x" * 200_000, "too long"),
        ("a." * 3_000 + "b = 1", "too long"),
        ("[" * 1_500, "not a rubric in TOML"),
    ],
)
def test_a_bad_rubric_is_a_sentence_with_its_line(text, words):
    with pytest.raises(RubricError) as caught:
        rubric_of(text)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_files_that_are_no_rubric(tmp_path: Path):
    (tmp_path / "a.toml").write_bytes(b"title = '\xff'")
    for name, words in (("a.toml", "UTF-8"), ("none.toml", "cannot be read"), (".", "cannot be")):
        with pytest.raises(RubricError, match=words):
            read_rubric(tmp_path / name)
    (tmp_path / "b.toml").write_bytes("\ufefftitle = 'Zoë'\r\n".encode())
    assert read_rubric(tmp_path / "b.toml").title == "Zoë"


def test_a_deadline_may_be_in_utc():
    assert rubric_of("deadline = 2027-01-31 10:00:00Z").deadline == datetime(
        2027, 1, 31, 10, tzinfo=UTC
    )


def test_every_mistake_that_a_check_names_is_known():
    folder = Path(core.checking.__file__).parent
    ids = set()
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args:
                called = node.func.id if isinstance(node.func, ast.Name) else ""
                first = node.args[0]
                if called in MAKERS and isinstance(first, ast.Constant):
                    ids.add(first.value)
    assert len(ids) > 60
    assert ids - {""} - set(known_mistakes()) == set(), "name them in known_mistakes.py"
    assert all(known_mistakes().values())
