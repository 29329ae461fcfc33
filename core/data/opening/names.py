"""What the names of files and folders say: which part, images or labels, of which data set."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath

TRAIN, VALIDATION, TEST, WHOLE = "train", "validation", "test", ""
IMAGES, LABELS = "images", "labels"

_PARTS = (
    (TEST, re.compile(r"tests?\d*k?|t10k|testing|eval|evaluation")),
    (VALIDATION, re.compile(r"val|valid|validation|dev")),
    (TRAIN, re.compile(r"trains?\d*k?|training|learn")),
)
_ROLES = (
    (LABELS, re.compile(r"labels?|targets?|y|lbls?|classes")),
    (IMAGES, re.compile(r"images?|imgs?|x|data|pixels|pictures|features")),
)
# What only says how a file is written or that it is one more copy.
_FORM = re.compile(r"idx\d?|ubyte|u?byte|int|uint8|gz|gzip|csv|tsv|txt|npz|npy|arr|zip|copy|\d")
# Folders that name nothing.
_PLAIN_FOLDERS = {
    *("raw", "data", "gzip", "processed", "images", "pictures", "idx", "csv"),
}
_JOINED = re.compile(r"\b([xy])(train|test|val)")
_COPY = re.compile(r"\s*\(\d+\)|\s+-\s+copy|\s+copy")


@dataclass(frozen=True)
class Said:
    """What a name says. part: TRAIN, VALIDATION, TEST or WHOLE. role: IMAGES, LABELS or "". family:
    the words that are left, “emnist letters”."""

    part: str
    role: str
    family: str


def said(name: str) -> Said:
    """What the name of a file says, without what stands before the last /.

    “train-images-idx3-ubyte (1).gz” and “TRAIN-IMAGES.IDX3-UBYTE” say the same.
    """
    words = _words(PurePosixPath(name).name)
    part, words = _taken(words, _PARTS)
    role, words = _taken(words, _ROLES)
    return Said(part, role, " ".join(word for word in words if not _FORM.fullmatch(word)))


def group_folder(name: str) -> str:
    """The folder that holds the whole set: the nearest one whose own name says no part and no role,
    as that of “set/train-images-idx3-ubyte/train-images-idx3-ubyte” is “set”."""
    folders = list(PurePosixPath(name).parent.parts)
    while folders and _is_of_part(folders[-1]):
        folders.pop()
    return "/".join(folders)


def part_of_folders(name: str) -> str:
    """The part that the folders above say, the nearest first."""
    for folder in reversed(PurePosixPath(name).parent.parts):
        part, _ = _taken(_words(folder), _PARTS)
        if part:
            return part
    return WHOLE


def folder_title(folder: str) -> str:
    """The nearest folder that has a name of its own: “MNIST” of “MNIST/raw”; "" if none has."""
    for each in reversed(PurePosixPath(folder).parts):
        if each.lower() not in _PLAIN_FOLDERS and not _is_of_part(each):
            return each
    return ""


def is_part_folder(folder: str) -> bool:
    """Whether the name of a folder is that of a part and no more: “train”, “Testing set”."""
    part, left = _taken(_words(folder), _PARTS)
    return bool(part) and set(left) <= {"set", "data", "images", "img", "imgs"}


def _is_of_part(folder: str) -> bool:
    words = _words(folder)
    part, left = _taken(words, _PARTS)
    role, left = _taken(left, _ROLES)
    return bool(part or role) and not [word for word in left if not _FORM.fullmatch(word)]


def _words(name: str) -> list[str]:
    name = re.sub(r"([a-z])([A-Z])", r"\1 \2", _COPY.sub("", name))
    name = _JOINED.sub(r"\1 \2", name.lower())
    return [word for word in re.split(r"[^0-9a-z\u0080-\U0010ffff]+", name) if word]


def _taken(
    words: list[str], kinds: tuple[tuple[str, re.Pattern[str]], ...]
) -> tuple[str, list[str]]:
    """The first kind that a word says, and the other words."""
    for kind, pattern in kinds:
        for number, word in enumerate(words):
            if pattern.fullmatch(word):
                return kind, words[:number] + words[number + 1 :]
    return "", words
