"""slides.html: a deck for browsers in one file, by reveal.js, that asks for nothing from outside.

The sources stand beside this module: deck.html (a Jinja template, which escapes every value),
deck.css, deck.js, and speaker.css for the view with the notes. reveal.js comes from the wheel of
pyreveal, which has its files as their authors publish them; pyreveal itself is not run.
"""

from base64 import b64encode
from importlib import resources
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import av
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from squiggle.kit.material import Material
from squiggle.kit.page.media import POLICY, embedded, picture
from squiggle.kit.slides.slide import slides
from squiggle.stage.theme import Theme, theme

PACKAGE = "pyreveal"
SOURCES = resources.files("squiggle.kit.slides")
SETTINGS = {
    "margin": 0,
    "minScale": 0.01,
    "maxScale": 100,
    "center": False,
    "transition": "none",
    "backgroundTransition": "none",
    "help": False,  # it is English, and of keys that do nothing here
    "hash": True,
    "controlsTutorial": False,
    "scrollActivationWidth": 0,  # on a telephone, too, a step is a slide
}

TOLD = ("back", "onward", "resume", "speaker_view")  # words that the script says


def write(material: Material, path: Path) -> None:
    """Write the deck, with the clips of the light film inside; raises `OSError`."""
    film, words, lesson = material.light, material.words, material.lesson
    size = film.plan.preset.frame.size
    styles = (_reveal("reset.css"), _reveal("reveal.css"), _source("deck.css"))
    page = _template().render(
        language=lesson.language,
        words=words,
        title=lesson.title,
        policy=POLICY,
        settings=SETTINGS | {"width": size.width, "height": size.height},
        told={key: words.kit(key) for key in TOLD},
        style=Markup("\n".join((_colours(theme(lesson.theme)), *styles))),
        speaker_style=Markup(_source("speaker.css")),
        scripts=[Markup(script) for script in (_reveal("reveal.js"), _source("deck.js"))],
        slides=[
            {
                "name": slide.name,
                "words": slide.words,
                "alt": slide.alt,
                "poster": picture(slide.poster),
                "clip": b64encode(slide.clip.read_bytes()).decode(),
                "captions": embedded(slide.clip.with_suffix(".vtt")),
                "silent": _is_silent(slide.clip),
            }
            for slide in slides(film)
        ],
    )
    path.write_text(page, "utf-8")


def _source(name: str) -> str:
    return (SOURCES / name).read_text("utf-8")


def _reveal(name: str) -> str:
    spec = find_spec(PACKAGE)
    assert spec and spec.submodule_search_locations  # the piece is not made without it
    return (Path(spec.submodule_search_locations[0]) / "revealjs/dist" / name).read_text("utf-8")


def _template() -> Any:
    environment = Environment(
        loader=PackageLoader("squiggle.kit.slides", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
    )
    return environment.get_template("deck.html")


def _colours(look: Theme) -> str:
    return f":root {{ --ground: {look.background}; --text: {look.text}; --muted: {look.muted}; }}"


def _is_silent(clip: Path) -> bool:
    with av.open(str(clip)) as file:
        return not file.streams.audio
