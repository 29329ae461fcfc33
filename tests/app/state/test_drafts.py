"""Unsaved texts: none is lost with its window, none is taken from one that lives."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from app.state.drafts import ENDING, LARGEST, Draft, Drafts
from core.errors import DigitLabError

ONE, TWO = Draft("/a/mine.py", "one\n"), Draft("/a/mine.py", "zwei ü \ud83d\n", "latin-1", "\r\n")
HOLDER = """
import sys
from pathlib import Path
from app.state.drafts import Draft, Drafts
drafts = Drafts(Path(sys.argv[1]))
drafts.keep(Draft("/a/mine.py", "of a living window"))
print("kept", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "drafts"


def test_two_windows_with_texts_of_one_file_keep_both(folder):
    first, second = Drafts(folder), Drafts(folder)
    first.keep(ONE)
    second.keep(TWO)
    assert (first.is_any_left, second.take()) == (False, None)
    first.leave()
    second.leave()
    third, fourth = Drafts(folder), Drafts(folder)
    assert [third.take(), fourth.take()] == [TWO, ONE]


def test_the_next_text_is_one_press_away_and_none_is_passed_over(folder):
    for k in range(4):
        each = Drafts(folder)
        each.keep(Draft("/a/mine.py", str(k)))
        each.leave()
    drafts = Drafts(folder)
    assert [drafts.take().text for _ in range(5)] == ["3", "2", "1", "0", "3"]
    assert drafts.is_any_left
    drafts.drop()
    assert [drafts.take().text for _ in range(2)] == ["2", "1"]


def test_what_was_saved_or_discarded_is_gone(folder):
    drafts = Drafts(folder)
    drafts.keep(ONE)
    drafts.keep(TWO)
    assert len(list(folder.glob(f"*{ENDING}"))) == 1
    with pytest.raises(DigitLabError, match="too long"):
        drafts.keep(Draft("/a/mine.py", LARGEST * "x"))
    drafts.drop()
    assert list(folder.iterdir()) == []
    drafts.drop()
    assert drafts.take() is None


def test_a_killed_window_leaves_its_text_and_a_living_one_keeps_it(folder):
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as holder:
        assert holder.stdout.readline() == "kept\n"
        drafts = Drafts(folder)
        assert drafts.take() is None
        holder.kill()
        holder.wait()
        assert drafts.take() == Draft("/a/mine.py", "of a living window")


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"path": 1, "text": ""}', "[" * 10**5])
def test_what_is_no_draft_is_left_where_it_is(folder, content):
    folder.mkdir()
    (folder / f"a{ENDING}").write_text(content)
    (folder / f"b{ENDING}").mkdir()
    (folder / "c.lock").write_text("of a window that ended at once")
    assert Drafts(folder).take() is None
    assert (folder / f"a{ENDING}").read_text() == content
    assert not (folder / "c.lock").exists()


def test_a_disk_that_takes_nothing_is_told(folder):
    folder.write_text("a file where the folder should be")
    drafts = Drafts(folder)
    assert drafts.take() is None
    with pytest.raises(DigitLabError, match="could not be kept"):
        drafts.keep(ONE)
    drafts.drop()
