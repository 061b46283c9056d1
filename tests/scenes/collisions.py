"""What meets what in a snapshot: texts, strokes and plates."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import numpy as np

from .playing import Played, around
from .seen import Pixels, Seen, Shape, Snapshot, Text, is_round

FAINT = 0.1  # opacity up to which something that comes or goes does not count
APART = 12.0  # pixels between two texts that stand
TOUCH = 2.0  # pixels below which a text touches a stroke
SAME_PLACE = 6.0  # pixels by which a text may be beside the one that it replaces

Pair = tuple[Seen, Seen, float]
"""Two things and the pixels between them, below zero when they overlap."""


def clear(a: Pixels, b: Pixels) -> float:
    """The pixels between two boxes; below zero they overlap, by so much in the lesser direction."""
    over = np.maximum(a[:2] - b[2:], b[:2] - a[2:])
    return float(np.hypot(*over)) if (over > 0).all() else float(over.max())


def distance(box: Pixels, points: Pixels) -> Pixels:
    """The distance of each point to the box, 0 inside."""
    outside = np.maximum(np.maximum(box[:2] - points, points - box[2:]), 0)
    return np.hypot(outside[:, 0], outside[:, 1])


def strong(things: Iterable[Any], snapshot: Snapshot) -> list[Any]:
    """Those of some things of a snapshot that count.

    What stays dimmed all through a motion counts as gone (rule T12): a motion may pass over it.
    """
    return [t for t in things if t.opacity > FAINT and id(t.mob) not in snapshot.gone]


def covered(shape: Shape, points: Pixels) -> np.ndarray:
    """Which points lie under a shape that nothing shines through."""
    if is_round(shape):
        radius = (shape.box[2] - shape.box[0]) / 2
        return np.hypot(*(points - shape.middle).T) < radius
    return np.asarray(((points > shape.box[:2]) & (points < shape.box[2:])).all(axis=1))


def in_sight(shape: Shape, snapshot: Snapshot) -> Pixels:
    """The points of a shape's stroke that nothing hides."""
    points = shape.points
    for other in snapshot.shapes:
        if other.hides and other.order > shape.order and clear(other.box, shape.box) < 0:
            points = points[~covered(other, points)]
    return points


def near(
    things: Sequence[Seen], others: Sequence[Seen], least: float
) -> Iterator[tuple[Any, Any, float]]:
    """Those of two rows of things whose boxes are less than `least` pixels apart."""
    if not things or not others:
        return
    a = np.array([thing.box for thing in things])[:, None]
    b = np.array([thing.box for thing in others])[None]
    over = np.maximum(a[..., :2] - b[..., 2:], b[..., :2] - a[..., 2:])
    gaps = np.where((over > 0).all(axis=2), np.hypot(*np.moveaxis(over, 2, 0)), over.max(axis=2))
    for i, j in np.argwhere(gaps < least):
        yield things[i], others[j], float(gaps[i, j])


def pairs(things: Sequence[Seen], least: float) -> Iterator[tuple[Any, Any, float]]:
    """Each two things of a row whose boxes are less than `least` pixels apart."""
    places = {id(thing): place for place, thing in enumerate(things)}
    for a, b, gap in near(things, things, least):
        if places[id(a)] < places[id(b)]:
            yield a, b, gap


def text_on_text(snapshot: Snapshot, least: float) -> Iterator[Pair]:
    """Texts with less than `least` pixels between them."""
    for a, b, gap in pairs(strong(snapshot.texts, snapshot), least):
        together = a.within("caption") and b.within("caption")
        copies = a.text == b.text and a.within("chip") and b.within("chip")
        if not (together or copies):
            yield a, b, gap


def _own(text: Text, shape: Shape) -> bool:
    """Whether the shape is the text's own chip, or that chip's flying copy."""
    is_dial = text.within("value") and text.place[0].endswith(".dial") and shape.within("chip")
    is_inside = (text.box[:2] > shape.box[:2]).all() and (text.box[2:] < shape.box[2:]).all()
    return shape.name == f"chip {text.text}" or (is_dial and bool(is_inside))


def text_on_stroke(snapshot: Snapshot) -> Iterator[Pair]:
    """Texts that a stroke in sight touches or crosses."""
    seen: dict[int, Pixels] = {}
    for text, shape, _ in near(
        strong(snapshot.texts, snapshot), strong(snapshot.shapes, snapshot), TOUCH
    ):
        if _own(text, shape):
            continue
        points = seen.setdefault(id(shape), in_sight(shape, snapshot))
        if len(points):
            gap = float(distance(text.box, points).min()) - shape.width / 2
            if gap < TOUCH:
                yield text, shape, gap


def text_under_plate(snapshot: Snapshot) -> Iterator[Pair]:
    """Texts that lie partly under something that nothing shines through."""
    plates = [shape for shape in snapshot.shapes if shape.hides]
    for text, shape, gap in near(strong(snapshot.texts, snapshot), plates, 0):
        inside = (text.box[:2] > shape.box[:2]).all() and (text.box[2:] < shape.box[2:]).all()
        if shape.order > text.order and not inside and not _own(text, shape):
            yield text, shape, gap


def chip_on_chip(snapshot: Snapshot) -> Iterator[Pair]:
    """Chips that meet another chip or a node."""
    plates = [s for s in strong(snapshot.shapes, snapshot) if s.within("chip")]
    nodes = [s for s in strong(snapshot.shapes, snapshot) if s.within("node")]
    for a, b, gap in pairs(plates, 0):
        if a.name != b.name:  # not a chip and its flying copy
            yield a, b, gap
    for chip, node, _ in near(plates, nodes, 0):
        reach = (chip.width + node.box[2] - node.box[0]) / 2
        gap = float(np.hypot(*(chip.points - node.middle).T).min()) - reach
        if gap < 0:
            yield chip, node, gap


def in_the_band(snapshot: Snapshot) -> Iterator[Pair]:
    """Whatever reaches into the caption's band."""
    top = snapshot.frame.band.top
    for thing in strong([*snapshot.texts, *snapshot.shapes], snapshot):
        if not thing.within("caption") and thing.box[3] > top:
            yield thing, thing, top - float(thing.box[3])


def over_the_title(snapshot: Snapshot) -> Iterator[Pair]:
    """Whatever touches the chapter's name."""
    titles = [text for text in snapshot.texts if text.within("title")]
    others = [thing for thing in (*snapshot.texts, *snapshot.shapes) if thing not in titles]
    yield from near(titles, strong(others, snapshot), TOUCH)


def swaps(played: Played) -> Callable[[Snapshot, Seen, Seen], bool]:
    """Whether one of two texts takes the place of the other, which is leaving, in this moment."""
    turns = dict(zip(map(id, played.snapshots), around(played.snapshots), strict=True))

    def stands(thing: Seen, turn: Snapshot) -> bool:
        return any(text.mob is thing.mob for text in strong(turn.texts, turn))

    def swap(moment: Snapshot, a: Seen, b: Seen) -> bool:
        before, after = turns[id(moment)]
        for old, new in ((a, b), (b, a)):
            level = abs(old.middle[1] - new.middle[1]) <= SAME_PLACE
            sides = np.abs([*(old.box - new.box), *(old.middle - new.middle)])[[0, 2, 4]]
            if level and sides.min() <= SAME_PLACE:
                return not stands(old, after) and not stands(new, before)
        return False

    return swap


def report(
    played: Played,
    find: Callable[[Snapshot], Iterator[Pair]],
    *,
    moving: bool,
    excuse: Callable[[Snapshot, Seen, Seen], bool] = lambda *_: False,
) -> str:
    """A line for each two things that meet in a chapter, at the moment when it is worst."""
    worst: dict[tuple[str, ...], tuple[float, str]] = {}
    for snapshot in played.snapshots:
        if (snapshot.share is not None) != moving:
            continue
        for a, b, gap in find(snapshot):
            key = *a.key, *b.key
            if (key not in worst or gap < worst[key][0]) and not excuse(snapshot, a, b):
                worst[key] = gap, f"- {played.plan.name}, {snapshot}: {a} | {b}: {gap:.1f} px"
    return "\n".join(line for _, line in worst.values())
