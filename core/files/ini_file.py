"""The INI files of Qt's QSettings, which older versions wrote: read and written as Qt does.

Keys are pairs of a section and a name, and values are raw, both as they stand in the file: what
nobody changes is written back as it was.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from string import hexdigits

Key = tuple[str, str]

_LETTERS = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_ESCAPES = {value: f"\\{name}" for name, value in _LETTERS.items()} | {'"': '\\"', "\\": "\\\\"}
_TOKEN = re.compile(r'\\x([0-9a-fA-F]+)|\\([0-7]{1,3})|\\(.)|(")|(;)|([^\\";]+|\\)', re.DOTALL)
_BYTES, _STRING = "@ByteArray(", "@String("


def parse(data: bytes) -> dict[Key, str]:
    """The raw value of each key. Any bytes can be parsed; lines that say nothing are left out."""
    raw: dict[Key, str] = {}
    section = "General"
    for line in re.split(r"[\r\n]+", data.decode("utf-8", "replace").removeprefix("\ufeff")):
        line = line.strip()
        name, sign, value = line.partition("=")
        if line.startswith("[") and line.endswith("]"):
            section = line[1:-1]
        elif sign and not line.startswith(";"):
            raw[section, name.strip()] = value.strip()
    return raw


def to_bytes(raw: Mapping[Key, str]) -> bytes:
    """The file that parse() reads so."""
    sections: dict[str, list[str]] = {}
    for (section, name), value in sorted(raw.items()):
        sections.setdefault(section, []).append(f"{name}={value}\n")
    texts = (f"[{section}]\n{''.join(lines)}" for section, lines in sections.items())
    return "\n".join(texts).encode("utf-8", "replace")


def decoded(raw: str) -> str | bytes | None:
    """What a raw value stands for; None for a kind of value that no setting has."""
    text, is_quoted = "", False
    for hexadecimal, octal, letter, quote, comment, plain in _TOKEN.findall(raw):
        if quote:
            is_quoted = not is_quoted
        elif comment and not is_quoted:
            text = text.rstrip()
            break
        elif hexadecimal or octal:
            text += chr(int(hexadecimal or octal, 16 if hexadecimal else 8) & 0xFFFF)
        else:
            text += _LETTERS.get(letter, letter) + comment + plain
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if not text.startswith("@"):
        return text
    if text.startswith("@@"):
        return text[1:]
    if text.startswith(_BYTES) and text.endswith(")"):
        return text[len(_BYTES) : -1].encode("latin-1", "replace")
    return text[len(_STRING) : -1] if text.startswith(_STRING) else None


def encoded(value: str | bytes) -> str:
    """The raw value that stands for this one."""
    is_text = isinstance(value, str)
    text = value if isinstance(value, str) else f"{_BYTES}{value.decode('latin-1')})"
    if is_text and text.startswith("@"):
        text = f"@{text}"
    raw, is_open = "", False  # whether a digit would belong to the number before it
    for each in text:
        is_plain = each.isprintable() and (each.isascii() or is_text)
        if each in _ESCAPES:
            raw, is_open = raw + _ESCAPES[each], False
        elif ord(each) > 0xFFFF or (is_plain and not (is_open and each in hexdigits)):
            raw, is_open = raw + each, False
        else:
            raw, is_open = f"{raw}\\x{ord(each):x}", True
    is_bare = not set(raw) & set(';,="') and raw == raw.strip()
    return raw if is_bare else f'"{raw}"'
