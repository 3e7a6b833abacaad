"""`guatu check`: hold a database against the contract, and say what departs from it and how to mend it."""

from datetime import date
from typing import Final

from sqlalchemy import Engine, literal, select

from data_access.adoption.attached import prepare_counting
from data_access.check.findings import Finding, Findings, Severity
from data_access.check.links import link_findings
from data_access.check.rows import code_items, row_findings
from data_access.check.shape import read_shape, shape_findings
from data_access.check.tree import group_findings, tree_findings
from data_access.database import database_errors
from data_access.progress import Progress, silent
from data_access.schema import core, metadata

__all__ = ["Finding", "Findings", "Severity", "check_database"]

_NEVER_EMPTY: Final = (core.code_item.name, core.region.name, core.household.name)


def check_database(engine: Engine, today: date, *, progress: Progress = silent) -> Findings:
    """Everything in which the database departs from the contract, errors first.

    Counts are made by the database itself; only the tree of regions (never a row about a household or a person) is
    read out. Dates after `today` are findings. Raises the DatabaseError family when the database cannot be read.
    """
    shape = read_shape(engine)
    found = list(shape_findings(shape))
    tables = list(shape.tables)
    with database_errors(), engine.connect() as connection:
        prepare_counting(connection)
        items = code_items(connection, shape)
        for done, name in enumerate(tables):
            progress("check", done, len(tables))
            if connection.execute(select(literal(1)).select_from(metadata.tables[name]).limit(1)).first() is None:
                if name in _NEVER_EMPTY:
                    found.append(Finding(Severity.WARNING, name, None, "table_empty"))
                continue
            found.extend(row_findings(connection, shape, name, items, today))
            found.extend(link_findings(connection, shape, name))
        found.extend(tree_findings(connection, shape))
        found.extend(group_findings(connection, shape))
    progress("check", len(tables), len(tables))
    return Findings(found)
