"""The pages: all there, in order, right in their numbers, with links that lead somewhere."""

import doctest
import re

import pytest

from core.errors import DataError
from core.lessons import pages as module
from core.lessons.pages import FOLDER, INDEX, SCHEME, page_of, pages

IDS = [
    *("network", "forward", "loss", "activations", "layer", "chain", "checking", "reading"),
    "drawing",
]
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.M | re.S)


def test_the_pages_come_in_the_order_of_the_index():
    assert list(pages()) == IDS
    assert sorted(path.stem for path in FOLDER.glob("*.md")) == sorted([*IDS, "README"])


@pytest.mark.parametrize("page_id", IDS)
def test_a_page_has_the_title_of_the_index_and_something_to_see(page_id):
    page = pages()[page_id]
    assert page.body.startswith(f"# {page.title}\n")
    assert page.about
    assert page.view_links
    assert all(sight.words and sight.link.startswith(SCHEME) for sight in page.view_links)
    assert "See it" not in page.body


@pytest.mark.parametrize("page_id", IDS)
def test_links_between_pages_lead_to_pages(page_id):
    assert all(page_of(link) in IDS for link in pages()[page_id].links)


@pytest.mark.parametrize("page_id", IDS)
def test_what_a_page_computes_is_what_python_prints(page_id):
    examples = "\n".join(
        code for language, code in FENCE.findall(pages()[page_id].body) if language == "python"
    )
    test = doctest.DocTestParser().get_doctest(examples, {}, page_id, None, 0)
    runner = doctest.DocTestRunner(verbose=False)
    runner.run(test)
    assert runner.failures == 0


def test_there_are_examples_to_run():
    bodies = "".join(page.body for page in pages().values())
    assert bodies.count(">>> ") > 20


@pytest.mark.parametrize(
    ("link", "expected"),
    [("loss.md", "loss"), ("loss.md#by-hand", "loss"), ("nowhere.md", None), ("loss", None)],
)
def test_links_to_pages_are_told_from_others(link, expected):
    assert page_of(link) == expected


def test_a_missing_page_says_what_to_do(tmp_path, monkeypatch):
    (tmp_path / INDEX).write_text("1. [Gone](gone.md): not there.\n", encoding="utf-8")
    monkeypatch.setattr(module, "FOLDER", tmp_path)
    with pytest.raises(DataError, match=r"“gone.md” is missing. Install"):
        pages.__wrapped__()
    (tmp_path / INDEX).write_text("# Nothing\n", encoding="utf-8")
    with pytest.raises(DataError, match="empty"):
        pages.__wrapped__()
