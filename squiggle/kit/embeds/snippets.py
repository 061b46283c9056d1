"""Snippets: how a clip is put into a page, a notebook, slides or a paper, ready to be pasted.

Paths start from where the snippet is to stand. Poster, captions, animated picture and overlay are
named when they stand beside the clip under its own name.
"""

import json
import os
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from html import escape
from pathlib import Path
from urllib.parse import quote

from squiggle.errors import SquiggleError, unknown
from squiggle.kit.embeds.found import Found

MOVING = (".webp", ".gif")  # what a readme can play, the smaller one first
HEAVY = 5_000_000  # bytes of a notebook's cell, from which on it only names the file
WIDE = 960  # pixels: how wide a clip is in a notebook at most
UNSAFE = frozenset("%#{}\\^~$&\"'")  # what LaTeX does not take in the name of a file
MARKDOWN = str.maketrans({mark: f"\\{mark}" for mark in "\\`*_{}[]<>()#+!|"})
LATEX = str.maketrans(
    {mark: f"\\{mark}" for mark in "%#{}$&_"}
    | {"\\": r"\textbackslash{}", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}"}
)


@dataclass(frozen=True)
class Stand:
    """A clip and what stands beside it, as seen from the folder in which a snippet is to stand.

    `coming` are the endings of files that will be there, too.
    """

    clip: Found
    start: Path
    coming: Collection[str] = ()

    @property
    def path(self) -> str:
        """The clip's path, with slashes."""
        return self._seen(self.clip.clip)

    def beside(self, *endings: str) -> str | None:
        """The path of the first of these that there is."""
        for ending in endings:
            path = self.clip.clip.with_suffix(ending)
            if ending in self.coming or path.is_file():
                return self._seen(path)
        return None

    @cached_property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self.clip.footage.width, self.clip.footage.height

    def _seen(self, path: Path) -> str:
        return os.path.relpath(path, self.start).replace(os.sep, "/")


def markdown(stand: Stand) -> str:
    """An animated picture if there is one, else the poster, which leads to the clip."""
    if moving := stand.beside(*MOVING):
        return f"![{escaped(stand.clip.seen)}]({quote(moving)})"
    return _still(stand)


def html(stand: Stand) -> str:
    """A player that waits to be started."""
    width, height = stand.size
    marks = f'controls playsinline preload="metadata" width="{width}" height="{height}"'
    return "\n".join([f"<video {marks} {_told(stand)}>", _source(stand), *_rest(stand)])


def revealjs(stand: Stand) -> str:
    """A slide whose clip starts by itself, without a background where there is an overlay."""
    overlay = stand.beside(".webm")
    first = [f'<source data-src="{_url(overlay)}" type="video/webm">'] if overlay else []
    video = f"<video data-autoplay muted playsinline {_told(stand)}>"
    told = [video, *first, _source(stand, "data-src"), *_rest(stand)]
    return "\n".join(["<section>", *told, "</section>"])


def jupyter(stand: Stand) -> str:
    """A cell that shows the clip, inside the notebook while that is small enough."""
    embeds = stand.clip.clip.stat().st_size * 4 / 3 <= HEAVY  # in a notebook it is text
    told = f"embed={embeds}, width={min(stand.size[0], WIDE)}"
    path = json.dumps(stand.path, ensure_ascii=False)
    video = f'Video({path}, {told}, html_attributes="controls muted")'
    return f"from IPython.display import Video\n\n{video}"


def quarto(stand: Stand) -> str:
    """A player in HTML and in reveal.js, elsewhere the poster with a link."""
    title = stand.clip.title.replace('"', "”")
    return f"""\
::: {{.content-visible when-format="html"}}
{{{{< video {quote(stand.path)} title="{title}" >}}}}
:::

::: {{.content-visible unless-format="html"}}
{_still(stand)}
:::"""


def latex(stand: Stand) -> str:
    """A frame of Beamer: a poster that some viewers play, and a link for the others."""
    poster = stand.beside(".png")
    if bad := sorted(UNSAFE & set(stand.path)):
        raise SquiggleError(f"LaTeX takes no {bad[0]} in a path: {stand.path}", "rename it")
    width, height = stand.size
    size = rf"width=.9\linewidth,height={0.9 * height / width:.4f}\linewidth"
    title, name = (text.translate(LATEX) for text in (stand.clip.title, stand.clip.clip.name))
    shown = rf"\includegraphics[width=.9\linewidth]{{{poster}}}" if poster else title
    return rf"""% \usepackage{{graphicx,multimedia,hyperref}}
\begin{{frame}}{{{title}}}
  \centering
  \movie[{size},showcontrols]{{{shown}}}{{{stand.path}}}

  \href{{run:{stand.path}}}{{\footnotesize\texttt{{{name}}}}}
\end{{frame}}"""


SNIPPETS: Mapping[str, Callable[[Stand], str]] = {
    "markdown": markdown,
    "html": html,
    "jupyter": jupyter,
    "revealjs": revealjs,
    "quarto": quarto,
    "latex": latex,
}
"""Snippets by what they are for."""


def snippet(name: str, clip: Found, start: Path, coming: Collection[str] = ()) -> str:
    """The snippet of that name for a clip, to stand in a file in the folder `start`.

    `coming` are the endings of files that will stand beside the clip. Raises `SquiggleError` for an
    unknown name, and for a clip that cannot be named there.
    """
    if name not in SNIPPETS:
        raise unknown("snippet", name, SNIPPETS)
    return SNIPPETS[name](Stand(clip, start, coming))


def snippets(clip: Found, start: Path, coming: Collection[str] = ()) -> Iterator[tuple[str, str]]:
    """All snippets for a clip with their names; one that cannot be says why."""
    for name in SNIPPETS:
        try:
            yield name, snippet(name, clip, start, coming)
        except SquiggleError as error:
            yield name, str(error)


def escaped(text: str) -> str:
    """A text as it stands in Markdown."""
    return text.translate(MARKDOWN)


def _still(stand: Stand) -> str:
    """The poster, in Markdown, as a link to the clip; words where there is no poster."""
    seen, clip = escaped(stand.clip.seen), quote(stand.path)
    poster = stand.beside(".png")
    return f"[![{seen}]({quote(poster)})]({clip})" if poster else f"[{seen}]({clip})"


def _told(stand: Stand) -> str:
    """What a player says of itself before it plays."""
    label, poster = f'aria-label="{escape(stand.clip.seen)}"', stand.beside(".png")
    return f'{label} poster="{_url(poster)}"' if poster else label


def _source(stand: Stand, key: str = "src") -> str:
    return f'<source {key}="{_url(stand.path)}" type="video/mp4">'


def _rest(stand: Stand) -> Iterator[str]:
    """The captions, if there are any, and the end of a player."""
    if captions := stand.beside(".vtt"):
        language = stand.clip.lesson.language
        yield f'<track kind="captions" srclang="{language}" src="{_url(captions)}">'
    yield "</video>"


def _url(path: str) -> str:
    return escape(quote(path))
