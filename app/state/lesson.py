"""Whether a lesson made the network worse, and how that is said. No Qt."""

from __future__ import annotations

from core.reading.fine_tuning import MAY_LOSE, FineTuning

MINE, OTHERS = "your drawings", "other people’s digits"
WORSE = "It got worse at {what}. Discard it, and all stays as it was."


def worse_at(result: FineTuning) -> tuple[str, ...]:
    """MINE where fewer of the taught drawings are read right than before, however few. OTHERS where
    more than MAY_LOSE of other people's digits are lost: a lesson may cost that much."""
    mine, others = result.mine, result.others
    lost = round(others.before.accuracy - others.after.accuracy, 9)
    verdicts = {MINE: mine.after < mine.before, OTHERS: lost > MAY_LOSE}
    return tuple(what for what, is_worse in verdicts.items() if is_worse)


def warning(result: FineTuning) -> str:
    """A sentence and what to do where the lesson made it worse, else ""."""
    worse = worse_at(result)
    return WORSE.format(what=" and at ".join(worse)) if worse else ""
