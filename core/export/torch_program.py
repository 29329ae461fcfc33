"""A network as a program of PyTorch, and the file with its numbers that the program opens."""

from __future__ import annotations

from core.export.about import about
from core.export.templates import as_comment, filled, template
from core.export.torch_file import torch_file
from core.network.arrays import Array
from core.network.parameters import unpack
from core.network.snapshots import Snapshot

_MODULES = {"relu": "nn.ReLU()", "sigmoid": "nn.Sigmoid()", "tanh": "nn.Tanh()"}
_ONE_LAYER = "    nn.Linear(784, 10),\n"


def torch_program(snapshot: Snapshot) -> str:
    """The program's text. It looks for its numbers in a file of its own name that ends in .pt."""
    program = filled(template("network_torch"), {"CLASS_NAMES": snapshot.class_names})
    layers = [
        f"    nn.Linear({n_prev}, {n}),\n"
        for n_prev, n in zip(snapshot.dimensions, snapshot.dimensions[1:], strict=False)
    ]
    between = f"    {_MODULES[snapshot.activation]},\n"
    before, after = program.split(_ONE_LAYER)
    return f"{as_comment(about(snapshot))}\n\n{before}{between.join(layers)}{after}"


def state_dict(snapshot: Snapshot) -> bytes:
    """What torch.save(network.state_dict(), file) writes for the program's network."""
    arrays: dict[str, Array] = {}
    for layer, (W, b) in enumerate(zip(*unpack(snapshot.theta, snapshot.dimensions), strict=True)):
        arrays |= {f"{2 * layer}.weight": W, f"{2 * layer}.bias": b[:, 0]}
    return torch_file(arrays)
