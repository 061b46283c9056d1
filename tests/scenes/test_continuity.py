"""Nothing jumps: where one motion ends and the next begins, the picture stays as it is."""

from itertools import pairwise

import numpy as np

from .seen import Text

SUDDEN = 0.5  # opacity by which nothing changes between two moments a tenth of a second apart
FAR = 40.0  # pixels by which nothing moves between them
SMALL = 40.0  # pixels: less is a dot, a dash or the beginning of a line
SAME = 10.0  # pixels between things of one kind that stand for each other, as a label and a number


def turns(played):
    """Each moment in which a motion or a rest begins, with the moment before."""
    for before, here in pairwise(played.snapshots):
        if not here.share:
            yield before, here


def levels(snapshot):
    """How much of each thing can be seen, fill or stroke; captions cut, so they are left out."""
    things = [t for t in (*snapshot.texts, *snapshot.shapes) if not t.within("caption")]
    return {id(thing.mob): (thing, level(thing)) for thing in things}


def level(thing):
    if isinstance(thing, Text):
        return thing.opacity
    return max(float(thing.stroke[3]) if thing.width > 0 else 0.0, float(thing.fill[3]))


def stand_in(thing, others):
    """How much can be seen of what stands where a thing stood and looks alike."""
    alike = [
        seen
        for other, seen in others.values()
        if isinstance(other, Text) == isinstance(thing, Text)
        and np.abs(other.box - thing.box).max() <= SAME
        and getattr(other, "text", "") == getattr(thing, "text", "")
    ]
    return max(alike, default=0.0)


def pops(before, here):
    """Things that are there, or are gone, from one moment to the next."""
    old, new = levels(before), levels(here)
    for key in old.keys() | new.keys():
        thing, _ = new.get(key) or old[key]
        was, now = (
            stand_in(thing, seen) if key not in seen else seen[key][1] for seen in (old, new)
        )
        large = (thing.box[2:] - thing.box[:2]).max() > SMALL
        came, went = key in new and now - was > SUDDEN, key in old and was - now > SUDDEN
        if large and (came or went):
            yield f"{thing}: {was:.0%} → {now:.0%}"


def test_nothing_pops_in_or_out(played):
    found = {
        f"- {played.plan.name}, {here}: {what}"
        for before, here in turns(played)
        for what in pops(before, here)
    }
    assert not found, "\n".join(sorted(found))


def test_nothing_jumps_to_another_place(played):
    found = []
    for before, here in turns(played):
        old, new = levels(before), levels(here)
        for key in old.keys() & new.keys():
            (thing, was), (moved, now) = old[key], new[key]
            jump = np.abs(moved.middle - thing.middle).max()
            if min(was, now) > SUDDEN and jump > FAR:
                found.append(f"- {played.plan.name}, {here}: {thing} jumps {jump:.0f} px")
    assert not found, "\n".join(found)
