"""What a student is told of a mistake: as much as the teacher's rubric allows, and in the teacher's
own words where there are some."""

from __future__ import annotations

from core.checking.export import near_names, summary_of
from core.checking.hints import HintLevel, hints_of
from core.checking.report import FunctionReport, Mistake, Report
from core.classroom.marking import Marked
from core.classroom.rubric import Rubric
from core.web_page import escape


def told_of(function: FunctionReport, report: Report, rubric: Rubric) -> list[str]:
    """Paragraphs on one function; none where it is right or absent."""
    if function.status in ("right", "absent"):
        return []
    if function.is_follower:
        return [f"This follows from {', '.join(function.follows)} and is not counted."]
    mistakes = [each for each in (function.mistake, *function.also) if each]
    paragraphs = [_told(each, report, rubric) for each in mistakes] or [function.problem]
    if function.status == "unchecked":
        paragraphs.append("This was not checked: a person must look.")
    return [each for each in paragraphs if each]


def in_short(marked: Marked) -> str:
    """What is wrong in a line, "" when all is right: for a table."""
    if marked.why or marked.report is None:
        return marked.why
    wrong = [
        each
        for each in marked.report.functions
        if each.status not in ("right", "absent") and not each.is_follower
    ]
    texts = [f"{each.name}: {summary_of(each)}" for each in wrong]
    texts += near_names(marked.report)
    more = f" And {len(texts) - 1} more." if len(texts) > 1 else ""
    return f"{texts[0].rstrip('.')}.{more}" if texts else ""


def feedback_of(marked: Marked, rubric: Rubric) -> str:
    """All that a student is told, as HTML in one line, for the comment field of a platform."""
    lines = [f"{marked.verdict}. {marked.why}"]
    if marked.report:
        lines += near_names(marked.report)
        for function in marked.report.functions:
            if paragraphs := told_of(function, marked.report, rubric):
                lines.append(f"{function.name}: {' '.join(paragraphs)}")
    return "<br>".join(" ".join(escape(line).split()) for line in lines)


def _told(mistake: Mistake, report: Report, rubric: Rubric) -> str:
    """The teacher's message takes the place of the hint, and is told at every level."""
    message = rubric.messages.get(mistake.id)
    parts = []
    for hint in hints_of(mistake, report, HintLevel.named(rubric.hint_level)):
        if hint.level is HintLevel.HOW and message:
            continue
        is_sentence = hint.level in (HintLevel.WHY, HintLevel.HOW)
        code = f": {hint.code}" if hint.code else "."
        parts.append(hint.text if is_sentence else f"{hint.text}{code}")
    return " ".join(filter(None, [*parts, message]))
