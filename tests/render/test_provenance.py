"""A film says how it was made; what another file says of itself is judged before it is believed."""

import json
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import squiggle
from squiggle.cli import main
from squiggle.core import locked
from squiggle.errors import SquiggleError
from squiggle.lesson import Overrides, load, read
from squiggle.render import PRESETS, render
from squiggle.render.cache import Cache
from squiggle.render.encoder import Encoder
from squiggle.render.film import join, label
from squiggle.render.plan import plan_film
from squiggle.render.preset import Preset
from squiggle.render.provenance import as_text, lesson_of, metadata, provenance

from .reading import clip as clip_of
from .reading import prints

SMALL = Preset("s", "small", 64, 48, 15, "3.1")
KEYS = [
    *("squiggle", "manim", "lesson", "parameters", "digest", "quality", "chapters", "renderer"),
    "lesson_file",
]
LESSON = load()
TOLD = json.loads(metadata(plan_film(LESSON, PRESETS["l"]), LESSON, plain=False)["synopsis"])


@pytest.fixture(scope="module")
def clip(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("clip") / "clip.mp4"
    with Encoder(path, SMALL) as encoder:
        encoder.write(np.zeros((48, 64, 4), np.uint8), 3)
    return path


@pytest.fixture
def film_of(clip, tmp_path):
    """Makes a film that says of itself what it is told to."""

    def make(synopsis: str | None, **tags: str) -> Path:
        path = tmp_path / "film.mp4"
        told = tags if synopsis is None else tags | {"synopsis": synopsis}
        join([(clip, "A", 3)], path, 15, told)
        return path

    return make


def told_with(**changes: object) -> str:
    return json.dumps(TOLD | changes)


def info(*words: object) -> tuple[int, str]:
    done = CliRunner().invoke(main, ["info", *map(str, words)])
    return done.exit_code, done.output


def refused(film: Path, *words: str) -> str:
    """The one line with which `info` refuses a film."""
    status, said = info(film, *words)
    assert status == 2, said
    assert said.startswith("squiggle: ") and len(said.splitlines()) == 1
    assert said.isascii() or said.rstrip("\n").isprintable()
    return said


def test_pyav_reads_title_comment_and_synopsis(film):
    with av.open(str(film.path)) as container:
        tags = container.metadata
    assert tags["title"] == LESSON.title
    assert tags["comment"] == (
        f"Squiggle {squiggle.__version__}, lesson dosage, {LESSON.digest[:12]}"
    )
    told = json.loads(tags["synopsis"])
    assert list(told) == KEYS
    assert (told["digest"], told["parameters"]) == (LESSON.digest, LESSON.parameters)
    assert (told["quality"], told["renderer"]) == ("l", "squiggle")
    assert told["chapters"] == [chapter["name"] for chapter in film.manifest["chapters"]]


@pytest.mark.skipif(not shutil.which("ffprobe"), reason="PyAV tells the same; a second reader")
def test_ffprobe_reads_the_same(film):
    command = ["ffprobe", "-v", "error", "-show_format", "-of", "json", film.path]
    told = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    with av.open(str(film.path)) as container:
        tags = container.metadata
    read_by_it = told["format"]["tags"]
    assert {key: read_by_it[key] for key in ("title", "comment", "synopsis")} == {
        key: tags[key] for key in ("title", "comment", "synopsis")
    }


@pytest.mark.parametrize("kind", ["film", "pair", "plain"])
def test_clips_say_what_their_film_says(request, kind):
    made = request.getfixturevalue(kind)
    said = provenance(made.path)
    for chapter in made.manifest["chapters"]:
        path = made.folder / chapter["clip"]["file"]
        assert provenance(path) == said
        with av.open(str(path)) as clip, av.open(str(made.path)) as whole:
            assert clip.metadata == whole.metadata


def test_info_shows_a_clip_as_it_shows_the_film(pair):
    for words in ((), ("--json",)):
        assert info(clip_of(pair, "Recap"), *words) == info(pair.path, *words)


def test_a_clip_is_enough_to_render_its_film_again(pair, tmp_path):
    words = ["show", "--from", str(clip_of(pair, "Recap")), "--json"]
    done = CliRunner().invoke(main, words)
    assert json.loads(done.output)["parameters"] == LESSON.parameters
    path = clip_of(pair, "Recap")
    words = ["render", "--from", str(path), "-o", str(tmp_path), "--only", "TheQuestion"]
    assert CliRunner().invoke(main, words).exit_code == 0
    manifest = json.loads((tmp_path / "manifest.json").read_text())
    assert manifest["digest"] == LESSON.digest
    assert prints(tmp_path / "lesson.mp4") == prints(clip_of(pair, "TheQuestion"))


def test_a_label_leaves_every_packet_as_it_was(tmp_path):
    path, many = tmp_path / "clip.mp4", 40
    with Encoder(path, SMALL) as encoder:
        for number in range(many):
            encoder.write(np.full((48, 64, 4), 6 * number, np.uint8), 1)
    before, pictures = packets(path), prints(path)
    label(path, SMALL.fps, {"title": "A", "comment": "B", "synopsis": "C" * 100_000})
    assert packets(path) == before and len(before) == many
    prints.cache_clear()
    assert prints(path) == pictures
    assert provenance_tags(path) == {"title": "A", "comment": "B", "synopsis": "C" * 100_000}
    assert [file.name for file in tmp_path.iterdir()] == ["clip.mp4"]


def packets(path: Path) -> list[tuple]:
    """The bytes of a clip's pictures, and when each is decoded and shown in seconds."""
    with av.open(str(path)) as clip:
        return [
            (bytes(one), one.dts * one.time_base, one.pts * one.time_base, one.is_keyframe)
            for one in clip.demux(video=0)
            if one.dts is not None
        ]


def provenance_tags(path: Path) -> dict[str, str]:
    with av.open(str(path)) as clip:
        return {key: clip.metadata[key] for key in ("title", "comment", "synopsis")}


def test_a_kept_chapter_says_nothing_and_serves_another_lesson(tmp_path):
    cache, films = Cache(tmp_path / "cache"), []
    for title in ("First", "Second"):
        lesson = replace(LESSON, title=title)
        only = ["ActivationFunctions"]
        folder = tmp_path / title
        films.append(render(lesson, folder, quality="l", only=only, cache=cache))
    (kept,) = (tmp_path / "cache").rglob("clip.mp4")
    with pytest.raises(SquiggleError, match="does not say how it was made"):
        provenance(kept)
    for film, title in zip(films, ("First", "Second"), strict=True):
        assert provenance(clip_of(film, "ActivationFunctions"))["title"] == title
    one, two, three = (prints(path) for path in (kept, films[0].path, films[1].path))
    assert one == two == three


def test_info_tells_people_and_programs_the_same(film):
    status, text = info(film.path)
    assert status == 0
    status, told = info(film.path, "--json")
    told = json.loads(told)
    assert status == 0 and list(told) == ["title", *KEYS]
    facts, _, file = text.partition("\n\n")
    assert file.rstrip() == told["lesson_file"].rstrip()
    assert facts.splitlines()[0] == f"title      {LESSON.title}"
    for key in ("digest", "quality", "renderer", "squiggle", "manim"):
        assert f"{key:10} {told[key]}\n" in text
    assert "w1 = -34.4  b1 = 2.14" in facts and "TheQuestion, TheNetwork" in facts


def test_the_lesson_in_a_film_is_the_lesson(film):
    told = provenance(film.path)
    assert lesson_of(film.path, told).digest == LESSON.digest
    light = lesson_of(film.path, told, Overrides(theme="light", settings={"w1": "-20"}))
    assert (light.theme, light.parameters["w1"]) == ("light", -20.0)


def test_a_film_can_be_rendered_again_from_itself_alone(tmp_path):
    lesson = replace(LESSON, theme="light", network=LESSON.network.changed(w1=-20.123456789))
    first = render(lesson, tmp_path / "first", quality="l", only=["ActivationFunctions"])
    words = ["render", "--from", str(first.path), "-o", str(tmp_path / "again"), "--no-cache"]
    done = CliRunner().invoke(main, words)
    assert done.exit_code == 0, done.output
    again = json.loads((tmp_path / "again" / "manifest.json").read_text())
    assert again["digest"] == first.manifest["digest"] == lesson.digest
    assert (again.pop("source"), first.manifest.pop("source")) == ("../first/lesson.mp4", None)
    assert again == first.manifest  # quality and chapters are the film's too
    assert prints(tmp_path / "again" / "lesson.mp4") == prints(first.path)


def test_long_lessons_and_strange_letters_come_back(film_of):
    xs = np.linspace(0, 1, 10_000)
    lesson = replace(
        LESSON,
        title="Zażółć “gęślą” \\ jaźń µ²",
        inputs=locked(xs),
        targets=locked(np.sin(xs)),
        groups=(),
    )
    tags = metadata(plan_film(lesson, PRESETS["l"]), lesson, plain=True)
    film = film_of(**tags)
    told = provenance(film)
    assert told["title"] == lesson.title and told["renderer"] == "manim"
    assert lesson_of(film, told).digest == lesson.digest


def test_what_is_no_film_is_told_in_one_line(tmp_path):
    (tmp_path / "empty.mp4").touch()
    (tmp_path / "text.mp4").write_text("once upon a time")
    (tmp_path / "zeros.mp4").write_bytes(bytes(4096))
    for name in ("empty.mp4", "text.mp4", "zeros.mp4"):
        assert f"{name} is no film" in refused(tmp_path / name)
    assert "is a folder" in refused(tmp_path)
    assert "is not there" in refused(tmp_path / "no.mp4")
    assert "is not there" in refused(tmp_path / ("long" * 60))
    assert "is odd" in refused(Path("/dev/null"))
    assert "is no film" in refused(Path(__file__))


def test_a_film_that_is_cut_or_damaged_is_read_or_refused(film_of):
    path = film_of(told_with())
    data = path.read_bytes()
    for end in range(0, len(data), len(data) // 40):
        path.write_bytes(data[:end])
        assert read_or_refused(path)
    for at in range(0, len(data), len(data) // 60):
        harmed = bytearray(data)
        harmed[at] ^= 0x41
        path.write_bytes(harmed)
        assert read_or_refused(path)


def read_or_refused(path: Path) -> bool:
    try:
        told = provenance(path)
        assert as_text(told)
        lesson_of(path, told)
    except SquiggleError as error:
        assert error.status == 2 and len(str(error)) < 1000
    return True


def test_another_programs_film_is_told_so(film_of):
    assert "does not say how it was made" in refused(film_of(None, title="Holidays"))


HOSTILE = {
    "no json": "A story of two nodes",
    "empty": " ",
    "a list": "[1, 2]",
    "a number": "7",
    "null": "null",
    "deep": "[" * 200_000,
    "deep tables": '{"a":' * 50_000,
    "no lesson": json.dumps({k: v for k, v in TOLD.items() if k != "lesson_file"}),
    "a lesson that is a table": told_with(lesson_file={}),
    "a lesson that is null": told_with(lesson_file=None),
    "chapters that are a number": told_with(chapters=7),
    "chapters that are a text": told_with(chapters="Recap"),
    "chapters that are numbers": told_with(chapters=[1, 2]),
    "chapters that are tables": told_with(chapters=[{}]),
    "parameters that are a list": told_with(parameters=[1]),
    "a quality that is a list": told_with(quality=["l"]),
    "a name that is a table": told_with(lesson={}),
    "a digest that is a number": told_with(digest=1),
    "huge": told_with(lesson_file="#" * 9_000_000),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_film_that_says_something_else_is_told_so(film_of, kind):
    film = film_of(HOSTILE[kind])
    for words in ((), ("--json",)):
        assert "does not say how it was made" in refused(film, *words)
    done = CliRunner().invoke(main, ["show", "--from", str(film)])
    assert done.exit_code == 2 and "does not say how it was made" in done.output


PATHS = {
    "weights": '[network]\nweights = "{path}"\n',
    "data": '[data]\nfile = "{path}"\n',
    "both": '[network]\nweights = "{path}"\n[data]\nfile = "{path}"\n',
    "quoted": '["network"]\n"weights" = \'{path}\'\n',
    "dotted": 'network.weights = "{path}"\n',
}


@pytest.mark.parametrize("kind", PATHS)
def test_a_lesson_in_a_film_reads_no_file(film_of, tmp_path, monkeypatch, kind):
    monkeypatch.chdir(tmp_path)
    secret = "0 1 2\n3 4 5\n"
    (tmp_path / "secret.csv").write_text(secret)
    for path in ("/etc/passwd", "secret.csv", "no-such-file.csv"):
        film = film_of(told_with(lesson_file=PATHS[kind].format(path=path)))
        with pytest.raises(SquiggleError) as caught:
            lesson_of(film, provenance(film))
        said = str(caught.value)
        assert "names a file" in said and len(said.splitlines()) == 1
        assert "root:" not in said and "3 4 5" not in said and "no such" not in said


def test_files_that_the_user_names_are_read_on_top_of_a_film(film_of, tmp_path):
    (tmp_path / "other.csv").write_text("dose,effect\n0,0\n0.5,1\n1,0\n")
    film = film_of(told_with())
    lesson = lesson_of(film, provenance(film), Overrides(data=tmp_path / "other.csv"))
    assert lesson.inputs.tolist() == [0, 0.5, 1]


WRONG = {
    "no toml": "w1 =",
    "nothing": "",
    "other keys": "answer = 42",
    "too large": TOLD["lesson_file"].replace("-34.4", "1e300"),
    "no text": "\0\1\2",
}


@pytest.mark.parametrize("kind", WRONG)
def test_a_lesson_in_a_film_is_checked_like_any_other(film_of, kind):
    film = film_of(told_with(lesson_file=WRONG[kind]))
    with pytest.raises(SquiggleError) as caught:
        lesson_of(film, provenance(film))
    assert caught.value.status == 2
    assert len(str(caught.value).splitlines()) == 1


NAMES = ("../../etc/passwd", "", "/", "a" * 500, "\x1b[31m", ".", "dosage")


@pytest.mark.parametrize("name", NAMES)
def test_a_lessons_name_from_a_film_is_a_plain_word(film_of, name):
    film = film_of(told_with(lesson=name))
    found = lesson_of(film, provenance(film)).name
    assert 1 <= len(found) <= 60 and "/" not in found and found.isprintable()
    assert found.strip(".-") or found


def test_what_a_film_says_cannot_steer_a_terminal(film_of):
    evil = "\x1b]0;owned\x07\x1b[2J\u202e"
    for told in (
        told_with(lesson=evil, quality=evil, lesson_file=f"# {evil}\n", digest=evil),
        told_with(chapters=[evil], parameters={evil: 1}),
    ):
        status, text = info(film_of(told, title=evil))
        assert status == 0
        assert not set(evil) & set("\x1b\x07\u202e") & set(text)


junk = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=5,
)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.dictionaries(st.sampled_from([*KEYS, "title", "more"]), junk, max_size=6))
def test_any_synopsis_is_read_or_refused(film_of, changes):
    assert read_or_refused(film_of(json.dumps(TOLD | changes)))


def test_reading_a_text_without_a_folder_is_what_a_film_does():
    assert read("again", TOLD["lesson_file"]).digest == LESSON.digest
