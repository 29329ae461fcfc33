"""What the project's pages refer to is there: files, headings, numbered decisions."""

from __future__ import annotations

import posixpath
import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.test_house import HOUSE, texts

PAGES = sorted(name for name in texts() if name.endswith(".md"))
DECISIONS = HOUSE / "docs" / "decisions"
NAMED = re.compile(r"`((?:app|core|docs|packaging|resources|tests|\.github)[/.][\w./-]*\w)/?`")
LINK = re.compile(r"!?\[[^]]*\]\(([^)\s]+)\)")


def prose(page: str) -> str:
    """The page without its code, in which brackets mean something else."""
    text = re.sub(r"^(```|~~~).*?^\1", "", texts()[page], flags=re.M | re.S)
    return re.sub(r"`[^`\n]*`|<!--.*?-->", "", text, flags=re.S)


def links(page: str) -> list[str]:
    """What the page links to within the project."""
    return [link for link in LINK.findall(prose(page)) if not re.match(r"[a-z][a-z+.-]*:", link)]


def anchors(text: str) -> set[str]:
    """The names under which a repository's host offers the headings of a page."""
    headings = re.findall(r"^#+ +(.*?) *#*$", text, re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def leads_somewhere(page: str, link: str) -> bool:
    path, _, fragment = unquote(link).partition("#")
    target = posixpath.normpath(posixpath.join(posixpath.dirname(page), path)) if path else page
    if fragment:
        return fragment in anchors(texts().get(target, ""))
    return (HOUSE / target).exists()


def is_there(name: str) -> bool:
    """Whether `name` is a file, a folder or a module: app/views, core.ink.lines."""
    module = HOUSE / name.replace(".", "/")
    return (HOUSE / name).exists() or module.is_dir() or module.with_suffix(".py").is_file()


def broken(page: str) -> list[str]:
    """The links of a page that lead nowhere."""
    return [link for link in links(page) if not leads_somewhere(page, link)]


def test_there_are_pages_and_links_to_look_at():
    assert len(PAGES) >= 20
    assert sum(len(links(page)) for page in PAGES) >= 20


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page):
    assert not broken(page)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[there](README.md) and [on it](README.md#install)", []),
        (
            "[gone](nowhere.md) and [no heading](README.md#nowhere)",
            ["nowhere.md", "README.md#nowhere"],
        ),
        ("[here](#a-heading-of-mine)\n\n## A heading, of mine\n", []),
        ("![picture](docs/gone.png) [far](https://example.org/x)", ["docs/gone.png"]),
        ("`[code](gone.md)`\n\n```\n[more](gone.md)\n```\n", []),
    ],
)
def test_a_broken_link_is_found(text, expected, monkeypatch):
    monkeypatch.setitem(texts(), "page.md", text)
    assert sorted(broken("page.md")) == sorted(expected)


def test_files_and_modules_that_pages_name_are_there():
    named = [(page, name) for page in PAGES for name in NAMED.findall(texts()[page])]
    assert len(named) >= 20
    assert not [each for each in named if not is_there(each[1])]


def test_decisions_are_numbered_without_a_gap():
    paths = sorted(DECISIONS.glob("*.md"))
    numbers = [int(path.name[:4]) for path in paths]
    assert numbers == list(range(1, len(paths) + 1))


@pytest.mark.parametrize("path", sorted(DECISIONS.glob("*.md")), ids=lambda path: path.name)
def test_a_decision_is_called_by_its_number_and_says_what_was_turned_down(path: Path):
    text = path.read_text(encoding="utf-8")
    assert text.startswith(f"# {int(path.name[:4])}. ")
    assert "**Turned down" in text


def test_pages_speak_of_decisions_that_are_there():
    highest = len(list(DECISIONS.glob("*.md")))
    spoken = {
        f"{name}: {number}"
        for name, text in texts().items()
        for number in re.findall(r"\b[Dd]ecision (\d+)\b", text)
        if not 1 <= int(number) <= highest
    }
    assert not spoken
