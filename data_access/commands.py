"""What the commands of `guatu` do to the database and the releases: settings in, lines out; no parsing, no printing."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pandas as pd
from sqlalchemy.engine import make_url

from data_access.adoption.opening import open_shared
from data_access.check import check_database
from data_access.command_line import FigureOption
from data_access.contract_document import contract_document
from data_access.database import open_database
from data_access.database_session import Reading
from data_access.errors import GuatuError, NoReleaseError, ReleaseError, SettingsError
from data_access.messages import text
from data_access.progress import Progress, staged
from data_access.region_files import RegionTableError, merge_region_tables, read_region_csv
from data_access.regions import FIGURE_COLUMNS, import_regions, read_tree
from data_access.settings import Settings, demo_database_path
from data_access.state import prepare_folders
from data_access.terminal import say as say_on

if TYPE_CHECKING:
    from data_access.release import ReleaseMeta

CSV_SUFFIXES: Final = (".csv", ".tsv", ".txt")
"""Files of regions that are plain tables; every other one is left to geo."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a command has to say, and its exit code."""

    lines: list[str]
    exit_code: int = 0


def check(settings: Settings, url: str | None, today: date | None, lang: str, progress: Progress) -> Report:
    """Hold a database against the contract: exit code 1 with a table of findings, 0 when there is no error."""
    engine = open_database(url) if url else open_shared(settings, for_build=True)
    try:
        findings = check_database(engine, today or date.today(), progress=progress)
    finally:
        engine.dispose()
    return Report(findings.as_lines(lang), 1 if findings.errors else 0)


def contract() -> Report:
    """CONTRACT.md as it would be written now."""
    return Report(contract_document().splitlines())


def read_region_files(paths: Sequence[Path]) -> pd.DataFrame:
    """The regions of several CSV files as one table; raises RegionTableError."""
    return merge_region_tables([read_region_csv(path) for path in paths])


def write_regions(
    settings: Settings,
    table: pd.DataFrame,
    figures: pd.DataFrame | None,
    *,
    replace: bool,
    lang: str,
    progress: Progress,
) -> Report:
    """Write regions, and figures about them, into the database of the settings; never into the demo county."""
    if settings.is_demo:
        raise SettingsError("cli.no_database")
    if settings.mapping_path is not None:
        raise SettingsError("settings.mapping_writes")
    new = _new_file(settings.database_url)
    engine = open_database(settings.database_url, read_only=False, reading=Reading(settings.database_schema))
    try:
        done = import_regions(engine, table, figures=figures, replace=replace, progress=progress)
    finally:
        engine.dispose()
        if new is not None and new.is_file() and not new.stat().st_size:
            new.unlink()  # a refused import leaves nothing behind, not even an empty file
    lines = [text("cli.regions.import.created", lang)] if done.created else []
    lines.append(text("cli.regions.import.done", lang, added=done.added, changed=done.changed, kept=done.kept))
    if figures is not None:
        year = ", ".join(sorted({str(year) for year in figures["stat_year"]}))
        lines.append(text("cli.regions.import.figures", lang, year=year, written=done.figures, missing=done.missing))
    return Report(lines)


def _new_file(url: str) -> Path | None:
    """The SQLite file that opening this database would make; None where it is there already or is no file."""
    parts = make_url(url)
    if parts.get_backend_name() != "sqlite" or not parts.database or Path(parts.database).exists():
        return None
    return Path(parts.database)


def figure_rows(table: pd.DataFrame, figures: Sequence[FigureOption], year: int) -> pd.DataFrame:
    """The columns of `table` that are figures (named by their codes) as rows for `import_regions`.

    A figure belongs to the levels at which some region has it; regions of these levels without it are rows with NaN.
    """
    parts: list[pd.DataFrame] = []
    for figure in figures:
        levels = table.loc[table[figure.code].notna(), "region_level_code"].unique()
        if not len(levels):
            raise RegionTableError("cli.figure_unused", figure=f"{figure.layer}.{figure.column}")
        rows = table.loc[table["region_level_code"].isin(levels), ["region_code", figure.code]]
        rows = rows.rename(columns={figure.code: "numerator"})
        parts.append(
            rows.assign(
                indicator_code=figure.code,
                stat_year=year,
                denominator=float("nan"),
                unit_zh=figure.unit_zh,
                name_zh=figure.name_zh,
            )
        )
    return pd.concat(parts, ignore_index=True)[list(FIGURE_COLUMNS)]


def regions_of(settings: Settings, *, on: date | None = None) -> pd.DataFrame:
    """The regions of the database that stood on a day (None = now), for boundaries to be matched with.

    Raises RegionTableError when there is none.
    """
    engine = open_shared(settings)
    try:
        tree = read_tree(engine, on=on or date.today())
    except ReleaseError as error:
        raise RegionTableError("cli.no_regions") from error
    finally:
        engine.dispose()
    if tree.empty:
        raise RegionTableError("cli.no_regions")
    return tree


def build_demo_database(settings: Settings, scenario: str, lang: str, progress: Progress) -> Report:
    """Build a demo scenario anew under GUATU_HOME, whatever database the settings name."""
    from data_access.demo import build_demo  # noqa: PLC0415 - numpy's generators are not needed to serve

    prepare_folders(settings)
    path = demo_database_path(settings.home, scenario)
    path.parent.mkdir(parents=True, exist_ok=True)
    build_demo(path, scenario, progress=staged(progress, "demo.stage"))
    return Report([text("cli.demo.done", lang, path=path)])


def build_scale_database(
    settings: Settings, name: str, tree: Path, points: Path, lang: str, progress: Progress
) -> Report:
    """Fill the database of the settings with the people of a large demo land, whose tree and points are given."""
    from data_access.demo.scale import SCALE_OF, build_scale, read_scale_land  # noqa: PLC0415 - as above

    built = build_scale(
        settings.database_url, SCALE_OF[name], read_scale_land(tree, points), progress=staged(progress, "demo.stage")
    )
    rows = built.row_counts
    said = {"regions": rows["region"], "households": f"{rows['household']:,}", "persons": f"{rows['person']:,}"}
    return Report([text("cli.demo.scale_done", lang, seconds=round(built.seconds), **said)])


def has_demo(settings: Settings) -> bool:
    """Whether the demo scenario of the settings stands under GUATU_HOME."""
    return demo_database_path(settings.home, settings.demo).is_file()


def refresh(
    settings: Settings, lang: str, progress: Progress, *, has_index: bool = True, within: timedelta = timedelta(0)
) -> Report:
    """Build a release, and after it the index of the households; on failure the last good one stays, and the error is
    raised. Without `has_index` that is left to the server, which builds it when it is first asked for. A release begun
    `within` that time is taken as it is."""
    from data_access.building import build_once  # noqa: PLC0415
    from data_access.household_index import IndexStore  # noqa: PLC0415 - Parquet is not needed to check or to import
    from data_access.release import open_releases  # noqa: PLC0415

    prepare_folders(settings)

    def waiting(holder: str) -> None:
        say_on(text("release.waiting", lang, holder=holder), sys.stderr)

    meta, is_ours = build_once(settings, progress, waiting=waiting, within=within)
    lines = [text("cli.refresh.done" if is_ours else "release.shared", lang, id=meta.id)]
    if not has_index:
        return Report(lines)
    try:  # the release stands already: an index that fails is said, and tried again by the server
        IndexStore(settings).build(open_releases(settings).open(meta.id), progress)
    except GuatuError as error:
        lines.append(text("households.not_built", lang, reason=error.message(lang)))
    return Report(lines)


def has_release(settings: Settings) -> bool:
    """Whether a release can be served; a store whose releases are all damaged has none."""
    from data_access.release import open_releases  # noqa: PLC0415

    try:
        open_releases(settings).current()
    except (NoReleaseError, ReleaseError):
        return False
    return True


def try_release(settings: Settings, lang: str, progress: Progress, say: Callable[[str], None]) -> None:
    """Build a release for a server that runs already; a failure is said, and the last good release stays."""
    try:
        report = refresh(settings, lang, progress)
    except GuatuError as error:
        key = "cli.using_last" if has_release(settings) else "cli.background_failed"
        say(text(key, lang, reason=error.message(lang)))
    else:
        say(report.lines[0])


def releases(settings: Settings, action: str, release_id: str | None, lang: str) -> Report:
    """List, show, pin or unpin releases; raises ReleaseError for an unknown one."""
    from data_access.release import open_releases  # noqa: PLC0415

    store = open_releases(settings)
    if action == "unpin":
        store.unpin()
        return Report([text("cli.release.unpinned", lang)])
    if action == "pin":
        chosen = release_id or store.current().id
        store.pin(chosen)
        return Report([text("cli.release.pinned", lang, id=chosen)])
    if action == "show":
        return Report(_release_lines(store.show(release_id or store.current().id), lang))
    metas = store.list()
    if not metas:
        raise NoReleaseError("cli.release.none")
    current, pinned = store.current().id, store.pinned()
    return Report([_release_row(meta, meta.id == current, meta.id == pinned, lang) for meta in metas])


def _release_row(meta: "ReleaseMeta", is_current: bool, is_pinned: bool, lang: str) -> str:
    marks = [
        text(f"cli.release.mark_{name}", lang)
        for name, holds in (("current", is_current), ("pinned", is_pinned))
        if holds
    ]
    created = meta.created_at.strftime("%Y-%m-%d %H:%M")
    row = text("cli.release.row", lang, id=meta.id, as_of=meta.as_of, created=created, marks=" ".join(marks))
    return row.rstrip()


def _release_lines(meta: "ReleaseMeta", lang: str) -> list[str]:
    themes = ", ".join(name for name, connected in meta.themes.items() if connected)
    counts = ", ".join(f"{name} {'-' if count is None else format(count, ',')}" for name, count in meta.counts.items())
    return [
        _release_row(meta, False, False, lang),
        text("cli.release.database", lang, database=meta.database, version=meta.contract_version),
        text("cli.release.periods", lang, periods=", ".join(map(str, meta.periods))),
        text("cli.release.themes", lang, themes=themes),
        text("cli.release.counts", lang, counts=counts),
        *(
            text("cli.release.source", lang, source=day.source_id, name=day.name_zh, as_of=day.as_of or "-")
            for day in meta.sources
        ),
    ]


def walls(settings: Settings, action: str, name: str | None, lang: str) -> Report:
    """List the walls that are connected or paired, or end all pairings of one."""
    from data_access.store import open_walls  # noqa: PLC0415

    prepare_folders(settings)
    store = open_walls(settings)
    if action == "revoke" and name is not None:
        return Report([text("cli.walls.revoked", lang, name=name, count=store.revoke(name))])
    screens, remotes = {wall.name: wall.screens for wall in store.walls()}, store.pairings()
    return Report(
        [
            text("cli.walls.row", lang, name=wall, screens=screens.get(wall, 0), remotes=remotes.get(wall, 0))
            for wall in sorted({*screens, *remotes})
        ]
        or [text("cli.walls.none", lang)]
    )
