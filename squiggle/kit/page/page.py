"""Make lesson.html: everything in one file, which works wherever it is put and asks for nothing.

Its sources stand beside this module: page.html (a Jinja template, which escapes every value),
page.css, plain.css for browsers without scripts, page.js.
"""

from importlib import resources
from pathlib import Path

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

import squiggle
from squiggle.kit.material import Material
from squiggle.kit.page.downloads import FILM, downloads, size_of
from squiggle.kit.page.media import POLICY, data_url, embedded, picture, poster
from squiggle.kit.told import calculations, parameters, parts
from squiggle.kit.transcript import clock

PAGE = "lesson.html"
SOURCES = resources.files("squiggle.kit.page")
ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">'
    '<rect width="32" height="32" rx="7" fill="#10141A"/>'
    '<path d="M4 24C11 24 10 8 16 8s5 16 12 16" fill="none" stroke="#8FA3FF" stroke-width="4"'
    ' stroke-linecap="round"/></svg>'
)
"""A squiggle, for the browser's tab: without one it would ask its server for a picture."""


def make(material: Material, work: Path) -> None:
    """Write lesson.html."""
    film, words, lesson = material.light, material.words, material.lesson
    path, size = film.folder / FILM, film.plan.preset
    style = f":root {{ --wide: {size.width}; --high: {size.height}; }}\n{_source('page.css')}"
    page = _template().render(
        language=lesson.language,
        words=words,
        title=lesson.title,
        policy=POLICY,
        name=lesson.name,
        about=words.kit("about", total=clock(film.manifest["film"]["seconds"])),
        version=squiggle.__version__,
        style=Markup(style),
        plain_style=Markup(_source("plain.css")),
        script=Markup(_source("page.js")),
        icon=data_url("image/svg+xml", ICON.encode()),
        film=Markup(embedded(path)),
        size=size_of(path.stat().st_size, lesson.decimal_mark),
        width=size.width,
        height=size.height,
        fps=size.fps,
        poster=picture(film.folder / poster(film.manifest)),
        captions=embedded(film.folder / "lesson.vtt"),
        chapters=embedded(film.folder / "lesson.chapters.vtt"),
        wants_captions=not lesson.captions,
        parts=list(parts(film)),
        clock=clock,
        tables=[parameters(lesson, words), *calculations(lesson, words)],
        files=list(downloads(material)),
    )
    (work / PAGE).write_text(page, "utf-8")


def _source(name: str) -> str:
    return (SOURCES / name).read_text("utf-8")


def _template() -> Template:
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.from_string(_source("page.html"))
