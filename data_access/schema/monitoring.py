"""Themes monitoring (against falling back), insurance and relocation."""

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

monitoring_case = Table(
    "monitoring_case",
    metadata,
    Column("household_id", String(40), nullable=False),
    Column("case_id", String(40), nullable=False),
    Column(
        "monitoring_object_code", String(20), comment="1 脱贫不稳定户 2 边缘易致贫户 3 突发严重困难户; PII sensitive"
    ),
    Column("member_count", Integer(), comment="persons monitored"),
    Column("found_channel_code", String(20), comment="农户申报, 干部排查, 部门预警"),
    Column("found_on", Date(), comment="the clue"),
    Column("identified_on", Date(), nullable=False, comment="the decision, normally within 15 days"),
    Column("assisted_on", Date(), comment="first measure in place"),
    Column("net_income_yuan", Numeric(12, 2, asdecimal=False), comment="household, when identified"),
    Column("self_paid_cost_yuan", Numeric(12, 2, asdecimal=False), comment="合规自付支出, when identified"),
    Column(
        "line_yuan",
        Numeric(12, 2, asdecimal=False),
        comment="income range for monitoring per person, when identified",
    ),
    Column("is_without_labour", SmallInteger(), comment="整户无劳动能力兜底保障户"),
    Column("development_measure_status_code", String(20), comment="实施开发式帮扶措施情况"),
    Column("is_eliminated", SmallInteger(), nullable=False, comment="风险是否已消除"),
    Column("eliminated_on", Date()),
    Column("elimination_mode_code", String(20), comment="HELP 帮扶消除, NATURAL 自然消除 (never counted as success)"),
    Column("source_id", String(40)),
    PrimaryKeyConstraint("household_id", "case_id", name="pk_monitoring_case"),
    ForeignKeyConstraint(["household_id"], ["household.household_id"], name="fk_monitoring_case_household"),
    comment=("One row per household and time that it was taken under monitoring: found, decided, helped, eliminated."),
    info={
        "theme": "monitoring",
        "size": "1,500 | 200,000",
        "writer": "ledger (national monitoring export)",
        "cluster": "by household_id",
    },
)

monitoring_risk = Table(
    "monitoring_risk",
    metadata,
    Column("household_id", String(40), nullable=False),
    Column("case_id", String(40), nullable=False),
    Column("risk_no", SmallInteger(), nullable=False),
    Column("risk_code", String(20), nullable=False, comment="nat: 100A27; PII sensitive"),
    Column("risk_item_code", String(20), comment="nat: 100A271"),
    PrimaryKeyConstraint("household_id", "case_id", "risk_no", name="pk_monitoring_risk"),
    ForeignKeyConstraint(
        ["household_id", "case_id"],
        ["monitoring_case.household_id", "monitoring_case.case_id"],
        name="fk_monitoring_risk_case",
    ),
    comment=(
        "One row per case and risk, in the order of the national export (致贫/返贫风险1..5); risk_no 1 is the main one."
    ),
    info={"theme": "monitoring", "size": "2,500 | 320,000", "writer": "ledger", "cluster": "by household_id"},
)

monitoring_alert = Table(
    "monitoring_alert",
    metadata,
    Column("household_id", String(40), nullable=False),
    Column("alert_id", String(40), nullable=False),
    Column("person_id", String(40), comment="whom it concerns; PII"),
    Column(
        "alert_kind_code",
        String(20),
        nullable=False,
        comment="medical cost, schooling cost, disaster, income, job ...; PII sensitive",
    ),
    Column("department_code", String(20), nullable=False, comment="who raised it"),
    Column("raised_on", Date(), nullable=False),
    Column("amount_yuan", Numeric(12, 2, asdecimal=False), comment="spent or lost"),
    Column("line_yuan", Numeric(12, 2, asdecimal=False), comment="the line it passed"),
    Column("due_on", Date(), comment="to be checked by"),
    Column("checked_on", Date()),
    Column(
        "alert_result_code", String(20), nullable=False, comment="PENDING, INCLUDED 纳入, CLAIM 理赔, REJECTED 不纳入"
    ),
    Column("official_id", String(40), comment="who checks"),
    Column("source_id", String(40)),
    PrimaryKeyConstraint("household_id", "alert_id", name="pk_monitoring_alert"),
    ForeignKeyConstraint(["household_id"], ["household.household_id"], name="fk_monitoring_alert_household"),
    ForeignKeyConstraint(
        ["household_id", "person_id"], ["person.household_id", "person.person_id"], name="fk_monitoring_alert_person"
    ),
    Index("ix_monitoring_alert_result", "alert_result_code", "due_on"),
    comment="One row per alert that a department raised on a household (部门筛查预警), before any decision.",
    info={
        "theme": "monitoring",
        "size": "3,000 a year | 400,000 a year",
        "writer": "line departments",
        "cluster": "by household_id",
    },
)

insurance_policy = Table(
    "insurance_policy",
    metadata,
    Column("policy_id", String(40), nullable=False),
    Column("region_code", String(20), nullable=False),
    Column("stat_year", SmallInteger(), nullable=False),
    Column("insurer_zh", String(120)),
    Column("premium_yuan", Numeric(14, 2, asdecimal=False)),
    Column("insured_count", Integer(), comment="persons"),
    Column("monitored_count", Integer(), comment="persons over the monitoring line, 防贫监测线"),
    Column("eligible_count", Integer(), comment="of them under the guarantee line: 符合救助"),
    Column("guarantee_line_yuan", Numeric(12, 2, asdecimal=False), comment="防贫保障线, income per person and year"),
    Column("source_id", String(40)),
    PrimaryKeyConstraint("policy_id", name="pk_insurance_policy"),
    ForeignKeyConstraint(["region_code"], ["region.region_code"], name="fk_insurance_policy_region"),
    comment="One row per policy: a region, an insurer, a year.",
    info={"theme": "insurance", "size": "1 a year | 170 a year", "writer": "insurer", "cluster": "reference"},
)

insurance_claim = Table(
    "insurance_claim",
    metadata,
    Column("household_id", String(40), nullable=False),
    Column("claim_id", String(40), nullable=False),
    Column("policy_id", String(40), nullable=False),
    Column("person_id", String(40), comment="PII"),
    Column("insured_group_code", String(20), comment="非高标准脱贫户, 非贫低收入户"),
    Column("cause_code", String(20), comment="因病, 因学, 因灾; PII sensitive"),
    Column("paid_on", Date()),
    Column("paid_yuan", Numeric(12, 2, asdecimal=False), comment="PII sensitive"),
    Column("source_id", String(40)),
    PrimaryKeyConstraint("household_id", "claim_id", name="pk_insurance_claim"),
    ForeignKeyConstraint(["household_id"], ["household.household_id"], name="fk_insurance_claim_household"),
    ForeignKeyConstraint(
        ["household_id", "person_id"], ["person.household_id", "person.person_id"], name="fk_insurance_claim_person"
    ),
    ForeignKeyConstraint(["policy_id"], ["insurance_policy.policy_id"], name="fk_insurance_claim_policy"),
    comment="One row per claim paid.",
    info={
        "theme": "insurance",
        "size": "750 a year | 100,000 a year",
        "writer": "insurer",
        "cluster": "by household_id",
    },
)

relocation_site = Table(
    "relocation_site",
    metadata,
    Column("site_id", String(40), nullable=False),
    Column("name_zh", String(180), nullable=False),
    Column("region_code", String(20), nullable=False, comment="village or community where it stands, or is"),
    Column("planned_household_count", Integer()),
    Column("moved_household_count", Integer()),
    Column("moved_population_count", Integer()),
    Column("occupied_household_count", Integer(), comment="实际入住"),
    Column("longitude", Numeric(10, 6, asdecimal=False)),
    Column("latitude", Numeric(10, 6, asdecimal=False)),
    Column("source_id", String(40)),
    PrimaryKeyConstraint("site_id", name="pk_relocation_site"),
    ForeignKeyConstraint(["region_code"], ["region.region_code"], name="fk_relocation_site_region"),
    comment="One row per resettlement site (集中安置区).",
    info={
        "theme": "relocation",
        "size": "20 | 2,500",
        "writer": "development and reform commission",
        "cluster": "reference",
    },
)

household_relocation = Table(
    "household_relocation",
    metadata,
    Column("household_id", String(40), nullable=False),
    Column("relocation_kind_code", String(20), comment="集中安置, 分散安置"),
    Column("site_id", String(40), comment="NULL for scattered resettlement"),
    Column("moved_on", Date()),
    Column("is_occupied", SmallInteger(), comment="lives in the new house"),
    Column("is_old_house_demolished", SmallInteger(), comment="旧房拆除"),
    Column("source_id", String(40)),
    PrimaryKeyConstraint("household_id", name="pk_household_relocation"),
    ForeignKeyConstraint(["household_id"], ["household.household_id"], name="fk_household_relocation_household"),
    ForeignKeyConstraint(["site_id"], ["relocation_site.site_id"], name="fk_household_relocation_site"),
    comment="One row per relocated household.  Its village is still household.region_code.",
    info={"theme": "relocation", "size": "3,000 | 300,000", "writer": "ledger", "cluster": "by household_id"},
)
