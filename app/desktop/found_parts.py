"""What a look through a picture file finds, before Qt decodes it."""

from __future__ import annotations

from dataclasses import dataclass

_AT_MOST = "Make it smaller, or crop it to the digits"


@dataclass(frozen=True)
class FoundParts:
    """wrong: what is wrong with the file, after its name, or "". data: what is to be decoded in the
    place of the whole file, or None."""

    wrong: str = ""
    data: bytes | None = None


SOUND = FoundParts()
CUT = FoundParts("is cut short: it ends before the picture does")
TRAP = FoundParts(
    "cannot be decoded: it has more parts than a picture has. Save it anew as PNG or JPEG"
)


def too_large(width: int, height: int, kind: str = "") -> FoundParts:
    """kind: what of the picture makes it too large, such as “, progressive”."""
    size = f"{width:,} × {height:,} pixels"
    return FoundParts(f"cannot be decoded: it is too large, with {size}{kind}. {_AT_MOST}")
