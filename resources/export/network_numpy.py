"""Reads a picture of one character with a network that Digit Lab trained; needs NumPy alone.

    python this_file.py picture.png

The numbers of the network are at the end of this file. Other programs may import it:
probabilities(X) takes digit images as columns, (784, m), each pixel from 0 (ground) to 1 (ink).
"""

import base64
import struct
import sys
import zlib
from itertools import pairwise
from pathlib import Path

import numpy as np

CLASS_NAMES = ("0", "1", "2", "3", "4", "5", "6", "7", "8", "9")
DIMENSIONS = (784, 128, 64, 10)  # pixels, units of each layer
ACTIVATION = "relu"  # of the hidden layers

# The network: Z = W·H + b, H = g(Z), layer by layer


def relu(Z):
    return np.maximum(Z, 0)


def sigmoid(Z):
    return 1 / (1 + np.exp(np.minimum(-Z, 80)))


def softmax(Z):
    powers = np.exp(Z - Z.max(axis=0))
    return powers / powers.sum(axis=0)


ACTIVATIONS = {"relu": relu, "sigmoid": sigmoid, "tanh": np.tanh}


def parameters():
    """[(W, b), ...] of each layer: W (n, n_prev), b (n, 1)."""
    numbers = np.frombuffer(zlib.decompress(base64.b64decode(NUMBERS)), "<f4")
    layers = []
    for n_prev, n in pairwise(DIMENSIONS):
        W, b, numbers = np.split(numbers, [n * n_prev, n * n_prev + n])
        layers.append((W.reshape(n, n_prev), b.reshape(n, 1)))
    return layers


def probabilities(X):
    """How likely each class is, (classes, m), for digit images X (784, m)."""
    H = np.asarray(X, np.float32)
    *hidden, (W, b) = parameters()
    for W_hidden, b_hidden in hidden:
        Z = W_hidden @ H + b_hidden
        H = ACTIVATIONS[ACTIVATION](Z)
    return softmax(W @ H + b)


# From a picture to a digit image, the way MNIST's were made


def digit_image(grey):
    """A digit image (784, 1) of a grey picture (h, w) with one character, dark on light or light
    on dark: fitted into 20×20 pixels, and placed in 28×28 by its centre of mass."""
    edge = np.concatenate([grey[0], grey[-1], grey[:, 0], grey[:, -1]])
    ink = np.abs(grey - np.median(edge))
    if ink.max() < 10:
        raise SystemExit("There is nothing to read: the picture is even.")
    ink /= ink.max()
    ink[ink < 0.15] = 0  # the grain of the paper
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    ink = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    height, width = (max(1, round(20 * side / max(ink.shape))) for side in ink.shape)
    small = shares(ink.shape[0], height) @ ink @ shares(ink.shape[1], width).T
    small /= small.max()
    y, x = (np.arange(n) @ small.sum(axis=1 - axis) for axis, n in enumerate(small.shape))
    top, left = round(13.999 - y / small.sum()), round(13.999 - x / small.sum())
    top, left = min(max(top, 0), 28 - height), min(max(left, 0), 28 - width)
    image = np.zeros((28, 28))
    image[top : top + height, left : left + width] = small
    return image.reshape(784, 1)


def shares(length, cells):
    """(cells, length): which part of each cell each pixel covers, to average areas."""
    edges, pixel = np.linspace(0, length, cells + 1), np.arange(length)
    overlap = np.minimum(edges[1:, None], pixel + 1) - np.maximum(edges[:-1, None], pixel)
    return np.maximum(overlap, 0) * cells / length


# From a file to a picture


def read_picture(path):
    """Grey (h, w), from 0 to 255. PNG is read here; for other files, install Pillow."""
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise SystemExit(f"{path} cannot be read: {error.strerror}.") from None
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        try:
            return read_png(data)
        except (LookupError, ValueError, struct.error, zlib.error):
            raise SystemExit(f"{path} is damaged. Save it again.") from None
    try:
        from PIL import Image
    except ImportError:
        raise SystemExit(f"{path} is no PNG file. Save it as PNG, or install Pillow.") from None
    return np.asarray(Image.open(path).convert("L"), float)


def read_png(data):
    """Grey (h, w) of a PNG file that is not interlaced. See-through parts are white, or black where
    that would hide the ink."""
    place, packed, palette, see_through = 8, b"", None, b""
    while place < len(data):
        length, kind = struct.unpack_from(">I4s", data, place)
        content = data[place + 8 : place + 8 + length]
        place += 12 + length
        if kind == b"IHDR":
            width, height, depth, color, _, _, interlaced = struct.unpack(">IIBBBBB", content)
        elif kind == b"PLTE":
            palette = np.frombuffer(content, np.uint8).reshape(-1, 3)
        elif kind == b"tRNS":
            see_through = content
        elif kind == b"IDAT":
            packed += content
    if interlaced or width * height > 50_000_000:
        raise SystemExit("This PNG file is interlaced or very large. Save it in another way.")
    channels = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[color]
    step = max(1, channels * depth // 8)  # bytes from a value to that of the pixel before
    row_length = (width * channels * depth + 7) // 8
    lines = np.frombuffer(zlib.decompress(packed), np.uint8).reshape(height, 1 + row_length)
    rows = unfiltered(lines[:, 0], lines[:, 1:], step)
    if depth == 16:
        values = rows[:, ::2]
    elif depth == 8:
        values = rows
    else:  # several pixels a byte
        bits = np.unpackbits(rows, axis=1)[:, : width * depth].reshape(height, width, depth)
        values = bits @ (1 << np.arange(depth)[::-1])
        if color != 3:
            values = values * (255 // (2**depth - 1))
    pixels = values.reshape(height, width, channels).astype(float)
    alpha = 255.0
    if color == 3:
        index = pixels[:, :, 0].astype(int)
        opaque = np.full(256, 255.0)
        opaque[: len(see_through)] = np.frombuffer(see_through, np.uint8)
        pixels, alpha = palette[index].astype(float), opaque[index]
    elif color in (4, 6):
        pixels, alpha = pixels[:, :, :-1], pixels[:, :, -1]
    grey = pixels @ (0.299, 0.587, 0.114) if pixels.shape[2] == 3 else pixels[:, :, 0]
    on_white = 255 + (grey - 255) * alpha / 255
    return on_white if np.ptp(on_white) > 10 else grey * alpha / 255


def unfiltered(filters, lines, step):
    """PNG stores each byte as its difference from its neighbours; this adds them again."""
    rows = np.zeros((len(lines) + 1, lines.shape[1] + step), int)
    for y, (kind, line) in enumerate(zip(filters, lines, strict=True), start=1):
        above, row = rows[y - 1], rows[y]
        if kind in (0, 2):
            row[step:] = (line + above[step:] * (kind == 2)) % 256
        elif kind == 1:
            row[step:] = line.reshape(-1, step).cumsum(axis=0).ravel() % 256
        if kind < 3:
            continue
        for x, value in enumerate(line.tolist(), start=step):
            a, b, c = int(row[x - step]), int(above[x]), int(above[x - step])
            nearest = min((a, b, c), key=lambda each: abs(a + b - c - each))  # Paeth's
            guess = (a + b) // 2 if kind == 3 else nearest
            row[x] = (value + guess) % 256
    return rows[1:, step:].astype(np.uint8)


def main():
    if len(sys.argv) != 2:
        raise SystemExit(f"python {Path(__file__).name} picture.png")
    P = probabilities(digit_image(read_picture(sys.argv[1])))[:, 0]
    sys.stdout.reconfigure(errors="replace")  # not every terminal has every letter
    print(f"It is {CLASS_NAMES[P.argmax()]}.")
    for name, share in zip(CLASS_NAMES, P, strict=True):
        print(f"{name:>4} {share:8.3%} {'=' * round(40 * share)}")


NUMBERS = """
"""

if __name__ == "__main__":
    main()
