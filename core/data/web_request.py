"""A file asked for over the web, by a thread that can be left at any moment.

To look up a name, to connect, to agree on keys and to wait for an answer block for as long as the
other side likes. A thread of its own does all that, and whoever waits for it looks up twenty times
a second whether it is still wanted. One that is left ends by itself: its connection is shut, and it
keeps no process alive.
"""

from __future__ import annotations

import http
import http.client
import queue
import socket
import ssl
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.message import Message
from functools import partial
from typing import IO, Any
from urllib.parse import urljoin, urlsplit

from core.files.plain_text import plain

# Fewer bytes than these in twice the timeout are as good as no answer.
LEAST = 1_000
_CHUNK = 2**16
_AHEAD = 16  # chunks
_LOOK = 0.05  # seconds
SIGN_IN = "if this network asks you to sign in, open any page in a browser and do so"
WEB_PAGE = f"sent a web page instead of the file; {SIGN_IN}"


class WebError(Exception):
    """A server did not give what it was asked for; the text goes on after its name."""


class UnreachableError(WebError):
    """There was no way to the server at all."""


class RefusedError(WebError):
    """The server answered that it does not give that, or not this part of it."""


@dataclass(frozen=True)
class Answer:
    """What a server sends. status: of HTTP, such as 206. chunks: the bytes as they arrive; raises
    WebError when they break off, and what the caller's `wait` raises."""

    status: int
    headers: Message
    chunks: Iterator[bytes]


@contextmanager
def asked(
    url: str, headers: Mapping[str, str], *, timeout: float, wait: Callable[[], None]
) -> Iterator[Answer]:
    """The answer to a request for `url`, of https or http; it is left with the context.

    timeout: seconds for which the connection may be silent. wait: called twenty times a second; to
    raise something there ends it. Raises WebError for a page instead of a file, too.
    """
    asking = _Asking(url, headers, timeout)
    try:
        status, found = asking.received(wait)
        if found.get_content_type() in ("text/html", "application/xhtml+xml"):
            raise WebError(WEB_PAGE)
        yield Answer(status, found, iter(partial(asking.received, wait), b""))
    finally:
        asking.leave()


class _Asking:
    def __init__(self, url: str, headers: Mapping[str, str], timeout: float) -> None:
        self._request = urllib.request.Request(url, headers=dict(headers))
        self._timeout = timeout
        self._deadline = time.monotonic() + 2 * timeout
        self._since = 0  # bytes since the deadline was set
        # A status with headers, then bytes, the last of them empty; an exception ends it.
        self._arrived: queue.Queue[Any] = queue.Queue(_AHEAD)
        self._is_left = threading.Event()
        self._connections: list[socket.socket] = []
        try:
            threading.Thread(target=self._run, name="download", daemon=True).start()
        except RuntimeError:
            raise WebError("could not be asked, for this computer has no thread left") from None

    def received(self, wait: Callable[[], None]) -> Any:
        """What arrives next."""
        while True:
            wait()
            with suppress(queue.Empty):
                found = self._arrived.get(timeout=_LOOK)
                break
            if time.monotonic() > self._deadline:
                raise WebError("did not answer in time")
        if isinstance(found, Exception):
            raise found
        self._since += len(found)
        if self._since >= LEAST:
            self._deadline, self._since = time.monotonic() + 2 * self._timeout, 0
        elif time.monotonic() > self._deadline and found:
            raise WebError("sends next to nothing")
        return found

    def leave(self) -> None:
        self._is_left.set()
        for connection in self._connections:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
            connection.close()

    def _run(self) -> None:
        try:
            with (
                _in_words(),
                _opener(self._keep).open(self._request, timeout=self._timeout) as answer,
            ):
                wanted = self._hand_over((answer.status, answer.headers))
                while wanted and (chunk := answer.read1(_CHUNK)):
                    wanted = self._hand_over(chunk)
            self._hand_over(b"")
        except Exception as error:
            self._hand_over(error)

    def _hand_over(self, what: object) -> bool:
        """Whether it is still wanted."""
        while not self._is_left.is_set():
            with suppress(queue.Full):
                self._arrived.put(what, timeout=_LOOK)
                return True
        return False

    def _keep(self, connection: socket.socket) -> None:
        """A second handle, for TLS takes the first one over."""
        self._connections.append(connection.dup())
        if self._is_left.is_set():
            self.leave()


def _opener(keep: Callable[[socket.socket], None]) -> urllib.request.OpenerDirector:
    """Of http and https alone. keep: called with each connection as soon as there is one."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(),
        urllib.request.UnknownHandler(),
        _Redirects(),
        _Http(keep),
        _Https(keep),
    ):
        opener.add_handler(handler)
    return opener


class _Http(urllib.request.HTTPHandler):
    def __init__(self, keep: Callable[[socket.socket], None]) -> None:
        super().__init__()
        self._keep = keep

    def http_open(self, request: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(partial(_connection, http.client.HTTPConnection, self._keep), request)


class _Https(urllib.request.HTTPSHandler):
    def __init__(self, keep: Callable[[socket.socket], None]) -> None:
        super().__init__()
        self._keep = keep

    def https_open(self, request: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(partial(_connection, http.client.HTTPSConnection, self._keep), request)


def _connection(
    kind: type[http.client.HTTPConnection],
    keep: Callable[[socket.socket], None],
    *where: Any,
    **how: Any,
) -> http.client.HTTPConnection:
    connection = kind(*where, **how)

    def connect(*where: Any) -> socket.socket:
        made = socket.create_connection(*where)
        keep(made)
        return made

    connection._create_connection = connect  # type: ignore[attr-defined]
    return connection


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Followed from https to https, and from http to either; never to a file or to ftp."""

    def http_error_302(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
    ) -> Any:
        place = headers.get("Location") or headers.get("URI") or ""
        try:
            scheme = urlsplit(urljoin(req.full_url, place)).scheme
            if scheme not in ("https", req.type):
                safe = plain(scheme, 20)
                raise WebError(f"sends on to an address that is not safe, of “{safe}:”")
        except BaseException:
            fp.close()
            raise
        return super().http_error_302(req, fp, code, msg, headers)

    http_error_301 = http_error_303 = http_error_307 = http_error_308 = http_error_302


@contextmanager
def _in_words() -> Iterator[None]:
    """What goes wrong on the way, as a WebError."""
    try:
        yield
    except urllib.error.HTTPError as error:
        error.close()
        if error.code // 100 == 3:
            raise WebError("sends on and on, and nowhere to a file") from None
        if error.code == http.HTTPStatus.NETWORK_AUTHENTICATION_REQUIRED:
            raise WebError(f"is not reached from here; {SIGN_IN}") from None
        raise RefusedError(f"answered {error.code} {plain(str(error.reason), 60)}") from None
    except TimeoutError:
        raise WebError("did not answer in time") from None
    except urllib.error.URLError as error:
        if isinstance(error.reason, ssl.SSLError):
            raise WebError(f"could not show that it is the right one; {SIGN_IN}") from None
        if isinstance(error.reason, TimeoutError):
            raise UnreachableError("could not be reached in time") from None
        raise UnreachableError(f"could not be reached ({plain(str(error.reason))})") from None
    except (OSError, http.client.HTTPException, ValueError) as error:
        why = plain(str(error), 60) or type(error).__name__
        raise WebError(f"broke off ({why})") from None
