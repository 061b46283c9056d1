"""Lessons read: by name from the package, or from a file; everything is checked on the way in."""

import hashlib
import os
import re
import unicodedata
from importlib import resources
from pathlib import Path

from squiggle.errors import SquiggleError
from squiggle.lesson.handed import text_of
from squiggle.lesson.lesson import Lesson
from squiggle.lesson.overrides import Overrides
from squiggle.lesson.reading import Reading
from squiggle.lesson.toml import parsed

LESSONS: tuple[str, ...] = ("dosage",)
"""The lessons that come with the package."""

ENDING = ".toml"
MOST_BYTES = 2**20
LONGEST_NAME = 60


def load(lesson: str | Path = "dosage", overrides: Overrides | None = None) -> Lesson:
    """The lesson of that name, or the one in the file at that path.

    Raises `SquiggleError` as `open_lesson` does.

    >>> lesson = load("dosage")
    >>> lesson.parameters["w3"], lesson.decimals["w3"]
    (-1.3, 2)
    """
    return open_lesson(lesson, overrides).lesson


def open_lesson(lesson: str | Path = "dosage", overrides: Overrides | None = None) -> Reading:
    """The lesson of that name or in that file, with what was assumed about it.

    A name is one of `LESSONS`; whatever ends in .toml or has a slash in it is a file. Raises
    `SquiggleError` for an unknown name, for a file that cannot be read, and for one that is no
    lesson: it names the file, the line or the key, what was found and what is wanted.
    """
    word = str(lesson)
    if isinstance(lesson, str) and word in LESSONS:
        file = resources.files("squiggle.lesson").joinpath("lessons", word + ENDING)
        return _read(word, word + ENDING, file.read_text("utf-8"), Path(), overrides)
    path = Path(lesson)
    if isinstance(lesson, str) and not word.lower().endswith(ENDING) and os.sep not in word:
        known = ", ".join(LESSONS)
        raise SquiggleError(
            f"unknown lesson: {word!r}", f"known: {known}; a lesson file ends in {ENDING}"
        )
    text = text_of(path, MOST_BYTES, "a lesson file")
    return _read(film_name(path.stem), word, text, path.parent, overrides)


def read(
    name: str, text: str, folder: Path | None = None, overrides: Overrides | None = None
) -> Lesson:
    """The lesson written in `text`; its paths start from `folder`; without one it names no files.

    Raises `SquiggleError` as `open_lesson` does; errors call the file `name`.toml.
    """
    return _read(name, name + ENDING, text, folder, overrides).lesson


def _read(
    name: str, file: str, text: str, folder: Path | None, overrides: Overrides | None
) -> Reading:
    # pydantic is imported by whoever reads a lesson: `squiggle --help` and the workers do not.
    from squiggle.lesson.assembly import assemble
    from squiggle.lesson.file import LessonFile
    from squiggle.lesson.refusal import Place, checked

    told = parsed(file, text)
    place = Place(file, folder, (overrides or Overrides()).apply(told))
    return assemble(name, checked(LessonFile, told, place), place)


def film_name(stem: str) -> str:
    """The name of a lesson in a file, which its film's folder gets, whatever the file is called.

    Letters, digits, dots and dashes stay. A name that had to be changed, and one that a lesson of
    the package has, gets six hex digits of its own, so that no two films share a folder.

    >>> film_name("my-lesson"), film_name("dosage"), film_name("a b")
    ('my-lesson', 'dosage-5ecc07', 'a-b-c8687a')
    """
    text = unicodedata.normalize("NFC", stem)
    plain = re.sub(r"[^\w.-]+", "-", text).strip("-.")[:LONGEST_NAME] or "lesson"
    if plain == stem and plain not in LESSONS:
        return plain
    return f"{plain}-{hashlib.sha256(os.fsencode(stem)).hexdigest()[:6]}"
