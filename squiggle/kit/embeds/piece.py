"""The piece `embeds`: a GIF of each step beside its clip, and snippets.md with all that is pasted.

GIF is what every program takes that shows pictures. It is made of the light film; the other formats
are made when somebody wants them, by `squiggle embed`.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from squiggle.kit.embeds.embed import embed
from squiggle.kit.embeds.found import Found
from squiggle.kit.embeds.snippets import escaped, snippets
from squiggle.kit.material import STEPS, FilmFolder, Material
from squiggle.render.processes import cores

MOVING = ".gif"
MOST = 2000  # kB of one of them


def make(material: Material, work: Path) -> None:
    """Write steps/*.gif and snippets.md."""
    (work / STEPS).mkdir()

    def draw(clip: Found) -> None:
        embed(clip, work / STEPS / f"{clip.clip.stem}{MOVING}", max_kb=MOST)

    with ThreadPoolExecutor(cores()) as crew:  # libav works without Python's lock
        for _ in crew.map(draw, _clips(material, material.light)):
            pass
    (work / "snippets.md").write_text("\n".join(_lines(material)), "utf-8")


def _clips(material: Material, film: FilmFolder) -> Iterator[Found]:
    """The steps of a film."""
    chapters = tuple(job.chapter.name for job in film.plan.jobs)
    for step in film.steps:
        clip = film.folder / STEPS / f"{step.stem}.mp4"
        yield Found(clip, material.lesson, chapters, film.plan.preset.letter)


def _lines(material: Material) -> Iterator[str]:
    yield f"# {escaped(material.lesson.title)}\n"
    for clip in _clips(material, material.film):
        yield f"## {clip.clip.stem}\n\n{escaped(clip.seen)}\n"
        for name, text in snippets(clip, material.folder, coming=(MOVING,)):
            yield f"{name}\n\n{_fenced(text)}\n"


def _fenced(text: str) -> str:
    """Lines to be copied, as Markdown shows them."""
    return f"````\n{text}\n````"
