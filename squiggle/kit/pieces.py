"""The pieces of a kit, in the order in which they are made.

A piece is a function that writes files into a folder as they shall stand in the kit's. What it
`needs` is made before it, and made again before it when that has changed.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from squiggle.kit import captioned, embeds, page, slides, stepped, transcript
from squiggle.kit.material import Material


@dataclass(frozen=True)
class Piece:
    """One thing that a kit has: how it is made, of which others, and what it is for people.

    It `offers` others, where they are there, and so is made again when they are.
    `packages` are those it takes that come with the extra `extra` only. Without them a kit is made
    without this piece.
    """

    make: Callable[[Material, Path], None]
    about: str
    needs: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()
    packages: tuple[str, ...] = ()
    extra: str = ""


PIECES: Mapping[str, Piece] = {
    "captions": Piece(captioned.make, "SRT and WebVTT for the film and its clips"),
    "transcript": Piece(transcript.make, "what is said and seen, to be read"),
    "steps": Piece(stepped.make, "a clip for each idea, with its poster and captions"),
    "slides": Piece(
        slides.make,
        "PowerPoint, one HTML deck, a hand-out",
        needs=("steps",),
        packages=("pptx", "pyreveal"),
        extra="slides",
    ),
    "page": Piece(
        page.make,
        "one HTML file: film, transcript, numbers",
        needs=("captions", "transcript"),
        offers=("slides",),
    ),
    "embeds": Piece(embeds.make, "a GIF of each step, lines to paste", needs=("steps",)),
}
