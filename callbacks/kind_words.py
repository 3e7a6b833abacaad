"""What the industry view can be asked to tell of, in words: kinds of the release, and the entries beside them."""

from data_access.industries import kind_name
from data_access.industry.kinds import kind_entries
from data_access.industry.support import support
from data_access.messages import Tongue, text
from data_access.release import Release
from data_access.vocabulary import era_of
from layouts.view_state import ENTRIES, EVERY_KIND

CONNECTED = "connected"


def kind_word(release: Release, kind: str, period: int, lang: str) -> str:
    """What a value of the view's `kind` is called in the words of `period`."""
    if kind == EVERY_KIND:
        return text("industry_kind.all_short", lang)
    if kind in ENTRIES:
        return text(f"industry_kind.entry.{kind.lower()}", Tongue(lang, era_of(period)))
    return kind_name(release, kind, period, lang)


def told_kinds(release: Release, period: int, lang: str) -> list[tuple[str, str]]:
    """Code and name of what this release tells of: "ALL", the kinds that count as coverage, the entries beside them."""
    entries = kind_entries(release, period, lang)
    kinds = [entry.code for entry in entries if entry.is_covering and entry.state == CONNECTED]
    beside = [entry.entry for entry in support(release, release.root.code, period) if entry.state == CONNECTED]
    return [(code, kind_word(release, code, period, lang)) for code in (EVERY_KIND, *kinds, *beside)]
