"""The triggers by which the database itself refuses to change or delete a record, in the words of each engine."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from sqlalchemy import Connection

_SAID: Final = "the audit is append-only"
_TABLES: Final = ("record", "checkpoint")
_VERBS: Final = ("update", "delete")

_FILE_GUARDS: Final = {
    f"{table}_no_{verb}": f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table} "
    f"BEGIN SELECT RAISE(ABORT, '{_SAID}'); END"
    for table in _TABLES
    for verb in _VERBS
}

_REFUSAL: Final = f"BEGIN RAISE EXCEPTION '{_SAID}'; END"
_REFUSING: Final = f"CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $refuse${_REFUSAL}$refuse$"
_KINDS: Final = {"update": 18, "delete": 10, "truncate": 34}
"""What `pg_trigger.tgtype` says of a trigger before such a statement."""

_STANDING: Final = """
    SELECT t.tgname, t.tgtype, t.tgenabled, f.prosrc
    FROM pg_trigger t JOIN pg_proc f ON f.oid = t.tgfoid
    WHERE t.tgrelid IN ('record'::regclass, 'checkpoint'::regclass) AND NOT t.tgisinternal
"""


def set_guards(connection: Connection) -> None:
    """Make the triggers, once the tables are there."""
    if connection.dialect.name != "postgresql":
        for statement in _FILE_GUARDS.values():
            connection.exec_driver_sql(statement)
        return
    connection.exec_driver_sql(_REFUSING)
    for table in _TABLES:
        for verb in _KINDS:
            _guard(connection, table, verb)


def guards_stand(connection: Connection) -> bool:
    """Whether all of them are there, as they were made and awake."""
    if connection.dialect.name != "postgresql":
        found = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").all()
        standing = {row[0]: row[1] for row in found}
        return all(standing.get(name) == statement for name, statement in _FILE_GUARDS.items())
    awake = {tuple(row) for row in connection.exec_driver_sql(_STANDING)}
    wanted = {(f"{table}_no_{verb}", kind, "A", _REFUSAL) for table in _TABLES for verb, kind in _KINDS.items()}
    return wanted <= awake


@contextmanager
def deleting(connection: Connection) -> Iterator[None]:
    """Let old records be deleted within this transaction, and nothing else."""
    if connection.dialect.name != "postgresql":
        connection.exec_driver_sql("DROP TRIGGER record_no_delete")
        yield
        connection.exec_driver_sql(_FILE_GUARDS["record_no_delete"])
        return
    connection.exec_driver_sql("DROP TRIGGER record_no_delete ON record")
    yield
    _guard(connection, "record", "delete")


def _guard(connection: Connection, table: str, verb: str) -> None:
    name = f"{table}_no_{verb}"
    how = f"BEFORE {verb} ON {table} FOR EACH STATEMENT EXECUTE FUNCTION refuse()"
    connection.exec_driver_sql(f"CREATE TRIGGER {name} {how}")
    # also where a replica's session would let triggers sleep
    connection.exec_driver_sql(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}")
