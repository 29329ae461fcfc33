"""One file from one of several mirrors: resumed, bounded, checked, and put in place at once."""

from __future__ import annotations

import hashlib
import http
import http.client
import os
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit

from core.errors import Cancelled, DataError
from core.version import NAME, VERSION

TIMEOUT = 15.0
_CHUNK = 2**16
_NEXT = "Try again, or open a folder that holds the files."


@dataclass(frozen=True)
class RemoteFile:
    """A file whose bytes are known beforehand. sha256: of the file, in hexadecimal."""

    name: str
    size: int
    sha256: str


class _MirrorError(Exception):
    """A mirror did not give the file; the text says why."""


class _UnreachableError(_MirrorError):
    """There was no way to the mirror at all."""


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
    target = folder / file.name
    with _disk(folder):
        folder.mkdir(parents=True, exist_ok=True)
        if target.is_file() and _sha256(target) == file.sha256:
            progress(file.size)
            return target

    part = folder / f"{file.name}.part"
    failures: list[_MirrorError] = []
    for mirror in mirrors:
        try:
            _receive(file, mirror + file.name, part, progress, cancelled, timeout)
            _put_in_place(file, part, target)
            return target
        except _MirrorError as failure:
            failures.append(failure)
    raise DataError(f"{_why(file, mirrors, failures)} What has arrived is kept. {_NEXT}")


def _why(file: RemoteFile, mirrors: Sequence[str], failures: Sequence[_MirrorError]) -> str:
    if all(isinstance(each, _UnreachableError) for each in failures):
        return "The download needs the internet, and this computer seems to be offline."
    reasons = [
        f"{urlsplit(mirror).hostname} {failure}"
        for mirror, failure in zip(mirrors, failures, strict=True)
    ]
    return f"{file.name} could not be downloaded: {'; '.join(reasons)}."


def _receive(
    file: RemoteFile,
    url: str,
    part: Path,
    progress: Callable[[int], None],
    cancelled: Callable[[], bool],
    timeout: float,
) -> None:
    """Bring `part` up to the file's size. Raises _MirrorError, Cancelled or DataError."""
    with _disk(part.parent), part.open("ab") as stream:
        done = stream.tell()
        if done > file.size:
            done = _restart(stream)
        progress(done)
        _stop_if(cancelled)
        if done == file.size:
            return
        with _network(), _ask(url, done, timeout) as answer:
            if done and not _goes_on_from(answer, done):
                done = _restart(stream)
            while chunk := answer.read1(_CHUNK):
                done += len(chunk)
                if done > file.size:
                    _restart(stream)
                    raise _MirrorError("sent another, longer file")
                with _disk(part.parent):
                    stream.write(chunk)
                progress(done)
                _stop_if(cancelled)
        if done < file.size:
            raise _MirrorError(f"broke off after {done:,} of {file.size:,} bytes")
        stream.flush()
        os.fsync(stream.fileno())


def _put_in_place(file: RemoteFile, part: Path, target: Path) -> None:
    with _disk(target.parent):
        if _sha256(part) != file.sha256:
            part.unlink()
            raise _MirrorError("sent other bytes than the original’s, which were thrown away")
        os.replace(part, target)


def _ask(url: str, start: int, timeout: float) -> http.client.HTTPResponse:
    headers = {"User-Agent": f"{NAME}/{VERSION}", "Accept-Encoding": "identity"}
    if start:
        headers["Range"] = f"bytes={start}-"
    request = urllib.request.Request(url, headers=headers)
    answer: http.client.HTTPResponse = urllib.request.urlopen(request, timeout=timeout)
    return answer


def _goes_on_from(answer: http.client.HTTPResponse, start: int) -> bool:
    """False when the server ignored the Range and sends the file from its beginning."""
    if answer.status != http.HTTPStatus.PARTIAL_CONTENT:
        return False
    given = answer.headers.get("Content-Range", "")
    if not given.startswith(f"bytes {start}-"):
        raise _MirrorError(f"sent another part than asked for ({given or 'unnamed'})")
    return True


def _restart(stream: BinaryIO) -> int:
    with _disk(Path(stream.name).parent):
        stream.truncate(0)
    return 0


def _stop_if(cancelled: Callable[[], bool]) -> None:
    if cancelled():
        raise Cancelled("The download was stopped. What has arrived is kept.")


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


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


@contextmanager
def _network() -> Iterator[None]:
    """What a mirror does wrong, as a _MirrorError."""
    try:
        yield
    except urllib.error.HTTPError as error:
        error.close()
        raise _MirrorError(f"answered {error.code} {error.reason}") from None
    except TimeoutError:
        raise _MirrorError("did not answer in time") from None
    except urllib.error.URLError as error:
        raise _UnreachableError(f"could not be reached ({error.reason})") from None
    except (OSError, http.client.HTTPException) as error:
        raise _MirrorError(f"broke off ({error or type(error).__name__})") from None
