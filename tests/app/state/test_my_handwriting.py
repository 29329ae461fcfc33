"""My handwriting without a view: edits, undo, sets, and learning that is kept or not."""

from datetime import UTC, datetime

import pytest

from app.background.loading import MNIST, STARTER, Loaded, LoadFailed
from app.background.training.session import State
from app.state.my_handwriting import FIRST_SET, NO_DIGITS, LessonState, MyHandwriting
from core.data.handwriting import Handwriting
from core.network.network import Network
from core.network.recipe import Recipe
from core.reading import fine_tuning
from tests.app.hands import hand, network, quick_learning, zigzag
from tests.app.tiny import endless, loader, recipe, session, split
from tests.classes import LETTERS

pytestmark = pytest.mark.numeric

__all__ = ["endless", "hand", "loader", "network", "quick_learning", "recipe", "session", "split"]


@pytest.fixture
def told(hand):
    sentences = []
    hand.notice.connect(lambda sentence, role: sentences.append((sentence, role)))
    return sentences


def teach(hand, count):
    return [hand.teach(zigzag(k), k % 10) for k in range(count)]


def learned(qtbot, hand):
    with qtbot.waitSignal(
        hand.learning_changed, check_params_cb=lambda: hand.learning is LessonState.ASKING
    ):
        hand.learn()
    return hand.result


def test_a_taught_drawing_is_on_the_disk_at_once(hand, tmp_path):
    hand.teach(zigzag(0), 7)
    (kept,) = Handwriting(tmp_path / "hand")[FIRST_SET].drawings
    assert (kept.digit, kept.time) == (7, "2026-03-04T05:06:07Z")
    hand.undo()
    assert hand.open_set.drawings == ()


def test_a_drawing_that_cannot_be_kept_says_so(hand, told, tmp_path):
    refused = []
    hand.refused.connect(refused.append)
    (tmp_path / "hand").write_text("a file where the folder should be")
    assert hand.teach(zigzag(0), 7) is None
    sentence, role = told[-1]
    assert role == "error"
    assert "could not be saved" in sentence
    assert refused == [sentence]


def test_sets_are_made_opened_renamed_and_deleted(hand):
    teach(hand, 2)
    hand.create("Ben")
    assert (hand.name, hand.names) == ("Ben", ["Ben", FIRST_SET])
    hand.teach(zigzag(5), 5)
    hand.rename("Benno")
    assert hand.name == "Benno"
    hand.undo()
    assert hand.name == "Ben"
    hand.remove()
    assert hand.names == [FIRST_SET]
    hand.undo()
    assert (hand.name, len(hand.open_set.drawings)) == ("Ben", 1)


def test_undo_shows_the_set_it_changed(hand):
    teach(hand, 1)
    hand.create("Ben")
    hand.open(FIRST_SET)
    hand.teach(zigzag(3), 3)
    hand.open("Ben")
    hand.undo()
    assert (hand.name, len(hand.open_set.drawings)) == (FIRST_SET, 1)


def test_a_name_that_is_taken_is_told_and_changes_nothing(hand, told):
    teach(hand, 1)
    hand.create("Ben")
    hand.rename("my HANDWRITING")
    assert "already" in told[-1][0]
    assert hand.name == "Ben"


def test_a_set_goes_out_and_comes_in(hand, told, tmp_path):
    teach(hand, 3)
    hand.export(tmp_path / "out.jsonl")
    hand.create("Copy")
    hand.take_in(tmp_path / "out.jsonl")
    assert hand.name == "Copy"
    assert hand.open_set.digits.tolist() == [0, 1, 2]
    assert told[-1] == ("3 drawings were added from “out.jsonl”.", "good")
    hand.take_in(tmp_path / "out.jsonl")
    assert "already" in told[-1][0]
    hand.export(tmp_path / "no folder" / "out.jsonl")
    assert told[-1][1] == "error"
    (tmp_path / "bad.jsonl").write_text("{}")
    hand.take_in(tmp_path / "bad.jsonl")
    assert told[-1][0].endswith("Nothing was added.")


def test_learning_asks_before_anything_changes(qtbot, hand, network, snapshot):
    teach(hand, 12)
    taught = learned(qtbot, hand).result
    assert network.snapshot is snapshot
    assert taught.mine.count == 12
    assert taught.others_name == "Starter digits"
    hand.keep()
    assert network.snapshot is taught.network
    assert network.snapshot.name == f"test network, taught “{FIRST_SET}”"
    hand.go_back()
    assert network.snapshot is snapshot
    assert hand.learning is LessonState.NOTHING


def test_discarding_leaves_the_network_in_use(qtbot, hand, network, snapshot):
    teach(hand, 3)
    learned(qtbot, hand)
    hand.discard()
    assert hand.result is None
    assert network.snapshot is snapshot
    hand.keep()
    assert network.snapshot is snapshot


@pytest.fixture
def reading(loader, monkeypatch):
    """MNIST lies on this computer; whoever reads it waits for the test."""
    asked = []
    monkeypatch.setattr(loader, "mnist_folder", lambda: "somewhere")
    monkeypatch.setattr(loader, "find_mnist", lambda: asked.append(MNIST))
    monkeypatch.setattr(loader, "is_busy", lambda source: source in asked)
    return asked


def test_mnist_is_rehearsed_where_it_is(qtbot, hand, loader, split, reading):
    teach(hand, 3)
    hand.learn()
    assert (hand.learning, reading) == (LessonState.READING, [MNIST])
    loader.loaded.emit(Loaded(STARTER, split, ""))
    assert hand.learning is LessonState.READING
    loader.loaded.emit(Loaded(MNIST, split, "somewhere"))
    qtbot.waitUntil(lambda: hand.learning is LessonState.ASKING)
    assert hand.result.result.others_name == "Tiny"


def test_an_mnist_that_cannot_be_read_is_done_without(qtbot, hand, loader, reading):
    teach(hand, 3)
    hand.learn()
    loader.failed.emit(LoadFailed(MNIST, "It is damaged."))
    qtbot.waitUntil(lambda: hand.learning is LessonState.ASKING)
    assert hand.result.result.others_name == "Starter digits"


def test_cancelling_while_mnist_is_read_begins_nothing(hand, loader, split, reading, session):
    teach(hand, 3)
    hand.learn()
    hand.cancel()
    loader.loaded.emit(Loaded(MNIST, split, "somewhere"))
    assert hand.learning is LessonState.NOTHING
    assert session.state is State.IDLE


def test_cancelling_leaves_everything_as_it_was(qtbot, hand, told, network, snapshot, monkeypatch):
    monkeypatch.setattr(fine_tuning, "STEPS", 300)
    teach(hand, 3)
    with qtbot.waitSignal(hand.progressed):
        hand.learn()
    hand.learn()
    hand.cancel()
    assert hand.learning is LessonState.NOTHING
    assert network.snapshot is snapshot
    assert told[-1][0].startswith("Cancelled")


def test_nothing_is_learned_while_a_training_runs(qtbot, hand, told, session, split, endless):
    teach(hand, 3)
    with qtbot.waitSignal(session.progress):
        session.run(endless, split)
    hand.learn()
    assert told[-1][1] == "warning"
    assert session.state is State.RUNNING
    with qtbot.waitSignal(session.finished):
        session.stop()


def test_without_a_network_there_is_nothing_to_teach(hand, told, network):
    teach(hand, 3)
    network.snapshot = None
    hand.learn()
    assert told[-1] == ("There is no network to teach. Open one, or train one first.", "warning")


def test_the_set_of_last_time_is_open_again(hand, tmp_path, session, loader, network):
    teach(hand, 1)
    hand.create("Ben")
    again = MyHandwriting(tmp_path / "hand", session, loader, network, hand)
    again.open("Ben")
    assert again.name == "Ben"
    again.open("nobody")
    assert again.name == "Ben"


def test_what_another_window_does_is_shown(qtbot, hand, told, tmp_path):
    teach(hand, 1)
    other = Handwriting(tmp_path / "hand")
    with qtbot.waitSignal(hand.changed):
        other.add(FIRST_SET, zigzag(5), 5, now=datetime.now(UTC))
    assert hand.open_set.digits.tolist() == [0, 5]
    with qtbot.waitSignal(hand.changed):
        other.rename(FIRST_SET, "Anna")
    assert hand.name == "Anna"
    assert told[-1] == (f"“{FIRST_SET}” was renamed or deleted elsewhere.", "note")
    (tmp_path / "hand" / "Ben.jsonl").write_text("nonsense")
    qtbot.waitUntil(lambda: "Ben" in hand.names)
    assert "is damaged" in told[-1][0]


def test_what_another_program_writes_into_a_set_is_shown(qtbot, hand, tmp_path):
    teach(hand, 1)
    path = tmp_path / "hand" / f"{FIRST_SET}.jsonl"
    qtbot.waitUntil(lambda: str(path) in hand._watched._watcher.files())
    with qtbot.waitSignal(hand.changed), path.open("ab") as file:
        file.write(path.read_bytes().replace(b'"id":1', b'"id":2'))
    assert [each.id for each in hand.open_set.drawings] == [1, 2]


def test_the_first_set_of_another_window_is_seen(qtbot, hand, tmp_path):
    with qtbot.waitSignal(hand.changed):
        Handwriting(tmp_path / "hand").create("Ben")
    assert hand.names == ["Ben", FIRST_SET]


def test_a_network_of_letters_cannot_be_taught_digits(hand, told, network):
    teach(hand, 1)
    network.use(Network.from_recipe(Recipe(hidden=(3,)), class_names=LETTERS).snapshot())
    hand.learn()
    assert hand.learning is LessonState.NOTHING
    assert told[-1] == (NO_DIGITS, "warning")
