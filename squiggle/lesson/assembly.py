"""From the records of a lesson file to the lesson: files read, data sorted, gaps filled in."""

from dataclasses import replace
from decimal import Decimal

import numpy as np

from squiggle.core import Network, Vector, locked
from squiggle.errors import SquiggleError
from squiggle.lesson.file import DataTable, LessonFile, NamesTable, TranslationTable
from squiggle.lesson.interval import around, is_wide
from squiggle.lesson.lesson import Group, Lesson, Names
from squiggle.lesson.measurements import read_csv
from squiggle.lesson.network import network_of
from squiggle.lesson.reading import Reading
from squiggle.lesson.refusal import Place
from squiggle.lesson.said import closest, counted, said
from squiggle.lesson.speech import is_file
from squiggle.lesson.storyboard import find_chapter, sketch
from squiggle.lesson.words import read_words

FROM_FILES = ("network.weights", "data.file")
"""Keys that bring other numbers, among which a question of the lesson's own may have no place."""


def assemble(name: str, file: LessonFile, place: Place) -> Reading:
    """The lesson called `name` that a lesson file tells.

    Raises `SquiggleError` naming the key that is at odds with another, or the file that it names
    and that cannot be read.
    """
    told = network_of(file.network, place)
    inputs, targets = _measured(file.data, place)
    interval, range_notes = _interval(file, told.network, inputs, place)
    spoken = file.translation.get(file.language, TranslationTable())
    names = _names(file.names, spoken, file.language)
    lesson = Lesson(
        name=name,
        title=spoken.title or file.title or f"{_capital(names.input)} → {names.output}",
        network=told.network,
        inputs=inputs,
        targets=targets,
        groups=_groups(file.data, spoken, file.language, inputs, targets, place),
        interval=interval,
        question=sum(interval) / 2,
        names=names,
        decimals=told.decimals,
        pacing=file.pacing,
        theme=file.theme,
        shape=file.shape,
        captions=_captions(file),
        language=file.language,
        decimal_mark=_decimal_mark(file),
        narration=_path("narration", file.narration, place),
        voice=_voice(file.voice, place),
    )
    lesson = replace(lesson, chapters=_chapters(file, lesson, place))
    question, question_notes = _question(file, lesson, place)
    notes = (*told.notes, *range_notes, *question_notes, *_language_notes(file, place))
    return Reading(replace(lesson, question=question), notes)


def _measured(data: DataTable, place: Place) -> tuple[Vector, Vector]:
    """The measurements, rising; they have to stand so when groups count along them."""
    inputs, targets = _points(data, place)
    order = np.argsort(inputs, kind="stable")
    if data.groups:
        if (order != np.arange(len(order))).any():
            raise place.refuse(
                "data.groups",
                "the inputs are not in order",
                "rising inputs, for groups count along them",
            )
        if (count := sum(data.groups.values())) != len(inputs):
            raise place.refuse(
                "data.groups", f"{count} of {len(inputs)} measurements", "each in one group"
            )
    return locked(inputs[order]), locked(targets[order])


def _points(data: DataTable, place: Place) -> tuple[Vector, Vector]:
    if data.file is not None:
        if data.inputs is not None or data.targets is not None:
            raise place.refuse("data", "a file and numbers", "one of them")
        inputs, targets = read_csv(place.path("data.file", data.file), data.columns)
        return _vector(inputs), _vector(targets)
    if data.columns is not None:
        raise place.refuse("data.columns", "columns without a file", 'file = "measured.csv"')
    inputs, targets = data.inputs or (), data.targets or ()
    if len(inputs) != len(targets):
        raise place.refuse(
            "data",
            f"{counted(len(inputs), 'input')} but {counted(len(targets), 'target')}",
            "a target for each input",
        )
    return _vector(inputs), _vector(targets)


def _vector(numbers: tuple[Decimal, ...]) -> Vector:
    return locked([float(number) for number in numbers])


def _interval(
    file: LessonFile, network: Network, inputs: Vector, place: Place
) -> tuple[tuple[float, float], tuple[str, ...]]:
    """What is shown of the input, with a note when nothing in the file says so."""
    if file.input.range is not None:
        low, high = (float(end) for end in file.input.range)
        if not low < high or not is_wide(low, high):
            raise place.refuse(
                "input.range", f"from {low:g} to {high:g}", "a start well below the end"
            )
        if len(inputs) and not low <= inputs[0] <= inputs[-1] <= high:
            out = inputs[0] if inputs[0] < low else inputs[-1]
            raise place.refuse(
                "input.range",
                f"from {low:g} to {high:g}, but {out:g} was measured",
                "all inputs inside",
            )
        return (low, high), ()
    if len(inputs) and is_wide(inputs[0], inputs[-1]):
        return (float(inputs[0]), float(inputs[-1])), ()
    low, high = around(network, inputs.tolist())
    few = "one measured input" if len(inputs) else "no data"
    note = (
        f"{few}: shown from {low:g} to {high:g}, where the network bends; [input] range changes it"
    )
    return (low, high), (note,)


def _captions(file: LessonFile) -> bool:
    """Whether words stand in the picture: not beside the same words spoken, unless they shall."""
    asked = "captions" in file.model_fields_set
    return file.captions if asked else not (file.narration or file.voice)


def _path(key: str, path: str, place: Place) -> str:
    return str(place.path(key, path)) if path else ""


def _voice(voice: str, place: Place) -> str:
    """A voice's name, or the file that has one."""
    return _path("voice", voice, place) if is_file(voice) else voice


def _decimal_mark(file: LessonFile) -> str:
    """What stands before decimals: what the lesson says, else what its language has."""
    return file.decimal_mark or str(read_words(file.language)["numbers"]["decimal_mark"])


def _names(names: NamesTable, spoken: TranslationTable, language: str) -> Names:
    """Names in the lesson's language; a plural belongs to the noun that it stands beside."""
    default = read_words(language)["defaults"]
    plural = names.inputs if spoken.input is None else ""
    return Names(
        input=spoken.input or names.input or default["input"],
        output=spoken.output or names.output or default["output"],
        inputs=plural if spoken.inputs is None else spoken.inputs,
        input_unit=names.input_unit,
        output_unit=names.output_unit,
    )


def _groups(
    data: DataTable,
    spoken: TranslationTable,
    language: str,
    inputs: Vector,
    targets: Vector,
    place: Place,
) -> tuple[Group, ...]:
    key = f"translation.{language}.groups"
    for name in spoken.groups:
        if name not in data.groups:
            raise SquiggleError(
                f"{place.key(key)}: unknown group {said(name)}", closest(name, data.groups)
            )
    groups: list[Group] = []
    start = 0
    for name, size in data.groups.items():
        part = slice(start, start := start + size)
        spoken_name = spoken.groups.get(name, name)
        if any(spoken_name == group.name for group in groups):
            raise place.refuse(key, f"{said(spoken_name)} twice", "another name for each group")
        groups.append(Group(spoken_name, locked(inputs[part]), locked(targets[part])))
    return tuple(groups)


def _chapters(file: LessonFile, lesson: Lesson, place: Place) -> tuple[str, ...]:
    """The chapters that are wanted, as the storyboard calls them."""
    chapters = sketch(lesson) if file.chapters else ()
    wanted = []
    for name in file.chapters:
        try:
            wanted.append(find_chapter(chapters, name).name)
        except SquiggleError:
            hint = closest(name, [chapter.name for chapter in chapters])
            raise SquiggleError(
                f"{place.key('chapters')}: unknown chapter {said(name)}", hint
            ) from None
    return tuple(dict.fromkeys(wanted))


def _question(file: LessonFile, lesson: Lesson, place: Place) -> tuple[float, tuple[str, ...]]:
    """The input that viewers are asked about: the lesson's, or the mark nearest the middle."""
    low, high = lesson.interval
    nearest = float(lesson.marks[int(np.argmin(np.abs(lesson.marks - (low + high) / 2)))])
    if file.question is None:
        return nearest, ()
    question = float(file.question)
    if low <= question <= high:
        return question, ()
    if any(key in place.typed for key in FROM_FILES) and "question" not in place.typed:
        return nearest, (f"question {question:g} is not shown: asks about {nearest:g}",)
    raise place.refuse("question", f"{said(file.question)}", f"from {low:g} to {high:g}")


def _language_notes(file: LessonFile, place: Place) -> tuple[str, ...]:
    if "language" not in place.typed or file.language in file.translation:
        return ()
    has_names = file.title or file.names.input or file.names.output or file.data.groups
    note = f"{place.file} has no [translation.{file.language}]: its names stay as they are"
    return (note,) if has_names else ()


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
