"""Where the chapters' files are, and how one is loaded. Loading one imports Manim."""

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import TYPE_CHECKING

from squiggle.errors import SquiggleError
from squiggle.lesson.storyboard import ChapterPlan

if TYPE_CHECKING:
    from squiggle.stage.chapter import Chapter


def scenes_folder() -> Path:
    """Where the chapters are: inside the installed package, or beside it in a checkout."""
    package = Path(__file__).parents[1]
    installed = package / "scenes"
    return installed if installed.is_dir() else package.parent / "scenes"


def chapter_file(plan: ChapterPlan) -> Path:
    """The source of a chapter's scene."""
    return scenes_folder() / f"{plan.module}.py"


def load_chapter(plan: ChapterPlan) -> "type[Chapter]":
    """The chapter's class, from its own file and under a private module name.

    Raises `SquiggleError` (status 1) when there is no such file or class, and whatever the file
    itself raises.
    """
    path = chapter_file(plan)
    name = f"_squiggle_scene_{plan.module}"
    spec = spec_from_file_location(name, path)
    if spec is None or spec.loader is None or not path.exists():
        raise SquiggleError(f"{plan.name} has no file {path.name}", status=1)
    module = sys.modules[name] = module_from_spec(spec)
    spec.loader.exec_module(module)
    if not hasattr(module, plan.scene):
        raise SquiggleError(f"{plan.scene} is not in {path.name}", status=1)
    chapter: type[Chapter] = getattr(module, plan.scene)
    return chapter
