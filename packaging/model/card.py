"""The model card: how the networks were made and how well they read, in Markdown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.data.dataset import CLASSES
from core.network.evaluation import Evaluation
from core.network.snapshots import Snapshot
from core.reading.calibration import BINS, Reliability
from core.reading.trust import EDGE_POWER, Trust
from model import folds
from model.data import FOLDS, PENS, STARTER_DIGITS
from model.folds import AS_DRAWN, NO_DIGITS, WAYS, LeftOut
from model.measures import MNIST_TEST, Measures


@dataclass(frozen=True)
class Shipped:
    """The four networks, and how the pen is trusted beside those that are shown the image."""

    reading: Snapshot
    edges: Snapshot
    refusal: Snapshot
    strokes: Snapshot
    trust: Trust


def model_card(shipped: Shipped, measures: Measures, left_out: LeftOut) -> str:
    """The card of all networks. measures: of these on images. left_out: of networks made like them,
    on drawings."""
    reading, refusal, strokes = shipped.reading, shipped.refusal, shipped.strokes
    edges, trust = shipped.edges, shipped.trust
    smaller = "-".join(map(str, folds.READING.dimensions(CLASSES)))
    confusion = measures.read[MNIST_TEST].confusion
    return f"""# Model card: the shipped networks

Made by `make model`; every figure below was written by that run, from the files as they are.

**What they are.** A fully connected network {_widths(reading)} that reads digits by their pixels;
one, {_widths(edges)}, that reads them by which way their edges run and where; a small one,
{_widths(strokes)}, that reads drawings by the way of the pen; and one, {_widths(refusal)}, that
says whether an image is of a digit at all. ReLU, softmax, trained by Digit Lab's own trainer;
stored in float16, rounded so that the file shrinks when it is packed, used in float32.

**Trained on.** {reading.facts["examples"]:,} images: MNIST (55,000 of its training images), all pen
drawings of the Pen-Based Recognition set, each with {len(PENS)} pen widths and speeds, and
{STARTER_DIGITS:,} starter digits; every image distorted anew in every epoch. The network of edges
learned from {edges.facts["examples"]:,} distorted copies of the same images. The network of strokes
learned from {strokes.facts["examples"]:,} drawings: those of the set and starter digits, distorted,
cut, reversed, in another order, in straight pieces and in dots, and drawings that are no digits.
The last saw the images and drawings that are no digits, made for it:
{refusal.facts["examples"]:,} images together.

**Kept apart.** MNIST's 10,000 test images: looked at once, after training. Choices were made on
5,000 of MNIST's training images, and on drawings of writers left out: {FOLDS} times all four
networks were trained without a fifth of the {left_out.writers} writers, smaller ({smaller}) and
shorter, and read what those drew. What is no digit is judged by drawings of other forms and kinds
than those learned from.

## Pictures: by the image alone

Probabilities by the pixels, tempered, and by the edges are multiplied and raised to the power of
{reading.facts[EDGE_POWER]:g}, chosen on the validation images. Of {MNIST_TEST}, the network of
pixels reads {measures.alone["pixels"]:.2%} right by itself, that of edges
{measures.alone["edges"]:.2%}, both together:

| measured on | examples | read right | mean loss |
|---|---|---|---|
{_rows(measures.read, _read_row)}

## Drawings: by image and pen

Probabilities by the image to the power of {trust.image:g} and by the pen to the power of
{trust.pen:g} are multiplied; a product of experts (Hinton, 2002). Writers left out, as drawn:

| | read right | in question or refused | wrong, of these in question | calibration error |
|---|---|---|---|---|
{_left_out_row(left_out, trust)}

| drawn | image alone | pen alone | both |
|---|---|---|---|
{_way_rows(left_out, trust)}

Of {len(left_out.told[NO_DIGITS].digits):,} drawings that are no digits, of forms never learned
from, {left_out.told[NO_DIGITS].unsure(trust).mean():.1%} are refused or in question.

## Honest probabilities

Probabilities by the image are tempered by T = {reading.facts["temperature"]}, chosen on the
validation images (Guo and others, 2017). Expected calibration error, in {BINS} bins:

| measured on | expected calibration error |
|---|---|
{_rows(measures.reliability, lambda figure: f"{figure.error:.2%}")}

{MNIST_TEST}, answers by their probability:

| probability | answers | mean probability | right |
|---|---|---|---|
{_bins(measures.reliability[MNIST_TEST])}

## Refusals

An answer is put as a question, or refused, when the probability that it is a digit times that of
the likeliest digit is below {refusal.facts["limit"]:.2f} for a picture, chosen on validation
images, and below {trust.limit:.2f} for a drawing, chosen on writers left out. Pictures:

| digits | refused or in question |
|---|---|
{_rows(measures.refused_digits, "{:.2%}".format)}

| no digits, of forms never learned from | refused or in question |
|---|---|
{_rows(measures.refused_others, "{:.1%}".format)}

## Recipes

Reading:

```toml
{reading.facts["recipe"].strip()}
```

Edges:

```toml
{edges.facts["recipe"].strip()}
```

Strokes:

```toml
{strokes.facts["recipe"].strip()}
```

Digit or not:

```toml
{refusal.facts["recipe"].strip()}
```

## {MNIST_TEST}, row the true digit, column the answer

| | {" | ".join(map(str, range(10)))} |
|---|{"---|" * 10}
{_confusion(confusion)}

**Sources.** MNIST: Y. LeCun and C. Cortes (CC BY-SA 3.0). Pen-Based Recognition of Handwritten
Digits: E. Alpaydin and F. Alimoglu, UCI Machine Learning Repository (CC BY 4.0).
"""


def _rows(figures: Mapping[str, Any], tell: Callable[[Any], str]) -> str:
    return "\n".join(f"| {name} | {tell(figure)} |" for name, figure in figures.items())


def _read_row(figure: Evaluation) -> str:
    return f"{figure.count:,} | {figure.accuracy:.2%} | {figure.loss:.4f}"


def _left_out_row(left_out: LeftOut, trust: Trust) -> str:
    told = left_out.told[AS_DRAWN]
    wrong, unsure = left_out.wrong(AS_DRAWN, told.both(trust)), told.unsure(trust)
    return (
        f"| {len(wrong):,} drawings | {left_out.accuracy(trust):.2%} | {unsure.mean():.2%} | "
        f"{(wrong & unsure).sum()} of {wrong.sum()} | {left_out.reliability(trust).error:.2%} |"
    )


def _way_rows(left_out: LeftOut, trust: Trust) -> str:
    rows = []
    for way in WAYS:
        told = left_out.told[way]
        right = [1 - left_out.wrong(way, P).mean() for P in (told.P, told.S[:10], told.both(trust))]
        rows.append(f"| {way} | " + " | ".join(f"{share:.2%}" for share in right) + " |")
    return "\n".join(rows)


def _bins(figure: Reliability) -> str:
    width = 1 / len(figure.counts)
    rows = zip(figure.counts, figure.sureness, figure.right, strict=True)
    return "\n".join(
        f"| {number * width:.0%} to {(number + 1) * width:.0%} | {count:,} | {sure:.1%} "
        f"| {right:.1%} |"
        for number, (count, sure, right) in enumerate(rows)
        if count
    )


def _confusion(counts: NDArray[np.int64]) -> str:
    return "\n".join(
        f"| **{digit}** | " + " | ".join(str(n) if n else "·" for n in row) + " |"
        for digit, row in enumerate(counts)
    )


def _widths(snapshot: Snapshot) -> str:
    return "-".join(map(str, snapshot.dimensions))
