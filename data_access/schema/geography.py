"""Themes boundaries (outlines, changed codes), region_group (belts and areas beside the tree) and figures (quotes)."""

from sqlalchemy import (
    Column,
    Date,
    ForeignKeyConstraint,
    Integer,
    Numeric,
    PrimaryKeyConstraint,
    SmallInteger,
    String,
    Table,
    Text,
)
from sqlalchemy.dialects.mysql import MEDIUMTEXT

from data_access.schema.base import metadata

region_boundary = Table(
    "region_boundary",
    metadata,
    Column("region_code", String(20), nullable=False),
    Column("valid_from", Date(), nullable=False),
    Column("valid_to", Date()),
    Column("crs_code", String(20), nullable=False, comment="CGCS2000 or WGS84; GCJ-02 is not accepted"),
    Column("map_approval_no", String(60), comment="审图号, printed wherever the outline is shown"),
    Column("geojson", Text().with_variant(MEDIUMTEXT(), "mysql", "mariadb"), nullable=False, comment="one geometry"),
    Column("source_id", String(40)),
    PrimaryKeyConstraint("region_code", "valid_from", name="pk_region_boundary"),
    ForeignKeyConstraint(["region_code"], ["region.region_code"], name="fk_region_boundary_region"),
    comment="One row per region and outline, as valid in its time.",
    info={
        "theme": "boundaries",
        "size": "400 an edition | 53,000 an edition",
        "writer": "natural resources",
        "cluster": "reference",
    },
)

region_change = Table(
    "region_change",
    metadata,
    Column("from_code", String(20), nullable=False),
    Column("to_code", String(20), nullable=False),
    Column("changed_on", Date(), nullable=False, comment="first day of the new code"),
    Column("region_change_code", String(20), nullable=False, comment="RECODE, MERGE, SPLIT, TRANSFER"),
    Column("household_count", Integer(), comment="that passed from the old to the new region"),
    Column("population_count", Integer()),
    Column("document_zh", String(300), comment="批文"),
    Column("source_id", String(40)),
    PrimaryKeyConstraint("from_code", "to_code", name="pk_region_change"),
    ForeignKeyConstraint(["from_code"], ["region.region_code"], name="fk_region_change_from"),
    ForeignKeyConstraint(["to_code"], ["region.region_code"], name="fk_region_change_to"),
    comment=(
        "One row per pair of an old code and a code that took over from it: recode or transfer (one row),"
        " merger (several rows with one to_code), split (several with one from_code).  A series is "
        "carried on in proportion to the counts."
    ),
    info={"theme": "boundaries", "size": "250 | 30,000", "writer": "civil affairs", "cluster": "reference"},
)

region_group = Table(
    "region_group",
    metadata,
    Column("region_group_code", String(40), nullable=False),
    Column("region_group_kind_code", String(20), nullable=False, comment="BELT 产业带, AREA 片区, ZONE 带动区, OTHER"),
    Column("name_zh", String(180), nullable=False),
    Column("name_en", String(180)),
    Column("industry_kind_code", String(20), comment="of a belt: the industry it is known for"),
    Column("definition_zh", String(600), comment="document that drew it"),
    Column("sort_no", Integer()),
    Column("source_id", String(40)),
    PrimaryKeyConstraint("region_group_code", name="pk_region_group"),
    comment=(
        "One row per group of regions that cuts across the tree: an industry belt, a contiguous poor area.  It is "
        "drawn and summed as a region is: its figures are the sums of its members'."
    ),
    info={"theme": "region_group", "size": "5 | 100", "writer": "the screen's administrator", "cluster": "reference"},
)

region_group_member = Table(
    "region_group_member",
    metadata,
    Column("region_group_code", String(40), nullable=False),
    Column("region_code", String(20), nullable=False, comment="any level; it stands for all under it"),
    Column("valid_from", Date()),
    Column("valid_to", Date()),
    Column("source_id", String(40)),
    PrimaryKeyConstraint("region_group_code", "region_code", name="pk_region_group_member"),
    ForeignKeyConstraint(
        ["region_group_code"], ["region_group.region_group_code"], name="fk_region_group_member_group"
    ),
    ForeignKeyConstraint(["region_code"], ["region.region_code"], name="fk_region_group_member_region"),
    comment=(
        "One row per group and region in it.  No member of a group lies under another member of the same group; a "
        "region may be in several groups, so groups do not add up to the whole."
    ),
    info={
        "theme": "region_group",
        "size": "50 | 2,000",
        "writer": "the screen's administrator",
        "cluster": "reference",
    },
)

region_indicator = Table(
    "region_indicator",
    metadata,
    Column("region_indicator_code", String(40), nullable=False),
    Column("name_zh", String(180), nullable=False),
    Column("name_2021_zh", String(180), comment="wording from 2021 and from 2026; NULL = as before"),
    Column("name_2026_zh", String(180)),
    Column("name_en", String(180)),
    Column("indicator_theme_code", String(20), nullable=False),
    Column("unit_zh", String(30), nullable=False),
    Column(
        "good_direction",
        SmallInteger(),
        nullable=False,
        comment="1 higher is better, -1 lower is better, 0 neutral",
    ),
    Column("class_breaks", String(120), comment='"0;0.5;2;3;10", left-closed'),
    Column("definition_zh", String(600)),
    PrimaryKeyConstraint("region_indicator_code", name="pk_region_indicator"),
    comment="One row per kind of figure: the catalogue that makes region_figure readable.",
    info={"theme": "figures", "size": "50 | 200", "writer": "the screen's administrator", "cluster": "reference"},
)

region_figure = Table(
    "region_figure",
    metadata,
    Column("region_code", String(20), nullable=False),
    Column("region_indicator_code", String(40), nullable=False),
    Column("stat_year", SmallInteger(), nullable=False),
    Column("stat_month", SmallInteger(), nullable=False, comment="0 = of the year"),
    Column(
        "numerator",
        Numeric(18, 4, asdecimal=False),
        comment="or the amount itself where there is no denominator",
    ),
    Column("denominator", Numeric(18, 4, asdecimal=False)),
    Column(
        "quoted_value",
        Numeric(18, 4, asdecimal=False),
        comment="the figure as printed, in unit_zh; shown as quoted, never recomputed",
    ),
    Column("figure_qualifier_code", String(20), comment="exact, about, over, target, cumulative ..."),
    Column("quote_zh", String(1500)),
    Column("note_zh", String(600), comment="e.g. 分母口径不明"),
    Column("source_id", String(40)),
    PrimaryKeyConstraint("region_code", "region_indicator_code", "stat_year", "stat_month", name="pk_region_figure"),
    ForeignKeyConstraint(["region_code"], ["region.region_code"], name="fk_region_figure_region"),
    ForeignKeyConstraint(
        ["region_indicator_code"], ["region_indicator.region_indicator_code"], name="fk_region_figure_indicator"
    ),
    comment="One row per region (any level), figure and period.",
    info={
        "theme": "figures",
        "size": "400 a year | 55,000 a year",
        "writer": "statistics, or typed in from a document",
        "cluster": "reference",
    },
)
