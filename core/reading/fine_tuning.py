"""Teaching a network somebody's hand: a short run on their drawings, mixed with other digits.

What the network could do before must stay. Three things see to it: most of each batch are digits of
other people (rehearsal, Ratcliff 1990), the run is short and gentle, and the result is blended with
the network before (Wortsman and others 2022, "Robust fine-tuning of zero-shot models"), as far
towards the old one as digits that nobody learned from ask for.

The taught network keeps the drawings as its hand (core.reading.hand), in place of an earlier one;
it has a say in what the network reads.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.data.dataset import PIXELS, Dataset, Split
from core.data.starter import starter_digits
from core.errors import DataError
from core.ink.digit_image import as_bytes, render
from core.ink.pen import WIDTH, PackedInk
from core.ink.strokes import Drawing
from core.network.evaluation import Evaluation, evaluate
from core.network.network import Network
from core.network.recipe import Recipe
from core.network.snapshots import Snapshot
from core.network.training import total_steps, train
from core.reading.calibration import FEWEST, network_temperature
from core.reading.hand import Hand, hand_of, with_hand
from core.reading.reading import read_drawings

# Chosen on writers that the network never saw: python -m tests.benchmarks.handwriting.
RECIPE = Recipe(
    optimizer="nesterov",
    learning_rate=0.05,
    schedule="cosine",
    batch_size=128,
    epochs=1,
    l2=0.0,
    augmentation="elastic",
)
STEPS = 350
MINE = 0.25  # share of a batch that are the taught drawings
PENS = (0.8, 1.0, 1.25)
BLENDS = (0.3, 0.2, 0.1)
BLIND_BLEND = 0.2  # where only starter digits are at hand, which do not tell enough
MAY_LOSE = 0.0015  # of the other digits' accuracy, on those that choose the blend
FOLDS = 3
STARTER_REPLAY, STARTER_TEST = 6_000, 2_000
# Of what is rehearsed: digits drawn with a pen, so that MNIST does not crowd out pens' forms.
PEN_SHARE = 0.5
MOST_TAUGHT = 1_000
MEASURED = ("test_accuracy", "test_loss", "ink_accuracy")


@dataclass(frozen=True, eq=False)
class BeforeAfter:
    """Two evaluations on the same digits: of the network before, and of the taught one."""

    before: Evaluation
    after: Evaluation


@dataclass(frozen=True)
class CrossValidation:
    """How many of `count` taught drawings were read right before and after, neither refused nor in
    doubt.

    Each was read, with the hand's say, by the network before and by one that was taught all but a
    third of them (FOLDS-fold cross validation); neither hand held that drawing. A network that was
    taught before may have learned from it then. For a single drawing count is 0.
    """

    count: int = 0
    before: int = 0
    after: int = 0


@dataclass(frozen=True, eq=False)
class FineTuning:
    """The result of fine_tune.

    network: the taught one. mine: how it reads the taught drawings. others: how it reads test
    digits of other people, and others_name what those are called. blend: how far its parameters
    went from the old ones, 0 to 1.
    """

    network: Snapshot
    mine: CrossValidation
    others: BeforeAfter
    others_name: str
    blend: float


def fine_tune(
    snapshot: Snapshot,
    drawings: Sequence[Drawing],
    digits: NDArray[np.uint8],
    others: Split | None,
    *,
    name: str = "",
    seed: int = 0,
) -> Generator[float, None, FineTuning]:
    """Teach a copy of `snapshot` the drawings, which mean `digits` (n,). Nothing else changes.

    name: what to call the taught network. others: what to rehearse, to choose the blend by and to
    measure on, such as MNIST; None makes starter digits. Yields after each step the share that is
    done, 0 to 1; closing the generator gives up. The same seed gives the same network, to the last
    bit.
    Raises DataError for no drawings, or more than MOST_TAUGHT.
    """
    if not 1 <= len(drawings) <= MOST_TAUGHT:
        raise DataError(
            f"A network can be taught 1 to {MOST_TAUGHT:,} drawings at once, not {len(drawings):,}."
        )
    rng = np.random.default_rng(seed)
    recipe = replace(RECIPE, hidden=snapshot.dimensions[1:-1], seed=seed)
    made = starter_digits(STARTER_REPLAY, rng=rng)
    split = others or _starter(made, rng)
    rehearsed = ((split.train, 1 - PEN_SHARE), (made, PEN_SHARE))
    folds = _folds(digits, rng)
    runs = len(folds) + 1
    before = Network.from_snapshot(snapshot)

    def taught(chosen: NDArray[np.intp], run: int) -> Generator[float, None, Network]:
        network = Network.from_snapshot(snapshot)
        mix = _mix([drawings[k] for k in chosen], digits[chosen], rehearsed, rng)
        steps = total_steps(recipe, len(mix.train))
        done = 0
        for _ in train(network, recipe, mix):
            done = min(done + 1, steps)
            yield (run + done / steps) / runs
        return network

    everything = np.arange(len(drawings))
    network = yield from taught(everything, 0)
    blend = _blend(before, network, split.validation) if others else BLIND_BLEND
    _blend_into(network, before, blend)

    mine = CrossValidation()
    for run, fold in enumerate(folds, start=1):
        rest = np.setdiff1d(everything, fold)
        other = yield from taught(rest, run)
        _blend_into(other, before, blend)
        held_out = [drawings[k] for k in fold], digits[fold]
        hand = hand_of(snapshot)
        older = hand and hand.without(Hand.of(*held_out))
        newer = Hand.of([drawings[k] for k in rest], digits[rest])
        after = with_hand(other.snapshot(facts=snapshot.facts), newer)
        mine = CrossValidation(
            mine.count + len(fold),
            mine.before + _right(with_hand(snapshot, older), *held_out),
            mine.after + _right(after, *held_out),
        )
    of_others = BeforeAfter(evaluate(before, split.test), evaluate(network, split.test))
    facts = _facts(snapshot, len(drawings))
    if others is not None:
        facts |= _measure(network, others, of_others.after)
    return FineTuning(
        with_hand(network.snapshot(name, facts), Hand.of(drawings, digits)),
        mine,
        of_others,
        split.name,
        blend,
    )


def _starter(made: Dataset, rng: np.random.Generator) -> Split:
    """Starter digits as a Split: to rehearse, to choose the blend by, and to measure on."""
    return Split(
        "Starter digits",
        made,
        starter_digits(0, rng=rng),
        starter_digits(STARTER_TEST, rng=rng),
    )


def _folds(digits: NDArray[np.uint8], rng: np.random.Generator) -> list[NDArray[np.intp]]:
    """Indices in FOLDS parts, each digit spread evenly; [] for a single drawing."""
    if len(digits) < 2:
        return []
    shuffled = rng.permutation(len(digits))
    by_digit = shuffled[np.argsort(digits[shuffled], kind="stable")]
    return [by_digit[k::FOLDS] for k in range(min(FOLDS, len(digits)))]


def _mix(
    drawings: Sequence[Drawing],
    digits: NDArray[np.uint8],
    rehearsed: Sequence[tuple[Dataset, float]],
    rng: np.random.Generator,
) -> Split:
    """STEPS batches' worth of examples: the drawings with each of PENS, again and again, and
    what is rehearsed, each data set by its share."""
    ink = PackedInk.of(drawings)
    images = np.concatenate([as_bytes(render(ink, WIDTH * pen)) for pen in PENS])
    labels = np.tile(digits, len(PENS))
    count = STEPS * RECIPE.batch_size
    mine = np.resize(rng.permutation(len(images)), round(MINE * count))
    parts = [Dataset(images, labels).take(mine)]
    for dataset, share in rehearsed:
        wanted = round(share * (count - len(mine)))
        parts.append(dataset.take(np.resize(rng.permutation(len(dataset)), wanted)))
    train_set = Dataset(
        np.concatenate([part.images for part in parts]),
        np.concatenate([part.labels for part in parts]),
    )
    nothing = Dataset(np.empty((0, PIXELS), np.uint8), np.empty(0, np.uint8))
    return Split("my handwriting", train_set, nothing, nothing)


def _blend(before: Network, taught: Network, validation: Dataset) -> float:
    """The furthest of BLENDS at which no more than MAY_LOSE of `validation` is lost."""
    least = evaluate(before, validation).accuracy - MAY_LOSE
    learned = taught.theta.copy()
    for blend in BLENDS:
        _blend_into(taught, before, blend)
        good_enough = evaluate(taught, validation).accuracy >= least
        taught.theta[...] = learned
        if good_enough:
            return blend
    return BLENDS[-1]


def _blend_into(taught: Network, before: Network, blend: float) -> None:
    """θ ← θ_before + blend · (θ - θ_before)."""
    taught.theta -= before.theta
    taught.theta *= taught.dtype.type(blend)
    taught.theta += before.theta


def _right(snapshot: Snapshot, drawings: Sequence[Drawing], digits: NDArray[np.uint8]) -> int:
    readings = zip(read_drawings(snapshot, drawings), digits.tolist(), strict=True)
    return sum(not reading.unsure and reading.digit == digit for reading, digit in readings)


def _facts(snapshot: Snapshot, count: int) -> dict[str, Any]:
    """The facts of a snapshot that still hold for the taught network; what was measured on the old
    one is left out."""
    kept = {key: fact for key, fact in snapshot.facts.items() if key not in MEASURED}
    return {"taught_from": snapshot.name} | kept | {"taught": count}


def _measure(network: Network, others: Split, after: Evaluation) -> dict[str, Any]:
    facts = {"test_accuracy": after.accuracy, "test_loss": after.loss}
    if len(others.validation) >= FEWEST:
        facts["temperature"] = network_temperature(network, others.validation)
    return facts
