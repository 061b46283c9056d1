"""lesson.pptx: a step a slide. The clip starts by itself and rests on its last picture."""

from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from typing import Any

import pptx
from pptx.dml.color import RGBColor
from pptx.oxml import parse_xml
from pptx.util import Inches

import squiggle
from squiggle.kit.material import Material
from squiggle.kit.slides.sections import add_sections
from squiggle.kit.slides.slide import Slide, slides
from squiggle.kit.slides.timing import timing
from squiggle.stage.frame import LINES
from squiggle.stage.theme import theme

SHORT_SIDE = Inches(7.5)  # of PowerPoint's own slides, wide and standard
TITLE_ONLY = 5  # the place of the layout with a title and nothing else
TITLE_HEIGHT = Inches(1)


def write(material: Material, path: Path) -> None:
    """Write the presentation, with the clips of the light film inside; raises `OSError`."""
    lesson, size = material.lesson, material.light.plan.preset.frame.size
    show = pptx.Presentation()
    _resize(show, *(round(SHORT_SIDE * side / LINES) for side in (size.width, size.height)))
    about = show.core_properties
    about.title, about.language = lesson.title, lesson.language
    about.last_modified_by = f"squiggle {squiggle.__version__}"
    ground = RGBColor.from_string(theme(lesson.theme).background.removeprefix("#"))
    told = slides(material.light)
    for slide in told:
        _add(show, slide, ground, lesson.language, material.words.kit("last_picture"))
    add_sections(show, [slide.chapter for slide in told])
    show.save(str(path))


def _resize(show: Any, width: int, height: int) -> None:
    """Give the slides a size (EMU), and their layouts with them, for slides of the user's own."""
    across, down = width / show.slide_width, height / show.slide_height
    for page in (show.slide_master, *show.slide_layouts):
        for shape in page.shapes:
            if shape.element.xfrm is not None:  # else the place is the master's
                shape.left, shape.width = round(shape.left * across), round(shape.width * across)
                shape.top, shape.height = round(shape.top * down), round(shape.height * down)
    show.slide_width, show.slide_height = width, height
    show.element.sldSz.attrib.pop("type")  # 4 to 3


def _add(show: Any, slide: Slide, ground: RGBColor, language: str, last: str) -> None:
    width, height = show.slide_width, show.slide_height
    page = show.slides.add_slide(show.slide_layouts[TITLE_ONLY])
    page.background.fill.solid()
    page.background.fill.fore_color.rgb = ground
    title = page.shapes.title  # above the slide: read aloud and listed, but not seen
    title.left, title.top, title.width, title.height = 0, -TITLE_HEIGHT, width, TITLE_HEIGHT
    _say(title.text_frame, [slide.name], language)
    first = BytesIO(slide.first)
    clip = page.shapes.add_movie(str(slide.clip), 0, 0, width, height, first, "video/mp4")
    picture = page.shapes.add_picture(str(slide.poster), 0, 0, width, height)
    _describe(clip, slide.name, slide.alt)
    _describe(picture, f"{slide.name}: {last}", f"{last}: {slide.alt}")
    _start(page.element, timing(clip.shape_id, picture.shape_id, slide.seconds))
    _say(page.notes_slide.notes_text_frame, slide.words, language)


def _say(frame: Any, paragraphs: Iterable[str], language: str) -> None:
    """Fill a frame with paragraphs of a language: that of spelling and of a voice that reads."""
    frame.text = "\n".join(paragraphs)
    for paragraph in frame.paragraphs:
        for run in paragraph.runs:
            run.font._element.set("lang", language)


def _describe(shape: Any, name: str, alt: str) -> None:
    """Name a shape and describe it. What a click on it does (`a:hlinkClick`) is taken away."""
    told = shape.element.nvPicPr.cNvPr
    told.set("name", name)
    told.set("descr", alt)
    for action in list(told):
        told.remove(action)


def _start(page: Any, timing: str) -> None:
    """Put a timing in the place of the one that python-pptx gives to a clip: on a click."""
    page.replace(page.timing, parse_xml(timing))
