"""The pages: all there, in order, right in their numbers, with links that lead somewhere."""

import doctest
import re

import numpy as np
import pytest

from core.errors import DataError
from core.lessons import pages as module
from core.lessons.pages import FOLDER, INDEX, SCHEME, neighbours, page_of, pages
from core.network.parameters import count, unpack

IDS = [
    *("network", "forward", "loss", "activations", "layer", "chain", "checking", "reading"),
    "drawing",
]
COURSE = (784, 128, 64, 10)  # the network that the pages speak of
LARGE = re.compile(r"\d{1,3}(?:,\d{3})+")
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


@pytest.mark.parametrize("page_id", IDS)
def test_the_parts_of_a_page_are_the_page(page_id):
    page = pages()[page_id]
    again = "".join(
        part.text + (f"<!-- figure: {part.figure} -->\n" if part.figure else "")
        for part in page.parts
    )
    assert again.rstrip() == page.body.rstrip()
    assert any(part.figure for part in page.parts)
    assert all(part.text.strip() for part in page.parts)


def counts_of_the_course() -> dict[str, int]:
    """Every count that a page may give of the course's network."""
    weights, biases = unpack(np.zeros(count(COURSE), np.uint8), COURSE)
    layers = zip(weights, biases, strict=True)
    return {f"layer {k}": W.size + b.size for k, (W, b) in enumerate(layers, 1)} | {
        "parameters": count(COURSE),
        "biases": sum(b.size for b in biases),
        "passes of a check": 2 * count(COURSE),
    }


@pytest.mark.parametrize("page_id", IDS)
def test_large_counts_are_those_of_the_network(page_id):
    """“109,386” and all others with a comma are of the course's network, but for 4⁵ = 1,024."""
    counts = {f"{each:,}" for each in counts_of_the_course().values()}
    assert set(LARGE.findall(pages()[page_id].body)) - {"1,024"} <= counts


def test_parameters_are_not_called_weights():
    counts = counts_of_the_course()
    bodies = "".join(page.body for page in pages().values())
    assert f"{counts['parameters']:,} weights" not in bodies
    assert f"{counts['parameters']:,} numbers, of which {counts['biases']} are biases" in bodies


def test_neighbours_are_the_pages_before_and_after():
    assert neighbours("network") == (None, pages()["forward"])
    assert neighbours("loss") == (pages()["forward"], pages()["activations"])
    assert neighbours("drawing") == (pages()["reading"], None)


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
