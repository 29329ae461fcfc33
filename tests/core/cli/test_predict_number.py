"""predict --number: several digits from each picture and from each line of ink."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from core.cli import Host
from core.ink.digit_image import digit_image
from core.ink.strokes import Drawing
from core.network.network import Network

SLASH = [[20, 10], [10, 90]]
HOOK = [[60, 12], [100, 10], [75, 88]]
BAR = [[65, 50], [100, 48]]


def ink_file(path, *records):
    path.write_text("".join(json.dumps(record) + "\n" for record in records))
    return path


def answers(stdout):
    return [json.loads(line) for line in stdout.splitlines()]


def test_each_digit_of_a_drawing_is_told_with_its_box(command, model, snapshot, tmp_path):
    path = ink_file(tmp_path / "ink.jsonl", {"strokes": [HOOK, SLASH, BAR]})
    code, stdout, stderr = command("predict", "--model", model, "--number", "--ink", path)
    assert (code, stderr) == (0, "")
    (told,) = answers(stdout)
    assert told["line"] == 1
    boxes = [[10, 10, 20, 90], [60, 10, 100, 88]]
    assert [each["box"] for each in told["digits"]] == boxes
    network = Network.from_snapshot(snapshot)
    expected = [
        int(network.predict(digit_image(Drawing.from_lists(strokes))).argmax())
        for strokes in ([SLASH], [HOOK, BAR])
    ]
    assert [each["digit"] for each in told["digits"]] == expected
    assert told["number"] == "".join(map(str, expected))
    for each in told["digits"]:
        assert set(each) == {"digit", "probability", "box", "unsure", "reason", "like_taught"}
        assert 0.1 <= each["probability"] <= 1
        assert each["unsure"] == bool(each["reason"])


def test_numbers_that_were_read_right_are_counted(command, model, tmp_path):
    path = ink_file(tmp_path / "ink.jsonl", {"strokes": [SLASH, HOOK]})
    _, stdout, _ = command("predict", "--model", model, "--number", "--ink", path)
    read = answers(stdout)[0]["number"]
    other = "1" + read
    ink_file(
        path,
        {"strokes": [SLASH, HOOK], "number": read},
        {"strokes": [SLASH, HOOK], "number": other},
        {"strokes": [SLASH], "digit": int(read[0])},
        {"strokes": [SLASH]},
    )
    code, stdout, stderr = command("predict", "--model", model, "--number", "--ink", path)
    assert code == 0
    assert len(answers(stdout)) == 4
    assert stderr == "2 of 3 read right: 66.67 %\n"


@pytest.mark.parametrize("number", [2026, "", "20 26", "²", ["2"], True])
def test_a_number_that_is_none_is_told_and_the_others_answered(command, model, tmp_path, number):
    path = ink_file(
        tmp_path / "ink.jsonl", {"strokes": [SLASH], "number": number}, {"strokes": [HOOK]}
    )
    code, stdout, stderr = command("predict", "--model", model, "--number", "--ink", path)
    assert code == 1
    assert [each["line"] for each in answers(stdout)] == [2]
    assert stderr == (
        'digit-lab: ink.jsonl, line 1: "number" must be a string of digits, such as "2026".\n'
    )


def test_more_digits_than_can_be_read_are_told(command, model, tmp_path):
    many = [[[x * 100 + dx, y] for dx, y in ((20, 0), (0, 90))] for x in range(13)]
    path = ink_file(
        tmp_path / "ink.jsonl", {"strokes": many, "number": "1"}, {"strokes": many[:12]}
    )
    code, stdout, stderr = command("predict", "--model", model, "--number", "--ink", path)
    assert code == 1
    assert [len(each["number"]) for each in answers(stdout)] == [12]
    first, last = stderr.splitlines()
    assert first == (
        "digit-lab: ink.jsonl, line 1: This looks like 13 digits. At most 12 can be read at once."
    )
    assert last == "0 of 1 read right: 0.00 %"


def test_pictures_are_read_as_numbers(command, model):
    picture = np.full((60, 120), 240, np.uint8)
    picture[10:50, 20:25] = 30
    picture[10:50, 80:86] = 30
    picture[10:15, 60:86] = 30
    pictures = {"two.png": picture, "blank.png": np.full((60, 120), 240, np.uint8)}
    command = replace(command, host=Host(lambda path: pictures[path.name]))
    code, stdout, stderr = command("predict", "--model", model, "--number", "two.png", "blank.png")
    assert code == 1
    (told,) = answers(stdout)
    assert told["file"] == "two.png"
    assert [each["box"] for each in told["digits"]] == [[20, 10, 25, 50], [60, 10, 86, 50]]
    assert stderr.startswith("digit-lab: blank.png: No digit stands out")
