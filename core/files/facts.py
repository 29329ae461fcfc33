"""The facts of a model file: what is known of a network, and which of it can be true.

A fact is a number, a text, a truth value or nothing, under any name. Some names have a meaning, and
with it a range; some of these facts, such as temperature and limit, have a say in each answer.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable
from typing import Any

from core.errors import DataError
from core.files.plain_text import plain
from core.files.tensor_file import strict_json
from core.reading.calibration import COLDEST, WARMEST
from core.reading.trust import EDGE_POWER, IMAGE_POWER, MOST, PEN_LIMIT, PEN_POWER

Facts = dict[str, Any]

_LARGEST = 10**18
# Letters of all facts together, a number counted as _NUMBER of them. Far below a file's header.
_MOST_LETTERS = 50_000
_NUMBER = 20
_ACTIVATION = re.compile(r'^activation = "(\w+)"$', re.MULTILINE)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _between(low: float, high: float) -> Callable[[Any], bool]:
    return lambda value: _is_number(value) and low <= value <= high


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _LARGEST


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _or_none(is_so: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda value: value is None or is_so(value)


_SHARE = (_between(0, 1), "is no share between 0 and 1")
_LOSS = (_or_none(_between(0, _LARGEST)), "is no loss")
_COUNT = (_is_count, "is no whole number from 0 on")
_TEXT = (_is_text, "is no text")
# What each fact is and what is said of one that is not.
_KINDS: dict[str, tuple[Callable[[Any], bool], str]] = {
    "temperature": (
        _between(COLDEST, WARMEST),
        f"is not between {COLDEST:g} and {WARMEST:g}",
    ),
    **dict.fromkeys(
        ("limit", PEN_LIMIT),
        (lambda value: isinstance(value, float) and 0 < value < 1, "is not between 0 and 1"),
    ),
    **dict.fromkeys(
        (IMAGE_POWER, PEN_POWER, EDGE_POWER),
        (
            lambda value: isinstance(value, float) and 0 <= value <= MOST,
            f"is not between 0 and {MOST:g}",
        ),
    ),
    "test_accuracy": _SHARE,
    "guessing_share": _SHARE,
    "ink_accuracy": _SHARE,
    "calibration_error": _SHARE,
    "test_loss": _LOSS,
    "seconds": (_between(0, _LARGEST), "is no length of time"),
    **dict.fromkeys(("examples", "epochs", "steps", "seed", "taught"), _COUNT),
    **dict.fromkeys(("data", "taught_from", "edited_from", "reason"), _TEXT),
    **dict.fromkeys(("recipe", "changes", "edits"), _TEXT),
}
_SHOWN = ("data", "taught_from", "reason", "edited_from")


def read_facts(text: str) -> Facts:
    """The facts that a file tells, those that are shown as plain text. Raises DataError saying
    what is wrong with the first that cannot be true."""
    try:
        facts = strict_json(text)
    except ValueError as error:
        raise DataError(f"its facts are not readable, {error}") from None
    if not isinstance(facts, dict):
        raise DataError("its facts are not readable")
    for name, value in facts.items():
        wrong = _wrong(name, value)
        if wrong:
            raise DataError(f"its fact “{plain(name, 40)}” {wrong}")
    if sum(_letters(*each) for each in facts.items()) > _MOST_LETTERS:
        raise DataError("its facts are longer than those of any network")
    return {
        name: plain(value) if name in _SHOWN and value is not None else value
        for name, value in facts.items()
    }


def facts_text(facts: Facts) -> str:
    """For a file, without those that read_facts() would not take."""
    kept, room = {}, _MOST_LETTERS
    for name, fact in facts.items():
        if not _wrong(name, fact) and _letters(name, fact) <= room:
            kept[name] = fact
            room -= _letters(name, fact)
    return json.dumps(kept, ensure_ascii=False)


def recipe_activation(facts: Facts) -> str | None:
    """The activation that the network was trained with, where the facts hold its recipe."""
    found = _ACTIVATION.search(facts.get("recipe", ""))
    return found[1] if found else None


def _wrong(name: str, value: Any) -> str:
    """What is wrong with a fact, or ""."""
    if isinstance(value, float) and not math.isfinite(value):
        return "is not a finite number"
    if isinstance(value, int) and abs(value) > _LARGEST:
        return "is a number beyond belief"
    if not isinstance(value, str | int | float | None):
        return "is neither a number nor a text"
    if not (_is_unicode(name) and _is_unicode(value)):
        return "holds half a character"
    is_so, otherwise = _KINDS.get(name, (lambda _: True, ""))
    return "" if is_so(value) else otherwise


def _letters(name: str, value: Any) -> int:
    return len(name) + (len(value) if isinstance(value, str) else _NUMBER)


def _is_unicode(value: Any) -> bool:
    """Whether a text can be written as UTF-8; anything else can."""
    try:
        return not isinstance(value, str) or value.encode() is not None
    except UnicodeEncodeError:
        return False
