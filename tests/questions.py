"""The leader's questions as statements of their own, and what they give on a database: the oracle of answers."""

import re
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, text

_FILE = Path(__file__).with_name("questions.sql")
_NAMED = re.compile(r"-- name: (\w+)\n(.*?);\n", re.DOTALL)
NATIONAL = "000000000000"

Rows = list[dict[str, Any]]


@cache
def statements() -> dict[str, str]:
    """Number of a question (with a letter from its second statement on) -> its statement."""
    return dict(_NAMED.findall(_FILE.read_text(encoding="utf-8")))


def ask(engine: Engine, name: str, region: str, today: date, **more: object) -> Rows:
    """The rows of one statement for a region on the day of the data; decimals as floats."""
    statement = statements()[name]
    days = {f"days_ago_{count}": today - timedelta(days=count) for count in (30, 90, 180)}
    told: dict[str, object] = {
        "region": region, "year": today.year, "previous_year": today.year - 1, "month": today.month,
        "today": today, "line_region": NATIONAL, **days, **more,
    }  # fmt: skip
    if engine.dialect.name == "sqlite":
        told = {key: value.isoformat() if isinstance(value, date) else value for key, value in told.items()}
    used = {key: value for key, value in told.items() if re.search(rf":{key}\b", statement)}
    with engine.connect() as connection:
        rows = connection.execute(text(statement), used).mappings().all()
    return [{key: float(v) if isinstance(v, Decimal) else v for key, v in row.items()} for row in rows]
