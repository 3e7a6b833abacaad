"""The metadata that every table of the contract belongs to."""

from typing import Any, Final

from sqlalchemy import MetaData
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.schema import CreateTable

CONTRACT_VERSION: Final = "1"
"""Version of the contract; `guatu check` names it, CONTRACT.md prints it."""

metadata: Final = MetaData()


@compiles(CreateTable, "mysql", "mariadb")
def _create_table(element: CreateTable, compiler: Any, **options: Any) -> str:
    """MySQL and MariaDB would take A1 for a1 and é for e: there the tables say that a code is its characters."""
    said = str(compiler.visit_create_table(element, **options)).rstrip()
    return f"{said} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin"
