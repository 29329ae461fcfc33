from __future__ import annotations

import contextlib
import itertools
import json
from pathlib import Path

import numpy as np
import pytest
import safetensors.numpy
from hypothesis import given
from hypothesis import strategies as st

from core.errors import ModelFileError
from core.files import model_file
from core.ink.strokes import Drawing
from core.network.snapshots import Snapshot
from core.reading.hand import Hand, hand_of, with_hand


def snapshot(dimensions=(784, 6, 5, 10), **given) -> Snapshot:
    size = sum((a + 1) * b for a, b in itertools.pairwise(dimensions))
    theta = np.random.default_rng(0).normal(size=size).astype(np.float32)
    return Snapshot(dimensions, **{"activation": "relu", "theta": theta} | given)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "mine.safetensors"
    model_file.save(snapshot(), path)
    return path


def rewritten(path: Path, tensors=None, **metadata: str) -> Path:
    """The file with some tensors or metadata changed, as safetensors writes it."""
    data = path.read_bytes()
    header = json.loads(data[8 : 8 + int.from_bytes(data[:8], "little")])
    changed = safetensors.numpy.load(data) | (tensors or {})
    kept = {name: array for name, array in changed.items() if array is not None}
    path.write_bytes(safetensors.numpy.save(kept, header["__metadata__"] | metadata))
    return path


@given(
    hidden=st.lists(st.integers(1, 7), max_size=3),
    activation=st.sampled_from(["relu", "sigmoid", "tanh"]),
    name=st.text(min_size=1, max_size=20),
    facts=st.dictionaries(st.text(max_size=5), st.none() | st.integers() | st.text(), max_size=4),
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


def test_the_arrays_have_the_courses_names_and_shapes_and_theta_their_order(path: Path) -> None:
    tensors = safetensors.numpy.load_file(path)
    assert {name: array.shape for name, array in tensors.items()} == {
        "W1": (6, 784), "b1": (6, 1), "W2": (5, 6), "b2": (5, 1), "W3": (10, 5), "b3": (10, 1),
    }  # fmt: skip
    in_order = [tensors[name].ravel() for name in ("W1", "b1", "W2", "b2", "W3", "b3")]
    assert np.array_equal(np.concatenate(in_order), snapshot().theta)


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


def test_any_flipped_bit_of_the_weights_is_noticed(path: Path) -> None:
    data = bytearray(path.read_bytes())
    for place in (-1, -4000, -15_000):
        data[place] ^= 1
        path.write_bytes(data)
        with pytest.raises(ModelFileError, match="is damaged: its checksum"):
            model_file.load(path)
        data[place] ^= 1


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
        (safetensors.numpy.save({"W1": np.zeros(3)}), "not a model file of Digit Lab"),
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
    with path.open("wb") as stream:
        stream.truncate(2**40)
    with pytest.raises(ModelFileError, match="larger than any"):
        model_file.load(path)


WIDE = np.zeros((300, 784), np.float32)
CHANGES = {
    "newer": ({"version": "3"}, {}, "made by a newer version"),
    "no version": ({"version": "x"}, {}, "damaged: its version"),
    "outputs": ({"dimensions": "[784, 300, 7]"}, {}, "of another shape: 784-300-7"),
    "inputs": ({"dimensions": "[100, 10]"}, {}, "of another shape: 100-10"),
    "dimensions": ({"dimensions": '{"a": 1}'}, {}, "its dimensions are not readable"),
    "booleans": ({"dimensions": "[784, true, 10]"}, {}, "its dimensions are not readable"),
    "no JSON": ({"dimensions": "784"}, {}, "its dimensions are not readable"),
    "huge": ({"dimensions": "[784, 1000000000, 10]"}, {}, "too large"),
    "other arrays": ({}, {"W1": WIDE}, "its arrays are not those of 784-6-5-10"),
    "missing array": ({}, {"b3": None}, "its arrays are not those of"),
    "extra array": ({}, {"W4": WIDE}, "its arrays are not those of"),
    "dtype": ({}, {"b1": np.zeros((6, 1))}, "type float32, float64"),
    "values": ({}, {"b1": np.zeros((6, 1), np.float32)}, "its checksum"),
    "activation": ({"activation": "swish"}, {}, "the activation “swish”"),
    "facts": ({"facts": "[1]"}, {}, "its facts are not readable"),
    "deep facts": ({"facts": "[" * 100_000}, {}, "its description is not readable"),
}


@pytest.mark.parametrize("case", CHANGES)
def test_each_check_has_its_sentence(path: Path, case: str) -> None:
    metadata, tensors, reason = CHANGES[case]
    rewritten(path, tensors, **metadata)
    with pytest.raises(ModelFileError, match=reason):
        model_file.load(path)


def test_weights_that_are_not_finite_are_refused_even_with_the_right_checksum(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    theta = snapshot().theta.copy()
    theta[0] = np.inf
    with monkeypatch.context() as patched:
        patched.setattr(model_file.np, "isfinite", lambda values: np.True_)
        model_file.save(snapshot(theta=theta), path)
    with pytest.raises(ModelFileError, match="not finite numbers"):
        model_file.load(path)


def test_a_network_of_other_outputs_opens_where_it_is_asked_for(path: Path) -> None:
    model_file.save(snapshot((784, 4)), path)
    assert model_file.load(path, outputs=4).dimensions == (784, 4)
    with pytest.raises(ModelFileError, match="784 inputs and 10 outputs"):
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


def taught() -> Snapshot:
    rng = np.random.default_rng(1)
    drawings = [Drawing.from_lists([rng.random((5, 2)), rng.random((3, 2))]) for _ in range(4)]
    return with_hand(snapshot(), Hand.of(drawings, np.arange(4, dtype=np.uint8)))


@pytest.mark.parametrize("dtype", model_file.DTYPES)
def test_a_hand_comes_back(tmp_path: Path, dtype) -> None:
    path = tmp_path / "taught.safetensors"
    model_file.save(taught(), path, dtype=dtype)
    saved, loaded = taught().hand, model_file.load(path).hand
    for name, array in saved.arrays().items():
        np.testing.assert_array_equal(loaded.arrays()[name], array)


def test_only_a_file_with_a_hand_asks_for_this_version(path: Path, tmp_path: Path) -> None:
    other = tmp_path / "taught.safetensors"
    model_file.save(taught(), other)

    def version(path: Path) -> str:
        data = path.read_bytes()
        header = json.loads(data[8 : 8 + int.from_bytes(data[:8], "little")])
        return header["__metadata__"]["version"]

    assert version(path) == "1"
    assert version(other) == str(model_file.VERSION) == "2"
    assert hand_of(model_file.load(path)) is None


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"hand_digits": np.array([0, 1, 2, 4], np.uint8)}, "checksum"),
        ({"hand_digits": None}, "checksum"),
        ({"hand_places": None, "hand_strokes": None, "hand_digits": None}, "checksum"),
        ({"hand_digits": np.zeros(4, np.int32)}, "checksum"),
        ({"hand_more": np.zeros(4, np.uint8)}, "arrays are not those"),
    ],
)
def test_a_damaged_hand_is_refused(tmp_path: Path, change, why) -> None:
    path = tmp_path / "taught.safetensors"
    model_file.save(taught(), path)
    with pytest.raises(ModelFileError, match=why):
        model_file.load(rewritten(path, change))


def test_a_hand_that_is_none_is_refused_though_its_checksum_fits(tmp_path: Path) -> None:
    path = tmp_path / "taught.safetensors"
    hand = taught().hand
    wrong = Hand(hand.places, hand.strokes, hand.digits + np.uint8(7))
    model_file.save(with_hand(snapshot(), wrong), path)
    with pytest.raises(ModelFileError, match="hold values that no drawing has"):
        model_file.load(path)
