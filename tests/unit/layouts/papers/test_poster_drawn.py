"""The poster: of the size that was asked, a picture a scene, in the wall's colours, with the map in the middle."""

import io
import zipfile
from dataclasses import replace

import pytest
from PIL import Image

from layouts.papers.ink import Box, Ink
from layouts.papers.poster import poster, posters
from layouts.papers.poster_panels import arranged, panels_of
from layouts.papers.sheet import Choropleth, Sheet
from tests.made_papers import a_map, a_paper, a_sheet, a_table

SIZES = [(1920, 1080), (1080, 1920), (4864, 1294), (640, 640)]


@pytest.mark.parametrize("size", SIZES)
def test_the_size_is_the_one_asked_for(size: tuple[int, int]) -> None:
    picture = Image.open(io.BytesIO(poster(a_paper(), *size)))
    assert (picture.format, picture.size) == ("PNG", size)


def test_a_story_is_a_pack_of_pictures_in_their_order() -> None:
    told: list[tuple[int, int]] = []
    paper = a_paper(a_sheet("一/开场"), a_sheet(".."), a_sheet(""))
    with zipfile.ZipFile(io.BytesIO(poster(paper, 960, 540, lambda done, of: told.append((done, of))))) as pack:
        assert pack.namelist() == ["01-一-开场.png", "02.png", "03.png"]
        assert {Image.open(pack.open(name)).size for name in pack.namelist()} == {(960, 540)}
    assert told == [(1, 3), (2, 3), (3, 3)]


@pytest.mark.parametrize(("theme", "lightness"), [("dark", (0, 90)), ("light", (200, 255))])
def test_the_ground_is_that_of_the_theme(theme: str, lightness: tuple[int, int]) -> None:
    picture = Image.open(io.BytesIO(poster(a_paper(theme=theme), 1280, 720))).convert("L")
    corners = [picture.getpixel(at) for at in ((2, 2), (1277, 2), (2, 717), (1277, 717))]
    assert all(lightness[0] <= one <= lightness[1] for one in corners)


@pytest.mark.parametrize(("size", "least"), [((1920, 1080), 0.1), ((2432, 647), 0.05), ((1080, 1920), 0.12)])
def test_the_map_is_large_and_in_the_middle_however_much_there_is_beside_it(
    size: tuple[int, int], least: float
) -> None:
    sheet = replace(a_sheet(), charts=a_sheet().charts * 3, tables=(a_table(40),) * 4)
    picture = Image.open(io.BytesIO(poster(a_paper(sheet, theme="dark"), *size))).convert("RGB")
    colours = {(0x57, 0x99, 0x81), (0x35, 0x68, 0xB1), (0x1C, 0x1C, 0x4A)}
    across = [x for x in range(0, size[0], 4) for y in range(0, size[1], 4) if picture.getpixel((x, y)) in colours]
    assert len(across) > least * (size[0] // 4) * (size[1] // 4)
    assert abs(sum(across) / len(across) - size[0] / 2) < size[0] * 0.12


def test_panels_keep_apart_and_within_their_columns() -> None:
    columns = [Box(0, 0, 420, 800), Box(1400, 0, 420, 800)]
    panels = panels_of(Sheet("", "", "", charts=a_sheet().charts * 3, tables=(a_table(200), a_table(2))))
    with Ink("dark", "", "zh") as ink:
        placed, left = arranged(ink, panels, columns, 1.0)
    boxes = [box for _, box in placed]
    assert len(placed) + left == len(panels) and left > 0
    assert not any(one.meets(other) for place, one in enumerate(boxes) for other in boxes[place + 1 :])
    assert all(
        any(box.x == c.x and box.width == c.width and box.bottom <= c.bottom + 0.01 for c in columns) for box in boxes
    )


@pytest.mark.parametrize(
    "sheet",
    [
        Sheet("没了", "", "", missing=("所指的乡已并入云沟镇。",)),
        Sheet("图", "", "", map=a_map(1)),
        Sheet("图", "", "", map=Choropleth("", "", (), ())),
        Sheet("表", "", "", tables=(a_table(300),)),
        Sheet("", "", "", charts=a_sheet().charts),
    ],
)
def test_part_of_a_sheet_is_enough(sheet: Sheet) -> None:
    for size in ((1280, 720), (720, 1280), (2880, 540)):
        picture = Image.open(io.BytesIO(poster(a_paper(sheet), *size))).convert("L")
        assert len(set(picture.resize((64, 64)).tobytes())) > 3, "something is drawn"


def test_nothing_is_a_picture_as_well() -> None:
    assert len(posters(a_paper(sheets=()), 800, 450)) == 1


def test_the_watermark_is_seen_and_is_pale() -> None:
    plain = Image.open(io.BytesIO(poster(a_paper(), 1280, 720))).convert("L")
    marked = Image.open(io.BytesIO(poster(a_paper(watermark="张为民 2019-10-08"), 1280, 720))).convert("L")
    apart = [abs(one - other) for one, other in zip(plain.tobytes(), marked.tobytes(), strict=True)]
    assert sum(one > 8 for one in apart) > 2000
    assert max(apart) < 64
