"""Faulty inputs: what is sound, changed by chance; and what is made to be as bad as can be."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from typing import Any

LONGEST = 300_000  # bytes of an input
# What readers stumble over, as JSON, as TOML or as neither.
_WORDS = (
    *(b"1e999", b"-1e999", b"NaN", b"Infinity", b"nan", b"inf", b"null", b"true", b"-0", b"1e-400"),
    *(b"9" * 400, b"9" * 5000, b"1" + b"0" * 18, b"-1", b"2.5", b"4294967296", b"0x7f", b"1_0"),
    *(b'""', b'"7"', b'"\\ud800"', b'"\\u0000"', b"[]", b"{}", b"[[]]", b"[", b"]", b"{", b"}"),
    *(b"\0", b"\x1b[31m", b"\xff\xfe", b"\xef\xbb\xbf", b"\r", b"\n", b"\n\n", b"\xe2\x80\xa8"),
    *(b"=", b":", b",", b'"', b"'", b"'''", b'"""', b"#", b"\\", b".", b"a.b", b"[a]", b"[[a]]"),
    *(b"\0\0\0\0", b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"\x80\0\0\0", b"\x1f\x8b\x08\0"),
)
_ODD: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1, 10, 2**31, 2**53, 2**63, -(2**63), 10**18, 10**400, 0.5, -0.0),
    *(1e-320, 1e38, 1e300, float("inf"), float("-inf"), float("nan")),
    *("", "7", "\ud800", "\0", "\x1b[31m", "../x", "<b>x</b>", "x" * 20_000, "relu", "F32"),
    *([], {}, [[]], [None], {"": {}}, [0] * 2000, [[0, 0]] * 500, ["x"] * 70),
)


def mutated(rng: random.Random, sample: bytes) -> bytes:
    """One to eight changes of any sort, anywhere."""
    data = bytearray(sample)
    for _ in range(rng.choice((1, 1, 2, 4, 8))):
        rng.choice(_CHANGES)(rng, data)
    return bytes(data[:LONGEST])


def repeated(rng: random.Random, samples: Sequence[bytes]) -> bytes:
    """A bomb: a word or a part of a sample, again and again."""
    whole = rng.choice(samples)
    start = rng.randrange(len(whole) + 1)
    part = rng.choice((rng.choice(_WORDS), whole[start : start + rng.randrange(1, 80)] or b"["))
    times = int(10 ** rng.uniform(1, 5))
    head = whole[: rng.randrange(len(whole) + 1)] if rng.random() < 0.5 else b""
    return (head + part * min(times, LONGEST // len(part) + 1))[:LONGEST]


def mutated_json(rng: random.Random, value: Any) -> Any:
    """The value with one of its parts, at any depth, replaced, left out, renamed or doubled."""
    if not isinstance(value, list | dict) or not value or rng.random() < 0.2:
        return nested(rng) if rng.random() < 0.1 else rng.choice(_ODD)
    if isinstance(value, list):
        place = rng.randrange(len(value))
        parts = list(value)
        parts[place : place + 1] = rng.choice(
            (
                [mutated_json(rng, value[place])],
                [mutated_json(rng, value[place])],
                [],
                [value[place]] * 2,
            )
        )
        return parts
    key = rng.choice(list(value))
    fields = {**value}
    act = rng.random()
    if act < 0.7:
        fields[key] = mutated_json(rng, value[key])
    elif act < 0.8:
        del fields[key]
    elif act < 0.9:
        fields[str(rng.choice(_ODD))[:50]] = fields.pop(key)
    else:
        fields |= {f"{key}{n}": rng.choice(_ODD) for n in range(rng.choice((1, 200)))}
    return fields


def nested(rng: random.Random) -> Any:
    value: Any = rng.choice(_ODD)
    for _ in range(rng.choice((1, 10, 70, 300))):
        value = [value] if rng.random() < 0.5 else {"a": value}
    return value


def json_text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=True)


def _flip(rng: random.Random, data: bytearray) -> None:
    if data:
        data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)


def _cut(rng: random.Random, data: bytearray) -> None:
    del data[rng.randrange(len(data) + 1) :]


def _remove(rng: random.Random, data: bytearray) -> None:
    start = rng.randrange(len(data) + 1)
    del data[start : start + rng.randrange(1, 40)]


def _insert(rng: random.Random, data: bytearray) -> None:
    start = rng.randrange(len(data) + 1)
    data[start:start] = rng.choice(_WORDS)


def _replace(rng: random.Random, data: bytearray) -> None:
    start, word = rng.randrange(len(data) + 1), rng.choice(_WORDS)
    data[start : start + len(word)] = word


def _noise(rng: random.Random, data: bytearray) -> None:
    start, length = rng.randrange(len(data) + 1), rng.randrange(1, 20)
    data[start : start + length] = rng.randbytes(length)


def _double(rng: random.Random, data: bytearray) -> None:
    start = rng.randrange(len(data) + 1)
    data[start:start] = data[start : start + rng.randrange(1, 2000)] * rng.choice((1, 2, 50))
    del data[LONGEST:]


def _replace_number(rng: random.Random, data: bytearray) -> None:
    """In a text; elsewhere a byte."""
    digits = [place for place, each in enumerate(data[:5000]) if 48 <= each <= 57]
    if digits:
        start = end = rng.choice(digits)
        while end < len(data) and (48 <= data[end] <= 57 or data[end] in b".e-"):
            end += 1
        data[start:end] = rng.choice(_WORDS)


_CHANGES: tuple[Callable[[random.Random, bytearray], None], ...] = (
    *(_flip, _cut, _remove, _insert, _insert, _replace, _noise, _double),
    *(_replace_number, _replace_number),
)
