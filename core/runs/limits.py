"""How much is kept of runs, and for how long."""

from __future__ import annotations

BUDGET = 2 * 10**9  # bytes of the whole library, unless the user says otherwise
RUN_BUDGET = 250 * 10**6  # bytes that the frames of one run may take
MOST_FRAMES = 64  # of one run, when the budget lets it have so many
BIN_DAYS = 30
