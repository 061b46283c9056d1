"""A lesson as one lesson file: everything in it, to the last digit."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from squiggle.core import Activation
from squiggle.lesson.lesson import Lesson
from squiggle.lesson.network import shown_decimals, written_decimals
from squiggle.lesson.speech import is_file
from squiggle.lesson.toml import quoted


def written(lesson: Lesson) -> str:
    """The lesson file that tells a lesson: reading it gives the same lesson, digest and all.

    Files it came from are in it as numbers, and defaults as what they turned out to be; see
    `unwritten` for what is left out.

    >>> from squiggle.lesson import load, read
    >>> read("again", written(load())).digest == load().digest
    True
    """
    return "\n".join(_lines(lesson)) + "\n"


def unwritten(lesson: Lesson) -> list[str]:
    """The keys that `written` leaves out, for what they name is in files: recordings, a voice."""
    files = {"narration": lesson.narration, "voice": is_file(lesson.voice)}
    return [key for key, left_out in files.items() if left_out]


def _lines(lesson: Lesson) -> Iterator[str]:
    yield f"title = {quoted(lesson.title)}"
    yield f"question = {_exact(lesson.question)}"
    yield f"pacing = {quoted(lesson.pacing)}"
    yield f"theme = {quoted(lesson.theme)}"
    yield f"shape = {quoted(lesson.shape)}"
    yield f"language = {quoted(lesson.language)}"
    if lesson.captions or not lesson.wants_sound:  # without sound the words come back
        yield f"captions = {str(lesson.captions).lower()}"
    if lesson.voice and "voice" not in unwritten(lesson):
        yield f"voice = {quoted(lesson.voice)}"
    yield f"decimal_mark = {quoted(lesson.decimal_mark)}"
    if lesson.chapters:
        yield f"chapters = [{', '.join(map(quoted, lesson.chapters))}]"
    yield from ("", "[names]")
    for key, value in vars(lesson.names).items():
        yield f"{key} = {quoted(value)}"
    yield from ("", "[network]")
    yield from _bent("", lesson.network.activation)
    yield from _bent("output_", lesson.network.output_activation)
    yield from _parameters(lesson)
    yield from ("", "[input]", f"range = {_row(lesson.interval)}")
    if lesson.has_data:
        yield from ("", "[data]")
        yield f"inputs = {_row(lesson.inputs.tolist())}"
        yield f"targets = {_row(lesson.targets.tolist())}"
    if lesson.groups:
        yield from ("", "[data.groups]")
        yield from (f"{quoted(group.name)} = {len(group.inputs)}" for group in lesson.groups)


def _bent(prefix: str, kind: Activation) -> Iterator[str]:
    yield f"{prefix}activation = {quoted(kind.name)}"
    if kind.beta != 1.0:
        yield f"{prefix}beta = {_exact(kind.beta)}"


def _parameters(lesson: Lesson) -> Iterator[str]:
    """The parameters as they are shown; where that is not the whole number, both are written."""
    told = {
        name: _parameter(value, lesson.decimals[name]) for name, value in lesson.parameters.items()
    }
    yield from ("", "[network.parameters]")
    yield from (f"{name} = {text}" for name, text in told.items())
    unlike = {
        name: lesson.decimals[name]
        for name, text in told.items()
        if shown_decimals(float(text), written_decimals(Decimal(text))) != lesson.decimals[name]
    }
    if unlike:
        yield from ("", "[network.decimals]")
        yield from (f"{name} = {decimals}" for name, decimals in unlike.items())


def _parameter(value: float, decimals: int) -> str:
    shown = f"{value:.{decimals}f}"
    is_minus_nothing = not float(shown) and shown.startswith("-") and not decimals
    return shown if float(shown) == value and not is_minus_nothing else _exact(value)


def _exact(value: float) -> str:
    """The shortest digits that are this number and no other, as TOML has them."""
    return repr(float(value))


def _row(numbers: Sequence[float]) -> str:
    return f"[{', '.join(map(_exact, numbers))}]"
