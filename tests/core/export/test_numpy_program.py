"""The program of one file: it gives our probabilities, and reads a picture as we do."""

from __future__ import annotations

import ast
import runpy
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.data.starter import starter_digits
from core.export.about import about
from core.export.numpy_program import numpy_program
from core.files import model_file
from core.ink.picture import picture_image
from core.network.network import Network
from core.network.snapshots import Snapshot
from core.reading.trust import EDGE_POWER
from tests.core.export.networks import SHAPES, columns, run, snapshot_of_shape
from tests.core.export.png import GREY, GREY_ALPHA, PALETTE, RGB, RGBA, png


def written(folder: Path, snapshot: Snapshot) -> Path:
    path = folder / "program.py"
    path.write_text(numpy_program(snapshot), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def program(tmp_path_factory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("program")
    return runpy.run_path(str(written(folder, snapshot_of_shape("default"))))


@pytest.mark.parametrize("shape", SHAPES)
def test_gives_our_probabilities(shape, tmp_path) -> None:
    snapshot = snapshot_of_shape(shape)
    names = runpy.run_path(str(written(tmp_path, snapshot)))
    ours = Network.from_snapshot(snapshot).predict(columns())
    assert np.abs(names["probabilities"](columns()) - ours).max() < 1e-6
    assert names["CLASS_NAMES"] == snapshot.class_names


def test_large_sums_give_no_warning(tmp_path) -> None:
    names = runpy.run_path(str(written(tmp_path, snapshot_of_shape("sigmoid"))))
    assert np.isfinite(names["probabilities"](columns() * 1000)).all()


@pytest.mark.parametrize("shape", SHAPES)
def test_its_numbers_come_last_and_the_rest_is_short(shape) -> None:
    text = numpy_program(snapshot_of_shape(shape))
    before, _, after = text.partition("NUMBERS = ")
    assert before.count("\n") < 220
    assert after.rpartition('"""')[2].split() == ["if", "__name__", "==", '"__main__":', "main()"]
    assert max(map(len, text.splitlines())) <= 100


@pytest.mark.parametrize(
    "name", ['x\nimport os\n"""', "x\r\nraise SystemExit", "x\u2028y", "\0", '"""']
)
def test_a_name_is_no_code(name) -> None:
    plain = snapshot_of_shape("default")
    evil = Snapshot(
        plain.dimensions, "relu", plain.theta, name, {"data": name}, (name, *"123456789")
    )

    def form(snapshot: Snapshot) -> list[str]:
        return [type(node).__name__ for node in ast.parse(numpy_program(snapshot)).body]

    assert form(evil) == form(plain)


@pytest.mark.slow
def test_reads_a_picture_on_the_command_line(tmp_path) -> None:
    shown = starter_digits(30, rng=np.random.default_rng(2))
    program = written(tmp_path, model_file.shipped())
    for image, label in list(zip(shown.images, shown.labels, strict=True))[:3]:
        large = 255 - np.pad(image.reshape(28, 28), 9).repeat(5, axis=0).repeat(5, axis=1)
        (tmp_path / "picture.png").write_bytes(png(large, GREY, filter_kind=4))
        first, *shares = run(program, "picture.png").splitlines()
        assert first == f"It is {label}."
        assert [line.split()[0] for line in shares] == list("0123456789")


@pytest.mark.slow
def test_prints_names_on_every_terminal(tmp_path) -> None:
    (tmp_path / "picture.png").write_bytes(png(GREYS, GREY))
    program = written(tmp_path, snapshot_of_shape("two classes"))
    told = run(program, "picture.png", PYTHONIOENCODING="ascii")
    assert "caf? #2 = ?" in told


@pytest.mark.parametrize("light_on_dark", [True, False])
def test_digit_images_are_nearly_ours(light_on_dark, program) -> None:
    network = Network.from_snapshot(model_file.shipped())
    shown = starter_digits(40, rng=np.random.default_rng(3)).images.reshape(-1, 28, 28)
    pictures = [np.pad(image, 10).repeat(4, axis=0).repeat(4, axis=1) for image in shown]
    pictures = [picture if light_on_dark else 255 - picture for picture in pictures]
    ours = np.hstack([picture_image(picture) for picture in pictures])
    theirs = np.hstack([program["digit_image"](picture.astype(float)) for picture in pictures])
    assert np.abs(ours - theirs).mean() < 0.02
    answers = [network.predict(X.astype(np.float32)).argmax(axis=0) for X in (ours, theirs)]
    assert np.array_equal(*answers)


def test_an_even_picture_holds_nothing(program) -> None:
    with pytest.raises(SystemExit, match="nothing to read"):
        program["digit_image"](np.full((30, 20), 200.0))


GREYS = np.random.default_rng(0).integers(0, 256, (9, 13)).astype(np.uint8)


@pytest.mark.parametrize("kind", range(5))
def test_every_filter_of_png(kind, program) -> None:
    assert np.array_equal(program["read_png"](png(GREYS, GREY, filter_kind=kind)), GREYS)
    colored = np.repeat(GREYS, 3, axis=1)
    assert np.allclose(program["read_png"](png(colored, RGB, filter_kind=kind)), GREYS)


def test_every_color_of_png(program) -> None:
    def read(data: bytes) -> np.ndarray:
        return program["read_png"](data)

    red = np.zeros((2, 9), np.uint8)
    red[:, ::3] = 255
    assert np.allclose(read(png(red, RGB)), 0.299 * 255)
    clear = np.tile(np.array([0, 0, 0, 255, 0, 128], np.uint8), (3, 1))
    assert np.allclose(read(png(clear, GREY_ALPHA)), [[255, 0, 127]] * 3, atol=0.51)
    rgba = np.tile(np.array([10, 10, 10, 255, 0, 0, 0, 0], np.uint8), (3, 1))
    assert np.allclose(read(png(rgba, RGBA)), [[10, 255]] * 3)
    white = np.full((3, 8), 255, np.uint8)
    white[:, 1::2] = [0, 255, 255, 0]
    assert np.allclose(read(png(white, GREY_ALPHA)), [[0, 255, 255, 0]] * 3)
    deep = np.stack([GREYS, 0 * GREYS + 77], axis=2).reshape(len(GREYS), -1)
    assert np.array_equal(read(png(deep, GREY, 16)), GREYS)


def test_the_depths_of_a_few_bits_and_palettes(program) -> None:
    bits = GREYS[:, :8] > 127
    packed = np.packbits(bits, axis=1)
    assert np.array_equal(program["read_png"](png(packed, GREY, 1)), bits * 255)
    palette = bytes([0, 0, 0, 200, 200, 200])
    indexed = png(packed, PALETTE, 1, PLTE=palette, tRNS=b"\0")
    assert np.allclose(program["read_png"](indexed), np.where(bits, 200, 255))


@pytest.mark.parametrize("cut", [20, 40, 70])
def test_a_damaged_png_is_told(cut, program, tmp_path) -> None:
    path = tmp_path / "cut.png"
    path.write_bytes(png(GREYS, GREY)[:cut])
    with pytest.raises(SystemExit, match="damaged"):
        program["read_picture"](path)


def test_another_file_is_told(program, tmp_path, monkeypatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "PIL", None)
    path = tmp_path / "letter.txt"
    path.write_text("hello")
    with pytest.raises(SystemExit, match="no PNG"):
        program["read_picture"](path)


def test_a_picture_that_is_not_there_is_told(program, tmp_path) -> None:
    for path in (tmp_path / "nowhere.png", tmp_path):
        with pytest.raises(SystemExit, match="cannot be read"):
            program["read_picture"](path)


@pytest.mark.parametrize("has_edges", [False, True])
def test_an_accuracy_is_that_of_the_network_as_it_reads(has_edges) -> None:
    snapshot = snapshot_of_shape("default")
    facts = {"test_accuracy": 0.9876} | ({EDGE_POWER: 0.7} if has_edges else {})
    told = about(replace(snapshot, facts=facts))
    assert "98.76 %" in told
    assert ("edges" in told) == has_edges
