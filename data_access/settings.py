"""The settings of one Guatu process, read once from the environment."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from ipaddress import ip_network
from pathlib import Path
from typing import Final

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from data_access.errors import SettingsError

DEMO_SCENARIO: Final = "bashang"
DEMO_SCENARIOS: Final = ("bashang", "weigong", "qilian", "saibei", "taihang")
"""Names of the demo scenarios; data_access.demo holds what they are."""

DEMO_SCALES: Final = ("city", "province")
"""Names of the large demo lands, which are grown on the machine that shows them."""

SIGN_IN_WAYS: Final = ("local", "oidc", "ldap", "proxy")
THEMES: Final = ("dark", "light", "contrast")
_DEMO: Final = Path(__file__).parent / "demo"
_REDIS: Final = ("redis://", "rediss://", "unix://")
_DECIMAL: Final = re.compile(r"[0-9]{1,6}(\.[0-9]{1,6})?")
PIXEL_PITCH_MM: Final = 0.264
"""Distance of two pixels of an ordinary screen: 96 to the inch."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the process was told.

    home           folder of the product's own files (releases, boundaries, demo, keys); never the shared database
    database_url   the shared database (SQLAlchemy URL); the demo county's when none is given
    is_demo        no database was named, so a demo scenario is served
    demo           name of that scenario
    host, port     where the wall listens
    title_zh       the wall's title; None = made from the name of the highest region
    language       "zh" or "en", the language a page opens in
    theme          "dark", "light" or "contrast", the colours a page opens in
    threads, workers   requests that one process answers at once, and how many processes serve
    keep_releases  how many releases stay on disk
    database_schema    schemas of a PostgreSQL database in which the tables stand; empty = the account's own search path
    statement_timeout  seconds after which the database server stops a statement of a page; 0 = never
    build_timeout      the same for each statement of a release or an index
    cache              where answers without persons are kept: "memory", "files", or the address of a Redis server, in
                       which the counts of the rate limits stand besides
    store_url          the product's own PostgreSQL database, shared by several machines: releases, walls, the builder's
                       lease; None = files under `home`
    log                "text" or "json", the form of the log
    metrics_token      who asks for /metrics from another machine has to know it; None = only this machine may
    drain_seconds      how long a process that was told to end still answers on connections that are open
    mapping_path   the file that maps a database of others onto the contract; None = it keeps the contract itself
    scenes_path    the file of the scenes; None = scenes.toml in the workspace
    exit_line      incidence in percent under which a county or village leaves poverty: 2, in the west 3
    viewing_distance   metres from the screen to those who read it; 0 = not told, the type follows the screen alone
    pixel_pitch        millimetres from one CSS pixel of the screen to the next
    sign_in            the ways of signing in that are open, of SIGN_IN_WAYS
    idle_minutes       without a request, after which who signed in has to do so again
    trusted_proxies    addresses and networks of proxies whose word about a request is taken
    """

    home: Path
    database_url: str
    is_demo: bool = False
    demo: str = DEMO_SCENARIO
    host: str = "127.0.0.1"
    port: int = 8050
    title_zh: str | None = None
    language: str = "zh"
    theme: str = "dark"
    keep_releases: int = 6
    threads: int = 8
    workers: int = 1
    exit_line: float = 2.0
    viewing_distance: float = 0.0
    pixel_pitch: float = PIXEL_PITCH_MM
    scenes_path: Path | None = None
    mapping_path: Path | None = None
    database_schema: tuple[str, ...] = ()
    cache: str = "memory"
    store_url: str | None = None
    log: str = "text"
    metrics_token: str | None = field(default=None, repr=False)
    drain_seconds: int = 3
    statement_timeout: int = 30
    build_timeout: int = 900
    sign_in: tuple[str, ...] = ("local",)
    idle_minutes: int = 30
    trusted_proxies: tuple[str, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)

    @property
    def workspace(self) -> Path:
        """The folder under `home` that belongs to this database: releases and boundaries of two databases never mix."""
        url = make_url(self.database_url)
        where = f"{url.get_backend_name()}|{url.host or ''}|{url.port or ''}|{url.database or ''}"
        where += "".join(f"|{schema}" for schema in self.database_schema)
        name = Path(url.database or "database").stem or "database"
        safe = "".join(c if c.isalnum() and c.isascii() else "-" for c in name)[:32]
        return self.home / "databases" / f"{safe}-{sha256(where.encode()).hexdigest()[:10]}"

    @property
    def releases(self) -> Path:
        """Folder of the releases built from this database."""
        return self.workspace / "releases"

    @property
    def boundaries(self) -> Path:
        """Folder of the boundaries published for this database."""
        return self.workspace / "boundaries"

    @property
    def scenes(self) -> Path:
        """The file of the scenes that rotate over the wall; it need not be there."""
        return self.scenes_path or self.workspace / "scenes.toml"

    @property
    def demo_scenes(self) -> Path | None:
        """The scenes that tell the story of the demo scenario; None where none is served."""
        return _DEMO / f"{self.demo}_scenes.toml" if self.is_demo and self.demo not in DEMO_SCALES else None


def demo_database_path(home: Path, scenario: str = DEMO_SCENARIO) -> Path:
    """Where the database of a demo scenario stands under `home`."""
    return home / "demo" / f"{scenario}.sqlite"


def demo_settings(settings: Settings, scenario: str) -> Settings:
    """The same settings, but for the demo scenario instead of any database; raises SettingsError for an unknown one."""
    if scenario not in (*DEMO_SCENARIOS, *DEMO_SCALES):
        raise SettingsError("cli.demo.unknown", scenario=scenario, scenarios=", ".join(DEMO_SCENARIOS))
    return replace(settings, database_url=_demo_url(settings.home, scenario), is_demo=True, demo=scenario)


def _demo_url(home: Path, scenario: str) -> str:
    return f"sqlite:///{demo_database_path(home, scenario).as_posix()}"


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Read the settings from `environment` (the process's own when None); raises SettingsError with the mend."""
    env = dict(os.environ if environment is None else environment)
    home = Path(env.get("GUATU_HOME") or Path.home() / ".guatu").expanduser().absolute()
    url = env.get("GUATU_DATABASE_URL", "").strip()
    is_demo = not url
    demo = env.get("GUATU_DEMO", "").strip() or DEMO_SCENARIO
    if demo not in (*DEMO_SCENARIOS, *DEMO_SCALES):
        raise SettingsError("settings.demo", value=demo, allowed=", ".join((*DEMO_SCENARIOS, *DEMO_SCALES)))
    if is_demo:
        url = _demo_url(home, demo)
    try:
        backend = make_url(url).get_backend_name()
    except ArgumentError as error:
        raise SettingsError("settings.database_url") from error
    schemas = tuple(part.strip() for part in env.get("GUATU_DATABASE_SCHEMA", "").split(",") if part.strip())
    if schemas and backend in ("sqlite", "mysql", "mariadb"):
        raise SettingsError("settings.schema", engine=backend)
    language = env.get("GUATU_LANGUAGE", "zh")
    if language not in ("zh", "en"):
        raise SettingsError("settings.language", value=language)
    theme = env.get("GUATU_THEME") or "dark"
    if theme not in THEMES:
        raise SettingsError("settings.theme", value=theme, allowed=", ".join(THEMES))
    return Settings(
        home=home,
        database_url=url,
        is_demo=is_demo,
        demo=demo,
        host=env.get("GUATU_HOST") or "127.0.0.1",
        port=_whole_number(env, "GUATU_PORT", 8050, 1, 65535),
        title_zh=env.get("GUATU_TITLE") or None,
        language=language,
        theme=theme,
        keep_releases=_whole_number(env, "GUATU_KEEP_RELEASES", 6, 2, 1000),
        threads=_whole_number(env, "GUATU_THREADS", 8, 1, 256),
        workers=_whole_number(env, "GUATU_WORKERS", 1, 1, 64),
        exit_line=float(_whole_number(env, "GUATU_EXIT_LINE", 2, 1, 10)),
        viewing_distance=_number(env, "GUATU_VIEWING_DISTANCE", 0.0, 0.0, 200.0),
        pixel_pitch=_number(env, "GUATU_PIXEL_PITCH", PIXEL_PITCH_MM, 0.02, 40.0),
        sign_in=_listed(env, "GUATU_SIGN_IN", SIGN_IN_WAYS) or ("local",),
        idle_minutes=_whole_number(env, "GUATU_IDLE_MINUTES", 30, 1, 720),
        trusted_proxies=_networks(env, "GUATU_TRUSTED_PROXIES"),
        database_schema=schemas,
        statement_timeout=_whole_number(env, "GUATU_STATEMENT_TIMEOUT", 30, 0, 3600),
        build_timeout=_whole_number(env, "GUATU_BUILD_TIMEOUT", 900, 0, 86_400),
        cache=_cache(env),
        store_url=_store_url(env),
        log=_one_of(env, "GUATU_LOG", ("text", "json")),
        metrics_token=env.get("GUATU_METRICS_TOKEN", "").strip() or None,
        drain_seconds=_whole_number(env, "GUATU_DRAIN_SECONDS", 3, 0, 60),
        mapping_path=_mapping_path(env, is_demo),
        scenes_path=Path(env["GUATU_SCENES"]).expanduser().absolute() if env.get("GUATU_SCENES") else None,
        environment=env,
    )


def _mapping_path(env: Mapping[str, str], is_demo: bool) -> Path | None:
    said = env.get("GUATU_MAPPING", "").strip()
    if said and is_demo:
        raise SettingsError("settings.mapping_alone")
    return Path(said).expanduser().absolute() if said else None


def _cache(env: Mapping[str, str]) -> str:
    said = env.get("GUATU_CACHE", "").strip() or "memory"
    if said not in ("memory", "files") and not said.startswith(_REDIS):
        raise SettingsError("settings.cache", value=said.partition("://")[0])
    return said


def _store_url(env: Mapping[str, str]) -> str | None:
    said = env.get("GUATU_STORE", "").strip()
    if not said:
        return None
    try:
        url = make_url(said)
    except ArgumentError as error:
        raise SettingsError("settings.store") from error
    if url.get_backend_name() != "postgresql" or not url.database:
        raise SettingsError("settings.store")
    return said if "+" in url.drivername else said.replace("postgresql://", "postgresql+psycopg://", 1)


def _one_of(env: Mapping[str, str], name: str, allowed: tuple[str, ...]) -> str:
    said = env.get(name, "").strip() or allowed[0]
    if said not in allowed:
        raise SettingsError("settings.list", name=name, value=said, allowed=", ".join(allowed))
    return said


def _listed(env: Mapping[str, str], name: str, allowed: tuple[str, ...]) -> tuple[str, ...]:
    said = tuple(part.strip() for part in env.get(name, "").split(",") if part.strip())
    if not set(said) <= set(allowed):
        raise SettingsError("settings.list", name=name, value=",".join(said), allowed=", ".join(allowed))
    return said


def _networks(env: Mapping[str, str], name: str) -> tuple[str, ...]:
    said = tuple(part.strip() for part in env.get(name, "").split(",") if part.strip())
    try:
        return tuple(str(ip_network(part)) for part in said)
    except ValueError as error:
        raise SettingsError("settings.networks", name=name, value=",".join(said)) from error


def _whole_number(env: Mapping[str, str], name: str, default: int, low: int, high: int) -> int:
    raw = env.get(name, "").strip()
    if not raw:
        return default
    if not raw.isdigit() or not low <= int(raw) <= high:
        raise SettingsError("settings.number", name=name, value=raw, low=low, high=high)
    return int(raw)


def _number(env: Mapping[str, str], name: str, default: float, low: float, high: float) -> float:
    raw = env.get(name, "").strip()
    if not raw:
        return default
    if not _DECIMAL.fullmatch(raw) or not low <= float(raw) <= high:
        raise SettingsError("settings.decimal", name=name, value=raw, low=f"{low:g}", high=f"{high:g}")
    return float(raw)
