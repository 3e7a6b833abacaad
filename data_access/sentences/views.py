"""What each view of the wall has to say beside its indicator, as clauses in the order in which they are spoken."""

import math
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from data_access.duty.figures import TEAMS, VISITS, figures_of
from data_access.headlines import RISK
from data_access.industries import CONNECTED, coverage_by_kind, is_village
from data_access.industry.coverage import coverage, coverage_without_solar
from data_access.industry.rows import rows_of
from data_access.messages import era_in
from data_access.monitoring.cases import OPEN, PERSONS, UNHELPED, funnel
from data_access.monitoring.warnings import warnings
from data_access.profile import causes
from data_access.release import Release
from data_access.sentences.clauses import Clause, clause, known, rate, share, yuan
from data_access.tasks.guarantees import CHECKED, UNMET, unmet_guarantees
from data_access.tasks.progress import TaskSums, funds, task_progress
from data_access.values import WITHHELD
from data_access.vocabulary import ERAS

NAMED: Final = 3
"""So many causes, kinds or departments are named at most."""

Sentence = tuple[Clause, ...]
"""What is said in one breath."""

THEMES: Final[Mapping[str, str]] = MappingProxyType({
    "overview": "core", "industry": "industry", "monitor": "monitoring", "duty": "responsibility", "tasks": "tasks",
})  # fmt: skip
"""View -> the theme without which it has nothing to say."""


def sentences_of(
    release: Release, view: str, code: str, period: int, lang: str, *, indicator: str = "", kind: str | None = None
) -> tuple[Sentence, ...]:
    """What the view says of the region `code`, two sentences at most; one that says why, where it has nothing to say.

    `indicator` is told of already; `kind` the kind of industry that the industry view tells of, None = all. No figure
    of a person's, and none that the wall withholds. Raises UnknownRegionError, UnknownPeriodError. Source: the release,
    by the functions of the panels.
    """
    if view not in _TOLD:
        return ()
    if not release.themes[THEMES[view]]:
        return ((clause("not_connected"),),)
    found = _kind(release, code, period, lang, kind) if view == "industry" and kind else ()
    told_of = [known(one) for one in found or _TOLD[view](release, code, period, lang)]
    if view == "overview":
        told_of[0] = (*told_of[0], *known([_headline_rate(release, code, period, lang, indicator)]))
    return tuple(one for one in told_of if one) or ((clause("no_figures", period=f"{period}"),),)


def _overview(release: Release, code: str, period: int, lang: str) -> Sequence[Sentence]:
    def q(name: str) -> float:
        return release.quantity(name, code, period)

    households, persons = q("registered_household_count"), q("registered_person_count")
    return (
        (
            clause("registered", households=households, persons=persons),
            clause("lifted", count=q("lifted_person_count"), percent=share(q("lifted_person_count"), persons)),
        ),
        (_causes(release, code, period, lang),),
    )


def _headline_rate(release: Release, code: str, period: int, lang: str, but: str) -> Clause:
    """The rate that the strip of headlines has in this era; unknown where it is told already."""
    name = RISK if era_in(lang) != ERAS[0] and RISK in release.indicators else "POVERTY_INCIDENCE"
    indicator = release.indicators.get(name)
    if indicator is None or name == but:
        return clause("headline_rate", percent=math.nan)
    value = rate(release.value(name, code, period), indicator.decimals)
    return clause("headline_rate", name=indicator.name(period, lang), percent=value)


def _causes(release: Release, code: str, period: int, lang: str) -> Clause:
    """The largest causes; where some are withheld, of those that are told, for a withheld one may be larger."""
    parts = causes(release, code, period, lang) or []
    named = [part for part in parts if part.code and part.is_known][:NAMED]
    reasons = tuple(clause("cause", name=part.name, count=part.count, percent=rate(part.share)) for part in named)
    states = {release.quantity_state(f"cause_household_count.{c}", code, period) for c in release.items("CAUSE")}
    return clause("causes_told" if WITHHELD in states else "causes", causes=reasons)


def _industry(release: Release, code: str, period: int, lang: str) -> Sequence[Sentence]:
    every, beside = coverage(release, code, period), coverage_without_solar(release, code, period)
    households = every.households
    taking_part = clause(
        "industry_households", count=households.count, of=households.of, percent=rate(households.percent)
    )
    if is_village(release, code):
        return (
            (clause("industry_kinds_here", count=release.quantity("industry_kind_count", code, period)), taking_part),
        )
    villages = every.villages
    reached = clause("industry_villages", count=villages.count, of=villages.of, percent=rate(villages.percent))
    gaps = release.quantity("no_industry_village_count", code, period)
    without = () if beside is None else (_beside_solar(beside.villages.count, villages.of),)
    head = (reached, *without, _count_or_none("industry_gaps", gaps))
    return (head, (taking_part, _kinds(release, code, period, lang)))


def _beside_solar(count: float, villages: float) -> Clause:
    return clause("industry_beside_solar", count=count, percent=share(count, villages), gaps=villages - count)


def _kinds(release: Release, code: str, period: int, lang: str) -> Clause:
    rows = coverage_by_kind(release, code, period, lang)
    rows = rows[rows["is_covering"] & (rows["state"] == CONNECTED) & (rows["villages"] > 0)]
    rows = rows.sort_values("villages", ascending=False, kind="stable").head(NAMED)
    parts = zip(rows["name"].tolist(), rows["villages"].tolist(), strict=True)
    return clause("industry_kinds", kinds=tuple(clause("kind", name=str(name), count=count) for name, count in parts))


def _kind(release: Release, code: str, period: int, lang: str, kind: str | None) -> Sequence[Sentence]:
    """One kind alone; nothing of what is no kind of the catalogue."""
    rows = coverage_by_kind(release, code, period, lang)
    found = rows_of(rows[rows["kind"] == kind])
    if not found:
        return ()
    row = found[0]
    if row["state"] != CONNECTED:
        return ((clause("kind_not_connected", name=str(row["name"])),),)
    head = clause("kind_here", name=str(row["name"]), count=row["activities"], households=row["households"])
    if is_village(release, code):
        return ((head,),)
    reached = clause("kind_villages", count=row["villages"], percent=share(row["villages"], row["village_count"]))
    return ((head, reached),)


def _monitor(release: Release, code: str, period: int, lang: str) -> Sequence[Sentence]:
    def q(name: str) -> float:
        return release.quantity(name, code, period)

    way = funnel(release, code, period)
    if way is None:
        return ()
    households, persons = q(OPEN), q(PERSONS)
    open_ = clause("monitor_open", households=households, persons=persons)
    if release.quantity_state(PERSONS, code, period) == WITHHELD:
        open_ = clause("monitor_open_withheld", households=households)
    course = (
        clause("monitor_found", count=way.identified),
        clause("monitor_in_time", count=way.in_time, of=way.found, percent=share(way.in_time, way.found)),
        clause("monitor_helped", count=way.helped),
        clause("monitor_eliminated", help=way.by_help, naturally=_or_zero(way.naturally)),
    )
    return (course, (open_, _count_or_none("monitor_unhelped", q(UNHELPED)), *_warnings(release, code, period, lang)))


def _warnings(release: Release, code: str, period: int, lang: str) -> tuple[Clause, ...]:
    """Alerts that wait, and the departments whose are overdue: only on the day of the data."""
    found = warnings(release, code, lang) if period == release.as_of.year else None
    if found is None:
        return ()
    if not found.pending:
        return (clause("alerts_none"),)
    late = [one for one in found.departments if one.overdue]
    named = tuple(clause("department", name=one.name, count=one.overdue) for one in late[:NAMED])
    if not found.overdue:
        return (clause("alerts", count=found.pending),)
    key = "alerts_late_of" if len(late) <= NAMED else "alerts_late_of_more"
    told_of = (clause(key, departments=named, number=len(late)),) if named else ()
    return (clause("alerts_late", count=found.pending, late=found.overdue), *told_of)


def _duty(release: Release, code: str, period: int, _lang: str) -> Sequence[Sentence]:
    visits, teams = (figures_of(release, code, period, names) for names in (VISITS, TEAMS))
    due, done = visits["visit_due_household_count"], visits["visited_household_count"]
    helpers = release.quantity("helper_official_count", code, period)
    helped = release.quantity("helper_household_count", code, period)
    most = release.quantity("helper_most_household_count", code, period)
    load = helped / helpers if helpers > 0 else math.nan
    late, monitored = (visits[f"visit_overdue_{of}household_count"] for of in ("", "monitored_"))
    visited = (
        clause("visits", count=done, of=due, percent=share(done, due)),
        clause("visits_late_none") if late == 0 else clause("visits_late", count=late, monitored=monitored),
    )
    answering = (
        clause("helpers", count=helpers, households=helped, load=_decimal(load), most=most),
        _count_or_none("no_helper", release.quantity("no_helper_household_count", code, period)),
        clause("teams", count=teams["team_village_count"], of=teams["village_count"]),
        _count_or_none("teams_lacking", teams["team_lacking_village_count"]),
    )
    return (visited if due > 0 else (), answering)


def _tasks(release: Release, code: str, period: int, _lang: str) -> Sequence[Sentence]:
    sums, (money, _) = task_progress(release, code, period).whole, funds(release, code, period)
    return (_works(sums), (*_money(money.budget, money.paid), *_guarantees(release, code, period)))


def _works(sums: TaskSums) -> tuple[Clause, ...]:
    if not sums.count > 0:
        return (clause("tasks_none"),) if sums.count == 0 else ()
    without = _some("tasks_undated", sums.undated), _some("tasks_unowned", sums.unowned)
    on_time = clause("tasks_on_time", count=sums.on_time, percent=share(sums.on_time, sums.count))
    late = clause("tasks_late", count=sums.late, at_risk=sums.at_risk)
    return (clause("tasks", count=sums.count), on_time, late, *(one for one in without if one is not None))


def _money(budget: float, paid: float) -> tuple[Clause, ...]:
    return (clause("money", budget=yuan(budget), paid=yuan(paid), percent=share(paid, budget)),) if budget > 0 else ()


def _guarantees(release: Release, code: str, period: int) -> tuple[Clause, ...]:
    checked = clause("checked", count=release.quantity(CHECKED, code, period))
    if release.quantity_state(UNMET, code, period) == WITHHELD:
        return (checked, clause("unmet_withheld"))
    found = unmet_guarantees(release, code, period)
    if not found.households > 0:
        return (checked, clause("unmet_none")) if found.households == 0 else ()
    return (checked, clause("unmet", count=found.households))


def _decimal(value: float) -> str | float:
    """A load with its two places, as the panel has it."""
    return f"{value:,.2f}" if math.isfinite(value) else math.nan


def _count_or_none(key: str, count: float) -> Clause:
    """The clause, or KEY_none where there is nothing of it."""
    return clause(f"{key}_none") if count == 0 else clause(key, count=count)


def _some(key: str, count: float) -> Clause | None:
    return clause(key, count=count) if count > 0 else None


def _or_zero(count: float) -> float:
    return 0.0 if math.isnan(count) else count


_TOLD: Final[Mapping[str, Callable[[Release, str, int, str], Sequence[Sentence]]]] = MappingProxyType({
    "overview": _overview, "industry": _industry, "monitor": _monitor, "duty": _duty, "tasks": _tasks,
})  # fmt: skip
