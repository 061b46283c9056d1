"""Preflight: all that can be known of a film before its first frame is drawn."""

from collections.abc import Sequence
from typing import Any

from squiggle.lesson import Lesson
from squiggle.lesson.complete import check_words
from squiggle.lesson.doubts import Doubt, doubts
from squiggle.lesson.words import Words
from squiggle.render.cache import Cache
from squiggle.render.plan import FilmPlan
from squiggle.render.speed import expected_seconds
from squiggle.stage.fitting import faint, tight
from squiggle.stage.theme import theme


def preflight(plan: FilmPlan, lesson: Lesson, cache: Cache, workers: int) -> dict[str, Any]:
    """The chapters with seconds and frames, the expected time to render, and every doubt.

    `new` says whether a chapter has to be rendered: those in the cache do not. Raises
    `SquiggleError` for words that are missing.
    """
    words = Words(lesson)
    check_words(lesson, words)
    kept = {job.stem for job in plan.jobs if cache.has(job, words)}
    chapters = [
        {
            "name": job.chapter.name,
            "title": words.title(job.chapter),
            "seconds": job.chapter.seconds,
            "frames": job.frames,
            "new": job.stem not in kept,
        }
        for job in plan.jobs
    ]
    left = [job.frames for job in plan.jobs if job.stem not in kept]
    return {
        "lesson": lesson.name,
        "digest": lesson.digest,
        "quality": plan.preset.letter,
        "chapters": chapters,
        "seconds": round(sum(job.chapter.seconds for job in plan.jobs), 3),
        "frames": plan.frames,
        "render_seconds": round(expected_seconds(left, plan.preset, workers, cache.folder), 1),
        "warnings": [{"kind": d.kind, "message": d.message} for d in _doubts(lesson, words)],
    }


def _doubts(lesson: Lesson, words: Words) -> Sequence[Doubt]:
    narrow = [Doubt("tight text", text) for text in tight(lesson, words)]
    pale = [Doubt("low contrast", text) for text in faint(theme(lesson.theme))]
    return [*doubts(lesson), *narrow, *pale]


def as_text(told: dict[str, Any]) -> str:
    """What `preflight` found, for people."""
    lines = [
        f"{number:02}  {c['name']:20} {c['seconds']:6.1f} s {c['frames']:6} frames"
        + ("" if c["new"] else "  kept")
        for number, c in enumerate(told["chapters"], start=1)
    ]
    lines.append(
        f"{told['seconds']:.1f} s, {told['frames']} frames,"
        f" about {told['render_seconds']:.0f} s to render"
    )
    return "\n".join([*lines, *(f"{w['kind']}: {w['message']}" for w in told["warnings"])])
