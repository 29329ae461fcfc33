"""Distorted copies of training images, a little different every time.

"affine" shifts, turns, stretches and shears; "elastic" also bends, after Simard, Steinkraus and
Platt (2003): each pixel moves by a random field that a Gaussian has smoothed. What such a Gaussian
leaves of white noise is a few low cosines, so a field is made directly as their sum. "pen" draws
with a wider or a thinner pen: part of the way to the largest, or the smallest, of a pixel and its
four neighbours.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.data.dataset import PIXELS

SIDE = 28
MIDDLE = 14.0


@dataclass(frozen=True)
class Strength:
    """How far images are distorted; each amount is drawn evenly between its negative and itself.

    shift, in pixels; turn, in radians; stretch and shear, as shares; bend: the standard deviation
    of a pixel's elastic displacement, in pixels; smoothness: the Gaussian's, in pixels. pen: how
    far lines widen at most, as a share of a pixel on either side; they thin by half as much.
    """

    shift: float
    turn: float
    stretch: float
    shear: float
    bend: float = 0.0
    smoothness: float = 5.0
    pen: float = 0.0


KINDS: dict[str, Strength] = {
    "affine": Strength(shift=1.5, turn=0.2, stretch=0.13, shear=0.15),
    "pen": Strength(shift=0.0, turn=0.0, stretch=0.0, shear=0.0, pen=0.6),
    "elastic": Strength(shift=1.0, turn=0.2, stretch=0.13, shear=0.12, bend=1.1),
    "all": Strength(shift=1.0, turn=0.2, stretch=0.13, shear=0.12, bend=1.1, pen=0.6),
}

# Interpolation softens edges. A gain drawn from this range sharpens them, and what it adds to full
# ink is taken off again in part or whole, which leaves lines a bit thicker or thinner.
_GAIN = (1.1, 1.7)

_FAINTEST_COSINE = 0.05
_BLOCK = 64
# A ring of ground around each image: a pixel from outside, and its right and lower neighbours.
_PADDED = SIDE + 3


class Augmentation:
    """Distorts blocks of images. The same `rng` state and images give the same copies.

    kind: a key of KINDS. Raises ValueError for another. An instance reuses its buffers, so it
    belongs to one thread.
    """

    def __init__(self, kind: str, *, rng: np.random.Generator) -> None:
        if kind not in KINDS:
            raise ValueError(f"Unknown distortion “{kind}”; there are: {', '.join(KINDS)}.")
        self._strength = KINDS[kind]
        self.rng = rng
        self._cosines, self._amplitudes = _cosine_fields(self._strength)
        centred = np.arange(SIDE) - MIDDLE
        x, y = np.tile(centred, SIDE), np.repeat(centred, SIDE)
        rows = [np.ones((1, PIXELS)), x[None], y[None], self._cosines]
        self._basis = np.concatenate(rows).astype(np.float32)
        self._padded = np.zeros((_BLOCK, _PADDED, _PADDED), dtype=np.float32)
        self._start = np.arange(_BLOCK, dtype=np.float32)[:, None]
        self._floats = np.empty((5, _BLOCK, PIXELS), dtype=np.float32)
        self._index = np.empty((_BLOCK, PIXELS), dtype=np.intp)

    def __call__(self, images: NDArray[np.uint8], out: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Fill `out` with distorted copies of `images`, row for row; both uint8 (n, 784).

        Best on thousands of images at once; `out` may be `images`. Returns `out`.
        """
        n = len(images)
        maps = self._maps(n)
        widening = self._widening(n)
        gain = self.rng.uniform(*_GAIN, (n, 1)).astype(np.float32)
        loss = self.rng.uniform(0, 255 * (gain - 1), (n, 1)).astype(np.float32)
        for start in range(0, n, _BLOCK):
            part = slice(start, min(start + _BLOCK, n))
            inked = images[part] if widening is None else _with_pens(images[part], widening[part])
            grey = self._sampled(inked, maps[:, part])
            grey *= gain[part]
            grey -= loss[part]
            np.maximum(grey, np.float32(0), out=grey)
            np.minimum(grey, np.float32(255), out=grey)
            np.copyto(out[part], grey, casting="unsafe")
        return out

    def _maps(self, n: int) -> NDArray[np.float32]:
        """Where a copy's pixels come from: weights (2, n, k) of the basis, for x and for y."""
        strength, rng = self._strength, self.rng
        shift = rng.uniform(-strength.shift, strength.shift, (2, n))
        turn = rng.uniform(-strength.turn, strength.turn, n)
        stretch = np.exp(rng.uniform(-strength.stretch, strength.stretch, (2, n)))
        shear = rng.uniform(-strength.shear, strength.shear, n)
        cos, sin = np.cos(turn), np.sin(turn)
        weights = np.empty((2, n, len(self._basis)), dtype=np.float32)
        weights[:, :, 0] = shift + (MIDDLE + 1)
        weights[0, :, 1] = cos * stretch[0]
        weights[0, :, 2] = (cos * shear - sin) * stretch[0]
        weights[1, :, 1] = sin * stretch[1]
        weights[1, :, 2] = (sin * shear + cos) * stretch[1]
        fields = rng.standard_normal((2, n, len(self._amplitudes)), dtype=np.float32)
        weights[:, :, 3:] = fields * self._amplitudes
        return weights

    def _widening(self, n: int) -> NDArray[np.float32] | None:
        """How far each image's lines widen, below 0 how far they thin, (n, 1); None for no pen."""
        if not self._strength.pen:
            return None
        amount = self._strength.pen * self.rng.uniform(-1, 1, (n, 1)).astype(np.float32)
        return np.where(amount < 0, amount / 2, amount)

    def _sampled(self, images: NDArray[np.uint8], maps: NDArray[np.float32]) -> NDArray[np.float32]:
        """Images read at the mapped places, between pixels bilinearly: float32 (b, 784)."""
        b = len(images)
        x, y, left, top, corner = self._floats[:, :b]
        index = self._index[:b]
        np.matmul(maps[0], self._basis, out=x)
        np.matmul(maps[1], self._basis, out=y)
        for place, whole in ((x, left), (y, top)):
            np.maximum(place, np.float32(0), out=place)
            np.minimum(place, np.float32(SIDE + 1), out=place)
            np.floor(place, out=whole)
            place -= whole
        top *= np.float32(_PADDED)
        top += left
        top += self._start[:b] * np.float32(_PADDED * _PADDED)
        np.copyto(index, top, casting="unsafe")

        self._padded[:b, 1 : SIDE + 1, 1 : SIDE + 1] = images.reshape(b, SIDE, SIDE)
        flat = self._padded.reshape(-1)
        upper = self._between(flat, index, x, left, corner)
        lower = self._between(flat[_PADDED:], index, x, top, corner)
        lower -= upper
        lower *= y
        lower += upper
        return lower

    @staticmethod
    def _between(
        flat: NDArray[np.float32],
        index: NDArray[np.intp],
        share: NDArray[np.float32],
        out: NDArray[np.float32],
        work: NDArray[np.float32],
    ) -> NDArray[np.float32]:
        """flat[index] and its right neighbour, mixed by `share` of the neighbour, into `out`."""
        np.take(flat, index, mode="clip", out=out)
        np.take(flat[1:], index, mode="clip", out=work)
        work -= out
        work *= share
        out += work
        return out


def _with_pens(images: NDArray[np.uint8], widening: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Images (b, 784) as a pen of another width draws them; widening (b, 1), see Strength.pen."""
    goals = np.empty_like(images)
    for chosen, further in ((widening >= 0, np.maximum), (widening < 0, np.minimum)):
        rows = np.flatnonzero(chosen)
        here = images[rows].reshape(-1, SIDE, SIDE)
        goal = here.copy()
        further(goal[:, 1:], here[:, :-1], out=goal[:, 1:])
        further(goal[:, :-1], here[:, 1:], out=goal[:, :-1])
        further(goal[:, :, 1:], here[:, :, :-1], out=goal[:, :, 1:])
        further(goal[:, :, :-1], here[:, :, 1:], out=goal[:, :, :-1])
        goals[rows] = goal.reshape(-1, PIXELS)
    way = (goals.astype(np.float32) - images) * np.abs(widening)
    way += images
    return way.astype(np.uint8)


def _cosine_fields(strength: Strength) -> tuple[NDArray[np.float64], NDArray[np.float32]]:
    """Cosines on the image, (k, 784), and the standard deviation of each one's weight, (k,).

    The weights follow the Gaussian's transfer function, exp(-(smoothness · ω)² / 2), and together
    move a pixel by `bend` (root mean square over the image).
    """
    frequency = np.pi * np.arange(SIDE) / SIDE
    transfer = np.exp(-0.5 * strength.smoothness**2 * np.add.outer(frequency**2, frequency**2))
    rows, columns = np.nonzero(transfer > (_FAINTEST_COSINE if strength.bend else 1.0))
    place = np.arange(SIDE) + 0.5
    fields = np.cos(np.outer(frequency[rows], place))[:, :, None]
    fields = fields * np.cos(np.outer(frequency[columns], place))[:, None, :]
    fields = fields.reshape(-1, PIXELS)
    fields /= np.sqrt((fields**2).mean(axis=1, keepdims=True))
    amplitudes = transfer[rows, columns]
    amplitudes *= strength.bend / np.sqrt(max((amplitudes**2).sum(), 1e-12))
    return fields, amplitudes.astype(np.float32)
