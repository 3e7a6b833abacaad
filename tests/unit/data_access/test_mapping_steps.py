"""What each transform makes of what ledgers write: as a function, and as the SQL of SQLite's views."""

import sqlite3
from contextlib import suppress

import pytest
from sqlalchemy.dialects import mysql, postgresql, sqlite

from data_access.adoption.dialects import Spoken
from data_access.adoption.in_process import FUNCTIONS, gbk_bytes, gbk_text
from data_access.adoption.steps import STEPS, StepUnknownError, apply_step

MADE = [
    ("day", "2019-09-30", "2019-09-30"), ("day", "2019/9/3", "2019-09-03"), ("day", "20190930", "2019-09-30"),
    ("day", "2019年9月30日", "2019-09-30"), ("day", "2019.09.3", "2019-09-03"),
    ("day", " 2019-9-30 8:05 ", "2019-09-30"),
    ("day", "2019-09-30T08:05:00", "2019-09-30"), ("day", "2019-02-30", None), ("day", "20190230", None),
    ("day", "2020-02-29", "2020-02-29"), ("day", "1900-02-29", None), ("day", "201909", None), ("day", "", None),
    ("day", "昨天", None), ("day", "2019-13-01", None), ("day", "43738", None), ("day", "0", None),
    ("moment", "2019-09-30 08:05:09", "2019-09-30 08:05:09"), ("moment", "2019/9/30 8:05", "2019-09-30 08:05:00"),
    ("moment", "20190930080509", "2019-09-30 08:05:09"), ("moment", "2019-09-30", "2019-09-30 00:00:00"),
    ("moment", "2019-09-30T08:05:09.123", "2019-09-30 08:05:09"), ("moment", "2019-09-30 25:00", None),
    ("moment", "2019-02-30 08:00", None), ("moment", "上午", None),
    ("year", "2019", 2019), ("year", "2019年", 2019), ("year", "2019-09", 2019), ("year", "201909", 2019),
    ("year", "19", None), ("year", "9999", None), ("year", 2019, 2019),
    ("whole", "3", 3), ("whole", " 1,234 ", 1234), ("whole", "3.00", 3), ("whole", "3.5", None), ("whole", "-2", -2),
    ("whole", "", None), ("whole", "三", None), ("whole", "1-2", None), ("whole", 7, 7), ("whole", "1,234", 1234),
    ("number", "12,345.50", 12345.5), ("number", "-0.5", -0.5), ("number", "1.2.3", None), ("number", "1e5", None),
    ("number", ".5", 0.5), ("number", "nan", None), ("number", "--1", None), ("number", "5.", 5.0),
    ("flag", "是", 1), ("flag", " Y ", 1), ("flag", "否", 0), ("flag", "FALSE", 0), ("flag", 1, 1), ("flag", "无", 0),
    ("flag", "不详", None), ("flag", "", None), ("flag", "2", None),
]  # fmt: skip


@pytest.mark.parametrize(("step", "value", "expected"), MADE)
def test_as_a_function(step: str, value: object, expected: object) -> None:
    assert FUNCTIONS[f"guatu_{step}"](value) == expected
    assert FUNCTIONS[f"guatu_{step}"](None) is None


@pytest.mark.parametrize(("step", "value", "expected"), MADE)
def test_as_the_sql_of_a_view(step: str, value: object, expected: object) -> None:
    sql = apply_step(step, "x", Spoken(sqlite.dialect()))
    connection = sqlite3.connect(":memory:")
    assert connection.execute(f"SELECT {sql} FROM (SELECT ? AS x)", (value,)).fetchone() == (expected,)
    assert connection.execute(f"SELECT {sql} FROM (SELECT NULL AS x)").fetchone() == (None,)
    connection.close()


@pytest.mark.parametrize("word", ["张三", "碧江区", "脱贫不稳定户", "联通", "欧阳修", "〇二组"])
def test_gbk_is_regained(word: str) -> None:
    written = word.encode("gbk")
    assert gbk_bytes(written) == word
    assert gbk_text(written.decode("latin-1")) == word
    with suppress(UnicodeDecodeError):  # Windows-1252 has no letter for five bytes
        assert gbk_text(written.decode("cp1252")) == word
    assert gbk_text(word) == word


def test_what_is_no_gbk_stays() -> None:
    assert gbk_text("café") == "café"
    assert gbk_text("abc") == "abc"
    assert gbk_text(3) == 3
    assert gbk_bytes(b"\xff\xff") is None


@pytest.mark.parametrize("step", STEPS)
def test_each_engine_has_sql_or_says_that_it_has_none(step: str) -> None:
    for dialect in (postgresql.dialect(), mysql.dialect()):
        assert "x" in apply_step(step, "x", Spoken(dialect))
    if step.startswith("gbk"):
        with pytest.raises(StepUnknownError):
            apply_step(step, "x", Spoken(sqlite.dialect()))
    else:
        assert "guatu_" not in apply_step(step, "x", Spoken(sqlite.dialect()))
