"""A learner's file, read and run statement by statement. In the child process.

When a statement fails, that is noted, and the functions that stand after it are defined all the
same. One that wants data which are not here is left out, and what stands after it is run.
"""

from __future__ import annotations

import ast
import inspect
import linecache
import re
import sys
from collections.abc import Callable
from dataclasses import replace
from types import BuiltinFunctionType, FunctionType, MethodType, ModuleType
from typing import Any

from core.checking.complaints import Complaint, complaint_of
from core.checking.course_functions import ALL_NAMES, OTHER_NAMES
from core.checking.missing_data import MissingData
from core.checking.missing_modules import DoNothing
from core.checking.notebook import NOTE, without_magic
from core.checking.stand_ins import StandIn

_MAGIC = re.compile(rb"[%!?]")
MOST_PRINTS = 2000
_TOO_DEEP = "Python cannot read this: brackets or signs stand too deep in one another."
_FUTURE = 0x1FE0000  # the flags that `from __future__ import ...` sets


class FewPrints:
    """print, until a file has printed more than anybody reads."""

    def __init__(self) -> None:
        self._left = MOST_PRINTS

    def __call__(self, *values: Any, **how: Any) -> None:
        self._left -= 1
        if self._left >= 0 or how.get("file") is not None:
            print(*values, **how)


class LearnerModule:
    """The module that a learner's source makes. path: its file, for tracebacks."""

    def __init__(self, source: bytes, path: str) -> None:
        self.path = path
        self.complaint: Complaint | None = None
        self.notes: list[str] = []
        self.missing = MissingData(path)
        name = re.sub(r"\W", "_", re.split(r"[\\/]", path)[-1].removesuffix(".py"))
        self.module = ModuleType(name if name not in sys.modules else "learners_file")
        self.module.__file__ = path
        sys.modules[self.module.__name__] = self.module
        self._source = source
        lines = source.decode("utf-8", "replace").splitlines(keepends=True)
        linecache.cache[path] = (len(source), None, lines, path)  # for tracebacks
        self._flags = 0
        self._instances: dict[type, Any] = {}
        self.namespace.update(get_ipython=DoNothing, display=DoNothing(), print=FewPrints())

    @property
    def namespace(self) -> dict[str, Any]:
        """The module's names and what they mean."""
        return vars(self.module)

    def parse(self) -> ast.Module | None:
        """The tree; None after a complaint."""
        try:
            return self._parsed_without_magic()
        except (MemoryError, RecursionError) as error:  # so say Python's parser and its tree
            self.complaint = replace(complaint_of(error, self.path), sentence=_TOO_DEEP)
        except (SyntaxError, ValueError) as error:
            self.complaint = complaint_of(error, self.path)
        return None

    def run(
        self,
        tree: ast.Module,
        on_line: Callable[[int], None],
        repair: Callable[[], None],
        definitions_only: bool = False,
    ) -> None:
        """Every statement, until one fails; from there on those that define something.

        on_line: told the line of each that does more. repair: called after each statement.
        """
        self.missing.learn_of(tree)
        for statement in tree.body:
            defines = _defines(statement)
            if (definitions_only or self.complaint) and not defines:
                continue
            if not defines:
                on_line(statement.lineno)
            try:
                unit = ast.Module([statement], [])
                code = compile(unit, self.path, "exec", flags=self._flags, dont_inherit=True)
                exec(code, self.namespace)
                repair()
            except BaseException as error:
                repair()
                if not self.missing.explains(error, statement, self.namespace):
                    self.complaint = self.complaint or complaint_of(error, self.path)
        self.notes += self.missing.notes

    def name_of(self, function: str) -> str:
        """What the file calls one of the course's functions; "" where it has none."""
        names = (function, *OTHER_NAMES.get(function, ()))
        found = next((name for name in names if self.function(name) is not None), "")
        owner = getattr(self.function(found), "__self__", None) if found else None
        is_method = owner is not None and not isinstance(owner, ModuleType)
        kind = owner if isinstance(owner, type) else type(owner)
        return f"{kind.__name__}.{found}" if is_method else found

    def function(self, name: str) -> Any:
        """What the file calls `name`: a function, or a method of a class; else None."""
        name = name.rpartition(".")[2]
        value = self.namespace.get(name)
        if value is not None and not isinstance(value, StandIn):
            return None if self._is_foreign(value) else value
        return self._method(name)

    def _method(self, name: str) -> Any:
        """The method of this name of one of the file's classes; None where there is none, or no
        instance of its class can be made without arguments."""
        for each in list(self.namespace.values()):
            if not (isinstance(each, type) and each.__module__ == self.module.__name__):
                continue
            method = vars(each).get(name)
            if isinstance(method, (staticmethod, classmethod)):
                return getattr(each, name)
            if isinstance(method, FunctionType) and (instance := self._instance(each)) is not None:
                return getattr(instance, name)
        return None

    def _instance(self, kind: type) -> Any:
        """One of this class, the same whenever it is asked for; None where none can be made."""
        if kind not in self._instances:
            try:
                self._instances[kind] = kind()
            except BaseException:
                self._instances[kind] = None
                self.notes.append(
                    f"{kind.__name__}() cannot be made without arguments, so its methods were not "
                    "checked. Give its __init__ default values."
                )
        return self._instances[kind]

    def _parsed_without_magic(self) -> ast.Module:
        try:
            return self._parsed(self._source)
        except SyntaxError:
            if not _MAGIC.search(self._source):
                raise
        tree = self._parsed(without_magic(self._source.decode("utf-8", "replace")).encode())
        self.notes.append(NOTE)
        return tree

    def _parsed(self, source: bytes) -> ast.Module:
        tree = ast.parse(source, self.path)
        self._flags = compile(source, self.path, "exec", dont_inherit=True).co_flags & _FUTURE
        return tree

    def _is_foreign(self, value: Any) -> bool:
        """A function of a library under this name; one of a helper file of the learner's is not."""
        if not isinstance(value, (FunctionType, MethodType, BuiltinFunctionType)):
            return False
        home = value.__module__ or ""
        if home == self.module.__name__:
            return False
        origin = getattr(sys.modules.get(home), "__file__", None) or ""
        return "site-packages" in origin or home.split(".")[0] in sys.stdlib_module_names


def parameters_of(function: Any) -> list[tuple[str, bool, str]] | None:
    """(name, whether it has a default, kind) of each parameter; None where nobody can tell."""
    try:
        signature = inspect.signature(function)
    except (ValueError, TypeError):
        return None
    return [
        (each.name, each.default is not each.empty, each.kind.name)
        for each in signature.parameters.values()
    ]


def _defines(statement: ast.stmt) -> bool:
    """Whether a statement defines or imports something, and runs nothing of the course."""
    if isinstance(
        statement, (ast.FunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom, ast.AsyncFunctionDef)
    ):
        return True
    if isinstance(statement, (ast.If, ast.Try)):
        return all(map(_defines, statement.body))
    if isinstance(statement, (ast.Assign, ast.AnnAssign)):
        called = [node.func for node in ast.walk(statement) if isinstance(node, ast.Call)]
        return not any(isinstance(each, ast.Name) and each.id in ALL_NAMES for each in called)
    return False
