"""The help pages: Markdown files that read the same in the app and on a repository's host.

README.md lists them in order, each with a line of what it is about. A page ends with a rule and
a line "See it: [words](link) · ...", which the app turns into buttons. Where a line says
"<!-- figure: name -->", the app has a figure that answers to the hand.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from core.errors import DataError
from core.resources import ROOT

FOLDER = ROOT / "help"
INDEX = "README.md"
SCHEME = "digit-lab:"
_ENTRY = re.compile(r"^\d+\. \[(?P<title>[^\]]+)\]\((?P<id>[\w-]+)\.md\): (?P<about>.+)$", re.M)
_END = re.compile(r"\n---\n\nSee it: (?P<view_links>.+)\n?\Z")
_LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")
_FIGURE = re.compile(r"^<!-- figure: ([\w-]+) -->\n?", re.M)


@dataclass(frozen=True)
class ViewLink:
    """A link from a help page to the view that shows what it is about. link: SCHEME and a place,
    see app.between.links."""

    words: str
    link: str


@dataclass(frozen=True)
class PagePart:
    """A piece of a page's Markdown, and the name of the figure behind it, or ""."""

    text: str
    figure: str = ""


@dataclass(frozen=True)
class Page:
    """A help page. id: the file's name without ".md". about: one line. body: Markdown, title
    included."""

    id: str
    title: str
    about: str
    body: str
    view_links: tuple[ViewLink, ...]

    @property
    def links(self) -> tuple[str, ...]:
        """Where the links of the text lead: "loss.md"."""
        return tuple(link for _, link in _LINK.findall(self.body))

    @property
    def parts(self) -> tuple[PagePart, ...]:
        """The body in pieces, parted by its figures."""
        *pieces, rest = _FIGURE.split(self.body)
        parts = [PagePart(text, name) for text, name in zip(pieces[::2], pieces[1::2], strict=True)]
        return (*parts, PagePart(rest)) if rest.strip() else tuple(parts)


@cache
def pages() -> dict[str, Page]:
    """All pages by their ids, in the order of reading. Raises DataError when a file is missing."""
    index = _read(FOLDER / INDEX)
    made = [_page(found) for found in _ENTRY.finditer(index)]
    if not made:
        raise DataError("The list of help pages is empty. Install Digit Lab anew.")
    return {each.id: each for each in made}


def page_of(link: str) -> str | None:
    """The id of the page that a link between pages leads to: "loss.md" -> "loss"."""
    name = link.split("#")[0].removesuffix(".md")
    return name if link.split("#")[0].endswith(".md") and name in pages() else None


def neighbours(page_id: str) -> tuple[Page | None, Page | None]:
    """The page before and the one after, in the order of reading. Raises KeyError."""
    every = list(pages().values())
    at = every.index(pages()[page_id])
    before = every[at - 1] if at else None
    return before, every[at + 1] if at + 1 < len(every) else None


def _page(entry: re.Match[str]) -> Page:
    text = _read(FOLDER / f"{entry['id']}.md")
    end = _END.search(text)
    view_links = tuple(ViewLink(*each) for each in _LINK.findall(end["view_links"])) if end else ()
    body = text[: end.start()] if end else text
    return Page(entry["id"], entry["title"], entry["about"], body.rstrip() + "\n", view_links)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise DataError(
            f"The help page “{path.name}” is missing. Install Digit Lab anew."
        ) from error
