"""The manifest: what a film shows, so that others can check it or draw on top of it.

docs/manifest.md explains every key.
"""

from collections.abc import Sequence
from importlib.metadata import version
from typing import Any

import squiggle
from squiggle.lesson import Lesson
from squiggle.lesson.words import Words
from squiggle.render.plan import FilmPlan
from squiggle.render.preset import Preset
from squiggle.stage.frame import Frame, length
from squiggle.stage.shapes import WIDE

SCHEMA_VERSION = 1


def manifest(
    plan: FilmPlan, lesson: Lesson, clips: Sequence[Any], source: str | None, *, plain: bool
) -> dict[str, Any]:
    """The manifest of a film whose clips are given in the film's order.

    `source` is the path of the lesson's file from the film's folder, None for a lesson without one.
    """
    preset, words = plan.preset, Words(lesson)
    size = {"width": preset.width, "height": preset.height, "fps": preset.fps}
    chapters = []
    for job, start, clip in zip(plan.jobs, plan.starts, clips, strict=True):
        begin = start / preset.fps
        chapters.append(
            {
                "name": job.chapter.name,
                "title": words.title(job.chapter),
                **_seconds(start=begin, end=begin + job.frames / preset.fps),
                "clip": {
                    "file": f"clips/{job.stem}.mp4",
                    "poster": f"clips/{job.stem}.png",
                    **size,
                    "frames": job.frames,
                    "seconds": job.frames / preset.fps,
                },
                "beats": [_beat(beat) for beat in clip.beats],
                "planes": [_plane(plane, clip.beats[-1], begin, preset) for plane in clip.planes],
            }
        )
    return {
        "schema_version": SCHEMA_VERSION,
        "lesson": lesson.name,
        "source": source,
        "parameters": lesson.parameters,
        "digest": lesson.digest,
        "versions": {"squiggle": squiggle.__version__, "manim": version("manim")},
        "renderer": "manim" if plain else "squiggle",
        "film": {
            "file": "lesson.mp4",
            "shape": preset.shape,
            **size,
            "frames": plan.frames,
            "seconds": plan.frames / preset.fps,
        },
        "chapters": chapters,
    }


def _beat(beat: Any) -> dict[str, Any]:
    return {
        "name": beat.name,
        **_seconds(start=beat.start, end=beat.end, still_from=beat.still_from),
        "captions": [{"text": c.text, **_seconds(start=c.start, end=c.end)} for c in beat.cues],
    }


def _plane(plane: Any, last: Any, begin: float, preset: Preset) -> dict[str, Any]:
    frame = preset.frame
    return {
        "name": plane.name,
        "x_range": list(plane.x_range),
        "y_range": list(plane.y_range),
        "map": {
            "1080p": pixel_map(plane, frame.size.width, frame.size.height, frame),
            "rendered": pixel_map(plane, preset.width, preset.height, frame),
        },
        "curves": [{"name": c.name, **_colour(c.color)} for c in plane.curves],
        "dots": [
            {"name": d.name, **_colour(d.color), "points": [list(point) for point in d.points]}
            for d in plane.dots
        ],
        "holds": {
            "clip": [_exact(last.still_from), _exact(last.end)],
            "film": [_exact(begin + last.still_from), _exact(begin + last.end)],
        },
    }


def pixel_map(
    plane: Any, width: float, height: float, frame: Frame = WIDE
) -> dict[str, list[float]]:
    """X' = x[0] * x + x[1] and y' = y[0] * y + y[1], in pixels from the picture's top left.

    The picture is as wide as the frame at every size; its height follows from its pixels, which at
    854x480 are not quite 16 to 9.
    """
    unit = width / length(frame.size.width)
    (ax, ay), (bx, by) = plane.scale, plane.offset
    return {"x": [ax * unit, bx * unit + width / 2], "y": [-ay * unit, height / 2 - by * unit]}


def _colour(color: str) -> dict[str, Any]:
    return {"rgb": [int(color[i : i + 2], 16) for i in (1, 3, 5)], "color": color}


def _seconds(**times: float) -> dict[str, float]:
    return {name: _exact(time) for name, time in times.items()}


def _exact(seconds: float) -> float:
    """Without the dust that adding floats leaves: 39.6, not 39.599999999999994."""
    return round(float(seconds), 6)
