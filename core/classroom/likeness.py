"""Code that is alike in a class, however the names in it are called.

Each function becomes a row of tokens in which names that the student chose are one word, and
comments, annotations and texts are left out. Of all runs of LENGTH tokens some are kept by their
hashes (Schleimer, Wilkerson, Aiken: Winnowing, SIGMOD 2003). What a good part of the class shares,
such as a template that all were given, does not count, and of the rest each hash weighs as the
logarithm of how rare it is among the others.

That two are alike says nothing of why: there are few ways to write a function of three lines.
"""

from __future__ import annotations

import ast
import math
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from core.checking.course_functions import ALL_NAMES

LENGTH, WINDOW = 8, 4  # tokens of a run, runs of which one is kept
LEAST_SHARE = 0.85
LEAST_WEIGHT = 20.0  # of what is shared: several runs that few others have
COMMON = 0.25  # share of the class from which on a hash does not count, and more than FEW have it
FEW = 3
MOST_TOKENS = 20_000  # of one function
MOST_KEPT = 1_000  # files
_FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Fingerprints:
    """What is compared of one file: of each function the hashes that were kept, and one of it
    all."""

    marks: frozenset[int]
    functions: Mapping[str, int]


@dataclass(frozen=True)
class Alike:
    """Two files that are alike. share: how much of the shorter one is in the other, 0 to 1, common
    things counting for little. functions: those that are the same but for names and comments."""

    first: int
    second: int
    share: float
    functions: tuple[str, ...]


@lru_cache(MOST_KEPT)
def fingerprints_of(code: bytes) -> Fingerprints:
    """Of a file's code; empty where Python cannot read it. Kept, for it takes 9 ms."""
    try:
        tree = ast.parse(code)
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return Fingerprints(frozenset(), {})
    marks: set[int] = set()
    functions: dict[str, int] = {}
    for node in ast.walk(tree):
        if isinstance(node, _FunctionNode):
            tokens = _tokens_of(node)
            functions[node.name] = _hash(tokens)
            marks |= _winnowed(tokens)
    return Fingerprints(frozenset(marks), functions)


def alike(files: Mapping[int, Fingerprints]) -> list[Alike]:
    """Pairs of files that are alike, the most alike first. files: by any number of theirs."""
    count = len(files)
    spread = Counter(mark for each in files.values() for mark in each.marks)
    most = max(FEW, COMMON * count)
    weight = {
        mark: math.log((count + 1) / max(seen, 2)) if seen <= most else 0.0
        for mark, seen in spread.items()
    }
    whole = {at: sum(weight[mark] for mark in each.marks) for at, each in files.items()}
    found = []
    for first, second in combinations(files, 2):
        least = min(whole[first], whole[second])
        if least < LEAST_WEIGHT:
            continue
        shared = sum(weight[mark] for mark in files[first].marks & files[second].marks)
        if shared >= LEAST_WEIGHT and shared >= LEAST_SHARE * least:
            same = _same_functions(files[first], files[second])
            found.append(Alike(first, second, min(shared / least, 1.0), same))
    return sorted(found, key=lambda each: (-each.share, each.first, each.second))


def _same_functions(first: Fingerprints, second: Fingerprints) -> tuple[str, ...]:
    return tuple(
        name for name, mark in first.functions.items() if second.functions.get(name) == mark
    )


def _tokens_of(function: _FunctionNode) -> list[str]:
    tokens: list[str] = []
    for token in _walk(function.body):
        tokens.append(token)
        if len(tokens) == MOST_TOKENS:
            break
    return tokens


def _walk(nodes: list[ast.stmt]) -> Iterator[str]:
    """The tokens, node by node in the order of the text; a stack of our own, for code may be
    deep."""
    stack: list[ast.AST] = list(reversed(nodes))
    while stack:
        node = stack.pop()
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            continue  # a docstring
        if isinstance(node, ast.Name):
            yield node.id if node.id in ALL_NAMES else "name"
        elif isinstance(node, ast.Attribute):
            yield f".{node.attr}"
            stack.append(node.value)
        elif isinstance(node, ast.Constant):
            yield "text" if isinstance(node.value, str) else repr(node.value)
        elif not isinstance(node, ast.expr_context):
            yield type(node).__name__
            stack += reversed(list(ast.iter_child_nodes(node)))


def _winnowed(tokens: list[str]) -> set[int]:
    """Of each WINDOW neighbouring runs the smallest hash."""
    hashes = [_hash(tokens[at : at + LENGTH]) for at in range(max(1, len(tokens) - LENGTH + 1))]
    return {min(hashes[at : at + WINDOW]) for at in range(max(1, len(hashes) - WINDOW + 1))}


def _hash(tokens: list[str]) -> int:
    return zlib.crc32("\0".join(tokens).encode(errors="replace"))
