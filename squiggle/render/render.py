"""Render a lesson: plan, work, join, and put the finished files in their place."""

import json
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from squiggle.captions import CaptionTrack, cues, hide, said
from squiggle.errors import SquiggleError
from squiggle.lesson import Lesson, Reading
from squiggle.lesson.complete import check_words
from squiggle.lesson.words import Words, read_words
from squiggle.render.cache import Cache
from squiggle.render.clip import Clip
from squiggle.render.film import Track, join, label
from squiggle.render.key import job_key
from squiggle.render.manifest import manifest
from squiggle.render.origin import FILM, MANIFEST, Origin, origin, origin_of
from squiggle.render.place import publish, workplace
from squiggle.render.plan import FilmPlan, Job, plan_film
from squiggle.render.preset import DEFAULT, preset
from squiggle.render.processes import cores
from squiggle.render.progress import Display
from squiggle.render.provenance import metadata
from squiggle.render.speed import remember
from squiggle.render.workers import render_all
from squiggle.sound import mixed, with_sound

if TYPE_CHECKING:
    from squiggle.render.cluster import Cluster
    from squiggle.render.profile import Profile
    from squiggle.sound.mix import Mix


@dataclass(frozen=True)
class Film:
    """A finished film: its folder and what its manifest says.

    `replaced` names the lesson whose film it took the place of, "" if that was none or the same.
    """

    folder: Path
    manifest: dict[str, Any]
    replaced: str = ""

    @property
    def path(self) -> Path:
        """The film itself."""
        return self.folder / FILM


def render(
    lesson: Lesson,
    folder: Path,
    *,
    quality: str = DEFAULT,
    only: Sequence[str] = (),
    workers: int | None = None,
    plain: bool = False,
    cache: Cache | None = None,
    source: Path | None = None,
    replace: bool = True,
    cluster: "Cluster | Profile | None" = None,
) -> Film:
    """Render a lesson into `folder`: lesson.mp4, clips/, manifest.json.

    `quality` is a preset's letter, `only` names the chapters wanted, `workers` the processes
    (default: one a core). `plain` leaves everything to Manim's own renderer and writer. A `cache`
    has chapters that need not be rendered again, and keeps those that are. The manifest remembers
    `source`, the file that the lesson is from. Files appear under their names when all of them are
    finished, and take the place of the film that was there; `replace` says whether that may be
    another lesson's. A `cluster`, or a `Profile`, renders in place of workers here. Raises
    `SquiggleError`: status 2 before any work when the request is wrong, status 1 when the work
    fails.
    """
    lesson = with_sound(Reading(lesson)).lesson
    plan = plan_film(lesson, preset(quality), only, plain=plain)
    if workers is not None and workers < 1:
        raise SquiggleError(f"--workers {workers}", "wanted: 1 or more")
    read_words.cache_clear()  # they may be others than when this process last rendered
    check_words(lesson)
    with workplace(folder) as work:
        ours = origin_of(lesson.name, source, folder)
        other = other_film(ours, folder)
        if other and not replace:
            raise SquiggleError(
                f"{folder} has the film of {other}", "choose another folder with -o"
            )
        clips: dict[str, Clip] = {}
        if cache and (trouble := cache.trouble()):
            print(f"no chapter is kept: {trouble}", file=sys.stderr)
            cache = None
        with Display(plan) as display:
            for job, kept in _kept(plan, Words(lesson), work, cache):
                clips[job.stem] = kept
                display.keep(job)
            if left := plan.without(clips):
                keys = {job.stem: job_key(job) for job in left.jobs} if cache else {}

                def finish(job: Job, clip: Clip) -> None:
                    if cache:  # at once: what is whole is kept, even if the film is ended
                        cache.keep(job, clip, keys[job.stem])
                    display.finish(job)

                begun, many = time.monotonic(), min(workers or cores(), len(left.jobs))
                if cluster:
                    clips |= cluster.render_all(left, work, workers, display.at, finish)
                else:
                    clips |= render_all(left, work, many, display.at, finish)
                if cache and not plain and not cluster:
                    seconds = time.monotonic() - begun
                    remember(left.frames, seconds, many, plan.preset, cache.folder)
        told = put_together(plan, lesson, clips, work, folder, ours.source, plain=plain)
    return Film(folder, told, other)


def put_together(
    plan: FilmPlan,
    lesson: Lesson,
    clips: Mapping[str, Clip],
    work: Path,
    folder: Path,
    source: str | None,
    *,
    plain: bool = False,
) -> dict[str, Any]:
    """Make the film of its finished clips, by stem, and move all of it from `work` to `folder`.

    The clips are in `work`, under the names they shall have. Returns the manifest, which names
    `source` as the lesson's file. Raises `OSError`, and `SquiggleError` (status 1).
    """
    ordered, words = [clips[job.stem] for job in plan.jobs], Words(lesson)
    told = manifest(plan, lesson, ordered, source, plain=plain)
    tags = metadata(plan, lesson, plain=plain)
    sound = mixed(lesson, plan)
    if sound:
        told |= {"sound": sound.told}
    for clip, chapter in zip(ordered, told["chapters"], strict=True):
        # not before: a kept chapter is any lesson's
        label(clip.path, plan.preset.fps, tags, tracks([chapter], plan, words, sound))
    titles = [chapter["title"] for chapter in told["chapters"]]
    parts = [(clip.path, title, clip.frames) for clip, title in zip(ordered, titles, strict=True)]
    film = work / FILM
    join(parts, film, plan.preset.fps, tags, tracks(told["chapters"], plan, words, sound))
    for file in (film, *(clip.path for clip in ordered)):
        hide(file)
    (work / MANIFEST).write_text(json.dumps(told, indent=2) + "\n", "utf-8")
    publish([file for clip in ordered for file in (clip.path, clip.poster)], work, folder)
    return told


def other_film(ours: Origin, folder: Path) -> str:
    """What the lesson is called whose film is in `folder`; "" if that is ours, or there is none."""
    there = origin(folder)
    return "" if there is None or there.same(ours) else there.called(folder)


def _kept(
    plan: FilmPlan, words: Words, work: Path, cache: Cache | None
) -> Iterator[tuple[Job, Clip]]:
    """The chapters that are in the cache, as they would be rendered."""
    for job in plan.jobs:
        if cache and (clip := cache.find(job, words, work)):
            yield job, clip


def tracks(
    chapters: Sequence[Mapping[str, Any]], plan: FilmPlan, words: Words, sound: "Mix | None" = None
) -> Sequence[Track]:
    """What goes with the pictures of a film, or a clip, of these chapters of its manifest."""
    begin, fps = chapters[0]["start"], plan.preset.fps
    told = [one for chapter in chapters for one in said(chapter, chapter["start"] - begin)]
    captions = CaptionTrack(cues(told, words.breaks, fps), words.code)
    if sound is None:
        return [captions]
    frames = sum(chapter["clip"]["frames"] for chapter in chapters)
    return [sound.track(round(begin * fps), frames), captions]
