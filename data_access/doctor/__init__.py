"""How safely an installation stands: every finding with its grade and its mend; `guatu doctor` says them."""

import argparse
from collections.abc import Iterator
from typing import Final

from data_access.commands import Report
from data_access.doctor.database import database_findings
from data_access.doctor.files import file_findings
from data_access.doctor.findings import Finding, Grade, said
from data_access.doctor.people import people_findings
from data_access.doctor.serving import serving_findings
from data_access.doctor.stores import store_findings
from data_access.messages import text
from data_access.settings import Settings

__all__ = ["Finding", "Grade", "doctor", "findings"]

_MARKS: Final = {Grade.GOOD: "✓", Grade.WEAK: "!", Grade.UNSAFE: "✗"}


def findings(settings: Settings) -> Iterator[Finding]:
    """Everything that is looked at, one by one; a check that cannot be made is itself a finding. Changes nothing."""
    yield from file_findings(settings)
    yield from store_findings(settings)
    yield from people_findings(settings)
    yield from serving_findings(settings)
    yield from database_findings(settings)


def doctor(settings: Settings, _told: argparse.Namespace, lang: str) -> Report:
    """The grade of this installation and every finding; exit code 1 where something is unsafe."""
    found = list(findings(settings))
    worst = max((one.grade for one in found), default=Grade.GOOD)
    lines = [f"{_MARKS[one.grade]} {said(one, lang)}" for one in sorted(found, key=lambda one: -one.grade)]
    counts = {grade: sum(one.grade is grade for one in found) for grade in Grade}
    summary = text(
        f"doctor.grade_{worst.name.lower()}", lang, unsafe=counts[Grade.UNSAFE], weak=counts[Grade.WEAK],
        good=counts[Grade.GOOD],
    )  # fmt: skip
    return Report([*lines, "", summary], int(worst is Grade.UNSAFE))
