"""A place for a file that is not finished: it appears whole or not at all."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

from squiggle.errors import SquiggleError


@contextmanager
def draft(path: Path) -> Iterator[Path]:
    """A folder beside `path` for what is to become it, gone afterwards with all that is in it.

    Raises `SquiggleError` when nothing can be written there.
    """
    try:
        if path.is_dir():
            raise IsADirectoryError(None, "a folder has that name")
        folder = Path(mkdtemp(prefix=".squiggle-", dir=path.parent))
    except (OSError, ValueError) as error:  # a null character in the name is a ValueError
        reason = getattr(error, "strerror", None) or str(error)
        raise SquiggleError(
            f"cannot write {path}: {reason.lower()}", "choose another place with -o"
        ) from None
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
