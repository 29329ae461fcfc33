"""What shows in one function and is the fault of another: relu returns H alone, and layer_forward
unpacks two values."""

from __future__ import annotations

import ast
from dataclasses import replace

from core.checking.code.spot import CHANGE
from core.checking.code.tree import Code
from core.checking.course_functions import JUDGED
from core.checking.report import FunctionReport, Mistake


def blamed_on_callees(reports: dict[str, FunctionReport], code: Code) -> dict[str, FunctionReport]:
    """The reports, those changed whose functions return too few values for the file's own."""
    changed = dict(reports)
    for name, report in reports.items():
        mistake = report.mistake
        is_change = mistake is not None and mistake.id.startswith(CHANGE)
        if mistake is None or not mistake.array or not (is_change or mistake.id == "unpacking"):
            continue
        callee = mistake.array
        if callee not in JUDGED or callee not in reports or reports[callee].status != "right":
            continue
        if is_change:
            changed[callee] = _shown_elsewhere(reports[callee], mistake, name)
        else:
            changed[callee] = _too_few(reports[callee], code, name)
        sentence = f"It unpacks what {callee} returns, and that is one value too few or too many."
        if is_change:
            sentence = f"With the mistake in {callee} mended, all that {name} gives is right."
        changed[name] = replace(
            report,
            follows=(callee,),
            mistake=Mistake(
                f"because-of-{callee}",
                f"{callee} is wrong",
                sentence,
                f"Mend {callee} first.",
                mistake.page,
                "",
                mistake.line,
                mistake.code,
            ),
        )
    return changed


def blamed_on_shared_code(reports: dict[str, FunctionReport]) -> dict[str, FunctionReport]:
    """The reports, those changed whose mistake is made in the very line of another's before them:
    in a helper that both call."""
    changed = dict(reports)
    lines: dict[int, str] = {}
    for name, report in reports.items():
        mistake = report.mistake
        is_cause = report.status in ("wrong", "failed") and not report.is_follower
        if not is_cause or mistake is None or mistake.line is None:
            continue
        first = lines.setdefault(mistake.line, name)
        if first != name:
            blame = replace(
                mistake,
                id=f"because-of-{first}",
                title=f"{first} is wrong",
                sentence=f"Both go through this line, and {first} goes wrong there.",
                hint=f"Mend {first} first.",
                array="",
            )
            changed[name] = replace(report, follows=(first,), mistake=blame, also=())
    return changed


def _shown_elsewhere(report: FunctionReport, mistake: Mistake, caller: str) -> FunctionReport:
    """The report on a function whose own cases do not show its mistake."""
    sentence = f"It shows in {caller}. {mistake.sentence}"
    mistake = replace(mistake, sentence=sentence, array="")
    return replace(report, status="wrong", mistake=mistake, also=(), problem=sentence)


def _too_few(report: FunctionReport, code: Code, caller: str) -> FunctionReport:
    function = code.function(report.written_as or report.name)
    returns = [] if function is None else [
        each for each in function.statements if isinstance(each, ast.Return)
    ]  # fmt: skip
    line = returns[-1].lineno if returns else None
    mistake = Mistake(
        "memory-missing",
        "The memory is not returned",
        f"{caller} unpacks H and a memory from {report.name}, which returns something else.",
        "Return both: return H, Z.",
        "forward",
        "memory",
        line,
        "" if line is None else code.line(line),
    )
    return replace(report, status="wrong", mistake=mistake, also=(), problem=mistake.sentence)
