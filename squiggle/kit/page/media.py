"""What a page carries inside itself: files as data URLs, its poster, and a policy."""

from base64 import b64encode
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image

POLICY = "default-src data: blob: 'unsafe-inline' 'unsafe-eval'"
"""The content policy of page and deck: nothing may be asked for from outside. What a reader's own
tools do in them is their business."""
KINDS: Mapping[str, str] = {".mp4": "video/mp4", ".vtt": "text/vtt"}
QUALITY = 85  # of the poster, a WebP


def embedded(path: Path) -> str:
    """A file as a data URL; `OSError` when it cannot be read, `KeyError` for another kind."""
    return data_url(KINDS[path.suffix], path.read_bytes())


def data_url(kind: str, data: bytes) -> str:
    """Bytes of a media type as an address that has them in itself (RFC 2397).

    >>> data_url("text/vtt", b"WEBVTT")
    'data:text/vtt;base64,V0VCVlRU'
    """
    return f"data:{kind};base64,{b64encode(data).decode()}"


def picture(path: Path) -> str:
    """A picture as a data URL, smaller than the PNG that it is."""
    made = BytesIO()
    with Image.open(path) as image:
        image.save(made, "WebP", quality=QUALITY)
    return data_url("image/webp", made.getvalue())


def poster(manifest: Mapping[str, Any]) -> str:
    """The poster of a film, from its folder: the squiggle when it is first finished, or the end."""
    chapters = manifest["chapters"]
    shown = {
        chapter["clip"]["poster"]: [
            curve["name"] for plane in chapter["planes"] for curve in plane["curves"]
        ]
        for chapter in chapters
    }
    finished = (path for path, curves in shown.items() if "output" in curves)
    return str(next(finished, chapters[-1]["clip"]["poster"]))
