"""Text that is not UTF-8 and does not say so: read as what it must be, or most likely is."""

from __future__ import annotations

import codecs
import io
import re
import tokenize

from core.checking.notebook import can_be_read, trouble_of, without_magic

SLOW_ENCODINGS = ("punycode", "idna")  # take the square of the length; of names in addresses
WINDOWS = "cp1252"  # of which Latin-1 is a part, but for characters that nobody types
# The longer first, for the one of UTF-32 begins as one of UTF-16.
_MARKS = {
    codecs.BOM_UTF32_LE: "UTF-32",
    codecs.BOM_UTF32_BE: "UTF-32",
    codecs.BOM_UTF16_LE: "UTF-16",
    codecs.BOM_UTF16_BE: "UTF-16",
}
_DECLARED = re.compile(rb"^([ \t\f]*#.*?coding[:=][ \t]*)([-\w.]+)")
_UTF8 = ("utf-8", "utf-8-sig", "utf8", "utf_8")


def encoding_of(code: bytes) -> str:
    """Python's name of the encoding that a file is said to have, or ""."""
    try:
        return codecs.lookup(tokenize.detect_encoding(io.BytesIO(code).readline)[0]).name
    except (SyntaxError, LookupError):
        return ""


def marked_encoding(data: bytes) -> str:
    """UTF-16 or UTF-32, where a file begins with a mark of these; else ""."""
    return next((name for mark, name in _MARKS.items() if data.startswith(mark)), "")


def is_windows(data: bytes) -> bool:
    """Whether a file that should be UTF-8 is not, and may be Windows-1252."""
    if b"\0" in data or marked_encoding(data) or not _should_be_utf8(data):
        return False
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        return False
    try:
        data.decode(WINDOWS)
    except UnicodeDecodeError:
        return False
    return True


def in_utf8(data: bytes) -> tuple[bytes, str]:
    """A file in UTF-8, and a note on how it was read; as it is, and "", where it is in UTF-8, says
    what it is in, or cannot be understood so."""
    if name := marked_encoding(data):
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            return data, ""
        return _said_to_be_utf8(text.encode("utf-8", "replace")), _note(name)
    if is_windows(data) and _is_python(text := data.decode(WINDOWS)):
        return text.encode(), _note("Windows-1252")
    return data, ""


def _note(name: str) -> str:
    return f"The file is not UTF-8; it was read as {name}. Save it as UTF-8."


def _is_python(text: str) -> bool:
    """Whether Python reads it, or fails where the encoding has no part in it."""
    if can_be_read(text) or can_be_read(text := without_magic(text)):
        return True
    line = getattr(trouble_of(text), "lineno", None) or 0
    lines = text.split("\n")
    return bool(line) and all(each.isascii() for each in lines[line - 1 : line])


def _should_be_utf8(data: bytes) -> bool:
    return all(name.lower() in _UTF8 for name in _declared(data))


def _declared(data: bytes) -> list[str]:
    found = map(_DECLARED.match, data.splitlines()[:2])
    return [each.group(2).decode() for each in found if each]


def _said_to_be_utf8(data: bytes) -> bytes:
    """Without what the first two lines said of another encoding."""
    lines = data.splitlines(keepends=True)
    lines[:2] = [_DECLARED.sub(rb"\1utf-8", line) for line in lines[:2]]
    return b"".join(lines)
