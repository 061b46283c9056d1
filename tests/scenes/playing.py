"""Playing chapters without a picture: Manim moves everything, and the stage is looked at."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from manim import Animation, CairoRenderer, FadeOut, Scene, UpdateFromAlphaFunc, Wait, tempconfig
from manim.scene.scene_file_writer import SceneFileWriter

from squiggle.lesson import Lesson
from squiggle.lesson.storyboard import ChapterPlan
from squiggle.render.engine import load_chapter
from squiggle.stage.chapter import BeatRecord, Chapter

from .eyes import Eyes
from .seen import Snapshot

DIMMED = 0.35  # opacity up to which something is dimmed, not merely on its way
RATE = 10  # frames a second: each motion is a multiple of 0.2 s, so every frame is a whole one
SHARES = 0.5, 1.0  # of a motion that is not looked at: its middle, and where it ends


@dataclass(frozen=True)
class Played:
    """A chapter that has been played: the scene, and what was seen on the way."""

    plan: ChapterPlan
    scene: Chapter
    snapshots: tuple[Snapshot, ...]

    @property
    def records(self) -> list[BeatRecord]:
        """What each beat did."""
        return self.scene.timeline

    @property
    def ends(self) -> dict[str, Snapshot]:
        """The stage at the end of each beat, by its name."""
        return {snapshot.beat: snapshot for snapshot in self.snapshots if snapshot.share is None}


class SilentWriter(SceneFileWriter):
    """Manim's file writer without files."""

    def begin_animation(self, *_: Any, **__: Any) -> None:
        """Open nothing."""

    def end_animation(self, *_: Any, **__: Any) -> None:
        """Close nothing."""

    def write_frame(self, *_: Any, **__: Any) -> None:
        """Write nothing."""

    def finish(self) -> None:
        """Join nothing."""


class LookingRenderer(CairoRenderer):
    """Manim's renderer that draws no pixel and takes a snapshot instead."""

    def __init__(self, *, motions: bool) -> None:
        super().__init__(file_writer_class=SilentWriter)
        self.motions = motions
        self.eyes = Eyes()
        self.snapshots: list[Snapshot] = []

    def update_frame(self, *_: Any, **__: Any) -> None:
        """Draw nothing."""

    def get_frame(self) -> Any:
        """An empty picture."""
        return np.zeros((1, 1, 4), dtype=np.uint8)

    def render(self, scene: Scene, time: float, moving_mobjects: Any = None) -> None:
        """One frame of a motion."""
        if not self.motions:
            return
        assert isinstance(scene, Chapter)
        moment = scene.timeline[-1].plays[-1][0] + time
        self._look(scene, moment, moment, time / scene.duration)

    def play(self, scene: Scene, *args: Any, **kwargs: Any) -> None:
        """A motion or a rest; the stage is looked at when a rest begins."""
        super().play(scene, *args, **kwargs)
        if scene.is_current_animation_frozen_frame():
            assert isinstance(scene, Chapter)
            self._look(scene, round(scene.clock - scene.duration, 1), scene.clock, None)

    def freeze_current_frame(self, duration: float) -> None:
        """Hold nothing."""

    def _look(self, scene: Chapter, since: float, time: float, share: float | None) -> None:
        beat = scene.timeline[-1].name
        seen = self.eyes.look(scene)
        self.snapshots.append(Snapshot(beat, since, time, share, *seen, frame=scene.frame))


class HurriedRenderer(LookingRenderer):
    """Takes snapshots of rests alone; motions go to their ends at once, in a tenth of the time."""

    def __init__(self) -> None:
        super().__init__(motions=False)

    def play(self, scene: Scene, *args: Any, **kwargs: Any) -> None:
        """A motion or a rest."""
        assert isinstance(scene, Chapter)
        self.num_plays += 1
        if isinstance(args[0], Wait):
            self._look(scene, scene.clock - args[0].run_time, scene.clock, None)
            return
        scene.add_mobjects_from_animations(args)
        for animation in args:
            _finish(scene, animation)


def _finish(scene: Scene, animation: Animation) -> None:
    """Leave the stage as a motion does."""
    if isinstance(animation, FadeOut):
        scene.remove(animation.mobject)
    elif isinstance(animation, UpdateFromAlphaFunc):
        for share in SHARES:
            animation.update_function(animation.mobject, share)
    else:
        animation._setup_scene(scene)
        animation.begin()
        animation.finish()
        animation.clean_up_from_scene(scene)


def play(plan: ChapterPlan, lesson: Lesson, folder: Path, rate: int = RATE) -> Played:
    """Play a chapter; Manim's own folders are made inside `folder`.

    At another rate than `RATE` motions are played, but only rests are looked at.
    """
    return _play(plan, lesson, folder, LookingRenderer(motions=rate == RATE), rate)


def hurry(plan: ChapterPlan, lesson: Lesson, folder: Path) -> Played:
    """Play a chapter to each of its rests, without the motions between them."""
    return _play(plan, lesson, folder, HurriedRenderer(), RATE)


def _play(
    plan: ChapterPlan, lesson: Lesson, folder: Path, renderer: LookingRenderer, rate: int
) -> Played:
    settings = {
        "frame_rate": rate,
        "media_dir": str(folder),
        "disable_caching": True,
        "progress_bar": "none",
        "verbosity": "ERROR",
        "format": "mp4",
    }
    with tempconfig(settings):
        scene = load_chapter(plan)(lesson=lesson, plan=plan, renderer=renderer)
        scene.render()
    return Played(plan, scene, tuple(_knowing_what_is_gone(renderer.snapshots)))


def around(moments: Sequence[Snapshot]) -> Iterator[tuple[Snapshot, Snapshot]]:
    """For each moment the last one before and the first after it with nothing under way."""
    turns = [moment for moment in moments if not moment.share] or list(moments)
    place = -1
    for moment in moments:
        place += not moment.share
        yield turns[place], turns[min(place + 1, len(turns) - 1)]


def _knowing_what_is_gone(moments: Sequence[Snapshot]) -> Iterator[Snapshot]:
    """The moments, with what stays dimmed from the beginning of a motion to its end."""
    levels = [{id(t.mob): t.opacity for t in (*m.texts, *m.shapes)} for m in moments]
    known = dict(zip(map(id, moments), levels, strict=True))
    for moment, turns in zip(moments, around(moments), strict=True):
        before, now, after = (known[id(m)] for m in (turns[0], moment, turns[1]))
        still = {mob for mob, level in now.items() if before.get(mob) == level == after.get(mob)}
        gone = frozenset(mob for mob in still if now[mob] <= DIMMED)
        yield moment if moment.share is None else replace(moment, gone=gone)
