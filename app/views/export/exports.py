"""Opens the dialog of exports for the network in use and for runs."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from app.background.exporting import Exporting
from app.background.loading import Loader
from app.state.network_in_use import NetworkInUse
from app.views.export.dialog import ExportDialog, Offer
from core.data.dataset import Dataset
from core.export.formats import (
    NETWORK_FORMATS,
    RECIPE_FORMATS,
    REPORT_FORMAT,
    RunSource,
    TrainingSource,
    recipe_of,
)
from core.files.plain_text import plain
from core.files.run_file import Origin, RunRecord
from core.network.snapshots import Snapshot
from core.runs.summary import RunSummary

NETWORK, RECIPE, RUN = "The network", "Its recipe, to train it anew", "The run"


class Exports(QObject):
    """The dialogs of `window`."""

    def __init__(
        self, network: NetworkInUse, loader: Loader, exporting: Exporting, window: QWidget
    ) -> None:
        super().__init__(window)
        self._network, self._loader = network, loader
        self._exporting, self._window = exporting, window

    @Slot()
    def export_network(self) -> None:
        """Of the network in use, if there is one."""
        snapshot = self._network.snapshot
        if snapshot is not None:
            self._open(f"The network in use: {described(snapshot)}", network_offers(snapshot))

    def export_run(
        self, record: RunRecord, test: Dataset | None = None, name: str = "", note: str = ""
    ) -> None:
        """Of a run: its network, its recipe, and a report. test: what it is asked to read for the
        matrix of the report. name, note: what the user calls it and says of it."""
        source = RunSource(record, test, name, note)
        title = name or f"A run on {plain(record.origin.name) or 'a data set'}"
        offers = [
            Offer(RUN, REPORT_FORMAT, source, title),
            *network_offers(record.network, with_recipe=False),
            *recipe_offers(source.training),
        ]
        self._open(f"{title}: {described(record.network)}", offers)

    @Slot(object, object)
    def export_kept_run(self, record: RunRecord, summary: RunSummary) -> None:
        """Of a run of the library; with what its network misreads where its data are loaded."""
        splits = [each.split for each in self._loader.ready.values()]
        origins = [Origin.of(each, record.origin.source, record.origin.folder) for each in splits]
        test = splits[origins.index(record.origin)].test if record.origin in origins else None
        self.export_run(record, test, summary.marks.name, summary.marks.note)

    def _open(self, title: str, offers: list[Offer]) -> None:
        ExportDialog(title, offers, self._exporting, self._window).open()


def network_offers(snapshot: Snapshot, *, with_recipe: bool = True) -> list[Offer]:
    """with_recipe: also what trains such a network anew, where it tells its recipe."""
    name = snapshot.name or "network"
    forms = [each for each in NETWORK_FORMATS if each.name != "notebook"]
    offers = [Offer(NETWORK, form, snapshot, name) for form in forms]
    if with_recipe and recipe_of(snapshot.facts) is not None:
        offers += recipe_offers(TrainingSource.of(snapshot))
    return offers


def recipe_offers(source: TrainingSource) -> list[Offer]:
    return [Offer(RECIPE, form, source, "training") for form in RECIPE_FORMATS]


def described(snapshot: Snapshot) -> str:
    """Its shape and its name in a few words."""
    shape = "-".join(map(str, snapshot.dimensions))
    return f"{plain(snapshot.name)}, {shape}" if snapshot.name else shape
