"""What `import core` gives, and what type checkers are told of it."""

from __future__ import annotations

import ast
from pathlib import Path

import core

STUB = Path(core.__file__).with_name("__init__.pyi")


def test_type_checkers_see_each_name_where_it_is() -> None:
    lines = ast.parse(STUB.read_text(encoding="utf-8")).body
    imports = [line for line in lines if isinstance(line, ast.ImportFrom)]
    seen = {(name.asname, name.name, line.module) for line in imports for name in line.names}
    assert seen == {(name, name, module) for name, module in core._MODULE_OF.items()}
