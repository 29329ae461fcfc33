"""Downloads from servers that do everything a server may do wrong, on this machine alone."""

from __future__ import annotations

import hashlib
import os
import socket
import socketserver
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from core.data.download import fetch
from core.data.remote_file import RemoteFile
from core.errors import Cancelled, DataError
from tests.trust.campaign import Campaign, Dose, Outcome

BODY = b"\x1f\x8b" + np.random.default_rng(0).bytes(199_998)
FILE = RemoteFile("digits.gz", len(BODY), hashlib.sha256(BODY).hexdigest())
HEARD = 0.2  # seconds from Cancel to the end of the task
TIMEOUT = 0.4
LONGEST = 5.0  # of any download here
PARTS = {
    "no part": b"",
    "a sound part": BODY[:60_000],
    "a page": b"<html>Sign in.</html>!!!!!",
    "a spoilt part": b"?" * 60_000,
    "a spoilt whole": b"?" * FILE.size,
    "too much": BODY + b"?",
}


def whole(length: int | None = None, kind: str = "application/gzip") -> bytes:
    told = FILE.size if length is None else length
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {told}\r\n\r\n"
    return head.encode()


SILENCE, DRIP, NOISE = "silence", "drip", "noise"
# What a server sends to whatever it is asked, and how it goes on: at its end it hangs up.
FAULTS: dict[str, tuple[bytes, str]] = {
    "hangs up at once": (b"", ""),
    "says nothing": (b"", SILENCE),
    "drips its head": (b"HTTP/1.1 200 OK\r\nX: ", DRIP),
    "drips its body": (whole(), DRIP),
    "stops after its head": (whole(), SILENCE),
    "stops in its body": (whole() + BODY[:1000], SILENCE),
    "has no length and no end": (b"HTTP/1.1 200 OK\r\n\r\n", NOISE),
    "has headers without end": (b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 10, NOISE),
    "has a header without end": (b"HTTP/1.1 200 OK\r\nX: ", NOISE),
    "goes on and on": (b"HTTP/1.1 100 Continue\r\n\r\n" * 10_000, SILENCE),
    "speaks another language": (b"220 ftp ready\r\n", ""),
    "says that it is longer": (whole(FILE.size + 1) + BODY + b"?", ""),
    "says that it is shorter": (whole(100) + BODY[:100], ""),
    "says nonsense of its length": (whole().replace(b"200000", b"-1") + BODY, ""),
    "sends a page": (whole(26, "text/html") + b"<html>Sign in.</html>!!!!!", ""),
    "sends a page as a file": (b"HTTP/1.1 200 OK\r\n\r\n<html>Sign in.</html>", ""),
    "sends other bytes": (whole() + bytes(FILE.size), ""),
    "sends no content": (b"HTTP/1.1 204 No Content\r\n\r\n", ""),
    "sends a part that nobody wants": (
        b"HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 5-9/10\r\n\r\n12345",
        "",
    ),
    "sends bad chunks": (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", ""),
    "has huge chunks": (
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffff\r\n" + BODY[:9],
        "",
    ),
    **{
        f"sends on to {place}": (
            f"HTTP/1.1 302 Found\r\nLocation: {place}\r\nContent-Length: 0\r\n\r\n".encode(),
            "",
        )
        for place in ("file:///etc/passwd", "ftp://127.0.0.1/x", "//[", "/again", "data:,x", "")
    },
    **{
        f"answers {status}": (f"HTTP/1.1 {status} No\r\nContent-Length: 0\r\n\r\n".encode(), "")
        for status in (304, 401, 403, 404, 407, 416, 429, 500, 503, 511)
    },
    **{
        f"is cut after {cut}": ((whole() + BODY)[:cut], "")
        for cut in (1, 9, 17, 40, 80, 110, 1_000, 150_000, len(whole()) + FILE.size - 1)
    },
}


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True

    def __init__(self, answer: Callable[[socket.socket, bytes], None]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answer = answer
        self.closing = threading.Event()
        self.address = f"http://127.0.0.1:{self.server_address[1]}/"

    def handle_error(self, *_: object) -> None:
        """Who asked may be gone."""


class _Handler(socketserver.BaseRequestHandler):
    server: _Server

    def handle(self) -> None:
        asked = b""
        while b"\r\n\r\n" not in asked and (got := self.request.recv(4096)):
            asked += got
        self.server.answer(self.request, asked)


@contextmanager
def serving(answer: Callable[[socket.socket, bytes], None]) -> Iterator[_Server]:
    with _Server(answer) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server
        finally:
            server.closing.set()
            server.shutdown()
            thread.join()


def sound(connection: socket.socket, asked: bytes) -> None:
    """Gives the file, from where it is asked for."""
    start = int(asked.split(b"Range: bytes=")[1].split(b"-")[0]) if b"Range: " in asked else 0
    head = f"HTTP/1.1 206 Partial Content\r\nContent-Range: bytes {start}-{FILE.size - 1}/"
    told = f"{head}{FILE.size}\r\nContent-Length: {FILE.size - start}\r\n\r\n".encode()
    connection.sendall((told if start else whole()) + BODY[start:])


def faulty(fault: str, closing: threading.Event) -> Callable[[socket.socket, bytes], None]:
    said, then = FAULTS[fault]

    def answer(connection: socket.socket, _: bytes) -> None:
        connection.sendall(said)
        while then and not closing.wait({SILENCE: 0.05, DRIP: 0.05, NOISE: 0}[then]):
            connection.sendall({SILENCE: b"", DRIP: b"x", NOISE: b"x" * 100_000}[then])

    return answer


def one(fault: str, part: str, folder: Path, *, cancel: bool) -> str:
    """What did not hold with a faulty server before a sound one; "" when all did."""
    closing, wanted = threading.Event(), threading.Event()
    name = f"{fault}, {part}{', cancelled' if cancel else ''}"
    (folder / f"{FILE.name}.part").write_bytes(PARTS[part])
    silent = FAULTS[fault][1] != ""
    began = time.monotonic()
    stopped = began + (0.1 if cancel and silent else 1e9)

    def cancelled() -> bool:
        if time.monotonic() >= stopped:
            wanted.set()
        return wanted.is_set()

    with serving(faulty(fault, closing)) as bad, serving(sound) as good:
        try:
            fetch(
                FILE,
                [bad.address, good.address],
                folder,
                progress=lambda done: None,
                cancelled=cancelled,
                timeout=1_000 if cancel else TIMEOUT,
            )
        except Cancelled:
            late = time.monotonic() - stopped
            return f"{name}: Cancel was heard after {late:.2f} s" if late > HEARD else ""
        except DataError as error:
            return f"{name}: the sound mirror was not reached: {error}"
        except Exception as error:
            return f"{name}: {error!r}"
        finally:
            closing.set()
    took = time.monotonic() - began
    if took > LONGEST:
        return f"{name}: took {took:.1f} s"
    found = sorted(each.name for each in folder.iterdir())
    if found != [FILE.name] or (folder / FILE.name).read_bytes() != BODY:
        return f"{name}: the folder holds {found}"
    return ""


def run(dose: Dose) -> Outcome:
    os.environ["no_proxy"] = "127.0.0.1"
    parts = list(PARTS) if dose == "whole" else ["no part", "a page"]
    failures = []
    tried = 0
    before = threading.active_count()
    for fault, (_, then) in FAULTS.items():
        for part in parts:
            for cancel in (False, True) if then else (False,):
                if dose == "short" and then and part != "no part":
                    continue
                with tempfile.TemporaryDirectory() as folder:
                    failures.append(one(fault, part, Path(folder), cancel=cancel))
                tried += 1
    deadline = time.monotonic() + 2
    while threading.active_count() > before and time.monotonic() < deadline:
        time.sleep(0.01)
    left = sum(each.name == "download" for each in threading.enumerate())
    failures.append(f"{left} threads of downloads are left" if left else "")
    failed = tuple(filter(None, failures))
    return Outcome(tried, f"{len(failed)} downloads lost or late", failed)


CAMPAIGN = Campaign("downloads", "the sound mirror gives the file, Cancel is heard in 0.2 s", run)
