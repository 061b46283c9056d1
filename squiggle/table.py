"""Chapters and numbers as tables for people and as data for programs. Nothing here needs Manim."""

from collections.abc import Iterable, Sequence
from typing import Any

from squiggle.lesson import Lesson
from squiggle.lesson.pacing import tell
from squiggle.lesson.words import Words

MOST_NODES, MOST_ROWS = 3, 12  # that a table for people has
IN_A_LINE = 10  # parameters above it
STEPS = ("multiplied", "biased", "bent", "scaled")
"""What a node does to its input, in order."""


def chapters(lesson: Lesson) -> list[dict[str, Any]]:
    """The chapters of a film: number, name, title, start and seconds."""
    words, start, told = Words(lesson), 0.0, []
    for number, chapter in enumerate(tell(lesson, words), start=1):
        told.append(
            {
                "number": number,
                "name": chapter.name,
                "title": words.title(chapter),
                "start": round(start, 3),
                "seconds": round(float(chapter.seconds), 3),
            }
        )
        start += chapter.seconds
    return told


def chapters_as_text(lesson: Lesson) -> str:
    """The chapters in columns, and the film's length below."""
    told = chapters(lesson)
    rows = [(f"{c['number']:02}", c["name"], c["title"], f"{c['seconds']:.1f} s") for c in told]
    total = sum(c["seconds"] for c in told)
    return f"{columns(rows, '><<>')}\n{len(told)} chapters, {total:.1f} s"


def numbers(lesson: Lesson, at: Sequence[float] = ()) -> dict[str, Any]:
    """Every step of the network at full precision.

    At the measured inputs, or at those that the film follows if nothing was measured, or at others.
    `targets` is empty where nothing was measured. Raises `SquiggleError` for an input that is not
    finite.
    """
    trace = lesson.trace_at(at) if at else lesson.measured if lesson.has_data else lesson.trace
    return {
        "lesson": lesson.name,
        "parameters": lesson.parameters,
        "inputs": trace.inputs.tolist(),
        "targets": [] if at else lesson.targets.tolist(),
        "nodes": [
            {"name": node.name, **{step: getattr(node, step).tolist() for step in STEPS}}
            for node in trace.nodes
        ],
        "sum": trace.sum.tolist(),
        "shifted": trace.shifted.tolist(),
        "output": trace.output.tolist(),
    }


def numbers_as_text(lesson: Lesson, at: Sequence[float] = ()) -> str:
    """The steps of the network in columns, a row for each input, with the film's decimals.

    Of many hidden nodes or inputs only the first are shown, and how many there are is said.
    """
    told, write = numbers(lesson, at), lesson.numbers
    table = [("", lesson.names.input, *map(write.short, told["inputs"]))]
    for node in told["nodes"][:MOST_NODES]:
        for name, step in zip((node["name"], "", "", ""), STEPS, strict=True):
            table.append((name, step, *(write.show_as(step, value) for value in node[step])))
    bends = [] if lesson.output_activation.is_plain else ["shifted"]
    for step in ("sum", *bends, "output"):
        table.append(("", step, *(write.show_as(step, value) for value in told[step])))
    if told["targets"]:
        table.append(("", "measured", *map(write.short, told["targets"])))
    given = [f"{name} = {lesson.given(name)}" for name in lesson.parameters]
    lines = [given[start : start + IN_A_LINE] for start in range(0, len(given), IN_A_LINE)]
    parameters = "\n".join("  ".join(line) for line in lines)
    rows = list(zip(*table, strict=True))
    text = f"{parameters}\n\n{columns(rows[: MOST_ROWS + 2], '>' * len(table))}"
    nodes, inputs = len(told["nodes"]), len(told["inputs"])
    if nodes > MOST_NODES or inputs > MOST_ROWS:
        text += f"\n\n{nodes} hidden nodes, {inputs} inputs: --json shows all of them"
    return text


def columns(rows: Iterable[Sequence[str]], align: str) -> str:
    """Rows of cells in columns, two spaces apart; `align` has < or > for each column.

    >>> print(columns([("a", "10"), ("bcd", "2")], "<>"))
    a    10
    bcd   2
    """
    cells = [list(map(str, row)) for row in rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = (
        "  ".join(
            f"{cell:{side}{width}}" for cell, side, width in zip(row, align, widths, strict=True)
        )
        for row in cells
    )
    return "\n".join(line.rstrip() for line in lines)
