"""Packages that only one format needs: imported when it is read, named when missing."""

import importlib
from typing import Any

from squiggle.errors import SquiggleError


def extra(name: str, package: str, install: str) -> Any:
    """The package that reads the file called `name`; `install` is the extra that brings it.

    Raises `SquiggleError` with the line to type where it is not installed.
    """
    try:
        return importlib.import_module(package)
    except ImportError:
        raise SquiggleError(
            f"{name} needs {package}, which is not installed",
            f"try: pip install 'squiggle[{install}]'",
        ) from None
