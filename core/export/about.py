"""What an export says of what it was made from: plain text."""

from __future__ import annotations

from core.export.templates import MADE
from core.files.plain_text import plain
from core.network.recipe import Recipe
from core.network.snapshots import Snapshot
from core.reading.trust import EDGE_POWER
from core.recipe_form import FIELDS


def about(snapshot: Snapshot) -> str:
    """Of a network: its shape, what it is called, what is known of it."""
    shape = "-".join(map(str, snapshot.dimensions))
    lines = [MADE, f"The network {shape}, “{plain(snapshot.name) or 'without a name'}”."]
    facts = snapshot.facts
    data, accuracy = facts.get("data"), facts.get("test_accuracy")
    if isinstance(data, str):
        lines.append(f"It learned from {plain(data)}.")
    if isinstance(accuracy, float):
        beside = ", with the reader of edges beside it," if EDGE_POWER in facts else ""
        lines.append(
            f"In Digit Lab{beside} it read {100 * accuracy:.2f} % of the test images right."
        )
    return " ".join(lines)


def recipe_in_words(recipe: Recipe) -> str:
    """All fields in one sentence."""
    return "; ".join(
        f"{field.label.lower()} {field.words(getattr(recipe, field.name)) or 'none'}"
        for field in FIELDS
    )
