"""A program in the percent form as a Jupyter notebook (nbformat 4.5)."""

from __future__ import annotations

import json
import re
from typing import Any

_CELL = re.compile(r"^# %%( \[markdown\])?\n", re.MULTILINE)
_MAIN = 'if __name__ == "__main__":\n'
_PLOT = """try:
    import matplotlib.pyplot as plt
except ImportError:
    print("Install matplotlib to see the losses as a curve.")
else:
    plt.plot(losses)
    plt.xlabel("step")
    plt.ylabel("loss")"""


def notebook(program: str) -> str:
    """The notebook's JSON: the program's cells, its last lines without their condition, and a plot
    of the losses where matplotlib is there. The same program gives the same file."""
    _, *parts = _CELL.split(program)
    pairs = zip(parts[::2], parts[1::2], strict=True)
    cells = [_text(inner) if kind else _code(_unconditional(inner)) for kind, inner in pairs]
    cells.append(_code(_PLOT))
    told = {
        "cells": [{"id": f"cell-{n}", **cell} for n, cell in enumerate(cells)],
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def _text(inner: str) -> dict[str, Any]:
    lines = [line.removeprefix("#").removeprefix(" ") for line in inner.strip().split("\n")]
    return {"cell_type": "markdown", "metadata": {}, "source": _lines("\n".join(lines))}


def _code(inner: str) -> dict[str, Any]:
    return {
        "cell_type": "code",
        "execution_count": None,
        "metadata": {},
        "outputs": [],
        "source": _lines(inner.strip("\n")),
    }


def _unconditional(code: str) -> str:
    if not code.startswith(_MAIN):
        return code
    return re.sub(r"^    ", "", code.removeprefix(_MAIN), flags=re.MULTILINE)


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)
