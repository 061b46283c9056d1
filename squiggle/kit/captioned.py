"""The piece `captions`: SRT and WebVTT beside the film and beside each chapter's clip."""

from pathlib import Path

from squiggle.captions import Cue, chapters_vtt, cues, said, srt, vtt
from squiggle.kit.material import CLIPS, FilmFolder, Material


def make(material: Material, work: Path) -> None:
    """Write lesson.srt, lesson.vtt, lesson.chapters.vtt and the clips' own."""
    for film in (material.film, material.light):
        folder = work / material.inside(film)
        (folder / CLIPS).mkdir(parents=True, exist_ok=True)
        _film(film, folder)


def write(told: tuple[Cue, ...], stem: Path) -> None:
    """Cues in both formats, as stem.srt and stem.vtt."""
    stem.with_name(f"{stem.name}.srt").write_text(srt(told), "utf-8")
    stem.with_name(f"{stem.name}.vtt").write_text(vtt(told), "utf-8")


def _film(film: FilmFolder, folder: Path) -> None:
    breaks, fps, chapters = film.words.breaks, film.plan.preset.fps, film.manifest["chapters"]
    told = [one for chapter in chapters for one in said(chapter, chapter["start"])]
    write(cues(told, breaks, fps), folder / "lesson")
    marks = [(chapter["title"], chapter["start"], chapter["end"]) for chapter in chapters]
    (folder / "lesson.chapters.vtt").write_text(chapters_vtt(marks), "utf-8")
    for job, chapter in zip(film.plan.jobs, chapters, strict=True):
        write(cues(said(chapter), breaks, fps), folder / CLIPS / job.stem)
