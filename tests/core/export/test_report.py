"""The page of a run: whole, escaped, readable without its drawings, and nothing from elsewhere."""

from __future__ import annotations

import re
import zlib
from dataclasses import replace
from html.parser import HTMLParser
from xml.etree import ElementTree

import numpy as np
import pytest

from core.data.dataset import Dataset, Split
from core.evaluation.answers import Answers, answers_of
from core.export.png import png
from core.export.report import MOST_MISTAKES, report_html
from core.export.svg_plot import Line, VerticalAxis, plot
from core.files.run_file import Circumstances, Origin, RunRecord
from core.network.reports import EpochReport
from core.recipe_changes import RecipeChange
from tests.core.stripes import learn, small

RECIPE = small(epochs=2)


@pytest.fixture(scope="module")
def run(split: Split) -> tuple[RunRecord, Answers]:
    network, steps, epochs = learn(RECIPE, split)
    snapshot = network.snapshot("after")
    record = RunRecord(
        RECIPE,
        Origin.of(split, "starter"),
        np.array([step.loss for step in steps], np.float32),
        tuple(epochs),
        1.5,
        snapshot,
        reason="completed",
        sentence="The run is complete.",
        test_accuracy=0.5,
        changes=(RecipeChange(3, "learning_rate", 0.05, 0.01),),
        circumstances=Circumstances(1_800_000_000, 0, {"NumPy": "9.9"}, 64 * "a"),
    )
    return record, answers_of(snapshot, split.test)


class Page(HTMLParser):
    """What is asserted of a page: its text, its elements, and that each is closed."""

    EMPTY = ("meta", "img", "path", "circle", "polygon", "polyline")

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.attributes: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes.append((tag, dict(attrs)))
        if tag not in self.EMPTY:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    @property
    def text(self) -> str:
        return " ".join(self.texts)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [each for name, each in self.attributes if name == tag]


def test_says_all_that_is_known(run) -> None:
    record, answers = run
    page = Page(report_html(record, answers=answers, name="My run", note="First try"))
    for told in (
        *(
            "My run",
            "First try",
            "The run is complete.",
            f"{100 * answers.right.mean():.2f} %",
            "12, 8",
        ),
        *("Learning rate 0.05 → 0.01", "Changed at step 3", "NumPy", "9.9", 64 * "a", "Stripes"),
        *("100 images to learn from, 40 to test", "2027-01-15 08:00 UTC", "Made by Digit Lab"),
    ):
        assert told in page.text


def test_says_whose_losses_those_of_training_are(run) -> None:
    record, _ = run
    told = "counts only the hardest 25 %"
    assert told not in report_html(record)
    chosen = replace(record, recipe=replace(record.recipe, hardest=0.25))
    assert told in report_html(chosen)
    assert told not in report_html(replace(chosen, epochs=record.epochs[:1]))


def test_needs_nothing_else(run) -> None:
    record, answers = run
    text = report_html(record, answers=answers)
    page = Page(text)
    assert {tag for tag, _ in page.attributes} & {
        "script",
        "link",
        "iframe",
        "object",
        "a",
    } == set()
    assert "url(" not in text
    assert "@import" not in text
    assert all(each["src"].startswith("data:image/png;base64,") for each in page.all("img"))
    assert "http" not in text


def test_each_count_and_mistake_is_there(run) -> None:
    record, answers = run
    page = Page(report_html(record, answers=answers))
    wrong = np.flatnonzero(~answers.right)
    assert len(wrong) > 0
    assert len(page.all("img")) == min(len(wrong), MOST_MISTAKES)
    surest = wrong[answers.confidences[wrong].argmax()]
    truth, answer = answers.dataset.labels[surest], answers.answers[surest]
    first = f"{truth}, read as {answer}, {100 * answers.confidences[surest]:.1f} % sure"
    assert page.all("img")[0]["alt"] == first
    cells = re.findall(r"transparent\)\">([\d,]+)</td>", report_html(record, answers=answers))
    assert sum(map(int, cells)) == len(answers)


def test_without_answers_there_is_no_matrix(run) -> None:
    page = Page(report_html(run[0]))
    assert page.all("img") == []
    assert "What it takes for what" not in page.text
    assert "50.00 %" in page.text


@pytest.mark.parametrize(
    ("confidence", "told"),
    [(0.4, "40.0 % sure"), (0.9994, "99.9 % sure"), (0.9996, "over 99.9 % sure"), (1.0, "over")],
)
def test_nothing_is_wholly_sure(run, confidence, told) -> None:
    record, answers = run
    probabilities = np.zeros_like(answers.probabilities)
    wrong = (answers.dataset.labels + 1) % 10
    probabilities[wrong, np.arange(len(wrong))] = confidence
    page = report_html(record, answers=Answers(answers.dataset, probabilities))
    assert told in page
    assert "100.0 % sure" not in page


def test_no_mistakes(run) -> None:
    record, answers = run
    right = np.flatnonzero(answers.right)
    few = Answers(answers.dataset.take(right), answers.probabilities[:, right])
    assert "reads every test image right" in Page(report_html(record, answers=few)).text


EVIL = "</td><script>alert(1)</script>\"'&\u202e"


def test_what_others_wrote_is_escaped(run) -> None:
    record, answers = run
    names = (EVIL, *"123456789")
    dataset = Dataset(answers.dataset.images, answers.dataset.labels, names)
    origin = replace(record.origin, name=EVIL, class_names=names)
    told = replace(record.circumstances, versions={EVIL: EVIL}, parent=EVIL, data_hash=EVIL)
    evil = replace(record, origin=origin, sentence=EVIL, circumstances=told)
    answers = Answers(dataset, answers.probabilities)
    page = Page(report_html(evil, answers=answers, name=EVIL, note=EVIL))
    plain = Page(report_html(record, answers=run[1], name="a", note="b"))
    assert len(page.all("script")) == 0
    assert len(page.all("td")) >= len(plain.all("td"))
    assert "\u202e" not in page.text


@pytest.mark.parametrize("classes", [2, 26, 62])
def test_any_number_of_classes(run, classes) -> None:
    record, _ = run
    names = tuple(f"class {n}" for n in range(classes))
    rng = np.random.default_rng(0)
    labels = rng.integers(0, classes, 300).astype(np.uint8)
    P = rng.dirichlet(np.ones(classes), 300).T.astype(np.float32)
    dataset = Dataset(np.zeros((300, 784), np.uint8), labels, names)
    page = Page(report_html(record, answers=Answers(dataset, P)))
    assert page.text.count("class 1 ") >= 1
    assert len(page.all("img")) == MOST_MISTAKES


NOTHING = np.array([], np.float32)
NAN = float("nan")


@pytest.mark.parametrize(
    ("losses", "epochs"),
    [
        (NOTHING, ()),
        (np.array([2.5], np.float32), ()),
        (np.array([0.0, 0.0], np.float32), (EpochReport(1, 2, 0.0, 1.0, 0.0, 1.0, True),)),
        (np.array([1e30, np.inf], np.float32), (EpochReport(1, 2, 1.0, 0.1, NAN, NAN, False),)),
        (np.linspace(3, 1, 100_000, dtype=np.float32), ()),
    ],
)
def test_runs_of_every_length(run, losses, epochs) -> None:
    record = replace(run[0], losses=losses, epochs=epochs)
    text = report_html(record)
    Page(text)
    assert "nan" not in re.sub(r"<style>.*?</style>", "", text, flags=re.S).lower()
    assert len(text) < 100_000


def test_a_plot_is_told_in_words_and_stays_in_its_frame() -> None:
    lines = [Line.of("a", range(1000), np.sin(np.arange(1000))), Line.of("b", [1, 999], [-3, NAN])]
    drawing = ElementTree.fromstring(plot("T & t", "It goes <up>.", lines, "step", VerticalAxis()))
    assert drawing.findtext("title") == "T & t"
    assert drawing.findtext("desc") == "It goes <up>."
    _, _, width, height = map(float, drawing.get("viewBox").split())
    for each in drawing.iter("polyline"):
        points = np.array([pair.split(",") for pair in each.get("points").split()], float)
        assert (points >= 0).all()
        assert (points <= (width, height)).all()
        assert len(points) <= 300


@pytest.mark.parametrize("is_log", [False, True])
@pytest.mark.parametrize("low", [1e-9, 1e-3, 0.5, 1, 97, 1e6])
@pytest.mark.parametrize("width", [0, 1e-9, 1e-3, 1, 5000])
def test_a_plot_has_a_few_ticks(low, width, is_log) -> None:
    line = Line.of("a", [1, 2], [low, low + width])
    drawing = plot("t", "w", [line], "step", VerticalAxis(is_log))
    assert 1 <= drawing.count('class="grid"') <= 8


def test_pictures_are_png() -> None:
    image = np.random.default_rng(0).integers(0, 256, (28, 28)).astype(np.uint8)
    data = png(image)
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    place = data.index(b"IDAT")
    length = int.from_bytes(data[place - 4 : place])
    rows = np.frombuffer(zlib.decompress(data[place + 4 : place + 4 + length]), np.uint8)
    assert np.array_equal(rows.reshape(28, 29)[:, 1:], image)
