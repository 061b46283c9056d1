"""Seeking: one frame of a chapter, and nothing drawn before it.

A moment is a function of time (law 3). So what is played before the wanted frame is jumped over to
its end, as Manim does with `skip_animations`, and the play that has the frame is moved to its time.
"""

import tempfile
from pathlib import Path
from typing import Any

from manim import Scene, config
from manim.utils.exceptions import EndSceneEarlyException
from numpy import uint8
from numpy.typing import NDArray

from squiggle.errors import SquiggleError
from squiggle.render.chapters import load_chapter
from squiggle.render.engine import play, settings
from squiggle.render.plan import Job
from squiggle.render.renderer import CanvasRenderer


class SeekingRenderer(CanvasRenderer):
    """Draws one frame, counted from 0, and ends the scene there."""

    def __init__(self, frame: int) -> None:
        super().__init__()
        self.skip_animations = True
        self.left = frame  # frames before the wanted one that are still to come
        self.found = False

    def play(self, scene: Scene, *args: Any, **kwargs: Any) -> None:
        """Jump over a motion or a rest, or stop within it."""
        self.num_plays += 1
        scene.compile_animation_data(*args, **kwargs)
        scene.begin_animations()
        rests = scene.is_current_animation_frozen_frame()
        frames = round(scene.duration * config.frame_rate)
        if self.left < frames:
            self.save_static_frame_data(scene, scene.static_mobjects)
            if not rests:
                scene.update_to_time(self.left / config.frame_rate)
            self.update_frame(scene, scene.moving_mobjects)
            self.found = True
            raise EndSceneEarlyException
        self.left -= frames
        if not rests:
            scene.play_internal(skip_rendering=True)

    def scene_finished(self, scene: Scene) -> None:
        """Draw nothing more."""


def seek(job: Job, frame: int) -> NDArray[uint8]:
    """A frame of a chapter, counted from 0: RGBA of shape (height, width, 4), as it is encoded.

    Raises `SquiggleError` (status 1) naming the chapter, and the beat if one had begun.
    """
    with tempfile.TemporaryDirectory() as folder, settings(job, Path(folder)):
        renderer = SeekingRenderer(frame)
        play(job, load_chapter(job.chapter), renderer)
    if not renderer.found:
        raise SquiggleError(f"{job.chapter.name} has no frame {frame}", status=1)
    picture: NDArray[uint8] = renderer.get_frame()
    return picture
