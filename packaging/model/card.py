"""The model card: how the networks were made and how well they read, in Markdown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.network.evaluation import Evaluation
from core.network.snapshots import Snapshot
from core.reading.calibration import BINS, Reliability
from model.data import PENS, STARTER_DIGITS, VALIDATION_WRITERS, InkDigits
from model.measures import MNIST_TEST, Measures


def model_card(reading: Snapshot, refusal: Snapshot, measures: Measures, ink: InkDigits) -> str:
    """The card of both networks; `ink` names the writers that were kept apart."""
    confusion = measures.read[MNIST_TEST].confusion
    writers = ", ".join(map(str, ink.test_writers))
    return f"""# Model card: the shipped networks

Made by `make model`; every figure below was written by that run, from the files as they are.

**What they are.** A fully connected network {_widths(reading)} that reads digits, and a small one,
{_widths(refusal)}, that says whether there is a digit at all. ReLU, softmax, trained by Digit Lab's
own trainer; stored in float16, used in float32.

**Trained on.** {reading.facts["examples"]:,} images: MNIST (55,000 of its training images), pen
drawings of the Pen-Based Recognition set, each with {len(PENS)} pen widths and speeds, and
{STARTER_DIGITS:,} starter digits; every image distorted anew in every epoch. The small network saw
these and drawings that are no digits, made for it: {refusal.facts["examples"]:,} images together.

**Kept apart.** MNIST's 10,000 test images and the drawings of writers {writers}: looked at once,
after training. Choices were made on 5,000 of MNIST's training images and {VALIDATION_WRITERS} other
writers. What is no digit is judged by drawings of other forms and kinds than those learned from.

| measured on | examples | read right | mean loss |
|---|---|---|---|
{_rows(measures.read, _read_row)}

## Honest probabilities

Probabilities are tempered by T = {reading.facts["temperature"]}, chosen on the validation images
(Guo and others, 2017). Expected calibration error, in {BINS} bins:

| measured on | expected calibration error |
|---|---|
{_rows(measures.reliability, lambda figure: f"{figure.error:.2%}")}

{MNIST_TEST}, answers by their probability:

| probability | answers | mean probability | right |
|---|---|---|---|
{_bins(measures.reliability[MNIST_TEST])}

## Refusals

An answer is put as a question, or refused, when the probability that it is a digit times that of
the likeliest digit is below {refusal.facts["limit"]:.2f}, a limit chosen on validation images.

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
