"""PyTorch's Linear layers open as networks; what is something else is told what it is."""

from __future__ import annotations

import itertools
import json
import pickle
import zipfile
from pathlib import Path

import numpy as np
import pytest
import safetensors.numpy
from hypothesis import given
from hypothesis import strategies as st

from core.errors import ActivationNeeded, ModelFileError
from core.files import model_file, pytorch_model
from core.files.tensor_file import Tensor, TensorFile
from core.network.network import Network

WIDTHS = (784, 7, 6, 10)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "torch.safetensors"


def layers(widths=WIDTHS, seed=0) -> list[tuple[np.ndarray, np.ndarray]]:
    """(weight (out, in), bias (out,)) of each layer, float32."""
    rng = np.random.default_rng(seed)
    return [
        (
            rng.normal(size=(n, n_prev)).astype(np.float32) / 10,
            rng.normal(size=n).astype(np.float32),
        )
        for n_prev, n in itertools.pairwise(widths)
    ]


def arrays(names, widths=WIDTHS) -> dict[str, np.ndarray]:
    """As state_dict() has them."""
    found = {}
    for name, (weight, bias) in zip(names, layers(widths), strict=True):
        found |= {f"{name}.weight": weight, f"{name}.bias": bias}
    return found


def write_raw(path: Path, tensors: dict[str, tuple[str, tuple[int, ...], bytes]]) -> Path:
    """A safetensors file of types that NumPy does not have: name -> (type, shape, numbers)."""
    header, content = {}, b""
    for name, (dtype, shape, data) in tensors.items():
        offsets = [len(content), len(content) + len(data)]
        header[name] = {"dtype": dtype, "shape": list(shape), "data_offsets": offsets}
        content += data
    text = json.dumps(header).encode()
    path.write_bytes(len(text).to_bytes(8, "little") + text + content)
    return path


def run(X, activation=lambda Z: np.maximum(Z, 0)):
    """P of X (784, m), as nn.Sequential would with softmax at its end."""
    *hidden, (weight, bias) = layers()
    H = X
    for W, b in hidden:
        H = activation(W @ H + b[:, None])
    powers = np.exp(weight @ H + bias[:, None])
    return powers / powers.sum(axis=0)


def images():
    return np.random.default_rng(5).random((784, 4), dtype=np.float32)


@pytest.mark.parametrize(
    "names",
    [
        ("0", "2", "4"),
        ("8", "9", "10"),
        ("fc1", "fc2", "fc3"),
        ("linear1", "linear2", "linear3"),
        ("layers.0", "layers.1", "layers.2"),
        ("net.0", "net.3", "net.11"),
        ("module.body.0.lin", "module.body.1.lin", "module.body.2.lin"),
        ("input_layer", "hidden", "output"),
        ("fc1", "fc2", "out"),
        ("z", "y", "x"),
    ],
)
def test_any_names_open(path: Path, names) -> None:
    safetensors.numpy.save_file(arrays(names), path)
    snapshot = model_file.load(path, activation="relu")
    assert (snapshot.dimensions, snapshot.activation, snapshot.name) == (WIDTHS, "relu", "torch")
    ours = Network.from_snapshot(snapshot).predict(images())
    np.testing.assert_allclose(ours, run(images()), rtol=1e-4)


@pytest.mark.parametrize(
    ("names", "widths"),
    [
        (("fc1", "fc2", "fc3", "fc4"), (784, 8, 8, 8, 10)),
        (("hidden.9", "hidden.10", "hidden.11", "hidden.12"), (784, 8, 8, 8, 10)),
        (("input", "hidden.0", "hidden.1", "output"), (784, 8, 8, 8, 10)),
        (("c", "b", "d", "a"), (784, 8, 6, 8, 10)),
    ],
)
def test_the_order_follows_from_numbers_and_shapes(path: Path, names, widths) -> None:
    safetensors.numpy.save_file(arrays(names, widths), path)
    snapshot = model_file.load(path, activation="tanh")
    assert snapshot.dimensions == widths
    network = Network.from_snapshot(snapshot)
    for (weight, bias), W, b in zip(layers(widths), network.weights, network.biases, strict=True):
        np.testing.assert_array_equal(W, weight)
        np.testing.assert_array_equal(b[:, 0], bias)


def test_an_order_that_nothing_tells_is_not_guessed(path: Path) -> None:
    names = ("first", "second", "third", "fourth")
    safetensors.numpy.save_file(arrays(names, (784, 8, 8, 8, 10)), path)
    with pytest.raises(ModelFileError, match="does not tell the order of its layers"):
        model_file.load(path, activation="relu")


@pytest.mark.parametrize("dtype", [np.float16, np.float64])
def test_other_floats_open(path: Path, dtype) -> None:
    stored = {name: each.astype(dtype) for name, each in arrays("024").items()}
    safetensors.numpy.save_file(stored, path)
    network = Network.from_snapshot(model_file.load(path, activation="relu"))
    np.testing.assert_array_equal(network.weights[1], stored["2.weight"].astype(np.float32))


def test_bfloat16_opens(path: Path) -> None:
    """Its sixteen bits are the upper half of float32."""
    raw = {
        name: ("BF16", each.shape, each.view(np.uint16)[..., 1::2].tobytes())
        for name, each in arrays("024").items()
    }
    network = Network.from_snapshot(model_file.load(write_raw(path, raw), activation="relu"))
    for (weight, _), W in zip(layers(), network.weights, strict=True):
        np.testing.assert_allclose(W, weight, rtol=2**-7)
        assert not (np.ascontiguousarray(W).view(np.uint32) & 0xFFFF).any()


def test_the_activation_is_asked_for_and_used(path: Path) -> None:
    safetensors.numpy.save_file(arrays("024"), path)
    with pytest.raises(ActivationNeeded, match="relu, sigmoid or tanh"):
        model_file.load(path)
    network = Network.from_snapshot(model_file.load(path, activation="tanh"))
    np.testing.assert_allclose(network.predict(images()), run(images(), np.tanh), rtol=1e-4)


def test_metadata_may_tell_the_activation(path: Path) -> None:
    safetensors.numpy.save_file(arrays("024"), path, {"format": "pt", "activation": "Tanh"})
    assert model_file.load(path).activation == "tanh"
    safetensors.numpy.save_file(arrays("024"), path, {"activation": "gelu"})
    with pytest.raises(ModelFileError, match="the activation “gelu”, which this version"):
        model_file.load(path)


def test_without_hidden_layers_nothing_is_asked(path: Path) -> None:
    for names in ("0", ("",)):
        found = {name.lstrip("."): each for name, each in arrays(names, (784, 10)).items()}
        safetensors.numpy.save_file(found, path)
        assert model_file.load(path).dimensions == (784, 10)


def test_a_layer_without_a_bias_has_zeros_for_it(path: Path) -> None:
    found = arrays("024")
    del found["2.bias"]
    safetensors.numpy.save_file(found, path)
    network = Network.from_snapshot(model_file.load(path, activation="relu"))
    np.testing.assert_array_equal(network.biases[1], np.zeros((6, 1)))
    np.testing.assert_array_equal(network.biases[0][:, 0], layers()[0][1])


def test_an_opened_model_is_saved_as_ours(path: Path, tmp_path: Path) -> None:
    safetensors.numpy.save_file(arrays("024"), path)
    model_file.save(model_file.load(path, activation="sigmoid"), tmp_path / "ours.safetensors")
    ours = model_file.load(tmp_path / "ours.safetensors")
    assert (ours.name, ours.activation) == ("torch", "sigmoid")
    np.testing.assert_array_equal(Network.from_snapshot(ours).weights[2], layers()[2][0])


@pytest.mark.parametrize("outputs", [2, 26, 47, 62])
def test_outputs_are_numbered_where_nothing_names_them(path: Path, outputs: int) -> None:
    safetensors.numpy.save_file(arrays("024", (784, 7, 6, outputs)), path)
    snapshot, doubt = model_file.load_with_doubt(path, activation="relu")
    assert snapshot.class_names == tuple(map(str, range(outputs)))
    assert f"what its {outputs} outputs stand for, so they are called 0 to {outputs - 1}" in doubt


def test_the_metadata_may_name_the_classes(path: Path) -> None:
    names = ("T-shirt", "Ankle boot", "か")
    metadata = {"classes": json.dumps(names)}
    safetensors.numpy.save_file(arrays("024", (784, 7, 6, 3)), path, metadata)
    snapshot, doubt = model_file.load_with_doubt(path, activation="relu")
    assert (snapshot.class_names, doubt) == (names, "")
    for wrong, why in (
        ('["a", "b", "<b>"]', "cannot be used: the name of its class 3, “<b>”, holds markup"),
        ('["a", "b"', "cannot be used"),
        ('["a", "b"]', "does not lead from 784 inputs to 2 outputs"),
    ):
        safetensors.numpy.save_file(arrays("024", (784, 7, 6, 3)), path, {"classes": wrong})
        with pytest.raises(ModelFileError, match=why):
            model_file.load(path, activation="relu")


F = np.float32
OTHERS = {
    "convolution": ({"conv1.weight": np.zeros((6, 1, 3, 3), F)}, "a convolution, “conv1”"),
    "batch norm": ({"bn.running_mean": np.zeros(7, F)}, "batch normalisation, “bn”"),
    "layer norm": ({"norm.weight": np.zeros(7, F)}, "a normalisation or a PReLU, “norm”"),
    "recurrent": ({"rnn.weight_ih_l0": np.zeros((7, 7), F)}, "“weight_ih_l0”, which is no part"),
    "a bias alone": ({"9.bias": np.zeros(7, F)}, "a bias without a weight, “9”"),
    "a wrong bias": ({"2.bias": np.zeros(7, F)}, "a bias of shape 7 beside a weight of 6×7"),
    "a flat bias": ({"2.bias": np.zeros((6, 1), F)}, "a bias of shape 6×1"),
    "a number": ({"scale.weight": np.zeros((), F)}, "something else, “scale”, .* one number"),
    "nothing": ({"9.weight": np.zeros((0, 10), F)}, "a layer without numbers, “9”"),
    "whole numbers": ({"2.weight": np.zeros((6, 7), np.int8)}, "numbers of type I8, “2”"),
    "a gap": ({"2.weight": np.zeros((6, 9), F)}, "does not lead from 784 .* 784 to 7, 9 to 6, 6"),
    "transposed": ({"0.weight": np.zeros((784, 7), F), "0.bias": np.zeros(784, F)}, "7 to 784"),
    "more classes": ({"4.weight": np.zeros((63, 6), F), "4.bias": np.zeros(63, F)}, "6 to 63"),
    "one too many": ({"6.weight": np.zeros((7, 7), F)}, "lead from 784 inputs to 2 to 62 outputs"),
    "many": ({f"{n}.weight": np.zeros((7, 7), F) for n in range(10, 30)}, "has 23 layers"),
    "NaN": ({"2.bias": np.full(6, np.nan, F)}, "its weights are not finite or too large"),
    "too large": ({"2.weight": np.full((6, 7), 1e300)}, "its weights are not finite or too large"),
    "odd names": ({"\x1b[2J" * 99 + ".weight": np.zeros(3, F)}, "a PReLU, “\\[2J"),
}


@pytest.mark.parametrize("case", OTHERS)
def test_what_is_no_such_chain_is_told_why(path: Path, case: str) -> None:
    changes, reason = OTHERS[case]
    safetensors.numpy.save_file(arrays("024") | changes, path)
    with pytest.raises(ModelFileError, match=reason) as caught:
        model_file.load(path, activation="relu")
    assert not isinstance(caught.value, ActivationNeeded)
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < len(str(path)) + 500


@pytest.mark.parametrize("dtype", ["F8_E4M3", "F8_E5M2", "I8", "BOOL"])
def test_numbers_of_other_types_are_named(path: Path, dtype: str) -> None:
    raw = {"0.weight": (dtype, (10, 784), bytes(7840))}
    with pytest.raises(ModelFileError, match=f"numbers of type {dtype}, “0”, instead of float16"):
        model_file.load(write_raw(path, raw))


def test_a_network_that_is_too_wide_is_told_so(path: Path) -> None:
    found = {"0.weight": np.zeros((5000, 784), F), "1.weight": np.zeros((10, 5000), F)}
    safetensors.numpy.save_file(found, path)
    with pytest.raises(ModelFileError, match=r"too large\. Each hidden layer needs 1 to 4,096"):
        model_file.load(path, activation="relu")


class Trap:
    """Unpickling it would make a file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self):
        return Path.touch, (self.path,)


@pytest.mark.parametrize("protocol", range(2, 6))
def test_a_pickle_is_never_run_and_the_way_out_is_told(tmp_path: Path, protocol: int) -> None:
    sprung, plain, archive = (tmp_path / name for name in ("sprung", "old.pt", "new.pth"))
    plain.write_bytes(pickle.dumps(Trap(sprung), protocol))
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("archive/code.py", " " * 9000)  # as torch.jit.save does
        file.writestr("archive/data.pkl", plain.read_bytes())
    for path in (plain, archive):
        with pytest.raises(ModelFileError, match=r"safetensors.torch.save_file\(model.state_dict"):
            model_file.load(path)
    assert not sprung.exists()


@given(
    shapes=st.lists(
        st.lists(st.sampled_from([784, 10, 5, 1, 0]), min_size=0, max_size=4),
        min_size=1,
        max_size=9,
    ),
    names=st.data(),
)
def test_any_arrays_end_in_a_network_or_a_sentence(tmp_path_factory, shapes, names) -> None:
    path = tmp_path_factory.mktemp("any") / "m.safetensors"
    found = {}
    for shape in shapes:
        name = names.draw(st.sampled_from(["0", "1", "a.2", "b", "", "fc"]))
        part = names.draw(st.sampled_from(["weight", "bias", "running_mean", "x"]))
        if np.prod(shape, dtype=int) < 10_000:
            found[f"{name}.{part}"] = np.zeros(shape, F)
    safetensors.numpy.save_file(found, path)
    try:
        snapshot = model_file.load(path, activation="relu")
    except ModelFileError:
        return
    assert snapshot.dimensions[0] == 784
    assert np.isfinite(Network.from_snapshot(snapshot).predict(images())).all()


def test_layers_of_one_shape_take_no_more_than_their_number_to_put_in_order(monkeypatch):
    """Of twelve there are 479 million orders; 2^12 sets of those that are left."""
    layers = {f"{letter}.weight": np.zeros((784, 784), np.float16) for letter in "abcdefghijkl"}
    numbers = 0
    taken = pytorch_model.Linear.numbers

    def counted(self):
        nonlocal numbers
        numbers += 1
        return taken.fget(self)

    monkeypatch.setattr(pytorch_model.Linear, "numbers", property(counted))
    tensors = {
        name: Tensor("F16", each.shape, each.tobytes())
        for name, each in (layers | {"m.weight": np.zeros((63, 784), np.float16)}).items()
    }
    with pytest.raises(ModelFileError, match="does not lead from 784 inputs"):
        pytorch_model.snapshot_of(TensorFile(tensors, {}), Path("a.safetensors"), None, "relu")
    assert numbers < 1_000
