"""What is told of a mistake that one change mends, by the kind of the change."""

from __future__ import annotations

from dataclasses import dataclass

from core.checking.code.edits import FORMULA, Edit
from core.checking.code.formulas import FORMULAS
from core.checking.code.spot import CHANGE
from core.checking.code.tree import Code
from core.checking.report import Mistake

LONGEST = 90  # letters of code that are quoted


@dataclass(frozen=True)
class _Kind:
    """title, sentence, hint: as in Mistake; {before} and {after} stand for the code."""

    title: str
    sentence: str
    hint: str = "Write {after} in its place."


KINDS = {
    "power": _Kind(
        "A power is missing",
        "{before} lacks a square.",
    ),
    "constant": _Kind(
        "Another number belongs here",
        "{before} is not the number that belongs here.",
    ),
    "word": _Kind(
        "Another word belongs here",
        "{before} is not the word that belongs here.",
    ),
    "name": _Kind(
        "Another array belongs here",
        "{before} is taken where another is meant.",
    ),
    "minus": _Kind(
        "A minus too many",
        "{before} has the opposite sign of what it should be.",
    ),
    "minus-missing": _Kind(
        "A minus is missing",
        "{before} has the opposite sign of what it should be.",
    ),
    "comparison": _Kind(
        "Another comparison belongs here",
        "{before} leaves out or takes in too much.",
    ),
    "transposed": _Kind(
        "Transposed",
        "{before} lies on its side, or the factors do.",
    ),
    "part": _Kind(
        "A part for the whole",
        "{before} is one part of what is meant.",
    ),
    "exchanged": _Kind(
        "Exchanged",
        "Two things stand in each other's place in {before}.",
    ),
    "operator": _Kind(
        "Another operator belongs here",
        "{before} computes something else.",
    ),
    "superfluous": _Kind(
        "Something too much",
        "There is something in {before} that does not belong there.",
    ),
    "parentheses": _Kind(
        "Parentheses are missing",
        "Python reads {before} in another order than it was meant.",
    ),
    "function": _Kind(
        "Another function belongs here",
        "{before} is not the function that belongs here.",
    ),
    "insert": _Kind(
        "Put in at the wrong end",
        "{before} puts each new one at the front, so they come in reverse.",
    ),
    "unpacked": _Kind(
        "Unpacked in another order",
        "{before} gives the parts each other's names.",
    ),
    "append": _Kind(
        "It gives nothing back",
        "append changes the list itself and gives back None, so after {before} the list is lost.",
        "Write {after} alone.",
    ),
    "axis": _Kind(
        "Along the wrong axis",
        "{before} goes over something else than it should, or loses an axis.",
    ),
    "loop": _Kind(
        "The loop goes wrong",
        "{before} begins or ends at the wrong place, or goes the wrong way.",
    ),
    "share": _Kind(
        "The 1/m is wrong",
        "{before} is divided by m once too often, or not at all.",
    ),
    "left-out": _Kind(
        "This line does not belong here",
        "{before} spoils what was right before it.",
        "Leave it out.",
    ),
    "added-up": _Kind(
        "Replaced, not added up",
        "{before} keeps the last value alone; all of them are to be added up.",
    ),
    "assigned": _Kind(
        "Added up, not replaced",
        "{before} adds to what was there before.",
    ),
    "after-loop": _Kind(
        "This stands in the loop",
        "{before} happens in each turn of the loop; it is meant for its end.",
        "Indent it less, so that it stands after the loop.",
    ),
    "into-loop": _Kind(
        "This stands after the loop",
        "{before} happens once, after the last turn of the loop.",
        "Indent it, so that it happens in each turn.",
    ),
    "order": _Kind(
        "Two lines in the wrong order",
        "{before} comes before what it needs, or after what changes it.",
        "Exchange it with the line beside it, {after}.",
    ),
    "branches": _Kind(
        "The branches are exchanged",
        "What is done where {before} holds belongs to the other case.",
        "Exchange the two branches.",
    ),
}


def mistake_of_edit(edit: Edit, page: str, code: Code) -> Mistake:
    """page: of the function's help. code: of the file."""
    if edit.kind == FORMULA:
        return Mistake(
            f"{CHANGE}{FORMULA}",
            "Another formula belongs here",
            f"{_quoted(edit.before)} gives another {edit.after} than the course's formula.",
            f"{FORMULAS[edit.after]}. With that in its place every case is right.",
            page,
            "",
            edit.line,
            code.line(edit.line),
        )
    kind = KINDS[edit.kind]
    before, after = _quoted(edit.before), _quoted(edit.after)
    return Mistake(
        f"{CHANGE}{edit.kind}",
        kind.title,
        kind.sentence.format(before=before, after=after),
        kind.hint.format(before=before, after=after) + " Then every case is right.",
        page,
        "",
        edit.line,
        code.line(edit.line),
    )


def _quoted(text: str) -> str:
    one = " ".join(text.split())
    return f"“{one if len(one) <= LONGEST else one[: LONGEST - 1] + '…'}”"
