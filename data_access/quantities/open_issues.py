"""Doubtful records still open: how many each region has, and by rule and department where as many bear one rule that
its words tell of nobody."""

from typing import Final

import numpy as np
import pandas as pd
from sqlalchemy import case, func, select

from data_access.privacy import scanned_text
from data_access.quantities.gathered import gathered, placed_today
from data_access.quantities.survey import Survey
from data_access.rules import SMALL_CELL
from data_access.schema import work
from data_access.tree import TOWNSHIP_LEVEL

OPEN_ISSUES: Final = ("region_code", "rule_zh", "department_zh", "record_count", "since_on")
MOST_RULES: Final = 40
_WORDS: Final = ["rule_code", "rule_zh", "organisation_zh", "source_zh"]


def count_issues(survey: Survey) -> pd.DataFrame:
    """Count the doubtful records still open, at the region that the rule names, whatever its level.

    Returns those of each township, each region above one and each group, by rule and department, in the columns
    `OPEN_ISSUES`: by region, the most records first, `MOST_RULES` at most; last without words (None) all rules together
    of which a region has fewer than `SMALL_CELL` records.
    """
    d, s = work.data_issue, work.data_source
    is_open = d.c.issue_status_code == "OPEN"
    rows = select(
        d.c.region_code,
        case((is_open, 1)).label("is_open"),
        *(case((is_open, column)).label(column.name) for column in (d.c.rule_code, d.c.rule_zh, d.c.source_id)),
        case((is_open, d.c.found_on)).label("found_on"),
    ).subquery("doubtful")
    keys = (rows.c.region_code, rows.c.rule_code, rows.c.rule_zh, rows.c.source_id)
    frame = survey.ask(
        select(
            *keys, func.count(rows.c.is_open).label("record_count"), func.min(rows.c.found_on).label("since_on")
        ).group_by(*keys)
    )
    if len(frame):
        counts = frame.groupby("region_code")["record_count"].sum().reset_index()
        survey.tray.lay(counts, {"record_count": "open_issue_count"}, period=survey.year, absent=0)
    sources = survey.ask(select(s.c.source_id, s.c.organisation_zh, s.c.name_zh.label("source_zh")))
    found = frame[frame["record_count"] > 0].merge(sources, on="source_id", how="left")
    return _by_rule(survey, found) if len(found) else pd.DataFrame(columns=list(OPEN_ISSUES))


def _by_rule(survey: Survey, found: pd.DataFrame) -> pd.DataFrame:
    tree = survey.tray.tree
    words = found.groupby(_WORDS, dropna=False, sort=True)
    told = words.head(1)[_WORDS].assign(rule=words.ngroup()).set_index("rule")
    placed = placed_today(survey.tray, found.assign(rule=words.ngroup()))
    parts = [
        here[tree.level[here["region"]] <= TOWNSHIP_LEVEL]
        for here in gathered(tree, placed, "rule", {"record_count": "sum", "since_on": "min"})
    ]
    every = pd.concat(parts, ignore_index=True)
    every = every.sort_values(["region", "record_count", "rule"], ascending=[True, False, True])
    common = every[every["record_count"] >= SMALL_CELL].groupby("region", sort=False).head(MOST_RULES)
    rare = every[every["record_count"] < SMALL_CELL].groupby("region", as_index=False)
    others = rare.agg({"record_count": "sum", "since_on": "min"})
    own = told.reindex(common["rule"])
    department = own["organisation_zh"].where(own["organisation_zh"].notna(), own["source_zh"])
    scanned = own["rule_zh"].map(scanned_text).to_numpy()
    common = common.assign(rule_zh=scanned, department_zh=department.to_numpy())
    both = pd.concat([common, others.assign(rule_zh=None, department_zh=None)], ignore_index=True)
    both["region_code"] = np.array(tree.codes, dtype=object)[both["region"].to_numpy(dtype=np.int64)]
    return both[list(OPEN_ISSUES)].sort_values("region_code", kind="stable", ignore_index=True)
