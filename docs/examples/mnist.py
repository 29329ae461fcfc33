"""Trains a network on MNIST and says how well it reads: python docs/examples/mnist.py FOLDER"""

import sys
from pathlib import Path

import core
from core.data import mnist

split = mnist.load_split(mnist.open_folder(Path(sys.argv[1])))
recipe = core.Recipe(hidden=(128, 64), learning_rate=0.1, batch_size=64, epochs=4, seed=0)
network = core.Network.from_recipe(recipe)

for report in core.train(network, recipe, split):
    if hasattr(report, "validation_accuracy"):  # the end of an epoch, not of a step
        print(f"epoch {report.epoch}: loss {report.train_loss:.4f}, "
              f"{report.validation_accuracy:.2%} of the validation digits read right")  # fmt: skip

print(f"{core.evaluate(network, split.test).accuracy:.2%} of the test digits read right")
