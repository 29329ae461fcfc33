"""A class is checked: several at a time, in real children, each verdict kept at once."""

from __future__ import annotations

import errno
import os
import threading
from pathlib import Path

import pytest

from core.classroom import class_check
from core.classroom.class_check import ClassCheck
from core.classroom.overview import overview_of
from core.classroom.results_file import ResultsFile
from core.classroom.rubric import Rubric
from core.errors import DataError
from tests.core.checking.right import TEXTBOOK
from tests.core.classroom.hand_ins import RELU, SIGMOID, WRONG_RELU, write_all, zipped

pytestmark = pytest.mark.slow

ONE = Rubric(points={"relu": 1.0})


@pytest.fixture
def count(monkeypatch):
    """How many hand-ins were run."""
    runs = []

    class Counted(class_check.Worker):
        def check(self, *about):
            runs.append(about)
            return super().check(*about)

    monkeypatch.setattr(class_check, "Worker", Counted)
    return lambda: len(runs)


def points(path: Path, **options) -> dict[str, float | None]:
    check = ClassCheck(path, ONE, **options)
    rows = [each for each in check.run() if each.hand_in.role == "counts"]
    found = {each.hand_in.student: each.points for each in rows}
    assert check.problem == ""
    return found


def test_a_folder_and_a_zip_give_the_same_marks(tmp_path):
    files = {
        "Ada/a.py": RELU,
        "Bob/b.PY": WRONG_RELU,
        "Cy/c.py": "def f(:",
        "Dee/main.py": "from tools import relu\n",
        "Dee/tools.py": RELU,
        "Eve/e.pdf": b"%PDF",
        "Fay/f.zip": zipped(
            {"main.py": f"import data\n{RELU}", "data.py": "open('x.txt').read()\n", "x.txt": "1"}
        ),
        "Gil/": "",
    }
    expected = {"Ada": 1, "Bob": 0, "Cy": 0, "Dee": 1, "Eve": None, "Fay": 1, "Gil": None}
    told = {}

    def on_marked(marked):
        told.setdefault(marked.hand_in.student, marked.points)

    found = []
    folder = write_all(tmp_path / "class", files)
    rows = ClassCheck(folder, ONE, on_found=found.extend, on_marked=on_marked).run()
    assert {r.hand_in.student: r.points for r in rows if r.hand_in.role == "counts"} == expected
    assert [row.hand_in for row in rows] == found
    assert set(told) == set(expected)
    assert next(row.report.file for row in rows if row.report) == "Ada/a.py"
    (tmp_path / "all.zip").write_bytes(zipped({k: v for k, v in files.items() if k != "Gil/"}))
    rows = ClassCheck(tmp_path / "all.zip", ONE).run()
    del expected["Gil"]
    assert {r.hand_in.student: r.points for r in rows if r.hand_in.role == "counts"} == expected


def test_students_whose_files_lie_together_have_their_own_helpers_alone(tmp_path):
    files = {
        "ada_1_10_homework.py": "from tools import relu\n",
        "ada_1_11_tools.py": RELU,
        "bob_2_12_homework.py": "from tools import relu\n",
        "bob_2_13_tools.py": WRONG_RELU,
        "cy_3_14_homework.py": f"import ada_1_11_tools\n{RELU}",
    }
    rows = {
        r.hand_in.student: r for r in ClassCheck(write_all(tmp_path, files), ONE).run() if r.report
    }
    assert {name: row.points for name, row in rows.items()} == {"ada": 1, "bob": 0, "cy": 1}
    assert "ada_1_11_tools" in rows["cy"].why


def test_what_has_not_changed_is_not_checked_again(tmp_path, count):
    folder = write_all(tmp_path / "class", {"Ada/a.py": RELU, "Bob/b.py": WRONG_RELU})
    results = tmp_path / "class.verdicts"
    first = points(folder, results=results)
    assert count() == 2
    assert points(folder, results=results) == first == {"Ada": 1, "Bob": 0}
    assert count() == 2
    write_all(folder, {"Bob/b.py": RELU, "Cy/c.py": SIGMOID})
    assert points(folder, results=results) == {"Ada": 1, "Bob": 1, "Cy": 0}
    assert count() == 4
    points(folder, results=results, again=True)
    assert count() == 7


def test_a_changed_helper_is_a_change_and_a_changed_rubric_is_none(tmp_path, count):
    folder = write_all(tmp_path / "class", {"Ada/a.py": "from t import relu\n", "Ada/t.py": RELU})
    results = tmp_path / "class.verdicts"
    assert points(folder, results=results)["Ada"] == 1
    rows = ClassCheck(folder, Rubric(points={"relu": 4.0}), results=results).run()
    assert rows[0].points == 4
    assert count() == 1
    write_all(folder, {"Ada/t.py": WRONG_RELU})
    assert points(folder, results=results)["Ada"] == 0
    assert count() == 2


def test_stop_returns_soon_with_what_is_done(tmp_path):
    endless = "while True:\n    pass\n"
    folder = write_all(
        tmp_path / "class", {"Ada/a.py": RELU, "Bob/b.py": endless, "Cy/c.py": endless}
    )
    done = threading.Event()
    check = ClassCheck(
        folder, Rubric(seconds=60.0), results=tmp_path / "v", jobs=2, on_marked=lambda _: done.set()
    )
    found = []
    thread = threading.Thread(target=lambda: found.extend(check.run()))
    thread.start()
    assert done.wait(30)
    check.stop()
    thread.join(10)
    assert not thread.is_alive()
    assert [each.hand_in.student for each in found] == ["Ada"]


def test_what_listens_may_fail_and_nothing_goes_on(tmp_path):
    folder = write_all(tmp_path / "class", {f"{n}/a.py": RELU for n in range(6)})

    before = set(threading.enumerate())

    def fail(_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ClassCheck(folder, results=tmp_path / "v", jobs=1, on_marked=fail).run()
    assert set(threading.enumerate()) <= before
    again = ResultsFile(tmp_path / "v")
    again.close()
    assert len(again.reports) == 1


def test_a_full_disk_is_told_and_the_check_goes_on(tmp_path, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(ResultsFile, "add", full)
    folder = write_all(tmp_path / "class", {"Ada/a.py": RELU, "Bob/b.py": RELU})
    check = ClassCheck(folder, ONE, results=tmp_path / "v")
    assert [each.points for each in check.run()] == [1, 1]
    assert "No space left" in check.problem


def test_a_fault_of_ours_costs_one_verdict(tmp_path, monkeypatch):
    def broken(self, *about):
        raise class_check.WorkerEnd("a fault")

    monkeypatch.setattr(class_check.Worker, "check", broken)
    folder = write_all(tmp_path / "class", {"Ada/a.py": RELU})
    (row,) = ClassCheck(folder, ONE, results=tmp_path / "v").run()
    assert "error inside the app" in row.why
    again = ResultsFile(tmp_path / "v")
    again.close()
    assert again.reports == {}


def test_a_hand_in_that_goes_away_costs_one_verdict(tmp_path):
    folder = write_all(tmp_path / "class", {"Ada/a.py": RELU, "Bob/b.py": RELU})
    rows = ClassCheck(folder, ONE, on_found=lambda _: (folder / "Ada" / "a.py").unlink()).run()
    assert ["cannot be read" in each.why for each in rows] == [True, False]


def test_what_only_follows_from_another_mistake_is_not_counted(tmp_path):
    wrong = TEXTBOOK.replace("np.maximum(0, Z)", "np.minimum(0, Z)")
    folder = write_all(tmp_path / "class", {"Ada/a.py": wrong})
    (row,) = ClassCheck(folder).run()
    assert row.points == 12
    follows = {each.name: each.follows for each in row.report.functions if each.follows}
    assert follows["layer_forward"] == ("relu",)
    (mistake,) = overview_of([row]).mistakes
    assert (mistake.id, mistake.function) == ("relu-minimum", "relu")


def test_nothing_to_check_is_a_sentence(tmp_path):
    with pytest.raises(DataError, match="no folder or zip"):
        ClassCheck(tmp_path / "none").run()
