"""The ONNX model: onnxruntime gives our probabilities."""

from __future__ import annotations

import json

import numpy as np
import pytest

from core.export.onnx_model import onnx_model
from core.network.network import Network
from tests.core.export.networks import SHAPES, columns, snapshot_of_shape


@pytest.mark.parametrize("shape", SHAPES)
def test_onnxruntime_gives_our_probabilities(shape, onnxruntime) -> None:
    snapshot = snapshot_of_shape(shape)
    session = onnxruntime.InferenceSession(onnx_model(snapshot))
    (pixels,), (probabilities,) = session.get_inputs(), session.get_outputs()
    assert (pixels.name, pixels.shape, pixels.type) == ("pixels", ["batch", 784], "tensor(float)")
    assert probabilities.shape == ["batch", len(snapshot.class_names)]
    ours = Network.from_snapshot(snapshot).predict(columns())
    for X in (columns(), columns()[:, :1]):
        (theirs,) = session.run(["probabilities"], {"pixels": np.ascontiguousarray(X.T)})
        assert np.abs(theirs.T - ours[:, : X.shape[1]]).max() < 1e-5
    metadata = session.get_modelmeta().custom_metadata_map
    assert tuple(json.loads(metadata["class_names"])) == snapshot.class_names


def test_onnxs_own_checker_finds_no_fault(onnx) -> None:
    for shape in SHAPES:
        model = onnx.load_model_from_string(onnx_model(snapshot_of_shape(shape)))
        onnx.checker.check_model(model, full_check=True)
        assert model.ir_version == 8


def varint(data: bytes, place: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[place]
        value |= (byte & 0x7F) << shift
        place, shift = place + 1, shift + 7
        if byte < 0x80:
            return value, place


def fields(data: bytes) -> list[tuple[int, int | bytes]]:
    """Protobuf read again: (field, number or bytes)."""
    found: list[tuple[int, int | bytes]] = []
    place = 0
    while place < len(data):
        key, place = varint(data, place)
        value, place = varint(data, place)
        if key & 7 == 2:
            found.append((key >> 3, data[place : place + value]))
            place += value
        else:
            assert key & 7 == 0
            found.append((key >> 3, value))
    return found


def test_the_file_holds_the_parameters() -> None:
    snapshot = snapshot_of_shape("default")
    graph = dict(fields(onnx_model(snapshot)))[7]
    assert isinstance(graph, bytes)
    tensors = [dict(fields(value)) for key, value in fields(graph) if key == 5]
    assert [each[8] for each in tensors] == [b"W1", b"b1", b"W2", b"b2", b"W3", b"b3"]
    W = Network.from_snapshot(snapshot).weights[1]
    assert np.array_equal(np.frombuffer(tensors[2][9], "<f4").reshape(16, 32), W)
    nodes = [dict(fields(value))[4] for key, value in fields(graph) if key == 1]
    assert nodes == [b"Gemm", b"Relu", b"Gemm", b"Relu", b"Gemm", b"Softmax"]
