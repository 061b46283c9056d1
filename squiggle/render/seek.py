"""Seeking: one frame of a chapter, and nothing drawn before it.

A moment is a function of time (law 3). So what is played before the wanted frame is jumped over to
its end, as Manim does when it skips, and the play that has the frame is moved to its time.
"""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from manim import Animation, FadeOut, Scene, Wait, config
from manim.utils.exceptions import EndSceneEarlyException
from numpy import uint8
from numpy.typing import NDArray

from squiggle.errors import SquiggleError
from squiggle.render.canvas import Canvas
from squiggle.render.chapters import load_chapter
from squiggle.render.engine import play, settings
from squiggle.render.plan import Job
from squiggle.render.renderer import CanvasRenderer


class SeekingRenderer(CanvasRenderer):
    """Draws one frame, counted from 0, and ends the scene there."""

    def __init__(self, frame: int, canvas: type[Canvas] = Canvas) -> None:
        super().__init__(canvas)
        self.skip_animations = True
        self.left = frame  # frames before the wanted one that are still to come
        self.found = False

    def play(self, scene: Scene, *args: Any, **kwargs: Any) -> None:
        """Jump over a motion or a rest, or stop within it."""
        if not self.jumps(scene, *args, **kwargs):
            self._stop(scene, rests=isinstance(args[0], Wait))

    def jumps(self, scene: Scene, *args: Any, **kwargs: Any) -> bool:
        """Jump over a motion or a rest; not if it has the wanted frame: then it is compiled."""
        self.num_plays += 1
        rests = isinstance(args[0], Wait)  # a chapter's rests are frozen: they change nothing
        if rests and self._passes(args[0].run_time):
            return True
        scene.compile_animation_data(*args, **kwargs)
        if rests or not self._passes(scene.duration):
            return False
        _jump(scene, scene.animations)
        return True

    def _passes(self, seconds: float) -> bool:
        """Whether a play of so many seconds is over before the wanted frame; it is then behind."""
        frames = round(seconds * config.frame_rate)
        if self.left < frames:
            return False
        self.left -= frames
        return True

    def _stop(self, scene: Scene, *, rests: bool) -> None:
        """Draw the frame of the play that has been compiled, as the film does; then end."""
        scene.begin_animations()
        self.save_static_frame_data(scene, scene.static_mobjects)
        if not rests:
            scene.update_to_time(self.left / config.frame_rate)
        self.update_frame(scene, scene.moving_mobjects)
        self.found = True
        raise EndSceneEarlyException

    def scene_finished(self, scene: Scene) -> None:
        """Draw nothing more."""


def _jump(scene: Scene, animations: Sequence[Animation]) -> None:
    """Leave the stage as a play does; what fades out is gone, and else as it was."""
    moving = [animation for animation in animations if not isinstance(animation, FadeOut)]
    for animation in moving:
        animation._setup_scene(scene)
        animation.begin()
    for animation in moving:
        animation.finish()
        animation.clean_up_from_scene(scene)
    scene.remove(*(fade.mobject for fade in animations if isinstance(fade, FadeOut)))


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
