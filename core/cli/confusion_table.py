"""What is taken for what, and the figures of each class, as lines of text."""

from __future__ import annotations

from collections.abc import Sequence
from unicodedata import east_asian_width

from core.evaluation.figures import MACROS, SetFigures
from core.files.plain_text import plain

LONGEST_HEAD = 6  # columns of the terminal that a class has at the top
NOTHING = "·"
MOST_MISTAKES = 10


def lines_of(figures: SetFigures) -> list[str]:
    """The table of counts, that of the classes, and the most frequent mistakes."""
    return [
        f"calibration error  {100 * figures.reliability.error:.2f} %",
        "",
        "A row is what it is, a column what it is read as.",
        *_counts(figures),
        "",
        *_classes(figures),
        "",
        *_mistakes(figures),
    ]


def padded(texts: Sequence[str], *, left: bool = False) -> list[str]:
    """All as wide as the widest on a terminal. left: the room is before them."""
    most = max(map(_width, texts), default=0)
    room = [" " * (most - _width(text)) for text in texts]
    return [f"{r}{text}" if left else f"{text}{r}" for text, r in zip(texts, room, strict=True)]


def _counts(figures: SetFigures) -> list[str]:
    names = [plain(name) for name in figures.confusion.class_names]
    counts = figures.confusion.counts.tolist()
    columns = [["", *names]]
    for number, name in enumerate(names):
        column = [f"{row[number]}" if row[number] else NOTHING for row in counts]
        columns.append([_cut(name), *column])
    return _table(columns)


def _classes(figures: SetFigures) -> list[str]:
    classes = figures.confusion.classes()
    means = [_percent(figures.confusion.macro(name)) for name in MACROS]
    columns = [
        ["", *(plain(each.name) for each in classes), "mean"],
        ["examples", *(f"{each.count:,}" for each in classes), ""],
        *(
            [name.replace("f1", "F1"), *(_percent(getattr(each, name)) for each in classes), mean]
            for name, mean in zip(MACROS, means, strict=True)
        ),
    ]
    notes = ["", *("" if each.answered else "never answered" for each in classes), ""]
    return [f"{line}  {note}".rstrip() for line, note in zip(_table(columns), notes, strict=True)]


def _mistakes(figures: SetFigures) -> list[str]:
    names = [plain(name) for name in figures.confusion.class_names]
    return [
        f"{names[each.truth]} read as {names[each.answer]}: {each.count:,} of {each.of:,}, "
        f"{_percent(each.share)}"
        for each in figures.confusion.mistakes()[:MOST_MISTAKES]
    ] or ["Nothing is misread."]


def _table(columns: Sequence[Sequence[str]]) -> list[str]:
    """The first column to the left, all others to the right."""
    first, *rest = columns
    lines = [padded(first), *(padded(each, left=True) for each in rest)]
    return ["  ".join(cells) for cells in zip(*lines, strict=True)]


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{100 * share:.1f} %"


def _cut(name: str) -> str:
    while _width(name) > LONGEST_HEAD:
        name = name[:-1]
    return name


def _width(text: str) -> int:
    return sum(2 if east_asian_width(each) in "WF" else 1 for each in text)
