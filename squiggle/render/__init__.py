"""Rendering: a lesson in, a film out. Importing this does not import Manim."""

from squiggle.render.preset import DEFAULT, PRESETS, Preset, preset
from squiggle.render.render import Film, render

__all__ = ["DEFAULT", "PRESETS", "Film", "Preset", "preset", "render"]
