"""What a check finds: frozen records, and their way into JSON and back."""

from __future__ import annotations

import json
import math
import re
from bisect import bisect_right
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

from core.errors import DataError
from core.files.plain_text import plain

Status = Literal["right", "wrong", "failed", "unchecked", "absent"]


@dataclass(frozen=True)
class Comparison:
    """One array of one case beside the reference.

    what: the array's name, "dW". case: "the course's example" or "m = 1, relu, seed 3". shape,
    dtype: as the learner's code returned it; expected_shape: as it should be. relative_error: the
    largest of all entries. index: that entry, from 0; got and expected: what stands there and
    should; numeric: the central difference there, for gradients. These five are None where there
    was nothing to compare. problem: a sentence, "" when ok.
    """

    what: str
    case: str
    shape: tuple[int, ...]
    expected_shape: tuple[int, ...]
    dtype: str
    relative_error: float | None
    index: tuple[int, ...] | None
    got: float | None
    expected: float | None
    numeric: float | None
    ok: bool
    problem: str = ""


@dataclass(frozen=True)
class Mistake:
    """A known mistake that explains every wrong number.

    title, sentence: what the learner's code does, short and in full. hint: how to go on. page: the
    id of the help page to read. array: where it shows, "dW". line: the line of the file that it is
    made in, from 1, None when not known. code: what stands in that line.
    """

    id: str
    title: str
    sentence: str
    hint: str
    page: str
    array: str
    line: int | None = None
    code: str = ""


@dataclass(frozen=True)
class FunctionReport:
    """The report on one of the thirteen functions.

    status: "right"; "wrong", its numbers or shapes are not ours; "failed", it raised or ended;
    "unchecked", nothing can be said, and `problem` says why: a package that is not here, no time
    left; "absent", the file has none. mistake, also: the known mistakes that fit; `also` holds
    those beside `mistake` that must be mended too. Where the status is "right" they are advice.
    problem, traceback, line: what was raised, or what is wrong in words. notes: harmless things
    worth knowing. written_as: what the file calls it, "linear_backward" or "Network.relu", where
    that is another name; else "". follows: functions of the file whose mistakes are all that is
    wrong here.
    """

    name: str
    status: Status
    comparisons: tuple[Comparison, ...] = ()
    mistake: Mistake | None = None
    problem: str = ""
    traceback: str = ""
    line: int | None = None
    also: tuple[Mistake, ...] = ()
    notes: tuple[str, ...] = ()
    written_as: str = ""
    follows: tuple[str, ...] = ()

    @property
    def is_follower(self) -> bool:
        """Whether all that is wrong in it follows from another function's mistake."""
        return bool(self.follows) and self.status in ("wrong", "failed")

    @property
    def worst(self) -> Comparison | None:
        """The comparison to show first: one that is not ok, or the largest error."""
        return max(
            self.comparisons,
            key=lambda each: (not each.ok, each.relative_error or 0.0),
            default=None,
        )


@dataclass(frozen=True)
class Report:
    """The report on a file: all thirteen functions in the course's order, absent ones included,
    then the halves of a layer that it has, linear_forward and linear_backward.

    file: its path. problem, traceback, line: what is wrong with the file as a whole; "" and None
    when nothing is. output: what the file printed. seconds: how long the check took. confinement:
    what the code could do on this system, a sentence; "" when it was not run. near: names in the
    file that are nearly one of the course's, and that one: (("relu_backwards", "relu_backward"),).
    cells: of a notebook, the line that each of its code cells begins in; () for any other file.
    """

    file: str
    functions: tuple[FunctionReport, ...]
    output: str = ""
    problem: str = ""
    line: int | None = None
    seconds: float = 0.0
    notes: tuple[str, ...] = ()
    traceback: str = ""
    confinement: str = ""
    near: tuple[tuple[str, str], ...] = ()
    cells: tuple[int, ...] = ()

    @property
    def present(self) -> tuple[FunctionReport, ...]:
        """The functions that the file has."""
        return tuple(each for each in self.functions if each.status != "absent")

    @property
    def causes(self) -> tuple[FunctionReport, ...]:
        """The functions that are wrong by themselves, the most basic first."""
        return tuple(
            each
            for each in self.present
            if each.status in ("wrong", "failed") and not each.is_follower
        )

    @property
    def followers(self) -> tuple[FunctionReport, ...]:
        """Those that are wrong because of what they call, and of nothing else."""
        return tuple(each for each in self.present if each.is_follower)

    @property
    def is_right(self) -> bool:
        """Whether there is something to check, all of it is right, and no name is misspelt."""
        return (
            not self.problem
            and not self.near
            and bool(self.present)
            and all(each.status == "right" for each in self.present)
        )

    def place(self, line: int) -> str:
        """Where a line of the file is, in words: "line 12", or "cell 3, line 4" of a notebook."""
        cell = bisect_right(self.cells, line)
        return f"cell {cell}, line {line - self.cells[cell - 1] + 1}" if cell else f"line {line}"

    def in_cells(self) -> Report:
        """The report of a notebook, whose sentences tell lines by their cells."""
        if not self.cells:
            return self
        functions = (
            replace(each, problem=self._placed(each.problem), notes=self._all_placed(each.notes))
            for each in self.functions
        )
        notes = self._all_placed(self.notes)
        return replace(
            self, functions=tuple(functions), problem=self._placed(self.problem), notes=notes
        )

    def _all_placed(self, texts: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(map(self._placed, texts))

    def _placed(self, text: str) -> str:
        def told(found: re.Match[str]) -> str:
            place = self.place(int(found.group(2)))
            return place[0].upper() + place[1:] if found.group(1) == "L" else place

        return re.sub(r"\b(?<!, )([Ll])ine (\d{1,7})\b", told, text)

    def to_json(self) -> str:
        """One JSON object. Numbers that are not finite are the words "nan", "inf", "-inf"."""
        record = _speakable(asdict(self)) | {"is_right": self.is_right}
        return json.dumps(record, ensure_ascii=False, allow_nan=False, indent=1)

    @classmethod
    def from_json(cls, text: str) -> Report:
        """Raises DataError for what to_json has not written."""
        try:
            return _report(json.loads(text))
        except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
            why = plain(str(error), 200)
            raise DataError(f"This is not the report of a check: {why}.") from None


def _speakable(value: Any) -> Any:
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, dict):
        return {key: _speakable(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_speakable(each) for each in value]
    return value


def _report(record: dict[str, Any]) -> Report:
    fields = {key: value for key, value in record.items() if key != "is_right"}
    fields["functions"] = tuple(map(_function, fields["functions"]))
    fields["notes"] = tuple(fields["notes"])
    fields["near"] = tuple((str(written), str(meant)) for written, meant in fields.get("near", ()))
    fields["cells"] = tuple(map(int, fields.get("cells", ())))
    return Report(**fields)


def _function(record: dict[str, Any]) -> FunctionReport:
    mistake = record["mistake"]
    return FunctionReport(
        **record
        | {
            "comparisons": tuple(map(_comparison, record["comparisons"])),
            "mistake": None if mistake is None else Mistake(**mistake),
            "also": tuple(Mistake(**each) for each in record["also"]),
            "notes": tuple(record["notes"]),
            "follows": tuple(record.get("follows", ())),
        }
    )


def _comparison(record: dict[str, Any]) -> Comparison:
    def number(name: str) -> float | None:
        return None if record[name] is None else float(record[name])

    index = record["index"]
    return Comparison(
        **record
        | {name: number(name) for name in ("relative_error", "got", "expected", "numeric")}
        | {
            "shape": tuple(record["shape"]),
            "expected_shape": tuple(record["expected_shape"]),
            "index": None if index is None else tuple(index),
        }
    )
