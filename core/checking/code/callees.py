"""What shows in one function and is the fault of another: relu returns H alone, and layer_forward
unpacks two values."""

from __future__ import annotations

import ast
from dataclasses import replace

from core.checking.code.tree import Code
from core.checking.course_functions import JUDGED
from core.checking.report import FunctionReport, Mistake


def blamed_on_callees(reports: dict[str, FunctionReport], code: Code) -> dict[str, FunctionReport]:
    """The reports, those changed whose functions return too few values for the file's own."""
    changed = dict(reports)
    for name, report in reports.items():
        mistake = report.mistake
        if mistake is None or mistake.id != "unpacking" or not mistake.array:
            continue
        callee = mistake.array
        if callee not in JUDGED or callee not in reports or reports[callee].status != "right":
            continue
        changed[callee] = _too_few(reports[callee], code, name)
        changed[name] = replace(
            report,
            follows=(callee,),
            mistake=Mistake(
                f"because-of-{callee}",
                f"{callee} is wrong",
                f"It unpacks what {callee} returns, and that is one value too few or too many.",
                f"Mend {callee} first.",
                mistake.page,
                "",
                mistake.line,
                mistake.code,
            ),
        )
    return changed


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
