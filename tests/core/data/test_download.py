from __future__ import annotations

import hashlib
import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from core.data.download import fetch
from core.data.remote_file import RemoteFile
from core.errors import Cancelled, DataError
from core.files.locks import FileLock
from tests.core.data.mirror import Mirror, serving

BODY = b"\x1f\x8b" + np.random.default_rng(0).bytes(399_998)
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
    mirror.tells_length = False
    with pytest.raises(DataError, match="longer"):
        get(tmp_path, mirror)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "given",
    ["bytes 0-10/400000", "bytes 1000-399999/400001", "nonsense", "bytes 1000-", "\x1b[2Jbytes"],
)
def test_another_part_than_asked_for_is_not_taken_and_the_whole_is(mirror, tmp_path, given) -> None:
    (tmp_path / f"{FILE.name}.part").write_bytes(BODY[:1000])
    mirror.content_range = given
    get(tmp_path, mirror)
    assert mirror.asked == [(FILE.name, "bytes=1000-"), (FILE.name, None)]
    assert (tmp_path / FILE.name).read_bytes() == BODY


def test_a_server_that_refuses_to_go_on_is_asked_for_the_whole(mirror, tmp_path) -> None:
    (tmp_path / f"{FILE.name}.part").write_bytes(BODY[:1000])
    mirror.status_of_range = 416
    get(tmp_path, mirror)
    assert (tmp_path / FILE.name).read_bytes() == BODY


def test_a_mirror_without_resume_does_not_shorten_what_is_there(mirror, other, tmp_path) -> None:
    (tmp_path / f"{FILE.name}.part").write_bytes(BODY[:300_000])
    mirror.ignores_range, mirror.cut_after = True, 100_000
    get(tmp_path, mirror, other)
    assert other.asked == [(FILE.name, "bytes=300000-")]
    assert (tmp_path / FILE.name).read_bytes() == BODY


@pytest.mark.parametrize("length", [26, 300_000, FILE.size])
def test_what_is_left_of_another_file_is_thrown_away_once(mirror, tmp_path, length) -> None:
    (tmp_path / f"{FILE.name}.part").write_bytes(
        b"<html>Please sign in</html>".ljust(length)[:length]
    )
    get(tmp_path, mirror)
    assert mirror.asked[-1] == (FILE.name, None)
    assert len(mirror.asked) <= 2
    assert (tmp_path / FILE.name).read_bytes() == BODY
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("kind", ["text/html", "Text/HTML; charset=utf-8", "application/xhtml+xml"])
def test_a_sign_in_page_is_named_and_nothing_of_it_is_kept(mirror, tmp_path, kind) -> None:
    mirror.content_type = kind
    with pytest.raises(DataError, match=r"a web page instead of the file.*asks you to sign in"):
        get(tmp_path, mirror)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kind", ["application/gzip", "application/octet-stream"])
@pytest.mark.parametrize("begin", [0, 1000])
def test_a_page_that_calls_itself_a_file_is_known_by_its_first_bytes(
    mirror, other, tmp_path, kind, begin
) -> None:
    (tmp_path / f"{FILE.name}.part").write_bytes(BODY[:begin])
    mirror.content_type, mirror.ignores_range = kind, True
    mirror.files[FILE.name] = b"\n<!doctype html><p>Please sign in".ljust(FILE.size)
    with pytest.raises(DataError, match=r"a web page instead of the file.*asks you to sign in"):
        get(tmp_path, mirror)
    get(tmp_path, other)
    assert (tmp_path / FILE.name).read_bytes() == BODY


def test_a_page_that_was_left_is_not_gone_on_with(mirror, tmp_path) -> None:
    (tmp_path / f"{FILE.name}.part").write_bytes(b"<html>Please sign in</html>")
    get(tmp_path, mirror)
    assert mirror.asked == [(FILE.name, None)]


def test_a_mirror_that_gave_the_whole_wrong_file_is_not_asked_again(mirror, tmp_path) -> None:
    (tmp_path / f"{FILE.name}.part").write_bytes(BODY[:1000])
    mirror.ignores_range = True
    mirror.files[FILE.name] = BODY[:-1] + bytes([BODY[-1] ^ 1])
    with pytest.raises(DataError, match="sent other bytes"):
        get(tmp_path, mirror)
    assert len(mirror.asked) == 1


def test_a_network_that_wants_a_sign_in_says_so_by_its_status(mirror, tmp_path) -> None:
    mirror.status = 511
    with pytest.raises(DataError, match="asks you to sign in"):
        get(tmp_path, mirror)


def test_a_file_of_another_length_is_not_begun(mirror, tmp_path) -> None:
    (tmp_path / f"{FILE.name}.part").write_bytes(BODY[:1000])
    mirror.files[FILE.name] = b"Please sign in"
    mirror.ignores_range = True
    with pytest.raises(DataError, match=r"another file, of 14 bytes.*is kept"):
        get(tmp_path, mirror)
    assert (tmp_path / f"{FILE.name}.part").read_bytes() == BODY[:1000]


@pytest.mark.parametrize(
    "place",
    ["file:///etc/hostname", "ftp://127.0.0.1/digits.gz", "data:,x", "gopher://127.0.0.1/", "//["],
)
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_to_what_is_no_web_page_is_refused(mirror, tmp_path, place, status) -> None:
    mirror.status, mirror.location = status, place
    with pytest.raises(DataError, match=r"not safe, of “|broke off \(Invalid IPv6"):
        get(tmp_path, mirror)
    assert list(tmp_path.iterdir()) == []


def test_a_redirect_within_the_web_is_followed_and_a_ring_of_them_is_left(
    mirror, other, tmp_path
) -> None:
    mirror.status, mirror.location = 302, other.address + FILE.name
    get(tmp_path, mirror)
    assert other.asked == [(FILE.name, None)]
    mirror.location = mirror.address + FILE.name
    with pytest.raises(DataError, match="sends on and on"):
        get(tmp_path / "new", mirror)


@pytest.mark.parametrize("status", [201, 204])
def test_an_answer_without_the_file_is_none(mirror, tmp_path, status) -> None:
    mirror.answers = status
    with pytest.raises(DataError, match=f"answered {status} without the file"):
        get(tmp_path, mirror)


@pytest.mark.parametrize("silent", ["before the head", "in the head", "after the head"])
def test_a_silent_server_is_left_as_soon_as_the_user_cancels(mirror, tmp_path, silent) -> None:
    mirror.silent = silent
    stop = threading.Event()

    def cancelled() -> bool:
        if mirror.asked:
            stop.set()
        return stop.is_set()

    with pytest.raises(Cancelled):
        fetch(FILE, [mirror.address], tmp_path, progress=print, cancelled=cancelled, timeout=10_000)


@pytest.mark.parametrize("silent", ["before the head", "in the head", "after the head"])
def test_a_silent_server_is_given_up(mirror, other, tmp_path, silent) -> None:
    mirror.silent = silent
    fetch(
        FILE,
        [mirror.address, other.address],
        tmp_path,
        progress=print,
        cancelled=lambda: False,
        timeout=0.1,
    )
    assert (tmp_path / FILE.name).read_bytes() == BODY


def test_a_second_window_waits_for_the_first_and_takes_its_file(mirror, tmp_path) -> None:
    lock = FileLock(tmp_path / f"{FILE.name}.part.lock")
    assert lock.acquire()
    (tmp_path / f"{FILE.name}.part").write_bytes(BODY[:1000])

    def told(done: int) -> None:
        if done == 1000 and lock.is_held:
            (tmp_path / f"{FILE.name}.part").rename(tmp_path / FILE.name)
            (tmp_path / FILE.name).write_bytes(BODY)
            lock.release()

    fetch(FILE, [mirror.address], tmp_path, progress=told, cancelled=lambda: False)
    assert mirror.asked == []


def test_a_second_window_that_waits_can_be_cancelled(mirror, tmp_path) -> None:
    lock = FileLock(tmp_path / f"{FILE.name}.part.lock")
    assert lock.acquire()
    with pytest.raises(Cancelled):
        get(tmp_path, mirror, cancelled=lambda: True)
    lock.release()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_in_place_of_the_part_is_a_sentence(mirror, tmp_path) -> None:
    os.mkfifo(tmp_path / f"{FILE.name}.part")
    with pytest.raises(DataError, match="cannot take the download"):
        get(tmp_path, mirror)


def test_when_no_mirror_gives_it_each_is_named_with_its_reason(mirror, tmp_path) -> None:
    mirror.status = 403
    with pytest.raises(DataError, match=r"answered 403 .*could not be reached .*Try again, or"):
        get(tmp_path, mirror, NOWHERE)


def test_without_the_internet_the_sentence_says_that_alone(tmp_path) -> None:
    with pytest.raises(DataError, match=r"^The download needs the internet.*offline.*Try again"):
        get(tmp_path, NOWHERE, NOWHERE)


def test_cancelling_keeps_what_has_arrived_and_the_next_call_goes_on(mirror, tmp_path) -> None:
    told = [0]
    with pytest.raises(Cancelled, match="kept"):
        fetch(
            FILE,
            [mirror.address],
            tmp_path,
            progress=told.append,
            cancelled=lambda: told[-1] > 0,
        )
    kept = (tmp_path / f"{FILE.name}.part").read_bytes()
    assert 0 < len(kept) < FILE.size
    assert kept == BODY[: len(kept)]
    assert get(tmp_path, mirror)[0] == len(kept)
    assert (tmp_path / FILE.name).read_bytes() == BODY


def test_a_folder_that_cannot_be_made_is_named(mirror, tmp_path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(DataError, match=r"file[/\\]mnist cannot take the download"):
        get(tmp_path / "file" / "mnist", mirror)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has a disk that is full")
def test_a_full_disk_is_a_sentence(mirror, tmp_path) -> None:
    (tmp_path / f"{FILE.name}.part").symlink_to("/dev/full")
    with pytest.raises(DataError, match=r"No space left on device.*Free some room"):
        get(tmp_path, mirror)
