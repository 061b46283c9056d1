"""The outlines in the SVG that Typst writes, and nothing else of SVG.

Typst places each glyph by its id (`use`) inside groups with transforms, draws lines and boxes as
paths, and keeps every glyph's path once, in the definitions. Its paths are of moves, lines, Bézier
curves and closings. Whatever else stands in a drawing is an error: nothing is left out in silence.
"""

import re
from functools import cache
from xml.etree import ElementTree

import numpy as np
from numpy.typing import NDArray

from squiggle.stage.types import Points

CLOSED = 1e-4  # points: a path that ends this near to its start needs no closing line
NAMESPACE = "{http://www.w3.org/2000/svg}"
HREF = "{http://www.w3.org/1999/xlink}href"
NUMBERS = {"M": 2, "L": 2, "H": 1, "V": 1, "Q": 4, "C": 6, "Z": 0}  # that follow a path's letter
LETTER = re.compile(r"([A-Za-z])([^A-Za-z]*)")

Affine = tuple[float, float, float, float, float, float]  # x = a x + c y + e, y = b x + d y + f
Rows = NDArray[np.int64]
SAME: Affine = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def read(drawing: bytes) -> tuple[Points, Rows]:
    """The outlines of a drawing in the order in which they are painted, one after the other.

    Each is the corners and handles of cubic curves, four rows of x, y and 0 a curve, in points
    (1/72 inch); y points down. The second array has the row at which each outline ends. What has no
    outline (a space) is left out.
    """
    root = ElementTree.fromstring(drawing)
    paths = {f"#{symbol.get('id')}": _only_path(symbol) for symbol in root.iter(_tag("symbol"))}
    found: list[tuple[str, Affine]] = []
    for part in root:
        if part.tag != _tag("defs"):
            _look(part, SAME, paths, found)
    placed = [(*contour(path), affine) for path, affine in found]
    curves, straights, affines = zip(*(part for part in placed if len(part[0])), strict=True)
    lengths = [len(part) for part in curves]
    ends = np.cumsum(lengths)
    x, y, z = np.concatenate(curves).T
    a, b, c, d, e, f = np.repeat(np.array(affines), lengths, axis=0).T
    outlines = np.stack([x * a + y * c + e, x * b + y * d + f, z], axis=1)
    straight = np.concatenate(straights) + np.repeat(ends - lengths, list(map(len, straights)))
    start, end = outlines[straight], outlines[straight + 3]
    outlines[straight + 1] = (start + start + end) / 3
    outlines[straight + 2] = (start + end + end) / 3
    return outlines, ends


def _tag(name: str) -> str:
    return NAMESPACE + name


def _only_path(symbol: ElementTree.Element) -> str:
    if [part.tag for part in symbol] != [_tag("path")] or len(symbol[0].keys()) != 1:
        raise ValueError("a glyph that is more than one plain path")
    return symbol[0].get("d", "")


def _look(
    part: ElementTree.Element,
    within: Affine,
    paths: dict[str, str],
    found: list[tuple[str, Affine]],
) -> None:
    """Append the paths of an element with their places, `within` being that of its surroundings."""
    placed = _compose(within, _affine(part.get("transform")))
    if part.tag == _tag("g"):
        for inner in part:
            _look(inner, placed, paths, found)
    elif part.tag == _tag("use"):
        shift = (1.0, 0.0, 0.0, 1.0, float(part.get("x", 0)), float(part.get("y", 0)))
        found.append((paths[part.attrib[HREF]], _compose(placed, shift)))
    elif part.tag == _tag("path"):
        found.append((part.get("d", ""), placed))
    else:
        raise ValueError(f"{part.tag!r} is nothing that text is made of")


def _compose(outer: Affine, inner: Affine) -> Affine:
    """The placing that does `inner` first."""
    if inner is SAME:
        return outer
    a, b, c, d, e, f = outer
    g, h, i, j, k, m = inner
    return (
        *(a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j),
        *(a * k + c * m + e, b * k + d * m + f),
    )


def _affine(transform: str | None) -> Affine:
    """A `transform` attribute: none, or one of the kinds that Typst writes.

    >>> _affine("translate(3 4)")
    (1.0, 0.0, 0.0, 1.0, 3.0, 4.0)
    """
    if transform is None:
        return SAME
    name, _, numbers = transform.removesuffix(")").partition("(")
    match name, [float(number) for number in numbers.split()]:
        case "matrix", [a, b, c, d, e, f]:
            return a, b, c, d, e, f
        case "translate", [e, f]:
            return 1.0, 0.0, 0.0, 1.0, e, f
        case "scale", [a, d]:
            return a, 0.0, 0.0, d, 0.0, 0.0
    raise ValueError(f"the transform {transform!r}")


@cache
def contour(path: str) -> tuple[Points, Rows]:
    """The curves of a path's data, four rows of x, y and 0 each, and where the straight ones begin.

    A straight line is a curve with its handles at its thirds; they are left to whoever places it.
    The arrays are shared: do not write to them.

    >>> curves, straight = contour("M 0 0h 3v 3Z ")
    >>> curves[::4, :2].astype(int).tolist(), straight.tolist()
    ([[0, 0], [3, 0], [3, 3]], [0, 4, 8])
    """
    curves: list[complex] = []
    straight: list[int] = []
    pen = start = 0j
    for letter, followed in LETTER.findall(path):
        kind, numbers = letter.upper(), [float(number) for number in followed.split()]
        if NUMBERS.get(kind) != len(numbers):
            raise ValueError(f"the step {letter + followed!r} in a path")
        base = 0j if letter == kind else pen
        if kind == "H":
            steps = [complex(base.real + numbers[0], pen.imag)]
        elif kind == "V":
            steps = [complex(pen.real, base.imag + numbers[0])]
        else:
            pairs = zip(numbers[::2], numbers[1::2], strict=True)
            steps = [base + complex(x, y) for x, y in pairs]
        if kind == "M":
            start = steps[0]
        elif kind == "C":
            curves += [pen, *steps]
        elif kind == "Q":
            handle, end = steps
            curves += [pen, (pen + 2 * handle) / 3, (2 * handle + end) / 3, end]
        else:
            steps = steps or [start]
            if kind != "Z" or abs(start - pen) > CLOSED:
                straight.append(len(curves))
                curves += [pen, pen, steps[0], steps[0]]
        pen = steps[-1]
    flat = np.array(curves, dtype=complex)
    return np.stack([flat.real, flat.imag, np.zeros(len(flat))], axis=1), np.array(straight, int)
