"""What somebody ordered: of what, as which kind of file, with what on it; kept with the job in plain words."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Final

from data_access.scope import Role, Scope

KINDS: Final = ("pptx", "pdf", "xlsx", "png")

SIZES: Final = (640, 7680), (360, 4320)
"""Least and most of the width and the height of a picture, in pixels."""


@dataclass(frozen=True, slots=True)
class Order:
    """One paper that was asked for.

    title              what it is called in the list of papers, and its file
    briefing, search   the id of a briefing, or the query string of a view of the wall
    release            the id of the release whose figures it has
    kind               one of `KINDS`; width, height and theme are those of a picture
    approval           the number under which it was approved; with rows about people there is one
    mark               the watermark, where there are such rows, else ""
    user, role, region what may be seen by who asked; `by` how the person is called
    """

    kind: str
    lang: str
    release: str
    title: str = ""
    briefing: str = ""
    search: str = ""
    width: int = 1920
    height: int = 1080
    theme: str = "light"
    approval: str = ""
    mark: str = ""
    by: str = ""
    user: str = ""
    role: str = ""
    region: str = ""

    @property
    def scope(self) -> Scope:
        """What may be seen of people by who asked."""
        return Scope(Role(self.role), self.region or None, self.user)

    def suffix(self, scenes: int) -> str:
        """The ending of the file: pictures of several scenes come as one archive."""
        return "zip" if self.kind == "png" and scenes > 1 else self.kind

    def plain(self) -> dict[str, str]:
        """As the store of the jobs keeps it."""
        return {name: str(value) for name, value in asdict(self).items()}

    @classmethod
    def read(cls, kept: Mapping[str, str]) -> "Order":
        """As it was kept."""
        told = {one.name: kept[one.name] for one in fields(cls) if one.name in kept}
        numbers = {name: int(told.pop(name)) for name in ("width", "height")}
        return cls(**told, **numbers)  # type: ignore[arg-type]
