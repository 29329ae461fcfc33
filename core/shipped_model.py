"""`make model`: train the network that is shipped, and write it with its model card.

    python -m core.shipped_model [--epochs N]

Needs MNIST (DIGIT_LAB_MNIST) and the ink set (DIGIT_LAB_INK). Same data and same machine, same
network. The MNIST test set and the six held-out writers are looked at once, at the end.
"""

from __future__ import annotations

import argparse
import dataclasses
import os
import sys
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core import model_file
from core.data import mnist
from core.data.dataset import Dataset, Split
from core.data.starter import starter_digits
from core.errors import DataError
from core.evaluation import Evaluation, evaluate
from core.ink.digit_image import as_bytes, render
from core.ink.ink_file import read_ink
from core.ink.pen import WIDTH, PackedInk
from core.network import Network
from core.recipe import Recipe
from core.reports import EpochReport
from core.resources import SHIPPED_MODEL
from core.snapshots import Snapshot
from core.threads import blas_threads
from core.training import train

RECIPE = Recipe(
    hidden=(1024, 512),
    optimizer="nesterov",
    learning_rate=0.05,
    schedule="warm-up",
    batch_size=128,
    epochs=60,
    l2=0.0,
    dropout=0.2,
    augmentation="elastic",
    seed=0,
)
TEST_WRITERS, VALIDATION_WRITERS = 6, 3
# Each training drawing is shown with several pens; together they are a fifth of an epoch.
PENS = (0.8, 1.0, 1.25)
STARTER_DIGITS = 5_000
MNIST_TEST = "MNIST test, 10,000 images"
INK_TEST = f"Ink of {TEST_WRITERS} writers never trained on"


@dataclasses.dataclass(frozen=True)
class Ink:
    """Digit images of the ink set, parted by writer."""

    train: Dataset
    validation: Dataset
    test: Dataset
    test_writers: tuple[int, ...]


def main() -> None:
    arguments = argparse.ArgumentParser(description="Train the shipped network.")
    arguments.add_argument("--epochs", type=int, default=RECIPE.epochs)
    arguments.add_argument("--out", type=Path, default=SHIPPED_MODEL)
    options = arguments.parse_args()
    recipe = dataclasses.replace(RECIPE, epochs=options.epochs)

    digits = mnist.load_split(mnist.open_folder(_place("DIGIT_LAB_MNIST", "mnist")))
    ink = read_writers(_place("DIGIT_LAB_INK", "ink/pendigits-train.jsonl.gz"))
    starter = starter_digits(STARTER_DIGITS, rng=np.random.default_rng(recipe.seed))
    split = Split(
        "MNIST, ink and starter digits",
        _joined(digits.train, ink.train, starter),
        _joined(digits.validation, ink.validation),
        digits.test,
    )
    with blas_threads(1):  # sums depend on how they are shared out
        network = Network.from_recipe(recipe)
        for report in train(network, recipe, split):
            if isinstance(report, EpochReport):
                print(
                    f"epoch {report.epoch:3}  training loss {report.train_loss:.4f}  "
                    f"validation {report.validation_accuracy:.2%}",
                    file=sys.stderr,
                    flush=True,
                )
        figures = {
            MNIST_TEST: evaluate(network, digits.test),
            INK_TEST: evaluate(network, ink.test),
            "MNIST validation, 5,000 images": evaluate(network, digits.validation),
        }
    snapshot = network.snapshot("shipped network", _facts(recipe, split, figures))
    options.out.parent.mkdir(parents=True, exist_ok=True)
    model_file.save(snapshot, options.out, dtype=np.float16)
    card = options.out.with_name("README.md")
    card.write_text(model_card(snapshot, figures, ink), encoding="utf-8")
    for name, figure in figures.items():
        print(f"{name}: {figure.accuracy:.2%}")


def read_writers(path: Path) -> Ink:
    """The ink set, its writers dealt into three parts by a fixed seed."""
    drawings, digits, writers = [], [], []
    for drawing, digit, record in read_ink(path):
        if digit is not None and "writer" in record:
            drawings.append(drawing)
            digits.append(digit)
            writers.append(record["writer"])
    if not drawings:
        raise DataError(f"{path} holds no drawing with a digit and a writer.")
    labels, writer_of = np.array(digits, np.uint8), np.array(writers)
    order = np.random.default_rng(0).permutation(np.unique(writer_of))
    held_out = TEST_WRITERS + VALIDATION_WRITERS

    def images(people: NDArray[Any], pens: tuple[float, ...]) -> Dataset:
        chosen = np.flatnonzero(np.isin(writer_of, people))
        packed = PackedInk.of([drawings[i] for i in chosen])
        rows = [as_bytes(render(packed, WIDTH * pen)) for pen in pens]
        return Dataset(np.concatenate(rows), np.tile(labels[chosen], len(pens)))

    return Ink(
        images(order[held_out:], PENS),
        images(order[TEST_WRITERS:held_out], (1.0,)),
        images(order[:TEST_WRITERS], (1.0,)),
        tuple(sorted(int(writer) for writer in order[:TEST_WRITERS])),
    )


def model_card(snapshot: Snapshot, figures: dict[str, Evaluation], ink: Ink) -> str:
    """What was done and how well it reads, in Markdown."""
    rows = "\n".join(
        f"| {name} | {figure.count:,} | {figure.accuracy:.2%} | {figure.loss:.4f} |"
        for name, figure in figures.items()
    )
    confusion = figures[MNIST_TEST].confusion
    table = "\n".join(
        f"| **{digit}** | " + " | ".join(str(n) if n else "·" for n in row) + " |"
        for digit, row in enumerate(confusion)
    )
    writers = ", ".join(map(str, ink.test_writers))
    return f"""# Model card: the shipped network

Made by `make model`; every figure below was written by that run.

**What it is.** A fully connected network {"-".join(map(str, snapshot.dimensions))}, ReLU, softmax,
trained by Digit Lab's own trainer; stored in float16, used in float32.

**Trained on.** {snapshot.facts["examples"]:,} images: MNIST (55,000 of its training images), pen
drawings of the Pen-Based Recognition set, each with {len(PENS)} pen widths, and
{STARTER_DIGITS:,} starter digits; every image distorted anew in every epoch.

**Kept apart.** MNIST's 10,000 test images and the drawings of writers {writers}: looked at once,
after training. Choices were made on 5,000 of MNIST's training images and {VALIDATION_WRITERS} other
writers.

| measured on | examples | read right | mean loss |
|---|---|---|---|
{rows}

**Recipe.**

```toml
{snapshot.facts["recipe"].strip()}
```

**MNIST test set**, row the true digit, column the answer:

| | {" | ".join(map(str, range(10)))} |
|---|{"---|" * 10}
{table}

**Sources.** MNIST: Y. LeCun and C. Cortes (CC BY-SA 3.0). Pen-Based Recognition of Handwritten
Digits: E. Alpaydin and F. Alimoglu, UCI Machine Learning Repository (CC BY 4.0).
"""


def _facts(recipe: Recipe, split: Split, figures: dict[str, Evaluation]) -> dict[str, Any]:
    test, ink = figures[MNIST_TEST], figures[INK_TEST]
    return {
        "data": split.name,
        "examples": len(split.train),
        "recipe": recipe.to_toml(),
        "seed": recipe.seed,
        "test_accuracy": test.accuracy,
        "test_loss": test.loss,
        "ink_accuracy": ink.accuracy,
    }


def _joined(*parts: Dataset) -> Dataset:
    return Dataset(
        np.concatenate([part.images for part in parts]),
        np.concatenate([part.labels for part in parts]),
    )


def _place(variable: str, default: str) -> Path:
    shared = Path(__file__).resolve().parents[2] / "shared"
    path = Path(os.environ.get(variable, shared / default))
    if not path.exists():
        raise SystemExit(f"{path} is not there. Set {variable} to where the data is.")
    return path


if __name__ == "__main__":
    main()
