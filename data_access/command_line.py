"""What `guatu` understands: the commands, their options and their help, in the terminal's language."""

import argparse
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final, NoReturn

from data_access.account_command_line import add_account_commands
from data_access.ledger.command_line import add_ledger_command
from data_access.messages import text
from data_access.region_files import RegionTableError
from data_access.settings import DEMO_SCALES

COMMANDS: Final = (
    "serve", "demo", "check", "regions", "boundaries", "refresh", "release", "walls", "scenes",
    "map", "ledger", "user", "kiosk", "audit", "store", "doctor",
)  # fmt: skip


class UsageError(Exception):
    """The command line makes no sense; the text is argparse's own."""


@dataclass(frozen=True, slots=True)
class LayerOption:
    """`--layer NAME=LEVEL`: a layer of a geographic file, and the level of its regions ("": to be told)."""

    name: str
    level: str


@dataclass(frozen=True, slots=True)
class FigureOption:
    """`--figure LAYER.COLUMN=CODE[:UNIT[:NAME]]`: a column that becomes a figure about its regions."""

    layer: str
    column: str
    code: str
    unit_zh: str
    name_zh: str


def terminal_language(environment: Mapping[str, str]) -> str:
    """The language of the terminal: GUATU_LANGUAGE, else what the locale says, else English."""
    told = environment.get("GUATU_LANGUAGE", "")
    if told in ("zh", "en"):
        return told
    locale = environment.get("LC_ALL") or environment.get("LC_MESSAGES") or environment.get("LANG") or ""
    return "zh" if locale.lower().startswith("zh") else "en"


def build_parser(lang: str) -> argparse.ArgumentParser:
    """The parser of the whole command line; `command` (and `action`) in its result name what to do."""
    parser = _Parser(prog="guatu", description=text("cli.about", lang), epilog=text("cli.settings", lang))
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)

    def command(name: str, group: "argparse._SubParsersAction[_Parser]" = commands, key: str = "") -> _Parser:
        key = key or name
        made = group.add_parser(
            name,
            help=text(f"cli.{key}.help", lang),
            description=text(f"cli.{key}.help", lang),
            epilog=text(f"cli.{key}.examples", lang),
        )
        made.formatter_class = argparse.RawDescriptionHelpFormatter
        return made

    serve = command("serve")
    serve.add_argument("--host", help=text("cli.serve.host", lang))
    serve.add_argument("--port", type=int, help=text("cli.serve.port", lang))
    serve.add_argument("--workers", type=_workers, metavar="N", help=text("cli.serve.workers", lang))
    demo = command("demo")
    demo.add_argument(
        "scenario", nargs="?", default="bashang", metavar="SCENARIO", help=text("cli.demo.scenario", lang)
    )
    demo.add_argument("--scale", choices=DEMO_SCALES, help=text("cli.demo.scale", lang))
    check = command("check")
    check.add_argument("url", nargs="?", metavar="URL", help=text("cli.check.url", lang))
    check.add_argument("--today", type=_day, metavar="YYYY-MM-DD", help=text("cli.check.today", lang))
    check.add_argument("--document", action="store_true", help=text("cli.check.document", lang))
    refresh = command("refresh")
    refresh.add_argument(
        "--within", type=_minutes, default=timedelta(0), metavar="MINUTES", help=text("cli.refresh.within", lang)
    )

    regions = command("regions").add_subparsers(dest="action", metavar="ACTION", required=True)
    taken = command("import", regions, "regions.import")
    taken.add_argument("files", nargs="+", type=Path, metavar="FILE")
    taken.add_argument(
        "--layer", action="append", type=_layer, default=[], metavar="NAME=LEVEL", help=text("cli.regions.layer", lang)
    )
    taken.add_argument(
        "--figure",
        action="append",
        type=_figure,
        default=[],
        metavar="LAYER.COLUMN=CODE[:UNIT[:NAME]]",
        help=text("cli.regions.figure", lang),
    )
    taken.add_argument("--year", type=int, metavar="Y", help=text("cli.regions.year", lang))
    taken.add_argument("--replace", action="store_true", help=text("cli.regions.replace", lang))
    _file_options(taken, lang)

    changed = command("crosswalk", regions, "regions.crosswalk")
    changed.add_argument("file", type=Path, metavar="FILE.csv")
    changed.add_argument("--replace", action="store_true", help=text("cli.regions.replace", lang))

    boundaries = command("boundaries").add_subparsers(dest="action", metavar="ACTION", required=True)
    drawn = command("import", boundaries, "boundaries.import")
    drawn.add_argument("files", nargs="+", type=Path, metavar="FILE")
    _boundary_options(drawn, lang)
    _file_options(drawn, lang)

    scenes = command("scenes").add_subparsers(dest="action", metavar="ACTION", required=True)
    for action in ("show", "check"):
        command(action, scenes, f"scenes.{action}")

    release = command("release").add_subparsers(dest="action", metavar="ACTION", required=True)
    for action in ("list", "show", "pin", "unpin"):
        made = command(action, release, f"release.{action}")
        if action in ("show", "pin"):
            made.add_argument(
                "release_id",
                metavar="RELEASE",
                nargs="?",
                help=text("cli.release.id", lang),
            )

    _map_commands(command("map").add_subparsers(dest="action", metavar="ACTION", required=True), command, lang)

    walls = command("walls").add_subparsers(dest="action", metavar="ACTION", required=True)
    command("list", walls, "walls.list")
    command("revoke", walls, "walls.revoke").add_argument("name", metavar="NAME", help=text("cli.walls.name", lang))
    add_ledger_command(command, lang)
    add_account_commands(command, lang)
    command("doctor")
    return parser


def _map_commands(actions: Any, command: "Callable[..., _Parser]", lang: str) -> None:
    drafted = command("suggest", actions, "map.suggest")
    drafted.add_argument("url", nargs="?", metavar="URL", help=text("cli.map.url", lang))
    drafted.add_argument("-o", "--output", type=Path, metavar="FILE", help=text("cli.map.suggest.output", lang))
    drafted.add_argument("--schema", metavar="NAME", help=text("cli.map.suggest.schema", lang))
    for action in ("check", "apply"):
        made = command(action, actions, f"map.{action}")
        made.add_argument("file", nargs="?", type=Path, metavar="FILE", help=text("cli.map.file", lang))
        made.add_argument("--url", metavar="URL", help=text("cli.map.url", lang))
        if action == "check":
            made.add_argument("--today", type=_day, metavar="YYYY-MM-DD", help=text("cli.check.today", lang))
        else:
            made.add_argument("--views", action="store_true", help=text("cli.map.apply.views", lang))


class _Parser(argparse.ArgumentParser):
    """argparse that says one line, and leaves the exit to `main`."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{self.prog}: {message} ({self.prog} --help)")


def _boundary_options(parser: argparse.ArgumentParser, lang: str) -> None:
    def said(key: str) -> str:
        return text(f"cli.boundaries.{key}", lang)

    parser.add_argument(
        "--layer", action="append", type=_any_layer, default=[], metavar="NAME[=LEVEL]", help=said("layer")
    )
    parser.add_argument("--meridian", type=float, metavar="DEGREES", help=said("meridian"))
    offset = parser.add_mutually_exclusive_group()
    for option, value in (("--gcj02", "gcj02"), ("--bd09", "bd09"), ("--no-offset", "none")):
        offset.add_argument(option, dest="offset", action="store_const", const=value, help=said(value))
    parser.set_defaults(offset="auto")
    parser.add_argument("--reference", type=Path, metavar="FILE", help=said("reference"))
    parser.add_argument("--crosswalk", type=Path, metavar="FILE.csv", help=said("crosswalk"))
    parser.add_argument("--draft-crosswalk", type=Path, metavar="FILE.csv", help=said("draft_crosswalk"))
    parser.add_argument("--preview", type=Path, metavar="FILE.svg", help=said("preview"))
    parser.add_argument("--report", type=Path, metavar="FILE.csv", help=said("report"))
    parser.add_argument("--dry-run", action="store_true", help=said("dry_run"))
    parser.add_argument("--valid-on", type=_day, metavar="YYYY-MM-DD", help=said("valid_on"))
    parser.add_argument("--approval-no", metavar="NO", help=said("approval_no"))
    parser.add_argument("--source", metavar="TEXT", help=said("source"))


def _any_layer(value: str) -> LayerOption:
    return _layer(value) if "=" in value else LayerOption(value, "")


def _file_options(parser: argparse.ArgumentParser, lang: str) -> None:
    parser.add_argument("--code", "--code-field", metavar="COLUMN", help=text("cli.files.code", lang))
    parser.add_argument("--name", "--name-field", metavar="COLUMN", help=text("cli.files.name", lang))
    parser.add_argument("--encoding", metavar="NAME", help=text("cli.files.encoding", lang))
    parser.add_argument("--crs", metavar="EPSG:N", help=text("cli.files.crs", lang))


def _layer(value: str) -> LayerOption:
    name, equals, level = value.rpartition("=")
    if not equals or not name or level not in ("1", "2", "3", "4", "5"):
        raise argparse.ArgumentTypeError(f"{value!r} is not NAME=LEVEL, with LEVEL 1 to 5")
    return LayerOption(name, level)


def _figure(value: str) -> FigureOption:
    place, equals, meaning = value.partition("=")
    layer, dot, column = place.rpartition(".")
    code, _, rest = meaning.partition(":")
    unit, _, name = rest.partition(":")
    if not (equals and dot and layer and column and code.strip()):
        raise argparse.ArgumentTypeError(f"{value!r} is not LAYER.COLUMN=CODE[:UNIT[:NAME]]")
    code = code.strip().upper()
    known = _KNOWN_FIGURES.get(code, ("", code))
    return FigureOption(layer, column, code, unit or known[0], name or known[1])


_KNOWN_FIGURES: Final = {"POPULATION": ("人", "人口"), "HOUSEHOLDS": ("户", "户数"), "AREA": ("平方公里", "面积")}
"""Figures whose unit and name need not be said."""


def check_figures(figures: list[FigureOption]) -> None:
    """Refuse a figure without a unit, for a number without one cannot be read; raises RegionTableError."""
    for figure in figures:
        if not figure.unit_zh:
            raise RegionTableError("cli.figure_unit", code=figure.code)


def _workers(value: str) -> int:
    if not value.isdigit() or not 1 <= int(value) <= 64:
        raise argparse.ArgumentTypeError(f"{value!r} is not a number from 1 to 64")
    return int(value)


def _day(value: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{value!r} is no date; write YYYY-MM-DD") from error


def _minutes(value: str) -> timedelta:
    if not value.isdecimal():
        raise argparse.ArgumentTypeError(f"{value!r} is no number of minutes")
    return timedelta(minutes=int(value))
