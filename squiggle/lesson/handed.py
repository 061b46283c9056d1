"""The text of a file that somebody hands in, read once, never too much of it."""

from pathlib import Path

from squiggle.errors import SquiggleError


def text_of(path: Path, most: int, wanted: str) -> str:
    """The text of the file at `path`, of `most` bytes at most, without a mark of the byte order.

    Raises `SquiggleError` for a folder, a pipe, a file that is missing, empty or too large, and for
    one that is no text in UTF-8; `wanted` says what the file should be.
    """
    from squiggle.weights.file import contents  # a file of weights is opened with the same care

    try:
        data = contents(path, most)
    except SquiggleError as error:
        raise SquiggleError(error.message, f"wanted: {wanted}") from None
    if b"\0" in data:
        raise SquiggleError(f"{path} is no text", f"wanted: {wanted}")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise SquiggleError(
            f"{path}, line {line}: a byte that is not UTF-8", f"wanted: {wanted}, saved as UTF-8"
        ) from None
