"""What the page of one village's households says: tiles by one indicator, their counts, the picture of the village."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from data_access.households.records import Status, Tile, TilePage
from data_access.households.records_village import TONES, Dwelling, TileBy
from data_access.messages import text
from layouts.village_map import village_map


def village_values(
    page: TilePage,
    by: TileBy,
    choices: Sequence[TileBy],
    tones: Mapping[str, str],
    geometry: Mapping[str, Any] | None,
    dwellings: Sequence[Dwelling],
    lang: str,
) -> dict[str, Any]:
    """The values of layouts/pages/village.html. `tones`: token -> tone for every indicator but the status."""
    order = [str(status) for status in Status] if by is TileBy.STATUS else list(TONES[by])
    by_token = {
        tile.token: str(tile.status) if by is TileBy.STATUS else tones.get(tile.token, order[-1]) for tile in page.tiles
    }
    counts = Counter(by_token.values())
    area = "household.status.{}" if by is TileBy.STATUS else "village.tone.{}"
    return {
        "place": page.place,
        "total": page.total,
        "by": by,
        "choices": [(str(one), text(f"village.by_{one}", lang)) for one in choices],
        "legend": [(tone, text(area.format(tone), lang), counts[tone]) for tone in order if counts[tone]],
        "tiles": [
            _tile(tile, by_token[tile.token], by, area, lang)
            for tile in sorted(page.tiles, key=lambda tile: order.index(by_token[tile.token]))
        ],
        "map": village_map(geometry, dwellings, by_token),
        "names": {tile.token: tile.head_name or text("household.tiles.no_name", lang) for tile in page.tiles},
        "dwelling_count": len(dwellings),
        "is_rounded": any(home.token is None for home in dwellings),
    }


def _tile(tile: Tile, tone: str, by: TileBy, area: str, lang: str) -> dict[str, str]:
    count = (
        text("household.not_reported", lang)
        if tile.member_count is None
        else text("household.tiles.count", lang, count=tile.member_count)
    )
    name = tile.head_name or text("household.tiles.no_name", lang)
    said = text(area.format(tone), lang)
    mark = text(f"household.glyph.{tone}", lang) if by is TileBy.STATUS else said
    return {"token": tile.token, "name": name, "count": count, "tone": tone, "mark": mark,
            "label": text("household.tiles.label", lang, name=name, count=count, status=said)}  # fmt: skip
