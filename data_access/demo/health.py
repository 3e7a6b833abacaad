"""Illness, disability and ability to work, causes of poverty, social security: exact where published."""

from typing import Final

import numpy as np
import pandas as pd

from data_access.demo.apportion import (
    Flags,
    Floats,
    Ints,
    Words,
    best,
    best_of_size,
    day,
    days_between,
    pick,
    ranks,
    stream,
)
from data_access.demo.scenario import Scenario

_CHRONIC: Final = "高血压 冠心病 糖尿病 慢性支气管炎 脑梗死后遗症 腰椎间盘突出 类风湿性关节炎 慢性胃炎 骨关节炎"
_MAJOR: Final = "恶性肿瘤 尿毒症 急性心肌梗死 脑出血 重型肝炎 再生障碍性贫血"


def draw_health(scenario: Scenario, people: pd.DataFrame) -> pd.DataFrame:
    """Columns, in the order of `people`: is_chronic, is_major, is_disabled (flags), labour_ability_code."""
    rng = stream(scenario.seed, "health")
    age, household = people["age"].to_numpy(dtype=np.int64), people["household"].to_numpy(dtype=np.int64)
    frail = np.clip(age, 0, 85) / 40.0 + rng.gumbel(0, 0.8, age.size)
    chronic = _exact_patients(
        rng, frail - 3.0 * (age < 25), household, np.ones(age.size, dtype=bool), scenario.people.chronic
    )
    major = _exact_patients(rng, 0.4 * frail + rng.gumbel(0, 1, age.size), household, ~chronic, scenario.people.major)
    disabled = rng.random(age.size) < np.where(age >= 60, 0.085, np.where(age >= 16, 0.07, 0.006))
    return pd.DataFrame(
        {
            "is_chronic": chronic,
            "is_major": major,
            "is_disabled": disabled,
            "labour_ability_code": _labour(rng, people, chronic, major, disabled, scenario.people.without_labour),
        }
    )


def _exact_patients(
    rng: np.random.Generator, score: Floats, household: Ints, able: Flags, wanted: tuple[int, int]
) -> Flags:
    """Exactly the `wanted` households with exactly the `wanted` patients in them, drawn from those `able`."""
    households, persons = wanted
    rank = ranks(np.where(able, score, -1e9), household)
    counts = np.bincount(household, weights=able).astype(np.int64)
    first = np.full(counts.size, -1e9)
    first[household[rank == 0]] = score[rank == 0]
    # Second patients need households with room.
    room = counts >= 2
    likely = first + 0.9 * room + rng.gumbel(0, 0.5, counts.size)
    chosen = best(likely, households, counts >= 1)
    short = persons - households - int((counts[chosen] - 1).sum())
    if short > 0:
        raise ValueError(f"{short} patients do not fit into {households} households")
    patients = (rank == 0) & chosen[household]
    more = able & (rank > 0) & chosen[household]
    result: Flags = patients | best(score + rng.gumbel(0, 0.5, score.size), persons - households, more)
    return result


def _labour(
    rng: np.random.Generator, people: pd.DataFrame, chronic: Flags, major: Flags, disabled: Flags, count: int
) -> Words:
    age = people["age"].to_numpy(dtype=np.int64)
    student = ~pd.isna(people["student_status_code"]).to_numpy()
    weak = np.clip(age - 42, 0, 40) / 8 + 1.6 * disabled + 1.5 * major + 0.5 * chronic + rng.gumbel(0, 1.0, age.size)
    weak = weak + 1000.0 * ((age < 16) | student)
    without = best(weak, count)
    draw = rng.random(age.size)
    able = np.where(age >= 60, "05", np.where(draw < 0.2, "05", np.where(draw < 0.28, "02", "01")))
    able = np.where(chronic & (draw < 0.7) & (age >= 45), "05", able)
    never = (age < 16) | student | ((age >= 75) & (draw < 0.75))
    lost = np.where(never, "04", np.where(disabled | major | (draw < 0.55), "03", "04"))
    return np.where(without, lost, able).astype(object)


def health_rows(scenario: Scenario, health: pd.DataFrame, household_id: Words, person_id: Words) -> pd.DataFrame:
    """Rows of table person_health, `household_id` and `person_id` given a person each."""
    rng = stream(scenario.seed, "health rows")
    parts = []
    sick = health["is_chronic"].to_numpy() | health["is_major"].to_numpy() | health["is_disabled"].to_numpy()
    for code, flags, diseases in (
        ("01", ~sick, ""),
        ("02", health["is_chronic"].to_numpy(), _CHRONIC),
        ("03", health["is_major"].to_numpy(), _MAJOR),
        ("04", health["is_disabled"].to_numpy(), ""),
    ):
        count = int(flags.sum())
        part = pd.DataFrame({"household_id": household_id[flags], "person_id": person_id[flags], "health_code": code})
        if diseases:
            part["disease_zh"] = pick(rng, diseases, count)
            part["diagnosed_on"] = days_between(rng, scenario.on(10, "01-01"), scenario.on(0, "06-30"), count)
        if code == "04":
            part["disability_type_code"] = pick(rng, "1 2 3 4 5 6 7", count, [14, 12, 4, 48, 9, 9, 4])
            part["disability_grade_code"] = pick(rng, "1 2 3 4", count, [14, 27, 33, 26])
        part["source_id"] = {"01": "LEDGER", "02": "HEALTH", "03": "HEALTH", "04": "DISABLED"}[code]
        parts.append(part)
    return pd.concat(parts, ignore_index=True).sort_values(
        ["household_id", "person_id", "health_code"], ignore_index=True
    )


def household_state(people: pd.DataFrame, health: pd.DataFrame, count: int) -> pd.DataFrame:
    """One row a household: size, head_age, chronic, major, disabled, able, aged (60+), pupils (counts)."""
    household = people["household"].to_numpy()
    age = people["age"].to_numpy()
    able = np.isin(health["labour_ability_code"].to_numpy(dtype=object), ["01", "02", "05"])
    status = people["student_status_code"].to_numpy(dtype=object)

    def per_household(flags: Flags) -> Ints:
        return np.bincount(household, weights=flags, minlength=count).astype(np.int64)

    return pd.DataFrame(
        {
            "size": np.bincount(household, minlength=count),
            "head_age": age[people["place"].to_numpy() == 0],
            "chronic": per_household(health["is_chronic"].to_numpy()),
            "major": per_household(health["is_major"].to_numpy()),
            "disabled": per_household(health["is_disabled"].to_numpy()),
            "able": per_household(able),
            "aged": per_household(age >= 60),
            "school_age": per_household((age >= 6) & (age <= 15)),
            "dropout": per_household((age >= 6) & (age <= 15) & (status == "01")),
            "pupils": per_household(~pd.isna(status) & (status != "01")),
            "students": per_household(np.isin(status, ["07", "08", "09", "10", "11", "12", "13", "16"])),
        }
    )


def draw_causes(scenario: Scenario, state: pd.DataFrame) -> Words:
    """The main cause of each household: 07 and 09 together exactly as published, the others generated."""
    rng = stream(scenario.seed, "causes")
    size = state["size"].to_numpy(dtype=np.int64)
    ill = (state["chronic"] + state["major"]).to_numpy() > 0
    fit = state["able"].to_numpy() > 0
    score = rng.gumbel(0, 1, size.size) + 1.1 * fit - 0.9 * ill - 1.0 * (state["disabled"].to_numpy() > 0)
    skill_or_funds = best_of_size(score, size, scenario.people.skill_or_funds)
    cause = np.where(rng.random(size.size) < 0.57, "07", "09").astype(object)
    draw = rng.random(size.size)
    other = np.select(
        [
            (state["students"].to_numpy() > 0) & (draw < 0.6),
            ill & (draw < np.where(state["major"] > 0, 0.97, 0.74)),
            (state["disabled"].to_numpy() > 0) & (draw < 0.8),
            ~fit & (draw < 0.97),
            draw < 0.52,
            draw < 0.66,
            draw < 0.78,
            draw < 0.86,
            draw < 0.90,
            draw < 0.945,
            draw < 0.985,
        ],
        ["03", "01", "02", "08", "08", "04", "11", "10", "06", "05", "13"],
        "99",
    )
    # A few households name illness although nobody there is ill: they become doubtful records.
    doubtful = ~ill & ~skill_or_funds & (rng.random(size.size) < 0.012)
    return np.where(skill_or_funds, cause, np.where(doubtful, "01", other)).astype(object)


def cause_rows(scenario: Scenario, main: Words, state: pd.DataFrame, household_id: Words) -> pd.DataFrame:
    """Rows of table household_cause: the main one, and up to two others that fit the household."""
    rng = stream(scenario.seed, "cause rows")
    frames = [pd.DataFrame({"household_id": household_id, "cause_code": main, "is_main": 1})]
    for code, flags, odds in (
        ("01", (state["chronic"] + state["major"]).to_numpy() > 0, 0.6),
        ("08", state["able"].to_numpy() == 0, 0.5),
        ("03", state["students"].to_numpy() > 0, 0.5),
        ("07", state["able"].to_numpy() > 0, 0.18),
        ("09", np.ones(main.size, dtype=bool), 0.12),
    ):
        mine = flags & (rng.random(main.size) < odds) & (main != code)
        frames.append(pd.DataFrame({"household_id": household_id[mine], "cause_code": code, "is_main": 0}))
    rows = pd.concat(frames, ignore_index=True)
    rows = rows[rows.groupby("household_id").cumcount() < 3]
    rows["source_id"] = "LEDGER"
    return rows.sort_values(["household_id", "cause_code"], ignore_index=True)


def security_rows(
    scenario: Scenario, people: pd.DataFrame, attribute: Words, household_id: Words, person_id: Words
) -> pd.DataFrame:
    """Rows of table person_social_security; allowance and support follow the attribute of the household."""
    rng = stream(scenario.seed, "security")
    if person_id.size != scenario.people.persons:
        raise ValueError("one row a registered person is expected")
    age = people["age"].to_numpy(dtype=np.int64)
    mine = attribute[people["household"].to_numpy()]
    insured = rng.random(age.size) < 0.9972
    rows = pd.DataFrame({"household_id": household_id, "person_id": person_id})
    rows["has_basic_medical_insurance"] = insured.astype(np.int64)
    rows["has_critical_illness_insurance"] = insured.astype(np.int64)
    rows["has_supplementary_medical_insurance"] = (insured & (rng.random(age.size) < 0.985)).astype(np.int64)
    rows["has_pension_insurance"] = ((age >= 16) & (rng.random(age.size) < 0.978)).astype(np.int64)
    rows["has_family_doctor"] = (rng.random(age.size) < 0.985).astype(np.int64)
    rows["is_minimum_living_allowance"] = np.isin(mine, ["02", "04"]).astype(np.int64)
    rows["is_extreme_poverty_support"] = np.isin(mine, ["03", "06"]).astype(np.int64)
    relieved = np.isin(mine, ["02", "03", "04", "06"])
    rows["checked_on"] = np.where(relieved, day(scenario.on(0, "07-31")), day(scenario.on(0, "08-31")))
    rows["source_id"] = np.where(relieved, "CIVIL", "MEDICAL")
    return rows
