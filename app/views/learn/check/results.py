"""Beside the editor, in tabs: what a check says of the file and of a function, what the file
printed, the training."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from app.look import sizes
from app.look.figures import THIN, counted
from app.views.learn.check.consent import Consent
from app.views.learn.check.detail import Detail
from app.views.learn.check.functions import Functions
from app.views.learn.check.race import RacePane
from app.views.learn.verdict import Verdict
from app.views.widgets.labels import hairline
from app.views.widgets.plain import PlainLabel, plain_tip
from core.checking.export import near_names
from core.checking.report import FunctionReport, Report

NO_FUNCTION_WORDS = (
    "None of the course's functions is in this file yet. They are recognised by name: "
    "compute_loss, relu_backward, sigmoid_backward, layer_backward and others."
)
TOP_HEIGHT = 32
EMPTY, NO_FUNCTION, DETAIL = range(3)
NOT_SHOWN = "The results could not be shown. Check again."
NO_OUTPUT = "The file printed nothing."
RESULTS, OUTPUT, TRAINING = range(3)
TABS = ("Results", "Printed", "Training")


def summary_of(report: Report) -> tuple[str, str]:
    """The verdict on the whole file: a key of verdict.SIGNS, and a sentence."""
    present, right = report.present, [r for r in report.present if r.status == "right"]
    if report.problem:
        return "failed", report.problem.split("\n")[0]
    if not present:
        return "absent", "There is nothing to check yet."
    if report.near:
        return "wrong", " ".join(near_names(report))
    if len(right) == len(present):
        many = "The function is" if len(present) == 1 else f"All {len(present)} functions are"
        return "right", f"{many} right."
    return "wrong", f"{len(right)} of {counted(len(present), 'function')} right."


def followers_in_words(report: Report) -> str:
    """How many are wrong only because of what they call; "" for none."""
    count = len(report.followers)
    return f"{count} more {'follows' if count == 1 else 'follow'} from this" if count else ""


def output_title(report: Report | None) -> str:
    """The title of the tab that shows what was printed, with how many lines that is."""
    lines = len(report.output.splitlines()) if report else 0
    return f"{TABS[OUTPUT]} · {lines}" if lines else TABS[OUTPUT]


class Results(QWidget):
    """The report of a check: the file, the list of functions, and the chosen function in detail.

    line_wanted: show this line of the file. page_wanted: show the help page of this id.
    stop_wanted: stop the check.
    """

    line_wanted = Signal(int)
    page_wanted = Signal(str)
    stop_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.report: Report | None = None
        self.verdict = Verdict()
        self.duration = PlainLabel()
        self.duration.setProperty("role", "note")
        self.stop = QPushButton("Stop")
        self.functions = Functions()
        self.absent = PlainLabel()
        self.absent.setProperty("role", "note")
        self.followers = QPushButton()
        self.followers.setCheckable(True)
        self.followers.setObjectName("followers")
        self.notes = PlainLabel()
        self.notes.setProperty("role", "note")
        self.notes.setWordWrap(True)
        self.notes.setContentsMargins(16, 0, 16, 8)
        self.detail = Detail()
        self.nothing = PlainLabel(NO_FUNCTION_WORDS)
        self.nothing.setProperty("role", "sentence")
        self.nothing.setWordWrap(True)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.nothing.setContentsMargins(16, 16, 16, 16)
        self.output = QPlainTextEdit()
        self.output.setReadOnly(True)
        sizes.set_font(self.output, "type_note", mono=True)
        self.output.setAccessibleName("What the file printed")
        self.output.setPlaceholderText(NO_OUTPUT)
        self._lay_out()
        self.functions.chosen.connect(self._show_function)
        self.followers.toggled.connect(self._show_functions)
        self.detail.line_wanted.connect(self.line_wanted)
        self.detail.page_wanted.connect(self.page_wanted)
        self.stop.clicked.connect(self.stop_wanted)
        self.clear()

    def clear(self) -> None:
        """Show that nothing has been checked yet."""
        self.report = None
        self.verdict.say("absent", "Not checked yet.")
        self.duration.clear()
        self.stop.hide()
        self.functions.hide()
        self.absent.hide()
        self.followers.hide()
        self.notes.hide()
        self.output.clear()
        self._pages.setCurrentIndex(EMPTY)

    def set_running(self, seconds: float) -> None:
        """Show that a check is running, for `seconds` at most; the last report stays meanwhile."""
        self.verdict.say("running", "Checking…")
        self.duration.setText(f"{seconds:g}{THIN}s at most")
        if self.report is None:
            self._pages.setCurrentIndex(EMPTY)
        self.stop.show()

    def set_stopped(self) -> None:
        self.verdict.say("absent", "Stopped.")
        self.duration.clear()
        self.stop.hide()

    def show_report(self, report: Report) -> None:
        """Should that fail, the verdict says so, and no longer that a check is running."""
        self.stop.hide()
        self.verdict.say("failed", NOT_SHOWN)
        self.report = report
        self.verdict.say(*summary_of(report))
        self.duration.setText(f"{report.seconds:.1f}{THIN}s")
        self.output.setPlainText(report.output)
        missing = [each.name for each in report.functions if each.status == "absent"]
        present = report.present
        self.absent.setText(f"{counted(len(missing), 'other')} not in this file")
        self.absent.setToolTip(plain_tip(", ".join(missing)))
        self.absent.setVisible(bool(missing) and bool(present))
        self.notes.setText("\n".join(report.notes))
        self.notes.setVisible(bool(report.notes))
        self.functions.setVisible(bool(present))
        self.followers.setText(followers_in_words(report))
        names = ", ".join(each.written_as or each.name for each in report.followers)
        self.followers.setToolTip(plain_tip(names))
        self.followers.setVisible(bool(report.followers))
        self._show_functions()
        if report.problem:
            self.detail.show_file_problem(report)
        self._pages.setCurrentIndex(DETAIL if present or report.problem else NO_FUNCTION)

    @Slot()
    def _show_functions(self) -> None:
        """What only follows from another function is there when it is asked for."""
        if self.report is None:
            return
        shown = self.followers.isChecked()
        reports = [each for each in self.report.present if shown or not each.is_follower]
        self.functions.show_reports(tuple(reports))

    @Slot(object)
    def _show_function(self, function: FunctionReport) -> None:
        if self.report is not None:
            self.detail.show_function(function, self.report)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(16, 8, 16, 8)
        top.setSpacing(8)
        top.addStrut(TOP_HEIGHT)
        top.addWidget(self.verdict, 1, Qt.AlignmentFlag.AlignVCenter)
        top.addWidget(self.duration)
        top.addWidget(self.stop)
        self.absent.setContentsMargins(16, 4, 16, 8)
        self._pages = QStackedWidget()
        self._pages.addWidget(QWidget())
        self._pages.addWidget(self.nothing)
        self._pages.addWidget(self.detail)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(self.functions)
        row = QHBoxLayout()
        row.setContentsMargins(16, 4, 16, 4)
        row.addWidget(self.followers)
        row.addStretch(1)
        layout.addLayout(row)
        layout.addWidget(self.absent)
        layout.addWidget(self.notes)
        layout.addWidget(hairline(lying=True))
        layout.addWidget(self._pages, 1)


class CheckTabs(QStackedWidget):
    """Results, output and training in tabs, or the page that asks for consent."""

    def __init__(self, race: RacePane, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.results, self.race, self.consent = Results(), race, Consent()
        self.tabs = QTabBar()
        self.tabs.setObjectName("check-tabs")
        self.tabs.setExpanding(False)
        self._tab_pages = QStackedWidget()
        for title, page in zip(TABS, (self.results, self.results.output, self.race), strict=True):
            self.tabs.addTab(title)
            self._tab_pages.addWidget(page)
        self.tabs.currentChanged.connect(self._on_tab)
        top = QHBoxLayout()
        top.setContentsMargins(16, 4, 16, 0)
        top.addWidget(self.tabs)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self._tab_pages, 1)
        self.addWidget(self.consent)
        self.addWidget(page)
        self.ask_consent(None)

    def ask_consent(self, path: Path | None) -> None:
        """Show the page that asks whether the code of `path` may be run; None: show the tabs."""
        if path is not None:
            self.consent.ask_about(path)
        self.setCurrentIndex(0 if path is not None else 1)

    def show_report(self, report: Report) -> None:
        """Also how many lines were printed, on the tab that has them."""
        self.results.show_report(report)
        self.tabs.setTabText(OUTPUT, output_title(report))

    @Slot(int)
    def _on_tab(self, index: int) -> None:
        self.tabs.setFocus()  # else a button of the new page takes it, and Space with it
        self._tab_pages.setCurrentIndex(index)
