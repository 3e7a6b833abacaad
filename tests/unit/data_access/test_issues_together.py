"""Doubtful records of several regions put together: what is told is right, nothing rare is, and nothing is lost."""

from collections import Counter
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from data_access.tasks.checks import OpenIssues, together

RULES = ("一", "二", "三")
LEAST = 5
counts = st.lists(st.dictionaries(st.sampled_from(RULES), st.integers(1, 9)), min_size=2, max_size=4)


def region(records: dict[str, int]) -> list[OpenIssues]:
    """A region as a release tells of it."""
    told = [OpenIssues(rule, "局", n, date(2019, 1, n)) for rule, n in sorted(records.items()) if n >= LEAST]
    rare = [n for n in records.values() if n < LEAST]
    return told + ([OpenIssues(None, None, sum(rare), None)] if rare else [])


@settings(deadline=None)
@given(counts)
def test_what_is_told_is_so(records: list[dict[str, int]]) -> None:
    found, true = together([region(each) for each in records]), Counter[str]()
    for each in records:
        true.update(each)
    assert sum(one.count for one in found) == true.total()
    assert all(one.rule_zh is None or one.count == true[one.rule_zh] >= LEAST for one in found)
    assert [one.rule_zh for one in found if one.rule_zh is None] == [
        one.rule_zh for one in found[-1:] if not one.rule_zh
    ]
    nowhere_rare = {rule for rule in true if all(each.get(rule, LEAST) >= LEAST for each in records)}
    plain = {rule for rule in nowhere_rare if not any(n < LEAST for each in records for n in each.values())}
    assert plain <= {one.rule_zh for one in found}


def test_the_oldest_day_and_the_most_first() -> None:
    found = together([region({"一": 5, "二": 7}), region({"一": 9, "二": 1})])
    assert [(one.rule_zh, one.count, one.since) for one in found] == [
        ("一", 14, date(2019, 1, 5)), (None, 8, date(2019, 1, 7)),
    ]  # fmt: skip
