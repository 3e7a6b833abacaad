"""Names of codes as the shared database has them."""

from collections.abc import Sequence
from typing import Final

from data_access.households.records import Label, Status
from data_access.households.village import Row
from data_access.messages import text

_STATUS: Final = {
    "0": Status.POOR,
    "1": Status.LIFTED_SUPPORTED,
    "3": Status.FALLEN_BACK,
    "4": Status.LIFTED,
}
GENERAL_HOUSEHOLD: Final = "0"


def said(key: str) -> Label:
    """A label of our own, from the message catalogue."""
    return Label(key, text(key, "zh"), text(key, "en"))


def joined(*labels: Label | None) -> Label | None:
    """Several labels as one, parted by a dot; None when there is none."""
    known = [label for label in labels if label is not None]
    if not known:
        return None
    return Label("+".join(x.code for x in known), " · ".join(x.zh for x in known), " · ".join(x.en for x in known))


def status_of(type_code: str | None, status_code: str | None) -> Status:
    """Where a household stands, from household_type_code and poverty_status_code."""
    if status_code is None and type_code == GENERAL_HOUSEHOLD:
        return Status.GENERAL
    return _STATUS.get(status_code or "", Status.UNKNOWN)


class Labels:
    """The names of the items of the code lists that the card shows."""

    def __init__(self, rows: Sequence[Row]) -> None:
        """Take rows of code_item: list_code, item_code, name_zh, name_en."""
        self._labels: dict[str, dict[str, Label]] = {}
        for row in rows:
            label = Label(row["item_code"], row["name_zh"], row["name_en"] or row["name_zh"])
            self._labels.setdefault(row["list_code"], {})[row["item_code"]] = label

    def of(self, list_code: str, item_code: str | None) -> Label | None:
        """The item's label; None for None; a code that the list lacks is named as such and not echoed."""
        if item_code is None:
            return None
        return self._labels.get(list_code, {}).get(item_code) or said("household.unknown_code")

    def unknown(self) -> Label:
        """What stands for a code that no list has, or that is missing where one must be."""
        return said("household.unknown_code")

    def items(self, list_code: str) -> tuple[Label, ...]:
        """All items of a list, in its order."""
        return tuple(self._labels.get(list_code, {}).values())
