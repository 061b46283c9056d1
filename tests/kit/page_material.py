"""Pages of a kit that is there already, for lessons that are like its own: nothing is rendered."""

import json
from pathlib import Path

from squiggle.kit import page
from squiggle.kit.material import FilmFolder, Material
from squiggle.lesson import Lesson
from squiggle.lesson.words import Words
from squiggle.render.plan import plan_film
from squiggle.render.preset import preset


def material(kit: Path, lesson: Lesson) -> Material:
    """What the kit in a folder was made of, told with another lesson's words and numbers."""
    words, plan = Words(lesson), plan_film(lesson, preset("l"))
    films = []
    for folder in (kit, kit / "light"):
        manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
        films.append(FilmFolder(lesson, folder, plan, manifest, words))
    return Material(lesson, *films)


def page_of(kit: Path, lesson: Lesson, folder: Path) -> Path:
    """The page of a lesson with the film of a kit, in another folder."""
    folder.mkdir(exist_ok=True)
    page.make(material(kit, lesson), folder)
    return folder / "lesson.html"
