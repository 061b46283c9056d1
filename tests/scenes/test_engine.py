"""Our renderer hands the encoder the very pictures that Manim's own renderer makes."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from manim import CairoRenderer, Scene
from numpy.typing import NDArray

from squiggle.lesson import Lesson
from squiggle.lesson.pacing import tell
from squiggle.lesson.storyboard import ChapterPlan
from squiggle.render import box
from squiggle.render.box import Box
from squiggle.render.chapters import load_chapter
from squiggle.render.engine import settings
from squiggle.render.plan import Job
from squiggle.render.preset import Preset
from squiggle.render.renderer import ClipRenderer, SilentWriter

from .networks import DOSAGE, told

TINY = Preset("t", "tiny", 256, 144, 5, "3.1")
THREE = told([(2.0, -1.0, 1.5), (-3.0, 1.0, -0.5), (1.0, 0.5, 0.75)], kind="tanh", theme="light")
CHAPTERS = [("dosage", DOSAGE, plan) for plan in tell(DOSAGE)]
CHAPTERS += [("three nodes", THREE, plan) for plan in tell(THREE)]


@dataclass
class Seen:
    """The pictures that were handed over, each as a digest with the frames for which it stands."""

    runs: list[tuple[str, int]] = field(default_factory=list)
    _last: NDArray[np.uint8] | None = None

    def write(
        self, pixels: NDArray[np.uint8], repeat: int = 1, changed: Sequence[Box] | None = None
    ) -> None:
        """Take a picture; nothing outside `changed` may differ from the one before."""
        if self._last is not None and changed is not None:
            for part in changed:
                self._last[part.slices] = pixels[part.slices]
            assert np.array_equal(self._last, pixels), f"it changed outside {changed}"
        self._last = pixels.copy()
        self.runs.append((blake2b(pixels.tobytes(), digest_size=8).hexdigest(), repeat))

    @property
    def frames(self) -> list[str]:
        """The digest of each frame."""
        return [digest for digest, repeat in self.runs for _ in range(repeat)]


class SeeingWriter(SilentWriter):
    """Manim's file writer, which keeps digests instead of a film."""

    def __init__(self, told: Any, seen: Seen) -> None:
        super().__init__(told)
        self.seen = seen

    def write_frame(self, pixels: Any, *, repeat: int = 1) -> None:
        """See the picture."""
        self.seen.write(pixels, repeat)


def ours(seen: Seen) -> CairoRenderer:
    """The renderer that draws what changed."""
    return ClipRenderer(seen, lambda _: None)  # type: ignore[arg-type]


def manims(seen: Seen) -> CairoRenderer:
    """The renderer that draws everything."""
    return CairoRenderer(lambda told: SeeingWriter(told, seen))


def both(make: Any, job: Any, folder: Path, small: int = 350) -> tuple[list[str], list[str]]:
    """The frames of a scene, drawn by our renderer and by Manim's; `make` is told the renderer.

    `small` are the pixels that are not looked at apart: as small a share of a tiny picture as of a
    large one.
    """
    seen = Seen(), Seen()
    with settings(job, folder), pytest.MonkeyPatch.context() as patch:
        patch.setattr(box, "SMALL", small)
        for renderer, eyes in zip((ours, manims), seen, strict=True):
            scene: Scene = make(renderer(eyes))
            scene.render()
    return seen[0].frames, seen[1].frames


def job_of(lesson: Lesson, plan: ChapterPlan, preset: Preset = TINY) -> Job:
    return Job(lesson, plan, 1, preset, round(plan.seconds * preset.fps))


def first_difference(one: list[str], other: list[str]) -> int | None:
    """The number of the first frame that is not the same in both."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (a, b) in pairs if a != b), None)


@pytest.mark.parametrize(
    ("lesson", "plan"),
    [told[1:] for told in CHAPTERS],
    ids=[f"{name}: {plan.name}" for name, _, plan in CHAPTERS],
)
def test_each_frame_of_a_chapter_is_manims_to_the_last_bit(lesson, plan, tmp_path):
    def make(renderer: CairoRenderer) -> Scene:
        return load_chapter(plan)(lesson=lesson, plan=plan, renderer=renderer)

    job = job_of(lesson, plan)
    fast, slow = both(make, job, tmp_path)
    assert len(fast) == len(slow) == job.frames
    assert first_difference(fast, slow) is None


def test_a_picture_that_is_not_manims_is_told_by_its_number():
    assert first_difference(["a", "b", "c"], ["a", "c", "b"]) == 1
    assert first_difference(["a", "b"], ["a", "b"]) is None
