"""The engine: renders one chapter. The one place that knows how Manim renders.

The chapter stays a plain Manim scene. Manim's Cairo renderer draws it; only the file writer is
ours, unless the job is plain. Every job has a folder of its own for whatever Manim writes.
"""

import importlib.util
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from manim import CairoRenderer, tempconfig
from manim.scene.scene_file_writer import SceneFileWriter
from PIL import Image

from squiggle.errors import SquiggleError
from squiggle.lesson.storyboard import ChapterPlan
from squiggle.render.encoder import Encoder
from squiggle.render.film import rewrap
from squiggle.render.plan import Job
from squiggle.stage.chapter import BeatRecord, Chapter
from squiggle.stage.picture import PlanePicture

OnFrames = Callable[[int], None]
"""Told how many frames have just been written; may raise to stop the work."""


@dataclass(frozen=True)
class Clip:
    """A rendered chapter: its files, its timeline in seconds, the planes of its last picture."""

    stem: str
    path: Path
    poster: Path
    frames: int
    beats: tuple[BeatRecord, ...]
    planes: tuple[PlanePicture, ...]


class ClipWriter(SceneFileWriter):
    """Manim's file writer with one encoder for the whole scene instead of a file a play."""

    encoder: Encoder
    on_frames: OnFrames
    picture: np.ndarray[Any, Any]

    def begin_animation(self, *_: Any, **__: Any) -> None:
        """Nothing to open: the encoder is there."""

    def end_animation(self, *_: Any, **__: Any) -> None:
        """Nothing to close: the next play goes on in the same file."""

    def write_frame(self, pixels: Any, *, repeat: int = 1) -> None:
        """Encode a frame; a held picture comes once with the number of its frames."""
        self.picture = pixels
        self.encoder.write(pixels, repeat)
        self.on_frames(repeat)

    def finish(self) -> None:
        """The encoder is closed by whoever opened it."""


class CountingWriter(SceneFileWriter):
    """Manim's own file writer, which also counts frames and keeps the last picture."""

    on_frames: OnFrames
    picture: np.ndarray[Any, Any]

    def write_frame(self, pixels: Any, *, repeat: int = 1) -> None:
        """Hand the frame to Manim."""
        self.picture = pixels
        super().write_frame(pixels, repeat=repeat)
        self.on_frames(repeat)


def scenes_folder() -> Path:
    """Where the chapters are: inside the installed package, or beside it in a checkout."""
    package = Path(__file__).parents[1]
    installed = package / "scenes"
    return installed if installed.is_dir() else package.parent / "scenes"


def load_chapter(plan: ChapterPlan) -> type[Chapter]:
    """The chapter's class, from its own file and under a private module name."""
    path = scenes_folder() / f"{plan.module}.py"
    name = f"_squiggle_scene_{plan.module}"
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None or not path.exists():
        raise SquiggleError(f"chapter {plan.name} has no file {path.name}", status=1)
    module = ModuleType(name)
    module.__spec__, module.__file__ = spec, str(path)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    chapter = getattr(module, plan.name)
    assert issubclass(chapter, Chapter)
    return chapter


@contextmanager
def _settings(job: Job, folder: Path) -> Iterator[None]:
    """Manim's settings for one job; nothing outside `folder` is written, nothing is reused."""
    preset = job.preset
    settings = {
        "pixel_width": preset.width,
        "pixel_height": preset.height,
        "frame_rate": preset.fps,
        "media_dir": str(folder / "media"),
        "disable_caching": True,
        "progress_bar": "none",
        "verbosity": "ERROR",
        "format": "mp4",
        "output_file": job.stem,
    }
    with tempconfig(settings):
        yield


def render_chapter(job: Job, folder: Path, on_frames: OnFrames) -> Clip:
    """Render one chapter into `folder` and say what it shows.

    Raises `SquiggleError` (status 1) naming chapter and beat when the scene fails.
    """
    chapter = load_chapter(job.chapter)
    path, poster = folder / f"{job.stem}.mp4", folder / f"{job.stem}.png"
    with _settings(job, folder):
        draw = _draw_plain if job.plain else _draw
        scene, picture = draw(job, chapter, path, on_frames)
    Image.fromarray(picture).convert("RGB").save(poster, optimize=True)
    return Clip(job.stem, path, poster, job.frames, tuple(scene.timeline), tuple(scene.picture()))


def _draw(job: Job, chapter: type[Chapter], path: Path, on_frames: OnFrames) -> tuple[Chapter, Any]:
    with Encoder(path, job.preset) as encoder:
        writer = type("Writer", (ClipWriter,), {"encoder": encoder, "on_frames": on_frames})
        writer.on_frames = staticmethod(on_frames)  # type: ignore[attr-defined]
        scene = _play(job, chapter, writer)
        assert encoder.frames == job.frames, (encoder.frames, job.frames)
    return scene, scene.renderer.file_writer.picture


def _draw_plain(
    job: Job, chapter: type[Chapter], path: Path, on_frames: OnFrames
) -> tuple[Chapter, Any]:
    writer = type("Writer", (CountingWriter,), {"on_frames": staticmethod(on_frames)})
    scene = _play(job, chapter, writer)
    rewrap(scene.renderer.file_writer.movie_file_path, path, job.preset.fps)
    return scene, scene.renderer.file_writer.picture


def _play(job: Job, chapter: type[Chapter], writer: type[SceneFileWriter]) -> Chapter:
    scene = chapter(lesson=job.lesson, renderer=CairoRenderer(file_writer_class=writer))
    try:
        scene.render()
    except SquiggleError:
        raise
    except Exception as error:
        where = f"{job.chapter.name}, beat {scene.current_beat!r}"
        what = f"{type(error).__name__}: {error}".splitlines()[0]
        raise SquiggleError(f"{where}: {what}", status=1) from error
    return scene
