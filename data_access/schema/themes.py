"""Which tables stand or fall together: a theme is present whole or absent whole."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Table

from data_access.schema import core, geography, industry, livelihood, monitoring, responsibility, work  # noqa: F401
from data_access.schema.base import metadata


@dataclass(frozen=True, slots=True)
class Theme:
    """A group of tables that is present whole or absent whole, and the theme it stands on (None = the core alone)."""

    name: str
    name_zh: str
    needs: str | None = None


THEMES: Final[tuple[Theme, ...]] = (
    Theme("core", "区划与户、人"),
    Theme("boundaries", "边界与区划变更"),
    Theme("region_group", "产业带与片区"),
    Theme("figures", "引用数字"),
    Theme("assurance", "原因、健康与保障"),
    Theme("income", "收入"),
    Theme("employment", "就业"),
    Theme("responsibility", "责任与走访"),
    Theme("measures", "帮扶措施"),
    Theme("industry", "产业"),
    Theme("solar", "光伏", needs="industry"),
    Theme("tourism", "旅游", needs="industry"),
    Theme("workshop", "微工厂(帮扶车间)", needs="industry"),
    Theme("monitoring", "防返贫监测"),
    Theme("insurance", "防贫保险"),
    Theme("relocation", "易地搬迁"),
    Theme("tasks", "项目与任务"),
    Theme("ranking", "排队"),
    Theme("quality", "数据来源与质量"),
)


def theme_tables(name: str) -> tuple[Table, ...]:
    """The tables of the theme `name`, in the order of the contract; empty for an unknown theme."""
    return tuple(t for t in metadata.tables.values() if t.info["theme"] == name)
