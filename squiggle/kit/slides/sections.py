"""Chapters as sections of a PowerPoint file, which its list of slides can fold.

A section is a name, an id and the ids of its slides, in an extension of `p:presentation` that
PowerPoint 2010 and later know ([MS-PPTX], `sectionLst`); other programs pass over it.
"""

from collections.abc import Sequence
from itertools import groupby
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from lxml.etree import QName, SubElement

P = "http://schemas.openxmlformats.org/presentationml/2006/main"
P14 = "http://schemas.microsoft.com/office/powerpoint/2010/main"
EXTENSION = "{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"


def add_sections(show: Any, chapters: Sequence[str]) -> None:
    """Sort the slides of a presentation into sections; `chapters` has the chapter of each."""
    extensions = show.element.find(QName(P, "extLst"))
    if extensions is None:
        extensions = SubElement(show.element, QName(P, "extLst"))
    extension = SubElement(extensions, QName(P, "ext"), uri=EXTENSION)
    sections = SubElement(extension, QName(P14, "sectionLst"), nsmap={"p14": P14})
    told = zip(chapters, show.slides, strict=True)
    for place, (chapter, slides) in enumerate(groupby(told, key=lambda pair: pair[0])):
        number = f"{{{uuid5(NAMESPACE_URL, f'squiggle:{place}:{chapter}')}}}".upper()
        section = SubElement(sections, QName(P14, "section"), name=chapter, id=number)
        listed = SubElement(section, QName(P14, "sldIdLst"))
        for _, slide in slides:
            SubElement(listed, QName(P14, "sldId"), id=str(slide.slide_id))
