"""The piece `page`: one HTML file with the film, its chapters, its transcript and its numbers."""

from squiggle.kit.page.page import make

__all__ = ["make"]
