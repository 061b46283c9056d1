"""The renderer: Manim's own for Cairo, drawing on a canvas and writing to an encoder."""

from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

from manim import CairoRenderer, Mobject, Scene
from manim.scene.scene_file_writer import SceneFileWriter
from manim.utils.iterables import list_update

from squiggle.render.box import Box
from squiggle.render.canvas import Canvas
from squiggle.render.drawn import Drawn
from squiggle.render.encoder import Encoder

OnFrames: TypeAlias = Callable[[int], None]
"""Told how many frames have just been written; may raise to stop the work."""


class SilentWriter(SceneFileWriter):
    """Manim's file writer without files: the renderer has an encoder for the whole scene."""

    def begin_animation(self, *_: Any, **__: Any) -> None:
        """Nothing to open: the encoder is there."""

    def end_animation(self, *_: Any, **__: Any) -> None:
        """Nothing to close: the next play goes on in the same file."""

    def finish(self) -> None:
        """The encoder is closed by whoever opened it."""


class CanvasRenderer(CairoRenderer):
    """Draws what changed."""

    def __init__(self, canvas: type[Canvas] = Canvas) -> None:
        super().__init__(SilentWriter, camera_class=canvas)
        self._changed: list[Box] = []
        self._still: list[Drawn] = []

    def save_static_frame_data(self, scene: Scene, static_mobjects: Iterable[Mobject]) -> None:
        """Look at what stands still while a play lasts; Manim would draw a picture of it."""
        self._still = self.camera.look(static_mobjects)

    def update_frame(
        self, scene: Scene, mobjects: Iterable[Mobject] | None = None, *_: Any, **__: Any
    ) -> None:
        """Make the picture show what stands still and, above it, these (none: all there is)."""
        moving = mobjects or list_update(scene.mobjects, scene.foreground_mobjects)
        self._changed = self.camera.paint([*self._still, *self.camera.look(moving)])

    def get_frame(self) -> Any:
        """The picture itself, which the next frame will change."""
        return self.camera.pixel_array


class ClipRenderer(CanvasRenderer):
    """Encodes what is drawn; a held picture comes once, with its number of frames."""

    def __init__(self, encoder: Encoder, on_frames: OnFrames) -> None:
        super().__init__()
        self.encoder, self.on_frames = encoder, on_frames

    def add_frame(self, frame: Any, num_frames: int = 1) -> None:
        """Encode the picture, to be shown for so many frames."""
        self.time += num_frames / self.camera.frame_rate
        self.encoder.write(frame, num_frames, self._changed)
        self.on_frames(num_frames)
