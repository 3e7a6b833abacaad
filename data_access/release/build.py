"""Make a release: one consistent read of the shared database, written whole or not at all."""

import math
import os
import shutil
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Final

from sqlalchemy.engine import make_url

from data_access.adoption.attached import prepare_counting
from data_access.adoption.opening import open_shared
from data_access.database import database_errors, themes_found
from data_access.duty.tokens import LONGEST_KEY, OfficialTokens, official_tokens
from data_access.errors import ContractError, ReleaseError, system_reason
from data_access.release.count import Counted, count_database
from data_access.release.files import map_large, read_release, write_tables
from data_access.release.lanes import one_state
from data_access.release.meta import RELEASE_FORMAT, ReleaseMeta, read_meta
from data_access.release.store import BUILDING, ReleaseStore, open_releases
from data_access.schema import CONTRACT_VERSION
from data_access.settings import Settings

Progress = Callable[[str, int, int], None]
STAGES: Final = ("read", "core", "themes", "sum", "write")
STALE_SECONDS: Final = 3600
DEMO_KIND: Final = "DEMO"


def build_release(
    settings: Settings,
    *,
    progress: Progress | None = None,
    today: date | None = None,
    may_publish: Callable[[], bool] = lambda: True,
) -> ReleaseMeta:
    """Count the shared database into a new release and make it current; returns its description.

    `progress` is called with the key of a message, the steps done and their number, `may_publish` at
    the end. On any failure nothing is changed:
    the release before stays current and no file is left. Raises DatabaseError and its kind, ReleaseError.
    """
    began = time.perf_counter()

    def told(stage: str) -> None:
        if progress is not None:
            progress(f"release.stage.{stage}", STAGES.index(stage), len(STAGES))

    engine = open_shared(settings, for_build=True)
    try:
        with database_errors(), one_state(engine) as connections:
            themes = themes_found(connections[0])
            if not themes["core"]:
                raise ContractError("release.core_missing")
            for connection in connections:
                prepare_counting(connection)
            counted = count_database(connections, themes, today or date.today(), told)
    finally:
        engine.dispose()
    told("write")
    counted = _sealed(counted, official_tokens(settings.home))
    store = open_releases(settings)
    try:
        meta = _write(store.folder, counted, _label(settings.database_url), began)
        if not may_publish():  # another process took this one for dead, and builds
            if not store.is_pointed_at(meta.id):  # the same content within the same second is the one on the wall
                shutil.rmtree(store.folder / meta.id, ignore_errors=True)
            raise ReleaseError("release.overtaken")
        _publish(store, meta.id)
    except OSError as error:
        raise ReleaseError("release.write", path=str(store.folder), reason=system_reason(error)) from error
    finally:
        store.close()
    if progress is not None:
        progress("release.stage.write", len(STAGES), len(STAGES))
    return meta


def _publish(store: ReleaseStore, release_id: str) -> None:
    """Make it current; what cannot be made current is not left behind. Raises OSError, ReleaseError."""
    try:
        store.publish(release_id)
    except (OSError, ReleaseError):
        if store.is_pointed_at(release_id):
            raise
        shutil.rmtree(store.folder / release_id, ignore_errors=True)
        raise


def _sealed(counted: Counted, tokens: OfficialTokens) -> Counted:
    """The same with tokens in the place of officials' keys: a key may tell of whom it is, and a release is copied."""
    loads = counted.tables["helper_loads"]
    keys = (key for key in loads["official_id"].unique() if len(str(key).encode()) <= LONGEST_KEY)
    sealed = {key: tokens.token(str(key)) for key in keys}
    loads = loads.assign(official=loads["official_id"].map(sealed)).drop(columns="official_id")
    return replace(counted, tables=counted.tables | {"helper_loads": loads[loads["official"].notna()]})


def _label(database_url: str) -> str:
    """Engine and name of the database: no host, no account."""
    url = make_url(database_url)
    return f"{url.get_backend_name()}:{Path(url.database or '').name}"


def _write(folder: Path, counted: Counted, label: str, began: float) -> ReleaseMeta:
    """Write the release into a folder of its own beside the others, then give it its name in one step."""
    folder.mkdir(parents=True, exist_ok=True)
    _sweep(folder)
    created = datetime.now().replace(microsecond=0)
    draft = folder / f"{BUILDING}{created:%Y%m%dT%H%M%S}-{os.getpid()}-{time.monotonic_ns()}"
    draft.mkdir()
    try:
        files = write_tables(
            draft,
            periods=counted.periods,
            tree=counted.tree,
            totals=counted.totals,
            indicators=counted.indicators,
            pairs=counted.pairs,
            tables=counted.tables,
            history=counted.history,
        )
        digest = sha256("".join(sorted(files.values())).encode()).hexdigest()[:8]
        name = f"{created:%Y%m%dT%H%M%S}-{digest}"
        while (folder / name).is_dir():
            if _is_whole(folder / name):  # the same content within the same second
                shutil.rmtree(draft)
                return read_meta(folder / name)
            created += timedelta(seconds=1)  # a damaged one keeps its name, so that readers see a new one come
            name = f"{created:%Y%m%dT%H%M%S}-{digest}"
        meta = _describe(counted, label, files, name=name, created=created, began=began)
        meta.write(draft)
        draft.replace(folder / meta.id)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    map_large(folder / meta.id, meta, len(counted.tree))
    return meta


def _is_whole(folder: Path) -> bool:
    try:
        read_release(folder)
    except ReleaseError:
        return False
    return True


def _describe(
    counted: Counted, label: str, files: dict[str, str], *, name: str, created: datetime, began: float
) -> ReleaseMeta:
    row = counted.periods.index(counted.as_of.year)

    def total(quantity: str) -> int | None:
        figures = counted.totals.get(quantity)
        return None if figures is None or not math.isfinite(figures[row, 0]) else int(figures[row, 0])

    tree = counted.tree
    return ReleaseMeta(
        id=name,
        created_at=created,
        as_of=counted.as_of,
        sources=counted.sources,
        counts={
            "regions": tree.size,
            "villages": int((tree.is_village & ~tree.is_past).sum()),
            "households": total("household_count"),
            "registered_households": total("registered_household_count"),
            "registered_persons": total("registered_member_count"),
            "quantities": len(counted.totals),
            "indicators": len(counted.indicators),
            "activities": len(counted.tables["activities"]),
            "alerts": len(counted.tables["alerts"]),
            "unplaced_regions": counted.unplaced_regions,
        },
        files=files,
        contract_version=CONTRACT_VERSION,
        themes=counted.themes,
        periods=counted.periods,
        is_demo=any(source.kind == DEMO_KIND for source in counted.sources),
        database=label,
        built_in_seconds=round(time.perf_counter() - began, 3),
        table_days=counted.days,
        format=RELEASE_FORMAT,
    )


def _sweep(folder: Path) -> None:
    """Remove what builds that were killed left behind."""
    for left in folder.glob(f"{BUILDING}*"):
        if time.time() - left.stat().st_mtime > STALE_SECONDS:
            shutil.rmtree(left, ignore_errors=True)
