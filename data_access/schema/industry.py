"""Theme industry (any kind, by data alone) and the typed themes solar, tourism and workshop that need it."""

from sqlalchemy import (
    Column,
    Date,
    ForeignKeyConstraint,
    Index,
    Integer,
    Numeric,
    PrimaryKeyConstraint,
    SmallInteger,
    String,
    Table,
    text,
)

from data_access.schema.base import metadata

industry_kind = Table(
    "industry_kind",
    metadata,
    Column(
        "industry_kind_code",
        String(20),
        nullable=False,
        comment="SOLAR, TOURISM, WORKSHOP, AGRICULTURE, ECOMMERCE ...",
    ),
    Column("name_zh", String(180), nullable=False),
    Column("name_2021_zh", String(180), comment="wording from 2021 and from 2026; NULL = as before"),
    Column("name_2026_zh", String(180)),
    Column("name_en", String(180)),
    Column("definition_zh", String(600), comment="what counts as an activity of this kind"),
    Column(
        "is_covering",
        SmallInteger(),
        nullable=False,
        server_default=text("1"),
        comment="1 = counts towards industry coverage",
    ),
    Column("icon_name", String(40), comment="an icon in the screen's set; NULL = the general one"),
    Column("sort_no", Integer()),
    PrimaryKeyConstraint("industry_kind_code", name="pk_industry_kind"),
    comment="One row per kind of industry.",
    info={
        "theme": "industry",
        "size": "10 | 30",
        "writer": "loaded from industry_kinds.csv, local ones by the industry office",
        "cluster": "reference",
    },
)

industry_metric = Table(
    "industry_metric",
    metadata,
    Column("industry_kind_code", String(20), nullable=False),
    Column("industry_metric_code", String(20), nullable=False, comment="AREA_MU, STOCK_COUNT, SALES_YUAN ..."),
    Column("name_zh", String(180), nullable=False),
    Column("name_en", String(180)),
    Column("unit_zh", String(30), nullable=False),
    Column(
        "is_flow",
        SmallInteger(),
        nullable=False,
        comment="1 = months add up (sales); 0 = a state, the last month counts (area)",
    ),
    Column("definition_zh", String(600)),
    Column("sort_no", Integer()),
    PrimaryKeyConstraint("industry_kind_code", "industry_metric_code", name="pk_industry_metric"),
    ForeignKeyConstraint(["industry_kind_code"], ["industry_kind.industry_kind_code"], name="fk_industry_metric_kind"),
    comment="One row per kind and thing counted of its activities.",
    info={
        "theme": "industry",
        "size": "30 | 100",
        "writer": "loaded from industry_metrics.csv, local ones by the industry office",
        "cluster": "reference",
    },
)

industry_activity = Table(
    "industry_activity",
    metadata,
    Column("activity_id", String(40), nullable=False),
    Column("industry_kind_code", String(20), nullable=False),
    Column("industry_subkind_code", String(20), comment="SOLAR_VILLAGE, WORKSHOP_PLANT, AGRICULTURE_CROP ..."),
    Column("name_zh", String(180), nullable=False),
    Column(
        "region_code",
        String(20),
        nullable=False,
        comment="where it stands: the village, or a higher region when it has no one place",
    ),
    Column("product_zh", String(120), comment="马铃薯, 甜菜, 藜麦, 服装 ..."),
    Column("operator_zh", String(180)),
    Column(
        "business_entity_code",
        String(20),
        comment="enterprise, cooperative, family farm, village collective ...",
    ),
    Column("operating_status_code", String(20), comment="today: BUILDING, RUNNING, WATCHED, IDLE, STOPPED"),
    Column("development_class_code", String(20), comment="2026: 巩固, 升级, 盘活, 调整"),
    Column("is_project_asset", SmallInteger(), comment="帮扶项目资产"),
    Column("invested_yuan", Numeric(16, 2, asdecimal=False)),
    Column("longitude", Numeric(10, 6, asdecimal=False)),
    Column("latitude", Numeric(10, 6, asdecimal=False)),
    Column("valid_from", Date(), comment="began to operate"),
    Column("valid_to", Date(), comment="last day of operation"),
    Column("source_id", String(40)),
    PrimaryKeyConstraint("activity_id", name="pk_industry_activity"),
    ForeignKeyConstraint(
        ["industry_kind_code"], ["industry_kind.industry_kind_code"], name="fk_industry_activity_kind"
    ),
    ForeignKeyConstraint(["region_code"], ["region.region_code"], name="fk_industry_activity_region"),
    Index("ix_industry_activity_kind", "industry_kind_code", "region_code"),
    comment=(
        "One row per activity: a station, an operator, a shop, a farm, a cooperative, a capable person "
        "who takes others along."
    ),
    info={
        "theme": "industry",
        "size": "1,000 | 150,000",
        "writer": "industry office; line departments",
        "cluster": "reference",
    },
)

industry_figure = Table(
    "industry_figure",
    metadata,
    Column("activity_id", String(40), nullable=False),
    Column("industry_metric_code", String(20), nullable=False, comment="a metric of the activity's kind"),
    Column("stat_year", SmallInteger(), nullable=False),
    Column("stat_month", SmallInteger(), nullable=False),
    Column("quantity", Numeric(18, 4, asdecimal=False), nullable=False, comment="in the metric's unit"),
    Column("source_id", String(40)),
    PrimaryKeyConstraint("activity_id", "industry_metric_code", "stat_year", "stat_month", name="pk_industry_figure"),
    ForeignKeyConstraint(["activity_id"], ["industry_activity.activity_id"], name="fk_industry_figure_activity"),
    comment="One row per activity, metric and period.",
    info={
        "theme": "industry",
        "size": "2,500 a year | 350,000 a year",
        "writer": "industry office; line departments",
        "cluster": "reference",
    },
)

industry_coverage = Table(
    "industry_coverage",
    metadata,
    Column("activity_id", String(40), nullable=False),
    Column("region_code", String(20), nullable=False),
    Column("stat_year", SmallInteger(), nullable=False),
    Column("is_leading", SmallInteger(), comment="主导产业"),
    Column(
        "received_yuan",
        Numeric(14, 2, asdecimal=False),
        comment="paid to the village collective by this activity in this year, not cumulative",
    ),
    Column(
        "household_count",
        Integer(),
        comment="households reached, as reported; used where industry_participation has no rows",
    ),
    Column("source_id", String(40)),
    PrimaryKeyConstraint("activity_id", "region_code", "stat_year", name="pk_industry_coverage"),
    ForeignKeyConstraint(["activity_id"], ["industry_activity.activity_id"], name="fk_industry_coverage_activity"),
    ForeignKeyConstraint(["region_code"], ["region.region_code"], name="fk_industry_coverage_region"),
    Index("ix_industry_coverage_region", "region_code", "stat_year"),
    comment="One row per activity, village that it reaches, and year in which it reached it while operating.",
    info={
        "theme": "industry",
        "size": "1,500 a year | 200,000 a year",
        "writer": "industry office",
        "cluster": "reference",
    },
)

industry_participation = Table(
    "industry_participation",
    metadata,
    Column("household_id", String(40), nullable=False),
    Column("stat_year", SmallInteger(), nullable=False),
    Column("activity_id", String(40), nullable=False),
    Column(
        "participation_mode_code",
        String(20),
        nullable=False,
        comment="work, dividend, land rent, own business, entrusted, post, sales, OTHER",
    ),
    Column("worker_count", Integer()),
    Column("income_yuan", Numeric(12, 2, asdecimal=False), comment="of the year"),
    Column("source_id", String(40)),
    PrimaryKeyConstraint(
        "household_id", "stat_year", "activity_id", "participation_mode_code", name="pk_industry_participation"
    ),
    ForeignKeyConstraint(["household_id"], ["household.household_id"], name="fk_participation_household"),
    ForeignKeyConstraint(["activity_id"], ["industry_activity.activity_id"], name="fk_participation_activity"),
    Index("ix_industry_participation_activity", "activity_id", "stat_year"),
    comment="One row per household, year, activity and way of joining it.",
    info={
        "theme": "industry",
        "size": "60,000 a year | 5 million a year",
        "writer": "ledger, industry office",
        "cluster": "by household_id",
    },
)

solar_station = Table(
    "solar_station",
    metadata,
    Column("activity_id", String(40), nullable=False),
    Column("capacity_kw", Numeric(12, 2, asdecimal=False), nullable=False),
    Column(
        "collective_capacity_kw",
        Numeric(12, 2, asdecimal=False),
        comment="the part owned by villages or government, of a commercial plant",
    ),
    Column("grid_connected_on", Date()),
    PrimaryKeyConstraint("activity_id", name="pk_solar_station"),
    ForeignKeyConstraint(["activity_id"], ["industry_activity.activity_id"], name="fk_solar_station_activity"),
    comment="One row per station, an activity of kind SOLAR; which sort of station is industry_subkind_code.",
    info={"theme": "solar", "size": "180 | 12,000", "writer": "energy bureau", "cluster": "reference"},
)

solar_month = Table(
    "solar_month",
    metadata,
    Column("activity_id", String(40), nullable=False),
    Column("stat_year", SmallInteger(), nullable=False),
    Column("stat_month", SmallInteger(), nullable=False),
    Column("generated_kwh", Numeric(16, 2, asdecimal=False)),
    Column("sales_yuan", Numeric(16, 2, asdecimal=False), comment="electricity and subsidy"),
    Column(
        "shared_yuan",
        Numeric(16, 2, asdecimal=False),
        comment="扶贫收益: the part meant for villages; never to be mixed with sales",
    ),
    Column("is_settled", SmallInteger(), comment="已结转"),
    Column("source_id", String(40)),
    PrimaryKeyConstraint("activity_id", "stat_year", "stat_month", name="pk_solar_month"),
    ForeignKeyConstraint(["activity_id"], ["solar_station.activity_id"], name="fk_solar_month_station"),
    comment="One row per station and month.",
    info={
        "theme": "solar",
        "size": "2,200 a year | 150,000 a year",
        "writer": "power supply company",
        "cluster": "reference",
    },
)

solar_distribution = Table(
    "solar_distribution",
    metadata,
    Column("region_code", String(20), nullable=False),
    Column("stat_year", SmallInteger(), nullable=False),
    Column("post_yuan", Numeric(14, 2, asdecimal=False), comment="公益岗位"),
    Column("work_yuan", Numeric(14, 2, asdecimal=False), comment="小型公益事业"),
    Column("relief_yuan", Numeric(14, 2, asdecimal=False), comment="奖励补助, 救助"),
    Column("other_yuan", Numeric(14, 2, asdecimal=False)),
    Column("post_count", Integer()),
    Column("household_count", Integer(), comment="households that got a share"),
    Column("source_id", String(40)),
    PrimaryKeyConstraint("region_code", "stat_year", name="pk_solar_distribution"),
    ForeignKeyConstraint(["region_code"], ["region.region_code"], name="fk_solar_distribution_region"),
    comment=(
        "One row per village and year: how the collective spent what it received (industry_coverage.received_yuan)."
    ),
    info={
        "theme": "solar",
        "size": "370 a year | 50,000 a year",
        "writer": "ledger, village accounts",
        "cluster": "reference",
    },
)

tourism_operator = Table(
    "tourism_operator",
    metadata,
    Column("activity_id", String(40), nullable=False),
    Column("tourism_mode_code", String(20), comment="景区带动, 农旅互动, 节庆拉动, 能力推动"),
    Column("grade_zh", String(60), comment="AAAA级, 省级示范 ..."),
    Column("bed_count", Integer()),
    PrimaryKeyConstraint("activity_id", name="pk_tourism_operator"),
    ForeignKeyConstraint(["activity_id"], ["industry_activity.activity_id"], name="fk_tourism_operator_activity"),
    comment=(
        "One row per operator, an activity of kind TOURISM; what it runs (scenic area, farm stay ...) is "
        "industry_subkind_code."
    ),
    info={"theme": "tourism", "size": "100 | 10,000", "writer": "culture and tourism bureau", "cluster": "reference"},
)

tourism_month = Table(
    "tourism_month",
    metadata,
    Column("activity_id", String(40), nullable=False),
    Column("stat_year", SmallInteger(), nullable=False),
    Column("stat_month", SmallInteger(), nullable=False),
    Column("visitor_count", Integer()),
    Column("revenue_yuan", Numeric(16, 2, asdecimal=False)),
    Column("source_id", String(40)),
    PrimaryKeyConstraint("activity_id", "stat_year", "stat_month", name="pk_tourism_month"),
    ForeignKeyConstraint(["activity_id"], ["tourism_operator.activity_id"], name="fk_tourism_month_operator"),
    comment="One row per operator and month.",
    info={
        "theme": "tourism",
        "size": "1,200 a year | 120,000 a year",
        "writer": "culture and tourism bureau",
        "cluster": "reference",
    },
)

workshop = Table(
    "workshop",
    metadata,
    Column("activity_id", String(40), nullable=False),
    Column("workshop_build_code", String(20), comment="new, rebuilt, rented"),
    Column("certified_on", Date()),
    PrimaryKeyConstraint("activity_id", name="pk_workshop"),
    ForeignKeyConstraint(["activity_id"], ["industry_activity.activity_id"], name="fk_workshop_activity"),
    comment=(
        "One row per workshop, an activity of kind WORKSHOP; which sort (plant, home ...) is industry_subkind_code."
    ),
    info={"theme": "workshop", "size": "250 | 15,000", "writer": "human resources", "cluster": "reference"},
)

workshop_month = Table(
    "workshop_month",
    metadata,
    Column("activity_id", String(40), nullable=False),
    Column("stat_year", SmallInteger(), nullable=False),
    Column("stat_month", SmallInteger(), nullable=False),
    Column("worker_count", Integer()),
    Column("assisted_worker_count", Integer(), comment="registered poor; since 2021 lifted or monitored"),
    Column("assisted_wage_yuan", Numeric(14, 2, asdecimal=False), comment="paid to them in the month"),
    Column("workshop_watch_code", String(20), comment="正常运行, 监测待处置, 清理"),
    Column("source_id", String(40)),
    PrimaryKeyConstraint("activity_id", "stat_year", "stat_month", name="pk_workshop_month"),
    ForeignKeyConstraint(["activity_id"], ["workshop.activity_id"], name="fk_workshop_month_workshop"),
    comment="One row per workshop and month.  带贫率 = assisted_worker_count / worker_count, summed first.",
    info={
        "theme": "workshop",
        "size": "3,000 a year | 180,000 a year",
        "writer": "human resources",
        "cluster": "reference",
    },
)
