"""What a file is that is no Python, by what is in it: whatever its name says."""

from __future__ import annotations

import re

from core.files.plain_text import plain

_COPY = "Save the code itself as a .py file."
_DOCUMENT = f"This is a text document, not Python. {_COPY}"
_PICTURE = "This is a picture, not Python. Open the file that holds the code."
_PACKED = "This is packed, not Python. Unpack it and open the file that holds the code."
_DATA = "These are data, not Python. Open the file that holds the code."
_RAW = "Download the file itself, not the page that shows it."
# By the first bytes.
_STARTS = {
    b"%PDF-": f"This is a PDF, not Python. {_COPY}",
    b"{\\rtf": _DOCUMENT,
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": _DOCUMENT,  # Word's before 2007
    b"\x89PNG\r\n": _PICTURE,
    b"\xff\xd8\xff": _PICTURE,
    b"GIF8": _PICTURE,
    b"\x1f\x8b\x08": _PACKED,
    b"Rar!\x1a": _PACKED,
    b"7z\xbc\xaf": _PACKED,
    b"\xfd7zXZ": _PACKED,
    b"\x93NUMPY": _DATA,
    b"\x89HDF": _DATA,
    b"bplist00": f"This is a web page, not Python. {_RAW}",  # a web archive, or a link to a page
}
# By the name of an entry of a zip.
_IN_ZIPS = {
    "word/": _DOCUMENT,
    "xl/": _DATA,
    "ppt/": _DOCUMENT,
    "META-INF/manifest.xml": _DOCUMENT,
}
_ENTRY, _LENGTH, _NAME = b"PK\x03\x04", 26, 30
_LEFT_OUT = re.compile(r"(^|/)(__MACOSX/|\.)")
_COMPILED = re.compile(rb"..\r\n[\0-\x03]\0\0\0", re.DOTALL)
_MARKUP = re.compile(rb"<(?:!doctype|!--|\?xml|[a-z][a-z1-6]*[\s>])", re.IGNORECASE)
_SAVED_PAGE = re.compile(rb"(?:From: <Saved by|MIME-Version: 1\.0\s)", re.IGNORECASE)
_LOOKED_AT = 1 << 18  # bytes of a page
# By what stands in a page, the surest first.
_PAGES = (
    (rb"\A(?:<\?xml[^>]{0,99}>\s*)?(?:<!doctype svg[^>]{0,300}>\s*)?<svg[\s>]", _PICTURE),
    (
        rb"<title[^>]{0,99}>[^<]{0,300}(?:github|gitlab|bitbucket)",
        "This is the web page that shows a file, not the file. Press “Download raw file” there.",
    ),
    (
        rb"<title[^>]{0,99}>[^<]{0,300}(?:nbviewer|notebook viewer)",
        "This is a page of nbviewer, not Python. Press “Download Notebook” there.",
    ),
    (
        rb"<title[^>]{0,99}>[^<]{0,300}colab",
        "This is the web page of Colab, not Python. There, choose File › Download › .ipynb or .py.",
    ),
    (
        rb"jp-notebook|nbconvert|class=.input_prompt|ipython-notebook",
        "This is a notebook saved as a web page. In Jupyter, save it as a notebook (.ipynb).",
    ),
    (
        rb"type\s*=\s*.?password",
        "This is the page of a login, not Python. Log in with the browser, then download the file.",
    ),
)


def kind_of(data: bytes) -> str:
    """What a file surely is that is no Python, and what to do: a sentence; else ""."""
    if data.startswith((_ENTRY, b"PK\x05\x06")):
        return _zip_in_words(data)
    for start, sentence in _STARTS.items():
        if data.startswith(start):
            return sentence
    if _COMPILED.match(data):
        return "This is compiled Python (.pyc). Open the .py file that it was made of."
    text = data[:_LOOKED_AT].lstrip(b"\xef\xbb\xbf \t\r\n")
    if _MARKUP.match(text) or (_SAVED_PAGE.match(text) and b"text/html" in text):
        sure = (said for known, said in _PAGES if re.search(known, text, re.IGNORECASE))
        return next(sure, f"This is a web page, not Python. {_RAW}")
    return ""


def _zip_in_words(data: bytes) -> str:
    names = [name for name in _entries(data) if not _LEFT_OUT.search(name)]
    for known, sentence in _IN_ZIPS.items():
        if any(name.startswith(known) for name in names):
            return sentence
    if names and all(name.endswith(".npy") for name in names):
        return _DATA
    code = [name for name in names if name.lower().endswith((".py", ".ipynb"))]
    if len(code) == 1:
        return f"This is a zip. Unpack it and open “{plain(code[0])}”."
    return (
        "This is a zip. Unpack it and open the file that holds your code. The zip of a whole class "
        "opens in Class."
    )


def _entries(data: bytes) -> list[str]:
    """The names in a zip, of which there may be only the first part."""
    names = []
    for found in re.finditer(_ENTRY, data):
        at = found.start()
        length = int.from_bytes(data[at + _LENGTH : at + _LENGTH + 2], "little")
        names.append(data[at + _NAME : at + _NAME + length].decode("utf-8", "replace"))
    return names
