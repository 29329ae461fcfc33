"""Who handed a file in, by the names that learning platforms give to folders and files."""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

CLASSROOM = "classroom"
# Canvas and browsers number what is handed in again: homework-1.py, homework (1).py.
_VERSION = re.compile(r"(?:-(\d{1,2})| \((\d{1,2})\))$")


@dataclass(frozen=True)
class Sender:
    """Who handed a file in. rest: the file's path within what that student handed in, () for the
    folder itself. is_own: whether that lies in a folder or a
    zip of the student's own; is_zip: in a zip. late: what the
    system's mark says, None without one. section: the
    folders around it."""

    name: str
    rest: tuple[str, ...]
    is_own: bool
    is_zip: bool = False
    system: str = ""
    number: str = ""
    late: bool | None = None
    section: tuple[str, ...] = ()


@dataclass(frozen=True)
class _System:
    """A platform, by the form of its names. Groups: name, number, late, rest."""

    name: str
    form: re.Pattern[str]
    marks_late: bool = False


_SYSTEMS = (
    _System(
        "moodle",
        re.compile(
            r"(?P<name>.+?)_(?P<number>\d+)_assignsubmission_(?:file|onlinetext)(?:_(?P<rest>.*))?"
        ),
    ),
    _System(
        "canvas",
        re.compile(
            r"(?P<name>anon|[^_]+)(?P<late>_LATE)?_(?P<number>\d+|(?<=anon_)\w{5})_\d+_(?P<rest>.+)"
        ),
        marks_late=True,
    ),
    _System("blackboard", re.compile(r".+?_(?P<name>[^_]+)_attempt_[\d-]{19}(?:_(?P<rest>.+))?")),
    _System(CLASSROOM, re.compile(r"(?P<name>[^-]{2,60}?) - (?P<rest>.+\.\w+)")),
)


def senders_of(paths: Sequence[tuple[str, ...]], is_whole: Callable[[int], bool]) -> list[Sender]:
    """The sender of each path, a path being its parts, the last one "" for a folder. is_whole:
    whether the path of this index is a hand-in by itself, which tells a class from one student."""
    known = [_of_system(path) for path in paths]
    if any(known):
        found = [one or _plain(path, 0) for one, path in zip(known, paths, strict=True)]
        return _with_names_apart(found)
    skip = _depth_of_class(paths, is_whole)
    return [_plain(path, skip) for path in paths]


def version_of(file: str) -> tuple[str, int]:
    """A file's name without the number of its version, and that number, 0 for the first."""
    stem, ending = os.path.splitext(file)
    found = _VERSION.search(stem)
    if not found:
        return file, 0
    return stem[: found.start()] + ending, int(found[1] or found[2])


def _of_system(path: tuple[str, ...]) -> Sender | None:
    for at, part in enumerate(path):
        inner = path[at + 1 :]
        for system in _SYSTEMS:
            if system.name == CLASSROOM and inner:
                continue  # a folder may well be called so
            found = system.form.fullmatch(part)
            if not found:
                continue
            groups = found.groupdict()
            rest = (groups["rest"], *inner) if groups.get("rest") else inner
            number = groups.get("number") or ""
            name = groups["name"].strip()
            if name.casefold() in ("participant", "anon"):
                name = f"{name.capitalize()} {number}"
            late = bool(groups["late"]) if system.marks_late else None
            own = bool(inner) and not groups.get("rest")
            return Sender(name, rest, own, False, system.name, number, late)
    return None


def _with_names_apart(senders: list[Sender]) -> list[Sender]:
    """Some write "Ada - Homework.py", and some "Homework - Ada.py"."""
    some = [each for each in senders if each.system == CLASSROOM]
    if len({each.name for each in some}) >= len({each.rest for each in some}):
        return senders
    return [
        replace(each, name=os.path.splitext(each.rest[-1])[0]) if each.system == CLASSROOM else each
        for each in senders
    ]


def _plain(path: tuple[str, ...], skip: int) -> Sender:
    skip = min(skip, len(path) - 1)
    section, path = path[:skip], path[skip:]
    if len(path) > 1:
        is_zip = path[0].lower().endswith(".zip")
        name = path[0][:-4] if is_zip else path[0]
        return Sender(name, path[1:], True, is_zip, section=section)
    return Sender(os.path.splitext(path[0])[0] or path[0], path, False, section=section)


def _depth_of_class(paths: Sequence[tuple[str, ...]], is_whole: Callable[[int], bool]) -> int:
    """How many folders lie around the folders of students: one that holds the whole class, or one
    for each section of it."""
    depth = 0
    while True:
        tops: dict[str, list[int]] = defaultdict(list)
        for at, path in enumerate(paths):
            if len(path) > depth + 1:
                tops[path[depth]].append(at)
        around = [inner for inner in tops.values() if _is_section(paths, inner, depth, is_whole)]
        is_alone = len(tops) == 1 and all(len(path) > depth + 1 for path in paths)
        if is_alone:
            (inner,) = tops.values()
            files = [at for at in inner if len(paths[at]) == depth + 2]
            if files and sum(map(is_whole, files)) < 2:
                return depth  # the folder of one student
        elif len(around) < 2 or len(around) < len(tops):
            return depth
        depth += 1


def _is_section(
    paths: Sequence[tuple[str, ...]], inner: list[int], depth: int, is_whole: Callable[[int], bool]
) -> bool:
    """Whether a folder holds folders of students: several with a hand-in, and none beside them."""
    whole = [paths[at] for at in inner if is_whole(at)]
    below = {path[depth + 1] for path in whole}
    return len(below) > 1 and all(len(path) > depth + 2 for path in whole)
