"""Fitting: the best grade of an embed that is small enough."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from squiggle.errors import SquiggleError

KB = 1000  # bytes: what fits by this count fits by that of 1024, too


@dataclass(frozen=True)
class Grade:
    """How good an embed is.

    `lines` are the pixels of its shorter side, `rate` its pictures a second at most, `quality` what
    its format makes of that: colours, or a number for the codec.
    """

    lines: int
    rate: int
    quality: int


def fit(
    grades: Sequence[Grade],
    write: Callable[[Grade, Path], None],
    work: Path,
    max_kb: int | None,
) -> tuple[Grade, Path]:
    """The first grade that has `max_kb` at most (None: the first), and its file in `work`.

    Grades go from the best to the least, and a lesser one is taken to be smaller. Raises
    `SquiggleError` when even the least is too large, with the size that it has.
    """

    def made(place: int) -> Path:
        path = work / str(place)
        if not path.exists():
            write(grades[place], path)
        return path

    def fits(place: int) -> bool:
        return max_kb is None or made(place).stat().st_size <= max_kb * KB

    last = len(grades) - 1
    if not fits(0) and not fits(last):
        size = -(-made(last).stat().st_size // KB)
        raise SquiggleError(
            f"--max-kb {max_kb} is too little", f"{size} kB is the least that can still be read"
        )
    large, small = (-1, 0) if fits(0) else (0, last)
    while small - large > 1:
        middle = (large + small) // 2
        large, small = (large, middle) if fits(middle) else (middle, small)
    return grades[small], made(small)
