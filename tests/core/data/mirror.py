"""A mirror on this machine, with the manners and the faults of real ones."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Mirror:
    """What the server gives, and what it was asked: (file name, Range header or None)."""

    files: dict[str, bytes]
    status: int | None = None
    ignores_range: bool = False
    cut_after: int | None = None
    content_range: str | None = None
    address: str = ""
    asked: list[tuple[str, str | None]] = field(default_factory=list)


def _handler(mirror: Mirror) -> type[http.server.BaseHTTPRequestHandler]:
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            name, wanted = self.path.rpartition("/")[2], self.headers.get("Range")
            mirror.asked.append((name, wanted))
            if mirror.status or name not in mirror.files:
                self.send_error(mirror.status or 404)
                return
            body, start = mirror.files[name], 0
            if wanted and not mirror.ignores_range:
                start = int(wanted.removeprefix("bytes=").removesuffix("-"))
                self.send_response(206)
                given = mirror.content_range or f"bytes {start}-{len(body) - 1}/{len(body)}"
                self.send_header("Content-Range", given)
            else:
                self.send_response(200)
            self.send_header("Content-Length", str(len(body) - start))
            self.end_headers()
            end = None if mirror.cut_after is None else start + mirror.cut_after
            self.wfile.write(body[start:end])

        def log_message(self, *_: object) -> None:
            return

    return Handler


@contextmanager
def serving(mirror: Mirror) -> Iterator[Mirror]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _handler(mirror))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    mirror.address = f"http://127.0.0.1:{server.server_port}/mnist/"
    try:
        yield mirror
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
