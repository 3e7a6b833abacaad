"""An amount in words, as its reader may know it: in full, as a band, or as not reported."""

from data_access.households.records_dossier import Money
from data_access.messages import text


def money_words(money: Money, lang: str, *, is_bare: bool = False) -> str:
    """`12,300 元`, `12,000–14,000 元`, or "not reported"; `is_bare` = without the unit, for a column that says it."""
    if money.yuan is not None:
        return text("dossier.amount" if is_bare else "dossier.yuan", lang, amount=money.yuan)
    band = money.band
    if band is None:
        return text("household.not_reported", lang)
    if band.low is None:
        return text("household.band.below_zero", lang)
    if band.high == 0:
        return text("household.band.none", lang)
    if band.high is None:
        return text("dossier.band_over" if is_bare else "household.band.over", lang, low=band.low)
    key = "dossier.band" if is_bare else "household.band.range"
    return text(key, lang, low=band.low, high=band.high)
