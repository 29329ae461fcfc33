"""What would spoil a training without a word: images on their side, black on white, wrong labels.

A network that knows digits reads some images in each of the eight ways that they may lie; letters
are likened to averages. Whether more of them are read as labelled, or as labelled but for one
exchange of labels, is settled by two thresholds and a sign test, so that sets of other things, and
small ones, raise no false alarm.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.data.dataset import DIGITS, Dataset
from core.data.opening.fitting import SIDE, ring_of
from core.data.opening.letters import are_symbols, looks_like
from core.data.opening.mending import (
    DROP,
    INVERT,
    LETTERS,
    RELABEL,
    ROWS,
    TURNS,
    UPRIGHT,
    is_ten_digits,
    turned,
)
from core.data.opening.records import Doubt, ReadDigits

SAMPLE = 500
# Black on white: so many images have so light a ring, and it is what most pixels are like.
LIGHT, LIKE_RING, GROUND, SHARE_LIGHT = 170, 40, 0.4, 0.9
READ = 0.6  # share that must be read as labelled, before anything is concluded
LESS = 0.25  # how much smaller the share is the way they lie
RARE = 1e-3  # how rarely the difference may be chance
EXCHANGED = 0.75  # share that must be read as one exchange of labels says
FEWEST = 40  # images, to find an exchange
# Letters are only likened to averages: of 26, some 40 % upright, 6 % on their side.
LIKENED, LIKENED_LESS = 0.3, 0.15
FEWEST_SYMBOLS = 5
LETTER_COUNT = 26


@dataclass(frozen=True)
class Lie:
    """How digits lie and how they are labelled. turn: a mend's name, or UPRIGHT. exchange: the
    digit that each class shows, where labels were exchanged. rows: 1 or -1 where each label belongs
    to the image after or before it."""

    turn: str = UPRIGHT
    exchange: tuple[int, ...] = ()
    rows: int = 0


def is_black_on_white(images: NDArray[np.uint8]) -> bool:
    """Whether nearly all of uint8 (m, 784) are dark on light, going by their outermost pixels."""
    some = _some(len(images))
    if not len(some):
        return False
    whole = images[some].reshape(-1, SIDE, SIDE)
    ring = np.median(ring_of(whole), axis=1)
    ground = np.abs(whole - ring[:, None, None]) <= LIKE_RING
    light = (ring >= LIGHT) & (ground.mean(axis=(1, 2)) >= GROUND)
    return bool(light.mean() >= SHARE_LIGHT)


def how_digits_lie(examples: Dataset, read: ReadDigits) -> Lie:
    """Of examples in the order of their files; Lie() where nothing certain can be said."""
    if not (is_ten_digits(examples.class_names) and len(examples)):
        return Lie()
    some = _some(len(examples))
    images = examples.images[some]
    values = np.array([int(name) for name in examples.class_names])
    labels = values[examples.labels[some]]
    upright = read(images).astype(np.intp)
    are_digits = values.max() < len(DIGITS)
    if are_digits and (upright == labels).mean() > 1 - LESS:
        return Lie()  # nothing can be better by LESS
    others = {way: read(turned(images, way)).astype(np.intp) for way in TURNS}
    answers = {UPRIGHT: upright, **others}
    right = {way: each == labels for way, each in answers.items()}
    best = max(right, key=lambda way: right[way].mean())
    if right[best].mean() >= READ and are_digits:
        return Lie(best if _is_better(right[best], right[UPRIGHT], LESS) else UPRIGHT)
    exchanges = {
        way: found
        for way, each in answers.items()
        if (found := _exchange(examples.labels[some], each, len(values)))
    }
    if exchanges:
        way = UPRIGHT if UPRIGHT in exchanges else next(iter(exchanges))
        return Lie(way, exchanges[way])
    return Lie(rows=_rows(examples, values, read))


def how_letters_lie(examples: Dataset) -> Lie:
    """Of letters, perhaps with digits among them; Lie() where nothing certain can be said."""
    names = examples.class_names
    if len(names) < FEWEST_SYMBOLS or not are_symbols(names) or not len(examples):
        return Lie()
    some = _some(len(examples))
    images, labels = examples.images[some], np.array([name.lower() for name in names])
    right = {
        way: looks_like(turned(images, way), names) == labels[examples.labels[some]]
        for way in (UPRIGHT, *TURNS)
    }
    best = max(right, key=lambda way: right[way].mean())
    by_chance = 1 / len(set(labels.tolist()))
    is_known = right[best].mean() >= max(LIKENED, 2.5 * by_chance)
    is_better = _is_better(right[best], right[UPRIGHT], LIKENED_LESS)
    return Lie(best if is_known and is_better else UPRIGHT)


def doubts_of(examples: Dataset, read: ReadDigits | None) -> list[Doubt]:
    """What is noticed of the images and labels to learn from, in the order of their files."""
    found = []
    images = examples.images
    if is_black_on_white(images):
        found.append(Doubt("The images are black on white.", INVERT, "Make them white on black"))
        examples = Dataset(255 - images, examples.labels, examples.class_names)
    lie = how_letters_lie(examples)
    if read is not None and lie == Lie():
        lie = how_digits_lie(examples, read)
    found += _doubts_of_lie(lie, examples.class_names)
    return found


def doubts_of_classes(examples: Dataset) -> list[Doubt]:
    """What is noticed of the names and counts of the classes."""
    names, counts = examples.class_names, np.bincount(examples.labels, minlength=examples.classes)
    found = []
    if names in (_numbers(0), _numbers(1)):
        found.append(
            Doubt(
                f"The labels go from {names[0]} to {names[-1]}, as many as there are letters.",
                LETTERS,
                "Call them A to Z",
            )
        )
    empty = [name for name, count in zip(names, counts, strict=True) if not count]
    if empty and len(empty) <= len(names) - 2:
        some = ", ".join(f"“{name}”" for name in empty[:5]) + (", …" if len(empty) > 5 else "")
        is_one = len(empty) == 1
        found.append(
            Doubt(
                f"There is nothing to learn {some} from.",
                DROP,
                f"Leave {'it' if is_one else 'them'} out",
            )
        )
    return found


def _numbers(first: int) -> tuple[str, ...]:
    return tuple(map(str, range(first, first + LETTER_COUNT)))


def _doubts_of_lie(lie: Lie, names: tuple[str, ...]) -> list[Doubt]:
    found = []
    if lie.turn != UPRIGHT:
        turn = TURNS[lie.turn]
        found.append(Doubt(f"The images {turn.found}.", lie.turn, turn.press))
    if lie.exchange:
        wrong = [
            f"“{name}” on images of {digit}"
            for name, digit in zip(names, lie.exchange, strict=True)
            if name != str(digit)
        ]
        more = f" and {len(wrong) - 2} more" if len(wrong) > 2 else ""
        sentence = f"Labels are exchanged: {', '.join(wrong[:2])}{more}."
        found.append(Doubt(sentence, RELABEL, "Label them as they look"))
    if lie.rows:
        where = "after" if lie.rows > 0 else "before"
        sentence = f"Each label belongs to the image {where} its own."
        found.append(Doubt(sentence, ROWS, "Move the labels"))
    return found


def _some(count: int) -> NDArray[np.intp]:
    """Indices of SAMPLE examples, or of all, in their order."""
    chosen = np.random.default_rng(0).permutation(count)[:SAMPLE]
    return np.sort(chosen)


def _is_better(right: NDArray[np.bool_], upright: NDArray[np.bool_], less: float) -> bool:
    """Whether turned images are read better than chance explains: McNemar's exact test, one-sided
    (Q. McNemar, Psychometrika 12, 1947), and by a share of `less` at least."""
    gained, lost = int((right & ~upright).sum()), int((upright & ~right).sum())
    if right.mean() - upright.mean() < less:
        return False
    n = gained + lost
    chance = sum(math.comb(n, k) for k in range(gained, n + 1)) / 2**n
    return bool(chance < RARE)


def _exchange(
    labels: NDArray[np.uint8], answers: NDArray[np.intp], classes: int
) -> tuple[int, ...]:
    """The digit that each class shows, when one half of the images tells it and the other confirms
    it, each class another digit; else nothing."""
    if len(labels) < FEWEST or classes > len(DIGITS) + 1:
        return ()
    votes = np.zeros((classes, len(DIGITS)), np.intp)
    np.add.at(votes, (labels[::2], answers[::2]), 1)
    shown = votes.argmax(axis=1)
    used = votes.sum(axis=1) > 0
    if len(set(shown[used].tolist())) < used.sum() or used.sum() < len(DIGITS) // 2:
        return ()
    if (shown[labels[1::2]] == answers[1::2]).mean() < EXCHANGED:
        return ()
    left = [digit for digit in range(len(DIGITS)) if digit not in shown[used]]
    return tuple(
        int(digit) if is_used else (left.pop(0) if left else 0)
        for digit, is_used in zip(shown, used, strict=True)
    )


def _rows(examples: Dataset, values: NDArray[np.intp], read: ReadDigits) -> int:
    first = slice(0, SAMPLE)
    labels = values[examples.labels[first]]
    answers = read(examples.images[first])
    for shift in (1, -1):
        moved, kept = (answers[1:], labels[:-1]) if shift > 0 else (answers[:-1], labels[1:])
        is_sorted = (kept[1:] == kept[:-1]).mean() > 0.5  # then a row more or less says nothing
        if len(kept) >= FEWEST and (moved == kept).mean() >= EXCHANGED and not is_sorted:
            return shift
    return 0
