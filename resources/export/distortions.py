# %% [markdown]
# ## Distortions
# Each image is shown a little different every time: shifted, turned, stretched and sheared by
# random amounts, bent by a smooth random field (elastic), drawn with a thicker or thinner pen.

# %%
SHIFT, TURN, STRETCH, SHEAR, BEND, PEN = (1.0, 0.2, 0.13, 0.12, 1.1, 0.6)
CENTRED = np.arange(28) - 14.0


def smooth_fields():
    """Cosines on the image (k, 784), and the spread of each one's weight (k,)."""
    frequency = np.pi * np.arange(28) / 28
    transfer = np.exp(-12.5 * np.add.outer(frequency**2, frequency**2))
    rows, columns = np.nonzero(transfer > (0.05 if BEND else 1.0))
    waves = np.cos(np.outer(frequency, np.arange(28) + 0.5))
    fields = (waves[rows][:, :, None] * waves[columns][:, None, :]).reshape(-1, 784)
    fields /= np.sqrt((fields**2).mean(axis=1, keepdims=True))
    spread = transfer[rows, columns]
    return fields, spread * BEND / np.sqrt(max((spread**2).sum(), 1e-12))


FIELDS, SPREAD = (each.astype(np.float32) for each in smooth_fields())
BASIS = np.concatenate(
    [np.ones((1, 784)), np.tile(CENTRED, 28)[None], np.repeat(CENTRED, 28)[None], FIELDS]
).astype(np.float32)


def pens(images, widening):
    """Part of the way to the largest (thicker) or smallest of a pixel and its four neighbours."""
    padded = np.pad(images.reshape(-1, 28, 28), ((0, 0), (1, 1), (1, 1)), mode="edge")
    near = [padded[:, y : y + 28, x : x + 28] for y, x in ((1, 1), (0, 1), (1, 0), (2, 1), (1, 2))]
    goal = np.where(widening[:, :, None] >= 0, np.max(near, axis=0), np.min(near, axis=0))
    way = (goal.reshape(-1, 784).astype(np.float32) - images) * np.abs(widening)
    return (way + images).astype(np.uint8)


def distorted(images, rng):
    """Copies (n, 784) of images (n, 784), both bytes. The order of the random draws counts."""
    n = len(images)
    shift = rng.uniform(-SHIFT, SHIFT, (2, n))
    turn = rng.uniform(-TURN, TURN, n)
    stretch = np.exp(rng.uniform(-STRETCH, STRETCH, (2, n)))
    shear = rng.uniform(-SHEAR, SHEAR, n)
    cos, sin = np.cos(turn), np.sin(turn)
    weights = np.empty((2, n, len(BASIS)), np.float32)
    weights[:, :, 0] = shift + 15
    weights[0, :, 1], weights[0, :, 2] = cos * stretch[0], (cos * shear - sin) * stretch[0]
    weights[1, :, 1], weights[1, :, 2] = sin * stretch[1], (sin * shear + cos) * stretch[1]
    weights[:, :, 3:] = rng.standard_normal((2, n, len(SPREAD)), dtype=np.float32) * SPREAD
    if PEN:
        widening = PEN * rng.uniform(-1, 1, (n, 1)).astype(np.float32)
        images = pens(images, np.where(widening < 0, widening / 2, widening))
    gain = rng.uniform(1.1, 1.7, (n, 1)).astype(np.float32)
    loss = rng.uniform(0, 255 * (gain - 1), (n, 1)).astype(np.float32)
    copies = np.empty_like(images)
    for first in range(0, n, 64):  # a few at once, which is quicker
        part = slice(first, first + 64)
        grey = sampled(images[part], weights[:, part]) * gain[part] - loss[part]
        copies[part] = np.clip(grey, 0, 255)
    return copies


def sampled(images, weights):
    """Images read at other places, between pixels bilinearly; around them is ground."""
    padded = np.pad(images.reshape(-1, 28, 28), ((0, 0), (1, 2), (1, 2))).astype(np.float32)
    x, y = np.clip(weights @ BASIS, 0, 29)
    left, top = np.floor(x).astype(int), np.floor(y).astype(int)
    right_share, lower_share = x - left.astype(np.float32), y - top.astype(np.float32)
    image = np.arange(len(images))[:, None]

    def row(at):
        here, beside = padded[image, at, left], padded[image, at, left + 1]
        return here + (beside - here) * right_share

    upper, lower = row(top), row(top + 1)
    return upper + (lower - upper) * lower_share
