"""squiggle render --profile: the same film, and where the time went."""

import json

import pytest
from click.testing import CliRunner

from squiggle.cli import main

pyinstrument = pytest.importorskip("pyinstrument")


def render(*more: str):
    return CliRunner().invoke(main, ["render", "-q", "l", "--only", "Recap", "--no-cache", *more])


def test_a_profile_names_the_functions_that_took_time(tmp_path):
    profile = tmp_path / "recap.json"
    ended = render("-o", str(tmp_path / "film"), "--profile", str(profile))
    assert ended.exit_code == 0, ended.output
    told = json.loads(profile.read_text("utf-8"))
    assert "speedscope" in told["$schema"]
    names = {frame["name"] for frame in told["shared"]["frames"]}
    assert {"render_chapter", "follow"} <= names
    assert (tmp_path / "film" / "lesson.mp4").exists()
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".json"] == ["recap.json"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--profile", "nowhere/p.json"], "no such folder: nowhere"),
        (["--profile", "p.json", "--cluster", "local"], "--profile and --cluster"),
    ],
)
def test_a_profile_that_cannot_be_is_refused_before_rendering(tmp_path, arguments, told):
    ended = render("-o", str(tmp_path / "film"), *arguments)
    assert ended.exit_code == 2
    assert told in ended.output
    assert not (tmp_path / "film").exists()
