"""Snippets: each is read by a program of its kind, and names what stands beside the clip."""

import ast
import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path
from shutil import which
from typing import Any
from urllib.parse import unquote

import pytest
from markdown_it import MarkdownIt

from squiggle.errors import SquiggleError
from squiggle.kit.embeds import SNIPPETS, Found, find, snippet, snippets

STEP = "*-hook.mp4"


@pytest.fixture
def folder(kit: Path, tmp_path: Path) -> Path:
    """A step's clip under its name, and nothing else."""
    clip = sorted((kit / "steps").glob(STEP))[0]
    shutil.copy(clip, tmp_path)
    return tmp_path


@pytest.fixture
def step(folder: Path) -> Found:
    (clip,) = folder.glob("*.mp4")
    return find(clip)


def beside(step: Found, *endings: str) -> dict[str, str]:
    """Put files of these endings beside a clip; their names."""
    for ending in endings:
        step.clip.with_suffix(ending).write_bytes(b"x")
    return {ending: step.clip.with_suffix(ending).name for ending in (*endings, ".mp4")}


class Tags(HTMLParser):
    """The tags of a page with their attributes, and whether each is closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, Any]]] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag not in ("source", "track", "img"):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def named(self) -> set[str]:
        keys = ("src", "data-src", "poster", "href")
        return {told[key] for _, told in self.seen for key in keys if key in told}


def test_markdown_shows_the_smallest_thing_that_moves(step, folder):
    told = Tags(MarkdownIt().render(snippet("markdown", step, folder)))
    assert told.named() == {step.clip.name}  # a link, for there is no picture
    names = beside(step, ".png")
    told = Tags(MarkdownIt().render(snippet("markdown", step, folder)))
    assert told.named() == {names[".png"], names[".mp4"]}
    assert [attrs["alt"] for tag, attrs in told.seen if tag == "img"] == [step.seen]
    names = beside(step, ".gif")
    assert Tags(MarkdownIt().render(snippet("markdown", step, folder))).named() == {names[".gif"]}
    names = beside(step, ".webp")
    assert Tags(MarkdownIt().render(snippet("markdown", step, folder))).named() == {names[".webp"]}


@pytest.mark.parametrize("name", ["html", "revealjs"])
def test_a_player_names_what_there_is_and_nothing_else(step, folder, name):
    assert Tags(snippet(name, step, folder)).named() == {step.clip.name}
    names = beside(step, ".png", ".vtt", ".webm")
    told = Tags(snippet(name, step, folder))
    assert told.open == []
    wanted = {names[".png"], names[".vtt"], names[".mp4"]}
    assert told.named() == wanted | ({names[".webm"]} if name == "revealjs" else set())
    (video,) = (attrs for tag, attrs in told.seen if tag == "video")
    assert video["aria-label"] == step.seen
    (track,) = (attrs for tag, attrs in told.seen if tag == "track")
    assert (track["kind"], track["srclang"]) == ("captions", "en")


def test_a_slide_plays_by_itself_and_silent_and_the_overlay_comes_first(step, folder):
    names = beside(step, ".webm")
    told = Tags(snippet("revealjs", step, folder))
    (video,) = (attrs for tag, attrs in told.seen if tag == "video")
    assert {"data-autoplay", "muted"} <= video.keys()
    sources = [attrs["data-src"] for tag, attrs in told.seen if tag == "source"]
    assert sources == [names[".webm"], names[".mp4"]]


def test_a_cell_is_python_and_shows_the_clip(step, folder, monkeypatch):
    text = snippet("jupyter", step, folder)
    (call,) = (node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call))
    told = {word.arg: ast.literal_eval(word.value) for word in call.keywords}
    assert ast.literal_eval(call.args[0]) == step.clip.name
    assert told["embed"] is True
    pytest.importorskip("IPython")
    monkeypatch.chdir(folder)
    named: dict[str, Any] = {}
    exec(compile(ast.parse(text), "cell", "exec"), named)
    shown = eval(text.splitlines()[-1], named)._repr_html_()
    (video,) = (attrs for tag, attrs in Tags(shown).seen if tag == "video")
    assert {"controls", "muted", "width"} <= video.keys()
    assert "data:video/mp4;base64," in shown


def test_a_large_clip_stays_outside_the_notebook(step, folder):
    with step.clip.open("ab") as file:
        file.write(bytes(4_000_000))
    assert "embed=False" in snippet("jupyter", step, folder)


def test_quarto_has_a_player_for_pages_and_a_picture_for_the_rest(step, folder):
    names = beside(step, ".png", ".gif")
    text = snippet("quarto", step, folder)
    assert text.count(":::") == 4
    page, other = text.split("\n\n")
    assert re.search(r"{{< video (\S+) title=\"[^\"]+\" >}}", page)[1] == names[".mp4"]
    picture = Tags(MarkdownIt().render(other.split("\n")[1]))
    assert picture.named() == {names[".png"], names[".mp4"]}  # no GIF: paper takes none


def test_latex_is_balanced_and_names_clip_and_poster(step, folder):
    names = beside(step, ".png")
    text = snippet("latex", step, folder)
    depth = 0
    for mark in re.sub(r"\\[{}]", "", text):
        depth += {"{": 1, "}": -1}.get(mark, 0)
        assert depth >= 0
    assert depth == 0
    assert text.count(r"\begin{frame}") == text.count(r"\end{frame}") == 1
    assert rf"\includegraphics[width=.9\linewidth]{{{names['.png']}}}" in text
    assert rf"\href{{run:{names['.mp4']}}}" in text


@pytest.mark.skipif(not which("pdflatex"), reason="there is no TeX")
def test_latex_makes_a_slide_of_it(kit, step, folder):
    shutil.copy(next((kit / "steps").glob(f"{step.clip.stem}.png")), folder)
    plain = r"\pdfcompresslevel=0 \pdfobjcompresslevel=0"  # so that it can be read below
    head = rf"{plain} \documentclass{{beamer}}\usepackage{{graphicx,multimedia,hyperref}}"
    body = snippet("latex", step, folder)
    text = f"{head}\n\\begin{{document}}\n{body}\n\\end{{document}}\n"
    (folder / "slides.tex").write_text(text, "utf-8")
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "slides.tex"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, errors="replace")
    if missing := re.search(r"File `(\w+\.(?:sty|cls))' not found", done.stdout):
        pytest.skip(f"there is no {missing[1]}")
    assert done.returncode == 0, done.stdout[-2000:]
    pdf = (folder / "slides.pdf").read_text("latin-1")
    assert f"/Movie << /F ({step.clip.name})" in pdf
    assert f"/F({step.clip.name})/S/Launch" in pdf
    assert "(1 page" in done.stdout


def test_a_name_that_latex_does_not_take_is_refused_and_told_among_the_others(step, folder):
    odd = find(shutil.copy(step.clip, folder / "50%.mp4"))
    with pytest.raises(SquiggleError, match=r"^LaTeX takes no % in a path: 50%.mp4 - rename it$"):
        snippet("latex", odd, folder)
    told = dict(snippets(odd, folder))
    assert list(told) == list(SNIPPETS)
    assert "rename it" in told["latex"]


@pytest.mark.parametrize("name", ["a b (1)", "ü & <x>", '50% "off"', "[x](y)"])
def test_odd_names_reach_the_file(step, folder, name):
    odd = find(shutil.copy(step.clip, folder / f"{name}.mp4"))
    wanted = f"{name}.mp4"
    for kind in ("html", "revealjs"):
        assert {unquote(path) for path in Tags(snippet(kind, odd, folder)).named()} == {wanted}
    page = Tags(MarkdownIt().render(snippet("markdown", odd, folder)))
    assert {unquote(path) for path in page.named()} == {wanted}
    call = ast.parse(snippet("jupyter", odd, folder)).body[-1].value
    assert ast.literal_eval(call.args[0]) == wanted


def test_paths_start_from_where_the_snippet_stands(step, folder):
    (folder / "notes").mkdir()
    told = Tags(snippet("html", step, folder / "notes"))
    assert told.named() == {f"../{step.clip.name}"}


def test_an_unknown_place_is_refused(step, folder):
    with pytest.raises(SquiggleError, match="unknown snippet: 'word' - known: markdown, html"):
        snippet("word", step, folder)


def test_what_a_clip_shows_is_told_by_its_name(kit):
    film, (chapter, *_) = find(kit / "lesson.mp4"), sorted((kit / "clips").glob("*.mp4"))
    step = find(sorted((kit / "steps").glob(STEP))[0])
    assert film.title == film.seen == film.lesson.title
    assert find(chapter).title == find(chapter).seen == step.title == "Sum and shift"
    assert step.seen.startswith("Sum and shift: At dose 0 ")


def test_the_kit_has_all_snippets_and_every_file_they_name(kit):
    text = (kit / "snippets.md").read_text("utf-8")
    clips = sorted((kit / "steps").glob("*.mp4"))
    tokens = MarkdownIt().parse(text)
    fences = [token.content for token in tokens if token.type == "fence"]
    assert len(fences) == len(clips) * len(SNIPPETS)
    named = {path for fence in fences if fence.startswith("<") for path in Tags(fence).named()}
    assert {f"steps/{clip.name}" for clip in clips} <= named
    assert [path for path in named if not (kit / path).is_file()] == []
    moving = [fence for fence in fences if fence.startswith("![")]
    assert len(moving) == len(clips)
    assert all((kit / Tags(MarkdownIt().render(m)).named().pop()).is_file() for m in moving)
