"""Whatever a job raises, each of those that run jobs says that it has ended, and goes on."""

import pytest

from app.background.answering import Answering
from app.background.checking import Checker
from app.background.edited_accuracy import EditedAccuracy
from app.background.exporting import Exporting
from app.background.racing import Race
from app.background.removals import Removals
from app.background.robustness import RobustnessMeter
from app.background.tasks import TaskRunner
from app.background.unsure_search import UnsureSearch
from core.export.formats import DATA_FORMAT
from core.network.recipe import Recipe
from tests.app.tiny import loader as loader
from tests.app.tiny import session as session
from tests.app.tiny import split as split


@pytest.fixture
def checker(qapp):
    made = Checker()
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
def exporting(qapp):
    made = Exporting()
    yield made
    assert all(runner.close() for runner in made.runners)


@pytest.fixture(
    params=[
        *("checker", "look", "race", "loader", "session", "search"),
        *("edited_accuracy", "removals", "answering", "robustness", "exporting"),
    ]
)
def begin_and_end(request, tmp_path, snapshot, split):
    """(what begins a job, the signal that tells of its end)."""
    made = request.getfixturevalue("checker" if request.param == "look" else request.param)
    path = tmp_path / "mine.py"
    return {
        "checker": lambda: (lambda: made.check(path), made.finished),
        "look": lambda: (made.look, made.looked),
        "race": lambda: (lambda: made.start(path, split), made.ended),
        "loader": lambda: (made.make_starter, made.failed),
        "session": lambda: (lambda: made.run(Recipe(), split), made.failed),
        "search": lambda: (made.train, made.failed),
        "edited_accuracy": lambda: (lambda: made.measure(snapshot), made.failed),
        "removals": lambda: (lambda: made.start(snapshot, split.test.X(0, 1)), made.ended),
        "exporting": lambda: (lambda: made.write(DATA_FORMAT, split, path), made.failed),
        "robustness": lambda: (lambda: made.measure(snapshot, split.test), made.ended),
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
