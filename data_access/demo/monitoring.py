"""Monitoring against falling back: cases found in 2019 and the alerts of departments in August and September."""

from typing import Final

import numpy as np
import pandas as pd

from data_access.demo.apportion import Words, best, days_between, maybe, numbered, pick, stream
from data_access.demo.land import Land
from data_access.demo.scenario import Scenario

_DEPARTMENTS: Final = {
    "MEDICAL": "MEDICAL_INSURANCE",
    "SCHOOLING": "EDUCATION",
    "DISASTER": "EMERGENCY",
    "ACCIDENT": "CIVIL_AFFAIRS",
    "INCOME": "AGRICULTURE",
    "EMPLOYMENT": "HUMAN_RESOURCES",
    "HOUSING": "HOUSING",
    "WATER": "WATER",
    "DROPOUT": "EDUCATION",
}
_ODDS: Final = {
    "MEDICAL": 46,
    "SCHOOLING": 5,
    "DISASTER": 9,
    "ACCIDENT": 4,
    "INCOME": 12,
    "EMPLOYMENT": 15,
    "HOUSING": 5,
    "WATER": 4,
}
_AMOUNT: Final = {"MEDICAL": (9.0, 0.5), "SCHOOLING": (8.6, 0.3), "DISASTER": (8.3, 0.6), "ACCIDENT": (8.9, 0.5)}
_MONITORING_YUAN: Final = 4_827
"""1.5 x the national line of 2019 (3,218): the demo's range for monitoring, a derived norm, not a published one."""


def case_rows(scenario: Scenario, roster: pd.DataFrame, state: pd.DataFrame, income: pd.DataFrame) -> pd.DataFrame:
    """Cases identified in 2019: `household` (position), risk, and the columns of monitoring_case."""
    rng = stream(scenario.seed, "cases")
    last = income[income["stat_year"] == 2019]
    each = (last["net_income_yuan"] / last["member_count"]).to_numpy()
    exited = roster["exited_year"].to_numpy()
    lifted = (exited > 0) & (exited < 2019)
    score = -each / 700 + 1.6 * (state["major"] > 0).to_numpy() + rng.gumbel(0, 1.0, exited.size)
    household = np.flatnonzero(best(score, scenario.ventures.cases, lifted))
    found = days_between(rng, "2019-01-20", "2019-09-12", household.size)
    wait = np.where(
        rng.random(household.size) < 0.9, rng.integers(4, 16, household.size), rng.integers(16, 40, household.size)
    ).astype("timedelta64[D]")
    identified = np.minimum(found + wait, scenario.as_of)
    done = (identified < np.datetime64("2019-07-01", "D")) & (rng.random(household.size) < 0.56)
    natural = done & (rng.random(household.size) < 0.07)
    able = state["able"].to_numpy()[household] > 0
    risk = np.where(
        state["major"].to_numpy()[household] > 0,
        "01",
        pick(rng, "01 02 03 04 05 06 07 09", household.size, [34, 8, 9, 14, 4, 7, 19, 5]),
    )
    risk = np.where(~able & np.isin(risk, ["06", "07"]), "04", risk)
    size = roster["size"].to_numpy()[household]
    return pd.DataFrame(
        {
            "household": household,
            "risk": risk,
            "household_id": roster["household_id"].to_numpy()[household],
            "case_id": numbered("C2019", household.size, 4),
            "monitoring_object_code": np.where(np.isin(risk, ["02", "05"]), "3", "1"),
            "member_count": size,
            "found_channel_code": pick(rng, "APPLY CADRE DEPT", household.size, [2, 6, 3]),
            "found_on": found,
            "identified_on": identified,
            "assisted_on": np.where(
                rng.random(household.size) < 0.94,
                np.minimum(identified + np.timedelta64(9, "D"), scenario.as_of),
                np.datetime64("NaT", "D"),
            ),
            "net_income_yuan": last["net_income_yuan"].to_numpy()[household],
            "self_paid_cost_yuan": np.where(
                risk == "01", np.round(np.exp(rng.normal(8.7, 0.5, household.size)), 2), np.nan
            ),
            "line_yuan": _MONITORING_YUAN,
            "is_without_labour": (~able).astype(np.int64),
            "development_measure_status_code": np.where(
                ~able, "NONE", pick(rng, "DOING DONE PLAN NONE", household.size, [62, 14, 16, 8])
            ),
            "is_eliminated": done.astype(np.int64),
            "eliminated_on": np.where(
                done,
                np.minimum(identified + rng.integers(60, 120, household.size).astype("timedelta64[D]"), scenario.as_of),
                np.datetime64("NaT", "D"),
            ),
            "elimination_mode_code": maybe(np.where(natural, "NATURAL", "HELP"), done),
            "source_id": "LEDGER",
        }
    )


def risk_rows(scenario: Scenario, cases: pd.DataFrame) -> pd.DataFrame:
    """Rows of table monitoring_risk: the main risk of each case and for a third a second one."""
    rng = stream(scenario.seed, "risks")
    main = cases[["household_id", "case_id"]].assign(risk_no=1, risk_code=cases["risk"])
    drawn = pick(rng, "0203 0205 0201 0204", len(main), [5, 3, 1, 1])
    main["risk_item_code"] = maybe(drawn, (main["risk_code"] == "02").to_numpy())
    second = main[rng.random(len(main)) < 0.34].assign(risk_no=2, risk_item_code=None)
    second["risk_code"] = np.where(second["risk_code"] == "04", "01", "04")
    return pd.concat([main, second], ignore_index=True).sort_values(
        ["household_id", "case_id", "risk_no"], ignore_index=True
    )


def alert_rows(
    scenario: Scenario, roster: pd.DataFrame, state: pd.DataFrame, cases: pd.DataFrame, *, land: Land, cadre: Words
) -> pd.DataFrame:
    """Rows of table monitoring_alert: most are checked, some wait, a few are overdue; half fall into a few villages."""
    rng = stream(scenario.seed, "alerts")
    village = roster["village"].to_numpy()
    ease = np.exp(0.35 * land.villages["hardship"].to_numpy(dtype=np.float64) + rng.normal(0, 0.7, len(land.villages)))
    score = np.log(ease[village]) + rng.gumbel(0, 1, village.size) + 1.2 * (state["major"] > 0).to_numpy()
    household = rng.permutation(np.flatnonzero(best(score, scenario.ventures.alerts)))
    count = household.size
    kind = pick(rng, " ".join(_ODDS), count, list(_ODDS.values()))
    unfit = (state["able"].to_numpy()[household] == 0) & (kind == "EMPLOYMENT")
    kind = np.where(
        unfit, "INCOME", np.where((kind == "SCHOOLING") & (state["pupils"].to_numpy()[household] == 0), "MEDICAL", kind)
    ).astype(object)
    lost = np.flatnonzero(state["dropout"].to_numpy() > 0)
    kind[np.isin(household, lost)] = "DROPOUT"
    raised = days_between(rng, "2019-08-01", "2019-09-30", count)
    due = raised + np.timedelta64(15, "D")
    open_odds = np.where(due < scenario.as_of, 0.055, 0.5)
    pending = rng.random(count) < open_odds
    in_case = np.isin(household, cases["household"].to_numpy())
    result = np.where(
        pending, "PENDING", np.where(in_case, "INCLUDED", np.where(rng.random(count) < 0.06, "INCLUDED", "REJECTED"))
    )
    checked = np.where(
        pending,
        np.datetime64("NaT", "D"),
        np.minimum(raised + rng.integers(1, 15, count).astype("timedelta64[D]"), scenario.as_of),
    )
    mean, spread = (np.array([_AMOUNT.get(k, (0.0, 0.0))[i] for k in kind.tolist()]) for i in (0, 1))
    amount = np.round(np.exp(mean + spread * np.abs(rng.normal(0, 1, count))), 2)
    money = mean > 0
    return pd.DataFrame(
        {
            "household_id": roster["household_id"].to_numpy()[household],
            "alert_id": numbered("A2019", count, 4),
            "alert_kind_code": kind,
            "department_code": np.array([_DEPARTMENTS[k] for k in kind.tolist()], dtype=object),
            "raised_on": raised,
            "amount_yuan": np.where(money, amount, np.nan),
            "line_yuan": np.where(
                money, np.select([kind == "MEDICAL", kind == "SCHOOLING"], [8_000, 5_000], 3_500), np.nan
            ),
            "due_on": due,
            "checked_on": checked,
            "alert_result_code": result,
            "official_id": cadre[village[household]],
            "source_id": np.where(kind == "MEDICAL", "MEDICAL", "LEDGER"),
        }
    ).sort_values(["household_id", "alert_id"], ignore_index=True)
