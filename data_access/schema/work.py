"""Themes tasks, ranking and quality (sources, loads, doubtful records)."""

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
)

from data_access.schema.base import metadata

project = Table(
    "project",
    metadata,
    Column("project_id", String(40), nullable=False),
    Column("stat_year", SmallInteger(), nullable=False, comment="of the plan"),
    Column("name_zh", String(300), nullable=False),
    Column("region_code", String(20), nullable=False),
    Column(
        "project_category_code",
        String(20),
        nullable=False,
        comment="industry, employment, relocation, education ...",
    ),
    Column("project_status_code", String(20), comment="PLAN, TENDER, BUILDING, DONE, ACCEPTED, STOPPED"),
    Column("fund_source_code", String(20), comment="central, province, city, county, social, east-west"),
    Column("budget_yuan", Numeric(16, 2, asdecimal=False)),
    Column("paid_yuan", Numeric(16, 2, asdecimal=False)),
    Column("benefit_household_count", Integer()),
    Column("benefit_person_count", Integer()),
    Column("lead_organisation_id", String(40)),
    Column("source_id", String(40)),
    PrimaryKeyConstraint("project_id", name="pk_project"),
    ForeignKeyConstraint(["region_code"], ["region.region_code"], name="fk_project_region"),
    Index("ix_project_region", "region_code", "stat_year"),
    comment="One row per project, entered for the year in which its money was planned.",
    info={
        "theme": "tasks",
        "size": "300 a year | 40,000 a year",
        "writer": "finance, project library",
        "cluster": "reference",
    },
)

task = Table(
    "task",
    metadata,
    Column("task_id", String(40), nullable=False),
    Column("parent_task_id", String(40)),
    Column(
        "task_kind_code",
        String(20),
        nullable=False,
        comment="PLAN 施工图, STEP 推进表, ISSUE 问题整改, SUPERVISED 挂账督办",
    ),
    Column("title_zh", String(300), nullable=False),
    Column("region_code", String(20), nullable=False),
    Column("organisation_id", String(40), comment="who is responsible"),
    Column("official_id", String(40)),
    Column("project_id", String(40)),
    Column("planned_start_on", Date()),
    Column("planned_end_on", Date()),
    Column("finished_on", Date()),
    Column("done_quantity", Numeric(14, 2, asdecimal=False)),
    Column("target_quantity", Numeric(14, 2, asdecimal=False)),
    Column("unit_zh", String(30), comment="of both quantities"),
    Column(
        "task_status_code",
        String(20),
        nullable=False,
        comment='TODO, DOING, DONE, CLOSED; "late" follows from the dates',
    ),
    Column("source_id", String(40)),
    Column("updated_at", DateTime()),
    PrimaryKeyConstraint("task_id", name="pk_task"),
    ForeignKeyConstraint(["parent_task_id"], ["task.task_id"], name="fk_task_parent"),
    ForeignKeyConstraint(["region_code"], ["region.region_code"], name="fk_task_region"),
    Index("ix_task_region", "region_code", "task_status_code"),
    comment="One row per task, step or issue to be put right.",
    info={
        "theme": "tasks",
        "size": "2,000 a year | 250,000 a year",
        "writer": "task system of the command centre",
        "cluster": "reference",
    },
)

ranking = Table(
    "ranking",
    metadata,
    Column("ranking_event_code", String(20), nullable=False),
    Column("held_on", Date(), nullable=False),
    Column("region_code", String(20), nullable=False),
    Column("score", Numeric(8, 2, asdecimal=False)),
    Column("place_no", Integer(), comment="as announced; ties share a place"),
    Column("issue_count", Integer()),
    Column("fixed_issue_count", Integer()),
    Column("note_zh", String(600)),
    Column("source_id", String(40)),
    PrimaryKeyConstraint("ranking_event_code", "held_on", "region_code", name="pk_ranking"),
    ForeignKeyConstraint(["region_code"], ["region.region_code"], name="fk_ranking_region"),
    comment="One row per event (周汇报, 月调度, 季排队, 过堂会, 擂台赛), day and region ranked.",
    info={
        "theme": "ranking",
        "size": "400 a year | 60,000 a year",
        "writer": "task system of the command centre",
        "cluster": "reference",
    },
)

data_source = Table(
    "data_source",
    metadata,
    Column("source_id", String(40), nullable=False),
    Column("name_zh", String(180), nullable=False, comment="精准台账, 移动APP, 卫健局, 医保局, 教育局, 供电公司 ..."),
    Column(
        "source_kind_code",
        String(20),
        nullable=False,
        comment="LEDGER, APP, DEPARTMENT, NATIONAL, UTILITY, INSURER, MANUAL, DEMO",
    ),
    Column("organisation_zh", String(180)),
    Column("update_cycle_code", String(20), comment="REALTIME ... YEARLY"),
    Column("stale_after_day_count", Integer(), comment="older than this: 数据过期"),
    PrimaryKeyConstraint("source_id", name="pk_data_source"),
    comment="One row per source: the meaning of source_id in every table.",
    info={
        "theme": "quality",
        "size": "20 | 50 per county",
        "writer": "the ledger's administrator",
        "cluster": "reference",
    },
)

data_load = Table(
    "data_load",
    metadata,
    Column("load_id", String(40), nullable=False),
    Column("source_id", String(40), nullable=False),
    Column("table_name", String(60), nullable=False),
    Column("as_of_on", Date(), comment="数据截止日期, shown on every panel"),
    Column("started_at", DateTime()),
    Column("finished_at", DateTime()),
    Column("row_count", Integer()),
    Column("load_status_code", String(20), nullable=False, comment="OK, PARTIAL, FAILED"),
    Column("message_zh", String(600)),
    PrimaryKeyConstraint("load_id", name="pk_data_load"),
    ForeignKeyConstraint(["source_id"], ["data_source.source_id"], name="fk_data_load_source"),
    Index("ix_data_load_source", "source_id", "load_status_code"),
    comment=(
        "One row per run of a source into a table, written after the rows it tells of: the reader's sign of new data."
    ),
    info={
        "theme": "quality",
        "size": "8,000 a year | 1 million a year; keep one year",
        "writer": "every loading job",
        "cluster": "reference",
    },
)

data_issue = Table(
    "data_issue",
    metadata,
    Column("issue_id", String(40), nullable=False),
    Column("rule_code", String(40), nullable=False),
    Column("rule_zh", String(300), nullable=False, comment="e.g. 主要致贫原因为因病而家庭成员均健康"),
    Column("region_code", String(20), nullable=False),
    Column("household_id", String(40), comment="no foreign key: it may be the very thing that is wrong"),
    Column("person_id", String(40)),
    Column("found_on", Date()),
    Column("fixed_on", Date()),
    Column("issue_status_code", String(20), nullable=False, comment="OPEN, FIXED, WAIVED"),
    Column("source_id", String(40)),
    PrimaryKeyConstraint("issue_id", name="pk_data_issue"),
    ForeignKeyConstraint(["region_code"], ["region.region_code"], name="fk_data_issue_region"),
    Index("ix_data_issue_region", "region_code", "issue_status_code"),
    comment=(
        "One row per doubtful record and rule that it breaks (疑点数据), alerts and claims without a "
        "household included."
    ),
    info={
        "theme": "quality",
        "size": "400 open | 60,000 open",
        "writer": "rule engine of the ledger",
        "cluster": "reference",
    },
)
