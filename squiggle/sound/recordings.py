"""A folder of recordings: narration/<chapter>/<beat>.wav, by the names of the storyboard."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from squiggle.errors import SquiggleError
from squiggle.lesson.storyboard import ChapterPlan, find_beat, find_chapter

Place = tuple[str, str]
"""A beat by the names of its chapter and its own."""

NOTES = (".md", ".txt", ".ini", ".db")  # what lies in folders and is no recording
WANTED = "wanted: a folder for each chapter with a file for each beat, as `squiggle script` lists"


def find_recordings(folder: Path, chapters: Sequence[ChapterPlan]) -> dict[Place, Path]:
    """The files of the beats that are recorded. Names count however they are spelled.

    What is in the files is not looked at. Raises `SquiggleError` for a folder that is not there or
    has none, a file outside a chapter's folder, a name that no chapter or beat has, and two files
    for one beat.
    """
    found: dict[Place, Path] = {}
    for path in _visible(folder):
        if not path.is_dir():
            raise SquiggleError(f"{path} is in no chapter's folder", WANTED)
        try:
            chapter = find_chapter(chapters, path.name)
        except SquiggleError as error:
            raise SquiggleError(f"{path}: {error.message}", error.hint) from None
        for file in _visible(path):
            try:
                beat = find_beat(chapter, file.stem)
            except SquiggleError as error:
                raise SquiggleError(f"{file}: {error.message}", error.hint) from None
            place = chapter.name, beat.name
            if place in found:
                raise SquiggleError(
                    f"{file} and {found[place]} are of one beat", "wanted: one of them"
                )
            found[place] = file
    if not found:
        raise SquiggleError(f"{folder} has no recordings", WANTED)
    return found


def _visible(folder: Path) -> Iterator[Path]:
    """What lies in a folder, in order, but for notes and what systems hide there."""
    try:
        paths = sorted(folder.iterdir())
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise SquiggleError(f"{folder}: {reason}", WANTED) from None
    for path in paths:
        if not path.name.startswith(".") and path.suffix.lower() not in NOTES:
            yield path
