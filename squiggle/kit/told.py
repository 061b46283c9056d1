"""What a film tells, as data: sentences with their times, what is seen, the network's numbers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from squiggle.kit.material import FilmFolder
from squiggle.lesson import Lesson
from squiggle.lesson.words import Words
from squiggle.table import STEPS, numbers

MOST_ROWS = 24
"""Inputs up to which all are listed; of more the film's own marks are."""


@dataclass(frozen=True)
class Sentence:
    """What is said, from a second of the film on to another."""

    text: str
    start: float
    end: float


@dataclass(frozen=True)
class Scene:
    """A beat of the film: what is seen while its sentences are said."""

    seen: str
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True)
class Part:
    """A chapter of the film, which begins at `start` (seconds)."""

    title: str
    start: float
    end: float
    scenes: tuple[Scene, ...]


def parts(film: FilmFolder) -> Iterator[Part]:
    """The chapters of a film, with all that is said and seen."""
    for job, chapter in zip(film.plan.jobs, film.manifest["chapters"], strict=True):
        begin = chapter["start"]
        scenes = tuple(
            Scene(
                film.words.seen(job.chapter, beat["name"]),
                tuple(
                    Sentence(told["text"], begin + told["start"], begin + told["end"])
                    for told in beat["captions"]
                ),
            )
            for beat in chapter["beats"]
        )
        yield Part(chapter["title"], begin, chapter["end"], scenes)


@dataclass(frozen=True)
class Numbers:
    """A table: a caption, the names of its columns, and rows whose first cell names the row."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def parameters(lesson: Lesson, words: Words) -> Numbers:
    """The network's own numbers, by name."""
    rows = tuple((name, lesson.given(name)) for name in lesson.parameters)
    columns = words.label("parameter"), words.label("value")
    return Numbers(words.kit("parameters"), columns, rows)


def calculations(lesson: Lesson, words: Words) -> Iterator[Numbers]:
    """Every step at each measured input, or at the marks: a table a node, and one for the sum."""
    few = len(lesson.inputs) <= MOST_ROWS
    told = numbers(lesson, () if few else lesson.marks.tolist())
    write = lesson.numbers
    inputs = [write.short(value) for value in told["inputs"]]

    def table(caption: str, steps: Sequence[tuple[str, Sequence[str]]]) -> Numbers:
        columns = (lesson.names.input, *(name for name, _ in steps))
        rows = zip(inputs, *(values for _, values in steps), strict=True)
        return Numbers(caption, columns, tuple(rows))

    for place, node in enumerate(told["nodes"]):
        steps = [
            (words.kit(step), [write.show_as(step, value) for value in node[step]])
            for step in STEPS
        ]
        yield table(words.kit("of_node", name=words.slot("node", place)), steps)
    bends = [] if lesson.output_activation.is_plain else ["shifted"]
    sums = [
        (words.kit(step), [write.show_as(step, value) for value in told[step]])
        for step in ("sum", *bends)
    ]
    sums.append((lesson.names.output, [write.show_as("output", y) for y in told["output"]]))
    if told["targets"]:
        sums.append((words.kit("measured"), [write.short(y) for y in told["targets"]]))
    yield table(words.kit("whole"), sums)
