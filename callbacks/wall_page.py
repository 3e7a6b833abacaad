"""The page as it is sent: the frame of the wall for the current release, or what to do when there is none."""

from collections.abc import Collection
from math import isnan
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

from dash.development.base_component import Component
from flask import has_request_context, request

from callbacks.layers import layer_names, map_layers
from callbacks.routes_boundaries import drawn_with, edition
from callbacks.scene_list import opening
from callbacks.services import Services
from callbacks.view import choices_of, tabs_by_view
from data_access.errors import GuatuError
from data_access.indicators import Indicator
from data_access.messages import Tongue, as_label, messages, text
from data_access.release import Release
from data_access.vocabulary import ERAS, era_of
from layouts.figures.choropleth import choropleth
from layouts.layers import Layer
from layouts.view_state import LANGUAGES, OPTIONS, VIEWS, Choices
from layouts.views import scopes
from layouts.wall import WallPage, no_release_page, page

STATUS: Final = "OPERATING_STATUS"
_KEEPING: Final = ("keep", "keep_in", "keep_new", "keep_name", "keep_notes", "keep_do", "keep_not")


def wall_page(services: Services) -> Component:
    """The wall in the language of the address, or a page that says why there is no release and how to get one."""
    lang = _language(services)
    release, reason = _current(services)
    if release is None:
        return no_release_page(reason, lang)
    lang = Tongue(lang, era_of(release.latest_period))
    choices = choices_of(services, release)
    config = _config(services, release, choices, lang)
    return page(
        WallPage(
            config=config,
            title=config["frame"]["title"],
            status=config["frame"]["status"],
            tabs=config["tabs"],
            tab_names=dict(config["frame"]["tabs"]),
            more=config["frame"]["more"],
            names={code: said["name"] for code, said in config["indicators"].items()},
            periods=tuple(choices.periods),
            layers=map_layers(release, lang),
            lang=lang,
        )
    )


def wall_config(services: Services, lang: str) -> dict[str, Any]:
    """What the painter in the browser needs, for an open page that hears of another release; raises ReleaseError."""
    release = services.releases.current()
    tongue = Tongue(lang, era_of(release.latest_period))
    return _config(services, release, choices_of(services, release), tongue)


def _frame(services: Services, release: Release, tabs: tuple[str, ...], lang: str) -> dict[str, Any]:
    """The words around the map that come from the release: the browser puts others in when there is another."""
    return {
        "title": _title(services, release, lang),
        "status": _status(services, release, lang),
        "tabs": [[code, _tab_name(release.indicators[code], release.latest_period, lang)] for code in tabs],
        "more": list(release.indicators),
    }


def _tab_name(indicator: Indicator, period: int, lang: str) -> str:
    """The short name of a tab where the catalogue of messages has one."""
    key = f"tab.{indicator.code}"
    return text(key, lang) if key in messages() else as_label(indicator.name(period, lang))


def _look(layer: Layer) -> dict[str, str | None]:
    return {"symbol": layer.symbol, "colour": layer.colour, "sizedBy": layer.sized_by, "unit": layer.unit}


def _language(services: Services) -> str:
    """The language of the page that asks for its layout: Dash asks by an address of its own, so the referrer tells."""
    page_address = urlsplit(request.referrer or "") if has_request_context() else urlsplit("")
    asked = parse_qs(page_address.query).get("lang", [services.settings.language])[-1]
    return asked if asked in LANGUAGES else services.settings.language


def _current(services: Services) -> tuple[Release | None, GuatuError | None]:
    return services.releases.current_or_reason()


def _status(services: Services, release: Release, lang: str) -> list[str]:
    said = [text("wall.as_of", lang, date=release.as_of.isoformat())]
    said.append(text("wall.released", lang, time=release.meta.created_at.strftime("%m-%d %H:%M")))
    if services.releases.pinned():
        said.append(text("wall.pinned", lang))
    manifest = services.boundaries.manifest
    if manifest is not None and manifest["map_approval_no"]:
        said.append(text("wall.map_approval", lang, number=manifest["map_approval_no"]))
    if release.is_demo:
        said.append(text("wall.demo_short", lang))
    return said


def _config(services: Services, release: Release, choices: Choices, lang: str) -> dict[str, Any]:
    """What the painter in the browser needs once: defaults, catalogue, colours of the classes, words."""
    by_view = tabs_by_view(release)
    tabs = tuple(dict.fromkeys(code for codes in by_view.values() for code in codes))
    shown = [release.indicators[code] for code in release.indicators]
    return {
        "base": "/",
        "release": release.id,
        "edition": edition(services),
        "drawn": drawn_with(services),
        "isPinned": services.releases.pinned() is not None,
        "region": choices.region,
        "indicator": choices.indicator,
        "period": choices.period,
        "periods": list(choices.periods),
        "briefed": release.earlier.briefed(),
        "sheets": [[sheet.first, sheet.last] for sheet in release.history.sheets],
        "opening": opening(services.settings, choices),
        "layerNames": layer_names(release, lang),
        "layerLooks": {layer.name: _look(layer) for layer in map_layers(release, lang)},
        "statusNames": {code: release.code_name(STATUS, code, lang) for code in release.items(STATUS)},
        "lang": services.settings.language,
        "options": {name: list(values) for name, values in OPTIONS.items()},
        "defaults": {name: choices.default(name) for name in OPTIONS},
        "kinds": list(choices.kinds),
        "indicatorOf": {view: choices.indicator_of(view) for view in VIEWS},
        "layersOf": {view: list(choices.layers_of(view)) for view in VIEWS},
        "scopes": scopes(),
        "tabs": {view: list(codes) for view, codes in by_view.items()},
        "indicators": {
            i.code: _indicator(i, release.latest_period, lang) | _known_in(release, i, choices.periods) for i in shown
        },
        "figure": choropleth(map_layers(release, lang)).to_plotly_json(),
        "texts": _texts(release, lang),
        "product": services.product,
        "frame": _frame(services, release, tabs, lang),
        "spoken": _spoken(services, release, tabs, lang),
    }


def _spoken(services: Services, release: Release, tabs: tuple[str, ...], lang: str) -> dict[str, Any]:
    """Era -> the words of the frame that are others in another era: title, tabs, layers, names of indicators."""
    told = {era: _words(services, release, tabs, Tongue(lang, era)) for era in ERAS}
    varies = {part: {key for key in told[ERAS[0]][part] if len({told[era][part][key] for era in ERAS}) > 1}
              for part in told[ERAS[0]]}  # fmt: skip
    return {
        era: {part: {key: said[key] for key in said if key in varies[part]} for part, said in words.items()}
        for era, words in told.items()
    }


def _words(services: Services, release: Release, tabs: tuple[str, ...], lang: Tongue) -> dict[str, dict[str, str]]:
    year = release.latest_period
    return {
        "frame": {"title": _title(services, release, lang)},
        "tabs": {code: _tab_name(release.indicators[code], year, lang) for code in tabs},
        "layers": layer_names(release, lang),
        "names": {indicator.code: indicator.name(year, lang) for indicator in release.indicators.values()},
    }


def _title(services: Services, release: Release, lang: str) -> str:
    return services.settings.title_zh or text("wall.title", lang, region=release.root.name(lang))


def _indicator(indicator: Indicator, period: int, lang: str) -> dict[str, Any]:
    return {
        "name": indicator.name(period, lang),
        "unit": indicator.unit_text(lang),
        "decimals": indicator.decimals,
        "breaks": list(indicator.breaks) or [0],
        "direction": indicator.good_direction,
        "parts": _parts(indicator, lang),
        "classes": _class_names(indicator, lang),
    }


def _known_in(release: Release, indicator: Indicator, periods: Collection[int]) -> dict[str, list[int]]:
    """The periods in which the whole has a value, where those are not all: what is of the day of the data has one."""
    known = [period for period in periods if not isnan(release.value(indicator.code, release.root.code, period))]
    return {"periods": known} if 0 < len(known) < len(periods) else {}


def _class_names(indicator: Indicator, lang: str) -> list[str]:
    """What policy calls the classes, where it has words for them."""
    keys = [f"map.class.{indicator.code}.{at}" for at in range(len(indicator.breaks))]
    return [text(key, lang) for key in keys if key in messages()]


def _parts(indicator: Indicator, lang: str) -> list[str]:
    """What numerator and denominator are, in words; the catalogue has them in Chinese without its asides."""
    if lang == "en" or not indicator.denominator_zh:
        return [text("wall.numerator", lang), text("wall.denominator", lang)]
    return [name.split(" (")[0].replace(">=", "≥") for name in (indicator.numerator_zh, indicator.denominator_zh)]


def _texts(release: Release, lang: str) -> dict[str, str]:
    keys = (
        "missing",
        "withheld",
        "none",
        "not_offered",
        "all",
        "value",
        "region",
        "lost",
    )
    said = {key: text(f"wall.{key}", lang) for key in keys}
    said |= {
        name: text(f"map.{name}", lang)
        for name in ("breaks", "breaks_policy", "breaks_quantile", "breaks_natural", "rank", "difference", "period")
    }
    said |= {f"points_{unit}": text(f"map.points_{unit}", lang) for unit in ("%", "‰")}
    said["points_off"] = text("layer_size.off", lang)
    said["more_rows"] = text("map.more_rows", lang, count="{count}", all="{all}")
    said["many"] = text("map.many", lang, name="{name}", count="{count}")
    said["change_since"] = text("map.change_since", lang, period="{period}")
    said["place"] = text("wall.place", lang, place="{place}", count="{count}")
    said |= {name: text(f"briefings.{name}", lang) for name in _KEEPING}
    said["keep_title"] = text("briefings.new_title", lang)
    said["heard"] = text("wall.heard", lang, time="{time}")
    said["lost_since"] = text("wall.lost_since", lang, time="{time}")
    said["band"] = text("live.band", lang, time="{time}")
    said |= {key: text(f"live.{key}", lang) for key in ("code_title", "presents_end", "presents_lost")}
    said |= {
        "code_hint": text("live.code_hint", lang, seconds="{seconds}"),
        "presents": text("live.presents", lang, name="{name}"),
    }
    for name in ("indicator", "period", "layers", "lang", "household", "option"):
        said[f"refused_{name}"] = text(f"refused.{name}", lang)
    said["refused_region"] = text("refused.region", lang, region=release.root.name(lang))
    return said
