"""Who may ask what: every endpoint of the server, by name. What is not named here is refused to everybody."""

from enum import StrEnum
from typing import Final

from callbacks.visitor import Visitor
from data_access.scope import DUTY_ROLES, Role


class Who(StrEnum):
    """To whom an endpoint answers.

    MACHINE        anybody, and nobody is asked who it is: what watches over the server
    ANYONE         anybody; who is signed in is known
    REMOTE         a phone paired with a wall, and all that may see the wall; sums alone
    SCREEN         the wall's own screen, and everyone who signed in
    SIGNED_IN      everyone with an account, also before the one-time password is changed
    LISTING        those who may list households
    DUTY           those whose work the households are
    BRIEFING       those who speak before the wall
    AUDIT          those who may read the log
    ADMINISTRATOR  those who keep the accounts
    """

    MACHINE = "machine"
    ANYONE = "anyone"
    REMOTE = "remote"
    SCREEN = "screen"
    SIGNED_IN = "signed_in"
    LISTING = "listing"
    DUTY = "duty"
    BRIEFING = "briefing"
    AUDIT = "audit"
    ADMINISTRATOR = "administrator"


_ENDPOINTS: Final[dict[Who, tuple[str, ...]]] = {
    Who.MACHINE: (
        "healthz", "readyz", "metrics", "static", "_dash_assets.static", "service_worker",
        "/_dash-component-suites/<string:package_name>/<path:fingerprinted_path>", "/_favicon.ico", "/<path:path>",
        "_households_dash_assets.static", "/households/_favicon.ico", "/households/<path:path>",
        "/households/_dash-component-suites/<string:package_name>/<path:fingerprinted_path>",
    ),
    Who.ANYONE: (
        "sign_in_page", "sign_in", "sign_in_elsewhere", "sign_in_return", "kiosk_page", "kiosk_bind", "who_is_here",
        "door",
        # of walls a stranger learns the names; each of these asks for the wall's code or the remote's token
        "remote", "live_walls", "show_code", "pair", "unpair", "paired", "move", "scene", "card", "api_unknown",
    ),
    Who.REMOTE: ("config", "wall_values", "read_programme", "live"),
    Who.SCREEN: (
        "/", "/_dash-layout", "/_dash-dependencies", "/_dash-update-component", "/_reload-hash",
        "api_indicators", "api_regions", "api_groups", "api_values", "api_industry",
        "boundary_file", "wall_breaks", "wall_points", "wall_matrix", "wall_trace", "wall_change", "wall_sentence",
        "wall_under", "wall_under_column", "wall_under_breaks",
        "trace_households", "trace_workbook", "gaps_workbook", "preview", "official_page",
        "questions_page", "wall_answer", "wall_commands",
    ),
    Who.SIGNED_IN: ("account_page", "change_password", "password_page", "sign_out", "sign_out_everywhere",
                    "start_totp", "confirm_totp"),
    Who.LISTING: (
        "/households/", "/households/_dash-layout", "/households/_dash-dependencies",
        "/households/_dash-update-component", "/households/_reload-hash",
        "households_map", "households_search", "households_saved", "households_save",
        "household_page", "village_page",
        "papers_page", "order_paper", "papers_state", "fetch_paper", "drop_paper",
    ),
    Who.DUTY: ("households_export", "uncover_field", "official_phone_page", "revoke_door", "print_cards"),
    Who.BRIEFING: (
        "briefings_page", "begin_briefing", "begin_with_view", "list_briefings", "briefing_page", "telling_page",
        "name_view", "read_briefing", "write_briefing", "keep_view", "act_on_briefing", "note_down", "settle_noted",
    ),
    Who.AUDIT: ("audit_page", "audit_verify"),
    Who.ADMINISTRATOR: (
        "admin_page", "admin_act",
        "imports_page", "imports_files", "imports_act", "imports_state", "imports_report", "imports_picture",
    ),
}  # fmt: skip

SCENE_ENDPOINTS: Final = ("write_programme", "edit_scenes")
"""The scenes: a remote's token opens them as well, which routes_scenes asks for."""

TABLE: Final[dict[str, Who]] = {
    **{endpoint: who for who, endpoints in _ENDPOINTS.items() for endpoint in endpoints},
    **dict.fromkeys(SCENE_ENDPOINTS, Who.REMOTE),
}
"""Endpoint -> who."""

BEFORE_THE_CHANGE: Final = frozenset({"change_password", "password_page", "sign_out"})
"""What is open to an account whose password is a one-time one."""

_ROLES: Final[dict[Who, frozenset[Role]]] = {
    Who.LISTING: DUTY_ROLES | {Role.LEADER},
    Who.DUTY: DUTY_ROLES,
    Who.BRIEFING: frozenset({Role.LEADER, Role.COUNTY}),
    Who.AUDIT: frozenset({Role.AUDITOR, Role.ADMINISTRATOR}),
    Who.ADMINISTRATOR: frozenset({Role.ADMINISTRATOR}),
}


def may(visitor: Visitor, who: Who) -> bool:
    """Whether an endpoint that answers to `who` answers to this visitor."""
    if who in (Who.MACHINE, Who.ANYONE, Who.REMOTE):
        return True
    if visitor.is_remote:
        return False
    if who is Who.SCREEN:
        return True
    if visitor.is_kiosk:
        return False
    if who is Who.SIGNED_IN:
        return not visitor.is_demo
    return visitor.scope.role in _ROLES[who]
