"""A finding of the doctor: what was looked at, how it stands, and what mends it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum

from data_access.errors import GuatuError
from data_access.messages import text


class Grade(IntEnum):
    """How something stands; the installation stands as its worst."""

    GOOD = 0
    WEAK = 1
    UNSAFE = 2


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding; `key` names its sentence, mend included, or `error` says it."""

    key: str
    grade: Grade
    values: Mapping[str, object] = field(default_factory=dict)
    error: GuatuError | None = None


def good(key: str, **values: object) -> Finding:
    """Something that is as it should be."""
    return Finding(key, Grade.GOOD, values)


def weak(key: str, **values: object) -> Finding:
    """Something that should be better; its sentence says the mend."""
    return Finding(key, Grade.WEAK, values)


def unsafe(key: str, **values: object) -> Finding:
    """Something that must be mended before people's data are served; its sentence says the mend."""
    return Finding(key, Grade.UNSAFE, values)


def failed(key: str, error: GuatuError, grade: Grade = Grade.UNSAFE) -> Finding:
    """Something that cannot even be looked at, in the error's own words."""
    return Finding(key, grade, error=error)


def said(finding: Finding, lang: str) -> str:
    """The finding in words."""
    if finding.error is not None:
        return finding.error.message(lang)
    return text(f"doctor.{finding.key}", lang, **finding.values)
