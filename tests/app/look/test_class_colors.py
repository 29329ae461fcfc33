"""Colours of classes: apart from their ground and from each other, for all eyes."""

import numpy as np
import pytest

from app.look.class_colors import ON_DARK, ON_LIGHT, SHAPES, class_color, class_mark
from app.look.colors import _rgb, _to_oklab
from app.look.tokens import DARK, LIGHT
from tests.app.look.test_theme import contrast

# Machado, Oliveira and Fernandes (2009), severity 1.0, on linear RGB.
VISION = {
    "usual": np.eye(3),
    "no red": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "no green": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
}
LEAST_APART = {"usual": 0.18, "no red": 0.09, "no green": 0.09}


def seen(colors, vision):
    """OKLab of colours as they are seen, (10, 3)."""
    rgb = np.array([_rgb(each) for each in colors])
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    linear = np.clip(linear @ VISION[vision].T, 0, 1)
    encoded = np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)
    return _to_oklab(encoded)


@pytest.mark.parametrize("vision", VISION)
@pytest.mark.parametrize("colors", [ON_LIGHT, ON_DARK], ids=["light", "dark"])
def test_ten_colours_are_apart(colors, vision):
    lab = seen(colors, vision)
    apart = np.linalg.norm(lab[:, None] - lab[None], axis=-1) + np.eye(10)
    assert apart.min() >= LEAST_APART[vision]


@pytest.mark.parametrize("look", [LIGHT, DARK], ids=["light", "dark"])
def test_each_is_seen_on_its_ground(look):
    for number in range(10):
        assert contrast(class_color(number, look).name(), look.ground) >= 2.99


def test_sixty_two_classes_are_all_different():
    looks = {
        (class_color(n, LIGHT).name(), class_mark(n, 10).toFillPolygon().count(), str(
            class_mark(n, 10).boundingRect().getRect()))
        for n in range(62)
    }  # fmt: skip
    assert len(looks) == 62
    assert len(SHAPES) * len(ON_LIGHT) >= 62
