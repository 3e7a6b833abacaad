"""Help given to households (帮扶措施) in the last four years, and the yearly check of the guarantees."""

from typing import Final

import numpy as np
import pandas as pd

from data_access.demo.apportion import Flags, Ints, best, days_between, maybe, numbered, pick, stream
from data_access.demo.scenario import Scenario

_MODEL_HOUSEHOLDS: Final = 37_053
"""The numbers of what is unmet are those of the county Bashang; others have them in proportion."""


def measure_rows(
    scenario: Scenario,
    roster: pd.DataFrame,
    state: pd.DataFrame,
    *,
    participation: pd.DataFrame,
    jobs: pd.DataFrame,
    household_of: Ints,
    open_cases: Ints,
) -> pd.DataFrame:
    """Rows of table household_measure; what a household takes part in (industry, work, posts) has its measure.

    `open_cases`: households (positions) under monitoring, nearly all of which get help this year.
    """
    rng = stream(scenario.seed, "measures")
    now = scenario.year
    count = len(roster)
    parts: list[tuple[Ints, int, str, str | None, str, float]] = []

    def give(flags: Flags, year: int, what: str, yuan: float = 0.0, odds: float = 1.0) -> None:
        measure, item, batch = what.split("/")
        chosen = np.flatnonzero(flags & (rng.random(count) < odds) & (roster["identified_year"].to_numpy() <= year))
        parts.append((chosen, year, measure, item or None, batch, yuan))

    attribute = roster["attribute"].to_numpy(dtype=object)
    allowance, support = np.isin(attribute, ["02", "04"]), attribute == "03"
    everyone = np.ones(count, dtype=bool)
    for year in range(now - 3, now + 1):
        give(allowance, year, "M48/M4801/B5", 2100 + 60 * (year - now + 3), 0.9 if year == now else 0.6)
        give(support, year, "M48/M4802/B5", 5200)
        give(state["major"].to_numpy() > 0, year, "M45/M4503/B5", 6200, 0.9)
        give(state["school_age"].to_numpy() > 0, year, "M46/M4601/B4", 700)
        give(state["able"].to_numpy() > 0, year, "M40/M4003/B1", 0, 0.05)
        give(everyone, year, "M52//B1", 320, 0.03)
    for year, odds in ((now - 3, 0.34), (now - 2, 0.42)):
        give(state["able"].to_numpy() > 0, year, "M39/M3901/B1", 900, odds)
    for year, odds in ((now - 3, 0.04), (now - 2, 0.05), (now - 1, 0.03)):
        give(everyone, year, "M50/M5001/B5", 18_000, odds)
        give(state["able"].to_numpy() > 0, year, "M41/M4101/B1", 20_000, odds)
        give(everyone, year, "M51/M5101/B5", 0, odds * 1.2)
    for year in (now - 1, now):
        give(state["students"].to_numpy() > 0, year, "M47/M4701/B4", 3000, 0.8)
        give(state["chronic"].to_numpy() > 0, year, "M45/M4505/B5", 0, 0.45)
    parts += _taken_part(now, roster, participation, jobs, household_of)
    helped = open_cases[rng.random(open_cases.size) < 0.94]
    parts.append((helped[: helped.size // 2], now, "M48", "M4804", "B5", 1500))
    parts.append((helped[helped.size // 2 :], now, "M45", "M4503", "B5", 3800))
    return _rows(now, rng, roster, parts)


def _taken_part(
    now: int, roster: pd.DataFrame, participation: pd.DataFrame, jobs: pd.DataFrame, household_of: Ints
) -> list[tuple[Ints, int, str, str | None, str, float]]:
    place = pd.Series(np.arange(len(roster)), index=roster["household_id"])
    parts: list[tuple[Ints, int, str, str | None, str, float]] = []
    kinds = participation["activity_id"].str.slice(0, 3)
    for year in (now - 1, now):
        mine = participation["stat_year"] == year
        for kind, mode, measure, item in (
            ("SOL", "POST", "M42", None),
            ("SOL", "DIVIDEND", "M39", "M3908"),
            ("TOU", None, "M39", "M3905"),
            ("AGR", None, "M39", "M3901"),
        ):
            rows = mine & (kinds == kind)
            if mode is not None:
                rows &= participation["participation_mode_code"] == mode
            parts.append(
                (
                    np.unique(place.loc[participation.loc[rows, "household_id"]].to_numpy(dtype=np.int64)),
                    year,
                    measure,
                    item,
                    "B1",
                    0.0,
                )
            )
        worked = jobs[(jobs["stat_year"] == year) & (jobs["months"] > 0)]
        near = (worked["area"] == "TOWNSHIP").to_numpy()
        home = household_of[worked["person"].to_numpy()]
        parts.append((np.unique(home[near]), year, "M40", "M4002", "B1", 0.0))
        parts.append((np.setdiff1d(home[~near], home[near]), year, "M40", "M4001", "B1", 0.0))
    return parts


def _rows(
    now: int, rng: np.random.Generator, roster: pd.DataFrame, parts: list[tuple[Ints, int, str, str | None, str, float]]
) -> pd.DataFrame:
    frames = []
    for household, year, measure, item, batch, yuan in parts:
        n = household.size
        frame = pd.DataFrame(
            {
                "household_id": roster["household_id"].to_numpy()[household],
                "stat_year": year,
                "measure_code": measure,
                "measure_item_code": item,
            }
        )
        frame["measure_status_code"] = (
            "DONE"
            if year < now
            else np.where(rng.random(n) < 0.72, "DOING", np.where(rng.random(n) < 0.8, "DONE", "PLAN"))
        )
        frame["five_batch_code"] = batch
        frame["valid_from"] = days_between(rng, f"{year}-01-05", f"{year}-06-30", n)
        frame["amount_yuan"] = np.round(yuan * rng.uniform(0.7, 1.3, n) / 10) * 10 if yuan else None
        frames.append(frame)
    rows = pd.concat(frames, ignore_index=True).sort_values(
        ["household_id", "stat_year", "measure_code"], kind="stable", ignore_index=True
    )
    rows.insert(2, "measure_id", numbered("M", len(rows), 6))
    rows["source_id"] = "LEDGER"
    return rows


def assurance_rows(scenario: Scenario, roster: pd.DataFrame, state: pd.DataFrame) -> pd.DataFrame:
    """Rows of table household_assurance of the last two years; EDUCATION only where there is a child of school age."""
    frames = []
    hard = roster["need"].to_numpy(dtype=np.float64) + 1.2 * roster["is_poor"].to_numpy()
    now, part = scenario.year, len(roster) / _MODEL_HOUSEHOLDS
    for year, unmet in (
        (now - 1, {"HOUSING": 412, "MEDICAL": 96, "WATER": 238}),
        (now, {"HOUSING": 61, "MEDICAL": 23, "WATER": 47}),
    ):
        rng = stream(scenario.seed, f"assurance {year}")
        grade = np.where(rng.random(len(roster)) < 0.66, "A", "B").astype(object)
        # The check of the year before was of the three guarantees and water alone.
        items = (
            ("EDUCATION", "MEDICAL", "HOUSING", "WATER")
            if year < now
            else ("FOOD", "CLOTHING", "EDUCATION", "MEDICAL", "HOUSING", "WATER")
        )
        for item in items:
            if item == "EDUCATION":
                asked = np.flatnonzero(state["school_age"].to_numpy() > 0)
                failed = state["dropout"].to_numpy() > 0
            else:
                asked = np.arange(len(roster))
                failed = best(hard + rng.gumbel(0, 1.5, hard.size), round(unmet.get(item, 0) * part))
            failed = failed[asked]
            checked = days_between(rng, f"{year}-07-01", f"{year}-09-25", asked.size)
            mended = failed & (rng.random(asked.size) < (0.97 if year < now else 0.4)) & (item != "EDUCATION")
            frame = pd.DataFrame(
                {"household_id": roster["household_id"].to_numpy()[asked], "stat_year": year, "assurance_code": item}
            )
            frame["is_met"] = (~failed).astype(np.int64)
            frame["checked_on"] = checked
            if item == "HOUSING":
                frame["house_grade_code"] = np.where(failed, pick(rng, "C D", asked.size, [7, 3]), grade[asked])
            problem = {
                "HOUSING": "住房经鉴定存在安全隐患",
                "MEDICAL": "未参加当年基本医疗保险",
                "WATER": "季节性缺水",
                "EDUCATION": "适龄儿童未在校",
            }
            frame["problem_zh"] = maybe(np.full(asked.size, problem.get(item, ""), dtype=object), failed)
            frame["resolved_on"] = np.where(
                mended, np.minimum(checked + np.timedelta64(20, "D"), scenario.as_of), np.datetime64("NaT", "D")
            )
            frame["source_id"] = "APP"
            frames.append(frame)
    return pd.concat(frames, ignore_index=True).sort_values(
        ["household_id", "stat_year", "assurance_code"], ignore_index=True
    )
