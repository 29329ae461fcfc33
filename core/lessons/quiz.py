"""The quiz: questions as data, answers from facts about the network in use."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from core.errors import DataError
from core.lessons.facts import Facts
from core.resources import ROOT

FILE = ROOT / "lessons" / "quiz.toml"
TOLERANCE = 0.006  # of a number that is no whole one: two decimals are enough


@dataclass(frozen=True)
class Option:
    """One answer to choose. value: what the fact must be for it to be right. say: its words."""

    value: str
    say: str


@dataclass(frozen=True)
class Question:
    """A question about the network in use.

    ask, because: the question and why its answer is so; sentences with names of facts in braces.
    kind: a key of KINDS. fact: the name of the fact that is the answer. subject: what it is about,
    “dW of a layer”. page: the id of the help page about it. see: a link to a place of the app, with
    names of facts in braces, or "".
    """

    id: str
    subject: str
    ask: str
    kind: str
    fact: str
    because: str
    page: str
    see: str = ""
    options: tuple[Option, ...] = ()

    def asked(self, facts: Facts) -> str:
        """The question's sentence, with this network's facts."""
        return self.ask.format_map(_in_words(facts))

    def explained(self, facts: Facts) -> str:
        """Why the answer is so, with this network's facts."""
        return self.because.format_map(_in_words(facts))

    def seen(self, facts: Facts) -> str:
        """The link to where this network shows it, or ""."""
        return self.see.format_map(_in_words(facts))

    def choices(self, facts: Facts) -> tuple[Option, ...]:
        """The options for this network, no two of one value; mixed, in the same way whenever the
        facts were drawn from one seed."""
        spoken = _in_words(facts)
        made: dict[str, Option] = {}
        for each in self.options:
            value = each.value.format_map(spoken)
            made.setdefault(value, Option(value, each.say.format_map(spoken)))
        order = np.random.default_rng([sum(self.id.encode()), facts["seed"]]).permutation(len(made))
        return tuple(list(made.values())[k] for k in order)

    def answer(self, facts: Facts) -> str:
        """The right answer, as a user would write it or as the option says it."""
        text = _as_written(facts[self.fact])
        return next((each.say for each in self.choices(facts) if each.value == text), text)

    def is_right(self, text: str, facts: Facts) -> bool:
        """text: what was typed, or the value of the chosen option. Raises DataError with a
        sentence for what cannot be read."""
        return KINDS[self.kind].is_right(text, facts[self.fact])


@dataclass(frozen=True)
class AnswerKind:
    """is_right: whether a text is the answer, given the fact. example: how such an answer is
    written."""

    is_right: Callable[[str, Any], bool]
    example: str = ""


def _same_word(text: str, fact: Any) -> bool:
    return text == _as_written(fact)


def _same_numbers(text: str, fact: Any) -> bool:
    wanted = fact if isinstance(fact, tuple) else (fact,)
    given = _numbers(text, len(wanted), is_whole=all(float(each).is_integer() for each in wanted))
    return all(
        a == b if float(b).is_integer() else abs(a - b) <= TOLERANCE
        for a, b in zip(given, wanted, strict=True)
    )


KINDS = {
    "choice": AnswerKind(_same_word),
    "number": AnswerKind(_same_numbers, "a number"),
    "shape": AnswerKind(_same_numbers, "rows, columns"),
    "numbers": AnswerKind(_same_numbers, "0, 1, 2"),
}
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?", re.I)


def _numbers(text: str, count: int, *, is_whole: bool) -> list[float]:
    """is_whole: a comma before three digits parts thousands; else it is a decimal one."""
    plain = text.replace("\u2212", "-").replace("\u2009", "")
    plain = re.sub(r"(?<=\d)\s*[x×]\s*(?=\d)", ", ", plain)
    if count == 1:
        plain = re.sub(r"(?<=\d)[, \u00a0\u202f](?=\d{3}\b)" if is_whole else " ", "", plain)
        plain = re.sub(r"^([^,.]*),(\d+)$", r"\1.\2", plain)
    found = [float(each) for each in _NUMBER.findall(plain)]
    if len(found) != count or re.sub(r"[\s,;()\[\]]", "", _NUMBER.sub("", plain)):
        wanted = "one number" if count == 1 else f"{count} numbers with commas between them"
        raise DataError(f"Write {wanted}, please.")
    return found


@cache
def questions() -> tuple[Question, ...]:
    """All questions in order. Raises DataError when their file is missing or not what it was."""
    try:
        records = tomllib.loads(FILE.read_text(encoding="utf-8"))["question"]
        return tuple(_question(record) for record in records)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DataError(
            f"The questions of the quiz cannot be read ({error}). Install Digit Lab anew."
        ) from error


def _question(record: dict[str, Any]) -> Question:
    options = tuple(Option(**each) for each in record.pop("options", ()))
    return Question(**record, options=options)


def _as_written(fact: Any) -> str:
    if isinstance(fact, tuple):
        return f"({', '.join(map(_as_written, fact))})"
    if isinstance(fact, float):
        text = f"{fact:.2f}".removesuffix(".00")
        return text.replace("-", "\u2212")
    return str(fact)


def _in_words(facts: Facts) -> dict[str, str]:
    grouped = {key: f"{value:,}" for key, value in facts.items() if isinstance(value, int)}
    return {key: _as_written(value) for key, value in facts.items()} | grouped
