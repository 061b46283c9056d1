"""Sources that change while a film is rendered, or between two renders of one process."""

import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import squiggle
from squiggle.lesson import load
from squiggle.render import Film, render
from squiggle.render.cache import Cache
from squiggle.render.clip import Clip
from squiggle.render.key import source_digest, versions
from squiggle.render.preset import PRESETS

from .checkout import copy, wait_until
from .reading import prints

RENDER = import_module("squiggle.render.render")  # the package gives the function this name

LOW = ('Preset("l", "480p15", 854, 480, 15, "3.1")', 'Preset("l", "tiny", 256, 144, 5, "3.1")')
SCENE = ("scenes/activation_functions.py", "REACH = (-4.0, 4.0)", "REACH = (-3.0, 3.0)")
STAGE = ("squiggle/stage/theme.py", 'background="#10141A"', 'background="#2A1014"')
WORDS = ("squiggle/lesson/words/en.toml", "Here are four ways", "Four are the ways")

MANY = """
import sys
from pathlib import Path
from squiggle.lesson import load
from squiggle.render import render
from squiggle.render.cache import Cache

if __name__ == "__main__":
    cache = Cache(Path("cache").absolute())

    def film(name):
        render(load(), Path(name), quality="l", only=["ActivationFunctions"], cache=cache)

    film("first")
    files = {Path(file): Path(file).read_text("utf-8") for file in sys.argv[1::3]}
    for file, old, new in zip(files, sys.argv[2::3], sys.argv[3::3]):
        file.write_text(files[file].replace(old, new), "utf-8")
        film(file.stem)
    for file, text in files.items():
        file.write_text(text, "utf-8")
    film("again")
"""


def change(root: Path, what: tuple[str, str, str]) -> None:
    file, old, new = what
    text = (root / file).read_text("utf-8")
    assert text.count(old) == 1, what
    (root / file).write_text(text.replace(old, new), "utf-8")


@pytest.fixture
def checkout(tmp_path) -> Path:
    root = copy(tmp_path / "checkout")
    change(root, ("squiggle/render/preset.py", *LOW))
    return root


def begin(root: Path, name: str, *more: str) -> subprocess.Popen:
    command = [sys.executable, "-m", "squiggle", "render", "-q", "l", "-o", name, *more]
    return subprocess.Popen(
        [*command, "--only", "ActivationFunctions"],
        cwd=root,
        env=os.environ | {"SQUIGGLE_CACHE": str(root / "cache")},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_a_scene_that_is_edited_while_it_is_rendered_is_rendered_again(checkout):
    process = begin(checkout, "before")
    wait_until(lambda: any((checkout / "before").glob(".rendering-*/*/*.mp4")))
    change(checkout, SCENE)
    process.communicate()
    after = begin(checkout, "after")
    _, told = after.communicate()
    assert (process.returncode, after.returncode) == (0, 0), told
    assert "unchanged" not in told
    films = [prints(checkout / name / "lesson.mp4") for name in ("before", "after")]
    assert films[0] != films[1]


def test_sources_and_words_may_change_between_two_renders_of_one_process(checkout):
    (checkout / "many.py").write_text(MANY, "utf-8")
    done = subprocess.run(
        [sys.executable, "many.py", *WORDS, *STAGE], cwd=checkout, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr.splitlines()[3:] == ["03-activation-functions: unchanged"]
    first, words, stage, again = (
        prints(checkout / name / "lesson.mp4") for name in ("first", "en", "theme", "again")
    )
    assert first != words != stage != first
    assert again == first


def test_what_was_begun_with_other_sources_is_not_kept(pair: Film, tmp_path):
    jobs, clips = made(pair)
    cache = Cache(tmp_path)
    cache.keep(jobs[0], clips[0], "0" * 64)
    assert cache.entries() == []
    cache.keep(jobs[0], clips[0])
    assert len(cache.entries()) == 1


def made(pair: Film):
    """The jobs of a film, and clips that stand for theirs."""
    from squiggle.render.plan import plan_film

    names = [chapter["name"] for chapter in pair.manifest["chapters"]]
    jobs = plan_film(load(), PRESETS["l"], names).jobs
    files = [pair.folder / "clips" / f"{job.stem}.mp4" for job in jobs]
    shown = [(file, file.with_suffix(".png")) for file in files]
    return jobs, [
        Clip(*paths, job.frames, (), (), {}) for job, paths in zip(jobs, shown, strict=True)
    ]


def test_a_chapter_is_kept_as_soon_as_it_is_whole(pair: Film, tmp_path, monkeypatch):
    jobs, clips = made(pair)

    def ended(plan, work, workers, on_frames, on_clip):
        on_clip(jobs[0], clips[0])
        raise KeyboardInterrupt

    monkeypatch.setattr(RENDER, "render_all", ended)
    cache = Cache(tmp_path / "cache")
    with pytest.raises(KeyboardInterrupt):
        render(
            load(), tmp_path / "film", quality="l", only=[j.chapter.name for j in jobs], cache=cache
        )
    assert len(cache.entries()) == 1


def test_a_cache_that_cannot_be_written_to_is_told_once(tmp_path, monkeypatch, capsys):
    def ended(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(RENDER, "render_all", ended)
    (tmp_path / "file").write_text("mine")
    cache = Cache(tmp_path / "file" / "cache")
    with pytest.raises(KeyboardInterrupt):
        render(load(), tmp_path / "film", quality="l", cache=cache)
    told = f"no chapter is kept: cannot write to {cache.folder} (not a directory)\n"
    assert capsys.readouterr().err == told


def test_the_digest_of_sources_follows_every_file_that_can_change_a_picture(tmp_path, monkeypatch):
    root = copy(tmp_path / "copy")
    monkeypatch.setattr(squiggle, "__file__", str(root / "squiggle" / "__init__.py"))
    known = source_digest()
    for name in ("core/curve.py", "lesson/numbers.py", "stage/text.py", "render/engine.py"):
        path = root / "squiggle" / name
        text = path.read_text("utf-8")
        path.write_text(f"{text}\n", "utf-8")
        assert source_digest() != known, name
        path.write_text(text, "utf-8")
        assert source_digest() == known
    font = next((root / "squiggle" / "stage" / "fonts").glob("*.otf"))
    font.write_bytes(font.read_bytes() + b"\0")
    assert source_digest() != known


def test_releases_name_what_draws_and_the_machine():
    told = versions()
    assert {"python", "machine", "cairo", "manim", "numpy", "av", "typst", "libavcodec"} <= set(
        told
    )
    assert all(told.values())


def test_a_package_without_metadata_is_told_by_its_files(tmp_path, monkeypatch):
    """Some systems install them so; the cache is none the worse for it."""
    known = versions()
    package = tmp_path / "drawer"
    package.mkdir()
    for name in ("__init__.py", "more.so"):
        (package / name).write_text("1")
    (tmp_path / "single.py").write_text("1")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr("squiggle.render.key.DRAWS", ("manim", "drawer", "single", "no-such"))
    told = _fresh_versions()
    assert told["manim"] == known["manim"]
    assert told["no-such"] == "not there"
    assert told == _fresh_versions()
    for name, changed in (("drawer", package / "more.so"), ("single", tmp_path / "single.py")):
        before = _fresh_versions()
        changed.write_text("22")
        assert {key for key, is_now in _fresh_versions().items() if is_now != before[key]} == {name}


def test_metadata_that_do_not_tell_a_release_are_none(monkeypatch):
    monkeypatch.setattr("squiggle.render.key.version", lambda name: None)
    told = _fresh_versions()
    assert all(len(told[name]) == 64 for name in ("manim", "pycairo", "pillow"))


def _fresh_versions() -> dict[str, str]:
    return versions.__wrapped__()
