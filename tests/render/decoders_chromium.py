"""Chromium as a player: what it shows of a film at given moments, and whether it plays to the end.

The page that does this is served to it by this process, and posts back what it saw.
"""

import json
import subprocess
from base64 import b64decode
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from queue import Empty, Queue
from shutil import which
from tempfile import TemporaryDirectory
from threading import Thread
from typing import Any

import numpy as np
from numpy.typing import NDArray

CHROMIUM = which("chromium") or which("chromium-browser") or which("google-chrome")
PATIENCE = 90  # seconds until a browser that says nothing is given up

PAGE = """<!doctype html><video muted></video><script>
const video = document.querySelector("video"), canvas = document.createElement("canvas")
const heard = name => new Promise(done => video.addEventListener(name, done, {once: true}))
const told = {times: [], pictures: [], shown: []}
async function look(moment) {
  // A seek is over before its picture is there to be drawn.
  const shown = new Promise(done => video.requestVideoFrameCallback((_, frame) => done(frame)))
  const ready = heard("seeked")
  video.currentTime = moment
  await ready
  told.shown.push((await shown).mediaTime)
  canvas.width = video.videoWidth
  canvas.height = video.videoHeight
  const context = canvas.getContext("2d", {willReadFrequently: true})
  context.drawImage(video, 0, 0)
  const pixels = context.getImageData(0, 0, canvas.width, canvas.height).data
  told.pictures.push(btoa(Array.from(pixels, one => String.fromCharCode(one)).join("")))
}
async function watch() {
  const ready = heard("loadeddata")
  // The first picture is shown in its own time: it shall not be taken for one that was sought.
  const first = new Promise(done => video.requestVideoFrameCallback(done))
  video.src = URL.createObjectURL(await (await fetch("film.mp4")).blob())
  await ready
  await first
  told.duration = video.duration
  for (const moment of MOMENTS) await look(moment)
  told.size = [canvas.height, canvas.width]
  const back = heard("seeked")
  video.currentTime = 0
  await back
  const end = heard("ended")
  video.addEventListener("timeupdate", () => told.times.push(video.currentTime))
  video.playbackRate = RATE
  await video.play()
  await end
  told.ended = video.ended
}
video.addEventListener("error", () => { told.error = video.error.message; send() })
const send = () => fetch("told", {method: "POST", body: JSON.stringify(told)})
watch().catch(error => { told.error = String(error) }).finally(send)
</script>"""


@dataclass(frozen=True)
class Watched:
    """What the browser tells: the film's seconds, at each moment the time stamp of the picture that
    was shown and the picture in RGB, the times while it played."""

    duration: float
    shown: list[float]
    pictures: list[NDArray[np.uint8]]
    times: list[float]
    ended: bool


def watch(film: Path, moments: Sequence[float], rate: float = 10) -> Watched:
    """Look at a film at these seconds, then play it to its end, so many times as fast."""
    page = PAGE.replace("MOMENTS", json.dumps(list(moments))).replace("RATE", str(rate))
    answers: Queue[dict[str, Any]] = Queue()
    with _served(page.encode(), film, answers) as address, TemporaryDirectory() as home:
        command = [str(CHROMIUM), "--headless=new", "--no-sandbox", "--disable-gpu"]
        command += ["--autoplay-policy=no-user-gesture-required", "--no-first-run"]
        command += ["--disable-dev-shm-usage", f"--user-data-dir={home}", address]
        browser = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            told = answers.get(timeout=PATIENCE)
        except Empty:
            raise AssertionError("Chromium says nothing") from None
        finally:
            browser.terminate()
            browser.wait(20)
    assert "error" not in told, told["error"]
    flat = [np.frombuffer(b64decode(one), np.uint8) for one in told["pictures"]]
    pictures = [one.reshape(*told["size"], 4)[..., :3] for one in flat]
    return Watched(told["duration"], told["shown"], pictures, told["times"], told["ended"])


@contextmanager
def _served(page: bytes, film: Path, answers: "Queue[dict[str, Any]]") -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = {"/": (page, "text/html"), "/film.mp4": (film.read_bytes(), "video/mp4")}
            body, kind = found.get(self.path, (b"", "text/plain"))
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_POST(self) -> None:
            answers.put(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
