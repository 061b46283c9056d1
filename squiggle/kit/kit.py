"""Make a kit: the film in two sizes, then each piece that is missing or made of something else."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path

import squiggle
from squiggle.errors import SquiggleError, unknown
from squiggle.extra import needed
from squiggle.kit.material import FilmFolder, Material
from squiggle.kit.pieces import PIECES
from squiggle.kit.record import Record
from squiggle.lesson import Lesson, Reading
from squiggle.lesson.words import Words
from squiggle.render import render
from squiggle.render.cache import Cache
from squiggle.render.digest import digest, file_digest
from squiggle.render.key import source_digest
from squiggle.render.place import workplace
from squiggle.render.plan import plan_film
from squiggle.render.preset import DEFAULT, preset
from squiggle.sound import with_sound

LIGHT = "light"  # the folder of the small film
LIGHTER = {"l": "l", "m": "l"}
"""The quality of the small film for each of the other one; 720p30 for those not named."""
SOURCES = ("errors.py", "extra.py", "captions", "kit", "lesson", "render", "sound", "stage")
ENDINGS = (".py", ".otf", ".toml", ".html", ".css", ".js", ".typ")


@dataclass(frozen=True)
class Kit:
    """A finished kit: its folder, the pieces that were made, and those that were fresh."""

    folder: Path
    made: tuple[str, ...]
    fresh: tuple[str, ...]


def make(
    lesson: Lesson,
    folder: Path,
    *,
    only: Sequence[str] = (),
    quality: str = DEFAULT,
    workers: int | None = None,
    cache: Cache | None = None,
    source: Path | None = None,
    replace: bool = True,
    tell: Callable[[str], None] = lambda line: None,
    at_work: Callable[[str], AbstractContextManager[object]] = nullcontext,
) -> Kit:
    """Render a lesson into `folder` as `render` does, and make the pieces of its kit there.

    `only` names the pieces that are wanted (none: all that can be made with what is installed) and
    those they need come with them. A line about each piece is told to `tell`, and `at_work` is
    entered with its name while it is made. Raises `SquiggleError` like `render`, before any work
    for an unknown piece and for one that was named and cannot be made, and `OSError`.
    """
    wanted = _wanted(only)
    lacking = _lacking(wanted)
    if only and lacking:
        raise next(iter(lacking.values()))
    for error in dict.fromkeys(lacking.values()):
        tell(f"passed over: {error}")
    wanted = [name for name in wanted if name not in lacking]
    lesson = with_sound(Reading(lesson)).lesson
    material = _material(lesson, folder, quality, workers, cache, source, replace, tell)
    base = digest((squiggle.__version__, source_digest(SOURCES, ENDINGS), lesson.digest))
    films = [file_digest(film.folder / "lesson.mp4") for film in (material.film, material.light)]
    keys: dict[str, str] = {}
    made, fresh = [], []
    with workplace(folder) as work:
        record = Record(folder)
        for name in wanted:
            piece = PIECES[name]
            others = [keys[need] for need in piece.needs] + [*map(record.key, piece.offers)]
            keys[name] = digest((base, tuple(films), name, others))
            if record.is_fresh(name, keys[name]):
                fresh.append(name)
                tell(f"{name}: unchanged")
                continue
            (work / name).mkdir()
            with at_work(name):
                piece.make(material, work / name)
            for kept in record.publish(name, keys[name], work / name):
                tell(f"note: what you had changed is now {folder / kept}")
            made.append(name)
            tell(f"{name}: {piece.about}")
    return Kit(folder, tuple(made), tuple(fresh))


def _wanted(only: Sequence[str]) -> list[str]:
    """The pieces that are asked for, and what they need, in order."""
    for name in only:
        if name not in PIECES:
            raise unknown("piece", name, PIECES)
    wanted = set(only or PIECES)
    for name in reversed(list(PIECES)):
        if name in wanted:
            wanted |= set(PIECES[name].needs)
    return [name for name in PIECES if name in wanted]


def _lacking(wanted: Sequence[str]) -> dict[str, SquiggleError]:
    """The pieces for which a package is missing, or that need one of these; and which it is."""
    lacking: dict[str, SquiggleError] = {}
    for name in wanted:
        try:
            for package in PIECES[name].packages:
                needed(name, package, PIECES[name].extra)
        except SquiggleError as error:
            lacking[name] = error
        for need in PIECES[name].needs:
            if need in lacking:
                lacking.setdefault(name, lacking[need])
    return lacking


def _material(
    lesson: Lesson,
    folder: Path,
    quality: str,
    workers: int | None,
    cache: Cache | None,
    source: Path | None,
    replace: bool,
    tell: Callable[[str], None],
) -> Material:
    films = []
    small = LIGHTER.get(quality, "m")
    for place, letter in ((folder, quality), (folder / LIGHT, small)):
        plan = plan_film(lesson, preset(letter))
        film = render(
            lesson,
            place,
            quality=letter,
            workers=workers,
            cache=cache,
            source=source,
            replace=replace or place != folder,
        )
        if film.replaced and place == folder:
            tell(f"note: the film of {film.replaced} in {folder} was replaced")
        films.append(FilmFolder(lesson, place, plan, film.manifest, Words(lesson)))
    return Material(lesson, *films)
