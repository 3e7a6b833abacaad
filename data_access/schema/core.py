"""Core tables: codes, regions, households and persons; without them there is no map and no card."""

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

code_item = Table(
    "code_item",
    metadata,
    Column("list_code", String(40), nullable=False),
    Column("item_code", String(20), nullable=False),
    Column("name_zh", String(180), nullable=False),
    Column("name_en", String(180)),
    Column("parent_code", String(20), comment="item of the list that this one refines (MEASURE_ITEM: of MEASURE)"),
    Column("national_code", String(20), comment="code in the national system where it differs or is known"),
    Column("sort_no", Integer()),
    Column(
        "is_active",
        SmallInteger(),
        nullable=False,
        server_default=text("1"),
        comment="0 = kept for old rows, offered no more",
    ),
    PrimaryKeyConstraint("list_code", "item_code", name="pk_code_item"),
    comment="One row per code and code list.",
    info={
        "theme": "core",
        "size": "600 | 600",
        "writer": "loaded from code_lists.csv, local items by the ledger's administrator",
        "cluster": "reference",
    },
)

region = Table(
    "region",
    metadata,
    Column(
        "region_code",
        String(20),
        nullable=False,
        comment="统计用区划代码, 12 digits, GB/T 2260 + GB/T 10114 + 3; elsewhere any unique code",
    ),
    Column("parent_code", String(20), comment="NULL = highest region of this database"),
    Column(
        "region_level_code",
        String(20),
        nullable=False,
        comment="1 province 2 city 3 county 4 township 5 village",
    ),
    Column(
        "region_kind_code",
        String(20),
        comment="county, city district, farm, development zone, town, community ...",
    ),
    Column("name_zh", String(180), nullable=False),
    Column("short_name_zh", String(90)),
    Column("name_en", String(180)),
    Column("urban_rural_code", String(20), comment="城乡分类"),
    Column("is_registered_poor", SmallInteger(), comment="建档立卡贫困村 (原贫困村), 贫困县"),
    Column("is_deeply_poor", SmallInteger(), comment="深度贫困村, 深度贫困县"),
    Column("exited_year", SmallInteger(), comment="出列, 摘帽"),
    Column("focus_class_code", String(20), comment="since 2021: 重点帮扶村/县, 示范村, 一般村"),
    Column("longitude", Numeric(10, 6, asdecimal=False), comment="label point, CGCS2000 or WGS84, never GCJ-02"),
    Column("latitude", Numeric(10, 6, asdecimal=False)),
    Column("valid_from", Date()),
    Column("valid_to", Date()),
    Column("sort_no", Integer()),
    Column("source_id", String(40)),
    PrimaryKeyConstraint("region_code", name="pk_region"),
    ForeignKeyConstraint(["parent_code"], ["region.region_code"], name="fk_region_parent"),
    Index("ix_region_parent", "parent_code"),
    comment=(
        "One row per region code: from the highest region of this database down to every village, ended "
        "ones included. A code stands for one unit under one parent for its whole life: a unit that "
        "merges, splits or moves to another parent ends (valid_to), its successor has another code, and "
        "region_change links them.  A new name alone changes no code. Levels may be skipped (a township "
        "directly under a city, a village directly under a county).  District, farm and development zone "
        "are kinds, each at the level at which it works.  Households always hang on level 5: a farm or "
        "zone without villages has one virtual village (the statistical code provides them: 620725400498 "
        "山丹农场虚拟社区)."
    ),
    info={
        "theme": "core",
        "size": "400 | 53,000, with ended codes up to twice that",
        "writer": "statistics or civil affairs",
        "cluster": "reference",
    },
)

region_year = Table(
    "region_year",
    metadata,
    Column("region_code", String(20), nullable=False),
    Column("stat_year", SmallInteger(), nullable=False),
    Column(
        "rural_population_count",
        Integer(),
        comment="农村户籍人口: denominator of 贫困发生率 and of the monitored share",
    ),
    Column("total_population_count", Integer()),
    Column("household_count", Integer(), comment="all households"),
    Column("registered_household_count", Integer(), comment="建档立卡户, those already out included"),
    Column("registered_population_count", Integer()),
    Column("poor_household_count", Integer(), comment="年末未脱贫户"),
    Column(
        "poor_population_count",
        Integer(),
        comment="年末未脱贫人口: where household rows give another number, both are shown",
    ),
    Column("house_count", Integer(), comment="农宅总数"),
    Column("vacant_house_count", Integer(), comment="空置农宅"),
    Column("collective_income_yuan", Numeric(14, 2, asdecimal=False), comment="村集体经济收入"),
    Column("has_paved_road", SmallInteger()),
    Column("has_broadband", SmallInteger()),
    Column("has_clinic", SmallInteger()),
    Column("has_power", SmallInteger(), comment="动力电"),
    Column("has_safe_water", SmallInteger()),
    Column("source_id", String(40)),
    PrimaryKeyConstraint("region_code", "stat_year", name="pk_region_year"),
    ForeignKeyConstraint(["region_code"], ["region.region_code"], name="fk_region_year_region"),
    comment=(
        "One row per village (level 5) and year, as reported; upper levels are sums.  What is known only "
        "above the village, and survey means such as 人均可支配收入, go to region_figure."
    ),
    info={
        "theme": "core",
        "size": "370 a year | 50,000 a year",
        "writer": "statistics, township, housing office",
        "cluster": "reference",
    },
)

household = Table(
    "household",
    metadata,
    Column("household_id", String(40), nullable=False, comment="nat: 户编号 AAC001"),
    Column("region_code", String(20), nullable=False, comment="village, nat: AAR006/AAR008"),
    Column("village_group_zh", String(90), comment="村民小组, 自然村"),
    Column("head_person_id", String(40), comment="nat: AAC025; persons come after, hence no foreign key"),
    Column("member_count", Integer(), comment="nat: AAC017"),
    Column(
        "household_type_code",
        String(20),
        nullable=False,
        comment="1 registered (now 脱贫户), 0 general; nat: 100A03",
    ),
    Column("household_attribute_code", String(20), comment="贫困户属性 AAC006; PII sensitive"),
    Column("identification_standard_code", String(20), comment="识别标准 AAC005"),
    Column("poverty_status_code", String(20), comment="脱贫状态 AAR010, of today; NULL for a general household"),
    Column("identified_year", SmallInteger(), comment="nat: AAR041"),
    Column("exited_year", SmallInteger(), comment="nat: AAC023"),
    Column("is_living_away", SmallInteger(), comment="常年不在村"),
    Column("address_zh", String(300), comment="PII"),
    Column("phone_no", String(60), comment="PII, nat: AAR012"),
    Column("longitude", Numeric(10, 6, asdecimal=False), comment="PII: dwelling, CGCS2000 or WGS84"),
    Column("latitude", Numeric(10, 6, asdecimal=False)),
    Column("qr_token", String(80), comment="PII: opaque token that the ledger prints as 二维码"),
    Column(
        "is_valid",
        SmallInteger(),
        nullable=False,
        server_default=text("1"),
        comment="nat: AAR100; 0 = cancelled: kept, counted nowhere",
    ),
    Column("source_id", String(40)),
    Column("updated_at", DateTime()),
    PrimaryKeyConstraint("household_id", name="pk_household"),
    ForeignKeyConstraint(["region_code"], ["region.region_code"], name="fk_household_region"),
    Index("ix_household_region", "region_code", "poverty_status_code"),
    comment=(
        "One row per household: registered (建档立卡), monitored, helped or insured; from 2026 any rural household."
    ),
    info={
        "theme": "core",
        "size": "37,053 | 3.3 million",
        "writer": "ledger (national export AC01)",
        "cluster": "by household_id",
    },
)

household_year = Table(
    "household_year",
    metadata,
    Column("household_id", String(40), nullable=False),
    Column("stat_year", SmallInteger(), nullable=False),
    Column("region_code", String(20), nullable=False, comment="village of that year, in the codes of that year"),
    Column("member_count", Integer()),
    Column("poverty_status_code", String(20)),
    Column("source_id", String(40)),
    PrimaryKeyConstraint("household_id", "stat_year", name="pk_household_year"),
    ForeignKeyConstraint(["household_id"], ["household.household_id"], name="fk_household_year_household"),
    ForeignKeyConstraint(["region_code"], ["region.region_code"], name="fk_household_year_region"),
    comment="One row per household and year end.",
    info={
        "theme": "core",
        "size": "37,000 a year | 3.3 million a year",
        "writer": "ledger (nat: yearly partition AAR040)",
        "cluster": "by household_id",
    },
)

person = Table(
    "person",
    metadata,
    Column("household_id", String(40), nullable=False),
    Column("person_id", String(40), nullable=False, comment="nat: 人编号 AAB001, unique in the whole database"),
    Column("name_zh", String(90), comment="PII, nat: AAB002"),
    Column("gender_code", String(20), comment="nat: AAB003"),
    Column("identity_document_code", String(20), comment="nat: AAB018"),
    Column("identity_no", String(60), comment="PII sensitive, nat: AAB004"),
    Column("born_on", Date(), comment="PII; the screen shows an age band; under 14 = PII sensitive"),
    Column("relation_code", String(20), comment="to the head of the household, nat: AAB006"),
    Column("ethnicity_code", String(20), comment="PII sensitive, nat: AAB007 (not in GB/T 3304 order)"),
    Column("education_code", String(20), comment="nat: AAB008, 2021 value set; blank for students"),
    Column("student_status_code", String(20), comment="nat: AAB009"),
    Column("labour_ability_code", String(20), comment="nat: AAB010"),
    Column("political_status_code", String(20), comment="PII sensitive, nat: AAK033"),
    Column("phone_no", String(60), comment="PII, nat: AAB031"),
    Column(
        "is_valid",
        SmallInteger(),
        nullable=False,
        server_default=text("1"),
        comment="nat: AAB015 = 1; 0 = died, moved out",
    ),
    Column("source_id", String(40)),
    Column("updated_at", DateTime()),
    PrimaryKeyConstraint("household_id", "person_id", name="pk_person"),
    ForeignKeyConstraint(["household_id"], ["household.household_id"], name="fk_person_household"),
    comment="One row per member of a household, former members included (is_valid 0).",
    info={
        "theme": "core",
        "size": "66,619 | 10 million",
        "writer": "ledger (national export AB01)",
        "cluster": "by household_id",
    },
)
