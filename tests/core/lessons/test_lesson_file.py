"""A lesson comes back from its file as it was; what is none is refused with a sentence."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.ink.strokes import Drawing
from core.lessons.lesson_file import (
    LARGEST,
    LessonError,
    LessonExercise,
    LessonFile,
    LessonQuestion,
    from_bytes,
    to_bytes,
)
from core.network.recipe import Recipe

LESSON = LessonFile(
    "Why learning rates matter",
    "Run it once as it is.\n\nThen take 3.",
    "train",
    Recipe(hidden=(32,), epochs=2),
    ("hidden", "epochs"),
    "starter",
    Drawing.from_lists([[[0.2, 0.1], [0.7, 0.1], [0.4, 0.9]]]),
    (
        LessonQuestion("choice", "What happens?", ("It falls", "It jumps"), 1.0, 0.0, "Too far."),
        LessonQuestion("number", "Which accuracy?", answer=97.0, tolerance=1.5),
        LessonQuestion("text", "Say why."),
    ),
    LessonExercise("def relu_backward(dH, Z):\n    ...\n", 'title = "Backward"\n'),
)


def same(one: LessonFile, other: LessonFile) -> bool:
    drawings = [each.drawing and each.drawing.to_lists() for each in (one, other)]
    return drawings[0] == drawings[1] and replace(one, drawing=None).__dict__ == {
        **replace(other, drawing=None).__dict__
    }


def test_it_comes_back_as_it_was():
    assert same(from_bytes(to_bytes(LESSON)), LESSON)
    assert same(from_bytes(to_bytes(LessonFile("Draw"))), LessonFile("Draw"))


@given(
    title=st.text(min_size=1, max_size=100).filter(str.strip),
    text=st.text(max_size=500),
    ask=st.text(min_size=1, max_size=100).filter(str.strip),
    answer=st.floats(allow_nan=False, allow_infinity=False),
    tolerance=st.floats(0, 1e300),
)
def test_any_words_and_numbers_come_back(title, text, ask, answer, tolerance):
    question = LessonQuestion("number", ask, answer=answer, tolerance=tolerance)
    lesson = LessonFile(title, text, questions=(question,))
    try:
        data = to_bytes(lesson)
    except UnicodeEncodeError:
        return
    assert same(from_bytes(data), lesson)
    assert question.is_right(answer)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"format": "other"}, "no lesson of Digit Lab"),
        ({"version": 2}, "newer Digit Lab"),
        ({"version": True}, "which version"),
        ({"title": " "}, "no title"),
        ({"title": 3}, "“title” of the lesson is no text"),
        ({"title": "x" * 500}, "longer than 120"),
        ({"view": "kitchen"}, "none of draw"),
        ({"recipe": "hidden = 3"}, "recipe of the lesson cannot be used"),
        ({"recipe": "no = 3"}, "recipe of the lesson cannot be used"),
        ({"recipe": None}, "locks fields"),
        ({"locked": ["colour"]}, "a field that a recipe does not have"),
        ({"locked": [["hidden"]]}, "a field that a recipe does not have"),
        ({"drawing": [[[1, "x"]]]}, "“drawing” of the lesson cannot be used"),
        ({"drawing": 7}, "“drawing” of the lesson cannot be used"),
        ({"questions": {}}, "are no list"),
        ({"questions": [{}] * 31}, "more than 30"),
        ({"questions": [{"kind": "riddle"}]}, "question 1"),
        ({"questions": [{"kind": "text", "ask": ""}]}, "asks nothing"),
        (
            {"questions": [{"kind": "choice", "ask": "?", "options": ["a"], "answer": 0}]},
            "two options",
        ),
        ({"questions": [{"kind": "choice", "ask": "?", "options": ["a", "b"]}]}, "two options"),
        ({"questions": [{"kind": "number", "ask": "?", "answer": "1"}]}, "no number"),
        ({"questions": [{"kind": "number", "ask": "?", "answer": 10**400}]}, "no number"),
        ({"questions": [{"kind": "number", "ask": "?", "answer": 1, "tolerance": -1}]}, "below 0"),
        ({"questions": [{"kind": "text", "ask": "?", "run": "rm"}]}, "other entries"),
        ({"exercise": {"code": 1}}, "“exercise.code” of the lesson is no text"),
        ({"exercise": {"script": ""}}, "other entries"),
        ({"more": 1}, "unknown entry “more”"),
    ],
)
def test_what_is_wrong_is_named(change, words):
    record = json.loads(to_bytes(LESSON)) | change
    with pytest.raises(LessonError) as caught:
        from_bytes(json.dumps(record).encode())
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "data", [b"", b"[]", b"{", b"\xff", b"[" * 10_000, b" " * (LARGEST + 1), b'{"a": NaN}']
)
def test_what_is_no_lesson_is_refused(data):
    with pytest.raises(LessonError):
        from_bytes(data)


def test_no_changed_byte_does_harm():
    data = to_bytes(LESSON)
    for place in range(0, len(data), 3):
        for other in (0x00, 0x22, 0x7B, 0xFF, data[place] ^ 1):
            changed = data[:place] + bytes([other]) + data[place + 1 :]
            with suppress(LessonError):
                assert from_bytes(changed).title
