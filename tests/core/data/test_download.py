from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from core.data.download import RemoteFile, fetch
from core.errors import Cancelled, DataError
from tests.core.data.mirror import Mirror, serving

BODY = np.random.default_rng(0).bytes(400_000)
FILE = RemoteFile("digits.gz", len(BODY), hashlib.sha256(BODY).hexdigest())
NOWHERE = "http://127.0.0.1:9/"


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "127.0.0.1")


@pytest.fixture
def mirror() -> Iterator[Mirror]:
    with serving(Mirror({FILE.name: BODY})) as mirror:
        yield mirror


@pytest.fixture
def other() -> Iterator[Mirror]:
    with serving(Mirror({FILE.name: BODY})) as mirror:
        yield mirror


def get(folder: Path, *mirrors: Mirror | str, cancelled=lambda: False) -> list[int]:
    """Fetch; give back what progress told."""
    told: list[int] = []
    addresses = [m if isinstance(m, str) else m.address for m in mirrors]
    fetch(FILE, addresses, folder, progress=told.append, cancelled=cancelled, timeout=2)
    return told


def test_a_file_arrives_whole_and_alone_and_progress_ends_at_its_size(mirror, tmp_path) -> None:
    told = get(tmp_path / "new" / "folder", mirror)
    assert told == sorted(told)
    assert told[-1] == FILE.size
    assert [p.name for p in (tmp_path / "new" / "folder").iterdir()] == [FILE.name]
    assert (tmp_path / "new" / "folder" / FILE.name).read_bytes() == BODY


def test_a_file_that_is_there_is_not_asked_for_again(mirror, tmp_path) -> None:
    (tmp_path / FILE.name).write_bytes(BODY)
    assert get(tmp_path, mirror) == [FILE.size]
    assert mirror.asked == []


def test_a_damaged_file_is_replaced(mirror, tmp_path) -> None:
    (tmp_path / FILE.name).write_bytes(BODY[:-1] + b"?")
    get(tmp_path, mirror)
    assert (tmp_path / FILE.name).read_bytes() == BODY


def test_goes_on_where_the_last_attempt_broke_off(mirror, tmp_path) -> None:
    mirror.cut_after = 150_000
    with pytest.raises(DataError, match=r"broke off after 150,000 of 400,000 bytes.*is kept"):
        get(tmp_path, mirror)
    assert (tmp_path / f"{FILE.name}.part").read_bytes() == BODY[:150_000]
    assert not (tmp_path / FILE.name).exists()
    mirror.cut_after = None
    told = get(tmp_path, mirror)
    assert told[0] == 150_000
    assert mirror.asked[-1] == (FILE.name, "bytes=150000-")
    assert (tmp_path / FILE.name).read_bytes() == BODY


def test_the_second_mirror_goes_on_where_the_first_broke_off(mirror, other, tmp_path) -> None:
    mirror.cut_after = 100_000
    get(tmp_path, mirror, other)
    assert other.asked == [(FILE.name, "bytes=100000-")]
    assert (tmp_path / FILE.name).read_bytes() == BODY


def test_a_server_that_ignores_the_range_starts_over(mirror, tmp_path) -> None:
    (tmp_path / f"{FILE.name}.part").write_bytes(BODY[:1000])
    mirror.ignores_range = True
    get(tmp_path, mirror)
    assert (tmp_path / FILE.name).read_bytes() == BODY


def test_a_part_that_was_whole_already_is_only_put_in_place(tmp_path) -> None:
    (tmp_path / f"{FILE.name}.part").write_bytes(BODY)
    get(tmp_path, NOWHERE)
    assert (tmp_path / FILE.name).read_bytes() == BODY


def test_a_part_that_is_too_long_is_thrown_away(mirror, tmp_path) -> None:
    (tmp_path / f"{FILE.name}.part").write_bytes(BODY + b"more")
    get(tmp_path, mirror)
    assert mirror.asked == [(FILE.name, None)]
    assert (tmp_path / FILE.name).read_bytes() == BODY


@pytest.mark.parametrize("status", [403, 404, 503])
def test_a_mirror_that_refuses_is_passed_over(mirror, other, tmp_path, status) -> None:
    mirror.status = status
    get(tmp_path, mirror, other)
    assert (tmp_path / FILE.name).read_bytes() == BODY


def test_other_bytes_of_the_right_length_are_thrown_away(mirror, other, tmp_path) -> None:
    mirror.files[FILE.name] = BODY[:-1] + b"?"
    get(tmp_path, mirror, other)
    assert other.asked == [(FILE.name, None)]
    assert (tmp_path / FILE.name).read_bytes() == BODY


def test_a_longer_file_is_cut_off_at_the_known_size(mirror, tmp_path) -> None:
    mirror.files[FILE.name] = BODY + bytes(10_000_000)
    with pytest.raises(DataError, match="longer"):
        get(tmp_path, mirror)
    assert (tmp_path / f"{FILE.name}.part").stat().st_size == 0


def test_another_part_than_asked_for_is_refused(mirror, tmp_path) -> None:
    (tmp_path / f"{FILE.name}.part").write_bytes(BODY[:1000])
    mirror.content_range = "bytes 0-10/400000"
    with pytest.raises(DataError, match="another part than asked for"):
        get(tmp_path, mirror)
    assert (tmp_path / f"{FILE.name}.part").read_bytes() == BODY[:1000]


def test_when_no_mirror_gives_it_each_is_named_with_its_reason(mirror, tmp_path) -> None:
    mirror.status = 403
    with pytest.raises(DataError, match=r"answered 403 .*could not be reached .*Try again, or"):
        get(tmp_path, mirror, NOWHERE)


def test_without_the_internet_the_sentence_says_that_alone(tmp_path) -> None:
    with pytest.raises(DataError, match=r"^The download needs the internet.*offline.*Try again"):
        get(tmp_path, NOWHERE, NOWHERE)


def test_cancelling_keeps_what_has_arrived_and_the_next_call_goes_on(mirror, tmp_path) -> None:
    asked_to_stop = iter([False, False, True])
    with pytest.raises(Cancelled, match="kept"):
        get(tmp_path, mirror, cancelled=lambda: next(asked_to_stop))
    kept = (tmp_path / f"{FILE.name}.part").read_bytes()
    assert 0 < len(kept) < FILE.size
    assert kept == BODY[: len(kept)]
    assert get(tmp_path, mirror)[0] == len(kept)
    assert (tmp_path / FILE.name).read_bytes() == BODY


def test_a_folder_that_cannot_be_made_is_named(mirror, tmp_path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(DataError, match=r"file/mnist cannot take the download"):
        get(tmp_path / "file" / "mnist", mirror)


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full, a disk that is full")
def test_a_full_disk_is_a_sentence(mirror, tmp_path) -> None:
    (tmp_path / f"{FILE.name}.part").symlink_to("/dev/full")
    with pytest.raises(DataError, match=r"No space left on device.*Free some room"):
        get(tmp_path, mirror)
