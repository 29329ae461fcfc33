"""What a network makes of many examples: the H of one layer, and its probabilities."""

from __future__ import annotations

import numpy as np

from core.cancelling import IsCancelled, never, stop_if
from core.data.dataset import Dataset
from core.errors import ShapeError
from core.network.arrays import Array
from core.network.network import L_layer_forward
from core.network.parameters import named, unpack
from core.network.snapshots import Snapshot

CHUNK = 1000


@np.errstate(over="ignore", invalid="ignore")
def layer_outputs(
    snapshot: Snapshot, dataset: Dataset, layer: int, *, cancelled: IsCancelled = never
) -> tuple[Array, Array]:
    """(H, HL) of all examples: H of `layer`, float32 (n_layer, m), and the probabilities.

    Layer 0 is the input. Raises ShapeError for a network that takes no such images, and Cancelled.
    """
    if snapshot.dimensions[0] != dataset.inputs:
        raise ShapeError(
            f"This network takes {snapshot.dimensions[0]:,} numbers, an image has "
            f"{dataset.inputs:,}. Choose another network."
        )
    parameters = named(*unpack(snapshot.theta, snapshot.dimensions))
    m = len(dataset)
    H = np.empty((m, snapshot.dimensions[layer]), np.float32)
    HL = np.empty((m, snapshot.dimensions[-1]), np.float32)
    for start in range(0, m, CHUNK):
        stop_if(cancelled)
        chunk = slice(start, start + CHUNK)
        output, memories = L_layer_forward(
            dataset.X(start, start + CHUNK), parameters, snapshot.activation
        )
        outputs = [*(linear[0] for linear, _ in memories), output]
        H[chunk], HL[chunk] = outputs[layer].T, output.T
    return H.T, HL.T
