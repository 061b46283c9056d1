"""Packages that only some need: imported when they are, named with what to type when missing."""

import importlib
import importlib.util
from typing import Any

from squiggle.errors import SquiggleError


def extra(name: str, package: str, install: str) -> Any:
    """The package that `name` needs; `install` is the extra that brings it.

    Raises `SquiggleError` with the line to type where it is not installed.
    """
    needed(name, package, install)
    return importlib.import_module(package)


def needed(name: str, package: str, install: str) -> None:
    """Raise `SquiggleError` where the package is not installed; it is not imported."""
    if importlib.util.find_spec(package) is None:
        raise SquiggleError(
            f"{name} needs {package}, which is not installed",
            f"try: pip install 'squiggle[{install}]'",
        )
