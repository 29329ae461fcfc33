"""What a learner's file wants of the world outside, and a check has not: its data, somebody who
types, arguments, the network, a screen. In the child process.

A statement that fails for that says nothing about the functions, nor do those that need what it
would have made. One that fails for a reason of its own stays a complaint.
"""

from __future__ import annotations

import ast
import linecache
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from core.checking.complaints import complaint_of, in_words, is_input

MOST_NOTES = 3
_DEEPEST = 10  # causes of causes
_ARGUMENTS = {"argv": IndexError, "parse_args(": SystemExit}
_CONTAINERS = (list, dict, set)
# By their names, for their packages may not be here.
_OFFLINE = {
    *("URLError", "HTTPError", "gaierror", "herror", "ConnectionError", "ConnectTimeout"),
    *("NewConnectionError", "MaxRetryError", "RemoteDisconnected", "ContentTooShortError"),
}
_ADDRESS = re.compile(r"\b(?:https?|ftp)://[^\s'\"<>]{3,200}")


class MissingData:
    """What the statements of the file at `path` could not have.

    names: those that got no value for it. notes: what is missing, and where, a sentence each.
    """

    def __init__(self, path: str) -> None:
        self.names: set[str] = set()
        self.notes: list[str] = []
        self._path = path
        self._told: set[str] = set()
        self._shared: set[str] = set()

    def learn_of(self, tree: ast.Module) -> None:
        """Which names the file's functions set for all others."""
        for node in ast.walk(tree):
            if isinstance(node, ast.Global):
                self._shared.update(node.names)

    def explains(self, error: BaseException, failed: ast.stmt, namespace: dict[str, Any]) -> bool:
        """Whether a statement failed because something is missing, or a name that could not be set
        for that. If so, the names that it sets are taken out of the module's `namespace`."""
        line = complaint_of(error, self._path).line
        code = linecache.getline(self._path, line or 0)
        what = ""
        with suppress(Exception):  # what an error says of itself may be the learner's
            what = _missing_in(error) or _missing_at(code, error)
        if what:
            self._note(line, what)
        elif not self.is_cause_of(error):
            return False
        shared = {name for name in self._shared if name not in namespace}
        for name in {*_names_set(failed, namespace), *shared}:
            namespace.pop(name, None)
            self.names.add(name)
        return True

    def is_cause_of(self, error: BaseException) -> bool:
        """Whether a name has no value because what it should hold is missing."""
        return type(error) is NameError and type(error.name) is str and error.name in self.names

    def _note(self, line: int | None, what: str) -> None:
        if what in self._told or len(self.notes) == MOST_NOTES:
            return
        self._told.add(what)
        where = f"Line {line}: " if line else ""
        self.notes.append(f"{where}{what} The functions were checked all the same.")


def _missing_in(error: BaseException) -> str:
    """What of the world outside an error tells to be missing, a sentence; else ""."""
    chain = list(_causes(error))
    address = _ADDRESS.search("\n".join(map(str, chain)))
    for each in chain:
        if _OFFLINE & {kind.__name__ for kind in type(each).__mro__} or (
            isinstance(each, FileNotFoundError) and address
        ):
            what = f"“{address.group()}”" if address else "anything"
            return f"a check cannot download {what}. Put the file beside this one."
        if isinstance(each, (FileNotFoundError, PermissionError)):
            return in_words(each)
        if isinstance(each, EOFError) and is_input(each):
            return in_words(each)
        if type(each).__name__ == "TclError" and "display" in str(each):
            return "there is no screen in a check, so no windows."
    return ""


def _missing_at(code: str, error: BaseException) -> str:
    """The same of arguments, where the line that failed reads them."""
    asks = any(name in code and isinstance(error, kind) for name, kind in _ARGUMENTS.items())
    return "the file is given no arguments (sys.argv) in a check." if asks else ""


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    for _ in range(_DEEPEST):
        if error is None:
            return
        yield error
        error = error.__cause__ or error.__context__


def _names_set(statement: ast.stmt, namespace: dict[str, Any]) -> Iterator[str]:
    """The names that a statement gives a value, and those of the lists and dictionaries that it
    puts something into."""
    for node in ast.walk(statement):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, (ast.Subscript, ast.Attribute)):
            is_filled = isinstance(node.ctx, ast.Store) or isinstance(node, ast.Attribute)
            name = node.value.id if isinstance(node.value, ast.Name) else ""
            if is_filled and isinstance(namespace.get(name), _CONTAINERS):
                yield name
