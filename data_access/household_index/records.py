"""What may leave data_access of a household in a list: a frozen record of masked values."""

from dataclasses import dataclass

from data_access.households.records import Status


@dataclass(frozen=True, slots=True)
class ListedHousehold:
    """One household of a list, masked; None = not reported, or its theme is not connected.

    is_gone     it is not in the database any more, or not where the asker may see it: nothing but its place is told
    number_tail the last 4 of its number, None when that is too short to hide the rest
    visit_days  days since the last visit, "never", or None
    told        facet -> its values when the index was built; sensitive ones only for those whose work it is
    """

    token: str
    village_code: str
    village_zh: str
    village_en: str
    above_zh: str | None
    above_en: str | None
    is_gone: bool = False
    number_tail: str | None = None
    head_name: str | None = None
    member_count: int | None = None
    status: Status = Status.UNKNOWN
    helper_zh: str | None = None
    visit_days: str | None = None
    told: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def values(self, facet: str) -> tuple[str, ...]:
        """What the index told of one facet."""
        return next((values for name, values in self.told if name == facet), ())
