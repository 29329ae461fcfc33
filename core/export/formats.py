"""What a network or a recipe can be taken along as, and the files of each."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.data.dataset import DIGITS, Dataset
from core.errors import DataError, RecipeError
from core.evaluation.answers import answers_of
from core.export.data_arrays import data_arrays
from core.export.notebook import notebook
from core.export.numpy_program import numpy_program
from core.export.onnx_model import onnx_model
from core.export.report import report_html
from core.export.torch_program import state_dict, torch_program
from core.export.training_program import numpy_training, torch_training
from core.files.atomic_file import replace_file
from core.files.recipe_file import from_toml
from core.files.run_file import RunRecord
from core.network.recipe import Recipe
from core.network.snapshots import Snapshot
from core.recipe_changes import changes_text

# A file of such a name is found by Python in the place of the module.
_HIDDEN_BY = sys.stdlib_module_names | {"numpy", "torch", "pil"}

Files = dict[str, bytes]  # by the ending of the name


@dataclass(frozen=True)
class TrainingSource:
    """What a program that trains is made of. notes: sentences for its top."""

    recipe: Recipe
    class_names: tuple[str, ...] = DIGITS
    notes: Sequence[str] = ()

    @classmethod
    def of(cls, snapshot: Snapshot) -> TrainingSource:
        """Raises DataError for a network that does not say by what recipe it was trained."""
        recipe = recipe_of(snapshot.facts)
        if recipe is None:
            raise DataError(
                "This network does not tell the recipe that it was trained by, so there is no "
                "program that trains it. Export it in another form."
            )
        return cls(recipe, snapshot.class_names, notes_of(snapshot.facts))


def recipe_of(facts: Mapping[str, Any]) -> Recipe | None:
    """The recipe among a network's facts, where there is one that can be read."""
    text = facts.get("recipe")
    if not isinstance(text, str) or not text.strip():
        return None
    try:
        return from_toml(text)
    except RecipeError:
        return None


def notes_of(facts: Mapping[str, Any]) -> list[str]:
    """What a program that trains says of the run that it repeats."""
    notes = []
    if isinstance(data := facts.get("data"), str) and data:
        notes.append(f"The run learned from {data}; on other data the losses differ.")
    if isinstance(changes := facts.get("changes"), str) and changes:
        notes.append(
            "The recipe was changed while the run went on, which this program does not do: "
            + "; ".join(changes.splitlines())
        )
    return notes


@dataclass(frozen=True, eq=False)
class RunSource:
    """What the page of a run is made of. test: what its network is asked to read, for the matrix
    and the mistakes; None leaves them out. name, note: what the user calls it and says of it."""

    record: RunRecord
    test: Dataset | None = None
    name: str = ""
    note: str = ""

    @property
    def training(self) -> TrainingSource:
        """The recipe that the run began with, as a program."""
        record = self.record
        facts = {"data": record.origin.name, "changes": changes_text(record.changes)}
        return TrainingSource(record.recipe, record.network.class_names, notes_of(facts))


@dataclass(frozen=True)
class ExportFormat:
    """A form to export to.

    name: for the command line. ending: of the file that is asked for, without its dot. label and
    sentence: for the user. make: the files, the one that is asked for last; may raise DataError.
    """

    name: str
    ending: str
    label: str
    sentence: str
    make: Callable[[Any], Files]

    def write(self, subject: Any, path: Path) -> list[Path]:
        """Write the files beside each other under the name of `path`, each whole or not at all;
        gives where they are. Raises DataError, and before anything was written."""
        if path.suffix.lower() != f".{self.ending}":
            raise DataError(f"“{path.name}” must end in .{self.ending}.")
        if self.ending == "py" and path.stem.lower() in _HIDDEN_BY:
            raise DataError(
                f"A program called “{path.name}” would hide the {path.stem} that it needs. "
                f"Choose another name."
            )
        files = self.make(subject)
        paths = [*(path.with_suffix(f".{ending}") for ending in [*files][:-1]), path]
        if not path.exists() and any(each.exists() for each in paths):
            raise DataError(f"There is another “{paths[0].name}”. Choose another name.")
        try:
            for each, content in zip(paths, files.values(), strict=True):
                replace_file(each, content)
        except OSError as error:
            raise DataError(
                f"{path} cannot be written: {error.strerror or error}. Choose another place."
            ) from None
        return paths


def _torch_files(snapshot: Snapshot) -> Files:
    return {"pt": state_dict(snapshot), "py": torch_program(snapshot).encode()}


def _program(source: TrainingSource) -> str:
    return numpy_training(source.recipe, source.class_names, source.notes)


def _notebook(source: TrainingSource) -> Files:
    return {"ipynb": notebook(_program(source)).encode()}


def _torch_training(source: TrainingSource) -> Files:
    return {"py": torch_training(source.recipe, source.class_names, source.notes).encode()}


def _report(source: RunSource) -> Files:
    record, test = source.record, source.test
    answers = answers_of(record.network, test) if test is not None and len(test) else None
    page = report_html(record, answers=answers, name=source.name, note=source.note)
    return {"html": page.encode()}


NETWORK_FORMATS = (
    ExportFormat(
        "numpy",
        "py",
        "Program in NumPy",
        "One file that reads a picture and needs NumPy alone; its numbers are inside.",
        lambda snapshot: {"py": numpy_program(snapshot).encode()},
    ),
    ExportFormat(
        "torch",
        "py",
        "Program in PyTorch",
        "A short program, and beside it a .pt file with the state dict.",
        _torch_files,
    ),
    ExportFormat(
        "onnx",
        "onnx",
        "ONNX model",
        "One file that ONNX Runtime, OpenCV and many other programs run.",
        lambda snapshot: {"onnx": onnx_model(snapshot)},
    ),
    ExportFormat(
        "notebook",
        "ipynb",
        "Notebook",
        "The course’s functions in NumPy, which train such a network anew by its recipe.",
        lambda snapshot: _notebook(TrainingSource.of(snapshot)),
    ),
)
RECIPE_FORMATS = (
    ExportFormat(
        "numpy-training",
        "py",
        "Training in NumPy",
        "The course’s functions, with the same first weights, batches and losses.",
        lambda source: {"py": _program(source).encode()},
    ),
    ExportFormat(
        "torch-training",
        "py",
        "Training in PyTorch",
        "The same run with PyTorch’s layers, gradients and optimizers.",
        _torch_training,
    ),
    ExportFormat(
        "training-notebook",
        "ipynb",
        "Training as a notebook",
        "The program in NumPy, cell by cell, for Jupyter.",
        _notebook,
    ),
)
DATA_FORMAT = ExportFormat(
    "data",
    "npz",
    "Data set",
    "Its digits as NumPy’s arrays, for the programs that train.",
    lambda split: {"npz": data_arrays(split)},
)
REPORT_FORMAT = ExportFormat(
    "html",
    "html",
    "Report",
    "A page for any browser, and to print: curves, what it takes for what, its surest mistakes.",
    _report,
)
FORMATS = {each.name: each for each in (*NETWORK_FORMATS, *RECIPE_FORMATS, DATA_FORMAT)}
