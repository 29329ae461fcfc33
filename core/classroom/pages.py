"""A page a student, which tells nothing of the others, and one page on the whole class."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import quote

from core.checking.export import MARKS, WORDS, near_names
from core.checking.hints import LEVELS
from core.checking.report import FunctionReport, Report
from core.classroom.hand_in import HandIn
from core.classroom.marking import Marked, figure, points_of
from core.classroom.overview import ABOUT, FOLLOWS, Overview
from core.classroom.rubric import Rubric
from core.classroom.telling import told_of
from core.files.plain_text import as_file_name
from core.version import NAME, VERSION
from core.web_page import details, escape, page

INDEX = "index.html"
_COUNTED = ("right", "wrong", "failed", "unchecked", "absent")
_STYLE = """
td { vertical-align: top; }
td.told { white-space: normal; min-width: 8em; overflow-wrap: anywhere; }
td.told p:first-child { margin-top: 0; }
.right { color: var(--good); } .wrong { color: var(--bad); } .failed { color: var(--warn); }
h2 { margin: 32px 0 0; font-size: 20px; }
a { color: var(--accent); }
pre { margin: 8px 0; padding: 16px; overflow-x: auto; background: var(--raised);
  border: 1px solid var(--line); border-radius: 6px; font: 13px/1.5 ui-monospace, monospace; }
"""
_MADE = f"<footer>Checked by {NAME} {VERSION}.</footer>"


def names_of_pages(hand_ins: Iterable[HandIn]) -> dict[HandIn, str]:
    """The name of the page of each hand-in that counts, no two alike on any system."""
    names: dict[HandIn, str] = {}
    taken = {INDEX}
    for hand_in in hand_ins:
        if hand_in.role != "counts":
            continue
        stem = as_file_name(hand_in.student, "student")
        name, again = f"{stem}.html", 2
        while name.casefold() in taken:
            name, again = f"{stem}-{again}.html", again + 1
        taken.add(name.casefold())
        names[hand_in] = name
    return names


def student_page(marked: Marked, rubric: Rubric) -> str:
    """A page of HTML for the student; all of the student's text in it is escaped."""
    hand_in, report = marked.hand_in, marked.report
    parts = [f'<p class="soft">{escape(hand_in.name)}</p>']
    if marked.why:
        parts.append(f"<p>{escape(marked.why)}</p>")
    if marked.taken:
        days = f"{marked.late_days} day{'s' * (marked.late_days > 1)}"
        parts.append(f"<p>{figure(marked.taken)} points are taken off for {days}.</p>")
    if report:
        sentences = (*near_names(report), *report.notes)
        parts += [f'<p class="soft">{escape(each)}</p>' for each in sentences]
        parts.append(_functions(report, rubric))
        if report.traceback and rubric.hint_level != LEVELS[0]:
            parts.append(details("Traceback", f"<pre>{escape(report.traceback)}</pre>"))
        if report.output:
            parts.append(details("What the file printed", f"<pre>{escape(report.output)}</pre>"))
    title = f"{hand_in.student}: {rubric.title}"
    return page(
        title, hand_in.student, f"{rubric.title}: {marked.verdict}", [*parts, _MADE], _STYLE
    )


def overview_page(
    overview: Overview, marked: Sequence[Marked], rubric: Rubric, pages: Mapping[HandIn, str]
) -> str:
    """A page of HTML on the class. pages: the names of the students' pages, beside this one."""
    parts = [
        *_section("Functions, the hardest first", _hard_functions(overview)),
        *_section("Mistakes, the most common first", _common_mistakes(overview)),
        *_section("Code that is alike", _alike(overview)),
        *_section("A person must look", _table(("student", "why"), overview.open)),
        "<h2>Everybody</h2>",
        _everybody(marked, pages),
        _MADE,
    ]
    return page(rubric.title, rubric.title, lead_of(overview, rubric), parts, _STYLE)


def lead_of(overview: Overview, rubric: Rubric) -> str:
    """The class in a sentence."""
    if overview.mean is None or overview.median is None:
        return f"{overview.students} students, none marked."
    return (
        f"{overview.marked} of {overview.students} students marked: on average "
        f"{figure(overview.mean)} of {figure(rubric.most)} points, half have "
        f"{figure(overview.median)} or more."
    )


def _functions(report: Report, rubric: Rubric) -> str:
    rows = []
    for function in report.functions:
        if function.status == "absent" and function.name not in rubric.points:
            continue
        mark = "right" if function.is_follower else function.status
        told = "".join(f"<p>{escape(each)}</p>" for each in told_of(function, report, rubric))
        name = escape(function.written_as or function.name)
        rows.append(
            f'<tr><td class="{mark}">{MARKS[mark]}</td><td>{name}</td>'
            f'<td class="n">{_worth(function, rubric)}</td>'
            f'<td class="told">{told or WORDS[function.status]}</td></tr>'
        )
    return f'<div class="scroll"><table>{"".join(rows)}</table></div>'


def _worth(function: FunctionReport, rubric: Rubric) -> str:
    """A function's points, "1 of 2"; "" where none are given for it."""
    worth = rubric.worth.get(function.name)
    if worth is None:
        return ""
    if function.status == "unchecked":
        return f"open, of {figure(worth)}"
    return f"{figure(points_of(function, rubric))} of {figure(worth)}"


def _section(title: str, inner: str) -> tuple[str, ...]:
    return (f"<h2>{escape(title)}</h2>", inner) if inner else ()


def _hard_functions(overview: Overview) -> str:
    told = [each for each in overview.functions if each.right is not None]
    told.sort(key=lambda each: each.right or 0.0)
    heads = ("function", "share right", *(WORDS[key] for key in _COUNTED), "follows from another")
    return _table(
        heads,
        (
            (
                each.name,
                f"{100 * (each.right or 0.0):.0f} %",
                *(str(each.counts.get(key, 0)) for key in (*_COUNTED, FOLLOWS)),
            )
            for each in told
        ),
    )


def _common_mistakes(overview: Overview) -> str:
    return _table(
        ("students", "function", "mistake", "who"),
        (
            (str(len(each.students)), each.function, each.title, ", ".join(each.students))
            for each in overview.mistakes
        ),
    )


def _alike(overview: Overview) -> str:
    lines = "".join(f"<p>{escape(each.sentence)}</p>" for each in overview.alike)
    return f'{lines}<p class="soft">{escape(ABOUT)}</p>' if lines else ""


def _everybody(marked: Sequence[Marked], pages: Mapping[HandIn, str]) -> str:
    rows = []
    for each in marked:
        name = escape(each.hand_in.student)
        if each.hand_in in pages:
            name = f'<a href="{escape(quote(pages[each.hand_in]))}">{name}</a>'
        points = "" if each.points is None else figure(each.points)
        cells = (each.hand_in.name, each.verdict, each.why)
        texts = "".join(f'<td class="told">{escape(text)}</td>' for text in cells)
        rows.append(f'<tr><td>{name}</td><td class="n">{points}</td>{texts}</tr>')
    return f'<div class="scroll"><table>{"".join(rows)}</table></div>'


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Of plain texts; "" where there are no rows."""
    lines = [
        "<tr>" + "".join(f'<td class="told">{escape(cell)}</td>' for cell in row) + "</tr>"
        for row in rows
    ]
    top = "".join(f"<th>{escape(head)}</th>" for head in heads)
    if not lines:
        return ""
    return f'<div class="scroll"><table><tr>{top}</tr>{"".join(lines)}</table></div>'
