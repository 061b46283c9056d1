"""What a text costs: Manim's reader and constructors against ours, in one process.

    python -m benchmarks.text [--rounds 5]

The texts are the captions' lines of the dosage film. In each round every text is new to Typst and
to both ways, which take turns text by text, so that a busy machine slows both alike. Prints
milliseconds of processor time a text, the medians over all, and their ratios. Typst and reading
are parts of our way; "again" is a text that was asked for before.
"""

import argparse
from collections import defaultdict
from collections.abc import Callable
from itertools import count
from statistics import median
from time import process_time
from typing import Any

from squiggle.lesson import load
from squiggle.lesson.pacing import tell
from squiggle.lesson.words import Words
from squiggle.stage.caption import wrap
from squiggle.stage.outlines import drawing
from squiggle.stage.svg import contour, read
from squiggle.stage.text import Label
from tests.stage.manims_text import manims_label, manims_outlines

SIZE, COLOR = 33, "#EEF1F5"


def lines() -> list[str]:
    """The lines of every caption of the dosage film, each once."""
    lesson = load()
    words = Words(lesson)
    cues = [
        cue for plan in tell(lesson) for beat in plan.beats for cue in words.cues(plan, beat.name)
    ]
    return list(dict.fromkeys(line for cue in cues for line in wrap(cue, words.breaks)))


def body(text: str) -> str:
    """The markup of a label."""
    return f'#text(weight: "medium")[H#"{text}"]'


def manims_way(text: str) -> None:
    """A label as Manim's own classes make it."""
    manims_label(manims_outlines(drawing(body(text))), SIZE, COLOR)


def our_way(text: str) -> None:
    """A label."""
    Label(text, SIZE, COLOR)


def milliseconds(work: Callable[[Any], object], on: Any) -> float:
    """The processor time of some work."""
    begun = process_time()
    work(on)
    return 1000 * (process_time() - begun)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    texts, number, taken = lines(), count(), defaultdict(list)
    first = milliseconds(our_way, "0")
    for _ in range(asked.rounds):
        contour.cache_clear()
        for text in texts:
            old, new, other = (f"{text} {next(number)}" for _ in range(3))
            taken["Manim's way"].append(milliseconds(manims_way, old))
            taken["our way"].append(milliseconds(our_way, new))
            taken["  Typst"].append(milliseconds(drawing, body(other)))
            taken["  reading"].append(milliseconds(read, drawing(body(new))))
            taken["again"].append(milliseconds(our_way, new))
    print(f"{len(texts)} texts, {asked.rounds} rounds; the first text of all {first:.1f} ms")
    manims = median(taken["Manim's way"])
    for name, values in taken.items():
        value = median(values)
        print(f"{name:12} {value:7.2f} ms   1/{manims / value:.1f}")


if __name__ == "__main__":
    main()
