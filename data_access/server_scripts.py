"""SQL for the administrator of a PostgreSQL server, written from the tables: `python -m data_access.server_scripts`.

deploy/citus/contract.sql distributes the contract over the nodes of a cluster; deploy/postgresql/role.sql makes the
account that the wall reads with. Guatu itself runs neither.
"""

import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Final

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import Dialect
from sqlalchemy.schema import CreateIndex, CreateTable

from data_access.catalogues import CATALOGUE_FILES, catalogue_rows
from data_access.schema import CONTRACT_VERSION, VIEW_DDL, VIEWS, metadata, theme_tables

DISTRIBUTION_COLUMN: Final = "household_id"
ANCHOR: Final = "household"
"""The table that all others of its distribution lie beside."""

HEALTH_TABLES: Final = ("person_health", "person_social_security")
"""Tables that are granted apart: what they tell of a person is as sensitive as it gets."""

_DEPLOY: Final = Path(__file__).parent.parent / "deploy"
CITUS: Final = _DEPLOY / "citus" / "contract.sql"
ROLE: Final = _DEPLOY / "postgresql" / "role.sql"
_RENEW: Final = "-- Written by python -m data_access.server_scripts from the tables of the contract: change it there."

_READER: Final = """
-- psql -v ON_ERROR_STOP=1 -v schema=public -v login=guatu_wall -f role.sql postgresql://dba@host/database
-- Then set a password: \\password guatu_wall
--
-- guatu_reader         reads every table of the contract but those of health, and nothing else of the database
-- guatu_health_reader  reads the tables of health; without it the theme that they belong to is not connected
-- :login               who the wall signs in as: it can only read, and no statement of it runs for ever
--
-- A ledger of one's own keeps more than the contract asks for, bank accounts among it (AAC004, AAQ002). Nobody reads
-- what is not granted. Where such columns stand in a table that a mapping reads, grant the others one by one:
--   GRANT SELECT (aac001, aar008, aac017) ON ledger.ac01 TO guatu_reader;

\\if :{?schema}
\\else
  \\set schema public
\\endif
\\if :{?login}
\\else
  \\set login guatu_wall
\\endif

BEGIN;

SELECT format('CREATE ROLE %I NOLOGIN', name)
FROM (VALUES ('guatu_reader'), ('guatu_health_reader')) AS wanted (name)
WHERE NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = name) \\gexec
SELECT format('CREATE ROLE %I LOGIN', :'login')
WHERE NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = :'login') \\gexec

ALTER ROLE :"login" NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION CONNECTION LIMIT 60;
ALTER ROLE :"login" SET default_transaction_read_only = on;
ALTER ROLE :"login" SET search_path = :"schema";
ALTER ROLE :"login" SET statement_timeout = '15min';
ALTER ROLE :"login" SET idle_in_transaction_session_timeout = '30min';

GRANT USAGE ON SCHEMA :"schema" TO guatu_reader;
GRANT guatu_reader TO :"login";
"""


def citus_script() -> str:
    """The contract's tables, each distributed or made a reference table right after it is made; views, catalogues."""
    parts = [
        _RENEW,
        f"-- Contract {CONTRACT_VERSION} on Citus 12 or newer: run it on the coordinator, in an empty database.",
    ]
    parts.append("CREATE EXTENSION IF NOT EXISTS citus;")
    parts.append("SET citus.enable_local_reference_table_foreign_keys TO off;")
    for table in metadata.sorted_tables:
        parts.append(_statement(str(CreateTable(table).compile(dialect=_postgresql()))))
        parts.append(_placed(table))
        made = sorted(table.indexes, key=lambda each: str(each.name))
        parts.extend(_statement(str(CreateIndex(each).compile(dialect=_postgresql()))) for each in made)
    parts.extend(_statement(VIEW_DDL[view.name]) for view in VIEWS)
    parts.extend(_filled(file) for file in CATALOGUE_FILES)
    return "\n\n".join(parts) + "\n"


def role_script() -> str:
    """Roles that read, the right tables granted to each, and an account that has them."""
    names = [*metadata.tables, *(view.name for view in VIEWS)]
    open_to_all = [name for name in names if name not in HEALTH_TABLES]
    grants = (
        *_grants(open_to_all, "guatu_reader"),
        "-- health, apart: leave these out where the wall is not to know",
        *_grants(HEALTH_TABLES, "guatu_health_reader"),
        'GRANT guatu_health_reader TO :"login";',
        "COMMIT;",
    )
    return "\n".join([_RENEW, _READER, *grants]) + "\n"


def is_distributed(table: Table) -> bool:
    """Whether rows of `table` lie on the node of their household; else every node has them all."""
    return str(table.info["cluster"]) != "reference"


def _placed(table: Table) -> str:
    if not is_distributed(table):
        return f"SELECT create_reference_table('{table.name}');"
    beside = "none" if table.name == ANCHOR else ANCHOR
    return f"SELECT create_distributed_table('{table.name}', '{DISTRIBUTION_COLUMN}', colocate_with => '{beside}');"


@cache
def _postgresql() -> Dialect:
    return postgresql.dialect()  # type: ignore[no-untyped-call]


def _statement(sql: str) -> str:
    lines = (line.rstrip().replace("\t", "    ") for line in sql.strip().splitlines())
    return "\n".join(lines) + ";"


def _filled(file: str) -> str:
    """The rows of a catalogue, which `guatu regions import` puts only into a contract that it makes itself."""
    rows = catalogue_rows(file)
    values = ",\n".join(f"    ({', '.join(map(_literal, row.values()))})" for row in rows)
    return f"INSERT INTO {CATALOGUE_FILES[file].name} ({', '.join(rows[0])}) VALUES\n{values};"


def _literal(value: str | int | None) -> str:
    if value is None:
        return "NULL"
    return str(value) if isinstance(value, int) else "'" + value.replace("'", "''") + "'"


def _grants(names: Sequence[str], role: str) -> tuple[str, ...]:
    """Those that are there: a theme may be absent whole. Without the core tables there is nothing to read."""
    core = {table.name for table in theme_tables("core")}
    needed = (f'GRANT SELECT ON :"schema".{name} TO {role};' for name in names if name in core)
    values = ",\n".join(f"  ('{name}')" for name in names if name not in core)
    return (
        *needed,
        f"SELECT format('GRANT SELECT ON %I.%I TO {role}', :'schema', name)\n"
        f"FROM (VALUES\n{values}\n) AS wanted (name)\n"
        "WHERE to_regclass(format('%I.%I', :'schema', name)) IS NOT NULL \\gexec",
    )


def write_scripts() -> tuple[Path, ...]:
    """Write the scripts, and say where."""
    for path, content in ((CITUS, citus_script()), (ROLE, role_script())):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8", newline="\n")
    return CITUS, ROLE


if __name__ == "__main__":
    sys.stdout.write("\n".join(map(str, write_scripts())) + "\n")
