from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from core.cli import Host, run
from core.errors import DataError
from core.files import model_file
from core.network.network import Network
from core.network.snapshots import Snapshot
from tests.core.data.idx_files import write_folder


def no_picture(path: Path) -> np.ndarray:
    raise DataError(f"There is no picture {path}.")


@dataclass
class CommandLine:
    """Runs commands as main() does: gives (exit code, standard output, standard error)."""

    capture: pytest.CaptureFixture[str]
    host: Host = Host(no_picture)  # noqa: RUF009

    def __call__(self, *argv: object) -> tuple[int, str, str]:
        self.capture.readouterr()
        try:
            code = run([str(each) for each in argv], self.host)
        except SystemExit as exit:
            code = exit.code
        return (code, *self.capture.readouterr())


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    monkeypatch.delenv("DIGIT_LAB_MNIST", raising=False)
    return CommandLine(capsys)


@pytest.fixture
def digits(tmp_path: Path) -> Path:
    """A folder with the four files, small."""
    return write_folder(tmp_path / "small", train=240, test=50)


@pytest.fixture
def snapshot() -> Snapshot:
    return Network((784, 8, 10), rng=np.random.default_rng(0)).snapshot("tiny")


@pytest.fixture
def model(tmp_path: Path, snapshot: Snapshot) -> Path:
    path = tmp_path / "tiny.safetensors"
    model_file.save(snapshot, path)
    return path
