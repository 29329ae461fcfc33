"""What earlier versions of Digit Lab wrote reads exactly as it did, and is saved anew."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from core.errors import ModelFileError
from core.files import model_file
from core.files.recipe_file import to_toml
from core.network.recipe import Recipe
from core.reading.hand import hand_of
from tests.core.files.files import header_of, rewritten, snapshot, taught, write_old


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "old.safetensors"


@pytest.mark.parametrize("dtype", [np.float32, np.float16])
@pytest.mark.parametrize(
    "of",
    [
        snapshot(name="mine", facts={"temperature": 1.28, "test_accuracy": 0.98}),
        snapshot((784, 10), activation="tanh"),
        snapshot((784, 3, 4, 5, 10), activation="sigmoid"),
        taught(name="my hand"),
    ],
)
def test_an_old_file_reads_as_it_did_and_is_saved_as_the_new_format(path, of, dtype) -> None:
    read = model_file.load(write_old(path, of, dtype))
    assert np.array_equal(read.theta, of.theta.astype(dtype))
    assert (read.dimensions, read.activation) == (of.dimensions, of.activation)
    assert (read.name, read.facts) == (of.name or "old", of.facts)
    model_file.save(read, path)
    assert header_of(path)["__metadata__"]["version"] == "3"
    again = model_file.load(path)
    assert np.array_equal(again.theta, read.theta)
    assert again.facts == read.facts
    for each in (read, again):
        assert (hand_of(each) is None) == (hand_of(of) is None)
        for name, array in hand_of(of).arrays().items() if hand_of(of) else ():
            np.testing.assert_array_equal(hand_of(each).arrays()[name], array)


def test_a_changed_number_is_noticed(path: Path) -> None:
    for change in ("W1", "b2", "hand_digits"):
        write_old(path, taught())
        data = bytearray(path.read_bytes())
        start = 8 + int.from_bytes(data[:8], "little")
        data[start + header_of(path)[change]["data_offsets"][0]] ^= 1
        path.write_bytes(data)
        with pytest.raises(ModelFileError, match="its checksum"):
            model_file.load(path)


def test_an_old_file_is_none_of_the_new_format(path: Path) -> None:
    write_old(path, snapshot())
    with pytest.raises(ModelFileError, match="its checksum"):
        model_file.load(rewritten(path, is_summed=False, version="3"))


LOW_LOSS = {"test_loss": 0.06, "test_accuracy": 0.98}


@pytest.mark.parametrize(
    ("facts", "is_believed"),
    [
        ({"temperature": 1.28, **LOW_LOSS}, True),
        ({"temperature": 3.9, **LOW_LOSS}, True),
        ({"temperature": 9.28, **LOW_LOSS}, False),
        ({"temperature": 9.28}, False),
        ({"temperature": 0.1, "test_loss": None}, False),
        # These were trained: from weights far too wide, and hardly at all.
        ({"temperature": 8.8, "test_loss": 1.865, "test_accuracy": 0.894}, True),
        ({"temperature": 0.13, "test_loss": 2.14, "test_accuracy": 0.456}, True),
    ],
)
def test_a_temperature_must_go_with_the_loss(path: Path, facts, is_believed: bool) -> None:
    write_old(path, snapshot(facts=facts))
    if is_believed:
        assert model_file.load(path).facts == facts
        return
    with pytest.raises(ModelFileError, match=r"its temperature, .*, is that of no network"):
        model_file.load(path)


def test_an_activation_must_be_that_of_the_recipe(path: Path) -> None:
    facts = {"recipe": to_toml(Recipe(hidden=(6, 5), activation="tanh"))}
    write_old(path, snapshot(facts=facts, activation="tanh"))
    assert model_file.load(path).activation == "tanh"
    write_old(path, snapshot(facts=facts, activation="relu"))
    with pytest.raises(ModelFileError, match="“relu”, but that of its recipe is “tanh”"):
        model_file.load(path)


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ('{"temperature": 0}', "“temperature” is not between 0.05 and 20"),
        ('{"temperature": NaN}', "NaN is no number"),
        ('{"temperature": true}', "“temperature” is not between"),
        ('{"temperature": "1.2"}', "“temperature” is not between"),
        ('{"temperature": null}', "“temperature” is not between"),
        ('{"limit": 1.5}', "“limit” is not between 0 and 1"),
        (f'{{"test_accuracy": 1{"0" * 300}}}', "“test_accuracy” is a number beyond belief"),
        ('{"test_accuracy": 1e999}', "“test_accuracy” is not a finite number"),
        (f'{{"epochs": 1{"0" * 9000}}}', "its facts are not readable"),
        ('{"test_accuracy": -0.1}', "“test_accuracy” is no share"),
        ('{"test_accuracy": 1.01}', "“test_accuracy” is no share"),
        ('{"test_accuracy": [0.9]}', "“test_accuracy” is neither a number nor a text"),
        ('{"test_loss": -Infinity}', "-Infinity is no number"),
        ('{"test_loss": -1}', "“test_loss” is no loss"),
        ('{"steps": -1}', "“steps” is no whole number"),
        ('{"steps": 1.5}', "“steps” is no whole number"),
        ('{"data": 7}', "“data” is no text"),
        ('{"recipe": 7}', "“recipe” is no text"),
        ('{"taught_from": {"a": {"b": 1}}}', "“taught_from” is neither"),
        ('{"data": "\\ud800"}', "“data” holds half a character"),
        ('{"\\ud800": 1}', "holds half a character"),
        ('{"a": 1, "a": 2}', "a name stands twice"),
        (json.dumps({"x": "y" * 60_000}), "its facts are longer than those of any"),
        (json.dumps({str(n): n for n in range(3000)}), "its facts are longer than those of any"),
        ("[1]", "its facts are not readable"),
        ("{", "its facts are not readable"),
        ("[" * 100_000, "nested too deeply"),
        ('{"a":' * 90_000, "nested too deeply"),
    ],
)
@pytest.mark.parametrize("is_old", [True, False])
def test_facts_that_cannot_be_true_are_refused(path: Path, facts, reason, is_old: bool) -> None:
    if is_old:
        write_old(path, snapshot(), facts=facts)
    else:
        model_file.save(snapshot(), path)
        rewritten(path, facts=facts)
    with pytest.raises(ModelFileError, match=reason) as caught:
        model_file.load(path)
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < len(str(path)) + 400


def test_shown_facts_are_plain_text_in_one_line(path: Path) -> None:
    facts = {"data": "a\x1b[31m\nb" + "c" * 10**4, "taught_from": "<i>x</i>\u202e"}
    write_old(path, snapshot(), facts=json.dumps(facts))
    read = model_file.load(path).facts
    assert read["data"].startswith("a[31m bcc")
    assert len(read["data"]) == 120
    assert read["taught_from"] == "<i>x</i>"


@pytest.mark.parametrize("activation", ["relu", "tanh"])
def test_an_activation_that_nothing_confirms_is_doubted(path, activation) -> None:
    write_old(path, snapshot(activation=activation))
    loaded, doubt = model_file.load_with_doubt(path)
    assert loaded.activation == activation
    assert f"the file says “{activation}”" in doubt
    model_file.save(loaded, path)
    assert model_file.load_with_doubt(path)[1] == ""


def test_one_that_its_recipe_confirms_or_that_decides_nothing_is_not(tmp_path) -> None:
    facts = {"recipe": to_toml(Recipe(hidden=(6, 5), activation="tanh"))}
    confirmed = write_old(tmp_path / "a.safetensors", snapshot(activation="tanh", facts=facts))
    without_layers = write_old(tmp_path / "b.safetensors", snapshot((784, 10)))
    for each in (confirmed, without_layers):
        assert model_file.load_with_doubt(each)[1] == ""
