"""Every verb of the command line, tried where the program is installed."""

from __future__ import annotations

import json
import re

from core.version import PROGRAM, VERSION
from tests.end_to_end.chroot import USER, Chroot
from tests.end_to_end.test_command_line import SEVEN


def try_every_verb(debian: Chroot) -> None:
    def run(*words: object) -> str:
        return debian.run(PROGRAM, *words, user=USER)

    assert VERSION in run("--version")
    verbs = re.findall(r"^    ([a-z-]+)  ", run("--help"), re.M)
    assert {"train", "evaluate", "predict", "gradcheck"} <= set(verbs)
    for verb in verbs:
        assert f"{PROGRAM} {verb}" in run(verb, "--help")
    run("gradcheck")
    model = f"{debian.home}/small.safetensors"
    run("train", "--data", "starter", "--hidden", "16", "--epochs", 1, "--out", model)
    assert "accuracy" in run("evaluate", "--data", "starter", "--model", model, "--json")
    (debian.root / "tmp" / "seven.jsonl").write_text(json.dumps(SEVEN) + "\n", encoding="utf-8")
    answer = run("predict", "--ink", "/tmp/seven.jsonl").splitlines()[0]
    assert json.loads(answer)["digit"] == 7
    (debian.root / "tmp" / "mine.py").write_text(LEARNERS_FILE, encoding="utf-8")
    assert "relu_backward" in run("check", "/tmp/mine.py")


LEARNERS_FILE = """
import numpy as np

def relu_backward(dH, relu_memory):
    return dH * (relu_memory > 0)
"""
