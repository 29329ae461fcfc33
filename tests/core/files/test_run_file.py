"""A run comes back from its file as it was, and a file that does not fit is refused."""

import dataclasses
import json
import zlib

import numpy as np
import pytest
import safetensors.numpy

from core.checkpoints import freeze, thaw
from core.data.dataset import DIGITS, Dataset, Split
from core.errors import DataError
from core.files import run_file, tensor_file
from core.files.run_file import Origin, RunRecord, load, save
from core.network.network import Network
from core.network.recipe import Recipe
from core.network.reports import EpochReport, StepReport
from core.network.training import Training
from core.recipe_changes import RecipeChange
from tests.classes import LETTERS, split_of


def digits(n, rng):
    return Dataset(rng.integers(0, 256, (n, 784), np.uint8), np.arange(n, dtype=np.uint8) % 10)


@pytest.fixture
def split():
    rng = np.random.default_rng(1)
    return Split("Noise", digits(40, rng), digits(10, rng), digits(5, rng))


@pytest.fixture
def held(split):
    """A run that was held after its third step, and how it goes on."""
    recipe = Recipe(hidden=(5,), batch_size=20, epochs=3, optimizer="adam", learning_rate=0.01)
    training = Training(Network.from_recipe(recipe), recipe, split)
    reports = training.reports()
    told = [next(reports) for _ in range(4)]
    losses = np.array([each.loss for each in told if isinstance(each, StepReport)], np.float32)
    epochs = tuple(each for each in told if isinstance(each, EpochReport))
    checkpoint = freeze(training)
    network = training.network.snapshot("epoch 2", {"steps": 3})
    origin = Origin.of(split, "starter")
    record = RunRecord(recipe, origin, losses, epochs, 1.5, network, checkpoint)
    return record, [each.loss for each in reports if isinstance(each, StepReport)]


def test_a_held_run_goes_on_from_its_file(tmp_path, held, split):
    record, losses = held
    save(record, tmp_path / "a.run")
    found = load(tmp_path / "a.run")
    assert found.recipe == record.recipe
    assert (
        found.origin == record.origin == Origin("starter", "", "Noise", 40, 5, found.origin.labels)
    )
    assert found.epochs == record.epochs
    assert found.seconds == 1.5
    assert found.reason == ""
    np.testing.assert_array_equal(found.losses, record.losses)
    np.testing.assert_array_equal(found.network.theta, record.network.theta)
    training = Training(Network.from_recipe(found.recipe), found.recipe, split)
    thaw(training, found.checkpoint)
    after = [each.loss for each in training.reports() if isinstance(each, StepReport)]
    assert after == losses


def test_changes_come_back_from_the_file(tmp_path, held):
    changes = RecipeChange(2, "dropout", 0.0, 0.3), RecipeChange(3, "batch_size", 20, 0)
    save(dataclasses.replace(held[0], changes=changes), tmp_path / "a.run")
    assert load(tmp_path / "a.run").changes == changes


def test_a_checkpoint_beyond_the_end_of_its_run_is_refused(tmp_path, held):
    record = held[0]
    numbers = record.checkpoint.numbers | {"advance": [1, 0, 0.0]}
    checkpoint = dataclasses.replace(record.checkpoint, numbers=numbers)
    save(dataclasses.replace(record, checkpoint=checkpoint), tmp_path / "a.run")
    with pytest.raises(DataError, match="beyond its end"):
        load(tmp_path / "a.run")


def test_the_curve_of_a_very_long_run_comes_back_in_blocks(tmp_path, held):
    means = np.array([2, 1], np.float32)
    record = dataclasses.replace(held[0], losses=means, block=2)
    save(record, tmp_path / "a.run")
    found = load(tmp_path / "a.run")
    assert (found.block, found.steps) == (2, 3)
    np.testing.assert_array_equal(found.losses, means)
    for wrong in (0, 3, 4):
        save(dataclasses.replace(record, block=wrong), tmp_path / "a.run")
        with pytest.raises(DataError, match="its curve"):
            load(tmp_path / "a.run")


@pytest.mark.parametrize("accuracy", [None, 0.75])
def test_a_run_that_has_ended(tmp_path, held, accuracy):
    record = dataclasses.replace(
        held[0], checkpoint=None, reason="completed", sentence="Done.", test_accuracy=accuracy
    )
    save(record, tmp_path / "a.run")
    found = load(tmp_path / "a.run")
    assert (found.reason, found.sentence) == ("completed", "Done.")
    assert found.test_accuracy == accuracy
    assert found.checkpoint is None
    assert found.network.facts == {"steps": 3}
    np.testing.assert_array_equal(found.network.theta, record.network.theta)


def rewritten(path, change):
    """The file with other metadata or arrays, and a sum that fits them no more."""
    with safetensors.safe_open(path, "numpy") as file:
        metadata = file.metadata()
    arrays = safetensors.numpy.load_file(path)
    change(metadata, arrays)
    path.write_bytes(safetensors.numpy.save(arrays, metadata))


@pytest.mark.parametrize(
    "change",
    [
        lambda metadata, arrays: metadata.update(version="1"),
        lambda metadata, arrays: metadata.update(format="digit-lab network"),
        lambda metadata, arrays: metadata.pop("run"),
        lambda metadata, arrays: metadata.update(run="[" * 9000),
        lambda metadata, arrays: metadata.update(run=json.dumps({"recipe": "a = 1"})),
        lambda metadata, arrays: arrays["losses"].__imul__(2),
        lambda metadata, arrays: arrays.pop("checkpoint.theta"),
        lambda metadata, arrays: arrays.clear(),
    ],
)
def test_what_does_not_fit_is_refused(tmp_path, held, change):
    path = tmp_path / "a.run"
    save(held[0], path)
    rewritten(path, change)
    with pytest.raises(DataError, match="cannot be read"):
        load(path)


@pytest.mark.parametrize(
    "about",
    [
        {"checkpoint": {"step": 1e999, "epoch": 1, "numbers": {}}},
        {"checkpoint": {"step": 0, "epoch": "x", "numbers": {}}},
        {"checkpoint": 3},
        {"recipe": ["seed = 1"]},
        {"recipe": None},
        {"origin": [1]},
        {"facts": {}},
        {"seconds": "soon"},
        {"changes": None},
        {"changes": [{"step": 2}]},
        {"changes": [{"step": 2, "field": "hidden", "before": [5], "after": [6]}]},
        {"changes": [{"step": 2, "field": "dropout", "before": 0.1, "after": 7}]},
        {"changes": [{"step": "two", "field": "dropout", "before": 0.1, "after": 0.2}]},
    ],
)
def test_what_makes_no_sense_is_refused_though_its_sum_fits(tmp_path, held, about):
    path = tmp_path / "a.run"
    save(held[0], path)

    def change(metadata, arrays):
        metadata["run"] = json.dumps(json.loads(metadata["run"]) | about)
        total = zlib.crc32(metadata["run"].encode())
        for name in sorted(arrays):
            total = zlib.crc32(arrays[name].data, zlib.crc32(name.encode(), total))
        metadata["sum"] = f"{total:08x}"

    rewritten(path, change)
    with pytest.raises(DataError, match="cannot be read"):
        load(path)


def test_a_file_cut_anywhere_is_refused(tmp_path, held):
    path = tmp_path / "a.run"
    save(held[0], path)
    data = path.read_bytes()
    for length in range(0, len(data), len(data) // 50):
        path.write_bytes(data[:length])
        with pytest.raises(DataError):
            load(path)


def test_a_run_of_other_classes_comes_back_with_their_names(tmp_path):
    split = split_of(LETTERS, each=2)
    recipe = Recipe(hidden=(5,), batch_size=20, epochs=3)
    training = Training(Network.from_recipe(recipe, class_names=LETTERS), recipe, split)
    next(training.reports())
    held = freeze(training), training.network.snapshot("epoch 1")
    loss = np.ones(1, np.float32)
    origin = Origin.of(split, "folder", "/letters")
    save(RunRecord(recipe, origin, loss, (), 1.0, held[1], held[0]), tmp_path / "a.run")
    found = load(tmp_path / "a.run")
    assert found.origin == origin
    assert found.network.class_names == found.origin.class_names == LETTERS
    assert found.network.dimensions == (784, 5, 26)
    again = Training(Network.from_recipe(recipe, class_names=LETTERS), recipe, split)
    thaw(again, found.checkpoint)
    assert again.step == 1


@pytest.mark.parametrize(
    ("names", "why"),
    [
        (["a", "<b>"], "holds markup"),
        (["a", "a"], "are called “a”"),
        ("ab", "not a list"),
        (["a", "b"], "its network is not the recipe’s"),
    ],
)
def test_names_that_nobody_gives_are_refused(tmp_path, held, names, why):
    path = tmp_path / "a.run"
    _with_origin(path, held[0], lambda told: told | {"class_names": names})
    with pytest.raises(DataError, match=why):
        load(path)


def test_a_run_from_before_there_were_other_classes_is_of_digits(tmp_path, held):
    path = tmp_path / "a.run"
    _with_origin(path, held[0], lambda told: {k: v for k, v in told.items() if k != "class_names"})
    found = load(path)
    assert found.network.class_names == DIGITS
    assert found.origin == held[0].origin


def _with_origin(path, record, change):
    """The file of a record whose origin was changed, with the sum that then fits."""
    save(record, path)
    file = tensor_file.read(path, run_file.MAX_BYTES)
    arrays = {name: each.array() for name, each in file.tensors.items()}
    about = json.loads(file.metadata["run"])
    text = json.dumps(about | {"origin": change(about["origin"])})
    metadata = file.metadata | {"run": text, "sum": run_file._sum(text, arrays)}
    path.write_bytes(safetensors.numpy.save(arrays, metadata))
