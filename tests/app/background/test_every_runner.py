"""Whatever a job raises, each of those that run jobs says that it has ended, and goes on."""

from types import SimpleNamespace

import numpy as np
import pytest

from app.background.answering import Answering
from app.background.checking import Checker
from app.background.class_checking import Class, ClassChecker, ClassState
from app.background.edited_accuracy import EditedAccuracy
from app.background.exporting import Exporting
from app.background.opening_runs import RunOpener
from app.background.projecting import Projecting
from app.background.racing import Race
from app.background.removals import Removals
from app.background.replaying import ReplayMeter
from app.background.robustness import RobustnessMeter
from app.background.tasks import TaskRunner
from app.background.twin import TwinTrainer
from app.background.unsure_search import UnsureSearch
from core.classroom.overview import overview_of
from core.classroom.rubric import Rubric
from core.export.formats import DATA_FORMAT
from core.network.recipe import Recipe
from core.projection.maps import COMPONENTS, MapQuestion
from core.runs.twins import TwinRecipes
from tests.app.tiny import loader as loader
from tests.app.tiny import session as session
from tests.app.tiny import split as split

FRAMES = SimpleNamespace(steps=np.arange(3))
TWINS = TwinRecipes.of(Recipe(), "l2", 0.0)


@pytest.fixture
def checker(qapp):
    made = Checker()
    yield made
    assert made.close()


@pytest.fixture
def of_class(qapp):
    made = ClassChecker()
    yield made
    assert made.close()


@pytest.fixture
def race(qapp):
    made = Race()
    yield made
    assert made.close()


@pytest.fixture
def search(qapp):
    made = UnsureSearch()
    yield made
    assert made.close()


@pytest.fixture
def edited_accuracy(qapp, snapshot, split):
    made = EditedAccuracy()
    made.compare_with(snapshot, split.test)
    yield made
    assert all(runner.close() for runner in made.runners)


@pytest.fixture
def answering(qapp):
    made = Answering()
    yield made
    assert all(runner.close() for runner in made.runners)


@pytest.fixture
def projecting(qapp):
    made = Projecting()
    yield made
    assert all(runner.close() for runner in made.runners)


@pytest.fixture
def robustness(qapp):
    made = RobustnessMeter()
    yield made
    assert all(runner.close() for runner in made.runners)


@pytest.fixture
def removals(qapp):
    made = Removals()
    yield made
    assert all(runner.close() for runner in made.runners)


@pytest.fixture
def trainer(session):
    made = TwinTrainer(session)
    yield made
    assert made.close()


@pytest.fixture
def meter(qapp):
    made = ReplayMeter()
    yield made
    assert all(runner.close() for runner in made.runners)


@pytest.fixture
def opener(qapp, tmp_path):
    made = RunOpener(tmp_path)
    yield made
    assert all(runner.close() for runner in made.runners)


@pytest.fixture
def exporting(qapp):
    made = Exporting()
    yield made
    assert all(runner.close() for runner in made.runners)


@pytest.fixture(
    params=[
        *("checker", "look", "race", "loader", "session", "search"),
        *("edited_accuracy", "removals", "trainer", "meter", "opener", "answering", "robustness"),
        *("projecting", "exporting", "of_class", "class_look", "class_pages"),
    ]
)
def begin_and_end(request, tmp_path, snapshot, split):
    """(what begins a job, the signal that tells of its end)."""
    name = {"look": "checker", "class_look": "of_class", "class_pages": "of_class"}
    made = request.getfixturevalue(name.get(request.param, request.param))
    hand_ins = Class(tmp_path, Rubric(), tmp_path / "verdicts")
    state = ClassState(tmp_path, (), overview_of(()))
    path = tmp_path / "mine.py"
    return {
        "checker": lambda: (lambda: made.check(path), made.finished),
        "look": lambda: (made.look, made.looked),
        "of_class": lambda: (lambda: made.check(hand_ins), made.failed),
        "class_look": lambda: (lambda: made.look(hand_ins), made.failed),
        "class_pages": lambda: (
            lambda: made.write_pages(tmp_path, state, Rubric()),
            made.failed,
        ),
        "race": lambda: (lambda: made.start(path, split), made.ended),
        "loader": lambda: (made.make_starter, made.failed),
        "session": lambda: (lambda: made.run(Recipe(), split), made.failed),
        "search": lambda: (made.train, made.failed),
        "edited_accuracy": lambda: (lambda: made.measure(snapshot), made.failed),
        "trainer": lambda: (lambda: made.start(TWINS, split), made.failed),
        "meter": lambda: (lambda: made.measure(FRAMES, snapshot, split, 0), made.failed),
        "opener": lambda: (lambda: made.open([("a", "b")]), made.failed),
        "removals": lambda: (lambda: made.start(snapshot, split.test.X(0, 1)), made.ended),
        "projecting": lambda: (
            lambda: made.ask(MapQuestion(split.test, None, 0, COMPONENTS)),
            made.failed,
        ),
        "robustness": lambda: (lambda: made.measure(snapshot, split.test), made.ended),
        "exporting": lambda: (lambda: made.write(DATA_FORMAT, split, path), made.failed),
        "answering": lambda: (lambda: made.ask(snapshot, split.test), made.failed),
    }[request.param]()


@pytest.mark.parametrize(
    "error", [SystemExit(1), KeyboardInterrupt(), GeneratorExit(), MemoryError(), RuntimeError()]
)
def test_it_ends_and_can_begin_again(qtbot, monkeypatch, begin_and_end, error):
    def broken(task):
        raise error

    run = TaskRunner.run
    monkeypatch.setattr(TaskRunner, "run", lambda runner, job: run(runner, broken))
    begin, ended = begin_and_end
    for _ in range(2):
        with qtbot.waitSignal(ended):
            begin()
