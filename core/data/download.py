"""One file from one of several mirrors: resumed, bounded, checked, and put in place at once."""

from __future__ import annotations

import hashlib
import http
import os
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit

from core.data.remote_file import TIMEOUT, RemoteFile
from core.data.web_request import (
    WEB_PAGE,
    Answer,
    RefusedError,
    UnreachableError,
    WebError,
    asked,
)
from core.errors import Cancelled, DataError
from core.files.gzip_reader import MAGIC
from core.files.locks import FileLock
from core.files.plain_text import plain
from core.files.regular_file import open_regular
from core.version import NAME, VERSION

_LOOK = 0.05  # seconds
_RANGE = re.compile(r"bytes (\d+)-\d+/(\d+|\*)")
_HEADERS = {"User-Agent": f"{NAME}/{VERSION}", "Accept-Encoding": "identity"}
# Whoever reads and writes here never waits for the other end of a pipe.
_PART_FLAGS = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
_NEXT = "Try again, or open a folder that holds the files."


def fetch(
    file: RemoteFile,
    mirrors: Sequence[str],
    folder: Path,
    *,
    progress: Callable[[int], None],
    cancelled: Callable[[], bool],
    timeout: float = TIMEOUT,
) -> Path:
    """Download `file` into `folder` from the first mirror that gives exactly its bytes.

    What has arrived stays in a .part file until it is whole, and the next mirror, or the next call,
    goes on from there. progress(bytes of this file so far) is called as they arrive. mirrors:
    addresses of folders, ending in "/". timeout: seconds without an answer. Raises Cancelled, or
    DataError when no mirror gave the file or it could not be written.
    """
    target, part = folder / file.name, folder / f"{file.name}.part"
    if _is_whole(file, target):
        with suppress(OSError):
            part.unlink()
        progress(file.size)
        return target
    with _disk(folder):
        folder.mkdir(parents=True, exist_ok=True)
    with _alone(part, progress, cancelled):
        if _is_whole(file, target):  # another window has brought it just now
            progress(file.size)
            return target
        failures: list[WebError] = []
        for mirror in mirrors:
            try:
                _bring(file, mirror + file.name, part, progress, cancelled, timeout)
            except WebError as failure:
                failures.append(failure)
            else:
                with _disk(folder):
                    os.replace(part, target)
                return target
        kept = "What has arrived is kept. " if _drop_empty(part) else ""
    raise DataError(f"{_why(file, mirrors, failures)} {kept}{_NEXT}")


@contextmanager
def _alone(
    part: Path, progress: Callable[[int], None], cancelled: Callable[[], bool]
) -> Iterator[None]:
    """While no other window downloads the same file; how far that one is, is told meanwhile."""
    lock = FileLock(part.with_name(f"{part.name}.lock"))
    with _disk(part.parent):
        while not lock.acquire(_LOOK):
            _stop_if(cancelled)
            with suppress(FileNotFoundError):
                progress(part.stat().st_size)
    try:
        yield
    finally:
        with suppress(OSError):  # Windows keeps what somebody waits for
            lock.end(lock.path.unlink)


def _why(file: RemoteFile, mirrors: Sequence[str], failures: Sequence[WebError]) -> str:
    if all(isinstance(each, UnreachableError) for each in failures):
        return "The download needs the internet, and this computer seems to be offline."
    reasons = [
        f"{urlsplit(mirror).hostname} {failure}"
        for mirror, failure in zip(mirrors, failures, strict=True)
    ]
    return f"{file.name} could not be downloaded: {'; '.join(reasons)}."


def _bring(
    file: RemoteFile,
    url: str,
    part: Path,
    progress: Callable[[int], None],
    cancelled: Callable[[], bool],
    timeout: float,
) -> None:
    """Make `part` the whole file. What an earlier attempt left may be of another file, and not
    every server can go on from there: then it is asked for from the beginning, once.

    Raises WebError, Cancelled or DataError.
    """
    with _disk(part.parent), os.fdopen(os.open(part, _PART_FLAGS, 0o666), "r+b") as stream:
        start = stream.seek(0, os.SEEK_END)
        if start > file.size or (start and not _begins_like(file, stream)):
            start = stream.truncate(0)
    for begin in dict.fromkeys((start, 0)):
        progress(begin)
        _stop_if(cancelled)
        try:
            if begin < file.size:
                begin = _receive(file, url, part, begin, progress, cancelled, timeout)
        except _NoResumingError:
            continue
        if _is_whole(file, part):
            return
        with _disk(part.parent):
            os.truncate(part, 0)
        if not begin:
            break
    raise WebError("sent other bytes than the original’s, which were thrown away")


class _NoResumingError(Exception):
    """The server does not go on from where an earlier attempt ended."""


def _receive(
    file: RemoteFile,
    url: str,
    part: Path,
    begin: int,
    progress: Callable[[int], None],
    cancelled: Callable[[], bool],
    timeout: float,
) -> int:
    """Write the bytes from `begin` on into `part`, which may hold later ones already; where the
    server began, which may be 0. Raises WebError, Cancelled, DataError, and _NoResumingError where
    `begin` is not 0."""
    headers = _HEADERS | ({"Range": f"bytes={begin}-"} if begin else {})
    try:
        with (
            asked(url, headers, timeout=timeout, wait=lambda: _stop_if(cancelled)) as answer,
            _disk(part.parent),
            part.open("r+b") as stream,
        ):
            began = done = stream.seek(_checked_start(file, answer, begin))
            for chunk in answer.chunks:
                if not done and chunk.lstrip().startswith(b"<"):
                    raise WebError(WEB_PAGE)
                done += len(chunk)
                if done > file.size:
                    stream.truncate(0)
                    raise WebError("sent another, longer file")
                stream.write(chunk)
                progress(done)
            stream.flush()
            os.fsync(stream.fileno())
    except RefusedError:
        if begin:
            raise _NoResumingError from None
        raise
    if done < file.size:
        raise WebError(f"broke off after {done:,} of {file.size:,} bytes")
    return began


def _checked_start(file: RemoteFile, answer: Answer, begin: int) -> int:
    """Where the bytes of the answer belong: at `begin`, or at 0 when the server cannot go on."""
    if answer.status == http.HTTPStatus.PARTIAL_CONTENT:
        given = answer.headers.get("Content-Range", "")
        found = _RANGE.fullmatch(given)
        if not found or int(found[1]) != begin or found[2] not in ("*", str(file.size)):
            shown = plain(given, 60) or "unnamed"
            raise RefusedError(f"sent another part than asked for ({shown})")
        return begin
    if answer.status != http.HTTPStatus.OK:
        raise WebError(f"answered {answer.status} without the file")
    length = answer.headers.get("Content-Length", str(file.size))
    if length != str(file.size):
        raise WebError(f"sent another file, of {plain(length, 20)} bytes")
    return 0


def _begins_like(file: RemoteFile, part: BinaryIO) -> bool:
    """Whether what has arrived can be the start of the file: a sign-in page's cannot."""
    part.seek(0)
    return not file.name.endswith(".gz") or MAGIC.startswith(part.read(len(MAGIC)))


def _is_whole(file: RemoteFile, path: Path) -> bool:
    with _disk(path.parent):
        if not path.is_file() or path.stat().st_size != file.size:
            return False
        with open_regular(path) as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest() == file.sha256


def _drop_empty(part: Path) -> bool:
    """Delete `part` when it holds nothing; whether it is still there."""
    with suppress(OSError):
        if part.stat().st_size:
            return True
        part.unlink()
    return False


def _stop_if(cancelled: Callable[[], bool]) -> None:
    if cancelled():
        raise Cancelled("The download was stopped. What has arrived is kept.")


@contextmanager
def _disk(folder: Path) -> Iterator[None]:
    """What the disk refuses, as a sentence."""
    try:
        yield
    except OSError as error:
        raise DataError(
            f"{folder} cannot take the download: {error.strerror or error}. "
            f"Free some room, or choose another folder."
        ) from None
