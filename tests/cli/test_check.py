"""`squiggle check`: what is known of a film before it is rendered."""

import json

from .command import run


def test_it_tells_chapters_time_and_doubts(capsys):
    done = run(capsys, "check")
    assert done.status == 0
    lines = done.out.splitlines()
    assert lines[0].split() == ["01", "TheQuestion", "19.8", "s", "1188", "frames"]
    assert any(line.startswith("missed data: 2 of 6 measurements") for line in lines)
    assert "s to render" in done.out


def test_as_json_it_has_every_chapter_and_warning(capsys):
    told = json.loads(run(capsys, "check", "--json", "-q", "l", "--set", "w3=0").out)
    assert sum(chapter["frames"] for chapter in told["chapters"]) == told["frames"]
    assert all(chapter["new"] for chapter in told["chapters"])
    assert "zero weight" in {warning["kind"] for warning in told["warnings"]}
    assert told["render_seconds"] > 0


def test_what_is_wrong_is_one_line(capsys):
    done = run(capsys, "check", "--set", "w9=1")
    assert done.status == 2
    assert len(done.err.splitlines()) == 1 and "w9" in done.err
