"""SIGKILL at random moments while something is saved, again and again, in each place of ours."""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import count
from multiprocessing.connection import Connection
from pathlib import Path

import numpy as np

from app.settings import Settings
from app.state.drafts import Draft, Drafts
from app.state.learner_file import LearnerFile
from core.data.handwriting import Handwriting
from core.files import leftovers, model_file
from core.files.atomic_file import replace_file
from core.ink.strokes import Drawing, Stroke
from core.network.network import Network
from core.runs.curves import curves_json
from core.runs.frames import Frame
from core.runs.keeping import Keeping
from core.runs.library import RunLibrary
from tests.core.runs.records import ended_run, noise_split
from tests.trust.campaign import Campaign, Dose, Outcome

KILLS = {"short": 8, "whole": 200}
SEED = 13
LONGEST = 0.08  # seconds from the first save to the kill: some twenty saves
NOW = datetime(2026, 3, 4, tzinfo=UTC)
RUN, ENDED = "a-run", ended_run()
SNAPSHOT = Network((784, 32, 10), rng=np.random.default_rng(0)).snapshot("0")

Save = Callable[[int], object]


@dataclass(frozen=True)
class Place:
    """begin: in this folder, what saves a number; it returns False or raises where it did not.
    numbers: those that the folder holds after a kill; raises when it cannot be read."""

    begin: Callable[[Path], Save]
    numbers: Callable[[Path], set[int]]
    keeps_all: bool = False


def _set(folder: Path) -> Save:
    store = Handwriting(folder)

    def save(number: int) -> object:
        points = np.array([[number / 1000, 0.25], [0.5, 0.75]])
        return store.add("Anna", Drawing((Stroke(points),)), number % 10, now=NOW)

    return save


def _numbers_of_set(folder: Path) -> set[int]:
    store = Handwriting(folder)
    assert not store.problems, store.problems
    drawings = store["Anna"].drawings if "Anna" in store else ()
    return {round(1000 * float(each.drawing.strokes[0].points[0, 0])) for each in drawings}


def _settings(folder: Path) -> Save:
    settings = Settings(folder / "settings.ini")

    def save(number: int) -> object:
        settings.set("hand/set", str(number))
        return settings.save()

    return save


def _draft(folder: Path) -> Save:
    drafts = Drafts(folder)
    return lambda number: drafts.keep(Draft("/a/mine.py", f"{number}\n" + 2000 * "x = 1\n"))


def _numbers_of_draft(folder: Path) -> set[int]:
    draft = Drafts(folder).take()
    assert draft is not None, "there is no draft"
    return {int(draft.text.split("\n", 1)[0])}


def _model(folder: Path) -> Save:
    file = folder / "mine.safetensors"
    return lambda number: model_file.save(replace(SNAPSHOT, name=str(number)), file)


def _run(folder: Path) -> Save:
    """A run as it goes on: each time a frame, the run file and its summary."""
    keeping = Keeping(RunLibrary(folder / "runs"), lambda: 10**9)
    keeping.begin(RUN, noise_split())

    def save(number: int) -> object:
        keeping.add_frames([Frame(number, ENDED.network.theta + np.float32(number))])
        keeping.add_record(replace(ENDED, seconds=float(number)))
        return keeping.write()

    return save


def _numbers_of_run(folder: Path) -> set[int]:
    library = RunLibrary(folder / "runs")
    (summary,) = library.summaries()
    assert not summary.problem, summary.problem
    assert summary.seconds == library.load(RUN).seconds
    frames = library.frames(RUN)
    for k, step in enumerate(frames.steps.tolist()):
        assert (frames.theta(k) == ENDED.network.theta + np.float32(step)).all()
    assert len(frames) >= summary.seconds, "a frame is lost"
    library.writer(RUN).close()  # nobody holds it any more
    return {round(summary.seconds)}


def _export(folder: Path) -> Save:
    file = folder / "curves.json"
    return lambda number: replace_file(
        file, curves_json(replace(ENDED, seconds=float(number))).encode()
    )


def _code(folder: Path) -> Save:
    file = LearnerFile(folder / "mine.py", "")
    return lambda number: file.write(f"{number}\n" + 2000 * "x = 1\n")


PLACES = {
    "set": Place(_set, _numbers_of_set, keeps_all=True),
    "settings": Place(
        _settings, lambda folder: {int(Settings(folder / "settings.ini").get("hand/set"))}
    ),
    "draft": Place(_draft, _numbers_of_draft),
    "model": Place(_model, lambda folder: {int(model_file.load(folder / "mine.safetensors").name)}),
    "run": Place(_run, _numbers_of_run),
    "export": Place(
        _export,
        lambda folder: {round(json.loads((folder / "curves.json").read_text())["seconds"])},
    ),
    "code": Place(
        _code, lambda folder: {int(LearnerFile.read(folder / "mine.py").text.split("\n", 1)[0])}
    ),
}


def run(dose: Dose) -> Outcome:
    rng = random.Random(SEED)
    failures: list[str] = []
    left = 0
    for name, place in PLACES.items():
        for number in range(KILLS[dose]):
            with tempfile.TemporaryDirectory() as folder:
                kept = _kill_one(place, Path(folder), rng.uniform(0, LONGEST))
                left += _unfinished(Path(folder))
                wrong = _wrong_with(place, Path(folder), kept)
            failures += [f"{name}, kill {number} of seed {SEED}: {each}" for each in wrong]
    tried = KILLS[dose] * len(PLACES)
    return Outcome(tried, f"{left} left something behind, {len(failures)} wrong", tuple(failures))


CAMPAIGN = Campaign(
    "kills", "0 unreadable, 0 lost after it was kept, everything left behind is cleared", run
)


def _kill_one(place: Place, folder: Path, seconds: float) -> int:
    """The last number that a process said was kept before it was killed."""
    ours, its = multiprocessing.Pipe(duplex=False)
    writer = multiprocessing.get_context("fork").Process(target=_write, args=(place, folder, its))
    writer.start()
    its.close()
    last = ours.recv()
    time.sleep(seconds)
    writer.kill()
    writer.join()
    try:
        while True:
            last = ours.recv()
    except EOFError:
        return int(last)


def _write(place: Place, folder: Path, told: Connection) -> None:
    save = place.begin(folder)
    for number in count():
        if save(number) is False:
            os._exit(1)
        told.send(number)


def _unfinished(folder: Path) -> int:
    return sum(each.name.endswith(".tmp") for each in folder.rglob("*"))


def _wrong_with(place: Place, folder: Path, kept: int) -> list[str]:
    wrong = []
    try:
        found = place.numbers(folder)
    except Exception as error:
        return [f"it cannot be read: {error!r}"]
    expected = set(range(kept + 1)) if place.keeps_all else {kept}
    if found not in (expected, {kept + 1} | (expected if place.keeps_all else set())):
        wrong.append(f"{kept} was kept, {sorted(found)[-3:]} is there")
    leftovers.clear(leftovers.folders_below(folder), own=True)
    if _unfinished(folder):
        wrong.append("an unfinished file is still there")
    return wrong
