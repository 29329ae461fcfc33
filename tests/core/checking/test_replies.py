import numpy as np
import pytest

from core.checking.course_functions import FUNCTIONS
from core.checking.replies import check_reply
from core.checking.wire import ConvertedArray, WireError

COMPLAINT = {"sentence": "it fails", "traceback": "", "line": 3, "kind": "ValueError"}
CALLED = {
    "value": (np.ones(3), "anything"),
    "complaint": None,
    "changed": ["0"],
    "rebound": (0,),
    "used": ["relu"],
    "needed": ["torch"],
    "started": False,
}
ABOUT = {
    "callable": True,
    "type": "function",
    "parameters": [("Z", False, "VAR_POSITIONAL")],
    "written_as": "",
}
LOADED = {"functions": {"relu": ABOUT}, "notes": ["so"], "lending": [], "complaint": COMPLAINT}
RIGHT = [
    ("start", {"ready": True, "held": ["files"], "memory": 1 << 26}),
    ("load", LOADED),
    ("load", {"line": 3}),
    ("call", CALLED),
    ("call", {"unreadable": "too large"}),
    ("begin", {}),
    ("step", {"loss": float("nan"), "complaint": None}),
    ("step", {"loss": None, "complaint": COMPLAINT}),
]


@pytest.mark.parametrize(("do", "message"), RIGHT)
def test_what_a_child_replies_is_taken(do, message):
    assert check_reply(do, message) == message


@pytest.mark.parametrize(("do", "message"), RIGHT)
def test_with_a_field_more_or_less_it_is_none(do, message):
    for name in message:
        with pytest.raises(WireError):
            check_reply(do, {key: each for key, each in message.items() if key != name})
    with pytest.raises(WireError):
        check_reply(do, {**message, "more": 1})


@pytest.mark.parametrize(
    ("do", "message"),
    [
        ("start", {"ready": True, "held": ["everything"], "memory": 0}),
        ("start", {"ready": True, "held": [np.ones(3)], "memory": 0}),
        ("load", {"line": -1}),
        ("load", {"line": True}),
        ("load", {"line": 1e300}),
        ("load", {**LOADED, "functions": {"other": ABOUT}}),
        ("load", {**LOADED, "functions": {name: {} for name in FUNCTIONS}}),
        ("load", {**LOADED, "functions": {"relu": {**ABOUT, "parameters": [("Z", 1, "x")]}}}),
        ("load", {**LOADED, "functions": {"relu": {**ABOUT, "parameters": ["Zab"]}}}),
        ("load", {**LOADED, "notes": "text"}),
        ("load", {**LOADED, "notes": ["x"] * 1000}),
        ("load", {**LOADED, "notes": ["x" * 100_000]}),
        ("load", {**LOADED, "complaint": {**COMPLAINT, "line": "3"}}),
        ("load", {**LOADED, "complaint": {**COMPLAINT, "traceback": None}}),
        ("call", {**CALLED, "changed": [3]}),
        ("call", {**CALLED, "rebound": ConvertedArray(np.ones(1), "list")}),
        ("call", {**CALLED, "started": 1}),
        ("call", {"line": 3}),
        ("step", {"loss": None, "complaint": None}),
        ("step", {"loss": True, "complaint": None}),
        ("step", {"loss": np.ones(1), "complaint": None}),
        ("begin", []),
        ("begin", None),
    ],
)
def test_what_is_no_reply_is_refused(do, message):
    with pytest.raises(WireError):
        check_reply(do, message)
