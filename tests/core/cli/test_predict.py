from __future__ import annotations

import gzip
import json
from dataclasses import replace

import numpy as np
import pytest

from core.cli import Host
from core.errors import DataError
from core.ink.digit_image import digit_image
from core.ink.picture import picture_image
from core.ink.strokes import Drawing
from core.network.network import Network

STROKES = [[[10, 10], [60, 12], [30, 90]]]


def ink_file(path, *lines: str):
    path.write_text("".join(line + "\n" for line in lines))
    return path


def drawn(**given: object) -> str:
    return json.dumps({"strokes": STROKES} | given)


def answers(stdout: str) -> list[dict]:
    return [json.loads(line) for line in stdout.splitlines()]


def test_ink_is_read_as_the_canvas_reads_it(command, model, snapshot, tmp_path) -> None:
    path = ink_file(tmp_path / "ink.jsonl", drawn(), "", drawn(digit=3))
    code, stdout, _ = command("predict", "--model", model, "--ink", path)
    expected = Network.from_snapshot(snapshot).predict(digit_image(Drawing.from_lists(STROKES)))[
        :, 0
    ]
    assert code == 0
    told = answers(stdout)
    assert [each["line"] for each in told] == [1, 3]
    for each in told:
        assert each["probabilities"] == pytest.approx(expected, abs=1e-6)
        assert each["digit"] == expected.argmax()
        assert each["unsure"] == (each["reason"] != "")


@pytest.mark.parametrize(
    "content", [b"", b"\n\n", gzip.compress(b"")], ids=["empty", "blank lines", "zipped"]
)
def test_an_ink_file_without_a_drawing_is_told(command, model, tmp_path, content) -> None:
    path = tmp_path / "none.jsonl"
    path.write_bytes(content)
    code, stdout, stderr = command("predict", "--model", model, "--ink", path)
    assert (code, stdout, stderr) == (1, "", f"digit-lab: {path} holds no drawing.\n")


def test_where_digits_are_given_the_accuracy_comes_last(command, model, tmp_path) -> None:
    path = ink_file(tmp_path / "ink.jsonl", drawn())
    _, stdout, stderr = command("predict", "--model", model, "--ink", path)
    assert stderr == ""
    read = answers(stdout)[0]["digit"]
    path = tmp_path / "ink.jsonl.gz"
    lines = [drawn(digit=read)] * 600 + [drawn(digit=(read + 1) % 10)] * 200 + [drawn()]
    path.write_bytes(gzip.compress("\n".join(lines).encode()))
    code, stdout, stderr = command("predict", "--model", model, "--ink", path)
    assert code == 0
    assert len(answers(stdout)) == 801
    assert stderr == "600 of 800 read right: 75.00 %\n"


def test_bad_lines_are_told_and_the_others_answered(command, model, tmp_path) -> None:
    bad = ["{", '{"strokes": 3}', '{"strokes": []}', drawn(digit=12), "[]", '{"strokes": [[]]}']
    path = ink_file(tmp_path / "ink.jsonl", drawn(), *bad, drawn(digit=1))
    code, stdout, stderr = command("predict", "--model", model, "--ink", path)
    assert code == 1
    assert [each["line"] for each in answers(stdout)] == [1, 8]
    complaints = stderr.splitlines()
    assert [f"line {n}" in complaint for n, complaint in enumerate(complaints[:-1], 2)] == [
        True
    ] * 6
    assert "1 read right" in complaints[-1]


def test_a_missing_or_damaged_ink_file_is_one_line(command, model, tmp_path) -> None:
    code, stdout, stderr = command("predict", "--model", model, "--ink", tmp_path / "none")
    assert (code, stdout, stderr.count("\n")) == (1, "", 1)
    damaged = tmp_path / "ink.gz"
    damaged.write_bytes(gzip.compress((drawn() + "\n").encode() * 5000)[:-30])
    code, _, stderr = command("predict", "--model", model, "--ink", damaged)
    assert (code, stderr.count("\n")) == (1, 1)
    assert "is damaged" in stderr


def test_pictures_are_answered_in_order_and_bad_ones_told(
    command, model, snapshot, tmp_path
) -> None:
    picture = np.full((40, 30), 255, np.uint8)
    picture[8:30, 12:17] = 0
    pictures = {"one.png": picture, "blank.png": np.full((40, 30), 200, np.uint8)}

    def read_picture(path):
        if path.name not in pictures:
            raise DataError(f"There is no picture {path}.")
        return pictures[path.name]

    command = replace(command, host=Host(read_picture))
    code, stdout, stderr = command(
        "predict", "--model", model, "none.png", "one.png", "blank.png", "one.png"
    )
    assert code == 1
    told = answers(stdout)
    assert [each["file"] for each in told] == ["one.png", "one.png"]
    expected = Network.from_snapshot(snapshot).predict(picture_image(picture))[:, 0]
    assert told[0]["probabilities"] == pytest.approx(expected, abs=1e-6)
    first, second = stderr.splitlines()
    assert first == "digit-lab: There is no picture none.png."
    assert second.startswith("digit-lab: blank.png: No digit stands out")


def test_a_picture_for_which_there_is_no_memory_is_one_line(command, model, tmp_path) -> None:
    def read(path):
        raise MemoryError

    command = replace(command, host=Host(read))
    code, stdout, stderr = command("predict", "--model", model, tmp_path / "a.png")
    assert (code, stdout) == (1, "")
    assert "not enough memory" in stderr
