"""What is known beforehand of a file that can be downloaded; it takes nothing of the web."""

from __future__ import annotations

from dataclasses import dataclass

TIMEOUT = 15.0  # seconds that a server may be silent


@dataclass(frozen=True)
class RemoteFile:
    """sha256: of the file, in hexadecimal. size: in bytes."""

    name: str
    size: int
    sha256: str
