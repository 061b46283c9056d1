"""A chip: a small plate that carries a number."""

from manim import VGroup

from squiggle.stage.card import plate
from squiggle.stage.frame import length
from squiggle.stage.text import Label
from squiggle.stage.theme import Theme

CHIP_HEIGHT, CHIP_MARGIN = 48, 12  # pixels


class Chip(VGroup):
    """A small plate that carries a number."""

    def __init__(self, text: str, theme: Theme, margin: float = CHIP_MARGIN) -> None:
        self.label, self.margin = Label(text, theme.small, theme.text), margin
        needed = self.label.ink.width / length(1) + 2 * margin
        self.plate = plate(needed, CHIP_HEIGHT, theme)
        super().__init__(self.plate, self.label.move_to(self.plate))
        self.set_z_index(4)
