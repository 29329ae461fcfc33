"""Reads, makes and downloads data sets beside the window."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from app.background.tasks import Job, Task, TaskRunner, close_all, failure_sentence
from core.data import mnist, starter
from core.data.dataset import Split
from core.data.opening.opening import open_set
from core.data.opening.records import Help, Opened, Request
from core.errors import DataError
from core.reading.known_digits import known_digits

SOURCES = MNIST, STARTER, FOLDER = "mnist", "starter", "folder"


@dataclass(frozen=True)
class LoadProgress:
    """How far a download is, or the reading of a file: `done` of `total`, bytes or pictures."""

    source: str
    done: int
    total: int


@dataclass(frozen=True, eq=False)
class Loaded:
    """A data set is there. folder: where its files lie, and how they were read, as reopen() takes
    it; empty when it has none. opened: what was taken for what, of FOLDER."""

    source: str
    split: Split
    folder: str
    opened: Opened | None = None


@dataclass(frozen=True)
class LoadFailed:
    """Why no data set came, in a sentence for the user. missing: nothing is there to be read."""

    source: str
    sentence: str
    missing: bool = False


@dataclass(frozen=True)
class LoadCancelled:
    """The user gave up what `source` was doing."""

    source: str


class _Missing(DataError):
    """There is nothing to read, and nothing is broken."""


class Loader(QObject):
    """Finds, opens, downloads and makes data sets, each source in a thread of its own.

    Lives in the window's thread; calls return at once. A source that is busy ignores another
    request. ready: what was loaded, by its source. corrected: makes of each set that was read the
    one that is used; it is called in the thread that loads, and may be set anew.
    """

    started = Signal(str)  # source
    progress = Signal(object)  # LoadProgress
    loaded = Signal(object)  # Loaded
    failed = Signal(object)  # LoadFailed
    cancelled = Signal(object)  # LoadCancelled

    def __init__(
        self,
        folders: Sequence[Path],
        download_folder: Path,
        parent: QObject | None = None,
    ) -> None:
        """folders: where MNIST may lie. download_folder: where it is put when downloaded."""
        super().__init__(parent)
        self.ready: dict[str, Loaded] = {}
        self.corrected: Callable[[Split], Split] = _as_it_is
        self._folders = [*folders, download_folder]
        self._download_folder = download_folder
        self._runners = {source: self._runner(source) for source in SOURCES}
        self.runners = tuple(self._runners.values())

    def is_busy(self, source: str) -> bool:
        """Whether it is being read, made or downloaded. False for what is no source."""
        return source in self._runners and self._runners[source].is_running

    def mnist_folder(self) -> Path | None:
        """Where MNIST lies, going by the files' names; costs nothing."""
        paths = mnist.find(self._folders)
        return paths.folder if paths else None

    @property
    def own_folder(self) -> str:
        """Where the user's own digits were read from; empty when none were."""
        return self.ready[FOLDER].folder if FOLDER in self.ready else ""

    @property
    def first_source(self) -> str:
        """What to offer first: MNIST where it lies on this computer, else STARTER."""
        return STARTER if self.mnist_folder() is None else MNIST

    def want(self, source: str) -> Loaded | None:
        """The digits of `source` when they are here.

        Else None: MNIST is read, starter digits are made, and `loaded`, `failed` or `cancelled`
        tells how that ended. FOLDER is the user's to open: for it nothing begins.
        """
        ways = {MNIST: self.find_mnist, STARTER: self.make_starter}
        if source in ways and source not in self.ready:
            ways[source]()
        return self.ready.get(source)

    def find_mnist(self) -> None:
        """Read MNIST from where it may lie; LoadFailed with `missing` when it lies nowhere."""
        self._begin(MNIST, partial(_find_mnist, list(self._folders)))

    def any_digits(self) -> Loaded | None:
        """Those of whichever source is here; when none is, what want(first_source) gives."""
        return next(iter(self.ready.values()), None) or self.want(self.first_source)

    def open(self, request: Request) -> None:
        """Read the data set that the user named, in the place of one that is being read."""
        self._start(FOLDER, partial(_open, request))

    def reopen(self, folder: str) -> None:
        """Read again what Loaded.folder told."""
        self._start(FOLDER, partial(_reopen, folder))

    def make_starter(self) -> None:
        """Make the starter digits."""
        self._begin(STARTER, lambda task: Loaded(STARTER, starter.starter_split(seed=0), ""))

    def download(self) -> None:
        """Download what is missing of MNIST: the only thing here that needs the internet."""
        self._begin(MNIST, partial(_download, self._download_folder))

    def cancel(self, source: str) -> None:
        """Give up what `source` is doing; LoadCancelled follows at once. A download keeps what it
        has of a file."""
        self._runners[source].cancel()

    def replace(self, loaded: Loaded) -> None:
        """Use this in place of what was loaded from its source; `loaded` tells."""
        self._on_loaded(loaded)

    def close(self) -> bool:
        """End everything. False when something is still busy after CLOSE_MILLISECONDS."""
        return close_all(self.runners)

    def _runner(self, source: str) -> TaskRunner:
        runner = TaskRunner(source, self)
        runner.message.connect(self.progress)
        runner.done.connect(self._on_loaded)
        runner.failed.connect(partial(self._on_failed, source))
        runner.cancelled.connect(partial(self.cancelled.emit, LoadCancelled(source)))
        return runner

    def _begin(self, source: str, job: Job) -> None:
        if not self.is_busy(source):
            self._start(source, job)

    def _start(self, source: str, job: Job) -> None:
        self._runners[source].run(partial(_correct, job, self.corrected))
        self.started.emit(source)

    @Slot(object)
    def _on_loaded(self, loaded: Loaded) -> None:
        self.ready[loaded.source] = loaded
        self.loaded.emit(loaded)

    def _on_failed(self, source: str, error: Exception) -> None:
        self.failed.emit(LoadFailed(source, _sentence(error), isinstance(error, _Missing)))


def _as_it_is(split: Split) -> Split:
    return split


def _correct(job: Job, corrected: Callable[[Split], Split], task: Task) -> Loaded:
    loaded: Loaded = job(task)
    return replace(loaded, split=corrected(loaded.split))


def _find_mnist(folders: Sequence[Path], _: Task) -> Loaded:
    paths = mnist.find(folders)
    if paths is None:
        raise _Missing("MNIST is not on this computer yet.")
    return _read(MNIST, paths)


def _download(folder: Path, task: Task) -> Loaded:
    def tell(done: int, total: int) -> None:
        if task.is_due() or done >= total:
            task.send(LoadProgress(MNIST, done, total))

    return _read(MNIST, mnist.download(folder, progress=tell, cancelled=task.cancelled.is_set))


def _read(source: str, paths: mnist.MnistPaths) -> Loaded:
    return Loaded(source, mnist.load_split(paths), str(paths.folder))


def _reopen(folder: str, task: Task) -> Loaded:
    return _open(Request.from_text(folder), task)


def _open(request: Request, task: Task) -> Loaded:
    from app.desktop.pictures import read_picture  # decodes only when there are pictures

    def tell(done: int, total: int) -> None:
        if task.is_due():
            task.send(LoadProgress(FOLDER, done, total))

    opened = open_set(request, Help(read_picture, known_digits(), tell, task.cancelled.is_set))
    return Loaded(FOLDER, opened.split, opened.request.text(), opened)


def _sentence(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        where = f"“{error.filename}”" if error.filename else "A file"
        return f"{where} could not be used: {error.strerror}. Choose another folder."
    return failure_sentence(
        error,
        without_memory="There is not enough memory to read these digits. Close other programs and "
        "try again.",
        otherwise="The digits could not be read.",
    )
