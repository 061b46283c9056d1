"""A slide: one step of a film, with all that the kinds of slides tell of it."""

from collections import Counter
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import av

from squiggle.kit.cut import image_of
from squiggle.kit.material import STEPS, FilmFolder


@dataclass(frozen=True)
class Slide:
    """A step's name, its chapter, its clip and that clip's last picture, its words, what is seen.

    `first` is the clip's first picture, a PNG: the last one of the slide before.
    """

    name: str
    chapter: str
    clip: Path
    first: bytes
    poster: Path
    words: tuple[str, ...]
    seen: str
    seconds: float

    @property
    def alt(self) -> str:
        """What the clip tells those who cannot see it."""
        return " ".join([*self.words, self.seen])


def slides(film: FilmFolder) -> tuple[Slide, ...]:
    """The slides of a film whose steps are in its folder; `OSError` when they cannot be read."""
    places, made = Counter(step.job for step in film.steps), list[Slide]()
    for step in film.steps:
        clip = film.folder / STEPS / f"{step.stem}.mp4"
        place, of = str(step.place), str(places[step.job])
        made.append(
            Slide(
                name=film.words.kit("step", name=step.title, number=place, count=of),
                chapter=step.title,
                clip=clip,
                first=made[-1].poster.read_bytes() if made else _first_picture(clip),
                poster=clip.with_suffix(".png"),
                words=step.words,
                seen=film.words.seen(step.job.chapter, step.beat),
                seconds=step.seconds,
            )
        )
    return tuple(made)


def _first_picture(clip: Path) -> bytes:
    with av.open(str(clip)) as file:
        image = image_of(next(file.decode(video=0)))
    picture = BytesIO()
    image.save(picture, "PNG")
    return picture.getvalue()
