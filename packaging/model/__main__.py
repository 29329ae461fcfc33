"""`make model`: train the networks that are shipped, and write them with their model card.

    python -m model [--only PART] [--epochs N] [--out FOLDER] [--folds FOLDER]

Needs MNIST (DIGIT_LAB_MNIST) and the ink set (DIGIT_LAB_INK). Same data and same machine, same
networks. The parts, reading, edges, refusal, strokes, trust and card, follow each other, and each
starts from the files of those before it, so `--only` repeats one of them. What writers tell that
were left out is kept in FOLDS. Only the last part looks at the MNIST test set.
"""

from __future__ import annotations

import argparse
import dataclasses
import sys
from pathlib import Path

import numpy as np

from core.errors import DigitLabError
from core.files import model_file
from core.ink.edges import NUMBERS as EDGE_NUMBERS
from core.ink.traces import NUMBERS
from core.reading import stroke_reader
from core.reading.edge_reader import EdgeReader
from core.reading.refusal import CLASSES, Refusal
from core.reading.trust import EDGE_POWER, Trust
from core.resources import EDGE_MODEL, REFUSAL_MODEL, SHIPPED_MODEL, STROKE_MODEL
from core.threads import blas_threads
from model import edge_network, reading_network, refusal_network, stroke_network
from model.card import Shipped, model_card
from model.data import Sources, sources
from model.folds import choose_trust, read_left_out
from model.measures import MNIST_TEST, ImageReaders, measure

PARTS = ("reading", "edges", "refusal", "strokes", "trust", "card")


@dataclasses.dataclass(frozen=True)
class Files:
    """Where the networks and their card lie, and what the folds have left."""

    reading: Path
    edges: Path
    refusal: Path
    strokes: Path
    card: Path
    folds: Path

    @classmethod
    def within(cls, folder: Path, folds: Path) -> Files:
        """As they are called in resources/model."""
        return cls(
            folder / SHIPPED_MODEL.name,
            folder / EDGE_MODEL.name,
            folder / REFUSAL_MODEL.name,
            folder / STROKE_MODEL.name,
            folder / "README.md",
            folds,
        )


def main() -> None:
    arguments = argparse.ArgumentParser(description="Train the shipped networks.")
    arguments.add_argument("--only", choices=PARTS)
    arguments.add_argument("--epochs", type=int, default=reading_network.RECIPE.epochs)
    arguments.add_argument("--out", type=Path, default=SHIPPED_MODEL.parent)
    arguments.add_argument("--folds", type=Path, default=Path("build") / "model-folds")
    options = arguments.parse_args()
    recipe = dataclasses.replace(reading_network.RECIPE, epochs=options.epochs)
    options.out.mkdir(parents=True, exist_ok=True)
    options.folds.mkdir(parents=True, exist_ok=True)
    files = Files.within(options.out, options.folds)
    data = sources()
    if options.only in (None, "reading"):
        reading_network.train_reading(data, recipe, files.reading)
    if options.only in (None, "edges"):
        edge_network.train_edges(data, edge_network.RECIPE, files.edges)
    if options.only in (None, "refusal"):
        refusal_network.train_refusal(data, refusal_network.RECIPE, files.refusal)
    if options.only in (None, "strokes"):
        stroke_network.train_strokes(data, stroke_network.RECIPE, files.strokes)
    with blas_threads(1):
        if options.only in (None, "trust"):
            choose(data, files)
        if options.only in (None, "card"):
            write_card(data, files)


def choose(data: Sources, files: Files) -> None:
    """Choose how far edges and pen are trusted, and the limit of what is read by its image
    alone."""
    reading, edges = model_file.load(files.reading), edge_reader(files)
    power = edge_network.choose_power(reading, edges, data.mnist.validation)
    trust = choose_trust(read_left_out(data, files.folds))
    facts = reading.facts | {EDGE_POWER: power} | trust.facts
    reading = dataclasses.replace(reading, facts=facts)
    model_file.save(reading, files.reading, dtype=np.float16)
    refusal_network.choose_limit(data, reading, edges, files.refusal)


def edge_reader(files: Files) -> EdgeReader:
    """The reader of edges, as it was saved."""
    return EdgeReader.of(model_file.load(files.edges, inputs=EDGE_NUMBERS))


def write_card(data: Sources, files: Files) -> None:
    """Measure the networks, tell the figures, and add them to the reading network's facts."""
    reading = model_file.load(files.reading)
    refusal = model_file.load(files.refusal, classes=CLASSES)
    strokes = model_file.load(files.strokes, inputs=NUMBERS, classes=stroke_reader.CLASSES)
    trust = Trust.of(reading.facts)
    assert trust is not None
    measures = measure(ImageReaders(reading, edge_reader(files), Refusal.of(refusal)), data)
    left_out = read_left_out(data, files.folds)
    test = measures.read[MNIST_TEST]
    facts = reading.facts | {
        "test_accuracy": test.accuracy,
        "test_loss": test.loss,
        "ink_accuracy": left_out.accuracy(trust),
        "calibration_error": measures.reliability[MNIST_TEST].error,
    }
    reading = dataclasses.replace(reading, facts=facts)
    model_file.save(reading, files.reading, dtype=np.float16)
    edges = model_file.load(files.edges, inputs=EDGE_NUMBERS)
    shipped = Shipped(reading, edges, refusal, strokes, trust)
    files.card.write_text(model_card(shipped, measures, left_out), encoding="utf-8")
    for name, figure in measures.read.items():
        print(f"{name}: {figure.accuracy:.2%}")


if __name__ == "__main__":
    try:
        main()
    except DigitLabError as error:
        sys.exit(str(error))
