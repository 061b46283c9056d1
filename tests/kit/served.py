"""A server of a folder that sends parts of files when asked to, as servers of films do."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

KINDS = {
    ".html": "text/html",
    ".mp4": "video/mp4",
    ".png": "image/png",
    ".vtt": "text/vtt",
    ".webm": "video/webm",
}


@dataclass
class Served:
    """The address of the folder, what was asked for, and which parts of files were sent."""

    address: str
    asked: list[str] = field(default_factory=list)
    parts: list[tuple[str, int, int]] = field(default_factory=list)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, *request: Any, folder: Path, served: list[Served]) -> None:
        self.folder, self.served = folder, served
        super().__init__(*request)

    def do_GET(self) -> None:
        name = self.path.lstrip("/")
        self.served[0].asked.append(name)
        path = self.folder / name
        if not path.is_file():
            self.send_error(404)
            return
        body = path.read_bytes()
        total, span = len(body), re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
        if span:
            first, last = int(span[1]), min(int(span[2] or total), total - 1)
            self.send_response(206)
            self.send_header("Content-Range", f"bytes {first}-{last}/{total}")
            self.served[0].parts.append((name, first, last))
            body = body[first : last + 1]
        else:
            self.send_response(200)
        self.send_header("Accept-Ranges", "bytes")
        self.send_header("Content-Type", KINDS[path.suffix])
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        try:
            self.wfile.write(body)
        except ConnectionError:  # a browser that has enough hangs up
            self.close_connection = True

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@contextmanager
def serve(folder: Path) -> Iterator[Served]:
    """Serve a folder to this machine while the context lasts."""
    told: list[Served] = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, folder=folder, served=told))
    told.append(Served(f"http://127.0.0.1:{server.server_port}"))
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield told[0]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
