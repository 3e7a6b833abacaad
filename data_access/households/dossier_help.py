"""Help in a dossier: industries, measures, monitoring with the days that each step took, alerts and visits."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from data_access.households.dossier_people import money_of
from data_access.households.income import industry_kind
from data_access.households.labels import Labels
from data_access.households.members import relation_label
from data_access.households.records_dossier import Alert, Case, Joined, Measure, Step, Visit
from data_access.households.village import Row, day_of, flag_of, whole_of
from data_access.privacy import masked_name, scanned_text

_PERSONS: Final = frozenset({"CAPABLE_PERSON", "HOUSEHOLD", None})
"""Items of BUSINESS_ENTITY whose activity may bear a person's name; an unknown entity is taken for a person."""

_STEPS: Final = {
    "found": "found_on",
    "decided": "identified_on",
    "helped": "assisted_on",
    "eliminated": "eliminated_on",
}


def joined_in(rows: Sequence[Row], labels: Labels, era_year: int, *, is_exact: bool) -> tuple[Joined, ...]:
    """The industries of all years, the latest first; a name that may be a person's is masked as one."""
    return tuple(
        Joined(
            stat_year=int(row["stat_year"]),
            kind=industry_kind(row, era_year),
            activity_zh=_activity(row),
            mode=labels.of("PARTICIPATION_MODE", row["participation_mode_code"]),
            product_zh=scanned_text(row["product_zh"]),
            worker_count=whole_of(row["worker_count"]),
            income=money_of(row["income_yuan"], is_exact=is_exact),
        )
        for row in rows
    )


def _activity(row: Row) -> str | None:
    name = scanned_text(row["activity_zh"])
    return masked_name(name) if row["business_entity_code"] in _PERSONS else name


def measures(rows: Sequence[Row], labels: Labels, *, is_exact: bool) -> tuple[Measure, ...]:
    """The measures of all years, the latest first."""
    return tuple(
        Measure(
            stat_year=int(row["stat_year"]),
            what=labels.of("MEASURE", row["measure_code"]),
            item=labels.of("MEASURE_ITEM", row["measure_item_code"]),
            state=labels.of("MEASURE_STATUS", row["measure_status_code"]),
            began_on=day_of(row["valid_from"]),
            ended_on=day_of(row["valid_to"]),
            amount=money_of(row["amount_yuan"], is_exact=is_exact),
            giver_zh=scanned_text(row.get("organisation_zh")),
            given_to=relation_label(row.get("relation_code"), labels),
            content_zh=scanned_text(row.get("content_zh")),
        )
        for row in rows
    )


def cases(rows: Sequence[Row], labels: Labels, *, is_exact: bool) -> tuple[Case, ...]:
    """The monitoring cases, an open one first; `rows`: one a case and risk."""
    by_case: dict[str, list[Row]] = {}
    for row in rows:
        by_case.setdefault(str(row["case_id"]), []).append(row)
    return tuple(_case(states, labels, is_exact=is_exact) for states in by_case.values())


def _case(states: Sequence[Row], labels: Labels, *, is_exact: bool) -> Case:
    row = states[0]
    count = whole_of(row["member_count"])
    income = row["net_income_yuan"]
    per_person = income / count if income is not None and count and count > 0 else None
    return Case(
        monitoring_object=labels.of("MONITORING_OBJECT", row["monitoring_object_code"]),
        is_open=flag_of(row["is_eliminated"]) is False,
        channel=labels.of("FOUND_CHANNEL", row["found_channel_code"]),
        risks=tuple(label for state in states if (label := labels.of("RISK", state["risk_code"])) is not None),
        steps=case_steps({name: day_of(row[column]) for name, column in _STEPS.items()}),
        elimination=labels.of("ELIMINATION_MODE", row["elimination_mode_code"]),
        income_per_person=money_of(per_person, is_exact=is_exact),
        line_yuan=None if row["line_yuan"] is None else float(row["line_yuan"]),
        is_without_labour=flag_of(row["is_without_labour"]),
    )


def case_steps(days: dict[str, date | None]) -> tuple[Step, ...]:
    """Each step with the days since the step before it, where both dates are known."""
    steps: list[Step] = []
    before: date | None = None
    for name, day in days.items():
        steps.append(Step(name, day, (day - before).days if day is not None and before is not None else None))
        before = day
    return tuple(steps)


def alerts(rows: Sequence[Row], labels: Labels) -> tuple[Alert, ...]:
    """What departments warned of, the latest first; asked for a duty role alone, so amounts are exact."""
    return tuple(
        Alert(
            kind=labels.of("ALERT_KIND", row["alert_kind_code"]),
            department=labels.of("DEPARTMENT", row["department_code"]),
            concerns=relation_label(row["relation_code"], labels),
            raised_on=day_of(row["raised_on"]),
            due_on=day_of(row["due_on"]),
            checked_on=day_of(row["checked_on"]),
            result=labels.of("ALERT_RESULT", row["alert_result_code"]),
            amount=money_of(row["amount_yuan"], is_exact=True),
            line_yuan=None if row["line_yuan"] is None else float(row["line_yuan"]),
        )
        for row in rows
    )


def visits(rows: Sequence[Row], labels: Labels) -> tuple[Visit, ...]:
    """The visits, the latest first."""
    return tuple(
        Visit(
            visited_on=row["visited_at"].date(),
            kind=labels.of("VISIT_KIND", row["visit_kind_code"]),
            who_zh=scanned_text(row["official_zh"]),
            is_on_site=flag_of(row["is_on_site"]),
            photo_count=whole_of(row["photo_count"]),
            note_zh=scanned_text(row.get("note_zh")),
        )
        for row in rows
    )
