"""Decoders of other makers: each gives the pictures of a film, or is `None` where it is missing.

The pictures are planes Y, U, V as they are coded, so that they can be compared to the last bit.
libavcodec is PyAV's and that of the ffmpeg program; OpenH264 (Debian: libopenh264-7) is Cisco's. JM
is the standard's reference software, and the strictest: https://vcgit.hhi.fraunhofer.de/jvet/JM. It
is used where its program `ldecod` is on the path.
"""

import ctypes
import subprocess
from collections.abc import Iterator
from ctypes import POINTER, Structure, byref, c_int, c_long, c_ubyte, c_uint, c_ulonglong, c_void_p
from ctypes.util import find_library
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory

import av
import numpy as np
from av.bitstream import BitStreamFilterContext
from numpy.typing import NDArray

from squiggle.render.yuv import planes

Planes = tuple[NDArray[np.uint8], ...]


def libavcodec(path: Path) -> Iterator[Planes]:
    """PyAV's decoder, which stops at whatever it does not like; a warning fails, too."""
    level = av.logging.get_level()
    av.logging.set_level(av.logging.WARNING)
    try:
        with av.logging.Capture() as told, av.open(str(path)) as film:
            stream = film.streams.video[0]
            stream.codec_context.options = {"err_detect": "explode"}
            for frame in film.decode(stream):
                yield tuple(plane.copy() for plane in planes(frame))
        assert not told, told
    finally:
        av.logging.set_level(level)


def ffmpeg(path: Path, *before: str, after: tuple[str, ...] = ()) -> Iterator[Planes]:
    """The ffmpeg program, which must have nothing to say.

    `before` are options of its input, and `after` of its output.
    """
    command = ["ffmpeg", "-v", "warning", "-err_detect", "explode", *before, "-i", str(path)]
    command += ["-fps_mode", "passthrough", *after, "-f", "rawvideo", "-pix_fmt", "yuv420p", "-"]
    done = subprocess.run(command, capture_output=True, check=True)
    assert not done.stderr, done.stderr.decode()
    yield from _split(done.stdout, path)


def _split(data: bytes, path: Path) -> Iterator[Planes]:
    """The planes of the frames of a film that follow each other in `data`."""
    with av.open(str(path)) as film:
        width, height = film.streams.video[0].width, film.streams.video[0].height
    shapes = [(height, width), (height // 2, width // 2), (height // 2, width // 2)]
    ends = np.cumsum([rows * columns for rows, columns in shapes])
    for frame in np.frombuffer(data, np.uint8).reshape(-1, ends[-1]):
        parts = np.split(frame, ends[:-1])
        yield tuple(part.reshape(shape) for part, shape in zip(parts, shapes, strict=True))


class _Settings(Structure):
    _fields_ = (
        ("file", c_void_p),
        ("load", c_uint),
        ("layer", c_ubyte),
        ("conceal", c_int),  # 0: nothing that is wrong is hidden
        ("parse_only", ctypes.c_bool),
        ("size", c_uint),
        ("kind", c_int),  # 0: AVC
    )


class _Buffer(Structure):
    _fields_ = (
        ("ready", c_int),
        ("time_in", c_ulonglong),
        ("time_out", c_ulonglong),
        ("width", c_int),
        ("height", c_int),
        ("format", c_int),
        ("stride", c_int * 2),
        ("planes", POINTER(c_ubyte) * 3),
    )


Outputs = POINTER(c_ubyte) * 3
Decode = ctypes.CFUNCTYPE(c_int, c_void_p, ctypes.c_char_p, c_int, c_void_p, c_void_p)
Initialize = ctypes.CFUNCTYPE(c_long, c_void_p, c_void_p)
Flush = ctypes.CFUNCTYPE(c_int, c_void_p, c_void_p, c_void_p)
INITIALIZE, DECODE, FLUSH = 0, 3, 5  # places in the table of the decoder's functions


def openh264(path: Path) -> Iterator[Planes]:
    """Cisco's decoder, by its C interface."""
    library = ctypes.CDLL(OPENH264)
    decoder = c_void_p()
    assert library.WelsCreateDecoder(byref(decoder)) == 0
    table = ctypes.cast(decoder, POINTER(POINTER(c_void_p))).contents
    settings = _Settings(size=8)
    assert Initialize(table[INITIALIZE])(decoder, byref(settings)) == 0
    try:
        for data in annex_b(path):
            outputs, told = Outputs(), _Buffer()
            state = Decode(table[DECODE])(decoder, data, len(data), byref(outputs), byref(told))
            assert state == 0, f"OpenH264 says {state:#x}"
            if told.ready:
                yield _taken(outputs, told)
        outputs, told = Outputs(), _Buffer()
        Flush(table[FLUSH])(decoder, byref(outputs), byref(told))
        if told.ready:
            yield _taken(outputs, told)
    finally:
        library.WelsDestroyDecoder(decoder)


def _taken(outputs: "ctypes.Array[POINTER(c_ubyte)]", told: _Buffer) -> Planes:
    taken = []
    for output, size, stride in zip(outputs, (1, 2, 2), (0, 1, 1), strict=True):
        lines, line = told.height // size, told.stride[stride]
        flat = np.ctypeslib.as_array(output, (lines * line,))
        taken.append(flat.reshape(lines, line)[:, : told.width // size].copy())
    return tuple(taken)


def reference(path: Path) -> Iterator[Planes]:
    """JM's decoder, which gives up where a frame number is not the next one."""
    with TemporaryDirectory() as folder:
        stream, made = Path(folder) / "film.264", Path(folder) / "film.yuv"
        stream.write_bytes(b"".join(annex_b(path)))
        command = ["ldecod", "-p", f"InputFile={stream}", "-p", f"OutputFile={made}"]
        done = subprocess.run(command, cwd=folder, capture_output=True, check=True)
        assert not done.stderr, done.stderr.decode()
        yield from _split(made.read_bytes(), path)


def annex_b(path: Path) -> Iterator[bytes]:
    """The pictures of a film with start codes, the headers before each key picture."""
    with av.open(str(path)) as film:
        stream = film.streams.video[0]
        turn = BitStreamFilterContext("h264_mp4toannexb", stream)
        for packet in film.demux(stream):
            if packet.dts is not None:
                yield from (bytes(one) for one in turn.filter(packet))


OPENH264 = find_library("openh264")

DECODERS = {
    "libavcodec": libavcodec,
    "ffmpeg": ffmpeg if which("ffmpeg") else None,
    "OpenH264": openh264 if OPENH264 else None,
    "JM": reference if which("ldecod") else None,
}
