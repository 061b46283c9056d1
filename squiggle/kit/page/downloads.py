"""Downloads: the files of a kit that a page offers, as far as they are there."""

from collections.abc import Iterator
from dataclasses import dataclass

from squiggle.kit.material import Material

FILM = "lesson.mp4"
OFFERED = (
    (FILM, "film"),
    (f"light/{FILM}", "film"),
    ("lesson.srt", "captions"),
    ("lesson.vtt", "captions"),
    ("transcript.md", "transcript"),
    ("lesson.pptx", "slides"),
    ("slides.html", "slides"),
    ("handout.pdf", "handout"),
)
"""Where a file stands in a kit, and the key of what it is called."""


@dataclass(frozen=True)
class Download:
    """A file that stands beside the page: its path from there, what it is, and of which kind."""

    path: str
    label: str
    about: str


def downloads(material: Material) -> Iterator[Download]:
    """What there is to download in a kit's folder."""
    pictures = {
        (material.inside(film) / FILM).as_posix(): film.plan.preset
        for film in (material.film, material.light)
    }
    for path, key in OFFERED:
        file = material.folder / path
        if file.is_file():
            about = [file.suffix[1:].upper()]
            if path in pictures:
                about.append(f"{pictures[path].width} × {pictures[path].height}")
            about.append(size_of(file.stat().st_size, material.lesson.decimal_mark))
            yield Download(path, material.words.kit(key), ", ".join(about))


def size_of(count: int, mark: str = ".") -> str:
    """So many bytes, for people.

    >>> size_of(810), size_of(476_563), size_of(10_951_812, ",")
    ('1 kB', '477 kB', '11,0 MB')
    """
    thousands = max(1, round(count / 1000))
    return f"{thousands} kB" if thousands < 1000 else f"{count / 1e6:.1f} MB".replace(".", mark)
