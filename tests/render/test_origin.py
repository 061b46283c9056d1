"""Two lessons never write over each other: whose film a folder has, and who may take its place."""

import json
import os
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from squiggle.cli import main
from squiggle.errors import SquiggleError
from squiggle.lesson import load
from squiggle.lesson.written import written
from squiggle.render import render
from squiggle.render.cache import Cache
from squiggle.render.origin import CLIPS, FILM, MANIFEST, Origin, origin, origin_of

SHORT = ("-q", "l", "--only", "ActivationFunctions")
BENDS = f"{CLIPS}/03-activation-functions.mp4"


@pytest.fixture(scope="module")
def kept(tmp_path_factory) -> Path:
    """A cache for all films of these tests: they have the same chapter."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(autouse=True)
def project(tmp_path, monkeypatch, kept) -> Path:
    """A folder with a/my.toml and b/my.toml, in which commands are typed."""
    monkeypatch.setenv("SQUIGGLE_CACHE", str(kept))
    root = tmp_path / "project"
    for name in "ab":
        (root / name).mkdir(parents=True)
        (root / name / "my.toml").write_text(written(load()))
    monkeypatch.chdir(root)
    return root


def film(*words: str) -> Result:
    return CliRunner().invoke(main, ["render", *words, *SHORT])


def made(*words: str, note: str = "") -> None:
    """A film is rendered, and `note` is all that is said beside its progress."""
    done = film(*words)
    assert done.exit_code == 0, done.output
    notes = [line for line in done.stderr.splitlines() if "03-activation" not in line]
    assert notes == ([note] if note else [])


def refused(*words: str, whose: str, folder: str = "out/my") -> None:
    """Nothing is rendered or changed, and one line says why."""
    before = {path: path.read_bytes() for path in Path(folder).rglob("*") if path.is_file()}
    done = film(*words)
    assert (done.exit_code, done.stdout) == (2, "")
    line = f"squiggle: {folder} has the film of {whose} - choose another folder with -o\n"
    assert done.stderr == line
    after = {path: path.read_bytes() for path in Path(folder).rglob("*") if path.is_file()}
    assert after == before


def source(folder: str = "out/my") -> str | None:
    return json.loads((Path(folder) / MANIFEST).read_text())["source"]


def test_a_lesson_of_the_same_name_is_refused_and_may_be_told_to_replace():
    made("a/my.toml")
    assert source() == "../../a/my.toml"
    refused("b/my.toml", whose="a/my.toml")
    made("b/my.toml", "-o", "elsewhere/b")
    made("b/my.toml", "-o", "out/my", note="note: the film of a/my.toml in out/my was replaced")
    made("b/my.toml")
    refused("a/my.toml", whose="b/my.toml")


def test_a_lesson_that_was_edited_or_is_changed_by_options_is_the_same():
    made("a/my.toml")
    path = Path("a/my.toml")
    path.write_text(path.read_text().replace("-34.4", "-20.5"))
    made("a/my.toml")
    assert json.loads(Path("out/my", MANIFEST).read_text())["parameters"]["w1"] == -20.5
    made("a/my.toml", "--set", "w1=-3", "--title", "Other")
    Path("weights.json").write_text(json.dumps({"parameters": load().parameters | {"w1": -7}}))
    done = film("a/my.toml", "--weights", "weights.json")
    assert done.exit_code == 0 and "was replaced" not in done.stderr
    assert json.loads(Path("out/my", MANIFEST).read_text())["parameters"]["w1"] == -7
    assert source() == "../../a/my.toml"


def test_a_project_may_move_and_be_reached_by_other_ways(project, monkeypatch):
    made("a/my.toml")
    moved = project.rename(project.with_name("moved"))
    monkeypatch.chdir(moved)
    made("a/my.toml")
    made(str(moved / "a" / "my.toml"))
    made("b/../a/my.toml")
    Path("link").symlink_to("a")
    made("link/my.toml")
    project.symlink_to(moved)
    monkeypatch.chdir(project)
    made(str(project / "a" / "my.toml"))
    refused("b/my.toml", whose="a/my.toml")


def test_a_file_that_is_a_link_is_known_by_its_name():
    """What it leads to may be another file whenever it was edited."""
    for number in "12":
        shutil.copy("a/my.toml", f"store-{number}")
        Path("a/my.toml").unlink()
        Path("a/my.toml").symlink_to(f"../store-{number}")
        made("a/my.toml")
    assert source() == "../../a/my.toml"


def test_the_lesson_of_the_package_and_a_file_called_like_it_share_nothing():
    made()
    assert source("out/dosage") is None
    made("dosage")
    Path("dosage.toml").write_text(written(load()))
    made("dosage.toml")
    assert {path.name for path in Path("out").iterdir()} == {"dosage", "dosage-5ecc07"}
    made("-o", "out/dosage-5ecc07", note=_note("dosage.toml", "out/dosage-5ecc07"))
    refused("dosage.toml", whose="dosage", folder="out/dosage-5ecc07")


def _note(whose: str, folder: str) -> str:
    return f"note: the film of {whose} in {folder} was replaced"


def test_a_film_from_a_film_is_of_its_first_lesson_in_its_own_folder():
    made("a/my.toml")
    for own in (f"out/my/{FILM}", f"out/my/{BENDS}"):
        made("--from", own, "--title", "Other")
        assert source() == "../../a/my.toml"
    made("a/my.toml")
    shutil.copy(f"out/my/{FILM}", "talk.mp4")
    refused("--from", "talk.mp4", whose="a/my.toml")
    shutil.rmtree("out")
    made("--from", "talk.mp4")
    made("--from", "talk.mp4", "--title", "Other")
    assert source() == "../../talk.mp4"
    refused("a/my.toml", whose="talk.mp4")


@pytest.mark.parametrize("text", [None, "", "{}", '{"name": "Holidays"}'])
def test_a_film_of_which_nothing_is_known_is_not_replaced_unasked(text):
    made("a/my.toml")
    Path("out/my", MANIFEST).unlink()
    if text is not None:
        Path("out/my", MANIFEST).write_text(text)
    refused("a/my.toml", whose="an unknown lesson")
    made("--from", f"out/my/{FILM}")
    refused("a/my.toml", whose="an unknown lesson")
    made("a/my.toml", "-o", "out/my", note=_note("an unknown lesson", "out/my"))
    made("a/my.toml")


def test_a_film_from_before_sources_were_kept_is_the_packages():
    made()
    path = Path("out/dosage", MANIFEST)
    path.write_text(
        json.dumps({k: v for k, v in json.loads(path.read_text()).items() if k != "source"})
    )
    made()
    assert source("out/dosage") is None


def test_other_files_in_the_folder_are_no_film():
    Path("out/my").mkdir(parents=True)
    Path("out/my/notes.txt").write_text("mine")
    made("a/my.toml")
    assert Path("out/my/notes.txt").read_text() == "mine"


def test_from_python_the_source_is_what_the_caller_says(tmp_path, capsys, kept):
    def again(lesson, **more):
        chapters = ["ActivationFunctions"]
        return render(
            lesson, tmp_path / "film", quality="l", only=chapters, cache=Cache(kept), **more
        )

    done = again(load("a/my.toml"), source=Path("a/my.toml"))
    assert (done.manifest["source"], done.replaced) == ("../project/a/my.toml", "")
    with pytest.raises(SquiggleError, match=r"has the film of a/my\.toml"):
        again(load(), replace=False)
    done = again(load())
    assert (done.manifest["source"], done.replaced) == (None, "a/my.toml")
    assert "note:" not in capsys.readouterr().err


def test_names_are_shown_as_no_terminal_obeys_them(tmp_path):
    name = "a\x1b[2J\udcff/my.toml"
    told = {"lesson": "my", "source": name, "chapters": []}
    (tmp_path / MANIFEST).write_text(json.dumps(told))
    there = origin(tmp_path)
    assert there == Origin("my", name)
    assert there.called(tmp_path).endswith(r"a\x1b[2J\udcff/my.toml")
    assert there.called(tmp_path).isascii()


def test_sources_start_from_the_films_folder(tmp_path):
    assert origin_of("my", Path("a/my.toml"), Path("out/my")).source == "../../a/my.toml"
    assert origin_of("my", Path("my.toml"), Path()).source == "my.toml"
    far = origin_of("my", tmp_path / "my.toml", tmp_path / "films" / "x").source
    assert far == "../../my.toml" and not os.path.isabs(far)
    assert origin_of("dosage", None, Path("out/my")) == Origin("dosage")
