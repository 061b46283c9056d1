"""The piece `slides`: a step a slide, for PowerPoint, browsers, paper and manim-slides."""

from squiggle.kit.slides.piece import make

__all__ = ["make"]
