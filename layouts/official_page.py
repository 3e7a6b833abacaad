"""What the page of one official says: offices, days, households, visits, tasks."""

from datetime import date
from typing import Any

from data_access.duty.records import DutyTask, HelpedHousehold, OfficialCard, RegionDuty
from data_access.messages import text


def official_values(card: OfficialCard, lang: str) -> dict[str, Any]:
    """The values of layouts/pages/official.html."""
    helped = card.households
    return {
        "card": card,
        "office": " · ".join(part for part in (card.title_zh, card.organisation_zh) if part),
        "facts": _facts(card, lang),
        "duties": [_duty(one, lang) for one in card.duties],
        "households": None if helped is None else [_household(one, card.as_of, lang) for one in helped],
        "tasks": None if card.tasks is None else [_task(one, lang) for one in card.tasks],
    }


def _facts(card: OfficialCard, lang: str) -> list[tuple[str, str, str]]:
    """Name, figure and tone of the figures at the head."""
    last = card.last_visited_on.isoformat() if card.last_visited_on else "—"
    counts = [("households", f"{card.household_count:,}", ""), ("visits", f"{card.visit_count:,}", "")]
    counts += [("last", last, ""), ("overdue", f"{card.overdue_count:,}", "bad" if card.overdue_count else "good")]
    if card.tasks is not None:
        late = sum(task.is_late for task in card.tasks)
        counts.append(("late", f"{late:,}", "bad" if late else "good"))
    return [(text(f"official.fact.{name}", lang), said, tone) for name, said, tone in counts]


def _duty(one: RegionDuty, lang: str) -> dict[str, str]:
    role = "" if one.role is None else one.role.name(lang)
    until = one.until.isoformat() if one.until else text("official.open_end", lang)
    days, tone = "—", ""
    if one.day_count is not None:
        days = f"{one.day_count:,}" + ("" if one.required_day_count is None else f" / {one.required_day_count:,}")
        tone = "bad" if one.required_day_count is not None and one.day_count < one.required_day_count else ""
    return {"code": one.region_code, "region": one.region_zh, "role": role, "since": one.since.isoformat(),
            "until": until, "days": days, "tone": tone}  # fmt: skip


def _household(one: HelpedHousehold, as_of: date, lang: str) -> dict[str, str]:
    last = text("duty.never", lang)
    if one.visited_on is not None:
        last = text("duty.days_ago", lang, on=one.visited_on.isoformat(), days=(as_of - one.visited_on).days)
    return {"token": one.token, "name": one.head_name or text("household.tiles.no_name", lang),
            "village": one.village_zh, "last": last, "own": f"{one.own_visit_count:,}",
            "tone": "bad" if one.is_overdue else ""}  # fmt: skip


def _task(one: DutyTask, lang: str) -> dict[str, str]:
    state = "done" if one.finished_on else "late" if one.is_late else "open"
    end = one.planned_end_on.isoformat() if one.planned_end_on else text("official.no_date", lang)
    return {"title": one.title_zh, "region": one.region_zh, "end": end, "state": text(f"official.state.{state}", lang),
            "tone": {"done": "good", "late": "bad"}.get(state, "")}  # fmt: skip
