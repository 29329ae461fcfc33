"""Merging what one window made of the sets of drawings with what another made of the same."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from core.data.handwriting_set import HandwritingSet, LabelledDrawing, next_id

Sets = dict[str, HandwritingSet]
Drawings = tuple[LabelledDrawing, ...]


def merged(base: Sets, mine: Sets, theirs: Sets) -> Sets:
    """`theirs`, and what is different in `mine` from `base`.

    What both added is all there. What both changed or took out, of sets and of drawings, is as in
    `theirs`. A set that is unchanged is the same object as in `theirs`.
    """
    result = dict(theirs)
    for name in {**base, **mine}:
        before, after, there = base.get(name), mine.get(name), theirs.get(name)
        if after is before:
            continue
        if _is_equal(there, before):
            wanted = after
        else:
            drawings = _merged_drawings(*map(_drawings, (before, after, there)))
            is_empty_set = after is not None and there is not None
            wanted = HandwritingSet(name, drawings) if drawings or is_empty_set else None
        if wanted is None:
            result.pop(name, None)
        elif not _is_equal(wanted, there):
            result[name] = wanted
    return result


def _merged_drawings(base: Drawings, mine: Drawings, theirs: Drawings) -> Drawings:
    """By their ids: in the order of `mine`, then what only they have, then what needs a new id."""
    before, after, there = map(_by_id, (base, mine, theirs))
    kept, taken = [], []
    for each in mine:
        old, other = before.get(each.id), there.get(each.id)
        if other is None:
            kept += [each] if old is None else []
        else:
            kept.append(each if _is_same(other, old) else other)
            taken += [each] if old is None and not _is_same(other, each) else []
    for other in theirs:
        if other.id not in after and not _is_same(other, before.get(other.id)):
            kept.append(other)
    for each in taken:
        kept.append(replace(each, id=next_id(kept)))
    return tuple(kept)


def with_known(drawings: Drawings, known: HandwritingSet | None) -> Drawings:
    """The same drawings; one that is in `known` just so is that object."""
    old = _by_id(_drawings(known))
    return tuple(old[each.id] if _is_same(each, old.get(each.id)) else each for each in drawings)


def _by_id(drawings: Iterable[LabelledDrawing]) -> dict[int, LabelledDrawing]:
    return {each.id: each for each in drawings}


def _is_same(one: LabelledDrawing, other: LabelledDrawing | None) -> bool:
    return one is other or (other is not None and _content(one) == _content(other))


def _content(one: LabelledDrawing) -> tuple[object, ...]:
    """All of it, as something that is compared quickly."""
    strokes = [
        None if each is None else each.tobytes()
        for stroke in one.drawing.strokes
        for each in (stroke.points, stroke.times, stroke.pressures)
    ]
    return (one.id, one.time, one.digit, one.more, strokes)


def _drawings(one: HandwritingSet | None) -> Drawings:
    return () if one is None else one.drawings


def _is_equal(one: HandwritingSet | None, other: HandwritingSet | None) -> bool:
    if one is None or other is None or one is other:
        return one is other
    pairs = zip(one.drawings, other.drawings, strict=False)
    return len(one.drawings) == len(other.drawings) and all(_is_same(*pair) for pair in pairs)
