"""Embeds: what a clip becomes for readmes, notebooks, pages and editors."""

from squiggle.kit.embeds.embed import FORMATS, Embed, embed, is_overlay
from squiggle.kit.embeds.found import Found, find
from squiggle.kit.embeds.piece import make
from squiggle.kit.embeds.snippets import SNIPPETS, snippet, snippets

__all__ = [
    "FORMATS",
    "SNIPPETS",
    "Embed",
    "Found",
    "embed",
    "find",
    "is_overlay",
    "make",
    "snippet",
    "snippets",
]
