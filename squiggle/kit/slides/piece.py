"""Write the slides of a kit, each kind by its own module."""

from pathlib import Path

from squiggle.kit.material import Material


def make(material: Material, work: Path) -> None:
    """Write lesson.pptx, slides.html, handout.pdf and slides/NAME.json."""
    from squiggle.kit.slides import deck, handout, powerpoint, presentation  # from an extra

    powerpoint.write(material, work / "lesson.pptx")
    deck.write(material, work / "slides.html")
    handout.write(material, work / "handout.pdf")
    presentation.write(material, work / presentation.FOLDER)
