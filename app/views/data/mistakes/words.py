"""What the figures of a set are called. No Qt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.look import figures
from core.evaluation.confusion import Confused, Confusion
from core.evaluation.figures import SetFigures
from core.files.plain_text import plain
from core.reading.trust import EDGE_POWER

NEVER = "never answered"
ALONE = "by this network alone, without the reader of edges that Draw asks, too"
MOST_NAMED = 5


def plain_names(names: Sequence[str]) -> tuple[str, ...]:
    """Names come from files: one line each, and nothing that turns or hides."""
    return tuple(plain(name) for name in names)


def cell_sentence(names: Sequence[str], cell: Confused) -> str:
    """“4 read as 9: 11 of 982, 1.1 %”. names: plain."""
    if not cell.of:
        return f"There is no {names[cell.truth]} in this set."
    what = "right" if cell.truth == cell.answer else f"as {names[cell.answer]}"
    counts = f"{figures.count(cell.count)} of {figures.count(cell.of)}"
    return f"{names[cell.truth]} read {what}: {counts}, {figures.percent(cell.share)}"


def worst_sentence(confusion: Confusion) -> str:
    """The most frequent mistakes, as text: “Most often: 4 as 9 (11), 7 as 2 (9).”"""
    if not confusion.count:
        return "There are no images in this part of the set."
    names, mistakes = plain_names(confusion.class_names), confusion.mistakes()
    if not mistakes:
        return "Nothing is misread."
    named = [
        f"{names[each.truth]} as {names[each.answer]} ({figures.count(each.count)})"
        for each in mistakes[:MOST_NAMED]
    ]
    return f"Most often: {', '.join(named)}."


def summary(found: SetFigures, facts: Mapping[str, object]) -> str:
    """One line of figures. facts: of the network, which may have a reader beside it elsewhere."""
    if found.accuracy is None:
        return "There are no images in this part of the set."
    wrong = found.count - found.confusion.right
    macro = found.confusion.macro("f1")
    parts = [
        f"{share(found.accuracy)} read right",
        f"{figures.count(wrong)} of {figures.count(found.count)} misread",
        f"loss {figures.figure(found.loss)}",
        f"mean F1 {share(macro)}",
    ]
    if EDGE_POWER in facts:
        parts.append(ALONE)
    return f" {figures.THIN}·{figures.THIN} ".join(parts)


def share(value: float | None) -> str:
    """0.99487 -> “99.49 %”: all is only all of them; a dash for none."""
    if value is None:
        return "–"
    text = f"{100 * value:.2f}"
    if value < 1 and text == "100.00":
        text = "99.99"
    return f"{text}{figures.THIN}%"


def class_share(value: float | None, *, otherwise: str = "–") -> str:
    """With one decimal."""
    return otherwise if value is None else figures.percent(value)
