"""Reading, making and downloading digits in the background, so that the window never waits."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QThread, Signal, SignalInstance, Slot

from core.data import mnist, starter
from core.data.dataset import Split
from core.errors import Cancelled, DigitLabError

CLOSE_MILLISECONDS = 2000
PROGRESS_INTERVAL = 1 / 15

_log = logging.getLogger(__name__)

MNIST, STARTER, FOLDER = "mnist", "starter", "folder"


@dataclass(frozen=True)
class LoadProgress:
    """done and total in bytes."""

    source: str
    done: int
    total: int


@dataclass(frozen=True, eq=False)
class Loaded:
    """`place`: the folder that the digits lie in; empty when they lie in none."""

    source: str
    split: Split
    place: str


@dataclass(frozen=True)
class LoadFailed:
    """`sentence` for the user. missing: there is nothing there, and nothing is broken."""

    source: str
    sentence: str
    missing: bool = False


@dataclass(frozen=True)
class LoadCancelled:
    source: str


LoadMessage = LoadProgress | Loaded | LoadFailed | LoadCancelled


@dataclass(frozen=True, eq=False)
class Job:
    """`act` runs in the background; it is given what tells progress."""

    source: str
    cancelled: threading.Event
    act: Callable[[Callable[[int, int], None]], Loaded | LoadFailed]


class LoadWorker(QObject):
    """Runs one Job after another in its thread."""

    message = Signal(object)  # LoadMessage

    @Slot(object)
    def start(self, job: Job) -> None:
        """The last message is Loaded, LoadFailed or LoadCancelled, whatever happens."""
        try:
            last: LoadMessage = job.act(self._telling_progress(job.source))
        except Cancelled:
            last = LoadCancelled(job.source)
        except (DigitLabError, OSError) as error:
            last = LoadFailed(job.source, _sentence(error))
        except Exception as error:
            _log.exception("reading %s", job.source)
            last = LoadFailed(job.source, _sentence(error))
        self.message.emit(LoadCancelled(job.source) if job.cancelled.is_set() else last)

    def _telling_progress(self, source: str) -> Callable[[int, int], None]:
        due = 0.0

        def tell(done: int, total: int) -> None:
            nonlocal due
            if time.monotonic() >= due or done >= total:
                due = time.monotonic() + PROGRESS_INTERVAL
                self.message.emit(LoadProgress(source, done, total))

        return tell


def _sentence(error: Exception) -> str:
    if isinstance(error, DigitLabError):
        return str(error)
    if isinstance(error, MemoryError):
        return (
            "There is not enough memory to read these digits. Close other programs and try again."
        )
    if isinstance(error, OSError) and error.strerror:
        where = f"“{error.filename}”" if error.filename else "A file"
        return f"{where} could not be used: {error.strerror}. Choose another folder."
    return f"The digits could not be read ({type(error).__name__}: {error})."


class _Lane:
    """A thread with its worker: jobs of one lane wait for each other, lanes do not."""

    def __init__(self, name: str) -> None:
        self.thread = QThread()
        self.thread.setObjectName(name)
        self.worker = LoadWorker()
        self.worker.moveToThread(self.thread)


class Loader(QObject):
    """Finds, opens, downloads and makes data sets. Lives in the GUI thread; calls return at once.

    A source that is busy ignores another request. What was loaded stays in `loaded`.
    """

    started = Signal(str)  # source
    progress = Signal(object)  # LoadProgress
    loaded = Signal(object)  # Loaded
    failed = Signal(object)  # LoadFailed
    cancelled = Signal(object)  # LoadCancelled

    _read = Signal(object)
    _fetch = Signal(object)

    def __init__(
        self,
        folders: Sequence[Path],
        download_folder: Path,
        parent: QObject | None = None,
    ) -> None:
        """folders: where MNIST may lie. download_folder: where it is put when downloaded."""
        super().__init__(parent)
        self.ready: dict[str, Loaded] = {}
        self._folders = [*folders, download_folder]
        self._download_folder = download_folder
        self._busy: dict[str, Job] = {}
        self._handlers = {
            LoadProgress: self.progress.emit,
            Loaded: self._on_loaded,
            LoadFailed: self.failed.emit,
            LoadCancelled: self.cancelled.emit,
        }
        self._lanes = [_Lane("reading"), _Lane("download")]
        for lane, signal in zip(self._lanes, (self._read, self._fetch), strict=True):
            signal.connect(lane.worker.start, Qt.ConnectionType.QueuedConnection)
            lane.worker.message.connect(self._receive, Qt.ConnectionType.QueuedConnection)
            lane.thread.start()

    def is_busy(self, source: str) -> bool:
        return source in self._busy

    def mnist_folder(self) -> Path | None:
        """Where MNIST lies, going by the files' names; costs nothing."""
        paths = mnist.find(self._folders)
        return paths.folder if paths else None

    @property
    def own_folder(self) -> str:
        """Where the user's own digits were read from; empty when none were."""
        return self.ready[FOLDER].place if FOLDER in self.ready else ""

    def find_mnist(self) -> None:
        """Read MNIST from where it may lie; LoadFailed with `missing` when it lies nowhere."""
        folders = list(self._folders)

        def act(_: object) -> Loaded | LoadFailed:
            paths = mnist.find(folders)
            if paths is None:
                return LoadFailed(MNIST, "MNIST is not on this computer yet.", missing=True)
            return Loaded(MNIST, mnist.load_split(paths), str(paths.folder))

        self._begin(MNIST, act, self._read)

    def any_digits(self) -> Loaded | None:
        """Those of a data set that is here. None when there is none yet: then MNIST is read, or
        starter digits are made, and `loaded` tells."""
        if not self.ready:
            (self.make_starter if self.mnist_folder() is None else self.find_mnist)()
        return next(iter(self.ready.values()), None)

    def open_folder(self, path: Path) -> None:
        """Read the digits in a folder, or beside a file, that the user named."""

        def act(_: object) -> Loaded:
            paths = mnist.open_folder(path)
            return Loaded(FOLDER, mnist.load_split(paths), str(paths.folder))

        self._begin(FOLDER, act, self._read)

    def make_starter(self) -> None:
        """Make the starter digits."""

        def act(_: object) -> Loaded:
            return Loaded(STARTER, starter.starter_split(seed=0), "")

        self._begin(STARTER, act, self._read)

    def download(self) -> None:
        """Download what is missing of MNIST: the only thing here that needs the internet."""
        stop = threading.Event()

        def act(progress: Callable[[int, int], None]) -> Loaded:
            paths = mnist.download(self._download_folder, progress=progress, cancelled=stop.is_set)
            return Loaded(MNIST, mnist.load_split(paths), str(paths.folder))

        self._begin(MNIST, act, self._fetch, stop)

    def cancel(self, source: str) -> None:
        """Give up what `source` is doing; LoadCancelled follows. A download keeps its part."""
        if source in self._busy:
            self._busy[source].cancelled.set()

    def close(self) -> bool:
        """End everything. False when something is still busy after CLOSE_MILLISECONDS."""
        for job in self._busy.values():
            job.cancelled.set()
        for lane in self._lanes:
            lane.thread.quit()
        ended = [lane.thread.wait(CLOSE_MILLISECONDS) for lane in self._lanes]
        return all(ended)

    def _begin(
        self,
        source: str,
        act: Callable[[Callable[[int, int], None]], Loaded | LoadFailed],
        lane: SignalInstance,
        cancelled: threading.Event | None = None,
    ) -> None:
        if source in self._busy:
            return
        job = Job(source, cancelled or threading.Event(), act)
        self._busy[source] = job
        _log.debug("Loading begins: %s", source)
        self.started.emit(source)
        lane.emit(job)

    @Slot(object)
    def _receive(self, message: LoadMessage) -> None:
        if not isinstance(message, LoadProgress):
            self._busy.pop(message.source, None)
            _log.debug("Loading ended: %s, %s", message.source, type(message).__name__)
        self._handlers[type(message)](message)

    def _on_loaded(self, message: Loaded) -> None:
        self.ready[message.source] = message
        self.loaded.emit(message)
