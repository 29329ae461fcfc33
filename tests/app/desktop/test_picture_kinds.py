"""Files that are no picture that is read are named by what is in them, whatever they are called."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from app.desktop.pictures import read_picture
from core.errors import DataError


def boxed(brand: bytes, *others: bytes) -> bytes:
    """As MP4, MOV, HEIC and AVIF files begin."""
    inside = b"ftyp" + brand + bytes(4) + b"".join(others)
    return (4 + len(inside)).to_bytes(4, "big") + inside + b"\0\0\0\x08mdat" + bytes(200)


def zipped(*names: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as file:
        for name in names:
            file.writestr(name, "text")
    return held.getvalue()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (boxed(b"heic", b"mif1", b"heic"), "is a HEIC photo.*export it as JPEG"),
        (boxed(b"mif1", b"mif1", b"heic"), "is a HEIC photo"),
        (boxed(b"hevc"), "is a HEIC photo.*Most Compatible"),
        (boxed(b"avif", b"mif1"), "is an AVIF picture.*save it as PNG or JPEG"),
        (boxed(b"mif1", b"miaf", b"avif"), "is an AVIF picture"),
        (boxed(b"crx "), "raw photo"),
        (boxed(b"isom", b"mp42"), "is a video"),
        (boxed(b"qt  "), "is a video"),
        (boxed(b"M4A "), "sound"),
        (b"\0\0\0\x08wide\0\0\0\0mdat", "is a video"),
        (b"\x1a\x45\xdf\xa3" + bytes(40), "is a video"),
        (b"RIFF\x20\0\0\0AVI LIST", "is a video"),
        (b"RIFF\x20\0\0\0WAVEfmt ", "sound"),
        (b"ID3\x04" + bytes(40), "sound"),
        (b"\xff\x0a" + bytes(40), "is a JPEG XL picture"),
        (b"\0\0\0\x0cJXL \x0d\x0a\x87\x0a", "is a JPEG XL picture"),
        (b"\0\0\0\x0cjP  \x0d\x0a\x87\x0a", "is a JPEG 2000 picture"),
        (b"\xff\x4f\xff\x51" + bytes(40), "is a JPEG 2000 picture"),
        (b"II*\0\x10\0\0\0CR\x02\0" + bytes(40), "raw photo.*Export it as JPEG"),
        (b"FUJIFILMCCD-RAW 0201", "raw photo"),
        (b"%PDF-1.7\n", "is a PDF"),
        (b"\n\n%PDF-1.7\n", "is a PDF"),
        (b"%!PS-Adobe-3.0", "is a PostScript file"),
        (b"8BPS\0\x01", "is a Photoshop picture"),
        (b"gimp xcf v011", "is a GIMP picture"),
        (b"\0\0\x01\0\x01\0" + bytes(40), "is an icon"),
        (zipped("[Content_Types].xml", "_rels/.rels", "word/document.xml"), "office document"),
        (zipped("mimetype", "content.xml"), "is an archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(40), "office document"),
        (zipped("photo.jpg"), "is an archive. Unpack it"),
        (b"Rar!\x1a\x07\0", "is an archive"),
        (b"\x1f\x8b\x08" + bytes(40), "is an archive"),
        (b"<?xml version='1.0'?>\n<!-- ours --><svg width='9'/>", "is an SVG drawing"),
        (b"\xef\xbb\xbf <!DOCTYPE HTML><html>", "is a web page"),
        (b"", "is empty"),
        (b"only text", "is not a picture in PNG, JPEG, GIF, TIFF, WebP"),
        (b"The wide world", "is not a picture in"),
        (bytes(5000), "is not a picture in"),
    ],
)
@pytest.mark.parametrize("name", ["photo.jpg", "scan.png"])
def test_each_is_named_with_what_to_do(
    tmp_path: Path, content: bytes, told: str, name: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(DataError, match=told) as raised:
        read_picture(path)
    assert str(raised.value).startswith(str(path))
    assert str(raised.value).endswith(".")
