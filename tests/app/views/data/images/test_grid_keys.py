import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt

from app.views.data.images.grid_keys import GridPlace

BACK = {
    Qt.Key.Key_Left: Qt.Key.Key_Right,
    Qt.Key.Key_Up: Qt.Key.Key_Down,
    Qt.Key.Key_PageUp: Qt.Key.Key_PageDown,
}
KEYS = (*BACK, *BACK.values(), Qt.Key.Key_Home, Qt.Key.Key_End)


@st.composite
def places(draw):
    count = draw(st.integers(1, 500))
    at = draw(st.integers(0, count - 1))
    return GridPlace(at, count, draw(st.integers(1, 40)), draw(st.integers(1, 20)))


@given(places(), st.sampled_from(KEYS))
def test_a_key_leads_to_a_place_that_is_there(place, key):
    assert 0 <= place.after(key) < place.count


@given(places(), st.sampled_from([Qt.Key.Key_Up, Qt.Key.Key_Down]))
def test_up_and_down_stay_in_the_column_or_end_at_the_last_place(place, key):
    there = place.after(key)
    assert there % place.columns == place.at % place.columns or there == place.count - 1
    assert abs(there - place.at) <= place.columns


@given(places(), st.sampled_from(list(BACK)))
def test_there_and_back_where_there_is_room(place, key):
    there = place.after(key)
    steps = {Qt.Key.Key_Left: 1, Qt.Key.Key_Up: place.columns}.get(key, place.columns * place.page)
    if place.at - steps >= 0:
        assert there == place.at - steps
        back = GridPlace(there, place.count, place.columns, place.page).after(BACK[key])
        assert back == place.at


@pytest.mark.parametrize("key", [Qt.Key.Key_A, Qt.Key.Key_Tab])
def test_other_keys_lead_nowhere(key):
    assert GridPlace(3, 10, 4, 2).after(key) is None
