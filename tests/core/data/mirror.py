"""A mirror on this machine, with the manners and the faults of real ones."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Mirror:
    """What the server gives, and what it was asked: (file name, Range header or None).

    status: of an error or a redirect, to `location`. status_of_range: of an error for requests that
    go on from somewhere. answers: a status without a body. silent: where it stops to speak.
    """

    files: dict[str, bytes]
    status: int | None = None
    ignores_range: bool = False
    cut_after: int | None = None
    content_range: str | None = None
    status_of_range: int | None = None
    location: str = ""
    answers: int | None = None
    content_type: str = "application/gzip"
    silent: str = ""
    tells_length: bool = True
    closing: threading.Event = field(default_factory=threading.Event)
    address: str = ""
    asked: list[tuple[str, str | None]] = field(default_factory=list)


def _handler(mirror: Mirror) -> type[http.server.BaseHTTPRequestHandler]:
    class Handler(http.server.BaseHTTPRequestHandler):
        # Who leaves in the middle, with all read that had come, is not heard by one who waits for
        # room to send the rest.
        timeout = 1

        def do_GET(self) -> None:
            name, wanted = self.path.rpartition("/")[2], self.headers.get("Range")
            mirror.asked.append((name, wanted))
            error = mirror.status or (wanted and mirror.status_of_range)
            if mirror.silent == "before the head":
                mirror.closing.wait()
                return
            if mirror.location:
                self.send_response(mirror.status or 302)
                self.send_header("Location", mirror.location)
                self.end_headers()
                return
            if mirror.answers:
                self.send_response(mirror.answers)
                self.end_headers()
                return
            if error or name not in mirror.files:
                self.send_error(error or 404)
                return
            body, start = mirror.files[name], 0
            if wanted and not mirror.ignores_range:
                start = int(wanted.removeprefix("bytes=").removesuffix("-"))
                self.send_response(206)
                given = mirror.content_range or f"bytes {start}-{len(body) - 1}/{len(body)}"
                self.send_header("Content-Range", given)
            else:
                self.send_response(200)
            self.send_header("Content-Type", mirror.content_type)
            if mirror.tells_length:
                self.send_header("Content-Length", str(len(body) - start))
            if mirror.silent == "in the head":
                self.flush_headers()
                mirror.closing.wait()
            self.end_headers()
            if mirror.silent == "after the head":
                mirror.closing.wait()
            end = None if mirror.cut_after is None else start + mirror.cut_after
            self.wfile.write(body[start:end])

        def log_message(self, *_: object) -> None:
            return

    return Handler


class _Server(http.server.ThreadingHTTPServer):
    def handle_error(self, *_: object) -> None:
        """Who asked may be gone."""


@contextmanager
def serving(mirror: Mirror) -> Iterator[Mirror]:
    server = _Server(("127.0.0.1", 0), _handler(mirror))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    mirror.address = f"http://127.0.0.1:{server.server_port}/mnist/"
    try:
        yield mirror
    finally:
        mirror.closing.set()
        server.shutdown()
        thread.join()
        server.server_close()
