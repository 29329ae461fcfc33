"""Files that are no picture that is read, told by their content: what each is, and what to do."""

from __future__ import annotations

import re

HEAD = 65_536  # bytes from the start of a file that tell its kind

_SAVE = "which Digit Lab cannot read. Open it and save it as PNG or JPEG"
_HEIC = (
    "is a HEIC photo, which Digit Lab cannot read. Open it and export it as JPEG; an iPhone takes "
    "JPEG photos with Settings › Camera › Formats › Most Compatible"
)
_VIDEO = "is a video. Take a photo, or save one frame as PNG or JPEG"
_SOUND = "is a sound recording, not a picture"
_OFFICE = "is an office document. Save the picture in it as PNG or JPEG"
_ARCHIVE = "is an archive. Unpack it, and open the picture that is in it"
RAW = "is a raw photo of a camera, which Digit Lab cannot read. Export it as JPEG"

# The first that fits. What begins with \A stands at the start of the file.
_KINDS: tuple[tuple[bytes, str], ...] = (
    (rb"\A....ftyp(avif|avis|m[is]f1.{4}(.{4}){0,15}?avi[fs])", f"is an AVIF picture, {_SAVE}"),
    (rb"\A....ftyp(hei[cxms]|hev[cxms]|m[is]f1)", _HEIC),
    (rb"\A....ftypcrx ", RAW),
    (rb"\A....ftypM4[AB] ", _SOUND),
    (rb"\A(....ftyp|[\x00-\x07]...(moov|mdat|wide|free|skip|pnot))", _VIDEO),
    (rb"\A(\x00\x00\x00\x0cJXL |\xff\x0a)", f"is a JPEG XL picture, {_SAVE}"),
    (rb"\A(\x00\x00\x00\x0cjP  |\xff\x4f\xff\x51)", f"is a JPEG 2000 picture, {_SAVE}"),
    (rb"\AII(\*\x00....CR\x02\x00|RO|RS|U\x00|....HEAPCCDR)", RAW),
    (rb"\A(MMOR|FUJIFILMCCD-RAW|FOVb|\x00MRM)", RAW),
    (rb"\A.{0,1000}?%PDF-", "is a PDF. Save its page as PNG, or take a screenshot of it"),
    (rb"\A(%!PS|\xc5\xd0\xd3\xc6)", f"is a PostScript file, {_SAVE}"),
    (rb"\A8BPS", f"is a Photoshop picture, {_SAVE}"),
    (rb"\Agimp xcf", f"is a GIMP picture, {_SAVE}"),
    (rb"\A\x00\x00[\x01\x02]\x00", f"is an icon, {_SAVE}"),
    (rb"\Aicns", f"is an icon, {_SAVE}"),
    (rb"\A(v/1\x01|#\?RADIANCE|#\?RGBE)", f"is a picture of high dynamic range, {_SAVE}"),
    (rb"\AAT&TFORM", f"is a DjVu document, {_SAVE}"),
    (rb"\A\xd7\xcd\xc6\x9a|\A\x01\x00\x00\x00.{36} EMF", f"is a Windows metafile, {_SAVE}"),
    (rb"\A.{128}DICM", f"is a DICOM picture, {_SAVE}"),
    (rb"\ASIMPLE  =", f"is a FITS picture, {_SAVE}"),
    (rb"\Aqoif", f"is a QOI picture, {_SAVE}"),
    (rb"\APK\x03\x04.{0,65000}?(word/|xl/|ppt/|vnd\.oasis|Index/Document\.iwa)", _OFFICE),
    (rb"\A(\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1|\{\\rtf)", _OFFICE),
    (rb"\A(PK[\x03\x05]|Rar!\x1a|7z\xbc\xaf|\x1f\x8b|BZh[1-9]|\xfd7zXZ)", _ARCHIVE),
    (rb"\A(\x28\xb5\x2f\xfd|.{257}ustar)", _ARCHIVE),
    (rb"\A(\x1a\x45\xdf\xa3|RIFF....AVI |\x00\x00\x01[\xb3\xba]|FLV\x01|\x30\x26\xb2\x75)", _VIDEO),
    (rb"\A(ID3|fLaC|OggS|RIFF....WAVE|\xff[\xfb\xf3\xf2])", _SOUND),
    (rb"\A[\s\xef\xbb\xbf]*(<(\?xml|!--|!DOCTYPE svg).{0,4000}?)?<svg\b",
     f"is an SVG drawing, {_SAVE}"),
    (rb"(?i)\A[\s\xef\xbb\xbf]*(<!doctype html|<html)", "is a web page. Save the picture itself"),
    (rb"\A\Z", "is empty"),
)  # fmt: skip
_PATTERNS = tuple((re.compile(pattern, re.DOTALL), what) for pattern, what in _KINDS)


def what_else(head: bytes) -> str:
    """What a file is, after its name, and what to do about it; "" where that is not known.

    head: its first HEAD bytes, or all of it.
    """
    return next((what for pattern, what in _PATTERNS if pattern.match(head)), "")
