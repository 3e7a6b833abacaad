"""What stands on a household's door: a record of masked values and work information."""

from dataclasses import dataclass

from data_access.households.records import Label, Place


@dataclass(frozen=True, slots=True)
class DoorCard:
    """One household's 明白卡: masked head, who answers for it, and this year's help by kind.

    helper_phone  in full, for the printed card alone; None on every page
    measures      kinds of help; health and minimum support are left out: they would tell of illness or need
    """

    token: str
    place: Place
    head_name: str | None
    helper_zh: str | None
    helper_office_zh: str | None
    helper_phone: str | None
    measures: tuple[Label, ...]
