"""A data set that lies somewhere: its parts are known, nothing of it has been read yet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from core.data.opening.items import Item
from core.data.opening.names import folder_title
from core.data.opening.records import Help, Part, Request


@dataclass(frozen=True, eq=False)
class Candidate:
    """folder: where it lies, seen from where the search began. family: what the names of its files
    say beyond part and role. kind: “IDX files” and the like, for the user. files: those it is read
    from. read: its parts by name, such as names.TRAIN."""

    folder: str
    family: str
    kind: str
    files: tuple[Item, ...]
    read: Callable[[Help, Request], dict[str, Part]]

    def title(self, root: str) -> str:
        """What the set is called; root: the name of what was opened."""
        above = folder_title(f"{root}/{self.folder}") or root
        if not self.family or self.family.replace(" ", "") in above.lower().replace("-", ""):
            return above
        return self.family.replace(" ", "-")

    def words(self, root: str) -> str:
        """Everything that names say of it, in small letters."""
        return f"{self.title(root)} {self.folder} {self.family}".lower()
