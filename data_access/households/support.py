"""Help on a household card: who answers for it, when they last came, and what was done."""

from collections.abc import Mapping, Sequence
from datetime import date

from data_access.households.labels import Labels
from data_access.households.records import (
    Assurance,
    AssuranceState,
    LastVisit,
    Monitoring,
    Notice,
    Official,
    Record,
    RecordKind,
)
from data_access.households.statements import RECORD_LIMIT
from data_access.households.village import Row, day_of, flag_of, whole_of
from data_access.privacy import money_band, scanned_text
from data_access.rules import MONITORED_VISIT_DAYS, VISIT_DAYS


def officials(rows: Sequence[Row], labels: Labels, *, is_team: bool) -> tuple[Official, ...]:
    """Helpers of the household, or the resident team of its village; who holds two roles is named once."""
    found: dict[str, Official] = {}
    order = {label.code: place for place, label in enumerate(labels.items("OFFICIAL_ROLE"))}
    for row in sorted(rows, key=lambda r: (order.get(r["official_role_code"], 99), str(r["official_id"]))):
        if bool(row["is_team"]) is not is_team or str(row["official_id"]) in found:
            continue
        found[str(row["official_id"])] = Official(
            name_zh=scanned_text(row["name_zh"]) or "—",
            role=labels.of("OFFICIAL_ROLE", row["official_role_code"]),
            title_zh=scanned_text(row["title_zh"]),
            organisation_zh=scanned_text(row["organisation_zh"]),
        )
    return tuple(found.values())


def monitoring_state(rows: Sequence[Row], labels: Labels) -> Monitoring:
    """The open case, else the latest one, else that there never was one."""
    if not rows:
        return Monitoring(False, None, None, None, None)
    row = rows[0]
    is_open = flag_of(row["is_eliminated"]) is False
    return Monitoring(
        is_open=is_open,
        monitoring_object=labels.of("MONITORING_OBJECT", row["monitoring_object_code"]),
        risk=labels.of("RISK", row["risk_code"]),
        identified_on=day_of(row["identified_on"]),
        eliminated_on=None if is_open else day_of(row["eliminated_on"]),
    )


def last_visit(rows: Sequence[Row], as_of: date, *, is_monitored: bool) -> LastVisit:
    """The last visit up to `as_of` against the rule of 30 days (monitored) or 90."""
    past = [row for row in rows if not row["is_later"]]
    visited_on = day_of(past[0]["visited_at"]) if past else None
    return LastVisit(
        visited_on=visited_on,
        day_count=None if visited_on is None else (as_of - visited_on).days,
        rule_day_count=MONITORED_VISIT_DAYS if is_monitored else VISIT_DAYS,
        visit_count=int(rows[0]["visit_count"]) - int(rows[0]["later_count"]) if rows else 0,
    )


def visit_notices(rows: Sequence[Row]) -> list[Notice]:
    """Says when visits lie after the data-as-of."""
    later = int(rows[0]["later_count"]) if rows else 0
    return [Notice("household.notice.later_visits", {"count": later})] if later else []


def assurances(rows: Sequence[Row], labels: Labels, as_of: date, *, has_school_age: bool) -> tuple[Assurance, ...]:
    """The six guarantees in the order of their list, each at its last check; `rows` come oldest first."""
    latest: Mapping[str, Row] = {str(row["assurance_code"]): row for row in rows}
    found: list[Assurance] = []
    for label in labels.items("ASSURANCE"):
        row = latest.get(label.code)
        if row is None:
            is_needless = label.code == "EDUCATION" and not has_school_age
            state = AssuranceState.NOT_APPLICABLE if is_needless else AssuranceState.NOT_REPORTED
            found.append(Assurance(label, state, None, None, None))
            continue
        found.append(
            Assurance(
                assurance=label,
                state=_assurance_state(row, as_of),
                stat_year=int(row["stat_year"]),
                checked_on=day_of(row["checked_on"]),
                house_grade=labels.of("HOUSE_GRADE", row["house_grade_code"]) if label.code == "HOUSING" else None,
            )
        )
    return tuple(found)


def _assurance_state(row: Row, as_of: date) -> AssuranceState:
    if row["is_met"] is None:
        return AssuranceState.NOT_REPORTED
    if row["is_met"]:
        return AssuranceState.MET
    resolved_on = day_of(row["resolved_on"])
    return AssuranceState.RESOLVED if resolved_on is not None and resolved_on <= as_of else AssuranceState.UNMET


def timeline(measures: Sequence[Row], visits: Sequence[Row], labels: Labels) -> tuple[Record, ...]:
    """The latest six of measures and visits, newest first.

    Half of the room is kept for each kind as long as it has rows: monthly visits would crowd out the year's measures.
    """
    half = RECORD_LIMIT // 2
    given = [_measure(row, labels) for row in measures]
    came = [_visit(row, labels) for row in visits if not row["is_later"]]
    shown_given = given[: max(half, RECORD_LIMIT - len(came))]
    shown = [*shown_given, *came[: RECORD_LIMIT - len(shown_given)]]
    return tuple(sorted(shown, key=lambda r: r.happened_on or date(r.stat_year, 1, 1), reverse=True))


def _measure(row: Row, labels: Labels) -> Record:
    began_on = day_of(row["valid_from"])
    year = int(row["stat_year"])
    return Record(
        kind=RecordKind.MEASURE,
        stat_year=year,
        happened_on=began_on if began_on is not None and began_on.year == year else None,
        what=labels.of("MEASURE", row["measure_code"]),
        detail=labels.of("MEASURE_ITEM", row["measure_item_code"]),
        who_zh=scanned_text(row["organisation_zh"]),
        amount=money_band(row["amount_yuan"]),
        state=labels.of("MEASURE_STATUS", row["measure_status_code"]),
        is_on_site=None,
        photo_count=None,
    )


def _visit(row: Row, labels: Labels) -> Record:
    visited_on = day_of(row["visited_at"])
    return Record(
        kind=RecordKind.VISIT,
        stat_year=row["visited_at"].year,
        happened_on=visited_on,
        what=labels.of("VISIT_KIND", row["visit_kind_code"]),
        detail=None,
        who_zh=scanned_text(row["official_zh"]),
        amount=None,
        state=None,
        is_on_site=flag_of(row["is_on_site"]),
        photo_count=whole_of(row["photo_count"]),
    )
