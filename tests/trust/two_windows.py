"""Two windows on one data folder at once: each draws, types and chooses, and nothing is lost."""

from __future__ import annotations

import tempfile
from pathlib import Path

from app.settings import Settings
from app.state.drafts import Drafts
from core.data.handwriting import Handwriting
from core.files import model_file
from tests.trust._windows import end_of, start_window
from tests.trust.campaign import Campaign, Dose, Outcome

ROUNDS = {"short": 1, "whole": 10}
DRAWINGS = {"short": 40, "whole": 200}  # of each window
SECONDS = 90.0
ACT = """
import dataclasses
from pathlib import Path
from core.ink.strokes import Drawing
side, left = {side}, [{drawings}]
lab.learn.check.open_file(Path({code!r}))
lab.learn.check.editor.setPlainText("# typed in window {side}\\n")
lab.learn.check.editor.document().setModified(True)
lab.network.keep(dataclasses.replace(lab.network.snapshot, name="taught in window {side}"))
if side == 0:
    lab.actions["theme-dark"].trigger()
else:
    lab.draw.set_brush(0.11)

def draw():
    left[0] -= 1
    place = (side * {drawings} + left[0]) / 1000
    if lab.hand.teach(Drawing.from_lists([[[place, 0.2], [0.5, 0.8]]]), left[0] % 10) is None:
        print("refused", flush=True)
    if left[0] == 0:
        timer.stop()
        lab.window.close()

timer = QTimer(lab, interval=5)
timer.timeout.connect(draw)
timer.start()
"""


def run(dose: Dose) -> Outcome:
    failures: list[str] = []
    for number in range(ROUNDS[dose]):
        with tempfile.TemporaryDirectory() as folder:
            wrong = _side_by_side(Path(folder), DRAWINGS[dose])
        failures += [f"round {number}: {each}" for each in wrong]
    tried = 2 * DRAWINGS[dose] * ROUNDS[dose]
    return Outcome(tried, f"{len(failures)} wrong", tuple(failures))


CAMPAIGN = Campaign("two windows", "drawings, code, choices and networks of both are kept", run)


def _side_by_side(folder: Path, drawings: int) -> list[str]:
    data, code = folder / "data", folder / "mine.py"
    code.write_text("# the file\n")
    windows = [
        start_window(data, ACT.format(side=side, drawings=drawings, code=str(code)))
        for side in (0, 1)
    ]
    ends = [end_of(each, SECONDS) for each in windows]
    wrong = [f"a window ended with {code}: {text[-300:]}" for code, text in ends if code != 0]
    wrong += [f"a window said: {text[-300:]}" for _, text in ends if "Error" in text]
    store = Handwriting(data / "handwriting")
    found = [each for one in store.sets for each in one.drawings]
    places = {round(1000 * float(each.drawing.strokes[0].points[0, 0])) for each in found}
    if places != set(range(2 * drawings)):
        wrong.append(f"{len(places)} of {2 * drawings} drawings are there")
    drafts = [Drafts(data / "drafts"), Drafts(data / "drafts")]
    texts = {draft.text for each in drafts if (draft := each.take()) is not None}
    if texts != {f"# typed in window {side}\n" for side in (0, 1)}:
        wrong.append(f"these texts are kept: {texts}")
    for each in drafts:
        each.leave()
    settings = Settings(data / "settings.ini")
    chosen = settings.get("look/theme"), settings.get("draw/brush")
    if chosen != ("dark", 0.11):
        wrong.append(f"the choices are {chosen}")
    networks = {model_file.load(each).name for each in (data / "models").glob("*.safetensors")}
    if networks != {f"taught in window {side}" for side in (0, 1)}:
        wrong.append(f"these networks are kept: {networks}")
    return wrong
