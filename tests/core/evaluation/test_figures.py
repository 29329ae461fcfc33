"""Loss, calibration and refusing of a set: by hand, for any answers, and as JSON and tables."""

import csv
import json
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.evaluation.figures import SetFigures
from core.evaluation.refusing import RefusalCurve
from core.evaluation.robustness import RobustnessPoint
from core.evaluation.tables import (
    calibration_csv,
    classes_csv,
    confusion_csv,
    refusing_csv,
    robustness_csv,
)
from tests.core.evaluation.made import answers_with, sure_of


@pytest.fixture
def answers():
    """Sure of 0.9 twice, once wrongly; of 0.6 twice, both right."""
    return sure_of([0, 0, 1, 1], [0, 1, 1, 1], [0.9, 0.9, 0.6, 0.6], 2)


def rows_of(table):
    return list(csv.DictReader(table.decode().splitlines()))


def test_figures_worked_by_hand(answers):
    figures = SetFigures.of(answers)
    assert (figures.count, figures.accuracy) == (4, 3 / 4)
    expected = -(math.log(0.9) + math.log(0.1) + 2 * math.log(0.6)) / 4
    assert figures.loss == pytest.approx(expected, rel=1e-6)
    # |0.9 - 1/2| for two, |0.6 - 1| for two.
    assert figures.reliability.error == pytest.approx(0.4, rel=1e-6)


def test_refusing_worked_by_hand(answers):
    curve = RefusalCurve(answers)
    found = [curve.at(limit) for limit in (0, 0.61, 0.91)]
    assert [(each.answered_share, each.right_share) for each in found] == [
        (1, 3 / 4),
        (1 / 2, 1 / 2),
        (0, None),
    ]


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.floats(0.3, 1)), min_size=1))
def test_with_a_higher_limit_fewer_are_answered(cases):
    answers = sure_of(*map(list, zip(*cases, strict=True)), 4)
    curve = RefusalCurve(answers).curve()
    assert (curve[0].answered, curve[0].right) == (len(answers), answers.right.sum())
    shares = [each.answered for each in curve]
    assert shares == sorted(shares, reverse=True)
    for each in curve:
        kept = answers.confidences >= np.float32(each.limit)
        assert each.answered == kept.sum()
        assert each.right == (kept & answers.right).sum()


def test_what_is_no_number_is_null_and_refused():
    answers = answers_with([0, 1], [[math.nan, math.nan], [0.2, 0.8]])
    figures = SetFigures.of(answers)
    assert figures.refusing.at(0).answered == 1
    assert figures.reliability.counts.sum() == 1
    assert json.loads(json.dumps(figures.record(), allow_nan=False))["loss"] is None


def test_an_empty_set_has_a_record():
    figures = SetFigures.of(answers_with([], np.zeros((0, 2)), ("no", "yes")))
    record = json.loads(json.dumps(figures.record(), allow_nan=False))
    assert (record["count"], record["accuracy"], record["loss"]) == (0, None, None)
    assert record["macro"] == {"precision": None, "recall": None, "f1": None}


def test_the_record_holds_all_figures(answers):
    record = SetFigures.of(answers).record()
    assert record["confusion"] == [[1, 1], [0, 2]]
    assert record["classes"][0]["recall"] == 1 / 2
    assert record["refusing"][0] == {"limit": 0, "answered": 1, "right": 3 / 4}
    assert sum(each["count"] for each in record["calibration"]) == 4


def test_tables(answers):
    figures = SetFigures.of(answers)
    first, second = rows_of(confusion_csv(figures.confusion))
    assert (first["class"], first["as a"], first["as b"], first["recall"]) == ("a", "1", "1", "0.5")
    assert (second["examples"], second["F1"]) == ("2", "0.8")
    assert [each["class"] for each in rows_of(classes_csv(figures.confusion))] == ["a", "b"]
    assert sum(int(each["answers"]) for each in rows_of(calibration_csv(figures))) == 4
    assert rows_of(refusing_csv(figures))[-1] == {
        "limit": "1.0",
        "share answered": "0.0",
        "share right": "",
    }
    (row,) = rows_of(robustness_csv([RobustnessPoint("shift", 2, 9, 10)]))
    assert (row["distortion"], row["share right"]) == ("shift", "0.9")
    assert float(row["from"]) < 0.9 < float(row["to"])
