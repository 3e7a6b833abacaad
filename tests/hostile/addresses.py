"""Every address of the server: who may be answered there. A new endpoint needs a line here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from layouts.view_state import VIEWS
from tests.hostile import asks, county
from tests.hostile.asks import Ask
from tests.hostile.world import EVERYBODY, KIOSKS, ROLES, World

DUTY = frozenset({"county", "township A", "township B", "village A1", "village X1"})
LISTING = DUTY | {"leader"}
SPEAKING = frozenset({"county", "leader"})
SIGNED_IN = frozenset(ROLES)
SCREEN = SIGNED_IN | frozenset(KIOSKS)
WITH_REMOTE = SCREEN | {"remote"}
ALL = frozenset(EVERYBODY)
AUDITING = frozenset({"auditor", "administrator"})
ADMINISTRATOR = frozenset({"administrator"})


@dataclass(frozen=True, slots=True)
class Door:
    """Who may get an answer at an endpoint, with what it is asked, and statuses that are right besides."""

    open_to: frozenset[str]
    asks: Callable[[World], list[Ask]]
    besides: frozenset[int] = frozenset()


DOORS: dict[str, Door] = {
    # machines and files
    "healthz": Door(ALL, asks.at("/healthz")),
    "readyz": Door(ALL, asks.at("/readyz")),
    "metrics": Door(ALL, asks.at("/metrics")),  # the world asks from this machine; test_metrics asks from elsewhere
    "static": Door(ALL, asks.at("/static/x.js", "/static/..%2fapp.py")),
    "_dash_assets.static": Door(
        ALL, asks.at("/assets/wall.css", "/assets/..%2f..%2fapp.py", "/assets/fonts/make/x.py")
    ),
    "_households_dash_assets.static": Door(
        ALL, asks.at("/households/assets/x.js", "/households/assets/..%2f..%2fapp.py")
    ),
    **{name: Door(ALL, made) for prefix in ("/", "/households/") for name, made in asks.dash_files(prefix).items()},
    "service_worker": Door(ALL, asks.at("/service-worker.js")),
    "api_unknown": Door(ALL, asks.at("/api/v1/nothing", "/api/x")),
    # the wall
    **{name: Door(SCREEN, made) for name, made in asks.dash("/").items()},
    "api_indicators": Door(SCREEN, asks.at("/api/v1/indicators", "/api/v1/indicators?x=1")),
    "api_regions": Door(
        SCREEN, asks.at("/api/v1/regions", f"/api/v1/regions?parent={county.TOWN_B}", "/api/v1/regions?parent=")
    ),
    "api_groups": Door(SCREEN, asks.at("/api/v1/groups")),
    "api_values": Door(SCREEN, asks.figures),
    "api_industry": Door(SCREEN, asks.industry),
    "boundary_file": Door(SCREEN, asks.at("/boundaries/x.json", "/boundaries/..%2fmanifest.json")),
    "wall_values": Door(WITH_REMOTE, asks.wall_values),
    "wall_breaks": Door(SCREEN, asks.under_release("/wall/breaks/{release}/quantile/{region}@2019")),
    "wall_points": Door(
        SCREEN, asks.under_release("/wall/points/{release}/{region}/solar", "/wall/points/{release}/{region}/x")
    ),
    "wall_under": Door(
        SCREEN,
        asks.under_release(
            "/wall/under/{release}/x/{region}/village/2019/zh", "/wall/under/{release}/x/{region}/x/1/%25"
        ),
    ),
    "wall_under_column": Door(
        SCREEN,
        asks.under_release(
            "/wall/under/{release}/x/{region}/township/2019/en/POVERTY_INCIDENCE",
            "/wall/under/{release}/x/{region}/village/2019/en/%25",
        ),
    ),
    "wall_under_breaks": Door(
        SCREEN, asks.under_release("/wall/under-breaks/{release}/natural/village/POVERTY_INCIDENCE/{region}@2019")
    ),
    "wall_matrix": Door(SCREEN, asks.under_release("/wall/matrix/{release}/{region}/2019/en")),
    "wall_change": Door(
        SCREEN, asks.under_release("/wall/change/{release}/{region}/below/2019/2018/POVERTY_INCIDENCE/zh")
    ),
    "wall_sentence": Door(
        SCREEN,
        asks.under_release(
            *(f"/wall/sentence/{{release}}?region={{region}}&view={view}" for view in VIEWS),
            "/wall/sentence/{release}?region={region}&view=ranking&rank=announced&since=briefing&lang=en",
            "/wall/sentence/%25?region={region}&household={region}&period=1&kind=%00",
        ),
    ),
    "wall_trace": Door(SCREEN, asks.traces),
    "trace_households": Door(SCREEN, asks.behind),
    "trace_workbook": Door(SCREEN, asks.workbooks),
    "gaps_workbook": Door(SCREEN, asks.gaps),
    "questions_page": Door(SCREEN, asks.at("/questions", "/questions?lang=en&theme=x")),
    "wall_answer": Door(
        SCREEN,
        asks.under_release(
            *(f"/wall/answers/{{release}}/{number}/{{region}}/2019/zh" for number in (1, 16, 20, 21, 25)),
            "/wall/answers/{release}/99/{region}/1/%25",
        ),
    ),
    "wall_commands": Door(SCREEN, asks.under_release("/wall/commands/{release}/zh", "/wall/commands/{release}/%25")),
    "config": Door(WITH_REMOTE, asks.at("/wall/config", "/wall/config?lang=en")),
    "preview": Door(SCREEN, asks.at("/preview", "/preview?lang=en&theme=x")),
    # remotes and scenes
    "remote": Door(ALL, asks.at("/remote", "/remote?lang=en")),
    "live_walls": Door(ALL, asks.at("/live/walls")),
    "show_code": Door(ALL, asks.walls("code", {}, {"x": 1})),
    "pair": Door(ALL, asks.walls("pair", {"code": "000000"}, {"code": 5}), frozenset({410})),
    "paired": Door(ALL, asks.walls("pair", None, method="GET")),
    "unpair": Door(ALL, asks.walls("pair", {}, method="DELETE")),
    "move": Door(ALL, asks.walls("view", {"search": f"?region={county.B1}"}, {"card": {"tiles": 1}}, {"search": 5})),
    "scene": Door(ALL, asks.walls("scene", {"command": "next"}, {"command": "x"})),
    "card": Door(ALL, asks.walls("card", {"command": "open", "n": 1}, {"command": "open", "n": -1})),
    "read_programme": Door(WITH_REMOTE, asks.at("/scenes.json", "/scenes.json?lang=en")),
    "write_programme": Door(WITH_REMOTE, asks.scenes, frozenset({412, 415, 428})),
    "edit_scenes": Door(WITH_REMOTE, asks.at("/scenes", "/scenes?lang=en")),
    # signing in
    "sign_in_page": Door(
        ALL, asks.at("/sign-in", "/sign-in?next=//evil.example/", "/sign-in?next=/household/x&lang=en")
    ),
    "sign_in": Door(
        ALL, asks.form("/sign-in", {"name": "nobody", "password": "x" * 12}, {"name": "a" * 5000, "password": ""})
    ),
    "sign_in_elsewhere": Door(ALL, asks.at("/sign-in/oidc", "/sign-in/x")),
    "sign_in_return": Door(ALL, asks.at("/sign-in/oidc/return?code=x&state=y", "/sign-in/oidc/return")),
    "kiosk_page": Door(ALL, asks.at("/kiosk")),
    "kiosk_bind": Door(ALL, asks.form("/kiosk", {"code": "AAAA-BBBB"})),
    "who_is_here": Door(ALL, asks.at("/who.json")),
    "account_page": Door(SIGNED_IN, asks.at("/account")),
    "password_page": Door(SIGNED_IN, asks.at("/password")),
    "change_password": Door(SIGNED_IN, asks.form("/password", {"old": "x", "new": "y" * 12})),
    "sign_out": Door(SIGNED_IN, asks.form("/sign-out")),
    "sign_out_everywhere": Door(SIGNED_IN, asks.form("/account/sign-out")),
    "start_totp": Door(SIGNED_IN, asks.form("/account/totp/start")),
    "confirm_totp": Door(SIGNED_IN, asks.form("/account/totp/confirm", {"code": "000000"})),
    "audit_page": Door(
        AUDITING, asks.at("/audit", "/audit?event=card_view&user=%25&page=-1", "/audit?since=x&until=9999-99-99")
    ),
    "audit_verify": Door(AUDITING, asks.form("/audit/verify")),
    "admin_page": Door(ADMINISTRATOR, asks.at("/admin")),
    "admin_act": Door(ADMINISTRATOR, asks.acts),
    "imports_page": Door(ADMINISTRATOR, asks.at("/imports", "/imports?lang=en&theme=x&refused=%00")),
    "imports_files": Door(ADMINISTRATOR, asks.uploads),
    "imports_act": Door(ADMINISTRATOR, asks.import_acts),
    "imports_state": Door(ADMINISTRATOR, asks.at("/imports/state.json", "/imports/state.json?lang=x")),
    "imports_report": Door(ADMINISTRATOR, asks.at("/imports/report", "/imports/report?lang=..%2f..")),
    "imports_picture": Door(ADMINISTRATOR, asks.at("/imports/picture.svg?theme=..%2f&lang=en")),
    # briefings
    "briefings_page": Door(SPEAKING, asks.at("/briefings", "/briefings?lang=en&theme=x")),
    "begin_briefing": Door(SPEAKING, asks.form("/briefings", {"title": "月调度"}, {"title": "x" * 300})),
    "begin_with_view": Door(SPEAKING, asks.json_asks("/briefings.json", {"title": "月调度"}, {"title": 5})),
    "list_briefings": Door(SPEAKING, asks.at("/briefings.json", "/briefings.json?lang=x")),
    "briefing_page": Door(SPEAKING, asks.at("/briefings/x", "/briefings/..%2f..")),
    "name_view": Door(
        SPEAKING, asks.at("/briefings/view.json", "/briefings/view.json?search=%3Fregion%3Dx%26period%3D0")
    ),
    "telling_page": Door(SPEAKING, asks.at("/briefings/x/tell", "/briefings/%00/tell")),
    "read_briefing": Door(SPEAKING, asks.at("/briefings/x/state")),
    "write_briefing": Door(
        SPEAKING,
        asks.json_asks("/briefings/x/state", {"title": "x", "scenes": [{"search": "?"}], "version": 1}, method="PUT"),
        frozenset({412}),
    ),
    "keep_view": Door(SPEAKING, asks.json_asks("/briefings/x/scenes", {"search": "?household=x"}, {"search": 5})),
    "act_on_briefing": Door(SPEAKING, asks.json_asks("/briefings/x/act", {"act": "start"}, {"act": "x"})),
    "note_down": Door(SPEAKING, asks.json_asks("/briefings/x/noted", {"kind": "task", "said": "x"}, {"kind": "x"})),
    "settle_noted": Door(SPEAKING, asks.json_asks("/briefings/x/noted/1", {"act": "done"}, {"act": "x"})),
    # papers
    "papers_page": Door(
        LISTING, asks.at("/papers", "/papers?of=%3Fregion%3Dx%26household%3Dy&w=-1&h=99999", "/papers?briefing=%00")
    ),
    "order_paper": Door(LISTING, asks.papers, frozenset({409})),
    "papers_state": Door(LISTING, asks.at("/papers/state.json", "/papers/state.json?lang=x")),
    "fetch_paper": Door(LISTING, asks.at("/papers/x", "/papers/..%2f..%2fpapers.sqlite")),
    "drop_paper": Door(LISTING, asks.form("/papers/x/drop")),
    # households at a desk
    **{name: Door(LISTING, made) for name, made in asks.dash("/households/").items()},
    "households_map": Door(LISTING, lambda world: [asks.Ask(path) for path in asks.lists("/households/map")]),
    "households_search": Door(LISTING, asks.searches),
    "households_saved": Door(LISTING, asks.at("/households/saved")),
    "households_save": Door(LISTING, asks.kept),
    "households_export": Door(DUTY, asks.exports),
    "household_page": Door(LISTING, asks.about_homes("")),
    "revoke_door": Door(DUTY, asks.about_homes("/revoke-door", "POST")),
    "official_page": Door(SCREEN, asks.at("/official/x", "/official/%25", f"/official/{'A' * 300}?lang=en")),
    "official_phone_page": Door(DUTY, asks.form("/official/x/phone", {"reason": "visit"})),
    "village_page": Door(LISTING, asks.about_villages("", "?by=cause&lang=en")),
    "print_cards": Door(DUTY, asks.about_villages("/doors.pdf", method="POST")),
    "door": Door(ALL, asks.doors),
    "uncover_field": Door(DUTY, asks.uncoverings),
}
