"""Pictures that are as bad as can be for what looks for digits in them: crowded, huge, narrow."""

from __future__ import annotations

import itertools
import struct
import zlib
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage

from tests.app.desktop.gif_files import gif
from tests.app.desktop.tiff_files import BITS, CHANNELS, HEIGHT, LIGHT, PACKING, WIDTH, tiff

Grey = NDArray[np.uint8]
Size = tuple[int, int]
"""Height and width."""

_SEED = 13

SIZES: dict[str, Size] = {
    "28 × 28": (28, 28),
    "1 MP": (1200, 1200),  # what is larger is made smaller before it is searched
    "12 MP": (3000, 4000),
    "50 MP": (6124, 8165),
}
NARROW: dict[str, Size] = {
    "1 × 50 million": (1, 50_000_000),
    "1000 × 50,000": (1000, 50_000),
    "50,000 × 1000": (50_000, 1000),
    "2500 × 20,000": (2500, 20_000),
    "20,000 × 2500": (20_000, 2500),
    "4 × 12,000": (4, 12_000),
}


def grey(kind: str, size: Size) -> Grey:
    """A picture (h, w) of one of KINDS, the same each time."""
    return KINDS[kind](size)


def file_of(pixels: Grey, ending: str) -> bytes:
    """The picture in one of ENDINGS."""
    return ENDINGS[ending](np.ascontiguousarray(pixels))


def _grid(size: Size) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Row (h, 1) and column (1, w) of each pixel."""
    return np.arange(size[0], dtype=np.int32)[:, None], np.arange(size[1], dtype=np.int32)[None]


def _noise(share: float) -> Callable[[Size], Grey]:
    """Single pixels: `share` of all."""

    def made(size: Size) -> Grey:
        rng = np.random.default_rng(_SEED)
        found = rng.integers(0, 256, size, np.uint8) < round(256 * share)
        return np.where(found, np.uint8(0), np.uint8(255))

    return made


def _even_noise(size: Size) -> Grey:
    return np.random.default_rng(_SEED).integers(0, 256, size, np.uint8)


def _soft_noise(size: Size) -> Grey:
    """A light ground with the noise of a camera."""
    found = np.random.default_rng(_SEED).integers(0, 50, size, np.uint8)
    return found + np.uint8(170)


def _coarse_noise(pixels: int, share: float = 0.5) -> Callable[[Size], Grey]:
    """Squares of `pixels`, so that noise is left once a picture is made smaller; or blots."""

    def made(size: Size) -> Grey:
        small = _noise(share)((-(-size[0] // pixels), -(-size[1] // pixels)))
        return small.repeat(pixels, 0).repeat(pixels, 1)[: size[0], : size[1]]

    return made


def _checkerboard(side: int) -> Callable[[Size], Grey]:
    def made(size: Size) -> Grey:
        y, x = _grid(size)
        return ((y // side ^ x // side) & 1).astype(np.uint8) * np.uint8(255)

    return made


def _dots(every: int, wide: int) -> Callable[[Size], Grey]:
    """As a halftone, or thousands of blots."""

    def made(size: Size) -> Grey:
        y, x = _grid(size)
        return np.where((y % every < wide) & (x % every < wide), np.uint8(0), np.uint8(255))

    return made


def _lattice(every: int, wide: int) -> Callable[[Size], Grey]:
    def made(size: Size) -> Grey:
        y, x = _grid(size)
        return np.where((y % every < wide) | (x % every < wide), np.uint8(0), np.uint8(255))

    return made


def _comb(every: int) -> Callable[[Size], Grey]:
    """Teeth that hang together at the top alone."""

    def made(size: Size) -> Grey:
        y, x = _grid(size)
        return np.where((y < max(2, size[0] // 20)) | (x // every % 2 == 0), np.uint8(0), 255)

    return made


def _serpentine(every: int) -> Callable[[Size], Grey]:
    """One line from side to side, that turns at each end."""

    def made(size: Size) -> Grey:
        y, x = _grid(size)
        turn = np.where(y // every % 4 == 1, x >= size[1] - every, x < every)
        return np.where((y // every % 2 == 0) | turn, np.uint8(0), np.uint8(255))

    return made


def _rings(every: float, turns: int = 0) -> Callable[[Size], Grey]:
    """Concentric; with turns a spiral."""

    def made(size: Size) -> Grey:
        y, x = (each.astype(np.float32) for each in _grid(size))
        y, x = y - size[0] / 2, x - size[1] / 2
        phase = np.hypot(y, x) / np.float32(every)
        if turns:
            phase += np.arctan2(y, x) * np.float32(turns / 2 / np.pi)
        return (phase % 1 < 0.5).astype(np.uint8) * np.uint8(255)

    return made


def _moire(size: Size) -> Grey:
    y, x = (each.astype(np.float32) for each in _grid(size))
    waves = np.sin(x * np.float32(0.9)) * np.sin(y * np.float32(0.9)) * np.cos(x * y / 500)
    return (127 + 120 * waves).astype(np.uint8)


def _blot(size: Size) -> Grey:
    """One, nearly as large as the picture."""
    y, x = _grid(size)
    inner = (abs(y - size[0] // 2) < size[0] * 2 // 5) & (abs(x - size[1] // 2) < size[1] * 2 // 5)
    return np.where(inner, np.uint8(0), np.uint8(255))


def _nearly_touching(size: Size) -> Grey:
    """Bars beside and above one another, so close that any might be of the next one's digit."""
    y, x = _grid(size)
    side = max(8, min(size) // 12)
    return np.where((y % side < side - 3) & (x % (side // 2) < side // 2 - 3), np.uint8(0), 255)


def _stroked(count: int, high: int, wide: int, noise: int = 0) -> Callable[[Size], Grey]:
    """As a page of writing: `count` shapes of a few strokes, scattered, on light paper."""

    def made(size: Size) -> Grey:
        rng = np.random.default_rng(_SEED)
        page = np.full(size, 225, np.uint8)
        scale = max(1, min(size) // 1000)
        tall, thick = high * scale, wide * scale
        for _ in range(count):
            corner = rng.integers(0, np.maximum(1, np.subtract(size, tall)))
            for _ in range(3):
                along = rng.uniform(0, 1, (2, 2)) * tall
                for share in np.linspace(0, 1, 24):
                    at = corner + (along[0] + share * (along[1] - along[0])).astype(int)
                    page[at[0] : at[0] + thick, at[1] : at[1] + thick] = 40
        if noise:
            page -= rng.integers(0, noise, size, np.uint8)
        return page

    return made


KINDS: dict[str, Callable[[Size], Grey]] = {
    "noise, one pixel in 250": _noise(0.004),
    "noise, one pixel in 20": _noise(0.05),
    "noise, half of the pixels": _noise(0.5),
    "noise, 19 pixels in 20": _noise(0.95),
    "noise of all greys": _even_noise,
    "noise of a camera": _soft_noise,
    "squares of noise": _coarse_noise(7),
    "few squares of noise": _coarse_noise(12, 0.1),
    "blots by chance": _coarse_noise(40, 0.05),
    "checkerboard": _checkerboard(1),
    "coarse checkerboard": _checkerboard(16),
    "halftone": _dots(6, 3),
    "coarse halftone": _dots(20, 9),
    "blots in rows": _dots(90, 60),
    "grid": _lattice(16, 2),
    "wide grid": _lattice(97, 6),
    "comb": _comb(8),
    "fine comb": _comb(1),
    "serpentine": _serpentine(8),
    "rings": _rings(12),
    "wide rings": _rings(160),
    "spiral": _rings(24, 1),
    "moiré": _moire,
    "one blot": _blot,
    "nearly touching": _nearly_touching,
    "handwriting": _stroked(8, 160, 12, 20),
    "page of writing": _stroked(140, 50, 5),
    "thousands of digits": _stroked(4000, 14, 2),
    "scribble": _stroked(1200, 160, 4),
    "black": lambda size: np.zeros(size, np.uint8),
}


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _png(pixels: Grey) -> bytes:
    """Grey; with each row filtered by nothing."""
    rows = np.zeros((len(pixels), pixels.shape[1] + 1), np.uint8)
    rows[:, 1:] = pixels
    head = struct.pack(">IIBBBBB", pixels.shape[1], len(pixels), 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(rows, 1)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(itertools.starmap(_chunk, chunks))


def _pgm(pixels: Grey) -> bytes:
    return b"P5 %d %d 255\n" % pixels.shape[::-1] + pixels.tobytes()


def _by_qt(kind: str, quality: int = -1) -> Callable[[Grey], bytes]:
    def made(pixels: Grey) -> bytes:
        height, width = pixels.shape
        image = QImage(pixels.data, width, height, width, QImage.Format.Format_Grayscale8)
        data = QByteArray()
        buffer = QBuffer(data)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        image.save(buffer, kind, quality)  # type: ignore[call-overload]
        return bytes(data.data())

    return made


ENDINGS: dict[str, Callable[[Grey], bytes]] = {
    "png": _png,
    "jpg": _by_qt("JPEG", 90),
    "pgm": _pgm,
    "bmp": _by_qt("BMP"),
    "tif": _by_qt("TIFF"),
    "webp": _by_qt("WEBP", 90),
    "gif": gif,
}
SLOWLY_MADE = ("webp", "gif")


def _png_with(chunk: bytes, times: int) -> bytes:
    """A small PNG with one more part, again and again."""
    sound = _png(np.zeros((64, 64), np.uint8))
    at = sound.index(b"IDAT") - 4
    return sound[:at] + chunk * times + sound[at:]


def _texts() -> bytes:
    """7 MB that hold 900 texts of 8 MB each."""
    return _png_with(_chunk(b"zTXt", b"k\0\0" + zlib.compress(b"a" * 7_900_000, 9)), 900)


def _passes(count: int) -> bytes:
    """A grey JPEG of 50 megapixels that says nothing about its pixels again and again."""
    width, height = 8000, 6250
    blocks = -(-width // 8) * -(-height // 8)
    start = b"\xff\xd8\xff\xdb\x00\x43\x00" + bytes([1] * 64)
    start += b"\xff\xc2" + struct.pack(">HBHHB3B", 11, 8, height, width, 1, 1, 0x11, 0)
    for table, symbol in ((0x00, 0x00), (0x10, 0xE0)):
        start += b"\xff\xc4" + struct.pack(">HB", 20, table) + bytes([1, *[0] * 15, symbol])
    first = b"\xff\xda" + struct.pack(">HB5B", 8, 1, 1, 0, 0, 0, 0) + bytes(-(-blocks // 8))
    again = b"\xff\xda" + struct.pack(">HB5B", 8, 1, 1, 0, 1, 63, 0)
    again += bytes(-(-blocks // 16384) * 15 // 8 + 1)
    return start + first + again * count + b"\xff\xd9"


def _tiff(width: int, height: int, pixels: bytes, **more: int) -> bytes:
    tags = {"bits": BITS, "channels": CHANNELS, "light": LIGHT, "packing": PACKING}
    return tiff(
        pixels, {WIDTH: width, HEIGHT: height, BITS: 8} | {tags[name]: more[name] for name in more}
    )


def _deflated(megabytes: int) -> bytes:
    return zlib.compress(bytes(megabytes * 1_000_000), 9)


def _webp(side: int) -> bytes:
    """Without loss; a square of one colour, which takes no bits at all."""
    pixels = b"\x2f" + struct.pack("<I", side - 1 | side - 1 << 14) + b"\x88\x88\x08" + bytes(40)
    held = b"WEBPVP8L" + struct.pack("<I", len(pixels)) + pixels
    return b"RIFF" + struct.pack("<I", len(held)) + held


def _gif_of(before: bytes) -> bytes:
    sound = gif(np.zeros((64, 64), np.uint8))
    at = sound.index(b",\0\0\0\0")
    return sound[:at] + before + sound[at:]


TRAPS: dict[str, Callable[[], bytes]] = {
    "a PNG of long texts": _texts,
    "a PNG of a million parts": lambda: _png_with(_chunk(b"tEXt", b"k\0a"), 1_000_000),
    "a JPEG of 10 passes": lambda: _passes(10),
    "a JPEG of 5000 passes": lambda: _passes(5000),
    "a PGM of 4 gigapixels": lambda: b"P5 65000 65000 255\n",
    "a TIFF of 900 megapixels": lambda: _tiff(30_000, 30_000, _deflated(1), packing=8),
    "a fax of 900 megapixels": lambda: _tiff(30_000, 30_000, b"\xff" * 4000, bits=1, packing=4),
    "a TIFF of 56 megapixels in 60 kB": lambda: _tiff(8000, 7000, _deflated(56), packing=8),
    "a TIFF in colour of 20 megapixels": lambda: _tiff(
        5000, 4000, _deflated(60), channels=3, light=2, packing=8
    ),
    "a TIFF of one row": lambda: _tiff(60_000_000, 1, _deflated(60), packing=8),
    "a GIF of 900 megapixels": lambda: gif(np.zeros((9, 9), np.uint8), screen=(30_000, 30_000)),
    "a GIF of 29 megapixels": lambda: gif(np.zeros((9, 9), np.uint8), screen=(5400, 5400)),
    "a GIF of ten million comments": lambda: _gif_of(b"!\xfe\0" * 10_000_000),
    "a WebP of 268 megapixels": lambda: _webp(16_384),
    "a WebP of 24 megapixels": lambda: _webp(4_898),
}
