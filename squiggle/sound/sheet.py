"""The recording sheet: what a teacher reads aloud, and what each recording is to be called."""

from pathlib import Path
from typing import Any

from squiggle.lesson import Lesson
from squiggle.lesson.pacing import tell
from squiggle.lesson.said import counted
from squiggle.lesson.storyboard import sketch
from squiggle.lesson.words import Words
from squiggle.sound.recordings import find_recordings
from squiggle.sound.spoken import spoken

FOLDER = "narration"  # where recordings go that no lesson has a folder for
ADVICE = """\
Read each text aloud and save it under the name above it: WAV, MP3 or FLAC, any sample rate, mono or
stereo. Pause for a moment between the lines of one recording: each line is a caption, which appears
when you come to it. Loudness is evened, silence at both ends is cut off. The seconds are those of
somebody who speaks without haste; if you need more, the picture waits."""


def sheet(lesson: Lesson) -> list[dict[str, Any]]:
    """What is to be recorded, a row for each beat in the film's order.

    A row has chapter and beat, the `file`, the `words` of each caption as they are said, the
    seconds that there are, and whether it is `recorded` already. Raises `SquiggleError` for names
    in the folder of recordings that no beat has.
    """
    words, folder = Words(lesson), Path(lesson.narration or FOLDER)
    there = lesson.narration and folder.exists()
    recorded = find_recordings(folder, sketch(lesson)) if there else {}
    rows = []
    for chapter in tell(lesson, words):
        for beat in chapter.beats:
            cues = words.cues(chapter, beat.name)[: len(beat.parts)]
            file = recorded.get((chapter.name, beat.name))
            name = folder / chapter.slug / f"{beat.name}.wav"
            rows.append(
                {
                    "chapter": chapter.name,
                    "title": words.title(chapter),
                    "beat": beat.name,
                    "file": str(file or name),
                    "words": [spoken(cue, lesson.language) for cue in cues],
                    "seconds": beat.seconds,
                    "recorded": file is not None,
                }
            )
    return rows


def as_markdown(lesson: Lesson, rows: list[dict[str, Any]]) -> str:
    """The sheet for people: what is recorded has its box ticked."""
    minutes = sum(row["seconds"] for row in rows) / 60
    lines = [f"# {lesson.title}: recording sheet", "", ADVICE, ""]
    lines.append(f"{counted(len(rows), 'recording')} for {minutes:.1f} minutes.")
    chapter = ""
    for row in rows:
        if row["chapter"] != chapter:
            chapter = row["chapter"]
            lines += ["", f"## {row['title']}"]
        tick = "x" if row["recorded"] else " "
        lines += ["", f"- [{tick}] `{row['file']}` ({row['seconds']:.1f} s)", ""]
        lines += [f"  > {text}  " for text in row["words"]]  # two blanks break the line
    return "\n".join(lines)
