"""A class as JSON, for programs of the teacher's own."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict

from core.classroom.marking import Marked
from core.classroom.overview import Overview
from core.classroom.rubric import Rubric
from core.version import VERSION


def to_json(marked: Sequence[Marked], overview: Overview, rubric: Rubric) -> bytes:
    """One object: the rubric's title and full marks, every hand-in with its report, overview."""
    record = {
        "version": VERSION,
        "title": rubric.title,
        "points": rubric.most,
        "hand_ins": [_hand_in(each) for each in marked],
        "overview": asdict(overview),
    }
    return json.dumps(record, ensure_ascii=False, indent=1).encode("utf-8", "replace") + b"\n"


def _hand_in(marked: Marked) -> dict[str, object]:
    hand_in = marked.hand_in
    return {
        "student": hand_in.student,
        "number": hand_in.number,
        "system": hand_in.system,
        "file": hand_in.name,
        "role": hand_in.role,
        "time": hand_in.time and hand_in.time.isoformat(),
        "points": marked.points,
        "open": marked.open,
        "late_days": marked.late_days,
        "taken": marked.taken,
        "verdict": marked.verdict,
        "why": marked.why,
        "report": marked.report and json.loads(marked.report.to_json()),
    }
