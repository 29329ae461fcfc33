"""Tokens are readable, the scheme can be chosen, icons are of one family."""

from __future__ import annotations

import re
from dataclasses import fields

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from app.actions import SPECS
from app.look import icons, stylesheet, theme
from app.look.tokens import Tokens

TEXT = ("ink", "ink_soft", "accent", "positive", "negative", "good", "warning", "danger")
TEXT += tuple(each.name for each in fields(Tokens) if each.name.startswith("series_"))
SHAPES = ("outline", "focus", "plot_smooth", "plot_validation", "positive", "negative")
FILES = sorted(path.stem for path in icons.FOLDER.glob("*.svg"))
LINE_ICONS = [name for name in FILES if not name.startswith(("control-", "digit-lab"))]


def luminance(color: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    channels = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a: str, b: str) -> float:
    lighter, darker = sorted((luminance(a), luminance(b)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_of_black_and_white_is_21() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("tokens", [theme.LIGHT, theme.DARK], ids=["light", "dark"])
@pytest.mark.parametrize("ground", ["ground", "ground_raised", "ground_sunken"])
def test_text_reads_at_4_5_to_1_and_shapes_at_3_to_1(tokens: theme.Tokens, ground: str) -> None:
    below = getattr(tokens, ground)
    for name in TEXT:
        assert contrast(getattr(tokens, name), below) >= 4.5, name
    for name in SHAPES:
        assert contrast(getattr(tokens, name), below) >= 3, name


@pytest.mark.parametrize("tokens", [theme.LIGHT, theme.DARK], ids=["light", "dark"])
def test_text_on_colour_is_readable(tokens: theme.Tokens) -> None:
    for text, below in (
        ("accent_text", "accent"),
        ("accent_text", "accent_hover"),
        ("ink", "accent_soft"),
        ("accent", "accent_soft"),
        ("canvas_ink", "canvas"),
        ("canvas_hint", "canvas"),
    ):
        assert contrast(getattr(tokens, text), getattr(tokens, below)) >= 4.5, (text, below)


def test_every_colour_is_written_alike() -> None:
    names = [each.name for each in fields(Tokens) if each.type == "str"]
    assert len(names) > 20
    for tokens in (theme.LIGHT, theme.DARK):
        for name in names:
            assert re.fullmatch("#[0-9a-f]{6}", getattr(tokens, name)), name


def test_choosing_a_scheme_changes_tokens_and_palette_not_the_stylesheet(
    look: theme.Watcher,
) -> None:
    told: list[bool] = []
    listening = look.changed.connect(lambda: told.append(theme.tokens().dark))
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    before = app.styleSheet()
    look.choose("dark")
    assert theme.tokens() is theme.DARK
    assert app.palette().window().color().name() == theme.DARK.ground
    look.choose("light")
    assert app.palette().highlight().color().name() == theme.LIGHT.accent
    assert app.styleSheet() == before
    assert told == [True, False]
    look.disconnect(listening)


def test_an_unknown_choice_follows_the_system(look: theme.Watcher) -> None:
    look.choose("mauve")
    assert look.choice == "system"


def test_motion_is_off_where_it_is_not_wanted(look: theme.Watcher) -> None:
    assert theme.motion_ms() == 0
    look.reduced_motion = False
    assert 120 <= theme.motion_ms() <= 200


def test_figures_are_tabular(look: theme.Watcher) -> None:
    assert theme.font(20).featureTags()
    assert not theme.font(20, tabular=False).featureTags()
    assert theme.font(20).pixelSize() == 20


def test_a_role_of_the_palette_stands_for_one_colour() -> None:
    roles = [role for each in stylesheet.ROLES.values() for role in each]
    assert len(roles) == len(set(roles))
    assert "#" not in stylesheet.build()
    for tokens in (theme.LIGHT, theme.DARK):
        palette = stylesheet.palette(tokens)
        for name, each in stylesheet.ROLES.items():
            for role in each:
                assert palette.color(role).name() == getattr(tokens, name), (name, role)


def test_both_schemes_have_the_same_sizes() -> None:
    sizes = {each.name for each in fields(Tokens) if each.type == "int"}
    assert {name: getattr(theme.LIGHT, name) for name in sizes} == {
        name: getattr(theme.DARK, name) for name in sizes
    }


def test_the_stylesheet_names_only_files_that_exist() -> None:
    found = re.findall(r'url\("([^"]+)"\)', stylesheet.build())
    assert len(found) >= 5
    for file in found:
        assert file.startswith(icons.FOLDER.as_posix())
        assert file.rsplit("/", 1)[1].removesuffix(".svg") in FILES


def test_ticks_are_drawn_in_the_colour_of_text_on_accent() -> None:
    for tokens, scheme in ((theme.LIGHT, "light"), (theme.DARK, "dark")):
        source = (icons.FOLDER / f"control-tick-{scheme}.svg").read_text()
        assert f'stroke="{tokens.accent_text}"' in source


@pytest.mark.parametrize("name", LINE_ICONS)
def test_icons_are_one_family_of_lines(name: str) -> None:
    source = (icons.FOLDER / f"{name}.svg").read_text()
    assert 'viewBox="0 0 24 24"' in source
    assert 'stroke-width="1.75"' in source
    assert 'stroke="currentColor"' in source


def test_an_icon_takes_the_colour_it_is_given(look: theme.Watcher) -> None:
    image = icons.pixmap("stop", "#ff0000", 24).toImage()
    colors = {image.pixelColor(x, 6).name() for x in range(8, 16)}
    assert colors == {"#ff0000"}


@pytest.mark.parametrize("size", [24, 48, 96])
def test_an_icon_is_drawn_in_the_size_and_the_colour_in_which_it_is_seen(
    look: theme.Watcher, size: int
) -> None:
    icon = QIcon(icons.icon("stop", normal="#ff0000", disabled="#00ff00", checked="#0000ff"))
    modes, states = QIcon.Mode, QIcon.State
    for mode, state, color in (
        (modes.Normal, states.Off, "#ff0000"),
        (modes.Active, states.Off, "#ff0000"),
        (modes.Normal, states.On, "#0000ff"),
        (modes.Disabled, states.On, "#00ff00"),
    ):
        image = icon.pixmap(QSize(size, size), 1.0, mode, state).toImage()
        assert image.size() == QSize(size, size)
        top = size * 6 // 24
        seen = {image.pixelColor(x, top).name() for x in range(size // 3, size * 2 // 3)}
        assert seen == {color}


def test_every_action_has_an_icon_that_exists() -> None:
    named = {spec.icon for spec in SPECS if spec.icon}
    assert named <= set(FILES)


def test_the_app_icon_is_there_at_16_pixels(look: theme.Watcher) -> None:
    image = icons.app_icon().pixmap(QSize(16, 16)).toImage()
    lit = sum(image.pixelColor(x, y).lightness() > 128 for x in range(16) for y in range(16))
    assert 15 < lit < 120


def test_an_unknown_icon_is_an_error(look: theme.Watcher) -> None:
    with pytest.raises(FileNotFoundError):
        theme.icon("no such icon")
