"""No text of a stranger is taken for markup: what makes labels, tooltips and dialogs in the source.

Qt guesses whether a label's text, a tooltip or a message is markup, and it draws what it takes for
some: headings, links, pictures of the network. So all of them are made by our own functions.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

APP = Path(__file__).resolve().parent.parent / "app"
WIDGETS = "views/widgets"
# Who may make each of them; all others use what is made there.
MAKERS = {
    "QLabel": {f"{WIDGETS}/plain.py", f"{WIDGETS}/rich.py"},
    "QMessageBox": {f"{WIDGETS}/notice.py"},
    "QErrorMessage": set(),
    "QProgressDialog": set(),
    "QWizard": set(),
    "QWhatsThis": set(),
    "QSplashScreen": set(),
    "QGraphicsTextItem": {f"{WIDGETS}/plot/plot.py"},  # by setPlainText alone
    "QStaticText": set(),
    "TextItem": set(),
    "LabelItem": {f"{WIDGETS}/plot/plot.py"},  # all of its text is escaped
    "LegendItem": set(),
    "InfLineLabel": set(),
}
# Methods whose text Qt or pyqtgraph may take for markup, and the functions that make it harmless.
TIPS = ("setToolTip", "setTabToolTip", "setStatusTip", "setWhatsThis", "showText")
MARKUP = {
    "setHtml": set(),
    "insertHtml": set(),
    "appendHtml": set(),
    "setMarkdown": {"views/learn/read/page_style.py"},
    "addLegend": set(),
    "setTitle": {"desktop/picture_files.py"},  # of an SVG, which Qt escapes
    "setOpenExternalLinks": set(),
}
STATIC = ("information", "warning", "critical", "question", "about")


@cache
def sources() -> dict[str, ast.Module]:
    return {
        path.relative_to(APP).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted(APP.rglob("*.py"))
    }


def calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """Each call and the last part of the name of what it calls."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
                yield name, node


def bases(tree: ast.AST) -> Iterator[str]:
    """Each class that is derived from."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            for base in node.bases:
                match base:
                    case ast.Name(id=name) | ast.Attribute(attr=name):
                        yield name


def is_ours(argument: ast.expr) -> bool:
    """Whether a tooltip is a text of this source, or was made plain."""
    match argument:
        case ast.Constant(value=str()):
            return not any(each in argument.value for each in "<&")
        case ast.Name(id=name):
            return name.isupper()
        case ast.Call(func=ast.Name(id="plain_tip")):
            return True
    return False


def tips(tree: ast.AST) -> Iterator[tuple[int, bool]]:
    """The line of each tooltip that is set, and whether its text cannot be markup by accident."""
    for name, call in calls(tree):
        if name in TIPS:
            which = 1 if name == "showText" else -1
            yield call.lineno, is_ours(call.args[which])


def test_enough_was_scanned() -> None:
    found = [name for tree in sources().values() for name, _ in calls(tree)]
    assert len(sources()) >= 100
    assert found.count("PlainLabel") >= 60
    assert sum(1 for tree in sources().values() for _ in tips(tree)) >= 40


@pytest.mark.parametrize("kind", MAKERS)
def test_only_our_own_makers_make(kind: str) -> None:
    made = [
        f"app/{path}"
        for path, tree in sources().items()
        if path not in MAKERS[kind]
        for name in (*(name for name, _ in calls(tree)), *bases(tree))
        if name == kind
    ]
    assert not made, f"{made} make a {kind}: use PlainLabel, RichLabel, notice or plain_box"


def test_every_tooltip_is_plain() -> None:
    wrong = [
        f"app/{path}:{line}"
        for path, tree in sources().items()
        for line, is_plain in tips(tree)
        if not is_plain
    ]
    assert not wrong, f"{wrong} set a tooltip that may be markup: use plain_tip"


@pytest.mark.parametrize("method", MARKUP)
def test_markup_is_set_only_where_it_is_ours(method: str) -> None:
    wrong = [
        f"app/{path}:{call.lineno}"
        for path, tree in sources().items()
        for name, call in calls(tree)
        if name == method and path not in MARKUP[method]
    ]
    assert not wrong


def test_no_message_is_shown_by_a_short_cut() -> None:
    """QMessageBox.warning(...) and its like cannot be told that their text is plain."""
    wrong = [
        f"app/{path}:{node.lineno}"
        for path, tree in sources().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and node.attr in STATIC
        and isinstance(node.value, ast.Name)
        and node.value.id == "QMessageBox"
    ]
    assert not wrong


@pytest.mark.parametrize(
    ("source", "is_plain"),
    [
        ("x.setToolTip('words')", True),
        ("x.setToolTip('<b>words</b>')", False),
        ("x.setToolTip(WORDS)", True),
        ("x.setToolTip(words)", False),
        ("x.setToolTip(f'In {folder}')", False),
        ("x.setToolTip(plain_tip(words))", True),
        ("item.setToolTip(2, words)", False),
        ("item.setToolTip(2, plain_tip(words))", True),
        ("QToolTip.showText(at, words, self)", False),
    ],
)
def test_tooltips_are_judged(source: str, is_plain: bool) -> None:
    ((_, found),) = tips(ast.parse(source))
    assert found is is_plain
