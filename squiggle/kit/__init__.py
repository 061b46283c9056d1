"""The lesson kit: all that presenters, sites and platforms need, made of one rendered film."""

from squiggle.kit.kit import Kit, make
from squiggle.kit.pieces import PIECES

__all__ = ["PIECES", "Kit", "make"]
