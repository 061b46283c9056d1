"""A still is a frame of the film to the last bit, though nothing is drawn before it."""

import random
import stat
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from squiggle.core import Network, activation
from squiggle.errors import SquiggleError
from squiggle.lesson import Lesson, load
from squiggle.lesson.pacing import tell
from squiggle.lesson.storyboard import ChapterPlan
from squiggle.render import still as stills
from squiggle.render.chapters import load_chapter
from squiggle.render.engine import settings
from squiggle.render.plan import Job
from squiggle.render.preset import PRESETS, Preset
from squiggle.render.renderer import ClipRenderer
from squiggle.render.seek import seek
from squiggle.render.still import Moment, find_moment, still

DOSAGE = load()
TINY = Preset("t", "tiny", 256, 144, 5, "3.1")
TRIES = 3  # moments of a chapter, besides the ends of its beats and its first frame


@dataclass
class Reel:
    """Stands where the encoder stands: the digest of each frame."""

    frames: list[str] = field(default_factory=list)

    def write(self, pixels: Any, repeat: int, _: Any) -> None:
        """Take a picture that is shown for so many frames."""
        self.frames += [digest(pixels)] * repeat


def digest(pixels: Any) -> str:
    return blake2b(pixels.tobytes(), digest_size=8).hexdigest()


def tiny(lesson: Lesson, plan: ChapterPlan) -> Job:
    return Job(lesson, plan, 1, TINY, round(plan.seconds * TINY.fps))


def film_of(job: Job, folder: Path) -> list[str]:
    """Each frame of a chapter, rendered from the first to the last."""
    reel = Reel()
    with settings(job, folder):
        renderer = ClipRenderer(reel, lambda _: None)  # type: ignore[arg-type]
        scene = load_chapter(job.chapter)(lesson=job.lesson, plan=job.chapter, renderer=renderer)
        scene.render()
    return reel.frames


def several() -> Lesson:
    """Chapters that the dosage lesson does not have, in other colours and other words."""
    bends = [(2.0, -1.0, 1.5), (-3.0, 1.0, -0.5), (1.0, 0.5, 0.75), (4.0, -3.0, 0.25)]
    network = Network.of_bends(bends, 0.5, activation=activation("tanh", 1.0), output="sigmoid")
    decimals = dict.fromkeys(network.parameters, 2)
    return replace(DOSAGE, network=network, decimals=decimals, theme="light", language="pl")


SEVERAL = several()
CHAPTERS = [("dosage", DOSAGE, plan) for plan in tell(DOSAGE)]
CHAPTERS += [("several", SEVERAL, plan) for plan in tell(SEVERAL)]


def moments(job: Job, rng: random.Random) -> dict[str, Moment]:
    """Moments of a chapter by name: each beat's end, the first frame, and some in between."""
    lesson, name, seconds = job.lesson, job.chapter.name, job.chapter.seconds
    asked: list[tuple[str, float | None]] = [(name, None), (name, 0.0)]
    asked += [(f"{name}:{beat.name}", None) for beat in job.chapter.beats]
    asked += [(name, rng.uniform(0, seconds)) for _ in range(TRIES)]
    for beat in rng.sample(job.chapter.beats, 2):  # while something moves
        asked.append((f"{name}:{beat.name}", rng.uniform(0, beat.parts[0].moving)))
    return {f"{name} {at}": find_moment(lesson, name, at, TINY.letter) for name, at in asked}


@pytest.fixture
def tiny_preset(monkeypatch):
    monkeypatch.setitem(PRESETS, TINY.letter, TINY)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("lesson", "plan"),
    [told[1:] for told in CHAPTERS],
    ids=[f"{name}: {plan.name}" for name, _, plan in CHAPTERS],
)
def test_a_still_is_the_films_frame(lesson, plan, tmp_path, tiny_preset):
    job = tiny(lesson, plan)
    film = film_of(job, tmp_path)
    assert len(film) == job.frames
    wrong = [
        name
        for name, moment in moments(job, random.Random(plan.name)).items()
        if digest(seek(moment.job, moment.frame)) != film[moment.frame]
    ]
    assert wrong == []


def test_the_chosen_moments_are_different_pictures(tmp_path, tiny_preset):
    job = tiny(DOSAGE, tell(DOSAGE)[3])
    found = moments(job, random.Random(job.chapter.name)).values()
    film = film_of(job, tmp_path)
    assert len({film[moment.frame] for moment in found}) >= len(job.chapter.beats) + TRIES


@pytest.mark.parametrize("letter", PRESETS)
def test_a_moment_is_counted_in_frames(letter):
    fps = PRESETS[letter].fps

    def frame(name: str, at: float | None = None) -> int:
        return find_moment(DOSAGE, name, at, letter).frame

    plan = next(plan for plan in tell(DOSAGE) if plan.name == "TopNode")
    start, bend = plan.starts["bend"], plan.beats[1].seconds
    assert frame("TopNode") == frame("TopNode", plan.seconds) == round(plan.seconds * fps) - 1
    assert frame("TopNode", 0) == 0
    assert frame("TopNode", 12.4) == round(12.4 * fps)
    assert frame("TopNode", 1.999 / fps) == 1
    assert frame("TopNode:bend") == frame("TopNode:bend", bend) == round((start + bend) * fps) - 1
    assert frame("TopNode:bend", 0) == frame("TopNode", start) == round(start * fps)
    assert frame("TopNode:bend", 1.4) == frame("TopNode", start + 1.4)
    tenths = [frame("TopNode", tenth / 10) for tenth in range(0, 300, 2)]
    assert tenths == [tenth * fps // 10 for tenth in range(0, 300, 2)]


@pytest.mark.parametrize("name", ["top-node:Raise-Heights", "04-top-node:raiseheights"])
def test_names_may_be_spelled_otherwise(name):
    assert find_moment(DOSAGE, name, None) == find_moment(DOSAGE, "TopNode:raise_heights", None)


def test_a_still_is_the_picture_that_is_drawn(tmp_path):
    path = tmp_path / "a.PNG"
    path.write_text("an old one")
    moment = still(DOSAGE, "Recap:replay", path, at=2.5, quality="l")
    with Image.open(path) as picture:
        assert (picture.format, picture.mode, picture.size) == ("PNG", "RGB", (854, 480))
        shown = np.asarray(picture)
    assert np.array_equal(shown, seek(moment.job, moment.frame)[:, :, :3])
    assert list(tmp_path.iterdir()) == [path]
    (tmp_path / "other").touch()
    assert stat.S_IMODE(path.stat().st_mode) == stat.S_IMODE((tmp_path / "other").stat().st_mode)


def test_the_last_still_of_a_chapter_is_its_poster(film, tmp_path):
    still(DOSAGE, "TheQuestion", tmp_path / "a.png", quality="l")
    poster = film.folder / "clips" / "01-the-question.png"
    with Image.open(tmp_path / "a.png") as mine, Image.open(poster) as theirs:
        assert np.array_equal(np.asarray(mine), np.asarray(theirs))


def test_nothing_is_drawn_before_the_wanted_frame(tmp_path, monkeypatch):
    from squiggle.render.canvas import Canvas

    painted = []
    paint = Canvas.paint
    monkeypatch.setattr(Canvas, "paint", lambda *told: painted.append(told) or paint(*told))
    still(DOSAGE, "TopNode:sweep", tmp_path / "a.png", at=3.3, quality="l")
    assert len(painted) == 1


def test_what_fails_leaves_the_old_picture_and_nothing_else(tmp_path, monkeypatch):
    path = tmp_path / "a.png"
    path.write_text("an old one")

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device", "a.png")

    monkeypatch.setattr(stills, "_save", full)
    with pytest.raises(OSError, match="No space"):
        still(DOSAGE, "Recap", path, quality="l")
    assert [(p, p.read_text()) for p in tmp_path.iterdir()] == [(path, "an old one")]


def test_a_scene_that_fails_names_chapter_and_beat(tmp_path, monkeypatch):
    def broken(*_: Any, **__: Any) -> None:
        raise ValueError("no such thing")

    monkeypatch.setattr("squiggle.stage.chapter.Chapter.move", broken)
    with pytest.raises(SquiggleError) as raised:
        still(DOSAGE, "TopNode:bend", tmp_path / "a.png", quality="l")
    assert raised.value.status == 1
    assert str(raised.value) == "TopNode, beat 'weigh': ValueError: no such thing"
    assert list(tmp_path.iterdir()) == []


def test_a_frame_that_never_comes_is_a_failure_of_ours():
    moment = find_moment(DOSAGE, "Recap", None, "l")
    with pytest.raises(SquiggleError, match=f"Recap has no frame {moment.job.frames}") as raised:
        seek(moment.job, moment.job.frames)
    assert raised.value.status == 1
