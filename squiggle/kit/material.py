"""The material of a kit: a lesson, its film in the usual size and in a light one, and its steps."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from squiggle.kit.steps import Step, steps
from squiggle.lesson import Lesson
from squiggle.lesson.words import Words
from squiggle.render.plan import FilmPlan
from squiggle.sound import mixed
from squiggle.sound.mix import Mix

STEPS, CLIPS = "steps", "clips"


@dataclass(frozen=True)
class FilmFolder:
    """A film of a lesson that was rendered into a folder: its plan, its manifest, its steps."""

    lesson: Lesson
    folder: Path
    plan: FilmPlan
    manifest: Mapping[str, Any]
    words: Words

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """Where it is cut."""
        return steps(self.plan, self.words)

    @cached_property
    def sound(self) -> Mix | None:
        """What is heard in it, if anything is."""
        return mixed(self.lesson, self.plan)


@dataclass(frozen=True)
class Material:
    """What the pieces of a kit are made of. Their paths start from `folder`, the kit's.

    `film` is in that folder; `light`, the small one for slides, in a folder inside it.
    """

    lesson: Lesson
    film: FilmFolder
    light: FilmFolder

    @property
    def folder(self) -> Path:
        """Where everything of the kit is."""
        return self.film.folder

    @cached_property
    def words(self) -> Words:
        """The lesson's words."""
        return Words(self.lesson)

    def inside(self, film: FilmFolder) -> Path:
        """A film's folder as seen from the kit's: `.` or `light`."""
        return film.folder.relative_to(self.folder)
