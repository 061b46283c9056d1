"""One lesson, and others that differ from it in one thing each."""

from dataclasses import replace

from squiggle.core import locked
from squiggle.lesson import Lesson, load
from squiggle.lesson.words import LANGUAGES

FIRST = load()
WEIGHTS = {"w1": -20.0, "b1": 1.0, "w2": 3.0, "b2": -1.0, "w3": 1.5, "w4": 1.0, "b3": 0.25}


def changed(**weights: float) -> Lesson:
    return replace(FIRST, network=FIRST.network.changed(**weights))


def bent(name: str) -> Lesson:
    return load(overrides=_overrides(settings={"activation": name}))


def _overrides(**changes):
    from squiggle.lesson import Overrides

    return Overrides(**changes)


OTHERS: dict[str, Lesson] = {
    **{name: changed(**{name: value}) for name, value in WEIGHTS.items()},
    "all weights": changed(**WEIGHTS),
    "activation": bent("tanh"),
    "targets": replace(FIRST, targets=locked([1.0, 0.0, 1.0, 1.0, 0.0, 0.0]), groups=()),
    "theme": replace(FIRST, theme="light"),
    "captions": replace(FIRST, captions=False),
    "pacing": replace(FIRST, pacing="slow"),
    "decimals": replace(FIRST, decimals=dict(FIRST.decimals) | {"w1": 3}),
    "decimal mark": replace(FIRST, decimal_mark=","),
    "names": replace(FIRST, names=replace(FIRST.names, input="hour", output="light")),
    "title": replace(FIRST, title="Another title"),
    "question": replace(FIRST, question=0.9),
    **({"language": load(overrides=_overrides(language="pl"))} if "pl" in LANGUAGES else {}),
}
SEEN_BY_ALL = {"activation", "theme", "captions", "pacing", "decimal mark", "language"}
"""What changes the chapter about activations, which shows no weight and no measurement."""
SEEN_BY_NONE = {"title", "question"}
"""What changes neither that chapter nor the one that looks back."""
