"""The hand-ins of a class, found in a folder or a zip: every file has a row, and each student one
that counts."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from core.checking.course_functions import ALL_NAMES
from core.checking.text_encoding import in_utf8
from core.classroom.found_files import FoundFile, found_files
from core.classroom.hand_in import HandIn, Read, Role
from core.classroom.layouts import Sender, senders_of, version_of
from core.classroom.other_files import what_it_is
from core.errors import DataError
from core.files.plain_text import plain

CODE = (".py", ".pyw", ".ipynb")
TYPED = "onlinetext.html"
MAYBE_CODE = (".txt", "")
MANY = 4  # functions that make a file a hand-in, whatever they are called
MOST_BESIDE = 200  # files that are unpacked with one
LONGEST_NAME = 300
_DEFINED = re.compile(rb"\bdef\s+(\w+)\s*\(")
_IMPORTED = re.compile(rb"\bfrom\s+\.?(\w+)\s+import|\bimport\s+(\w+)")


_Key = tuple[str, str, tuple[str, ...]]


def find_hand_ins(top: Path, leave_out: Collection[Path] = ()) -> list[HandIn]:
    """A row for every file below `top`, a folder or a zip, by the students' names. What systems and
    programs leave there, such as __MACOSX and venv, is not looked at, nor are the paths to leave
    out. Nothing is run.

    Raises DataError for what is neither folder nor zip, or holds nothing.
    """
    found = found_files(top, leave_out)
    if not found:
        raise DataError(f"Nothing was handed in here: {top} is empty.")
    glances = [_glance(each) for each in found]
    imported = {name for each in glances for name in each.imported}

    def is_whole(at: int) -> bool:
        """Whether a file is a hand-in by itself, not a part of one; its functions may be called
        otherwise than the course's."""
        glance = glances[at]
        has_some = bool(glance.functions) or len(glance.defined) >= MANY
        return has_some and found[at].parts[-1].split(".")[0] not in imported

    paths = [(*each.parts, "") if each.is_folder else each.parts for each in found]
    senders = senders_of(paths, is_whole)
    groups: dict[_Key, list[_Candidate]] = defaultdict(list)
    for file, glance, sender in zip(found, glances, senders, strict=True):
        groups[sender.name, sender.number, sender.section].append(_Candidate(file, glance, sender))
    _give_helpers(groups)
    is_flat = not any(each.is_own for each in senders) or any(map(is_whole, _alone(senders)))
    rows = [row for group in groups.values() for row in _rows(group, is_flat)]
    return sorted(rows, key=lambda row: (row.student.casefold(), row.role != "counts", row.name))


@dataclass(frozen=True)
class _Glance:
    """What a file's text tells without being run. why: why it is not run, or ""."""

    why: str
    defined: frozenset[str] = frozenset()
    imported: frozenset[str] = frozenset()

    @property
    def functions(self) -> frozenset[str]:
        return self.defined & set(ALL_NAMES)


@dataclass(frozen=True)
class _Candidate:
    file: FoundFile
    glance: _Glance
    sender: Sender

    @property
    def place(self) -> str:
        """The path within what the student handed in, as it was called there."""
        *folders, last = self.sender.rest or self.file.parts[-1:]
        return "/".join((*folders, version_of(last)[0] if self.sender.system else last))

    @property
    def module(self) -> str:
        """The name by which others import it."""
        return self.place.rsplit("/", 1)[-1].split(".")[0]

    @property
    def is_named_so(self) -> bool:
        """Whether its name says that it is code."""
        return self.file.ending in CODE and not self.file.is_folder

    @property
    def is_code(self) -> bool:
        return not self.glance.why


def _glance(file: FoundFile) -> _Glance:
    if file.problem:
        return _Glance(file.problem)
    if file.parts[-1] == TYPED:
        return _Glance("This was typed into Moodle, where code loses its shape. Ask for the file.")
    if file.ending not in (*CODE, *MAYBE_CODE):
        return _Glance(what_it_is(file.ending))
    try:
        text, _ = in_utf8(file.read())
    except DataError as error:
        return _Glance(str(error))
    except (OSError, ValueError) as error:
        return _Glance(f"The file cannot be read: {getattr(error, 'strerror', None) or error}.")
    defined = frozenset(each.decode(errors="replace") for each in _DEFINED.findall(text))
    pairs = _IMPORTED.findall(text)
    imported = frozenset((one or other).decode(errors="replace") for one, other in pairs)
    why = ""
    if file.ending in MAYBE_CODE and not defined:
        why = "No Python function is in this text." if text.strip() else "The file is empty."
    return _Glance(why, defined, imported)


def _give_helpers(groups: dict[_Key, list[_Candidate]]) -> None:
    """Where all lie in one folder: what defines nothing of the course, and is imported by the file
    of one student, belongs to that student."""
    flat = {
        key: group[0]
        for key, group in groups.items()
        if len(group) == 1 and not group[0].sender.is_own and not group[0].sender.system
    }
    for key, each in flat.items():
        if not each.is_code or each.glance.functions:
            continue
        users = [other for other, one in flat.items() if each.module in one.glance.imported]
        if len(users) == 1 and users[0] != key:
            groups[users[0]].append(each)
            groups[key] = []


def _alone(senders: Sequence[Sender]) -> Iterable[int]:
    """Which files lie beside the folders of students, or are zips of theirs."""
    return (at for at, each in enumerate(senders) if not each.is_own or each.is_zip)


def _rows(group: list[_Candidate], is_flat: bool) -> Iterable[HandIn]:
    """The rows of one student's files: the one that counts, and what is said of the others. Where
    students have folders, what lies beside these and is no code is nobody's."""
    if not all(each.file.is_folder for each in group):
        group = [each for each in group if not each.file.is_empty]
    if not group:
        return
    best = max(group, key=partial(_weight, group))
    helpers = _imported_by(best, group) if best.is_code else set()
    for each in group:
        if each is best:
            is_theirs = is_flat or each.is_named_so or each.sender.is_own or each.sender.system
            role: Role = "counts" if is_theirs else "other"
            yield _hand_in(each, group, best.sender, role, each.glance.why)
        elif each.module in helpers and each.is_code:
            yield _hand_in(each, group, best.sender, "helper", f"A helper file of {best.place}.")
        else:
            yield _hand_in(
                each, group, best.sender, "other", each.glance.why or _beside(each, best)
            )


def _beside(each: _Candidate, best: _Candidate) -> str:
    """Why a file of code is not the one that counts."""
    if each.place == best.place:
        return "An earlier version: the last one counts."
    if not each.glance.functions:
        return f"A file beside {best.place}: none of the course's functions is in it."
    return f"Not counted: {best.place} holds more of the course's functions, or is newer."


def _weight(group: Sequence[_Candidate], each: _Candidate) -> tuple[object, ...]:
    """The more it is worth to be checked, the larger."""
    helpers = _imported_by(each, group)
    theirs = {name for other in group if other.module in helpers for name in other.glance.functions}
    return (
        each.is_code,
        each.is_named_so,
        len(each.glance.functions | theirs),
        len(each.glance.functions),
        len(each.glance.defined),
        version_of(each.file.parts[-1])[1],
        each.file.time.timestamp() if each.file.time else 0.0,
    )


def _imported_by(each: _Candidate, group: Sequence[_Candidate]) -> set[str]:
    """The modules of the student's that a file imports, and those that these import."""
    known = {one.module: one.glance.imported for one in group if one is not each and one.is_code}
    found: set[str] = set()
    waiting = set(each.glance.imported)
    while fresh := {name for name in waiting if name in known} - found:
        found |= fresh
        waiting = {name for one in fresh for name in known[one]}
    return found


def _hand_in(
    each: _Candidate, group: Sequence[_Candidate], sender: Sender, role: Role, why: str
) -> HandIn:
    beside: tuple[tuple[str, Read], ...] = ()
    path = each.file.path if sender.is_own else None
    if role == "counts" and not why and path is None:
        files = [one for one in group if not one.file.problem][:MOST_BESIDE]
        beside = tuple((one.place, one.file.read) for one in files if one.place != each.place)
    return HandIn(
        plain(sender.name) or "?",
        plain("/".join(each.file.parts), LONGEST_NAME) or "?",
        role,
        why,
        sender.system,
        sender.number,
        each.file.time,
        sender.late,
        path,
        each.place,
        each.file.read,
        beside,
    )
