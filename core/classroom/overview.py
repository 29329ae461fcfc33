"""A class at a glance: which functions are hard, which mistakes are common and whose they are, what
could not be checked, and whose code is alike."""

from __future__ import annotations

import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from core.checking.course_functions import JUDGED
from core.checking.hints import title_of
from core.checking.report import FunctionReport
from core.checking.source import source_in
from core.classroom.likeness import alike, fingerprints_of
from core.classroom.marking import Marked
from core.errors import DataError

FOLLOWS = "follows"
ABOUT = (
    "Names, comments and layout are not compared, and what a good part of the class shares does "
    "not count. Short functions are often alike by chance, and a lesson or a friend's help makes "
    "code alike as well: this says what is alike, not why."
)


@dataclass(frozen=True)
class HardFunction:
    """How a class did with one function. counts: students by status; "follows" are those in whose
    file it is wrong only because another is. right: the share of those who have it, or None."""

    name: str
    counts: Mapping[str, int]

    @property
    def right(self) -> float | None:
        """Victims of another mistake count as right."""
        told = {key: n for key, n in self.counts.items() if key not in ("absent", "unchecked")}
        whole = sum(told.values())
        return (told.get("right", 0) + told.get(FOLLOWS, 0)) / whole if whole else None


@dataclass(frozen=True)
class CommonMistake:
    """One mistake in one function, and whose it is."""

    id: str
    function: str
    title: str
    students: tuple[str, ...]


@dataclass(frozen=True)
class AlikeGroup:
    """Students whose code is alike. share: the least of two of them that are, 0 to 1. functions:
    the same in all of them but for names and comments."""

    students: tuple[str, ...]
    share: float
    functions: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """What is alike, and no more."""
        who = ", ".join(self.students)
        what = f"The same but for names and comments: {', '.join(self.functions)}."
        end = what if self.functions else "No function is the same throughout."
        return f"{who}: {100 * self.share:.0f} % of the code is alike. {end}"


@dataclass(frozen=True)
class Overview:
    """students: how many have a file that counts. marked: how many of them have points. mean,
    median: of their points; None without any. functions: in the course's order. mistakes: the most
    common first. alike: the most alike first. open: those that a person must look at: (student,
    why)."""

    students: int
    marked: int
    mean: float | None
    median: float | None
    functions: tuple[HardFunction, ...]
    mistakes: tuple[CommonMistake, ...]
    alike: tuple[AlikeGroup, ...]
    open: tuple[tuple[str, str], ...]


def overview_of(marked: Sequence[Marked], *, with_alike: bool = True) -> Overview:
    """Of all files that were marked. with_alike: read those that count once more, to see what is
    alike, which takes a second for 300."""
    counting = [each for each in marked if each.hand_in.role == "counts"]
    points = [each.points for each in counting if each.points is not None]
    return Overview(
        len(counting),
        len(points),
        statistics.fmean(points) if points else None,
        statistics.median(points) if points else None,
        _functions(counting),
        _mistakes(counting),
        alike_groups(counting) if with_alike else (),
        tuple(_open(counting)),
    )


def kind_of(function: FunctionReport) -> str:
    """Its status, or "follows"."""
    return FOLLOWS if function.is_follower else function.status


def own_mistakes(function: FunctionReport) -> list[tuple[str, str]]:
    """(id, title) of each mistake that is made in this function itself."""
    if function.status == "right" or function.is_follower:
        return []
    mistakes = [each for each in (function.mistake, *function.also) if each]
    return list(dict.fromkeys((each.id, title_of(each)) for each in mistakes))


def alike_groups(counting: Iterable[Marked]) -> tuple[AlikeGroup, ...]:
    """Students whose code is alike, put together where one is like several."""
    hand_ins = [each.hand_in for each in counting if each.hand_in.is_checked]
    files = {}
    for at, hand_in in enumerate(hand_ins):
        try:
            source = source_in(hand_in.file, hand_in.read(), Path())
        except (OSError, DataError):  # it was moved meanwhile
            continue
        files[at] = fingerprints_of(source.code)
    pairs = alike(files)
    group_of: dict[int, set[int]] = {}
    for pair in pairs:
        joined = group_of.get(pair.first, {pair.first}) | group_of.get(pair.second, {pair.second})
        group_of |= dict.fromkeys(joined, joined)
    groups = {frozenset(each) for each in group_of.values()}
    found = []
    for group in groups:
        within = [pair for pair in pairs if pair.first in group]
        same = [name for name in within[0].functions if all(name in p.functions for p in within)]
        names = tuple(hand_ins[at].student for at in sorted(group))
        found.append(AlikeGroup(names, min(pair.share for pair in within), tuple(same)))
    return tuple(sorted(found, key=lambda each: (-each.share, each.students)))


def _functions(counting: Iterable[Marked]) -> tuple[HardFunction, ...]:
    counts: dict[str, Counter[str]] = {name: Counter() for name in JUDGED}
    for each in counting:
        for function in each.report.functions if each.report else ():
            if function.name in counts:
                counts[function.name][kind_of(function)] += 1
    return tuple(HardFunction(name, dict(counts[name])) for name in JUDGED)


def _mistakes(counting: Iterable[Marked]) -> tuple[CommonMistake, ...]:
    students: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for each in counting:
        for function in each.report.functions if each.report else ():
            for id, title in own_mistakes(function):
                students[id, function.name, title].append(each.hand_in.student)
    found = [CommonMistake(*key, tuple(names)) for key, names in students.items()]
    return tuple(sorted(found, key=lambda each: (-len(each.students), each.function, each.title)))


def _open(counting: Iterable[Marked]) -> Iterable[tuple[str, str]]:
    for each in counting:
        if each.state != "open":
            continue
        if each.report is None:
            yield each.hand_in.student, each.why
        else:
            some = [one for one in each.report.functions if one.status == "unchecked"]
            yield each.hand_in.student, "; ".join(f"{one.name}: {one.problem}" for one in some)
