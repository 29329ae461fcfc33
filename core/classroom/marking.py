"""From a report to points: what follows from another mistake is not counted against anybody, and
what could not be checked stays open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from core.checking.report import FunctionReport, Report
from core.classroom.hand_in import HandIn
from core.classroom.rubric import Rubric

# "waiting": not checked yet; "open": a person must look; "other": a file that does not count.
State = Literal["waiting", "right", "wrong", "open", "other"]
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Marked:
    """A hand-in with its marks.

    report: None where nothing was run. points: None where there is nothing to mark. open: points
    that a person must decide on, because a function could not be checked. verdict: a short
    sentence. why: why it was not checked, or what is wrong with the file as a whole; else "".
    late_days: days that began after the deadline, 0 when in time. taken: points taken off for that.
    """

    hand_in: HandIn
    report: Report | None = None
    points: float | None = None
    verdict: str = ""
    why: str = ""
    open: float = 0.0
    late_days: int = 0
    taken: float = 0.0

    @property
    def state(self) -> State:
        """Where it stands."""
        if self.hand_in.role != "counts":
            return "other"
        if self.report is None:
            return "open" if self.why else "waiting"
        if self.open:
            return "open"
        return "right" if self.report.is_right else "wrong"


def mark(hand_in: HandIn, report: Report | None, rubric: Rubric) -> Marked:
    """The marks of a hand-in, by its report; report: None for one that was not checked."""
    days, late = _late(hand_in, rubric.deadline)
    if report is None:
        verdict = "Not checked" if hand_in.role == "counts" else "Not marked"
        return Marked(hand_in, verdict=f"{verdict}{late}", why=hand_in.why, late_days=days)
    worth = rubric.worth
    found = {each.name: each for each in report.functions}
    points = sum(points_of(found[name], rubric) for name in worth if name in found)
    open_points = sum(
        worth[name] for name in worth if name in found and found[name].status == "unchecked"
    )
    taken = min(points, points * rubric.late_percent / 100 * days)
    verdict = f"{figure(points - taken)} of {figure(rubric.most)} points"
    if open_points:
        verdict += f", {figure(open_points)} open: a person must look"
    return Marked(
        hand_in,
        report,
        points - taken,
        verdict + late,
        report.problem,
        open_points,
        days,
        taken,
    )


def figure(points: float) -> str:
    """Points in words, with at most two decimals: "7", "7.5", "6.67"."""
    return f"{points:.2f}".rstrip("0").rstrip(".")


def points_of(function: FunctionReport, rubric: Rubric) -> float:
    """What is given for one of the functions asked for; 0 where a person must look."""
    worth = rubric.worth[function.name]
    if function.status == "right" or function.is_follower:
        return worth
    mistakes = [each for each in (function.mistake, *function.also) if each]
    if function.status != "wrong" or not mistakes:
        return 0.0
    return worth * min(rubric.keeps.get(each.id, 0.0) for each in mistakes)


def _late(hand_in: HandIn, deadline: datetime | None) -> tuple[int, str]:
    """Days that began after the deadline, and the words for it."""
    if hand_in.late is False or (deadline is None and not hand_in.late):
        return 0, ""
    if deadline and hand_in.time and hand_in.time > deadline:
        days = -(-(hand_in.time - deadline) // _DAY)
        return days, f", late by {days} day{'s' * (days > 1)}"
    if hand_in.late:
        return 0, ", late: nobody knows by how much"
    return 0, ""
