"""`squiggle embed`: what it prints, and a line for whatever is wrong, with nothing left behind."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import av
import pytest

from squiggle.cli import main
from squiggle.kit.embeds import SNIPPETS

STEP = "*-hook.mp4"


@dataclass(frozen=True)
class Done:
    """What a command printed, and its exit code."""

    status: int
    out: str
    err: str


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., Done]:
    """`squiggle embed WORDS`."""

    def embed(*words: object) -> Done:
        with pytest.raises(SystemExit) as ended:
            main(["embed", *map(str, words)])
        printed = capsys.readouterr()
        return Done(ended.value.code, printed.out, printed.err)

    return embed


@pytest.fixture
def clip(kit: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A step's clip in the current folder, alone."""
    monkeypatch.chdir(tmp_path)
    found = sorted((kit / "steps").glob(STEP))[0]
    return Path(shutil.copy(found, tmp_path)).relative_to(tmp_path)


def left(clip: Path) -> set[str]:
    """What stands beside the clip."""
    return {path.name for path in Path().iterdir()} - {clip.name}


def test_without_a_file_it_prints_all_snippets(run, clip):
    done = run(clip)
    assert (done.status, done.err) == (0, "")
    assert [line for line in done.out.splitlines() if line.startswith("# ")] == [
        f"# {name}" for name in SNIPPETS
    ]


@pytest.mark.parametrize("name", SNIPPETS)
def test_a_snippet_can_be_piped(run, clip, name):
    done = run(clip, "--for", name)
    assert (done.status, done.err) == (0, "")
    assert clip.name in done.out
    assert f"\n\n{done.out}" in f"\n\n{run(clip).out}"


@pytest.mark.parametrize("name", ["a.gif", "A.WEBP", "a.apng"])
def test_a_file_is_made_and_told_in_one_line(run, clip, name):
    done = run(clip, "-o", name)
    size = -(-Path(name).stat().st_size // 1000)
    assert (done.status, done.err) == (0, "")
    assert done.out.startswith(f"{name}  854x480, 15 pictures a second, ")
    assert done.out.endswith(f", {size} kB\n")
    assert left(clip) == {name}


def test_a_file_that_is_there_is_replaced(run, clip):
    Path("a.webp").write_text("before")
    assert run(clip, "-o", "a.webp", "--max-kb", "50").status == 0
    assert 1000 < Path("a.webp").stat().st_size <= 50_000


def test_a_long_loop_is_made_and_remarked_on(run, kit, tmp_path):
    (long,) = (kit / "steps").glob("*-join.mp4")
    done = run(long, "-o", tmp_path / "a.webp", "--loop")
    assert done.status == 0
    assert done.err.startswith("note: it moves for ever: ")


WRONG = {
    "CLIP -o a.avi": "a.avi is no name of an embed - wanted: one that ends in .gif, .webp, .png, "
    ".apng, .webm, .mov",
    "CLIP -o a": "a is no name of an embed - wanted: one that ends in .gif, .webp, .png, .apng, "
    ".webm, .mov",
    "none.mp4 -o a.gif": "none.mp4 is not there - wanted: a film that squiggle rendered",
    ". -o a.gif": ". is a folder - wanted: a film that squiggle rendered",
    "text.mp4 -o a.gif": "text.mp4 is no film - wanted: an MP4 that squiggle rendered",
    "text.mp4": "text.mp4 is no film - wanted: an MP4 that squiggle rendered",
    "foreign.mp4 -o a.webm": "foreign.mp4 does not say how it was made - wanted: a film that "
    "squiggle rendered",
    "other.mp4 -o a.webm": "other.mp4 does not say what of the film it is - wanted: the name it "
    "was made with, such as 01-sum-and-shift-01-put-together.mp4",
    "CLIP --for word": "unknown snippet: 'word' - known: markdown, html, jupyter, revealjs, "
    "quarto, latex",
    "CLIP --for html -o a.gif": "--for prints a snippet, and -o makes a file.",
    "CLIP --loop": "--max-kb and --loop go with -o.",
    "CLIP --max-kb 9": "--max-kb and --loop go with -o.",
    "CLIP -o a.gif --max-kb 0": "Invalid value for '--max-kb': 0 is not in the range x>=1.",
    "CLIP -o a.gif --theme light": "Only .webm and .mov are drawn again: the clip stays as it is.",
    "CLIP --no-captions": "Only .webm and .mov are drawn again: the clip stays as it is.",
    "CLIP -o a.webm --theme pink": "--theme: unknown theme 'pink' - known: dark, light",
    "CLIP -o a.webm --loop": "a WebM does not loop by itself - the page or player does",
    "CLIP -o folder.gif": "cannot write folder.gif: a folder has that name - choose another place "
    "with -o",
    "CLIP -o no/a.gif": "cannot write no/a.gif: no such file or directory - choose another place "
    "with -o",
    "CLIP -o text.mp4/a.gif": "cannot write text.mp4/a.gif: not a directory - choose another "
    "place with -o",
}


@pytest.mark.parametrize("words", WRONG)
def test_a_wrong_request_is_told_in_one_line(run, clip, words):
    Path("folder.gif").mkdir()
    Path("text.mp4").write_text("no film")
    shutil.copy(clip, "other.mp4")
    foreign(Path("foreign.mp4"))
    before = left(clip)
    done = run(*words.replace("CLIP", clip.name).split())
    assert (done.out, done.err) == ("", f"squiggle: {WRONG[words]}\n")
    assert done.status == 2
    assert left(clip) == before


def foreign(path: Path) -> None:
    """A film of another program."""
    with av.open(str(path), "w") as film:
        stream = film.add_stream("libx264", rate=15)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        for _ in range(3):
            film.mux(stream.encode(av.VideoFrame(64, 48, "yuv420p")))
        film.mux(stream.encode(None))


@pytest.mark.parametrize("kind", ["gif", "webm"])
def test_what_cannot_be_small_enough_says_how_small_it_could_be(run, clip, kind):
    done = run(clip, "-o", f"a.{kind}", "--max-kb", "1")
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith("squiggle: --max-kb 1 is too little - ")
    assert done.err.endswith(" kB is the least that can still be read\n")
    assert left(clip) == set()


@pytest.mark.parametrize("name", ["a.gif", "a.mov"])
def test_a_clip_that_breaks_off_ends_in_one_line_or_is_never_read(run, clip, name):
    data = clip.read_bytes()
    clip.write_bytes(data[: len(data) * 2 // 3])
    done = run(clip, "-o", name)
    if done.status:  # an overlay is drawn from the lesson, which stands before the pictures
        assert (done.status, done.out) == (1, "")
        assert len(done.err.splitlines()) == 1
        assert left(clip) == set()
    else:
        assert name == "a.mov"


LIMITED = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))
from squiggle.cli import main
main(sys.argv[1:])
"""


@pytest.mark.parametrize("name", ["a.png", "a.webp", "a.mov"])
def test_a_file_that_may_not_grow_ends_in_one_line(clip, name):
    command = [sys.executable, "-c", LIMITED, "embed", str(clip), "-o", name]
    done = subprocess.run(command, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (1, "")
    (line,) = done.stderr.splitlines()
    assert line.startswith("squiggle: ")
    assert "file too large" in line.lower()
    assert left(clip) == set()


@pytest.mark.skipif(os.geteuid() != 0, reason="mounting needs root")
@pytest.mark.parametrize(
    ("options", "reason"), [("size=16k", "no space left"), ("ro", "read-only")]
)
def test_a_disk_that_is_full_or_cannot_be_written_to_ends_in_one_line(
    run, clip, tmp_path, options, reason
):
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(place)]
    if subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("mounting is not allowed here")
    try:
        done = run(clip, "-o", place / "a.gif")
        assert (done.status, done.out) == (2 if options == "ro" else 1, "")
        (line,) = done.err.splitlines()
        assert reason in line.lower()
        assert list(place.iterdir()) == []
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)
