"""The members of the registered households: who lives with whom, how old, what schooling, what ability to work."""

from collections.abc import Mapping
from typing import Final

import numpy as np
import pandas as pd

from data_access.demo.apportion import Flags, Floats, Ints, Words, best, days_between, stream
from data_access.demo.names import full_names, identity_numbers, phones, surnames
from data_access.demo.scenario import Scenario

# Who lives together, by number of persons: (odds, age of the head, members). H head, S spouse, P one parent, F father,
# M mother, C grown child, D daughter-in-law, K child of the head, G grandchild.
_AGEING: Final = {
    1: [(0.81, "old", "H"), (0.19, "mid", "H")],
    2: [(0.67, "old", "HS"), (0.13, "mid", "HS"), (0.08, "mid", "HP"), (0.06, "old", "HG"), (0.06, "old", "HC")],
    3: [(0.4, "mid", "HSK"), (0.2, "mid", "HSP"), (0.2, "old", "HSC"), (0.1, "old", "HSG"), (0.1, "mid", "HKP")],
    4: [(0.45, "mid", "HSKK"), (0.28, "mid", "HSKP"), (0.15, "old", "HSCD"), (0.12, "old", "HSGG")],
    5: [(0.7, "mid", "HSKKP"), (0.3, "old", "HSCDG")],
    6: [(0.7, "mid", "HSKKFM"), (0.3, "old", "HSCDGG")],
}
_OF_ALL_AGES: Final = {
    1: [(0.45, "old", "H"), (0.55, "mid", "H")],
    2: [(0.35, "old", "HS"), (0.42, "mid", "HS"), (0.13, "mid", "HP"), (0.04, "old", "HG"), (0.06, "old", "HC")],
    3: [(0.47, "mid", "HSK"), (0.2, "mid", "HSP"), (0.23, "old", "HSC"), (0.03, "old", "HSG"), (0.07, "mid", "HKP")],
    4: [(0.58, "mid", "HSKK"), (0.2, "mid", "HSKP"), (0.19, "old", "HSCD"), (0.03, "old", "HSGG")],
    5: [(0.6, "mid", "HSKKP"), (0.4, "old", "HSCDG")],
    6: [(0.55, "mid", "HSKKFM"), (0.45, "old", "HSCDGG")],
}


def household_sizes(scenario: Scenario) -> Ints:
    """Members of each household, which add up to the registered persons."""
    rng = stream(scenario.seed, "sizes")
    wanted = scenario.people
    odds = np.array(list(wanted.size_odds.values()))
    sizes = rng.choice(list(wanted.size_odds), wanted.households, p=odds / odds.sum())
    off = int(sizes.sum()) - wanted.persons
    usual = -(-wanted.persons // wanted.households)
    larger = np.flatnonzero(sizes == (usual if off > 0 else usual - 1))[: abs(off)]
    if larger.size < abs(off):
        raise ValueError("the odds of the sizes are too far from the mean")
    sizes[larger] -= np.sign(off)
    result: Ints = rng.permutation(sizes).astype(np.int64)
    return result


def draw_people(scenario: Scenario, sizes: Ints) -> pd.DataFrame:
    """One row a person, by household and place in it.

    Columns: household (position), place (0 = head), role (letter of _AGEING), age, is_male, surname, relation_code,
    student_status_code (None for who is not at school and past school age), education_code (None for pupils and small
    children). Where they were published, ages give exactly the numbers of 60 and 70 and over, schooling that of
    primary or less.
    """
    rng = stream(scenario.seed, "people")
    wanted = scenario.people
    roles, household = _families(rng, sizes, _AGEING if wanted.ageing else _OF_ALL_AGES)
    people = pd.DataFrame({"household": household, "role": roles})
    people["place"] = people.groupby("household").cumcount()
    people["size"] = sizes[household]
    people["age"], people["is_male"] = _ages(rng, people)
    for limit, count in ((70, wanted.aged_70), (60, wanted.aged_60)):
        if count is not None:
            people["age"] = _exact_age(rng, people, limit, count)
    people["surname"] = _surnames(rng, people)
    people["relation_code"] = _relations(people)
    people["student_status_code"], people["education_code"] = _schooling(
        rng, people, wanted.primary_or_less, wanted.dropouts
    )
    return people


def _families(
    rng: np.random.Generator, sizes: Ints, kinds_of: Mapping[int, list[tuple[float, str, str]]]
) -> tuple[Words, Ints]:
    members = np.empty(sizes.size, dtype=object)
    for size, families in kinds_of.items():
        mine = np.flatnonzero(sizes == size)
        kinds = np.array([f"{age[0]}{letters}" for _, age, letters in families], dtype=object)
        members[mine] = kinds[rng.choice(kinds.size, mine.size, p=[odds for odds, _, _ in families])]
    # The head's letter carries the age: O old, Y middle-aged; it becomes H again with the relations.
    letters = "".join(("O" if m[0] == "o" else "Y") + m[2:] for m in members.tolist())
    return np.array(list(letters), dtype=object), np.repeat(np.arange(sizes.size), sizes)


def _ages(rng: np.random.Generator, people: pd.DataFrame) -> tuple[Ints, Flags]:
    count = len(people)
    role = people["role"].to_numpy(dtype=object)
    head = people["place"].to_numpy() == 0
    old = np.select(
        [rng.random(count) < 0.44, rng.random(count) < 0.74],
        [rng.integers(60, 70, count), rng.integers(70, 80, count)],
        80 + np.minimum(rng.geometric(0.22, count) - 1, 13),
    )
    with_children = _living_with(people, "K")
    middle = np.where(with_children, rng.triangular(31, 44, 56, count), rng.triangular(36, 57, 60, count))
    head_age = np.where(role == "O", old, np.floor(middle)).astype(np.int64)[head][people["household"].to_numpy()]
    alone = people["size"].to_numpy() == 1
    head_male = (rng.random(count) < np.where(alone, 0.52, 0.86))[head][people["household"].to_numpy()]
    toss = rng.random(count) < 0.5
    spouse_gap = np.clip(np.round(rng.normal(2, 2.5, count)), -4, 8) * np.where(head_male, 1, -1)
    gap = rng.integers(0, 10, count)
    age = np.select(
        [head, role == "S", np.isin(role, list("PFM")), role == "K", role == "C", role == "D", role == "G"],
        [
            head_age,
            np.clip(head_age - spouse_gap, 22, 95),
            np.clip(head_age + 20 + gap, 50, 97),
            np.clip(head_age - 24 - gap, 0, 24),
            np.clip(head_age - 23 - gap, 20, 58),
            np.clip(head_age - 26 - gap, 20, 56),
            np.clip(head_age - 49 - gap, 0, 24),
        ],
    ).astype(np.int64)
    male = np.select(
        [head, role == "S", role == "F", np.isin(role, ["M", "D"]), role == "P", role == "C"],
        [head_male, ~head_male, True, False, toss & (gap < 6), toss | (gap < 7)],
        toss,
    ).astype(bool)
    grown = np.isin(role, ["C"]) & _living_with(people, "D")
    return age, male | grown


def _living_with(people: pd.DataFrame, role: str) -> Flags:
    """Whether the household of each person has a member of this role."""
    household = people["household"].to_numpy()
    there: Flags = np.bincount(household, weights=people["role"] == role)[household] > 0
    return there


def _exact_age(rng: np.random.Generator, people: pd.DataFrame, limit: int, wanted: int) -> Ints:
    """Move just enough ages over `limit`, among heads and spouses who live alone or as a couple."""
    age = people["age"].to_numpy(dtype=np.int64).copy()
    free = people["size"].to_numpy() <= 2
    free &= np.isin(people["role"].to_numpy(dtype=object), ["O", "Y", "S"])
    pairs = people.groupby("household")["role"].transform("last").isin(["O", "Y", "S"]).to_numpy()
    free &= pairs
    off = int((age >= limit).sum()) - wanted
    width = 10 if limit == 70 else 6
    near = free & ((age >= limit) & (age < limit + width) if off > 0 else (age < limit) & (age >= limit - width))
    moved = best(rng.random(age.size) - np.abs(age - limit) * 0.05, abs(off), near)
    age[moved] = (
        limit - rng.integers(1, 4, int(moved.sum())) if off > 0 else limit + rng.integers(0, 3, int(moved.sum()))
    )
    if int((age >= limit).sum()) != wanted:
        raise ValueError(f"the number aged {limit} and over is off")
    return age


def _surnames(rng: np.random.Generator, people: pd.DataFrame) -> Words:
    own = surnames(rng, len(people))
    head = people["place"].to_numpy() == 0
    family = own[head][people["household"].to_numpy()]
    role = people["role"].to_numpy(dtype=object)
    married_in = np.isin(role, ["S", "D", "M"]) | ((role == "P") & ~people["is_male"].to_numpy())
    return np.where(married_in, own, family).astype(object)


def _relations(people: pd.DataFrame) -> Words:
    role, male = people["role"].to_numpy(dtype=object), people["is_male"].to_numpy()
    parent, child, grand = np.isin(role, list("PFM")), np.isin(role, ["K", "C"]), role == "G"
    return np.select(
        [
            people["place"].to_numpy() == 0,
            role == "S",
            child & male,
            child,
            role == "D",
            grand & male,
            grand,
            parent & male,
            parent,
        ],
        ["01", "02", "03", "04", "05", "07", "08", "11", "12"],
        "99",
    ).astype(object)


def _schooling(
    rng: np.random.Generator, people: pd.DataFrame, primary_or_less: int | None, dropouts: int
) -> tuple[Words, Words]:
    age = people["age"].to_numpy(dtype=np.int64)
    draw = rng.random(age.size)
    status = np.full(age.size, None, dtype=object)
    status[age < 6] = "01"
    status[(age >= 3) & (age < 6) & (draw < 0.9)] = "02"
    status[(age >= 6) & (age <= 11)] = "03"
    for years, code in ((12, "04"), (13, "05"), (14, "06")):
        status[age == years] = code
    for years, high, trade, stay in ((15, "07", "10", 1.0), (16, "08", "11", 0.92), (17, "09", "12", 0.88)):
        status[(age == years) & (draw < stay)] = trade
        status[(age == years) & (draw < 0.7)] = high
    child = np.isin(people["role"].to_numpy(dtype=object), ["K", "G"])
    young = child & (age >= 18) & (age <= 21)
    status[young & (draw < 0.55)] = "13"
    status[young & (draw < 0.42)] = "16"
    # A few children of school age are out of school: the screen must have a case to clear.
    status[best(rng.random(age.size), dropouts, (age >= 8) & (age <= 11))] = "01"
    grown = np.asarray(pd.isna(status))
    education = np.full(age.size, None, dtype=object)
    for low, high_age, odds in (
        (15, 30, (0.0, 0.05, 0.58, 0.18, 0.13, 0.06)),
        (30, 60, (0.05, 0.33, 0.48, 0.10, 0.03, 0.01)),
        (60, 200, (0.41, 0.47, 0.11, 0.01, 0.0, 0.0)),
    ):
        mine = grown & (age >= low) & (age < high_age)
        education[mine] = np.array(["01", "02", "03", "04", "05", "06"])[rng.choice(6, int(mine.sum()), p=odds)]
    if primary_or_less is None:
        return status, education
    off = int((np.isin(education, ["01", "02"]) | np.isin(status, ["01", "02", "03"])).sum()) - primary_or_less
    swap = best(rng.random(age.size), abs(off), grown & (age >= 40) & (education == ("02" if off > 0 else "03")))
    education[swap] = "03" if off > 0 else "02"
    return status, education


def person_rows(
    scenario: Scenario, people: pd.DataFrame, household_id: Words, person_id: Words, labour: Words
) -> pd.DataFrame:
    """Rows of table person for the drawn `people`."""
    rng = stream(scenario.seed, "person rows")
    count = len(people)
    age, male = people["age"].to_numpy(dtype=np.int64), people["is_male"].to_numpy()
    birthday = np.array([f"{scenario.year - a}{str(scenario.as_of)[4:]}" for a in age.tolist()], dtype="datetime64[D]")
    born = birthday - rng.integers(0, 364, count).astype("timedelta64[D]")
    adult = age >= 18
    member: Floats = rng.random(count)
    own_phone = adult & (age < 75) & (member < 0.6)
    number = phones(rng, count)
    number[~own_phone] = None
    party = np.where(adult & (member < 0.035), "01", np.where((age >= 14) & (age < 28) & (member < 0.3), "03", "13"))
    return pd.DataFrame(
        {
            "household_id": household_id[people["household"].to_numpy()],
            "person_id": person_id,
            "name_zh": full_names(rng, people["surname"].to_numpy(dtype=object), male),
            "gender_code": np.where(male, "01", "02"),
            "identity_document_code": "01",
            "identity_no": identity_numbers(rng, male, scenario.root[:6]),
            "born_on": born,
            "relation_code": people["relation_code"],
            "ethnicity_code": np.array(["01", "02", "04", "03"], dtype=object)[
                rng.choice(4, count, p=[0.962, 0.014, 0.016, 0.008])
            ],
            "education_code": people["education_code"],
            "student_status_code": people["student_status_code"],
            "labour_ability_code": labour,
            "political_status_code": party.astype(object),
            "phone_no": number,
            "is_valid": 1,
            "source_id": "LEDGER",
            "updated_at": days_between(rng, scenario.on(0, "07-01"), str(scenario.as_of), count),
        }
    )
