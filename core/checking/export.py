"""A report as a web page that needs nothing else, as JSON, and many reports as a table."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from core.checking.course_functions import FUNCTIONS
from core.checking.hints import HintLevel, hints_of, title_of
from core.checking.report import Comparison, FunctionReport, Report
from core.files.plain_text import for_terminal
from core.version import NAME, VERSION
from core.web_page import details, escape, page

MARKS = {"right": "✓", "wrong": "✗", "failed": "!", "unchecked": "?", "absent": "–"}
WORDS = {
    "right": "right",
    "wrong": "wrong",
    "failed": "does not run",
    "unchecked": "not checked",
    "absent": "not there",
}
# What a spreadsheet would take for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

QUESTIONS = {
    HintLevel.WHERE: "Where?",
    HintLevel.WHY: "Why is it wrong?",
    HintLevel.HOW: "How to mend it?",
}

_STYLE = """
h2 { margin: 0; font: 600 17px/1.5 ui-monospace, monospace; overflow-wrap: anywhere; }
section { display: grid; grid-template-columns: 32px 1fr; padding: 16px 0;
  border-top: 1px solid var(--line); }
section > .mark { font-weight: 700; font-size: 18px; }
.right > .mark { color: var(--good); } .wrong > .mark { color: var(--bad); }
.failed > .mark { color: var(--warn); }
section > div { min-width: 0; }
.absent { margin: 0; padding: 16px 0; border-top: 1px solid var(--line); color: var(--soft); }
h2 small { margin-left: 8px; font: 400 14px system-ui, sans-serif; color: var(--soft); }
.mistake { margin: 8px 0; padding: 8px 16px; border-left: 3px solid var(--bad);
  background: var(--raised); }
.advice { border-color: var(--warn); }
.mistake b { display: block; }
.problem { padding: 8px 16px; border-left: 3px solid var(--bad); background: var(--raised); }
tr.off td { color: var(--bad); }
pre { margin: 8px 0; padding: 16px; overflow-x: auto; background: var(--raised);
  border: 1px solid var(--line); border-radius: 6px; font: 13px/1.5 ui-monospace, monospace; }
"""


def to_json(report: Report) -> str:
    """The report as JSON, as Report.from_json reads it."""
    return report.to_json() + "\n"


def to_html(report: Report, most: HintLevel = HintLevel.HOW) -> str:
    """The report as a page of HTML without links to other files, with hints up to a level. What is
    wrong by itself comes first. Everything of the learner's in it is escaped."""
    name = report.file.replace("\\", "/").rsplit("/", 1)[-1]
    parts = []
    if report.problem:
        parts.append(f'<p class="problem">{escape(report.problem)}</p>')
    parts += [f'<p class="soft">{escape(note)}</p>' for note in report.notes]
    if report.traceback:
        parts.append(details("Traceback", f"<pre>{escape(report.traceback)}</pre>"))
    parts += [f'<p class="problem">{escape(each)}</p>' for each in near_names(report)]
    parts += [_section(each, report, most) for each in report.causes]
    parts += _followers(report, most)
    others = [each for each in report.present if each.status not in ("wrong", "failed")]
    parts += [_section(each, report, most) for each in others]
    absent = [each.name for each in report.functions if each.status == "absent"]
    if absent and report.present:
        parts.append(f'<p class="absent">Not in the file: {", ".join(absent)}.</p>')
    if report.output:
        parts.append(details("What the file printed", f"<pre>{escape(report.output)}</pre>"))
    made = f"Checked by {NAME} {VERSION} in {report.seconds:.1f} s."
    parts.append(f"<footer>{made}</footer>")
    return page(f"{name}: {verdict(report)}", name, verdict(report), parts, _STYLE)


def csv_of(reports: Iterable[Report]) -> str:
    """A table: a line for each report, a column for each function, with its mistakes by their
    titles."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(["file", "right", "present", "problem", *FUNCTIONS])
    for report in reports:
        right = sum(each.status == "right" for each in report.present)
        cells = [report.file, str(right), str(len(report.present)), report.problem]
        writer.writerow(map(cell, [*cells, *map(summary_of, report.functions)]))
    return stream.getvalue()


def verdict(report: Report) -> str:
    """The whole report in one sentence."""
    if not report.present:
        return "Nothing could be checked."
    count = len(report.present)
    right = sum(each.status == "right" for each in report.present)
    near = near_names(report)
    if right < count:
        unchecked = sum(each.status == "unchecked" for each in report.present)
        parts = [f"{right} of {count} functions are right."]
        parts += [f"{unchecked} could not be checked."] if unchecked else []
        parts += [_follow([each.name for each in report.followers])] if report.followers else []
        return " ".join([*parts, *near])
    if near:
        return " ".join(near)
    what = "The one function is right" if count == 1 else f"All {count} functions are right"
    return f"{what}, but the file as a whole has a problem." if report.problem else f"{what}."


def near_names(report: Report) -> list[str]:
    """A sentence on each name that is nearly one of the course's."""
    return [
        f"“{written}” is nearly {meant}: rename it, if that is meant."
        for written, meant in report.near
    ]


def _follow(names: list[str]) -> str:
    """1 more follows from what is wrong there: L_layer_model."""
    count = len(names)
    follow = "follows" if count == 1 else "follow"
    return f"{count} more {follow} from what is wrong there: {', '.join(names)}."


def summary_of(function: FunctionReport) -> str:
    """A function's verdict in a few words; "" when the file does not have it."""
    if function.status == "absent":
        return ""
    mistakes = [each for each in (function.mistake, *function.also) if each]
    if function.status == "right":
        return "right"
    if mistakes:
        return "; ".join(map(title_of, mistakes))
    return f"{WORDS[function.status]}: {function.problem}"


def cell(text: str) -> str:
    """What a spreadsheet takes for a text, and a terminal, if it is sent there, for no command."""
    return for_terminal(f"'{text}" if text.startswith(_FORMULA) else text)


def _followers(report: Report, most: HintLevel) -> list[str]:
    if not report.followers:
        return []
    inside = "".join(_section(each, report, most) for each in report.followers)
    return [details(_follow([each.name for each in report.followers]), inside)]


def _section(function: FunctionReport, report: Report, most: HintLevel) -> str:
    status = function.status
    called = f" ({escape(function.written_as)})" if function.written_as else ""
    head = f"<h2>{function.name}{called}<small>{WORDS[status]}</small></h2>"
    parts = [f'<section class="{status}"><div class="mark">{MARKS[status]}</div><div>{head}']
    kind = "mistake advice" if status == "right" else "mistake"
    for mistake in filter(None, (function.mistake, *function.also)):
        told = hints_of(mistake, report, most)
        text = f"<b>{escape(told[0].text)}</b>"
        for hint in told[1:]:
            code = f"<pre>{escape(hint.code)}</pre>" if hint.code else ""
            text += details(QUESTIONS[hint.level], f"<p>{escape(hint.text)}</p>{code}")
        parts.append(f'<div class="{kind}">{text}</div>')
    if function.problem:
        parts.append(f"<p>{escape(function.problem)}</p>")
    parts += [f'<p class="soft">{escape(note)}</p>' for note in function.notes]
    if function.traceback:
        parts.append(details("Traceback", f"<pre>{escape(function.traceback)}</pre>"))
    if function.comparisons and most >= HintLevel.WHY:
        parts.append(details("Every comparison", _table(function.comparisons)))
    return "".join(parts) + "</div></section>"


def _table(rows: Iterable[Comparison]) -> str:
    heads = ("", "array", "case", "shape", "dtype")
    figures = ("error", "at", "yours", "ours", "central difference")
    cells = [f"<th>{each}</th>" for each in heads] + [f'<th class="n">{e}</th>' for e in figures]
    lines = [f"<tr>{''.join(cells)}</tr>"]
    for row in rows:
        shape = "×".join(map(str, row.shape)) or "number"
        if row.shape != row.expected_shape and not row.ok:
            shape += f" for {'×'.join(map(str, row.expected_shape)) or 'number'}"
        texts = (MARKS["right" if row.ok else "wrong"], row.what, row.case, shape, row.dtype)
        index = "" if row.index is None else ", ".join(map(str, row.index))
        numbers = (number(row.relative_error, 1), index, *map(number, _values(row)))
        cells = [f"<td>{escape(text)}</td>" for text in texts]
        cells += [f'<td class="n">{escape(text)}</td>' for text in numbers]
        off = "" if row.ok else ' class="off"'
        lines.append(f"<tr{off}>{''.join(cells)}</tr>")
    return f'<div class="scroll"><table>{"".join(lines)}</table></div>'


def _values(row: Comparison) -> tuple[float | None, ...]:
    return row.got, row.expected, row.numeric


def number(value: float | None, digits: int = 6) -> str:
    """A figure for a table, with so many significant digits; "" for None."""
    if value is None:
        return ""
    value += 0.0  # no minus before a zero
    return f"{value:.{digits}e}" if digits == 1 else f"{value:.{digits}g}"
