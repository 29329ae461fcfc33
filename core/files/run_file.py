"""Run files: a run as it was kept, with its curves, its network and, if it had not ended, all that
it needs to go on. They are the app's own and last from one start to the next."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import safetensors.numpy
from numpy.typing import NDArray

from core.checkpoints import THETA, Checkpoint
from core.data.class_names import checked_class_names
from core.data.dataset import DIGITS, Split
from core.errors import DataError, DigitLabError, ModelFileError
from core.files import tensor_file
from core.files.atomic_file import replace_file
from core.files.facts import facts_text, read_facts
from core.files.finite import stays_finite
from core.files.model_file import MOST_NUMBERS
from core.files.plain_text import plain
from core.files.recipe_file import from_toml, to_toml
from core.files.tensor_file import MAX_HEADER, shown, strict_json
from core.network.arrays import Array
from core.network.parameters import count, unpack
from core.network.recipe import Recipe
from core.network.reports import EpochReport
from core.network.snapshots import Snapshot
from core.recipe_changes import RecipeChange

FORMAT, VERSION = "digit-lab run", "2"
# Five copies of the widest network's parameters, as with Adam and patience, and 10**8 losses.
MAX_BYTES = 8 + MAX_HEADER + 4 * (5 * MOST_NUMBERS + 10**8)
LATEST = 3e10  # seconds since 1970: no system knows times that are much later
_LOSSES, _EPOCHS = "losses", "epochs"
_CHECKPOINT = "checkpoint."  # before the names of its arrays


@dataclass(frozen=True)
class Origin:
    """What a run learns from. source: a source of digits, as the app calls it. folder: where they
    lie, if in one. name: for the user. train, test: how many examples. labels: CRC-32 of the
    labels to learn from, in their order. class_names: what these stand for."""

    source: str
    folder: str
    name: str
    train: int
    test: int
    labels: int
    class_names: tuple[str, ...] = DIGITS

    @classmethod
    def of(cls, split: Split, source: str, folder: str = "") -> Origin:
        sizes = len(split.train), len(split.test)
        labels = zlib.crc32(split.train.labels.tobytes())
        return cls(source, folder, split.name, *sizes, labels, split.class_names)


@dataclass(frozen=True)
class Circumstances:
    """When and with what a run was made.

    began, written: in seconds since 1970; written is when it was kept last, or had ended. versions:
    of what computed it, by name. data_hash: SHA-256 of its images and labels. parent, parent_step:
    the run that it was branched from, as the library calls it, and after which step. What is not
    known is 0 or empty.
    """

    began: float = 0.0
    written: float = 0.0
    versions: dict[str, str] = field(default_factory=dict)
    data_hash: str = ""
    parent: str = ""
    parent_step: int = 0


@dataclass(frozen=True, eq=False)
class RunRecord:
    """losses: float32 (n,), one a step, or of a very long run the mean of every `block` steps, the
    last of which may be fewer. epochs: those that have ended. seconds: without pauses.

    reason, sentence, test_accuracy: how it ended, as app.background.training.messages.Finished
    has them; reason is "" for a run that had not ended, which then has a checkpoint. One that was
    stopped may have a checkpoint, too, at its last step. changes: of the recipe, while the run went
    on.
    """

    recipe: Recipe
    origin: Origin
    losses: NDArray[np.float32]
    epochs: tuple[EpochReport, ...]
    seconds: float
    network: Snapshot
    checkpoint: Checkpoint | None = None
    reason: str = ""
    sentence: str = ""
    test_accuracy: float | None = None
    block: int = 1
    changes: tuple[RecipeChange, ...] = ()
    circumstances: Circumstances = Circumstances()

    @property
    def steps(self) -> int:
        """Of the run so far; of one that has ended, rounded up to a whole block."""
        return self.checkpoint.step if self.checkpoint else self.block * len(self.losses)


def save(record: RunRecord, path: Path) -> None:
    """Whole or not at all. Raises OSError."""
    epochs = np.array(record.epochs, np.float64).reshape(-1, len(EpochReport._fields))
    arrays: dict[str, Array] = {_LOSSES: record.losses, _EPOCHS: epochs}
    about: dict[str, Any] = {
        "recipe": to_toml(record.recipe),
        "origin": asdict(record.origin),
        "seconds": record.seconds,
        "name": record.network.name,
        "facts": facts_text(record.network.facts),
        "block": record.block,
        "changes": [asdict(each) for each in record.changes],
        "circumstances": asdict(record.circumstances),
    }
    if record.reason:
        about |= {name: getattr(record, name) for name in ("reason", "sentence", "test_accuracy")}
    if record.checkpoint is None:
        arrays[THETA] = record.network.theta
    else:
        held = record.checkpoint
        about["checkpoint"] = {"step": held.step, "epoch": held.epoch, "numbers": held.numbers}
        arrays |= {_CHECKPOINT + name: each for name, each in held.arrays.items()}
    text = json.dumps(about)
    metadata = {"format": FORMAT, "version": VERSION, "run": text, "sum": _sum(text, arrays)}
    replace_file(path, safetensors.numpy.save(arrays, metadata))


def load(path: Path) -> RunRecord:
    """Raises DataError for what is no run file, or is damaged, or of another version."""
    try:
        file = tensor_file.read(path, MAX_BYTES)
        arrays = {name: each.array() for name, each in file.tensors.items()}
        text = file.metadata["run"]
        if (file.metadata["format"], file.metadata["version"]) != (FORMAT, VERSION):
            raise ValueError("this version of Digit Lab writes another form")
        if file.metadata["sum"] != _sum(text, arrays):
            raise ValueError("its checksum does not fit")
        return _record(strict_json(text), arrays)
    except (DigitLabError, ArithmeticError, LookupError, TypeError, ValueError) as error:
        is_other = isinstance(error, ModelFileError)
        why = "it is damaged, or no run" if is_other else plain(str(error), 300).rstrip(".")
        raise DataError(f"What was kept of a run in {shown(path)} cannot be read: {why}.") from None


def _record(about: dict[str, Any], arrays: dict[str, Array]) -> RunRecord:
    """Raises what load() turns into a sentence."""
    recipe = from_toml(str(about["recipe"]))
    losses, epochs = arrays.pop(_LOSSES), arrays.pop(_EPOCHS)
    held, checkpoint = about.get("checkpoint"), None
    block = int(about["block"])
    if block < 1 or block & (block - 1):
        raise ValueError("its curve is cut unevenly")
    if held is not None:
        kept = {name.removeprefix(_CHECKPOINT): each for name, each in arrays.items()}
        checkpoint = Checkpoint(int(held["step"]), int(held["epoch"]), held["numbers"], kept)
        if len(losses) != -(-checkpoint.step // block):
            raise ValueError("its curve ends elsewhere than its network")
        if checkpoint.last_step < checkpoint.step:
            raise ValueError("it goes beyond its end")
    told = dict(about["origin"])  # without class names in a file from before there were others
    names = checked_class_names(told.pop("class_names", DIGITS))
    dimensions = recipe.dimensions(len(names))
    theta = arrays[THETA] if checkpoint is None else checkpoint.arrays[THETA]
    reason = str(about.get("reason", ""))
    if theta.shape != (count(dimensions),) or not (
        stays_finite(*unpack(theta, dimensions), recipe.activation)
        or (reason == "diverged" and np.isfinite(theta).all())  # as far as it came
    ):
        raise ValueError("its network is not the recipe’s")
    changes = tuple(RecipeChange(**each) for each in about["changes"])
    facts = read_facts(about["facts"])
    network = Snapshot(dimensions, recipe.activation, theta, str(about["name"]), facts, names)
    accuracy = about.get("test_accuracy")
    return RunRecord(
        recipe,
        Origin(**told, class_names=names),
        losses,
        tuple(_epoch(row) for row in epochs),
        float(about["seconds"]),
        network,
        checkpoint,
        reason,
        str(about.get("sentence", "")),
        None if accuracy is None else float(accuracy),
        block,
        changes,
        _circumstances(about.get("circumstances", {})),
    )


def _circumstances(about: dict[str, Any]) -> Circumstances:
    """None are known of a run from before they were kept."""
    found = Circumstances(**about)
    if not isinstance(found.versions, dict):
        raise TypeError("what it was made with is not readable")
    versions = {plain(name): plain(each) for name, each in found.versions.items()}
    times = float(found.began), float(found.written)
    if not all(0 <= each < LATEST for each in times):
        raise ValueError("its times are none")
    texts = plain(found.data_hash), versions, plain(found.parent)
    return Circumstances(*times, texts[1], texts[0], texts[2], int(found.parent_step))


def _epoch(row: NDArray[np.float64]) -> EpochReport:
    values = dict(zip(EpochReport._fields, row.tolist(), strict=True))
    kinds = {"epoch": int, "step": int, "best": bool}
    return EpochReport(**{name: kinds.get(name, float)(each) for name, each in values.items()})


def _sum(text: str, arrays: Mapping[str, Array]) -> str:
    total = zlib.crc32(text.encode())
    for name in sorted(arrays):
        total = zlib.crc32(name.encode(), total)
        total = zlib.crc32(np.ascontiguousarray(arrays[name]).data, total)
    return f"{total:08x}"
