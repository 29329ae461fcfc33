from __future__ import annotations

import contextlib
import json
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import safetensors.numpy
from hypothesis import given
from hypothesis import strategies as st

from core.data.dataset import DIGITS
from core.errors import ModelFileError
from core.files import model_file
from core.files.plain_text import plain
from core.network.network import Network
from core.network.snapshots import Snapshot
from core.reading.hand import Hand, hand_of, with_hand
from tests.core.files.files import header_of, rewritten, snapshot, sum_of, taught


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "mine.safetensors"
    model_file.save(snapshot(), path)
    return path


@given(
    hidden=st.lists(st.integers(1, 7), max_size=3),
    activation=st.sampled_from(["relu", "sigmoid", "tanh"]),
    name=st.text(min_size=1, max_size=20).filter(lambda name: plain(name) == name),
    facts=st.dictionaries(
        st.text(max_size=5),
        st.none() | st.integers(-(10**18), 10**18) | st.text() | st.booleans(),
        max_size=4,
    ),
)
def test_what_is_saved_comes_back(tmp_path_factory, hidden, activation, name, facts) -> None:
    path = tmp_path_factory.mktemp("model") / "m.safetensors"
    saved = snapshot((784, *hidden, 10), activation=activation, name=name, facts=facts)
    model_file.save(saved, path)
    loaded = model_file.load(path)
    assert loaded.dimensions == saved.dimensions
    assert (loaded.activation, loaded.name, loaded.facts) == (activation, name, facts)
    assert loaded.theta.dtype == np.float32
    assert np.array_equal(loaded.theta, saved.theta)
    assert not loaded.theta.flags.writeable


def test_the_arrays_are_the_courses(path: Path) -> None:
    network = Network.from_snapshot(snapshot())
    tensors = safetensors.numpy.load_file(path)
    assert {name: array.shape for name, array in tensors.items()} == {
        "W1": (6, 784), "b1": (6, 1), "W2": (5, 6), "b2": (5, 1), "W3": (10, 5), "b3": (10, 1),
    }  # fmt: skip
    for name, array in network.parameters.items():
        np.testing.assert_array_equal(tensors[name], array)


def test_float16_halves_the_file_and_is_read_as_float32(path: Path, tmp_path: Path) -> None:
    small = tmp_path / "small.safetensors"
    model_file.save(snapshot(), small, dtype=np.float16)
    assert small.stat().st_size < 0.6 * path.stat().st_size
    loaded = model_file.load(small)
    assert loaded.theta.dtype == np.float32
    assert np.array_equal(loaded.theta, snapshot().theta.astype(np.float16))


def test_a_network_without_a_name_is_called_after_its_file(path: Path) -> None:
    assert model_file.load(path).name == "mine"


def test_values_that_do_not_fit_are_not_saved_and_the_old_file_stays(path: Path) -> None:
    before = path.read_bytes()
    for value, dtype in ((np.nan, np.float32), (1e6, np.float16)):
        theta = snapshot().theta.copy()
        theta[3] = value
        with pytest.raises(ModelFileError, match="not finite or too large"):
            model_file.save(snapshot(theta=theta), path, dtype=dtype)
    with pytest.raises(ModelFileError, match="not float64"):
        model_file.save(snapshot(), path, dtype=np.float64)
    assert path.read_bytes() == before


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    for path in (tmp_path / "no" / "folder", tmp_path):
        with pytest.raises(ModelFileError, match="cannot be saved"):
            model_file.save(snapshot(), path)
        with pytest.raises(ModelFileError, match="cannot be saved"):
            model_file.check_writable(path)


def test_looking_whether_a_file_can_be_written_changes_nothing(path: Path) -> None:
    before = path.read_bytes()
    model_file.check_writable(path)
    model_file.check_writable(path.with_name("new.safetensors"))
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("of", [snapshot(facts={"temperature": 1.3}, name="me"), taught()])
def test_no_flipped_bit_changes_an_answer(tmp_path: Path, of: Snapshot) -> None:
    """Whatever a bit of the header or of the numbers means, either it is noticed or it says the
    same in another way, as a blank for a line break does."""
    path = tmp_path / "m.safetensors"
    model_file.save(of, path)
    content = path.read_bytes()
    header = 8 + int.from_bytes(content[:8], "little")
    rng = np.random.default_rng(0)
    for place in (*range(header), *rng.integers(header, len(content), 200)):
        flipped = bytearray(content)
        flipped[place] ^= 1 << rng.integers(8)
        path.write_bytes(flipped)
        with contextlib.suppress(ModelFileError):
            read = model_file.load(path)
            assert np.array_equal(read.theta, of.theta)
            assert (read.dimensions, read.activation) == (of.dimensions, of.activation)
            assert (read.facts, hand_of(read) is None) == (of.facts, hand_of(of) is None)


def test_the_sum_is_as_decision_2_describes_it(path: Path, tmp_path: Path) -> None:
    other = tmp_path / "taught.safetensors"
    model_file.save(taught(name="Ünï “x”", facts={"temperature": 1.5}), other, dtype=np.float16)
    for each in (path, other):
        assert header_of(each)["__metadata__"]["sha256"] == sum_of(each)


@pytest.mark.parametrize(
    "metadata",
    [
        {"activation": "tanh"},
        {"facts": '{"temperature": 9.28}'},
        {"dimensions": "[784, 5, 6, 10]"},
        {"classes": '["9", "8", "7", "6", "5", "4", "3", "2", "1", "0"]'},
        {"name": "other"},
        {"new": "key"},
        {"classes": None},
    ],
)
def test_what_decides_an_answer_cannot_be_changed_unnoticed(path: Path, metadata) -> None:
    with pytest.raises(ModelFileError, match="its checksum does not fit"):
        model_file.load(rewritten(path, is_summed=False, **metadata))


@given(data=st.data())
def test_no_change_of_any_bytes_escapes_as_another_error(tmp_path_factory, data) -> None:
    path = tmp_path_factory.mktemp("model") / "m.safetensors"
    model_file.save(snapshot((784, 10)), path)
    content = bytearray(path.read_bytes())
    start = data.draw(st.integers(0, 900))
    noise = data.draw(st.binary(min_size=1, max_size=30))
    content[start : start + len(noise)] = noise
    path.write_bytes(content)
    with contextlib.suppress(ModelFileError):
        assert np.isfinite(model_file.load(path).theta).all()


def test_what_is_no_model_file_is_called_so(tmp_path: Path) -> None:
    path = tmp_path / "file"
    for content, reason in (
        (b"", "is empty, not a model file"),
        (b"{}", "is not a model file"),
        (b"\x89PNG\r\n\x1a\n" * 20, "is not a model file"),
        (b"\xff" * 7 + b"\x7f{}" * 9, "is not a model file"),
        ((300).to_bytes(8, "little") + b"{" * 300, "damaged"),
        (safetensors.numpy.save({"W1": np.zeros(3)}), "neither a network of Digit Lab nor"),
    ):
        path.write_bytes(content)
        with pytest.raises(ModelFileError, match=reason):
            model_file.load(path)
    with pytest.raises(ModelFileError, match="There is no file"):
        model_file.load(tmp_path / "missing")
    with pytest.raises(ModelFileError, match="cannot be read"):
        model_file.load(tmp_path)


def test_a_file_that_is_cut_short_is_damaged(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(ModelFileError, match="is damaged"):
        model_file.load(path)


def test_a_file_that_is_too_large_is_not_read_in(tmp_path: Path) -> None:
    path = tmp_path / "large"
    for start, sentence in ((bytes(7) + b"\0{", "larger than any"), (b"", "not a model file")):
        with path.open("wb") as stream:
            stream.write(start)
            stream.truncate(2**40)
        with pytest.raises(ModelFileError, match=sentence):
            model_file.load(path)


WIDE = np.zeros((300, 784), np.float32)
SIX = {"W1": None, "b1": None, "W2": None, "b2": None, "W3": None, "b3": None}
CHANGES = {
    "newer": ({"version": "4"}, {}, "made by a newer version of Digit Lab .format 4"),
    "far newer": ({"version": "9" * 5000}, {}, "made by a newer version"),
    "no version": ({"version": "x"}, {}, "damaged: its version"),
    "version 0": ({"version": "0"}, {}, "damaged: its version"),
    "another spelling": ({"version": "03"}, {}, "damaged: its version"),
    "without one": ({"version": None}, {}, "damaged: its version"),
    "old": ({"version": "2"}, {}, "its checksum"),
    "outputs": ({"dimensions": "[784, 300, 7]"}, {}, "of another shape: 784-300-7"),
    "inputs": ({"dimensions": "[100, 10]"}, {}, "of another shape: 100-10"),
    "more classes": ({"classes": json.dumps(list("abcdefghijk"))}, {}, "of another shape"),
    "no classes": ({"classes": "7"}, {}, "its class names are not a list of texts"),
    "numbers as classes": ({"classes": "[0, 1]"}, {}, "its class names are not a list of texts"),
    "one class": ({"classes": '["a"]'}, {}, "it has 1 classes; Digit Lab takes 2 to 62"),
    "many classes": ({"classes": json.dumps([*map(str, range(63))])}, {}, "it has 63 classes"),
    "empty class": ({"classes": json.dumps([*"abcdefghi", " "])}, {}, "class 10, “”, is empty"),
    "long class": ({"classes": json.dumps([*"abcdefghi", "x" * 41])}, {}, "is longer than 40"),
    "markup": ({"classes": json.dumps([*"abcdefghi", "<b>j</b>"])}, {}, "holds markup"),
    "entity": ({"classes": json.dumps([*"abcdefghi", "&lt;"])}, {}, "holds markup"),
    "control": ({"classes": json.dumps([*"abcdefghi", "\x1b[31m"])}, {}, "cannot be seen"),
    "turned": ({"classes": json.dumps([*"abcdefghi", "\u202ej"])}, {}, "cannot be seen"),
    "half": ({"classes": '["\\ud800", "b"]'}, {}, "cannot be seen|half a character"),
    "padded": ({"classes": json.dumps([*"abcdefghi", "j "])}, {}, "cannot be seen"),
    "same class": ({"classes": json.dumps([*"abcdefghi", "a"])}, {}, "2 of its classes are called"),
    "outputs without names": (
        {"dimensions": "[784, 6, 5, 1000000000]", "classes": None},
        {},
        "of another shape",
    ),
    "dimensions": ({"dimensions": '{"a": 1}'}, {}, "its dimensions are not readable"),
    "booleans": ({"dimensions": "[784, true, 10]"}, {}, "its dimensions are not readable"),
    "no JSON": ({"dimensions": "784"}, {}, "its dimensions are not readable"),
    "none": ({"dimensions": None}, {}, "its description is not readable"),
    "huge": ({"dimensions": "[784, 1000000000, 10]"}, {}, "too large"),
    "more digits": ({"dimensions": f"[784, 1{'0' * 4000}, 10]"}, {}, "too large"),
    "too many digits": ({"dimensions": f"[784, 1{'0' * 9000}, 10]"}, {}, "not readable"),
    "deep": ({"dimensions": "[" * 90_000}, {}, "not readable, it is nested too deeply"),
    "many": ({"dimensions": f"[784, {'9, ' * 9000} 10]"}, {}, "too large"),
    "other arrays": ({}, {"W1": WIDE}, "its arrays are not those of its dimensions"),
    "transposed": ({}, {"W1": WIDE[:6].T.copy()}, "its arrays are not those of its dimensions"),
    "missing array": ({}, {"b3": None}, "its arrays are not those of"),
    "extra array": ({}, {"W4": WIDE}, "its arrays are not those of"),
    "empty array": ({}, {"b1": np.zeros((0, 1), np.float32)}, "its arrays are not those of"),
    "no arrays": ({}, SIX, "its arrays are not those of"),
    "flat": ({}, {"b1": np.zeros(6, np.float32)}, "its arrays are not those of"),
    "dtype": ({}, {"b1": np.zeros((6, 1))}, "type F32, F64"),
    "bytes": ({}, {"b1": np.zeros((6, 1), np.int8)}, "type F32, I8"),
    "activation": ({"activation": "swish"}, {}, "the activation “swish”"),
    "long": ({"activation": "<b>" + "x" * 9**5}, {}, "the activation “<b>x{36}…”"),
    "no activation": ({"activation": None}, {}, "the activation “”"),
    "NaN": ({}, {"b1": np.full((6, 1), np.nan, np.float32)}, "not finite or so large"),
    "infinite": ({}, {"W2": np.full((5, 6), np.inf, np.float32)}, "not finite or so large"),
    "large": ({}, {"W1": np.full((6, 784), 1e36, np.float32)}, "not finite or so large"),
}


@pytest.mark.parametrize("case", CHANGES)
def test_each_check_has_its_sentence(path: Path, case: str) -> None:
    metadata, tensors, reason = CHANGES[case]
    rewritten(path, tensors, **metadata)
    with pytest.raises(ModelFileError, match=reason) as caught:
        model_file.load(path)
    assert len(str(caught.value)) < len(str(path)) + 400
    assert str(caught.value).isprintable()


@pytest.mark.parametrize(
    ("twice", "reason"),
    [
        (b'"activation":"relu","activation":"tanh"', "stands twice|duplicate"),
        (b'"activation":"relu","facts":"{\\"a\\": 1, \\"a\\": 2}"', "stands twice|duplicate"),
    ],
)
def test_a_name_that_stands_twice_is_refused(path: Path, twice: bytes, reason: str) -> None:
    data = path.read_bytes()
    size = int.from_bytes(data[:8], "little")
    header = data[8 : 8 + size].replace(b'"activation":"relu"', twice)
    path.write_bytes(len(header).to_bytes(8, "little") + header + data[8 + size :])
    with pytest.raises(ModelFileError, match=reason):
        model_file.load(path)


@pytest.mark.parametrize(
    "name", ["\x1b[2J", "a\nb", "x" * 10**5, "\u202egnp", "\ud800", " ", "<b>b</b>"]
)
def test_a_name_is_shown_in_one_line_of_plain_text(path: Path, tmp_path: Path, name: str) -> None:
    model_file.save(snapshot(name=name), path)
    again = model_file.load(path).name
    assert again == plain(name) or again == "mine"
    assert again.isprintable()
    assert 0 < len(again) <= 120
    if name.isascii():
        rewritten(path, name=name)
        assert model_file.load(path).name == again


@pytest.mark.skipif(sys.platform == "win32", reason="no such names there")
def test_a_file_name_that_is_no_text_makes_a_name(path: Path) -> None:
    odd = path.with_name("a\udcff\x1bb.safetensors")
    path.rename(odd)
    loaded = model_file.load(odd)
    assert loaded.name == "ab"
    model_file.save(loaded, path)
    odd.write_bytes(b"none")
    with pytest.raises(ModelFileError, match="is not a model file") as caught:
        model_file.load(odd)
    assert str(caught.value).isprintable()


def test_facts_that_no_file_may_hold_are_left_out(path: Path) -> None:
    facts = {"test_loss": float("nan"), "test_accuracy": 0.5, "list": [1], "\ud800": 1}
    model_file.save(snapshot(facts=facts), path)
    assert model_file.load(path).facts == {"test_accuracy": 0.5}


@pytest.mark.parametrize("letter", ["x", "字", "\x07", '"', "🖊"])
def test_however_long_facts_are_what_is_saved_opens(path: Path, letter: str) -> None:
    facts = {"a": letter * 49_000, "b": letter * 49_000, "test_accuracy": 0.5}
    model_file.save(snapshot(facts=facts), path)
    read = model_file.load(path)
    assert read.facts == {"a": letter * 49_000, "test_accuracy": 0.5}
    model_file.save(read, path)
    assert model_file.load(path).facts == read.facts


def test_a_network_of_other_classes_opens_where_it_is_asked_for(path: Path) -> None:
    suits = ("clubs", "diamonds", "hearts", "spades")
    model_file.save(replace(snapshot((784, 4)), class_names=suits), path)
    for classes in (None, suits):
        loaded = model_file.load(path, classes=classes)
        assert (loaded.dimensions, loaded.class_names) == ((784, 4), suits)
    with pytest.raises(ModelFileError, match="other classes than a, b, c, d"):
        model_file.load(path, classes="abcd")
    with pytest.raises(ModelFileError, match="4 outputs cannot tell 10 classes"):
        model_file.save(replace(snapshot((784, 4)), class_names=DIGITS), path)
    with pytest.raises(ModelFileError, match="cannot be saved: 2 of its classes are called “a”"):
        model_file.save(replace(snapshot((784, 4)), class_names=tuple("abca")), path)


CLASS_NAME = st.text(min_size=1, max_size=40).filter(
    lambda name: plain(name, 40) == name and "<" not in name and "&" not in name
)


@given(names=st.lists(CLASS_NAME, min_size=2, max_size=62, unique=True))
def test_class_names_come_back(tmp_path_factory, names) -> None:
    path = tmp_path_factory.mktemp("model") / "m.safetensors"
    saved = replace(snapshot((784, len(names))), class_names=tuple(names))
    model_file.save(saved, path)
    assert model_file.load(path).class_names == saved.class_names


def test_a_hand_of_digits_goes_with_digits_alone(path: Path) -> None:
    model_file.save(replace(taught(), class_names=tuple("abcdefghij")), path)
    with pytest.raises(ModelFileError, match="drawings of digits"):
        model_file.load(path)


def test_the_shipped_model_is_looked_for_among_the_resources(tmp_path, monkeypatch) -> None:
    assert model_file.SHIPPED_MODEL.parts[-3:] == ("resources", "model", "digits.safetensors")
    path = tmp_path / "digits.safetensors"
    model_file.save(snapshot(), path)
    monkeypatch.setattr(model_file, "SHIPPED_MODEL", path)
    assert model_file.shipped().name == "digits"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("net", "net.safetensors"),
        ("net.v2", "net.v2.safetensors"),
        ("a.safetensors", "a.safetensors"),
    ],
)
def test_a_model_file_is_called_by_its_ending(tmp_path, name, expected):
    assert model_file.with_ending(tmp_path / name) == tmp_path / expected


@pytest.mark.parametrize("dtype", ["float32", "float16"])
def test_a_hand_comes_back(tmp_path: Path, dtype) -> None:
    path = tmp_path / "taught.safetensors"
    model_file.save(taught(), path, dtype=dtype)
    saved, loaded = hand_of(taught()), hand_of(model_file.load(path))
    for name, array in saved.arrays().items():
        np.testing.assert_array_equal(loaded.arrays()[name], array)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"hand_digits": np.array([0, 1, 2, 10], np.uint8)}, "values that no drawing has"),
        ({"hand_digits": None}, "some of the drawings it was taught are missing"),
        ({"hand_digits": np.zeros(4, np.int32)}, "do not fit together"),
        ({"hand_digits": np.zeros(3, np.uint8)}, "do not fit together"),
        ({"hand_places": np.full((4, 64, 2), np.nan, np.float32)}, "values|fit together"),
        ({"hand_more": np.zeros(4, np.uint8)}, "arrays are not those"),
    ],
)
def test_a_hand_that_is_none_is_refused(tmp_path: Path, change, why) -> None:
    path = tmp_path / "taught.safetensors"
    model_file.save(taught(), path)
    with pytest.raises(ModelFileError, match="its checksum"):
        model_file.load(rewritten(path, change, is_summed=False))
    with pytest.raises(ModelFileError, match=why):
        model_file.load(rewritten(path, change))


def test_a_hand_of_wrong_digits_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "taught.safetensors"
    hand = hand_of(taught())
    wrong = Hand(hand.places, hand.strokes, hand.digits + np.uint8(7))
    model_file.save(with_hand(snapshot(), wrong), path)
    with pytest.raises(ModelFileError, match="hold values that no drawing has"):
        model_file.load(path)


def test_a_model_that_memory_does_not_hold_is_a_sentence(tmp_path, monkeypatch):
    path = tmp_path / "a.safetensors"
    model_file.save(snapshot(), path)

    def none_left(*_):
        raise MemoryError

    monkeypatch.setattr("core.files.model_file.np.empty", none_left)
    with pytest.raises(ModelFileError, match="not enough memory to open"):
        model_file.load(path)
