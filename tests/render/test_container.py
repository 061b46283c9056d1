"""What is claimed of lesson.mp4 and of the clips, read back from the files."""

import json
import shutil
import subprocess

import av
import pytest

from .reading import boxes, told

FILMS = ("film", "pair", "plain")
BT709, BT601, LIMITED = 1, 6, 1  # as H.273 counts them


@pytest.fixture(params=FILMS)
def made(request: pytest.FixtureRequest):
    return request.getfixturevalue(request.param)


@pytest.fixture
def files(made):
    return [made.path, *(made.folder / c["clip"]["file"] for c in made.manifest["chapters"])]


def test_pictures_are_h264_high_in_yuv420p_of_the_promised_size(made, files):
    for path in files:
        with av.open(str(path)) as container:
            (stream,) = container.streams.video
            context = stream.codec_context
            assert (context.codec.name, context.profile) == ("h264", "High")
            assert context.pix_fmt == "yuv420p"
            shape = made.manifest["film"]
            assert (stream.width, stream.height) == (shape["width"], shape["height"])


def test_colours_are_tagged_as_they_were_converted(made, files):
    matrix = BT601 if made.manifest["renderer"] == "manim" else BT709
    for path in files:
        with av.open(str(path)) as container:
            tags = container.streams.video[0].codec_context
            assert (tags.color_primaries, tags.color_trc) == (BT709, BT709)
            assert (tags.colorspace, tags.color_range) == (matrix, LIMITED)


def test_every_frame_stands_for_one_tick_of_a_constant_rate_from_zero(files):
    for path in files:
        with av.open(str(path)) as container:
            stream = container.streams.video[0]
            assert stream.average_rate == stream.base_rate == 15
            tick = 1 / (stream.time_base * 15)
            stamps = [frame.pts for frame in container.decode(video=0)]
            assert stamps == [tick * number for number in range(stream.frames)]
            assert stream.duration == tick * stream.frames


def test_a_file_is_as_long_as_the_manifest_says(made):
    shapes = [(made.path, made.manifest["film"])]
    shapes += [(made.folder / c["clip"]["file"], c["clip"]) for c in made.manifest["chapters"]]
    for path, shape in shapes:
        with av.open(str(path)) as container:
            stream = container.streams.video[0]
            assert stream.frames == shape["frames"]
            assert float(stream.duration * stream.time_base) == shape["seconds"]
            assert container.duration == round(shape["seconds"] * av.time_base)
            assert container.start_time == 0


def test_the_index_comes_before_the_pictures(files):
    for path in files:
        kinds = boxes(path)
        assert kinds.index("moov") < kinds.index("mdat"), path


def test_every_chapter_of_the_film_has_a_mark_with_its_title_where_it_begins(made):
    with av.open(str(made.path)) as container:
        marks = [
            (
                mark["metadata"]["title"],
                *(mark[end] * mark["time_base"] for end in ("start", "end")),
            )
            for mark in container.chapters()
        ]
    chapters = made.manifest["chapters"]
    assert [(title, float(start), float(end)) for title, start, end in marks] == [
        (chapter["title"], chapter["start"], chapter["end"]) for chapter in chapters
    ]


def test_a_film_of_some_chapters_shows_them_in_the_storyboards_order_from_zero(pair):
    names = [chapter["name"] for chapter in pair.manifest["chapters"]]
    assert names == ["TheQuestion", "Recap"]
    question, recap = (told(pair, name) for name in names)
    assert (question["start"], recap["end"]) == (0, pair.manifest["film"]["seconds"])
    assert question["end"] == recap["start"] == question["clip"]["seconds"]


def test_the_film_says_what_it_is(film):
    with av.open(str(film.path)) as container:
        assert container.metadata["title"] == "How a neural network bends a line"
        assert film.manifest["digest"][:12] in container.metadata["comment"]


@pytest.mark.skipif(not shutil.which("ffprobe"), reason="PyAV tells the same; a second reader")
def test_ffprobe_reads_the_same(film):
    command = ["ffprobe", "-v", "error", "-show_streams", "-show_chapters", "-of", "json"]
    done = subprocess.run([*command, film.path], capture_output=True, check=True)
    read = json.loads(done.stdout)
    video = read["streams"][0]
    assert (video["codec_name"], video["profile"], video["pix_fmt"]) == ("h264", "High", "yuv420p")
    kinds = ("color_space", "color_transfer", "color_primaries")
    assert [video[kind] for kind in kinds] == ["bt709"] * 3
    assert video["color_range"] == "tv"
    assert video["r_frame_rate"] == video["avg_frame_rate"] == "15/1"
    assert int(video["nb_frames"]) == film.manifest["film"]["frames"]
    titles = [chapter["tags"]["title"] for chapter in read["chapters"]]
    assert titles == [chapter["title"] for chapter in film.manifest["chapters"]]
