"""The engine: renders one chapter. The one place that knows how Manim renders.

The chapter stays a plain Manim scene. It is drawn by our renderer or, when the job is plain, by
Manim's with Manim's own file writer. Every job has a folder for whatever Manim writes.
"""

from collections.abc import Iterator
from configparser import ConfigParser
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from typing import Any

from manim import CairoRenderer, config, tempconfig
from manim._config.utils import ManimConfig, config_file_paths
from manim.scene.scene_file_writer import SceneFileWriter
from PIL import Image
from tqdm import tqdm

from squiggle.errors import SquiggleError
from squiggle.lesson.words import Words
from squiggle.render.chapters import load_chapter
from squiggle.render.clip import Clip
from squiggle.render.encoder import Encoder
from squiggle.render.film import rewrap
from squiggle.render.plan import Job
from squiggle.render.renderer import ClipRenderer, OnFrames
from squiggle.render.watch import WatchedLesson, WatchedWords
from squiggle.stage.chapter import Chapter
from squiggle.stage.frame import length

PLAIN_TAGS = {
    "color_primaries": "bt709",
    "color_trc": "bt709",
    "colorspace": "smpte170m",
    "color_range": "tv",
}
"""What Manim's own writer makes of colours: it converts with the matrix of BT.601."""

# Manim counts with tqdm, whose own lock is shared between processes: one that is killed leaves it.
tqdm.set_lock(RLock())


class CountingWriter(SceneFileWriter):
    """Manim's own file writer, which also tells of its frames."""

    def __init__(self, settings: Any, on_frames: OnFrames) -> None:
        super().__init__(settings)
        self.on_frames = on_frames

    def write_frame(self, pixels: Any, *, repeat: int = 1) -> None:
        """Hand the frame to Manim."""
        super().write_frame(pixels, repeat=repeat)
        self.on_frames(repeat)


def render_chapter(job: Job, folder: Path, on_frames: OnFrames) -> Clip:
    """Render one chapter into `folder` and say what it shows.

    Raises `SquiggleError` (status 1) naming the chapter, and the beat if one had begun, whatever
    it was that failed.
    """
    path, poster = folder / f"{job.stem}.mp4", folder / f"{job.stem}.png"
    draw = _draw_plain if job.plain else _draw
    try:
        with settings(job, folder):
            scene, frames = draw(job, load_chapter(job.chapter), path, on_frames)
            if frames != job.frames:
                raise SquiggleError(f"{frames} frames where {job.frames} were planned")
            Image.fromarray(scene.renderer.camera.pixel_array).convert("RGB").save(poster)
            planes = tuple(scene.picture())
    except (Exception, SystemExit) as error:
        raise _failure(job, job.chapter.name, error) from error
    return Clip(path, poster, frames, tuple(scene.timeline), planes, scene.reads)


def _draw(job: Job, chapter: type[Chapter], path: Path, on_frames: OnFrames) -> tuple[Chapter, int]:
    with Encoder(path, job.preset) as encoder:
        scene = play(job, chapter, ClipRenderer(encoder, on_frames))
    return scene, encoder.frames


def _draw_plain(
    job: Job, chapter: type[Chapter], path: Path, on_frames: OnFrames
) -> tuple[Chapter, int]:
    renderer = CairoRenderer(lambda settings: CountingWriter(settings, on_frames))
    scene = play(job, chapter, renderer)
    return scene, rewrap(scene.renderer.file_writer.movie_file_path, path, job.preset.fps)


def play(job: Job, chapter: type[Chapter], renderer: CairoRenderer) -> Chapter:
    """Play a chapter to a renderer, within `settings`; the scene notes what it has read.

    Raises `SquiggleError` (status 1) naming the chapter, and the beat if one had begun.
    """
    reads: dict[str, str] = {}
    lesson: Any = WatchedLesson(job.lesson, reads)
    words: Any = WatchedWords(Words(job.lesson), reads)
    scene = chapter(lesson=lesson, words=words, plan=job.chapter, renderer=renderer)
    scene.reads = reads
    try:
        scene.render()
    except (Exception, SystemExit) as error:
        beat = f"beat {scene.current_beat!r}" if scene.current_beat else "before its first beat"
        raise _failure(job, f"{job.chapter.name}, {beat}", error) from error
    return scene


def _failure(job: Job, where: str, error: BaseException) -> SquiggleError:
    """The error as one line that says where it happened, unless it says so itself."""
    if not isinstance(error, SquiggleError):
        what = f"{type(error).__name__}: {error}".splitlines()[0]
        return SquiggleError(f"{where}: {what}", status=1)
    told = error.message.startswith(job.chapter.name)
    message = error.message if told else f"{where}: {error.message}"
    return SquiggleError(message, error.hint, status=1)


@contextmanager
def settings(job: Job, folder: Path) -> Iterator[None]:
    """Manim's settings for one job; nothing outside `folder` is written, nothing is reused.

    They start from Manim's own defaults: a `manim.cfg` at home or here would change the film.
    """
    preset = job.preset
    wanted = {
        "pixel_width": preset.width,
        "pixel_height": preset.height,
        "frame_width": length(preset.frame.size.width),
        "frame_height": length(preset.frame.size.height),
        "frame_rate": preset.fps,
        "media_dir": str(folder / "media"),
        "disable_caching": True,
        "progress_bar": "none",
        "verbosity": "ERROR",
        "format": "mp4",
        "output_file": job.stem,
        "video_encoder_options": PLAIN_TAGS,
    }
    parser = ConfigParser()
    parser.read(config_file_paths()[0])
    with tempconfig({}):
        config.update(ManimConfig().digest_parser(parser))
        config.update(wanted)
        yield
