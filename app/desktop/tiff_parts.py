"""The first picture of a TIFF file, by its table: is it whole, is it no trap, is it one to read?"""

from __future__ import annotations

import io
import struct

from app.desktop.found_parts import CUT, SOUND, TRAP, FoundParts, too_large
from app.desktop.picture_kinds import RAW

_MOST_BYTES = 256 * 2**20  # of its pixels decoded and of one strip or tile of them, together
_MOST_ENTRIES, _MOST_STRIPS = 1_000, 200_000
_SAVE = "Save it anew as PNG or JPEG"
_DAMAGED = FoundParts(f"cannot be decoded: its table of contents is damaged. {_SAVE}")
# Tags in the table.
_REDUCED, _WIDTH, _HEIGHT, _BITS, _PACKING, _MAKE, _DNG = 254, 256, 257, 258, 259, 271, 50706
_CHANNELS, _ROWS, _TILE_WIDTH, _TILE_HEIGHT = 277, 278, 322, 323
_PIECES = ((273, 279), (324, 325))  # where strips and tiles begin, and how long each is
# How the pixels may be packed for Qt to unpack them: not at all, in fax machines' ways, by LZW,
# deflate or runs.
_PACKINGS = {1, 2, 3, 4, 5, 8, 32773, 32946}
_NUMBERS = {1: "B", 2: "B", 3: "H", 4: "I", 13: "I", 16: "Q"}  # by the type that the table says

_Table = dict[int, tuple[int, ...]]


def tiff_parts(stream: io.BufferedReader) -> FoundParts:
    """What stands in the table of the first picture, and whether its pieces are there."""
    size = stream.seek(0, io.SEEK_END)
    try:
        table = _table(stream)
        width, height = table[_WIDTH][0], table[_HEIGHT][0]
    except (struct.error, OSError, ValueError):
        return CUT
    except (KeyError, IndexError):
        return _DAMAGED
    if _DNG in table or (_MAKE in table and table.get(_REDUCED, (0,))[0] & 1):
        return FoundParts(RAW)
    if table.get(_PACKING, (1,))[0] not in _PACKINGS:
        return FoundParts(f"is a TIFF packed in a way that Digit Lab cannot read. {_SAVE}")
    if width * height * _bytes_a_pixel(table) + _piece(table) > _MOST_BYTES:
        return too_large(width, height)
    for starts, lengths in _PIECES:
        places = table.get(starts, ()), table.get(lengths, ())
        if max(map(len, places)) > _MOST_STRIPS:
            return TRAP
        if any(start + length > size for start, length in zip(*places, strict=False)):
            return CUT
    return SOUND


def _bytes_a_pixel(table: _Table) -> float:
    """What Qt takes: 4 for colours, and for what is packed oddly, 2 or 8 where they are fine."""
    bits, channels = table.get(_BITS, (1,))[0], table.get(_CHANNELS, (1,))[0]
    if channels > 1:
        return max(4, bits / 2)
    return bits / 8 if bits in (1, 8, 16) else 16


def _piece(table: _Table) -> float:
    """Bytes of one strip or tile, unpacked."""
    width, height = table[_WIDTH][0], table[_HEIGHT][0]
    if _TILE_WIDTH in table:
        width, height = table[_TILE_WIDTH][0], table.get(_TILE_HEIGHT, (height,))[0]
    else:
        height = min(height, table.get(_ROWS, (height,))[0])
    return width * height * table.get(_CHANNELS, (1,))[0] * table.get(_BITS, (1,))[0] / 8


def _table(stream: io.BufferedReader) -> _Table:
    """The numbers of each tag. Raises struct.error, OSError or ValueError where they lie behind the
    end of the file."""
    stream.seek(0)
    head = stream.read(16)
    order = "<" if head.startswith(b"II") else ">"
    is_big = struct.unpack_from(order + "H", head, 2) == (43,)
    offset, count, entry = ("Q", "Q", "HHQ8s") if is_big else ("I", "H", "HHI4s")
    stream.seek(*struct.unpack_from(order + offset, head, 8 if is_big else 4))
    (entries,) = _read(stream, order + count)
    table: _Table = {}
    for _ in range(min(entries, _MOST_ENTRIES)):
        tag, kind, many, held = struct.unpack(order + entry, stream.read(20 if is_big else 12))
        if kind not in _NUMBERS:
            table[tag] = ()
            continue
        numbers = f"{order}{min(many, _MOST_STRIPS + 1)}{_NUMBERS[kind]}"
        if struct.calcsize(numbers) <= len(held):
            table[tag] = struct.unpack_from(numbers, held)
            continue
        after = stream.tell()
        stream.seek(*struct.unpack(order + offset, held))
        table[tag] = _read(stream, numbers)
        stream.seek(after)
    return table


def _read(stream: io.BufferedReader, form: str) -> tuple[int, ...]:
    return struct.unpack(form, stream.read(struct.calcsize(form)))
