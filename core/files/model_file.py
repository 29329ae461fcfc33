"""Model files: a Snapshot as safetensors, versioned, checked when read, atomic when written.

Tensors W1 (n1, n0), b1 (n1, 1), W2, ... as the course has them, in float32 or float16, and those of
a hand, see core.reading.hand.Hand, for a network that was taught one. safetensors checks its own
frame but not what it holds, so the metadata carry a sha256 of all of it, see checksum().

load() also reads what earlier versions wrote (core.files.old_formats) and what PyTorch did
(core.files.pytorch_model).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import safetensors.numpy
from numpy.typing import DTypeLike, NDArray

from core.data.class_names import MOST_CLASSES, checked_class_names, numbered
from core.data.dataset import DIGITS, PIXELS
from core.errors import DataError, ModelFileError, RecipeError
from core.files import old_formats, pytorch_model, tensor_file
from core.files.atomic_file import check_replaceable, replace_file
from core.files.facts import facts_text, read_facts, recipe_activation
from core.files.finite import stays_finite
from core.files.plain_text import plain
from core.files.tensor_file import MAX_HEADER, THIS, Tensor, damaged, shown, strict_json
from core.network.arrays import Array
from core.network.parameters import count, named, unpack
from core.network.recipe import MAX_PARAMETERS, MAX_UNITS, check_field
from core.network.snapshots import Snapshot
from core.reading.hand import ARRAYS as HAND_ARRAYS
from core.reading.hand import MOST_BYTES as MOST_HAND_BYTES
from core.reading.hand import Hand, hand_of, with_hand
from core.resources import SHIPPED_MODEL
from core.version import MODEL_ENDING

ENDING = MODEL_ENDING
FORMAT = "digit-lab network"
VERSION = 3
DTYPES = {"F32": "float32", "F16": "float16"}
MOST_NUMBERS = MAX_PARAMETERS + (MAX_UNITS + 1) * MOST_CLASSES  # of a network
# PyTorch's may have eight bytes a number.
MAX_BYTES = 8 + MAX_HEADER + 8 * MOST_NUMBERS + MOST_HAND_BYTES


def with_ending(path: Path) -> Path:
    """`path` as a model file is called: its name with ENDING, unless it has it."""
    return path if path.suffix == ENDING else path.with_name(path.name + ENDING)


def save(snapshot: Snapshot, path: Path, *, dtype: DTypeLike = np.float32) -> None:
    """Write the snapshot, its names and facts; float16 halves the file and rounds the values.

    Facts that no file may hold (core.files.facts) are left out. On any failure a file that was
    there stays as it was. Raises ModelFileError when the folder does not take it, when the class
    names are none that load() would take, or not as many as outputs, or when the values do not fit
    `dtype` or are not finite.
    """
    stored = np.dtype(dtype)
    if stored.name not in DTYPES.values():
        raise ModelFileError(f"A model file holds {_EITHER_DTYPE}, not {stored.name}.")
    try:
        classes = checked_class_names(snapshot.class_names)
    except DataError as error:
        raise ModelFileError(f"This network cannot be saved: {error}.") from None
    if snapshot.dimensions[-1] != len(classes):
        raise ModelFileError(
            f"A network of {snapshot.dimensions[-1]} outputs cannot tell {len(classes)} classes."
        )
    with np.errstate(over="ignore"):
        theta = snapshot.theta.astype(stored)
    layers = unpack(theta, snapshot.dimensions)
    if not stays_finite(*layers, snapshot.activation):
        raise ModelFileError(
            "This network has weights that are not finite or too large, so it was not saved."
        )
    taught = hand_of(snapshot)
    hand = {} if taught is None else taught.arrays()
    arrays = {name: np.ascontiguousarray(each) for name, each in named(*layers).items()} | hand
    metadata = {
        "format": FORMAT,
        "version": str(VERSION),
        "dimensions": json.dumps(snapshot.dimensions),
        "activation": snapshot.activation,
        "classes": json.dumps(classes),
        "name": plain(snapshot.name),
        "facts": facts_text(snapshot.facts),
    }
    metadata["sha256"] = checksum(metadata, {name: _tensor(each) for name, each in arrays.items()})
    data = safetensors.numpy.save(arrays, metadata)
    with _writing(path):
        replace_file(path, data)


def check_writable(path: Path) -> None:
    """Before a long run: raises ModelFileError when save() could not write `path` now."""
    with _writing(path):
        check_replaceable(path)


def load(
    path: Path,
    *,
    inputs: int = PIXELS,
    classes: Sequence[str] | None = None,
    activation: str | None = None,
) -> Snapshot:
    """The snapshot in a model file, checked in full; a file without a name is named after itself.

    inputs: how many numbers it is told. classes: what its outputs must stand for; None: whatever
    the file says. activation: that of a PyTorch model which does not tell its own. Raises
    ModelFileError saying what is wrong: no model file, damaged, made by a newer version, of another
    shape than so many inputs and as many outputs as classes, or of classes with names that nobody
    gives; and ActivationNeeded when only that is missing.
    """
    return load_with_doubt(path, inputs=inputs, classes=classes, activation=activation)[0]


def load_with_doubt(
    path: Path,
    *,
    inputs: int = PIXELS,
    classes: Sequence[str] | None = None,
    activation: str | None = None,
) -> tuple[Snapshot, str]:
    """As load(), and a sentence on what decides its answers and nothing in the file confirms; ""
    for most files."""
    path = Path(path)
    try:
        return _loaded(path, inputs, classes, activation)
    except MemoryError:
        raise ModelFileError(
            f"There is not enough memory to open {shown(path)}. Close other programs and try again."
        ) from None


def _loaded(
    path: Path, inputs: int, classes: Sequence[str] | None, activation: str | None
) -> tuple[Snapshot, str]:
    file = tensor_file.read(path, MAX_BYTES)
    if file.metadata.get("format") != FORMAT:
        return pytorch_model.snapshot_of(file, path, classes, activation)
    version = _version(file.metadata, path)
    tensors = dict(file.tensors)
    hand = {name: tensors.pop(name) for name in HAND_ARRAYS if name in tensors}
    is_old = version in old_formats.VERSIONS
    if not is_old and checksum(file.metadata, file.tensors) != file.metadata.get("sha256"):
        raise damaged(path, _WRONG_SUM)
    dimensions = _dimensions(file.metadata, path)
    names = _class_names(file.metadata, path, dimensions[-1])
    _check_shape(dimensions, path, inputs, len(names))
    if classes is not None and names != tuple(classes):
        raise ModelFileError(f"{shown(path)} tells other classes than {', '.join(classes)}.")
    theta = np.empty(count(dimensions), np.float32)
    places = named(*unpack(theta, dimensions))
    parameters = _parameters(tensors, places, path)
    if is_old and old_formats.checksum(parameters, hand) != file.metadata.get("sha256"):
        raise damaged(path, _WRONG_SUM)
    if is_old:
        theta = old_formats.theta_of(parameters)
    else:
        for name, place in places.items():
            place[...] = parameters[name].array()
    activation = _activation(file.metadata, path)
    try:
        facts = read_facts(file.metadata.get("facts", "{}"))
        if is_old:
            old_formats.check_believable(activation, facts)
        taught = _hand(hand)
        if taught is not None and names != DIGITS:
            raise DataError("it holds drawings of digits that it was taught, and tells no digits")
    except DataError as error:
        raise damaged(path, str(error)) from None
    if not stays_finite(*unpack(theta, dimensions), activation):
        raise damaged(path, "its weights are not finite or so large that it cannot read an image")
    theta.setflags(write=False)
    name = plain(file.metadata.get("name", "")) or plain(path.stem)
    doubt = ""
    if is_old and len(dimensions) > 2 and recipe_activation(facts) is None:
        doubt = (
            f"{shown(path)} was saved by an older version, whose checksum does not cover the "
            f"activation: the file says “{activation}”, and nothing else in it confirms that."
        )
    return with_hand(Snapshot(dimensions, activation, theta, name, facts, names), taught), doubt


def shipped() -> Snapshot:
    """The network that comes with the app. Raises ModelFileError when it is missing."""
    return load(SHIPPED_MODEL, classes=DIGITS)


def checksum(metadata: Mapping[str, str], tensors: Mapping[str, Tensor]) -> str:
    """sha256 over all that a file of this format holds, but for the sum itself.

    In the order of their names, first each of the metadata, its name and its text, then each
    array, its name, its type, its shape such as 128,784, and its numbers. Each of these is a
    netstring: its length in bytes, in decimal, then ":", the bytes, and ",". Text is UTF-8.
    """
    total = hashlib.sha256()

    def add(*parts: str | bytes | bytearray) -> None:
        for part in parts:
            content = part.encode() if isinstance(part, str) else part
            total.update(b"%d:" % len(content))
            total.update(content)
            total.update(b",")

    for key in sorted(metadata):
        if key != "sha256":
            add(key, metadata[key])
    for name in sorted(tensors):
        each = tensors[name]
        add(name, each.dtype, ",".join(map(str, each.shape)), each.data)
    return total.hexdigest()


_EITHER_DTYPE = " or ".join(DTYPES.values())
_WRONG_SUM = "its checksum does not fit what it holds"


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise ModelFileError(
            f"{shown(path)} cannot be saved: {error.strerror or error}. Choose another place."
        ) from None


def _tensor(array: NDArray[Any]) -> Tensor:
    return Tensor(_TYPE_OF[array.dtype.name], array.shape, array.tobytes())


_TYPE_OF = {dtype: name for name, dtype in DTYPES.items()} | {"uint8": "U8"}


def _version(metadata: dict[str, str], path: Path) -> str:
    version = metadata.get("version", "")
    if version in (*old_formats.VERSIONS, str(VERSION)):
        return version
    if version.isascii() and version.isdigit() and int(version[:9]) > VERSION:
        raise ModelFileError(
            f"{shown(path)} was made by a newer version of Digit Lab (format {version[:9]}). "
            f"Install the newer version to open it."
        )
    raise damaged(path, "its version is none that there is")


def _dimensions(metadata: dict[str, str], path: Path) -> tuple[int, ...]:
    try:
        values = strict_json(metadata.get("dimensions", ""))
    except ValueError as error:
        raise damaged(path, f"its description is not readable, {error}") from None
    if (
        not isinstance(values, list)
        or len(values) < 2
        or not all(type(n) is int and n > 0 for n in values)
    ):
        raise damaged(path, "its dimensions are not readable")
    return tuple(values)


def _class_names(metadata: dict[str, str], path: Path, outputs: int) -> tuple[str, ...]:
    """Those in the file; files from before there were other classes than digits have none."""
    if "classes" not in metadata:
        return numbered(min(outputs, MOST_CLASSES))
    try:
        return checked_class_names(strict_json(metadata["classes"]))
    except (DataError, ValueError) as error:
        raise ModelFileError(f"{shown(path)} cannot be used: {error}.") from None


def _check_shape(dimensions: tuple[int, ...], path: Path, inputs: int, outputs: int) -> None:
    if dimensions[0] != inputs or dimensions[-1] != outputs:
        chain = plain("-".join(map(str, dimensions)))
        raise ModelFileError(
            f"{shown(path)} is of another shape: {chain}. "
            f"It should have {inputs} inputs, and an output for each of its {outputs} classes."
        )
    try:
        check_field("hidden", dimensions[1:-1])
    except RecipeError as error:
        raise ModelFileError(f"{shown(path)} holds a network that is too large. {error}") from None


def _parameters(
    tensors: Mapping[str, Tensor], places: Mapping[str, Array], path: Path
) -> dict[str, Tensor]:
    """In the order of `places`, of their shapes, and all of one type."""
    if {name: each.shape for name, each in tensors.items()} != {
        name: each.shape for name, each in places.items()
    }:
        raise damaged(path, "its arrays are not those of its dimensions")
    dtypes = {each.dtype for each in tensors.values()}
    if len(dtypes) != 1 or not dtypes <= set(DTYPES):
        raise ModelFileError(
            f"{shown(path)} holds numbers of type {', '.join(sorted(dtypes))}; "
            f"a model file holds {_EITHER_DTYPE}."
        )
    return {name: tensors[name] for name in places}


def _hand(tensors: Mapping[str, Tensor]) -> Hand | None:
    """Raises DataError for arrays that make no hand."""
    if not tensors:
        return None
    if {each.dtype for each in tensors.values()} - set(_TYPE_OF.values()):
        raise DataError("the drawings it was taught do not fit together")
    return Hand.from_arrays({name: each.array() for name, each in tensors.items()})


def _activation(metadata: dict[str, str], path: Path) -> str:
    activation = metadata.get("activation", "")
    try:
        check_field("activation", activation)
    except RecipeError:
        raise ModelFileError(
            f"{shown(path)} uses the activation “{plain(activation, 40)}”, "
            f"which {THIS} does not know."
        ) from None
    return activation
