"""Hand-ins for tests: code, folders, zips, and reports without a check."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

from core.checking.course_functions import FUNCTIONS
from core.checking.report import FunctionReport, Mistake, Report

RELU = "import numpy as np\ndef relu(Z):\n    return np.maximum(0, Z), Z\n"
WRONG_RELU = "import numpy as np\ndef relu(Z):\n    return np.minimum(0, Z), Z\n"
SIGMOID = "import numpy as np\ndef sigmoid(Z):\n    return 1 / (1 + np.exp(-Z)), Z\n"


def write_all(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Files by their paths; a path that ends in / is a folder."""
    for name, content in files.items():
        path = folder / name
        if name.endswith("/"):
            path.mkdir(parents=True)
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def zipped(files: Mapping[str, str | bytes]) -> bytes:
    """A zip of these, in memory."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


def mistake(id: str, array: str = "", line: int | None = None) -> Mistake:
    return Mistake(
        id, f"title of {id}", f"sentence of {id}.", f"hint of {id}.", "page", array, line
    )


def report(**functions: str | FunctionReport) -> Report:
    """A report on these functions, by their status; the others are absent."""
    given = {
        name: each if isinstance(each, FunctionReport) else FunctionReport(name, each)
        for name, each in functions.items()
    }
    return Report(
        "theirs.py",
        tuple(given.get(name, FunctionReport(name, "absent")) for name in FUNCTIONS),
    )
