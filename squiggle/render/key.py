"""The key of a chapter: everything that decides its pixels, but for what it reads of the lesson.

Sources are looked at whenever a key is made: they may change while a process runs, and even while
a chapter is rendered.
"""

import platform
from collections.abc import Sequence
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

import squiggle
from squiggle.render.chapters import chapter_file
from squiggle.render.digest import digest, file_digest
from squiggle.render.encoder import OPTIONS
from squiggle.render.plan import Job

SOURCES = ("errors.py", "core", "lesson", "stage", "render")
"""What of the package can change a picture. Words are read through the watch, text by text."""
DRAWS = ("manim", "numpy", "av", "typst", "pycairo", "pillow", "scipy", "svgelements")
"""Packages whose release can change a picture."""
MODULES = {"pycairo": "cairo", "pillow": "PIL"}
"""What is imported of them where it is called something else."""


def job_key(job: Job) -> str:
    """64 hex digits for a chapter, a preset and a way of rendering; raises `OSError`."""
    plan = job.chapter
    return digest(
        {
            "sources": source_digest(),
            "scene": file_digest(chapter_file(plan)),
            "versions": versions(),
            "preset": job.preset,
            "encoder": OPTIONS,
            "plain": job.plain,
            "plan": plan,
            "frames": job.frames,
        }
    )


@cache
def versions() -> dict[str, str]:
    """The releases of Python and of what draws and encodes, and the machine's kind.

    pycairo is built against the system's Cairo, which has a release of its own.
    """
    import av
    import cairo

    libraries = {name: str(number) for name, number in av.library_versions.items()}
    return {
        "python": platform.python_version(),
        "machine": f"{platform.system()} {platform.machine()}",
        "cairo": cairo.cairo_version_string(),
        **{name: _release(name) for name in DRAWS},
        **libraries,
    }


def _release(package: str) -> str:
    """The release of a package; where its metadata do not tell, a print of its files.

    Some systems install packages without metadata. A package that is not there draws nothing.
    """
    try:
        if told := version(package):
            return told
    except (PackageNotFoundError, KeyError):
        pass
    found = find_spec(MODULES.get(package, package))
    if found is None:
        return "not there"
    places = map(Path, found.submodule_search_locations or filter(None, [found.origin]))
    files = sorted(file for place in places for file in (place, *place.rglob("*")))
    stats = {str(file): file.stat() for file in files if file.suffix != ".pyc" and file.is_file()}
    return digest({name: (stat.st_size, stat.st_mtime_ns) for name, stat in stats.items()})


def source_digest(names: Sequence[str] = SOURCES, endings: Sequence[str] = (".py", ".otf")) -> str:
    """The digest of the package's sources and fonts, or of other files and folders in it."""
    package = Path(squiggle.__file__).parent
    found = sorted(
        file
        for name in names
        for file in ([package / name] if name.endswith(".py") else (package / name).rglob("*"))
        if file.suffix in endings and file.is_file()
    )
    return digest({file.relative_to(package).as_posix(): file_digest(file) for file in found})
