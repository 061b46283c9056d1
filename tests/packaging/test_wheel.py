"""Away from the checkout: a wheel, installed elsewhere, is the same command."""

import json
import os
import re
import subprocess
import sys
import sysconfig
from pathlib import Path
from zipfile import ZipFile

import pytest

import squiggle
from squiggle.lesson import load
from squiggle.lesson.pacing import tell

ROOT = Path(__file__).parents[2]


def run(*command: object, cwd: Path) -> str:
    """What a command prints, started where nothing of the checkout is near."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "VIRTUAL"))}
    environment["SQUIGGLE_CACHE"] = str(cwd.parent / "cache of squiggle")
    done = subprocess.run(
        [str(word) for word in command], cwd=cwd, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = ["--quiet", "--no-index", "--no-deps", "--no-build-isolation", "--wheel-dir", folder]
    run(sys.executable, "-m", "pip", "wheel", *build, ROOT, cwd=folder)
    (path,) = folder.iterdir()
    return path


@pytest.fixture(scope="module")
def elsewhere(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment's programs: the wheel, and what it depends on borrowed from this one."""
    folder = tmp_path_factory.mktemp("else where") / "environment"
    run(sys.executable, "-m", "venv", "--without-pip", folder, cwd=wheel.parent)
    python = folder / "bin" / "python"
    install = ["install", "--quiet", "--no-index", "--no-deps", wheel]
    run(sys.executable, "-m", "pip", "--python", python, *install, cwd=wheel.parent)
    site = Path(
        run(
            python,
            "-c",
            "import sysconfig; print(sysconfig.get_path('purelib'))",
            cwd=wheel.parent,
        ).strip()
    )
    # A folder named in a .pth file is searched last, and its own .pth files are not read: the
    # editable install that these tests run in stays out of sight.
    borrowed = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    (site / "borrowed.pth").write_text("\n".join(sorted(borrowed)) + "\n")
    return folder / "bin"


def names(wheel: Path) -> set[str]:
    return set(ZipFile(wheel).namelist())


def test_the_wheel_has_one_top_level_package(wheel):
    tops = {name.split("/")[0] for name in names(wheel)}
    assert tops == {"squiggle", f"squiggle-{squiggle.__version__}.dist-info"}


def test_the_wheel_ships_fonts_words_lessons_pages_and_chapters(wheel):
    package = ROOT / "squiggle"
    data = [
        path
        for folder in ("stage/fonts", "lesson/words", "lesson/lessons")
        for path in (package / folder).iterdir()
    ]
    data += [path for path in (package / "kit").rglob("*.*") if path.suffix not in (".py", ".pyc")]
    assert len(data) >= 9
    assert {f"squiggle/{path.relative_to(package).as_posix()}" for path in data} <= names(wheel)
    scenes = {f"squiggle/scenes/{path.name}" for path in (ROOT / "scenes").glob("*.py")}
    assert len(scenes) >= 10 and scenes <= names(wheel)


def test_the_wheel_carries_both_licences(wheel):
    licences = {name.rsplit("/", 1)[1] for name in names(wheel) if "/licenses/" in name}
    assert licences == {"LICENSE", "OFL.txt"}


def test_the_installed_package_is_the_wheels_and_scenes_is_no_package(elsewhere, tmp_path):
    where = "import squiggle; print(squiggle.__file__)"
    site = run(elsewhere / "python", "-c", where, cwd=tmp_path).strip()
    assert Path(site).is_relative_to(elsewhere.parent)
    spec = "import importlib.util; print(importlib.util.find_spec('scenes'))"
    assert run(elsewhere / "python", "-c", spec, cwd=tmp_path).strip() == "None"


def test_an_editable_install_offers_no_scenes_either(tmp_path):
    spec = "import importlib.util as i; print([i.find_spec(n) for n in ('scenes', 'tests')])"
    assert run(sys.executable, "-c", spec, cwd=tmp_path).strip() == "[None, None]"


def test_the_installed_command_tells_version_chapters_and_numbers(elsewhere, tmp_path):
    command = elsewhere / "squiggle"
    assert squiggle.__version__ in run(command, "--version", cwd=tmp_path)
    chapters = run(command, "list", cwd=tmp_path)
    assert all(re.search(rf"\b{plan.name}\b", chapters) for plan in tell(load()))
    here = run(sys.executable, "-m", "squiggle", "show", "--json", cwd=tmp_path)
    assert json.loads(run(command, "show", "--json", cwd=tmp_path)) == json.loads(here)


def test_the_installed_command_renders_a_chapter(elsewhere, tmp_path):
    film = tmp_path / "a film"
    order = ["render", "--only", "Recap", "-q", "l", "-o", film]
    run(elsewhere / "squiggle", *order, cwd=tmp_path)
    assert (film / "lesson.mp4").stat().st_size > 10_000
    assert (film / "manifest.json").is_file()
    assert [path.suffix for path in sorted((film / "clips").iterdir())] == [".mp4", ".png"]
    assert [path.name for path in tmp_path.iterdir()] == ["a film"]
