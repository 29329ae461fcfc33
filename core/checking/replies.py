"""What a child's replies must look like. The learner's code may have written one."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from core.checking.confinement import WHAT
from core.checking.course_functions import JUDGED
from core.checking.wire import WIDEST, WireError

LONGEST_TEXT = 20_000  # of a traceback
LONGEST_NAME = 1000

Check = Callable[[Any], bool]


def check_reply(do: str, message: Any) -> dict[str, Any]:
    """The message, when it is a reply to the request `do`. Raises WireError."""
    for shape in _REPLIES[do]:
        if _is_record(message, shape):
            return dict(message)
    raise WireError("this is no reply")


def _text(longest: int) -> Check:
    return lambda value: isinstance(value, str) and len(value) <= longest


def _either(*checks: Check) -> Check:
    return lambda value: any(check(value) for check in checks)


def _one_of(names: Collection[str]) -> Check:
    return lambda value: isinstance(value, str) and value in names


def _list_of(check: Check) -> Check:
    return lambda value: (
        isinstance(value, (list, tuple)) and len(value) <= WIDEST and all(map(check, value))
    )


def _record(shape: dict[str, Check]) -> Check:
    return lambda value: _is_record(value, shape)


def _is_record(value: Any, shape: dict[str, Check]) -> bool:
    return (
        isinstance(value, dict)
        and value.keys() == shape.keys()
        and all(check(value[name]) for name, check in shape.items())
    )


def _is_nothing(value: Any) -> bool:
    return value is None


def _is_truth(value: Any) -> bool:
    return isinstance(value, bool)


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 1 << 31


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _is_parameter(value: Any) -> bool:
    if not isinstance(value, (list, tuple)) or len(value) != 3:
        return False
    name, default, kind = value
    return _name(name) and _is_truth(default) and _name(kind)


def _is_anything(value: Any) -> bool:
    return True


def _are_functions(value: Any) -> bool:
    return isinstance(value, dict) and all(
        name in JUDGED and _function(about) for name, about in value.items()
    )


_name, _long_text = _text(LONGEST_NAME), _text(LONGEST_TEXT)
_function = _record(
    {
        "callable": _is_truth,
        "type": _name,
        "parameters": _either(_is_nothing, _list_of(_is_parameter)),
        "written_as": _name,
    }
)
_complaint = _record(
    {
        "sentence": _long_text,
        "traceback": _long_text,
        "line": _either(_is_nothing, _is_count),
        "kind": _name,
    }
)
_complaint_or_none = _either(_is_nothing, _complaint)
_UNREADABLE = {"unreadable": _long_text}
_REPLIES: dict[str, tuple[dict[str, Check], ...]] = {
    "start": ({"ready": _is_truth, "held": _list_of(_one_of(WHAT)), "memory": _is_count},),
    "load": (
        {"line": _is_count},
        {
            "functions": _are_functions,
            "notes": _list_of(_long_text),
            "lending": _list_of(_name),
            "complaint": _complaint_or_none,
        },
    ),
    "call": (
        _UNREADABLE,
        {
            "value": _is_anything,  # what unpack gives, which bounds it
            "complaint": _complaint_or_none,
            "changed": _list_of(_name),
            "rebound": _list_of(_is_count),
            "used": _list_of(_name),
            "needed": _list_of(_name),
            "started": _is_truth,
        },
    ),
    "begin": ({},),
    "step": (
        {"loss": _is_number, "complaint": _is_nothing},
        {"loss": _is_nothing, "complaint": _complaint},
    ),
}
