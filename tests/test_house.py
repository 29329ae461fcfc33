"""The rules of the house: who may import whom, what lies where, words that must not be there."""

from __future__ import annotations

import ast
import os
import re
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parent.parent
FEWEST_MODULES = 40
LONG_FILE = 300
MOST_FILES_AT_APPS_TOP = 10

QT = ("PySide6", "shiboken6", "pyqtgraph")
QT_WITH_WINDOWS = (
    *(f"PySide6.Qt{part}" for part in ("Gui", "Widgets", "Svg", "SvgWidgets", "OpenGLWidgets")),
    "pyqtgraph",
)
CORE_MAY_USE = {"core", "numpy", "safetensors", "threadpoolctl", "tomli_w"}

TOP_LEVEL = {
    *("app", "core", "resources", "tests", "docs", "packaging", ".ci", ".github", "build.spec"),
    *("README.md", "LICENSE", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md"),
    *("Makefile", "pyproject.toml", "setup.py", ".gitignore", ".gitattributes"),
    *(
        f"requirements{use}.{kind}"
        for use in ("", "-dev", "-exports", "-bench", "-package")
        for kind in ("in", "txt")
    ),
    "requirements-torch.txt",
}


@dataclass(frozen=True)
class Rule:
    """Modules whose dotted name matches one of `who` import nothing in or under `never`."""

    who: tuple[str, ...]
    never: tuple[str, ...]
    but: tuple[str, ...] = ()


RULES = {
    "core knows no window": Rule(("core", "core.*"), (*QT, "app")),
    "data and ink know no training": Rule(
        ("core.data.*", "core.ink.*"),
        ("core.network.training", "core.network.stepping", "core.network.batches"),
    ),
    "a check knows nothing of a class": Rule(("core.checking.*",), ("core.classroom",)),
    "records need no Qt": Rule(
        (
            "app.background.training.messages",
            "app.background.training.history",
            "app.background.training.gradient_history",
            "app.background.training.run_curves",
            "app.background.training.switches",
            "app.state.answers",
            "app.state.drawn_digit",
            "app.state.recognition",
            "app.state.summary",
            "app.look.figures",
        ),
        QT,
    ),
    "the look is worn by all and knows none": Rule(
        ("app.look", "app.look.*"), ("app.views", "app.state", "app.background", "app.desktop")
    ),
    "the desktop knows no view": Rule(
        ("app.desktop", "app.desktop.*"), ("app.views", "app.state", "app.background")
    ),
    "what the app knows opens no dialog": Rule(
        ("app.state", "app.state.*"), (*QT_WITH_WINDOWS, "app.views")
    ),
    "the background sees no window": Rule(
        ("app.background", "app.background.*"), (*QT_WITH_WINDOWS, "app.views", "app.state")
    ),
    "views see records, not engines": Rule(
        ("app.views.*",),
        (
            "app.background.tasks",
            "app.background.training.run",
            "core.network.network",
            "core.network.training",
            "core.network.stepping",
            "core.network.batches",
        ),
    ),
    "the session alone starts runs": Rule(
        ("app.*",),
        ("app.background.training.run", "app.background.training.teaching"),
        but=("app.background.training.session",),
    ),
    "only app's top sees the main window": Rule(
        ("app.*",),
        ("app.views.main_window",),
        but=("app.startup", "app.between.captions", "app.preferences", "app.views.presentation"),
    ),
    "startup is the last to be made": Rule(
        ("app.*",), ("app.startup",), but=("app.__main__", "app.desktop.self_test")
    ),
}


def module_name(path: Path) -> str:
    parts = path.relative_to(HOUSE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported_names(source: str, module: str, is_package: bool) -> Iterator[str]:
    """Every dotted name that `source` imports, wherever in the file it does so.

    `from a import b` gives a and a.b, for b may be a module.
    """
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Import(names=names):
                yield from (each.name for each in names)
            case ast.ImportFrom(module=base, names=names, level=level):
                if level:
                    parts = module.split(".")
                    here = parts[: len(parts) - level + is_package]
                    base = ".".join([*here, *([base] if base else [])])
                yield base
                yield from (f"{base}.{each.name}" for each in names)
            case ast.Call(
                func=ast.Name(id="__import__" | "import_module")
                | ast.Attribute(attr="import_module"),
                args=[ast.Constant(value=str() as name), *_],
            ):
                yield name


@cache
def imports() -> dict[str, frozenset[str]]:
    """What each module of app and core imports."""
    return {
        module_name(path): frozenset(
            imported_names(
                path.read_text(encoding="utf-8"), module_name(path), path.name == "__init__.py"
            )
        )
        for room in ("app", "core")
        for path in sorted((HOUSE / room).rglob("*.py"))
    }


def matches(name: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatch(name, pattern) for pattern in patterns)


def within(name: str, places: tuple[str, ...]) -> bool:
    return any(name == place or name.startswith(place + ".") for place in places)


def view_of(module: str) -> str | None:
    """The view that a module belongs to: "train" for app.views.train.form."""
    parts = module.split(".")
    return parts[2] if parts[:2] == ["app", "views"] and len(parts) > 2 else None


def test_enough_was_scanned():
    assert len(imports()) >= FEWEST_MODULES
    assert sum(map(len, imports().values())) >= 4 * FEWEST_MODULES


@pytest.mark.parametrize("name", RULES)
def test_import_rule(name):
    rule = RULES[name]
    bound = [module for module in imports() if matches(module, rule.who)]
    for pattern in (*rule.who, *rule.but):
        assert any(matches(module, (pattern,)) for module in imports()), f"nothing is {pattern}"
    broken = [
        f"{module} imports {each}"
        for module in bound
        if not matches(module, rule.but)
        for each in sorted(imports()[module])
        if within(each, rule.never)
    ]
    assert not broken, f"{name}: {broken}"


def circle_in(graph: dict[str, frozenset[str]]) -> list[str]:
    """Modules each of which imports the next, the last being the first; none when there is none.

    It makes no difference whether an import is for types alone, or within a function.
    """
    known = {name: (names & graph.keys()) - {name} for name, names in graph.items()}
    try:
        TopologicalSorter(known).prepare()
    except CycleError as error:
        return list(reversed(error.args[1]))
    return []


def test_no_modules_import_each_other():
    assert circle_in({"a": frozenset("b"), "b": frozenset("ac"), "c": frozenset()}) != []
    assert circle_in(imports()) == []


def test_apps_top_holds_few_files():
    files = sorted(path.name for path in (HOUSE / "app").glob("*.py"))
    assert {"__main__.py", "startup.py"} <= set(files)
    assert len(files) <= MOST_FILES_AT_APPS_TOP, files


def test_core_is_numpy_and_the_standard_library():
    strangers = [
        f"{module} imports {each}"
        for module, names in imports().items()
        if within(module, ("core",))
        for each in names
        if each.split(".")[0] not in CORE_MAY_USE | sys.stdlib_module_names
    ]
    assert not strangers


def test_views_keep_to_themselves():
    """Only the main window imports other views; what views share lies in widgets."""
    views = {view_of(module) for module in imports()} - {None}
    assert {"main_window", "draw", "train", "widgets"} <= views
    folders = {name for name in views if (HOUSE / "app" / "views" / name).is_dir()} - {"widgets"}
    broken = [
        f"{module} imports {each}"
        for module, names in imports().items()
        if view_of(module) not in (None, "main_window")
        for each in names
        if view_of(each) in folders and view_of(each) != view_of(module)
    ]
    assert not broken


@pytest.mark.parametrize(
    ("source", "module", "is_package", "expected"),
    [
        ("import a.b as c", "m", False, {"a.b"}),
        ("from a import b", "m", False, {"a", "a.b"}),
        ("def f():\n    from a import b", "m", False, {"a", "a.b"}),
        ("if TYPE_CHECKING:\n    from a import b", "m", False, {"a", "a.b"}),
        ("from . import b", "p.m", False, {"p", "p.b"}),
        ("from . import b", "p", True, {"p", "p.b"}),
        ("from ..q import b", "p.r.m", False, {"p.q", "p.q.b"}),
        ("importlib.import_module('a.b')", "m", False, {"a.b"}),
        ("__import__('a')", "m", False, {"a"}),
    ],
)
def test_imports_are_found_however_they_are_written(source, module, is_package, expected):
    assert set(imported_names(source, module, is_package)) == expected


def kept(name: str) -> bool:
    """Whether a file or folder of this name belongs to the project: .gitignore does not list it."""
    ignored = (HOUSE / ".gitignore").read_text(encoding="utf-8").split()
    return not any(fnmatch(name, pattern.rstrip("/")) for pattern in (*ignored, ".git"))


@cache
def texts() -> dict[str, str]:
    """Every text file of the project but this one, by its path from the top."""
    found = {}
    for folder, folders, files in os.walk(HOUSE):
        folders[:] = sorted(filter(kept, folders))
        for path in (Path(folder, name) for name in sorted(filter(kept, files))):
            if path != Path(__file__).resolve():
                try:
                    found[path.relative_to(HOUSE).as_posix()] = path.read_text(encoding="utf-8")
                except UnicodeDecodeError:
                    continue
    return found


def test_the_top_level_holds_only_what_is_planned():
    assert set(filter(kept, os.listdir(HOUSE))) <= TOP_LEVEL


# Written so that this file does not hold what it looks for.
FORBIDDEN = {
    "work that is not done": r"\b(TODO|FIXME|XXX)\b",
    "a folder of one machine": r"(?<![\w.~}/-])/(root|work)/",
    "a package registry": "(?i)" + "|".join((r"\bpyp" + r"i\b", "python" + "hosted", "npm" + "js")),
}


@pytest.mark.parametrize("kind", FORBIDDEN)
def test_nothing_names(kind):
    assert len(texts()) >= FEWEST_MODULES
    found = [
        f"{name}: {match.group()}"
        for name, text in texts().items()
        for match in re.finditer(FORBIDDEN[kind], text)
    ]
    assert not found


def test_long_files_are_named(capsys):
    """A note, no failure: files above 300 lines had better explain themselves."""
    lengths = {name: text.count("\n") for name, text in texts().items() if name.endswith(".py")}
    assert lengths
    long = {name: lines for name, lines in lengths.items() if lines > LONG_FILE}
    with capsys.disabled():
        for name, lines in long.items():
            print(f"\nnote: {name} has {lines} lines", end="")


def definitions() -> Iterator[tuple[str, str, bool]]:
    """Every public class and every public function of a module's top level: its name, where it is
    defined, and whether it is a class."""
    for room in ("app", "core", "packaging"):
        for path in sorted((HOUSE / room).rglob("*.py")):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            for node in ast.walk(tree):
                is_class = isinstance(node, ast.ClassDef)
                is_function = isinstance(node, ast.FunctionDef) and node in tree.body
                if (is_class or is_function) and not node.name.startswith("_"):
                    yield node.name, module_name(path), is_class


def test_a_class_name_means_one_thing():
    places = defaultdict(list)
    for name, module, is_class in definitions():
        if is_class:
            places[name].append(module)
    assert len(places) >= FEWEST_MODULES
    assert {name: modules for name, modules in places.items() if len(modules) > 1} == {}


def test_no_name_is_a_letter():
    names = list(definitions())
    assert len(names) >= 4 * FEWEST_MODULES
    assert [f"{module}.{name}" for name, module, _ in names if len(name) < 2] == []


def pins(file: str) -> set[str]:
    """The lines of a requirements file that pin a version."""
    lines = (HOUSE / file).read_text(encoding="utf-8").splitlines()
    return {line.rstrip("\\ ") for line in lines if "==" in line}


@pytest.mark.parametrize(
    "file", ["requirements-dev.txt", "requirements-bench.txt", "requirements-package.txt"]
)
def test_tests_and_benchmarks_run_what_users_run(file):
    assert {"numpy==2.4.6", "pyside6-essentials==6.11.3"} <= pins("requirements.txt")
    assert pins("requirements.txt") < pins(file)


def test_what_pip_installs_for_users_is_what_is_pinned():
    project = tomllib.loads((HOUSE / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = {each.lower() for each in project["dependencies"]}
    assert len(wanted) >= 6
    assert wanted <= pins("requirements.txt")


# What opens a file for reading in another way, and why it may.
OPENED_OTHERWISE = {
    "core.files.regular_file": "it is how",
    "core.files.atomic_file": "a temporary file of its own",
    "core.files.locks": "a lock's own file",
    "core.data.download": "a part of its own",
    "core.data.opening.pictures": "a copy of its own of a picture in a zip",
    "core.data.opening.tables": "text in memory, by np.loadtxt",
    "core.lessons.pages": "ships with the app",
    "core.lessons.quiz": "ships with the app",
    "core.lessons.exercise": "ships with the app",
    "core.checking.child": "its own streams",
    "core.checking.confinement": "what must fail, in a process of its own",
    "core.checking.landlock": "a place, not its content",
    "core.checking.resource_limits": "of the system",
    "core.cli.command": "its own streams",
    "core.files.leftovers": "a journal of its own",
    "core.runs.frames": "a file of its own, to append to",
    "core.classroom.results_file": "a file of its own, to append to; it looks first",
    "core.classroom.rubric_file": "ships with the app",
    "app.settings": "a file of its own, which it looks at first",
    "app.state.network_in_use": "a copy of its own, which core.files.model_file has read",
    "app.state.drafts": "a draft of its own, behind its lock",
    "app.desktop.ending": "a report of its own",
    "app.desktop.window_folder": "a report of its own, behind its lock",
    "app.desktop.licences": "ships with the app",
    "app.desktop.log": "a log of its own",
    "app.desktop.pictures": "a picture, whose readers are Qt's",
    "app.desktop.picture_files": "a buffer of Qt's",
    "app.look.icons": "ships with the app",
}
OPENING = {"open", "read_bytes", "read_text", "fdopen", "fromfile", "load", "loadtxt", "genfromtxt"}
OF_FILES = {"Path", "os", "io", "gzip", "np", "zipfile", "codecs", "tokenize"}


def opens_a_file(source: str) -> bool:
    """Whether it calls what opens a file. A dialog's open() takes no mode."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        called = node.func
        if isinstance(called, ast.Name) and called.id == "open":
            return True
        if not isinstance(called, ast.Attribute) or called.attr not in OPENING:
            continue
        has_mode = any(
            isinstance(each, ast.Constant)
            and each.value in ("r", "rb", "r+b", "rt", "w", "wb", "a")
            for each in node.args
        )
        of_files = isinstance(called.value, ast.Name) and called.value.id in OF_FILES
        if has_mode or of_files or called.attr in ("read_bytes", "read_text"):
            return True
    return False


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("open(path)", True),
        ("path.open('rb')", True),
        ("path.read_bytes()", True),
        ("np.load(path)", True),
        ("os.open(path, flags)", True),
        ("dialog.open()", False),
        ("self.hand.open(name)", False),
        ("model_file.load(path)", False),
        ("open_regular(path)", False),
    ],
)
def test_an_opened_file_is_found_however_it_is_written(source, expected):
    assert opens_a_file(source) is expected


def test_files_are_opened_by_one_function_that_never_waits():
    """A named pipe waits for its other end, for ever: see core.files.regular_file."""
    found = {
        module_name(path)
        for folder in ("core", "app")
        for path in sorted((HOUSE / folder).rglob("*.py"))
        if opens_a_file(path.read_text(encoding="utf-8"))
    }
    assert found - set(OPENED_OTHERWISE) == set()
    assert len(found) > 8
