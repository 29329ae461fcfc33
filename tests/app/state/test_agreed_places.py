import sys

import pytest

from app.state.agreed_places import MOST, AgreedPlaces


def test_a_file_or_its_folder_is_agreed_to(tmp_path):
    one, other = tmp_path / "one.py", tmp_path / "other.py"
    below = tmp_path / "below" / "one.py"
    places = AgreedPlaces().and_also(one)
    assert places.cover(one)
    assert not places.cover(other)
    places = places.and_also(tmp_path)
    assert places.cover(other)
    assert not places.cover(below)
    assert places == places.and_also(tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right there, and Wine makes none")
def test_a_link_is_what_it_leads_to(tmp_path):
    agreed, elsewhere = tmp_path / "agreed", tmp_path / "elsewhere"
    for each in (agreed, elsewhere):
        each.mkdir()
    (elsewhere / "theirs.py").touch()
    (agreed / "link.py").symlink_to(elsewhere / "theirs.py")
    (agreed / "circle.py").symlink_to(agreed / "circle.py")
    places = AgreedPlaces().and_also(agreed)
    assert not places.cover(agreed / "link.py")
    assert not places.cover(agreed / "circle.py")


def test_the_oldest_are_forgotten(tmp_path):
    places = AgreedPlaces()
    for k in range(MOST + 1):
        places = places.and_also(tmp_path / f"{k}.py")
    assert len(places.places) == MOST
    assert not places.cover(tmp_path / "0.py")
