"""A film is read as an MP4 and as nothing else, for other formats may point to other files."""

import shutil

import pytest

from squiggle.errors import SquiggleError
from squiggle.render.provenance import provenance


@pytest.mark.parametrize(
    "text",
    [
        "ffconcat version 1.0\nfile lesson.mp4\n",
        "#EXTM3U\n#EXTINF:10,\nhttp://127.0.0.1:9/a.ts\n#EXT-X-ENDLIST\n",
    ],
    ids=["list", "playlist"],
)
def test_a_file_that_points_to_a_film_is_none(film, tmp_path, text):
    shutil.copy(film.path, tmp_path)
    path = tmp_path / "other.mp4"
    path.write_text(text)
    with pytest.raises(SquiggleError) as caught:
        provenance(path)
    assert caught.value.message == f"{path} is no film"
