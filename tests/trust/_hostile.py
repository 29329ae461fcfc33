"""Texts and files as a stranger might send them."""

from __future__ import annotations

import json
import os
from pathlib import Path

import numpy as np
from PySide6.QtGui import QImage

from core.data.set_names import file_name
from core.files import model_file
from core.network.network import Network
from core.network.snapshots import Snapshot

SIGN = "Zq7"  # stands in each text, so that it is found again on the screen
MARKUP = f'<h1>{SIGN}</h1><a href="https://example.org">Update now</a><img src="x.png">'
TEXTS = (
    MARKUP,
    f"\x1b[31m{SIGN}\x07\x9b2J\r\n2026-01-01 00:00:00,000 ERROR app: \u202e{SIGN}\u2066\u200b/../x",
    SIGN + "W" * 10_000,
    f"<b>{SIGN}</b>",
    f"{SIGN} &amp; &Save && <",
    f"/etc/cron.d/{SIGN}",
    f"..\\..\\{SIGN}:con",
    f"\u202e{SIGN}gnp.exe\u2066\u200b\ufeff",
    f"{SIGN}\u2028\u2029\n\n\nlines",
    SIGN + "Z\u0310\u0323\u0347" * 200,
    f"👨\u200d👩\u200d👧 {SIGN} 😀🏳️\u200d🌈",
    f"{SIGN} " * 2_000,
    f"%n%s%1 {{0}} {SIGN} [*] $HOME `id`",
    f"שלום {SIGN} مرحبا",
    "NUL",
    "",
    " . ",
)


def network(name: str, hidden: tuple[int, ...] = (12,)) -> Snapshot:
    """It has learned nothing and reads all the same; its facts are hostile where they are text."""
    made = Network((784, *hidden, 10), rng=np.random.default_rng(0))
    facts = {"data": name[:2000], "reason": name[:2000], "test_accuracy": 0.5, name[:40]: name[:40]}
    return made.snapshot(name, facts)


def write_files(folder: Path) -> list[Path]:
    """Networks, pictures, drawings, recipes, code and rubbish under names that a disk takes, and
    paths that lead nowhere."""
    folder.mkdir(parents=True, exist_ok=True)
    made: list[Path] = []

    def add(name: str, data: bytes) -> None:
        path = folder / name
        try:
            path.write_bytes(data)
        except (OSError, ValueError):  # no such name on this system
            return
        made.append(path)

    picture = QImage(60, 60, QImage.Format.Format_Grayscale8)
    picture.fill(255)
    for k in range(10, 50):
        picture.setPixel(30, k, 0)
        picture.setPixel(31, k, 0)
    plain_picture = folder / "picture.png"
    picture.save(str(plain_picture))
    drawing = json.dumps({"digit": 1, "strokes": [[[0.5, 0.1], [0.5, 0.9]]]}).encode()
    for number, text in enumerate(TEXTS):
        name = text.replace("/", "⁄").replace("\0", "")[:60]
        model = folder / f"model {number}.safetensors"
        model_file.save(network(text), model)
        made.append(model)
        code = (
            f'"""{SIGN}"""\n\ndef layer_forward(H, W, b):\n    raise ValueError({text[:300]!r})\n'
        )
        add(f"{name}.safetensors", model.read_bytes())
        add(f"{name}.png", plain_picture.read_bytes())
        add(f"{name}.jsonl", drawing)
        add(f"{name}.py", code.encode("utf-8", "surrogateescape"))
        add(f"{name}.toml", f"activation = {json.dumps(text[:300])}\n".encode())
    for ending in ("safetensors", "png", "jsonl", "py", "toml"):
        add(f"rubbish.{ending}", bytes(range(256)) * 8)
        add(f"empty.{ending}", b"")
    add(os.fsdecode(b"not\xffutf8 " + SIGN.encode() + b".png"), plain_picture.read_bytes())
    add("recipe.toml", b'hidden = [8]\nepochs = 2\nbatch_size = 64\nactivation = "tanh"\n')
    (folder / "a folder").mkdir(exist_ok=True)
    made += [plain_picture, folder / "a folder", folder / "nowhere" / "x.png", folder]
    return made


def write_sets(folder: Path) -> None:
    """Sets of drawings under every name that fits."""
    folder.mkdir(parents=True, exist_ok=True)
    line = json.dumps({"digit": 1, "strokes": [[[0.5, 0.1], [0.5, 0.9]]]}) + "\n"
    for text in TEXTS:
        try:
            (folder / file_name(text[:60])).write_text(line, encoding="utf-8")
        except (OSError, ValueError):
            continue
