"""What every address of the server is asked with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from data_access.doors import open_doors
from data_access.tokens import household_tokens
from tests.hostile import county
from tests.hostile.callback_bodies import REGIONS
from tests.hostile.world import HALL, World


@dataclass(frozen=True, slots=True)
class Ask:
    """One request: an address, and what it sends; `opens`: the village of which a door's code tells a masked name."""

    path: str
    method: str = "GET"
    sent: dict[str, Any] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    opens: str = ""

    @property
    def said(self) -> str:
        """Everything that the asker said."""
        return f"{self.path} {self.sent} {self.headers}"


def at(*paths: str) -> Callable[[World], list[Ask]]:
    return lambda world: [Ask(path) for path in paths]


def form(path: str, *forms: dict[str, str]) -> Callable[[World], list[Ask]]:
    return lambda world: [Ask(path, "POST", {"data": form}) for form in ({}, *forms)]


def json_asks(path: str, *bodies: Any, method: str = "POST", **headers: str) -> Callable[[World], list[Ask]]:
    return lambda world: [Ask(path, method, {"json": body}, headers) for body in ({}, [], *bodies)]


def households(world: World) -> list[str]:
    """A token of a household of each village, and two of none."""
    own = {home.village: token for token, home in world.tokens.items()}
    return [*own.values(), "x" * 20, "..%2F..%2Fetc"]


def wall_values(world: World) -> list[Ask]:
    rest = f"{county.YEAR}/zh"
    return [Ask(f"/wall/values/{world.release.id}/x/{code}/{rest}") for code in (*REGIONS, "%25", "x")]


def traces(world: World) -> list[Ask]:
    figures = ("POVERTY_INCIDENCE", "registered_household_count", "registered_household_count@x", "nothing")
    return [
        Ask(f"/wall/trace/{world.release.id}/{figure}/{code}/{county.YEAR}/zh")
        for code in REGIONS
        for figure in figures
    ]


def behind(world: World) -> list[Ask]:
    figures = ("INDUSTRY_HOUSEHOLD_COVERAGE", "registered_household_count", "village_count", "nothing")
    return [Ask(f"/wall/trace-households?figure={f}&region={code}&lang=zh")
            for code in REGIONS for f in figures]  # fmt: skip


def workbooks(world: World) -> list[Ask]:
    figures = ("POVERTY_INCIDENCE", "registered_household_count", "nothing")
    return [
        Ask(f"/wall/trace.xlsx?figure={figure}&region={code}&period={county.YEAR}&lang=zh")
        for code in REGIONS
        for figure in figures
    ]


def gaps(world: World) -> list[Ask]:
    return [Ask(f"/wall/gaps.xlsx?region={code}&period={county.YEAR}&lang=zh") for code in REGIONS]


def industry(world: World) -> list[Ask]:
    views = "kinds coverage intersections gaps matrix solar tourism workshops farming flows effect support doubts"
    found = [
        Ask(f"/api/v1/industry/{v}?region={code}&period={county.YEAR}")
        for v in [*views.split(), "published", "x"]
        for code in REGIONS[::3]
    ]
    return [*found, Ask(f"/api/v1/industry/trace?region={county.B1}&period={county.YEAR}&figure=village_count")]


def figures(world: World) -> list[Ask]:
    return [
        Ask(f"/api/v1/values?region={code}&indicator={name}&period={county.YEAR}&level=villages")
        for code in REGIONS[:1]
        for name in world.release.indicators
    ]


def walls(tail: str, *bodies: Any, method: str = "POST") -> Callable[[World], list[Ask]]:
    def asks(world: World) -> list[Ask]:
        token = world.cookie("remote").partition("=")[2]
        bearer = {"Authorization": f"Bearer {token}"}
        found = [Ask(f"/live/walls/{HALL}/{tail}", method, {"json": b}, h) for b in bodies for h in ({}, bearer)]
        return [*found, Ask(f"/live/walls/{'x' * 50}/{tail}", method, {"json": {}})]

    return asks


def scenes(world: World) -> list[Ask]:
    stale = {"If-Match": '"none"'}
    return [Ask("/scenes.json", "PUT", {"json": {"scenes": []}}), Ask("/scenes.json", "PUT", {"json": []}, stale),
            Ask("/scenes.json", "PUT", {"data": "x"}, stale)]  # fmt: skip


def acts(world: World) -> list[Ask]:
    acts = ("add", "change", "disable", "enable", "unlock", "remove", "reset", "clear_totp", "end_session", "add_kiosk",
            "revoke_kiosk", "revoke_remotes", "nothing")  # fmt: skip
    forms: tuple[dict[str, str], ...] = (
        {},
        {"name": "nobody"},
        {"name": "made", "role": "village", "region_code": "%"},
        {"name": "\x00", "role": "king"},
    )
    return [Ask(f"/admin/{act}", "POST", {"data": form}) for act in acts for form in forms]


def _form_data(name: str, content: bytes) -> dict[str, Any]:
    told = f'--x\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n\r\n'.encode()
    return {"data": told + content + b"\r\n--x--\r\n", "content_type": "multipart/form-data; boundary=x"}


def uploads(world: World) -> list[Ask]:
    """Forms that are none, files whose names lead elsewhere, kinds that there are not; none is a workbook."""
    cut = {"data": b"--x\r\nContent-Disposition: form-data\r\n", "content_type": "multipart/form-data; boundary=x"}
    sent: tuple[dict[str, Any], ...] = (
        {}, {"data": b"x" * 2000, "content_type": "text/plain"}, cut, {"json": [1]}, _form_data("", b""),
        _form_data("../../../etc/x\x00.xlsx", b"PK\x03\x04"), {"data": b"", "content_type": "multipart/form-data"},
    )  # fmt: skip
    found = [Ask(f"/imports/files?kind={kind}", "POST", dict(each)) for kind in ("ledger", "%00") for each in sent]
    return [*found, Ask("/imports/files", "POST", _form_data("a.xlsx", b"x"))]


def import_acts(world: World) -> list[Ask]:
    forms: tuple[dict[str, str], ...] = ({}, {"offset": "x"}, {"offset": "auto", "crs": "\x00"}, {"job": "y" * 30})
    acts = ("look", "do", "end", "nothing")
    return [Ask(f"/imports/{act}", "POST", {"data": form}) for act in acts for form in forms]


def uncoverings(world: World) -> list[Ask]:
    """A field of a household of each village with a reason, one of a member, and some that are no request."""
    made = household_tokens(world.settings.home)
    found = []
    for token, home in [(world.token_of[home.id], home) for home in county.HOMES[:: county.HOUSEHOLDS_EACH]]:
        member = made.token(f"{home.id}\x1f{home.person_id(0)}")
        child = made.token(f"{home.id}\x1f{home.person_id(2)}")
        for asked_for, who in (("phone_no", ""), ("identity_no", member), ("name", child)):
            asked = {"field": asked_for, "member": who, "reason": "verify", "words": ""}
            found.append(Ask(f"/household/{token}/uncover", "POST", {"json": asked}))
    wrong = (
        {},
        [],
        {"field": "disease_zh", "reason": "verify"},
        {"field": 5, "reason": []},
        {"field": "name", "reason": "x"},
    )
    return found + [Ask(f"/household/{households(world)[0]}/uncover", "POST", {"json": body}) for body in wrong]


def doors(world: World) -> list[Ask]:
    """The codes on the doors of a household of each village; and none."""
    made = open_doors(world.settings.home)
    found = []
    for home in county.HOMES[:: county.HOUSEHOLDS_EACH]:
        token = world.token_of[home.id]
        code = made.codes(home.village, [token])[token]
        found += [Ask(f"/h/{code}{tail}", opens=home.village) for tail in ("", "?plain=1")]
    return [*found, Ask(f"/h/{'x' * 24}"), Ask("/h/%00")]


def about_homes(tail: str, method: str = "GET") -> Callable[[World], list[Ask]]:
    return lambda world: [Ask(f"/household/{token}{tail}", method) for token in households(world)]


def about_villages(*tails: str, method: str = "GET") -> Callable[[World], list[Ask]]:
    """Addresses under that of a village, of each region and of none."""
    places = (*REGIONS, "%25", "x" * 300)
    return lambda world: [Ask(f"/village/{code}{tail}", method) for code in places for tail in tails]


def under_release(*forms: str) -> Callable[[World], list[Ask]]:
    """Addresses that name the release and a region."""
    return lambda world: [Ask(one.format(release=world.release.id, region=code)) for one in forms for code in REGIONS]


LISTS = ("", "?region={B1}", "?region={B}&status=1&unmet=HOUSING", "?cause=01&monitoring=1&line=below&attribute=05",
         "?region=%25&lang=en&full=1", "?visit=90&age=x&size=6")  # fmt: skip
_SEARCHED = (
    "甲一村",
    "zq",
    "ZQHH001KEY",
    "0010",
    "1234",
    "",
    "%",
    "_",
    "鸀",
    "鸃鯰鲐",
    "\x00",
    "a" * 5000,
    "' OR 1=1 --",
)


def lists(prefix: str) -> list[str]:
    """Addresses of lists of households."""
    return [prefix + told.format(B1=county.B1, B=county.TOWN_B) for told in LISTS]


def papers(world: World) -> list[Ask]:
    """Orders that are none: no process is begun for any of them."""
    forms: tuple[dict[str, str], ...] = (
        {}, {"kind": "exe"}, {"kind": "png", "width": "9" * 5}, {"kind": "pdf", "people": "1"},
        {"kind": "pdf", "people": "1", "approval": "x"}, {"kind": "xlsx", "approval": "x" * 200},
    )  # fmt: skip
    at_view = [Ask("/papers?of=%3Fview%3Dduty", "POST", {"data": form}) for form in forms]
    return [*at_view, Ask("/papers?briefing=x", "POST", {"data": {"kind": "pdf"}})]


def exports(world: World) -> list[Ask]:
    told: tuple[Any, ...] = ({"purpose": "核对名单"}, {"purpose": "核对名单", "sensitive": True}, {"purpose": "x"}, [])
    return [Ask(path, "POST", {"json": body}) for path in lists("/households/export")[:4] for body in told]


def searches(world: World) -> list[Ask]:
    found = [Ask("/households/search", "POST", {"json": {"words": words}}) for words in _SEARCHED]
    return [*found, *(Ask("/households/search", "POST", {"json": body}) for body in ([], {"words": {"a": 1}}, 5))]


def kept(world: World) -> list[Ask]:
    bodies: tuple[Any, ...] = (
        {"name": "<b>", "search": f"?region={county.B1}"},
        {"name": "x" * 500, "search": ""},
        {},
        5,
    )
    return [Ask("/households/saved", method, {"json": body}) for method in ("POST", "DELETE") for body in bodies]


def dash(prefix: str) -> dict[str, Callable[[World], list[Ask]]]:
    """The addresses at which an application of Dash answers."""
    return {
        prefix: at(prefix, f"{prefix}?region={county.B1}", f"{prefix}?lang=en&region=%25&household=x"),
        f"{prefix}_dash-layout": at(f"{prefix}_dash-layout"),
        f"{prefix}_dash-dependencies": at(f"{prefix}_dash-dependencies"),
        f"{prefix}_dash-update-component": json_asks(f"{prefix}_dash-update-component", {"output": "kpi.children"}, 5),
        f"{prefix}_reload-hash": at(f"{prefix}_reload-hash"),
    }


def dash_files(prefix: str) -> dict[str, Callable[[World], list[Ask]]]:
    """Its files, which are everybody's."""
    suites = f"{prefix}_dash-component-suites/"
    return {
        f"{suites}<string:package_name>/<path:fingerprinted_path>": at(f"{suites}dash/x.js", f"{suites}os/path.py"),
        f"{prefix}_favicon.ico": at(f"{prefix}_favicon.ico"),
        f"{prefix}<path:path>": at(f"{prefix}nothing", f"{prefix}a/b", f"{prefix}%00"),
    }
