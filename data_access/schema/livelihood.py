"""Themes assurance (causes, health, social security, guarantees), income and employment."""

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
)

from data_access.schema.base import metadata

household_cause = Table(
    "household_cause",
    metadata,
    Column("household_id", String(40), nullable=False),
    Column(
        "cause_code",
        String(20),
        nullable=False,
        comment="nat: AAC007 main, AAC008 others; illness is PII sensitive",
    ),
    Column("is_main", SmallInteger(), nullable=False, comment="1 on exactly one row of the household"),
    Column("note_zh", String(600), comment="nat: AAC011; free text, may hold PII"),
    Column("source_id", String(40)),
    PrimaryKeyConstraint("household_id", "cause_code", name="pk_household_cause"),
    ForeignKeyConstraint(["household_id"], ["household.household_id"], name="fk_household_cause_household"),
    comment="One row per household and cause of its poverty: the main one and up to two others.",
    info={"theme": "assurance", "size": "80,000 | 7 million", "writer": "ledger", "cluster": "by household_id"},
)

person_health = Table(
    "person_health",
    metadata,
    Column("household_id", String(40), nullable=False),
    Column("person_id", String(40), nullable=False),
    Column(
        "health_code",
        String(20),
        nullable=False,
        comment="PII sensitive, nat: AAB017: 01 健康 02 长期慢性病 03 患有大病 04 残疾",
    ),
    Column("disease_zh", String(180), comment="PII sensitive: never on the wall"),
    Column("disability_type_code", String(20), comment="PII sensitive; with health_code 04"),
    Column("disability_grade_code", String(20), comment="PII sensitive; with health_code 04"),
    Column("diagnosed_on", Date()),
    Column("source_id", String(40)),
    PrimaryKeyConstraint("household_id", "person_id", "health_code", name="pk_person_health"),
    ForeignKeyConstraint(
        ["household_id", "person_id"], ["person.household_id", "person.person_id"], name="fk_person_health_person"
    ),
    comment='One row per person and state of health (multi-valued in the national system: "残疾,长期慢性病").',
    info={
        "theme": "assurance",
        "size": "70,000 | 10.5 million",
        "writer": "ledger; health commission, disabled persons' federation",
        "cluster": "by household_id",
    },
)

person_social_security = Table(
    "person_social_security",
    metadata,
    Column("household_id", String(40), nullable=False),
    Column("person_id", String(40), nullable=False),
    Column("has_basic_medical_insurance", SmallInteger(), comment="城乡居民基本医疗保险"),
    Column("has_critical_illness_insurance", SmallInteger(), comment="大病保险"),
    Column("has_supplementary_medical_insurance", SmallInteger(), comment="商业补充医疗保险"),
    Column("has_pension_insurance", SmallInteger(), comment="城乡居民基本养老保险"),
    Column("has_family_doctor", SmallInteger(), comment="家庭医生签约"),
    Column("is_minimum_living_allowance", SmallInteger(), comment="低保; PII sensitive"),
    Column("is_extreme_poverty_support", SmallInteger(), comment="特困供养; PII sensitive"),
    Column("checked_on", Date()),
    Column("source_id", String(40)),
    PrimaryKeyConstraint("household_id", "person_id", name="pk_person_social_security"),
    ForeignKeyConstraint(
        ["household_id", "person_id"], ["person.household_id", "person.person_id"], name="fk_social_security_person"
    ),
    comment="One row per person: insured, pensioned, supported today.",
    info={
        "theme": "assurance",
        "size": "66,619 | 10 million",
        "writer": "medical insurance, civil affairs, human resources, health",
        "cluster": "by household_id",
    },
)

household_assurance = Table(
    "household_assurance",
    metadata,
    Column("household_id", String(40), nullable=False),
    Column("stat_year", SmallInteger(), nullable=False),
    Column(
        "assurance_code",
        String(20),
        nullable=False,
        comment="FOOD, CLOTHING, EDUCATION, MEDICAL, HOUSING, WATER",
    ),
    Column("is_met", SmallInteger(), nullable=False, comment="as found at the check"),
    Column("checked_on", Date()),
    Column("house_grade_code", String(20), comment="A-D, with assurance_code HOUSING"),
    Column("problem_zh", String(600), comment="free text, may hold PII"),
    Column("resolved_on", Date(), comment="the problem was put right"),
    Column("source_id", String(40)),
    PrimaryKeyConstraint("household_id", "stat_year", "assurance_code", name="pk_household_assurance"),
    ForeignKeyConstraint(["household_id"], ["household.household_id"], name="fk_household_assurance_household"),
    Index("ix_household_assurance_unmet", "stat_year", "is_met"),
    comment="One row per household, year and guarantee (两不愁三保障 + 饮水安全): the year's last check.",
    info={
        "theme": "assurance",
        "size": "220,000 a year | 20 million a year",
        "writer": "app; line departments",
        "cluster": "by household_id",
    },
)

household_income = Table(
    "household_income",
    metadata,
    Column("household_id", String(40), nullable=False),
    Column("stat_year", SmallInteger(), nullable=False),
    Column("member_count", Integer(), comment="persons over whom the income is counted: the denominator of 人均纯收入"),
    Column("wage_income_yuan", Numeric(12, 2, asdecimal=False), comment="工资性收入"),
    Column("business_income_yuan", Numeric(12, 2, asdecimal=False), comment="生产经营性收入"),
    Column("property_income_yuan", Numeric(12, 2, asdecimal=False), comment="财产性收入 (光伏/资产收益分红, 土地流转)"),
    Column(
        "transfer_income_yuan", Numeric(12, 2, asdecimal=False), comment="转移性收入 (低保, 养老金, 生态补偿, 补贴)"
    ),
    Column("business_cost_yuan", Numeric(12, 2, asdecimal=False), comment="生产经营性支出"),
    Column("net_income_yuan", Numeric(12, 2, asdecimal=False), comment="家庭纯收入, as the ledger states it"),
    Column("claim_income_yuan", Numeric(12, 2, asdecimal=False), comment="理赔收入; monitoring only"),
    Column("self_paid_cost_yuan", Numeric(12, 2, asdecimal=False), comment="合规自付支出; monitoring only"),
    Column("source_id", String(40)),
    PrimaryKeyConstraint("household_id", "stat_year", name="pk_household_income"),
    ForeignKeyConstraint(["household_id"], ["household.household_id"], name="fk_household_income_household"),
    comment=(
        "One row per household and year (nat: AC07).  net = wage + business + property + transfer - business cost."
    ),
    info={
        "theme": "income",
        "size": "37,000 a year | 3.3 million a year",
        "writer": "ledger",
        "cluster": "by household_id",
    },
)

policy_line = Table(
    "policy_line",
    metadata,
    Column(
        "policy_line_code",
        String(20),
        nullable=False,
        comment="POVERTY_CONSTANT, POVERTY_CURRENT, MONITORING_INCOME, ALERT_MEDICAL ...",
    ),
    Column("region_code", String(20), nullable=False, comment="'000000000000' = national, hence no foreign key"),
    Column("stat_year", SmallInteger(), nullable=False),
    Column("amount_yuan", Numeric(12, 2, asdecimal=False), nullable=False, comment="per person and year"),
    Column("basis_zh", String(300), comment="document, price base"),
    PrimaryKeyConstraint("policy_line_code", "region_code", "stat_year", name="pk_policy_line"),
    comment=(
        "One row per line, region that set it, and year: poverty lines, monitoring ranges, spending alert"
        " lines.  A region's line is the one of the nearest region above it that set one."
    ),
    info={
        "theme": "income",
        "size": "50 | 500",
        "writer": "the screen's administrator, from the notices",
        "cluster": "reference",
    },
)

person_employment = Table(
    "person_employment",
    metadata,
    Column("household_id", String(40), nullable=False),
    Column("person_id", String(40), nullable=False),
    Column("stat_year", SmallInteger(), nullable=False),
    Column("is_willing", SmallInteger(), comment="有就业意愿"),
    Column("worked_month_count", SmallInteger(), comment="务工时间(月): 0 = no job, 6 and more = 稳定就业"),
    Column("work_area_code", String(20), comment="township, county, city, province, other province, abroad"),
    Column("employment_channel_code", String(20), comment="workshop, public post, own search, organised export ..."),
    Column("public_post_code", String(20), comment="公益性岗位类型, nat: 100A42"),
    Column("employer_zh", String(180)),
    Column("activity_id", String(40), comment="industry_activity where the person works"),
    Column("wage_yuan", Numeric(12, 2, asdecimal=False), comment="of the year"),
    Column("source_id", String(40)),
    PrimaryKeyConstraint("household_id", "person_id", "stat_year", name="pk_person_employment"),
    ForeignKeyConstraint(
        ["household_id", "person_id"], ["person.household_id", "person.person_id"], name="fk_person_employment_person"
    ),
    comment="One row per person asked and year: the main job of the year, or the wish for one.",
    info={
        "theme": "employment",
        "size": "30,000 a year | 4.5 million a year",
        "writer": "human resources, ledger",
        "cluster": "by household_id",
    },
)
