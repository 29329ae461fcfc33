"""The pages of runs, filled, at the sizes of old projectors and new screens."""

from dataclasses import replace

import pytest

from app.background.training.run_curves import RunCurves
from app.background.twin import TwinTrainer
from app.look import theme
from app.views.runs.compare.page import ComparePage
from app.views.runs.replay.page import ReplayPage
from app.views.runs.twin.page import TwinPage
from core.network.recipe import Recipe
from core.runs.differences import ComparedRun
from tests.app.clipping import faults
from tests.app.tiny import session as session
from tests.app.views.runs.test_replay import run
from tests.core.runs.records import ended_run, noise_split

ROOMS = [(1024, 600, 100), (1024, 600, 150), (1366, 768, 150), (1024, 600, 200), (1920, 1080, 200)]
RAIL, BARS = 80, 130  # what the window needs around a page, at 100 %
LONG = "a run with a name that is far too long for any legend or head of a table"


def compare_page(_):
    page = ComparePage()
    recipe = ended_run().recipe
    records = [replace(ended_run(), recipe=replace(recipe, seed=seed)) for seed in range(8)]
    names = [f"{LONG} {each.recipe.seed}" for each in records]
    curves = [RunCurves.of_record(each, name) for each, name in zip(records, names, strict=True)]
    page.set_runs(curves, [ComparedRun(each) for each in records])
    page.shows_all.setChecked(True)
    return page


def replay_page(_):
    page = ReplayPage()
    page.set_run(replace(run(), name=LONG), noise_split())
    return page


def twin_page(session):
    page = TwinPage(TwinTrainer(session, session))
    page.set_recipe(Recipe(), f"the recipe of “{LONG}”")
    page.chooser.choose("seed", 5)
    return page


@pytest.mark.parametrize(("width", "height", "percent"), ROOMS)
@pytest.mark.parametrize("make", [compare_page, replay_page, twin_page])
def test_no_word_is_cut_off(look, qtbot, session, make, width, height, percent):
    look.choose_size(percent)
    page = make(session)
    qtbot.addWidget(page)
    page.resize(width - theme.px(RAIL), height - theme.px(BARS))
    page.show()
    qtbot.waitExposed(page)
    found = faults(page)
    look.choose_size(100)
    for runner in getattr(page, "runners", ()):
        runner.close()
    if isinstance(page, TwinPage):
        page._trainer.close()
    assert found == []
