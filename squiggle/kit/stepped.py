"""The piece `steps`: a clip for each idea, with its poster, what is heard and its captions."""

from pathlib import Path

from squiggle.captions import CaptionTrack, hide
from squiggle.kit.captioned import write
from squiggle.kit.cut import Cutter
from squiggle.kit.material import CLIPS, STEPS, FilmFolder, Material
from squiggle.kit.steps import Step
from squiggle.render.film import Track


def make(material: Material, work: Path) -> None:
    """Write steps/, in the usual size and in the light one."""
    for film in (material.film, material.light):
        folder = work / material.inside(film) / STEPS
        folder.mkdir(parents=True, exist_ok=True)
        _film(film, folder)


def _film(film: FilmFolder, folder: Path) -> None:
    cutter, before = Cutter(film.folder / CLIPS), None
    for step in film.steps:
        target = folder / f"{step.stem}.mp4"
        cutter.cut(step, before, target, _tracks(film, step))
        hide(target)
        cutter.poster(step).save(folder / f"{step.stem}.png")
        write(step.cues, folder / step.stem)
        before = step


def _tracks(film: FilmFolder, step: Step) -> list[Track]:
    captions = CaptionTrack(step.cues, film.words.code)
    if film.sound is None:
        return [captions]
    start = step.begin + step.start
    return [film.sound.track(start, step.end - step.start, step.lead), captions]
