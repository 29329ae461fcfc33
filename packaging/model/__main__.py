"""`make model`: train the networks that are shipped, and write them with their model card.

    python -m model [--only PART] [--epochs N] [--out FOLDER]

Needs MNIST (DIGIT_LAB_MNIST) and the ink set (DIGIT_LAB_INK). Same data and same machine, same
networks. The parts, reading, refusal, limit and card, follow each other, and each starts from the
files of those before it, so `--only` repeats one of them. Only the last looks at the MNIST test set
and the six held-out writers.
"""

from __future__ import annotations

import argparse
import dataclasses
import sys
from pathlib import Path

import numpy as np

from core.errors import DigitLabError
from core.files import model_file
from core.reading.refusal import CLASSES, Refusal
from core.resources import REFUSAL_MODEL, SHIPPED_MODEL
from core.threads import blas_threads
from model import reading_network, refusal_network
from model.card import model_card
from model.data import Sources, sources
from model.measures import INK_TEST, MNIST_TEST, measure

PARTS = ("reading", "refusal", "limit", "card")


def main() -> None:
    arguments = argparse.ArgumentParser(description="Train the shipped networks.")
    arguments.add_argument("--only", choices=PARTS)
    arguments.add_argument("--epochs", type=int, default=reading_network.RECIPE.epochs)
    arguments.add_argument("--out", type=Path, default=SHIPPED_MODEL.parent)
    options = arguments.parse_args()
    recipe = dataclasses.replace(reading_network.RECIPE, epochs=options.epochs)
    options.out.mkdir(parents=True, exist_ok=True)
    reading, refusal = options.out / SHIPPED_MODEL.name, options.out / REFUSAL_MODEL.name
    data = sources()
    if options.only in (None, "reading"):
        reading_network.train_reading(data, recipe, reading)
    if options.only in (None, "refusal"):
        refusal_network.train_refusal(data, refusal_network.RECIPE, refusal)
    if options.only in (None, "limit"):
        refusal_network.choose_limit(data, model_file.load(reading), refusal)
    if options.only in (None, "card"):
        write_card(data, reading, refusal)


def write_card(data: Sources, reading_file: Path, refusal_file: Path) -> None:
    """Measure both networks, tell the figures, and add them to the reading network's facts."""
    reading = model_file.load(reading_file)
    refusal = model_file.load(refusal_file, classes=CLASSES)
    with blas_threads(1):
        measures = measure(reading, Refusal.of(refusal), data)
    test, ink = measures.read[MNIST_TEST], measures.read[INK_TEST]
    facts = reading.facts | {
        "test_accuracy": test.accuracy,
        "test_loss": test.loss,
        "ink_accuracy": ink.accuracy,
        "calibration_error": measures.reliability[MNIST_TEST].error,
    }
    reading = dataclasses.replace(reading, facts=facts)
    model_file.save(reading, reading_file, dtype=np.float16)
    card = reading_file.with_name("README.md")
    card.write_text(model_card(reading, refusal, measures, data.ink), encoding="utf-8")
    for name, figure in measures.read.items():
        print(f"{name}: {figure.accuracy:.2%}")


if __name__ == "__main__":
    try:
        main()
    except DigitLabError as error:
        sys.exit(str(error))
