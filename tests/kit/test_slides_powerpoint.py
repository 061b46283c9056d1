"""lesson.pptx, read back by python-pptx and turned into pages by LibreOffice."""

import json
import re
import subprocess
from pathlib import Path
from shutil import which
from typing import Any

import numpy as np
import pytest
from PIL import Image

from squiggle.stage.theme import DARK

pptx = pytest.importorskip("pptx")
etree = pytest.importorskip("lxml.etree")
powerpoint = pytest.importorskip("squiggle.kit.slides.powerpoint")
MEDIA, PICTURE = pptx.enum.shapes.MSO_SHAPE_TYPE.MEDIA, pptx.enum.shapes.MSO_SHAPE_TYPE.PICTURE
P14 = "{http://schemas.microsoft.com/office/powerpoint/2010/main}"
P = {"p": "http://schemas.openxmlformats.org/presentationml/2006/main"}
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
SAME = 3.0  # levels of 255: the mean by which a page may differ from a poster, by its new size


@pytest.fixture(scope="module")
def show(kit: Path) -> Any:
    return pptx.Presentation(str(kit / "lesson.pptx"))


@pytest.fixture(scope="module")
def clips(kit: Path) -> list[Path]:
    return sorted((kit / "light" / "steps").glob("*.mp4"))


def only(slide: Any, kind: Any) -> Any:
    (found,) = [shape for shape in slide.shapes if shape.shape_type == kind]
    return found


def test_a_step_a_slide_its_clip_inside_and_its_pictures(show, clips):
    before = None
    for slide, clip in zip(show.slides, clips, strict=True):
        movie, picture = only(slide, MEDIA), only(slide, PICTURE)
        (media,) = movie.element.iter(f"{P14}media")
        assert slide.part.related_part(media.get(f"{R}embed")).blob == clip.read_bytes()
        assert movie.media_format is not None and movie.media_type.name == "MOVIE"
        if before:
            assert movie.poster_frame.blob == before  # what was seen on the slide before
        before = clip.with_suffix(".png").read_bytes()
        assert picture.image.blob == before


def test_clips_and_pictures_fill_the_slide_which_has_the_ground_of_the_film(show):
    assert show.slide_width * 9 == show.slide_height * 16
    for slide in show.slides:
        for shape in (only(slide, MEDIA), only(slide, PICTURE)):
            places = shape.left, shape.top, shape.width, shape.height
            assert places == (0, 0, show.slide_width, show.slide_height)
        assert slide.shapes[-1].shape_type == PICTURE  # it lies on top
        assert f"#{slide.background.fill.fore_color.rgb}" == DARK.background


@pytest.mark.parametrize("shape", [(10, 7.5), (7.5, 7.5), (7.5, 13.3)])
def test_slides_of_ones_own_have_room_in_every_shape(shape):
    show, (width, height) = pptx.Presentation(), map(pptx.util.Inches, shape)
    powerpoint._resize(show, width, height)
    assert (show.slide_width, show.slide_height) == (width, height)
    for page in (show.slide_master, *show.slide_layouts):
        for held in page.placeholders:
            assert 0 <= held.left < held.left + held.width <= width
            assert 0 <= held.top < held.top + held.height <= height


def test_each_slide_has_a_title_that_is_read_and_not_seen(show, kit):
    chapters = json.loads((kit / "manifest.json").read_text("utf-8"))["chapters"]
    titles = [slide.shapes.title for slide in show.slides]
    assert all(title.top + title.height <= 0 for title in titles)
    told = [re.fullmatch(r"(.+) \((\d+) of (\d+)\)", title.text_frame.text) for title in titles]
    assert list(dict.fromkeys(m[1] for m in told)) == [chapter["title"] for chapter in chapters]
    for chapter in chapters:
        places = [(int(m[2]), int(m[3])) for m in told if m[1] == chapter["title"]]
        assert places == [(place, len(places)) for place in range(1, len(places) + 1)]


def test_chapters_are_sections(show, kit):
    chapters = json.loads((kit / "manifest.json").read_text("utf-8"))["chapters"]
    sections = list(show.element.iter(f"{P14}section"))
    assert [section.get("name") for section in sections] == [told["title"] for told in chapters]
    assert len({section.get("id") for section in sections}) == len(sections)
    listed = [slide.get("id") for slide in show.element.iter(f"{P14}sldId")]
    assert listed == [str(slide.slide_id) for slide in show.slides]
    for section in sections:
        places = [slide.get("id") for slide in section.iter(f"{P14}sldId")]
        titles = [s.shapes.title.text_frame.text for s in show.slides if str(s.slide_id) in places]
        assert all(title.startswith(f"{section.get('name')} (") for title in titles)


def test_notes_have_the_words_of_the_film_and_alt_texts_have_them_too(show, kit):
    chapters = json.loads((kit / "manifest.json").read_text("utf-8"))["chapters"]
    said = [
        c["text"] for chapter in chapters for beat in chapter["beats"] for c in beat["captions"]
    ]
    noted = []
    for slide in show.slides:
        words = slide.notes_slide.notes_text_frame.text.split("\n")
        noted += words
        for shape in (only(slide, MEDIA), only(slide, PICTURE)):
            told = shape.element.nvPicPr.cNvPr
            assert " ".join(words) in told.get("descr")
            assert len(told.get("descr")) > len(" ".join(words)) + 20  # and what is seen
            assert len(told) == 0  # a click on it goes to the next slide
    assert noted == said


def test_the_file_says_what_it_is_and_in_which_language(show):
    about = show.core_properties
    assert (about.title, about.language) == ("How a neural network bends a line", "en")
    assert about.author == "" and about.last_modified_by.startswith("squiggle ")
    for slide in show.slides:
        frames = slide.shapes.title.text_frame, slide.notes_slide.notes_text_frame
        runs = [run for frame in frames for p in frame.paragraphs for run in p.runs]
        assert {run.font._element.get("lang") for run in runs} == {"en"}


def found(node: Any, path: str) -> list[Any]:
    """What an XPath finds from a node of a slide's XML."""
    return etree.XPath(path, namespaces=P)(node)


def test_a_slides_timing_is_where_it_belongs_and_names_what_is_there(show):
    for slide in show.slides:
        page = slide._element
        assert [child.tag.rpartition("}")[2] for child in page] == ["cSld", "clrMapOvr", "timing"]
        ids = [int(number) for number in found(page, "//p:cTn/@id")]
        assert ids == list(range(1, len(ids) + 1))
        shapes = {only(slide, kind).shape_id for kind in (MEDIA, PICTURE)}
        assert {int(number) for number in found(page, "//p:spTgt/@spid")} == shapes
        assert not found(page, "//@repeatCount | //@repeatDur | //p:endCondLst")


def test_clips_start_by_themselves_as_powerpoint_writes_it(show, clips):
    main = "/p:sld/p:timing/p:tnLst/p:par/p:cTn[@nodeType='tmRoot']/p:childTnLst/p:seq/p:cTn"
    first = f"{main}[@nodeType='mainSeq']/p:childTnLst/p:par/p:cTn[@fill='hold']"
    begins = f"{first}/p:stCondLst[p:cond/@delay='indefinite']/p:cond[@evt='onBegin']/p:tn/@val"
    effect = f"{first}/p:childTnLst/p:par[1]/p:cTn/p:childTnLst/p:par/p:cTn"
    command = f"{effect}/p:childTnLst/p:cmd[@type='call'][@cmd='playFrom(0.0)']/p:cBhvr"
    media = "//p:childTnLst/p:video/p:cMediaNode"
    for slide, clip in zip(show.slides, clips, strict=True):
        page, movie = slide._element, str(only(slide, MEDIA).shape_id)
        assert found(page, begins) == found(page, f"{main}/@id")
        (start,) = found(page, effect)
        assert dict(start.attrib) | {"id": ""} == {
            "id": "",
            "presetID": "1",
            "presetClass": "mediacall",
            "presetSubtype": "0",
            "fill": "hold",
            "nodeType": "afterEffect",
        }
        assert found(page, f"{command}/p:cTn/@dur") == [str(round(1000 * seconds(clip)))]
        assert found(page, f"{command}/p:tgtEl/p:spTgt/@spid") == [movie]
        assert found(page, f"{media}/p:cTn/@fill") == ["hold"]
        assert found(page, f"{media}/p:tgtEl/p:spTgt/@spid") == [movie]


def test_the_last_picture_appears_when_the_clip_has_ended(show, clips):
    group = "//p:cTn[p:childTnLst/p:par/p:cTn[@presetClass='entr'][@nodeType='afterEffect']]"
    change = f"{group}//p:set[p:to/p:strVal/@val='visible']/p:cBhvr"
    for slide, clip in zip(show.slides, clips, strict=True):
        page, picture = slide._element, only(slide, PICTURE)
        delays = found(page, f"{group}/p:stCondLst/p:cond/@delay")
        assert delays == [str(round(1000 * seconds(clip)))]
        assert found(page, f"{change}/p:attrNameLst/p:attrName/text()") == ["style.visibility"]
        assert found(page, f"{change}/p:tgtEl/p:spTgt/@spid") == [str(picture.shape_id)]


def seconds(clip: Path) -> float:
    words = ["ffprobe", "-v", "error", "-show_entries", "stream=duration", "-select_streams", "v"]
    done = subprocess.run([*words, "-of", "csv=p=0", str(clip)], capture_output=True, check=True)
    return float(done.stdout)


def test_it_is_what_the_schemas_of_powerpoint_allow(kit):
    audit = pytest.importorskip("openxml_audit")
    assert audit.validate_pptx(str(kit / "lesson.pptx")).errors == []


def test_nothing_is_in_the_file_twice(kit, clips):
    pictures = [clip.with_suffix(".png") for clip in clips]
    held = sum(path.stat().st_size for path in [*clips, *pictures])
    assert (kit / "lesson.pptx").stat().st_size < held + 100_000


@pytest.mark.skipif(not which("soffice"), reason="there is no LibreOffice")
@pytest.mark.skipif(not which("pdftoppm"), reason="there is no Poppler")
def test_libreoffice_opens_it_and_its_pages_show_the_posters(kit, clips, tmp_path):
    home = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    words = ["soffice", home, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*words, str(kit / "lesson.pptx")], check=True, capture_output=True, timeout=120)
    pages = ["pdftoppm", "-scale-to-x", "427", "-scale-to-y", "240", "-png"]
    subprocess.run([*pages, str(tmp_path / "lesson.pdf"), str(tmp_path / "page")], check=True)
    shown = sorted(tmp_path.glob("page-*.png"))
    wanted = [clip.with_suffix(".png") for clip in clips]
    for page, poster in zip(shown, wanted, strict=True):
        nearest = min(wanted, key=lambda other: apart(page, other))
        assert nearest == poster and apart(page, poster) < SAME


def apart(page: Path, poster: Path) -> float:
    """The mean difference of two pictures, the second one made as small as the first."""
    seen = Image.open(page).convert("RGB")
    wanted = Image.open(poster).convert("RGB").resize(seen.size, Image.Resampling.BOX)
    return float(np.abs(np.asarray(seen, float) - np.asarray(wanted, float)).mean())
