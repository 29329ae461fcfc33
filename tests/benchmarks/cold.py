"""Child process: a preset from a cold start to its network, by us and by PyTorch, in turns.

PyTorch's is the program that the app exports: the same recipe, the same first weights and batches.
Prints {"ours": {"seconds": [...], "mb": [...]}, "torch": the same}; without MNIST or PyTorch {}.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from core.data import mnist
from core.export.training_program import torch_training
from core.files.recipe_file import to_toml
from core.presets import PRESETS
from tests.benchmarks.data import SHARED


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("preset")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    paths = mnist.find([SHARED])
    if paths is None or importlib.util.find_spec("torch") is None:
        print(json.dumps({}))
        return
    recipe = PRESETS[options.preset]
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "recipe.toml").write_text(to_toml(recipe), encoding="utf-8")
        (folder / "program.py").write_text(torch_training(recipe), encoding="utf-8")
        ours = ("-m", "app", "train", "--data", "mnist", "--recipe", str(folder / "recipe.toml"))
        commands = {
            "ours": [*ours, "--out", str(folder / "network.safetensors"), "--no-keep"],
            "torch": [str(folder / "program.py")],
        }
        environment = os.environ | {"DIGIT_LAB_MNIST": str(SHARED)}
        found: dict[str, dict[str, list[float]]] = {
            name: {"seconds": [], "mb": []} for name in commands
        }
        for _ in range(options.rounds):
            for name, words in commands.items():
                seconds, megabytes = _run([sys.executable, *words], folder, environment)
                found[name]["seconds"].append(seconds)
                found[name]["mb"].append(megabytes)
    print(json.dumps(found))


def _run(command: list[str], folder: Path, environment: dict[str, str]) -> tuple[float, float]:
    """(seconds from start to end, the most memory meanwhile in MB). folder: to work in, for
    PyTorch's program leaves its network where it stands."""
    began = time.perf_counter()
    nowhere = subprocess.DEVNULL
    with subprocess.Popen(
        command, cwd=folder, env=environment, stdout=nowhere, stderr=nowhere
    ) as child:
        _, status, used = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - began
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise RuntimeError(f"{command} ended with {child.returncode}")
    return seconds, used.ru_maxrss / 1024


if __name__ == "__main__":
    main()
