"""Themes responsibility (who answers, when they last came) and measures (help given to a household)."""

from sqlalchemy import (
    Column,
    Date,
    DateTime,
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

organisation = Table(
    "organisation",
    metadata,
    Column("organisation_id", String(40), nullable=False),
    Column("name_zh", String(180), nullable=False),
    Column("organisation_tier_code", String(20), comment="central ... village, enterprise, cooperative"),
    Column("department_code", String(20), comment="部门: education, health, medical insurance, housing, water ..."),
    Column("region_code", String(20)),
    PrimaryKeyConstraint("organisation_id", name="pk_organisation"),
    ForeignKeyConstraint(["region_code"], ["region.region_code"], name="fk_organisation_region"),
    comment="One row per organisation.",
    info={"theme": "responsibility", "size": "300 | 40,000", "writer": "ledger", "cluster": "reference"},
)

official = Table(
    "official",
    metadata,
    Column("official_id", String(40), nullable=False, comment="nat: AAK110"),
    Column("name_zh", String(90), nullable=False, comment="work information, shown: that is the point of 责任到人"),
    Column("organisation_id", String(40)),
    Column("title_zh", String(120)),
    Column("phone_no", String(60), comment="PII, masked by default"),
    Column("is_active", SmallInteger(), nullable=False, server_default=text("1")),
    Column("source_id", String(40)),
    PrimaryKeyConstraint("official_id", name="pk_official"),
    ForeignKeyConstraint(["organisation_id"], ["organisation.organisation_id"], name="fk_official_organisation"),
    comment="One row per official or helper.",
    info={"theme": "responsibility", "size": "8,500 | 0.9 million", "writer": "ledger", "cluster": "reference"},
)

region_official = Table(
    "region_official",
    metadata,
    Column("region_code", String(20), nullable=False),
    Column("official_id", String(40), nullable=False),
    Column("official_role_code", String(20), nullable=False),
    Column("valid_from", Date(), nullable=False),
    Column("valid_to", Date()),
    Column("source_id", String(40)),
    PrimaryKeyConstraint("region_code", "official_id", "official_role_code", "valid_from", name="pk_region_official"),
    ForeignKeyConstraint(["region_code"], ["region.region_code"], name="fk_region_official_region"),
    ForeignKeyConstraint(["official_id"], ["official.official_id"], name="fk_region_official_official"),
    comment=(
        "One row per region, official, role and term: 四包 (city leader for a county ... cadre for a "
        "village), grid keepers, and the resident work team (第一书记, 队长, 队员).  A village has a team when "
        "someone holds a team role there today; who sent it is the official's organisation; one team may "
        "serve several villages."
    ),
    info={
        "theme": "responsibility",
        "size": "2,500 | 350,000",
        "writer": "organisation department, ledger",
        "cluster": "reference",
    },
)

official_attendance = Table(
    "official_attendance",
    metadata,
    Column("region_code", String(20), nullable=False),
    Column("official_id", String(40), nullable=False),
    Column("stat_year", SmallInteger(), nullable=False),
    Column("village_day_count", Integer(), comment="so far this year"),
    Column("required_day_count", Integer(), comment="for the same part of the year"),
    Column("source_id", String(40)),
    PrimaryKeyConstraint("region_code", "official_id", "stat_year", name="pk_official_attendance"),
    ForeignKeyConstraint(["region_code"], ["region.region_code"], name="fk_attendance_region"),
    ForeignKeyConstraint(["official_id"], ["official.official_id"], name="fk_attendance_official"),
    comment="One row per region, official and year: days in the village against days required.",
    info={"theme": "responsibility", "size": "1,100 a year | 150,000 a year", "writer": "app", "cluster": "reference"},
)

household_official = Table(
    "household_official",
    metadata,
    Column("household_id", String(40), nullable=False),
    Column("official_id", String(40), nullable=False),
    Column(
        "official_role_code",
        String(20),
        nullable=False,
        comment="HELPER 帮扶责任人, DOCTOR 签约医生, MONITORING_CONTACT 监测联系人",
    ),
    Column("valid_from", Date(), nullable=False, comment="nat: AAR020"),
    Column("valid_to", Date(), comment="nat: AAR021, often a planned end"),
    Column("source_id", String(40)),
    PrimaryKeyConstraint(
        "household_id", "official_id", "official_role_code", "valid_from", name="pk_household_official"
    ),
    ForeignKeyConstraint(["household_id"], ["household.household_id"], name="fk_household_official_household"),
    ForeignKeyConstraint(["official_id"], ["official.official_id"], name="fk_household_official_official"),
    Index("ix_household_official_official", "official_id"),
    comment="One row per household, official, role and term (nat: AC08).",
    info={"theme": "responsibility", "size": "75,000 | 7 million", "writer": "ledger", "cluster": "by household_id"},
)

household_visit = Table(
    "household_visit",
    metadata,
    Column("household_id", String(40), nullable=False),
    Column("visited_at", DateTime(), nullable=False),
    Column("visit_id", String(40), nullable=False),
    Column("official_id", String(40)),
    Column("visit_kind_code", String(20), comment="routine, monitoring, condolence, check"),
    Column(
        "is_on_site",
        SmallInteger(),
        comment="the app placed the visitor in the village; the track itself stays in the app",
    ),
    Column("photo_count", Integer()),
    Column("note_zh", String(1500), comment="free text, may hold PII"),
    Column("source_id", String(40)),
    PrimaryKeyConstraint("household_id", "visited_at", "visit_id", name="pk_household_visit"),
    ForeignKeyConstraint(["household_id"], ["household.household_id"], name="fk_household_visit_household"),
    ForeignKeyConstraint(["official_id"], ["official.official_id"], name="fk_household_visit_official"),
    comment="One row per visit to a household (入户走访).",
    info={
        "theme": "responsibility",
        "size": "450,000 a year | 40 million a year",
        "writer": "app",
        "cluster": "by household_id",
    },
)

household_measure = Table(
    "household_measure",
    metadata,
    Column("household_id", String(40), nullable=False),
    Column("stat_year", SmallInteger(), nullable=False),
    Column("measure_id", String(40), nullable=False),
    Column("measure_code", String(20), nullable=False, comment="nat: 100A39 ... 100A55"),
    Column("measure_item_code", String(20)),
    Column("measure_status_code", String(20), comment="PLAN, DOING, DONE"),
    Column("five_batch_code", String(20), comment="五个一批 (2015-2020)"),
    Column("person_id", String(40), comment="when it is given to one member"),
    Column("valid_from", Date()),
    Column("valid_to", Date()),
    Column("amount_yuan", Numeric(12, 2, asdecimal=False), comment="in this year"),
    Column("content_zh", String(600), comment="free text, may hold PII"),
    Column("organisation_id", String(40), comment="who gives it"),
    Column("project_id", String(40), comment="from which project"),
    Column("source_id", String(40)),
    PrimaryKeyConstraint("household_id", "stat_year", "measure_id", name="pk_household_measure"),
    ForeignKeyConstraint(["household_id"], ["household.household_id"], name="fk_household_measure_household"),
    ForeignKeyConstraint(
        ["household_id", "person_id"], ["person.household_id", "person.person_id"], name="fk_household_measure_person"
    ),
    comment="One row per household, year and measure; a measure that goes on has a row each year.",
    info={
        "theme": "measures",
        "size": "150,000 a year | 13 million a year",
        "writer": "ledger, line departments",
        "cluster": "by household_id",
    },
)
