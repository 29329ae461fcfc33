"""A network as an ONNX model, which many other programs run.

Its input “pixels” is float32 (batch, 784), from 0 (ground) to 1 (ink), examples as rows; its output
“probabilities” is (batch, classes). Written here in ONNX's own protobuf form (onnx.proto of the
ONNX project, whose field numbers these are), because the package that would write it is twenty
times the size of what it is needed for.
"""

from __future__ import annotations

import json

import numpy as np

from core.files.plain_text import plain
from core.network.arrays import Array
from core.network.parameters import named, unpack
from core.network.snapshots import Snapshot
from core.version import NAME, VERSION

IR_VERSION, OPSET = 8, 13  # of 2022 and 2020: nothing newer is needed, and old programs know them
_OPERATORS = {"relu": "Relu", "sigmoid": "Sigmoid", "tanh": "Tanh"}
_FLOAT = 1  # TensorProto.DataType
_INT_ATTRIBUTE = 2  # AttributeProto.AttributeType


def onnx_model(snapshot: Snapshot) -> bytes:
    """ModelProto. The names of the classes are in its metadata, “class_names”, as JSON."""
    opset = _number(2, OPSET)
    metadata = {
        "class_names": json.dumps(snapshot.class_names),
        "name": plain(snapshot.name),
        "activation": snapshot.activation,
    }
    return b"".join(
        (
            _number(1, IR_VERSION),
            _text(2, NAME),
            _text(3, VERSION),
            _bytes(7, _graph(snapshot)),
            _bytes(8, opset),
            *(_bytes(14, _text(1, key) + _text(2, value)) for key, value in metadata.items()),
        )
    )


def _graph(snapshot: Snapshot) -> bytes:
    """GraphProto: Gemm gives H_prevᵀ·Wᵀ + b, which is Z with examples as rows."""
    depth = len(snapshot.dimensions) - 1
    weights, biases = unpack(snapshot.theta, snapshot.dimensions)
    nodes, H = [], "pixels"
    for layer in range(1, depth + 1):
        Z, last = f"Z{layer}", layer == depth
        transposed = _attribute("transB", 1)
        nodes.append(_node("Gemm", [H, f"W{layer}", f"b{layer}"], Z, transposed))
        H = "probabilities" if last else f"H{layer}"
        if last:
            nodes.append(_node("Softmax", [Z], H, _attribute("axis", 1)))
        else:
            nodes.append(_node(_OPERATORS[snapshot.activation], [Z], H))
    arrays = named(weights, [b[:, 0] for b in biases])
    return b"".join(
        (
            *(_bytes(1, node) for node in nodes),
            _text(2, "network"),
            *(_bytes(5, _tensor(name, array)) for name, array in arrays.items()),
            _bytes(11, _value("pixels", snapshot.dimensions[0])),
            _bytes(12, _value("probabilities", snapshot.dimensions[-1])),
        )
    )


def _node(operator: str, inputs: list[str], output: str, attribute: bytes = b"") -> bytes:
    """NodeProto"""
    texts = b"".join(_text(1, each) for each in inputs) + _text(2, output) + _text(3, output)
    return texts + _text(4, operator) + (_bytes(5, attribute) if attribute else b"")


def _attribute(name: str, value: int) -> bytes:
    """AttributeProto of a whole number"""
    return _text(1, name) + _number(3, value) + _number(20, _INT_ATTRIBUTE)


def _tensor(name: str, array: Array) -> bytes:
    """TensorProto, float32, row by row"""
    sizes = b"".join(_number(1, size) for size in array.shape)
    numbers = np.ascontiguousarray(array, "<f4").tobytes()
    return sizes + _number(2, _FLOAT) + _text(8, name) + _bytes(9, numbers)


def _value(name: str, width: int) -> bytes:
    """ValueInfoProto of an array (batch, width)"""
    shape = _bytes(1, _text(2, "batch")) + _bytes(1, _number(1, width))
    return _text(1, name) + _bytes(2, _bytes(1, _number(1, _FLOAT) + _bytes(2, shape)))


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _text(field: int, text: str) -> bytes:
    return _bytes(field, text.encode())


def _bytes(field: int, content: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(content)) + content


def _varint(value: int) -> bytes:
    """Seven bits a byte, the lowest first; the eighth says that more follow."""
    written = bytearray()
    while value > 0x7F:
        written.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*written, value])
