"""squiggle list: the chapters, without rendering any."""

import json
import re

import pytest

from squiggle.lesson import load
from squiggle.lesson.pacing import tell

from .command import run

CHAPTERS = tell(load())


def test_each_chapter_has_a_line_with_its_title_and_seconds(capsys):
    done = run(capsys, "list")
    assert (done.status, done.err) == (0, "")
    *lines, total = done.out.splitlines()
    for number, (line, chapter) in enumerate(zip(lines, CHAPTERS, strict=True), start=1):
        assert re.fullmatch(
            rf"{number:02}  {chapter.name} +\S.*\S +{chapter.seconds:.1f} s", line
        ), line
    seconds = sum(chapter.seconds for chapter in CHAPTERS)
    assert total == f"{len(CHAPTERS)} chapters, {seconds:.1f} s"


def test_columns_are_lined_up(capsys):
    *lines, _ = run(capsys, "list").out.splitlines()
    assert len({len(line) for line in lines}) == 1


def test_json_tells_the_same_and_where_each_begins(capsys):
    done = run(capsys, "list", "--json")
    assert done.status == 0
    told = json.loads(done.out)
    assert [set(chapter) for chapter in told] == [
        {"number", "name", "title", "start", "seconds"}
    ] * len(CHAPTERS)
    assert [chapter["name"] for chapter in told] == [chapter.name for chapter in CHAPTERS]
    assert [chapter["number"] for chapter in told] == list(range(1, len(CHAPTERS) + 1))
    end = 0.0
    for chapter, plan in zip(told, CHAPTERS, strict=True):
        assert chapter["start"] == pytest.approx(end)
        assert chapter["seconds"] == pytest.approx(plan.seconds)
        assert type(chapter["seconds"]) is float
        end += plan.seconds


def test_a_film_has_the_titles_and_times_of_the_list(capsys, film):
    told = json.loads(run(capsys, "list", "--json").out)
    made = film.manifest["chapters"]
    assert [(c["name"], c["title"], c["start"]) for c in told] == [
        (c["name"], c["title"], c["start"]) for c in made
    ]


def test_a_lesson_and_its_options_change_the_list(capsys):
    told = json.loads(run(capsys, "list", "dosage", "--set", "chapters=Recap", "--json").out)
    assert [chapter["name"] for chapter in told] == ["Recap"]
    short = json.loads(run(capsys, "list", "--pacing", "short", "--json").out)
    assert len(short) < len(CHAPTERS)
