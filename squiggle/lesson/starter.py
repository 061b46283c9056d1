"""The lesson file that a teacher starts from."""

import os
import tempfile
from importlib import resources
from pathlib import Path

from squiggle.errors import SquiggleError
from squiggle.lesson.reader import ENDING


def starter(name: str = "my-lesson.toml") -> str:
    """The text of a lesson file with every setting in it, most of them behind a "#"."""
    text = (resources.files("squiggle.lesson") / "starter.toml").read_text("utf-8")
    return text.replace("{file}", name)


def write_starter(path: Path) -> None:
    """Write a lesson file to start from: whole or not at all, and over nothing.

    Raises `SquiggleError` when there is such a file already, when its name does not end in .toml,
    and when the folder cannot be written to.
    """
    if path.suffix.lower() != ENDING:
        raise SquiggleError(
            f"{path} is no name of a lesson file", f"wanted: one that ends in {ENDING}"
        )
    try:
        handle, draft = tempfile.mkstemp(dir=path.parent, prefix=".squiggle-", suffix=ENDING)
        try:
            with open(handle, "w", encoding="utf-8") as file:
                file.write(starter(path.name))
            os.chmod(draft, 0o666 & ~_umask())
            _publish(Path(draft), path)
        finally:
            os.unlink(draft)
    except FileExistsError:
        raise SquiggleError(f"{path} is there already", "wanted: another name") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise SquiggleError(
            f"cannot write {path}: {reason.lower()}", "wanted: a folder that can be written to"
        ) from None


def _publish(draft: Path, path: Path) -> None:
    """Give the draft its name; unlike a rename a link replaces nothing."""
    try:
        os.link(draft, path)
    except FileExistsError:
        raise
    except OSError:  # a disk without links, such as a USB stick's
        with open(path, "xb") as file:
            file.write(draft.read_bytes())


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
