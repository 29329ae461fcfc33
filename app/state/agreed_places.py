"""The files and folders whose code the user agreed to have run. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

MOST = 100


@dataclass(frozen=True)
class AgreedPlaces:
    """places: their paths, the newest last. A folder stands for the files that lie in it, not for
    those in folders below."""

    places: tuple[str, ...] = ()

    def cover(self, file: Path) -> bool:
        """Whether the code of `file` may be run; where a link leads is what counts."""
        real = _real(file)
        return real is not None and bool({str(real), str(real.parent)} & set(self.places))

    def and_also(self, place: Path) -> AgreedPlaces:
        """These places and one more; the oldest are forgotten."""
        real = str(_real(place) or "")
        others = [each for each in self.places if each != real]
        return AgreedPlaces(tuple([*others, real][-MOST:]))


def _real(path: Path) -> Path | None:
    """None where links lead in a circle, or nowhere that the system would name."""
    try:
        real = path.resolve()
        return None if real.is_symlink() else real  # from Python 3.13 on, a circle is left as it is
    except (OSError, RuntimeError, ValueError):
        return None
