"""Downloads: the files of a kit that a page offers, as far as they are there."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from squiggle.lesson.words import Words

OFFERED = (
    ("lesson.mp4", "film"),
    ("light/lesson.mp4", "light_film"),
    ("lesson.srt", "captions"),
    ("lesson.vtt", "captions"),
    ("transcript.md", "transcript"),
)
"""Where a file stands in a kit, and the key of what it is called."""


@dataclass(frozen=True)
class Download:
    """A file that stands beside the page: its path from there, what it is, its kind and size."""

    path: str
    label: str
    kind: str
    size: str


def downloads(folder: Path, words: Words, mark: str) -> Iterator[Download]:
    """What there is to download in a kit's folder; `mark` is the decimal one."""
    for path, key in OFFERED:
        file = folder / path
        if file.is_file():
            kind = file.suffix[1:].upper()
            size = size_of(file.stat().st_size, mark)
            yield Download(path, words.kit(key), kind, size)


def size_of(count: int, mark: str = ".") -> str:
    """So many bytes, for people.

    >>> size_of(810), size_of(476_563), size_of(10_951_812, ",")
    ('1 kB', '477 kB', '11,0 MB')
    """
    if count < 1_000_000:
        return f"{max(1, round(count / 1000))} kB"
    return f"{count / 1_000_000:.1f} MB".replace(".", mark)
