"""Endings in capitals are offered, too."""

from app.desktop.file_filters import file_filter


def test_small_and_capital_letters():
    assert file_filter("Pictures", ".png", ".jpg") == "Pictures (*.png *.PNG *.jpg *.JPG)"


def test_an_ending_without_letters_stands_once():
    assert file_filter("Numbers", ".1") == "Numbers (*.1)"
