"""handout.pdf: the last picture of each step with its words, three to a page, set by Typst."""

import json
from importlib import resources
from pathlib import Path
from typing import Any

import typst

from squiggle.kit.material import Material
from squiggle.kit.slides.slide import slides
from squiggle.stage.outlines import FONTS

SOURCE = resources.files("squiggle.kit.slides") / "handout.typ"


def write(material: Material, path: Path) -> None:
    """Write the hand-out as tagged PDF (PDF/UA-1): its text can be selected and read aloud."""
    film, lesson = material.light, material.lesson
    told = [
        {
            "name": slide.name,
            "poster": f"/{slide.poster.relative_to(film.folder).as_posix()}",
            "words": slide.words,
            "alt": slide.alt,
        }
        for slide in slides(film)
    ]
    size = film.plan.preset.frame.size
    compile: Any = typst.compile
    compile(
        SOURCE.read_text("utf-8").encode(),
        output=str(path),
        root=str(film.folder),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        sys_inputs={
            "title": lesson.title,
            "language": lesson.language,
            "tall": json.dumps(size.height > size.width),
            "slides": json.dumps(told),
        },
        pdf_standards=["ua-1"],
    )
