"""A function that is slow is not wrong; one that does not come back from a call is."""

from __future__ import annotations

from itertools import count
from types import SimpleNamespace

import numpy as np
import pytest

from core.checking import trial
from core.checking.calling import LearnersFile
from core.checking.exercises import EXERCISES
from core.checking.judge import judge_function
from core.checking.process import TooSlow
from core.checking.signature import Signature

CASES = len(EXERCISES["relu"].cases()) + 1
SIGNATURE = {"relu": Signature((("Z", False, "POSITIONAL_OR_KEYWORD"),))}


def relu(Z):
    return np.maximum(0, Z), Z


def judged(monkeypatch, function, seconds, patience, endless_from=1000):
    """The report on a relu each of whose calls takes so many seconds; from one on they are
    endless."""
    now, calls = [0.0], count()

    def ask(*, arguments, **request):
        if next(calls) >= endless_from:
            raise TooSlow
        now[0] += seconds
        reply = {"value": function(*arguments), "complaint": None, "changed": [], "rebound": []}
        return {**reply, "used": [], "started": False}

    monkeypatch.setattr(trial, "time", SimpleNamespace(monotonic=lambda: now[0]))
    return judge_function("relu", LearnersFile(ask, SIGNATURE, patience=patience), {}, {})


def test_all_cases_are_tried_while_there_is_time(monkeypatch):
    report = judged(monkeypatch, relu, 0.1, 10.0)
    assert (report.status, report.notes) == ("right", ())


def test_what_is_right_as_far_as_it_came_is_right_with_a_note(monkeypatch):
    report = judged(monkeypatch, relu, 1.0, 2.5)
    assert report.status == "right"
    assert report.notes == (f"It is slow: 3 of {CASES} cases were tried before its time was up.",)


def test_one_or_two_cases_are_too_few_to_say_anything(monkeypatch):
    report = judged(monkeypatch, relu, 3.0, 2.5)
    assert report.status == "unchecked"
    assert "slow" in report.problem


def test_what_is_wrong_at_once_is_wrong_though_slow(monkeypatch):
    assert judged(monkeypatch, lambda Z: (-Z, Z), 3.0, 2.5).status == "wrong"


def test_a_slow_function_that_does_not_come_back_is_slow(monkeypatch):
    report = judged(monkeypatch, relu, 1.0, 100.0, endless_from=4)
    assert report.status == "right"
    assert report.notes[0].startswith("It is slow: 4 of")


def test_a_quick_function_that_does_not_come_back_is_endless(monkeypatch):
    with pytest.raises(TooSlow):
        judged(monkeypatch, relu, 0.01, 100.0, endless_from=4)
