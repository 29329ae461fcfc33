"""Rounding a trained network's weights, so that its file shrinks when it is packed.

Float16 keeps ten bits behind the point of each weight, which are noise to what was learned and
which no packer can shrink. Rounded to the multiples of a step, as wide for all weights of a layer,
most of these bits are 0. A packed file takes half the room; it stays a plain one.
"""

from __future__ import annotations

import numpy as np

from core.network.network import Network

# Of the standard deviation of a layer's weights, the step is at most this share.
SHARE = 0.05


def rounded(network: Network) -> Network:
    """`network`, its weights changed to multiples of a power of two for each layer."""
    for W in network.weights:
        step = 2.0 ** np.floor(np.log2(SHARE * float(W.std())))
        W[...] = np.rint(W / step) * step
    network.theta[:] = network.theta.astype(np.float16)
    return network
