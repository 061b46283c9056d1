"""Palettes: a few colours for all pictures of a clip, and the pictures in these colours.

There is no dithering: flat colours stay flat, and what holds still does not flicker.
"""

from collections.abc import Iterable, Iterator
from typing import Any

import av
from av.filter import Graph


def palette(frames: Iterable[Any], colours: int) -> Any:
    """The colours that serve these pictures best, as a picture; one stands for "as before"."""
    graph = Graph()
    for frame in frames:
        if not graph.configured:
            chooser = graph.add("palettegen", f"max_colors={colours}")
            graph.link_nodes(_source(graph, frame), chooser, graph.add("buffersink")).configure()
        graph.push(frame)
    graph.push(None)
    return graph.pull()


def painted(frames: Iterable[Any], colours: Any) -> Iterator[Any]:
    """The same pictures in the colours of a palette, each pixel in the nearest."""
    graph = Graph()
    for frame in frames:
        if not graph.configured:
            source, other = _source(graph, frame), _source(graph, colours)
            painter = graph.add("paletteuse", "dither=none:diff_mode=rectangle")
            source.link_to(painter, 0, 0)
            other.link_to(painter, 0, 1)
            painter.link_to(graph.add("buffersink"))
            graph.configure()
            other.push(colours)
            other.push(None)
        source.push(frame)
        yield from _ready(graph)
    source.push(None)
    yield from _ready(graph)


def _source(graph: Graph, frame: Any) -> Any:
    return graph.add_buffer(
        width=frame.width, height=frame.height, format=frame.format, time_base=frame.time_base
    )


def _ready(graph: Graph) -> Iterator[Any]:
    while True:
        try:
            yield graph.pull()
        except (av.BlockingIOError, av.EOFError):
            return
