"""What the page of one household says: words for the template, made of a dossier and nothing else."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from data_access.households.records import Label, LineSide, Status
from data_access.households.records_dossier import Case, Dossier, DossierMember, Money, Step
from data_access.messages import text
from layouts.income_bars import income_bars
from layouts.money_words import money_words

DECISION_DAYS: Final = 15
"""Within how many days after the clue a case is normally decided."""

_TONES: Final = {
    Status.POOR: "bad", Status.FALLEN_BACK: "bad", Status.LIFTED_SUPPORTED: "good", Status.LIFTED: "good",
    Status.GENERAL: "muted", Status.UNKNOWN: "muted",
}  # fmt: skip
_PARTS: Final = ("A", "B", "C", "D")


def household_values(dossier: Dossier, lang: str) -> dict[str, Any]:
    """The values of layouts/pages/household.html: plain words, numbers and marks."""
    card = dossier.card
    return {
        "dossier": dossier,
        "card": card,
        "place": " ".join(name for name in (card.place.township_zh, card.place.name_zh) if name),
        "badges": _badges(dossier, lang),
        "visit": _last_visit(dossier, lang),
        "members": [_member(member, dossier, lang) for member in dossier.members],
        "cases": [_case(case, lang) for case in dossier.cases],
        "assurances": [_assurance(item, lang) for item in card.assurances],
        "bars": income_bars(dossier.incomes),
        "incomes": [_income(year, lang) for year in reversed(dossier.incomes)],
        "reached": _reached(dossier, lang),
        "notices": [text(notice.key, lang, **notice.values) for notice in dossier.notices],
        "band": lambda band: money_words(Money(band), lang),
        "money": lambda money: money_words(money, lang),
        "said": lambda label: said(label, lang),
        "flag": lambda value: flag(value, lang),
    }


def said(label: Label | None, lang: str) -> str:
    """The label's name; "not reported" for None."""
    return text("household.not_reported", lang) if label is None else label.name(lang)


def flag(value: bool | None, lang: str) -> str:
    """Yes, no, or not reported."""
    return text("household.not_reported", lang) if value is None else text(f"dossier.{'yes' if value else 'no'}", lang)


def _badges(dossier: Dossier, lang: str) -> list[tuple[str, str]]:
    """Words and tone of each badge: status, monitoring, attribute, away."""
    card = dossier.card
    status = text(f"household.status.{card.status}", lang)
    if card.status_year is not None:
        status = text("household.card.status_year", lang, status=status, year=card.status_year)
    badges = [(status, _TONES[card.status])]
    case = card.monitoring
    if case is not None and case.is_open:
        badges.append((text("household.card.monitored", lang, object=said(case.monitoring_object, lang)), "accent"))
    elif case is not None and case.identified_on is not None:
        badges.append((text("household.card.eliminated", lang), "good"))
    if card.attribute is not None:
        badges.append((card.attribute.name(lang), "muted"))
    if card.is_living_away:
        badges.append((text("household.card.away", lang), "warn"))
    if card.relocation is not None:
        badges.append((text("dossier.relocated", lang), "muted"))
    return badges


def _last_visit(dossier: Dossier, lang: str) -> dict[str, Any]:
    visit = dossier.card.last_visit
    if visit is None:
        return {"said": text("dossier.not_connected", lang), "rule": "", "is_late": False}
    if visit.visited_on is None or visit.day_count is None:
        days = text("household.card.visit_never", lang)
        rule = text("household.card.visit_rule_only", lang, rule=visit.rule_day_count)
    else:
        key = "visit_days" if visit.day_count else "visit_today"
        days = text(f"household.card.{key}", lang, days=visit.day_count)
        rule = text("household.card.visit_rule", lang, date=visit.visited_on.isoformat(), rule=visit.rule_day_count)
    return {"said": days, "rule": rule, "is_late": visit.is_overdue}


def _member(found: DossierMember, dossier: Dossier, lang: str) -> dict[str, Any]:
    member, unknown = found.member, text("household.not_reported", lang)
    absent = text("dossier.not_connected", lang)
    job = member.doing.name(lang) if member.doing else unknown
    if found.worked_months:
        job = f"{job} · {text('dossier.job_months', lang, months=found.worked_months)}"
    if found.wage.yuan is not None:
        job = f"{job} · {money_words(found.wage, lang)}"
    health = "、".join(label.name(lang) for label in member.health) or unknown
    has_job = member.doing is not None or "employment" in dossier.card.connected
    return {
        "key": found.key,
        "name": member.name or unknown,
        "has_name": member.name is not None,
        "relation": said(member.relation, lang),
        "age": text("household.member.impossible_age", lang) if member.is_age_impossible else said(member.age, lang),
        "health": health if "assurance" in dossier.card.connected else absent,
        "labour": said(member.labour, lang),
        "education": said(found.education, lang) if found.education or not _is_pupil(found) else job,
        "job": job if has_job else absent,
        "employer": found.employer_zh,
        "security": f"{flag(found.is_insured, lang)} / {flag(found.has_pension, lang)}"
        if "assurance" in dossier.card.connected
        else absent,
        "identity": found.identity,
        "is_identity_wrong": found.is_identity_wrong,
        "phone": found.phone,
    }


def _is_pupil(found: DossierMember) -> bool:
    return found.member.doing is not None and found.member.doing.code == "household.member.student"


def _case(case: Case, lang: str) -> dict[str, Any]:
    facts = []
    if case.risks:
        facts.append(text("dossier.risks", lang, names="、".join(risk.name(lang) for risk in case.risks)))
    if case.channel:
        facts.append(text("dossier.channel", lang, name=case.channel.name(lang)))
    if case.income_per_person.band is not None:
        facts.append(text("dossier.case_income", lang, income=money_words(case.income_per_person, lang)))
    if case.line_yuan is not None:
        line = money_words(Money(None, case.line_yuan), lang)
        facts.append(text("dossier.case_line", lang, line=line))
    if case.is_without_labour:
        facts.append(text("dossier.without_labour", lang))
    return {
        "title": said(case.monitoring_object, lang),
        "is_open": case.is_open,
        "state": text(f"dossier.case_{'open' if case.is_open else 'closed'}", lang),
        "ending": case.elimination.name(lang) if case.elimination else "",
        "facts": facts,
        "steps": [_step(step, case, lang) for step in case.steps],
    }


def _step(step: Step, case: Case, lang: str) -> dict[str, Any]:
    waits = case.is_open and step.name in ("helped", "eliminated") and step.happened_on is None
    missing = text("dossier.step_waiting" if waits else "household.not_reported", lang)
    days, tone = "", "muted"
    if step.days is not None and step.days < 0:
        days, tone = text("dossier.step_wrong", lang), "bad"
    elif step.days is not None:
        is_late = step.name == "decided" and step.days > DECISION_DAYS
        days, tone = (
            text(f"dossier.step_{'late' if is_late else 'days'}", lang, days=step.days),
            ("warn" if is_late else "muted"),
        )
    return {
        "name": text(f"dossier.step.{step.name}", lang),
        "date": step.happened_on.isoformat() if step.happened_on else missing,
        "is_done": step.happened_on is not None,
        "days": days,
        "tone": tone,
    }


def _assurance(item: Any, lang: str) -> dict[str, str]:
    words = [text(f"household.assurance.{item.state}", lang)]
    if item.house_grade is not None:
        words.append(item.house_grade.name(lang))
    when = item.checked_on.isoformat() if item.checked_on else str(item.stat_year or "")
    return {
        "name": item.assurance.name(lang),
        "state": str(item.state).replace("_", "-"),
        "said": " · ".join(words),
        "when": when,
    }


def _income(year: Any, lang: str) -> dict[str, Any]:
    tone = {LineSide.BELOW: "below", LineSide.ACROSS: "across"}.get(year.side)
    return {
        "year": year.stat_year,
        "parts": [money_words(year.parts.get(item, Money(None)), lang, is_bare=True) for item in _PARTS],
        "cost": money_words(year.cost, lang, is_bare=True),
        "net": money_words(year.net, lang, is_bare=True),
        "persons": year.member_count if year.member_count is not None else text("household.not_reported", lang),
        "per_person": money_words(year.per_person, lang, is_bare=True),
        "line": "—" if year.line_yuan is None else f"{year.line_yuan:,.0f}",
        "mark": text(f"dossier.{tone}", lang) if tone else "",
        "tone": {"below": "bad", "across": "warn"}.get(tone or "", ""),
    }


def _reached(dossier: Dossier, lang: str) -> list[tuple[str, str]]:
    """Name of each insurance and support, and how many members it reaches."""
    found = dossier.insurance
    if found is None:
        return []
    counts: Mapping[str, int | None] = {
        "basic": found.basic_count, "critical": found.critical_count, "pension": found.pension_count,
        "doctor": found.doctor_count, "allowance": found.allowance_count, "extreme": found.extreme_count,
    }  # fmt: skip
    return [
        (
            text(f"dossier.{name}", lang),
            text("dossier.reached_unknown", lang)
            if count is None
            else text("dossier.reached", lang, count=count, all=found.member_count),
        )
        for name, count in counts.items()
    ]


def day_words(day: date | None, lang: str) -> str:
    """A date, or that it is not reported."""
    return day.isoformat() if day else text("household.not_reported", lang)
