"""The members of a household card: who is listed, who is only counted, and what is odd about them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from data_access.households.labels import Labels, joined, said
from data_access.households.records import Label, Member, Notice
from data_access.households.village import Row, day_of, whole_of
from data_access.privacy import age_band, masked_name

HEAD: Final = "01"
_SURELY_ADULT: Final = frozenset({"01", "02", "05", "06", *(str(code) for code in range(11, 21)), "26", "27"})
"""Relations that a person under 14 cannot have: head, spouse, in-laws, parents and grandparents, uncles."""

_IN_SCHOOL: Final = frozenset(f"{code:02d}" for code in range(2, 17))
"""Items of STUDENT_STATUS that mean a pupil or student; which school or grade is never shown."""

_SCHOOL_BAND: Final = "A0"
"""Item of AGE_BAND that ends at 15, the last year of compulsory school."""

_AWAY: Final = frozenset({"EXPORT", "SELF"})
"""Items of EMPLOYMENT_CHANNEL that say nothing without the area of work."""


@dataclass(frozen=True, slots=True)
class Household:
    """What the members' rows say of their household.

    has_school_age  whether somebody is, or may be, under 16; True also when no member is recorded
    listed_keys     person_id of each of `members`; never leaves data_access
    """

    head_name: str | None
    has_school_age: bool
    members: tuple[Member, ...]
    minor_count: int
    unknown_age_count: int
    notices: tuple[Notice, ...]
    listed_keys: tuple[str, ...]


def household_members(
    rows: Sequence[Row],
    labels: Labels,
    *,
    as_of: date,
    head_person_id: str | None,
    stated_count: int | None,
    themes: Mapping[str, bool],
) -> Household:
    """List the members of 14 and more, head first, and count the others.

    `rows`: one a member and state of health, ordered by person. Members whose age is unknown are listed only where
    their relation to the head shows that they are grown up; else they are counted, for they may be children.
    """
    people: dict[str, list[Row]] = {}
    for row in rows:
        people.setdefault(str(row["person_id"]), []).append(row)
    heads = [key for key, states in people.items() if states[0]["relation_code"] == HEAD]
    head = head_person_id if head_person_id in people else next(iter(heads), None)
    listed: dict[str, Member] = {}
    minors = unknown = impossible = 0
    for key in sorted(people, key=lambda k: (k != head, people[k][0]["relation_code"] or "99", k)):
        first = people[key][0]
        born_on = day_of(first["born_on"])
        band = age_band(born_on, as_of)
        impossible += band is None and born_on is not None
        if band is not None and band.is_minor:
            minors += 1
        elif may_be_child(first, as_of, is_head=key == head):
            unknown += 1
        else:
            age = labels.of("AGE_BAND", band.code) if band else None
            listed[key] = _member(people[key], labels, age, is_impossible=band is None and born_on is not None,
                                  themes=themes)  # fmt: skip
    return Household(
        head_name=head_name(people[head][0], as_of) if head is not None else None,
        has_school_age=not people
        or bool(minors or unknown)
        or any(_may_be_pupil(member) for member in listed.values()),
        members=tuple(listed.values()),
        minor_count=minors,
        unknown_age_count=unknown,
        notices=tuple(_notices(people, heads, head, impossible, stated_count)),
        listed_keys=tuple(listed),
    )


def may_be_child(row: Row, as_of: date, *, is_head: bool) -> bool:
    """Whether a member, by born_on and relation_code, is under 14 or may be: then nothing of it is ever shown."""
    band = age_band(day_of(row["born_on"]), as_of)
    return band.is_minor if band is not None else not is_head and row["relation_code"] not in _SURELY_ADULT


def _may_be_pupil(member: Member) -> bool:
    return member.age is not None and member.age.code == _SCHOOL_BAND


def head_name(row: Row, as_of: date) -> str | None:
    """The masked name of a head from its name_zh and born_on; None for a head under 14: a child is never named."""
    band = age_band(day_of(row["born_on"]), as_of)
    return None if band is not None and band.is_minor else masked_name(row["name_zh"])


def _member(
    states: Sequence[Row], labels: Labels, age: Label | None, *, is_impossible: bool, themes: Mapping[str, bool]
) -> Member:
    first = states[0]
    codes = [row["health_code"] for row in states] if themes.get("assurance") else []
    return Member(
        name=masked_name(first["name_zh"]),
        relation=relation_label(first["relation_code"], labels),
        age=age,
        is_age_impossible=is_impossible,
        health=tuple(label for code in codes if (label := labels.of("HEALTH", code)) is not None),
        labour=labels.of("LABOUR_ABILITY", first["labour_ability_code"]),
        doing=_doing(first, labels, has_employment=bool(themes.get("employment"))),
    )


def relation_label(code: str | None, labels: Labels) -> Label | None:
    """How a member is related to the head."""
    """The relation in the short form that a table holds: 之孙女 → 孙女, 本人或户主 → 户主."""
    label = labels.of("RELATION", code)
    if label is None:
        return None
    return said("household.member.head") if code == HEAD else Label(label.code, label.zh.removeprefix("之"), label.en)


def _doing(row: Row, labels: Labels, *, has_employment: bool) -> Label | None:
    """In school, at which class of work and where, or without a job; None = not reported."""
    if row["student_status_code"] in _IN_SCHOOL:
        return said("household.member.student")
    if not has_employment:
        return None
    months = whole_of(row["worked_month_count"])
    if months == 0:
        return said("household.member.no_job")
    post = labels.of("PUBLIC_POST", row["public_post_code"])
    channel = labels.of("EMPLOYMENT_CHANNEL", row["employment_channel_code"])
    is_away = row["employment_channel_code"] in _AWAY or (post is None and channel is None)
    work = joined(post or channel, labels.of("WORK_AREA", row["work_area_code"]) if is_away else None)
    return work or (said("household.member.has_job") if months else None)


def _notices(
    people: Mapping[str, Sequence[Row]], heads: Sequence[str], head: str | None, impossible: int, stated: int | None
) -> list[Notice]:
    notices: list[Notice] = []
    if not people:
        notices.append(Notice("household.notice.no_members"))
    elif head is None:
        notices.append(Notice("household.notice.no_head"))
    if len(heads) > 1:
        notices.append(Notice("household.notice.several_heads", {"count": len(heads)}))
    if people and stated is not None and stated != len(people):
        notices.append(Notice("household.notice.member_count", {"stated": stated, "listed": len(people)}))
    if impossible:
        notices.append(Notice("household.notice.impossible_birth", {"count": impossible}))
    return notices
