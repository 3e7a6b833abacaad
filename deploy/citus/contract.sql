-- Written by python -m data_access.server_scripts from the tables of the contract: change it there.

-- Contract 1 on Citus 12 or newer: run it on the coordinator, in an empty database.

CREATE EXTENSION IF NOT EXISTS citus;

SET citus.enable_local_reference_table_foreign_keys TO off;

CREATE TABLE code_item (
    list_code VARCHAR(40) NOT NULL,
    item_code VARCHAR(20) NOT NULL,
    name_zh VARCHAR(180) NOT NULL,
    name_en VARCHAR(180),
    parent_code VARCHAR(20),
    national_code VARCHAR(20),
    sort_no INTEGER,
    is_active SMALLINT DEFAULT 1 NOT NULL,
    CONSTRAINT pk_code_item PRIMARY KEY (list_code, item_code)
);

SELECT create_reference_table('code_item');

CREATE TABLE data_source (
    source_id VARCHAR(40) NOT NULL,
    name_zh VARCHAR(180) NOT NULL,
    source_kind_code VARCHAR(20) NOT NULL,
    organisation_zh VARCHAR(180),
    update_cycle_code VARCHAR(20),
    stale_after_day_count INTEGER,
    CONSTRAINT pk_data_source PRIMARY KEY (source_id)
);

SELECT create_reference_table('data_source');

CREATE TABLE industry_kind (
    industry_kind_code VARCHAR(20) NOT NULL,
    name_zh VARCHAR(180) NOT NULL,
    name_2021_zh VARCHAR(180),
    name_2026_zh VARCHAR(180),
    name_en VARCHAR(180),
    definition_zh VARCHAR(600),
    is_covering SMALLINT DEFAULT 1 NOT NULL,
    icon_name VARCHAR(40),
    sort_no INTEGER,
    CONSTRAINT pk_industry_kind PRIMARY KEY (industry_kind_code)
);

SELECT create_reference_table('industry_kind');

CREATE TABLE policy_line (
    policy_line_code VARCHAR(20) NOT NULL,
    region_code VARCHAR(20) NOT NULL,
    stat_year SMALLINT NOT NULL,
    amount_yuan NUMERIC(12, 2) NOT NULL,
    basis_zh VARCHAR(300),
    CONSTRAINT pk_policy_line PRIMARY KEY (policy_line_code, region_code, stat_year)
);

SELECT create_reference_table('policy_line');

CREATE TABLE region (
    region_code VARCHAR(20) NOT NULL,
    parent_code VARCHAR(20),
    region_level_code VARCHAR(20) NOT NULL,
    region_kind_code VARCHAR(20),
    name_zh VARCHAR(180) NOT NULL,
    short_name_zh VARCHAR(90),
    name_en VARCHAR(180),
    urban_rural_code VARCHAR(20),
    is_registered_poor SMALLINT,
    is_deeply_poor SMALLINT,
    exited_year SMALLINT,
    focus_class_code VARCHAR(20),
    longitude NUMERIC(10, 6),
    latitude NUMERIC(10, 6),
    valid_from DATE,
    valid_to DATE,
    sort_no INTEGER,
    source_id VARCHAR(40),
    CONSTRAINT pk_region PRIMARY KEY (region_code),
    CONSTRAINT fk_region_parent FOREIGN KEY(parent_code) REFERENCES region (region_code)
);

SELECT create_reference_table('region');

CREATE INDEX ix_region_parent ON region (parent_code);

CREATE TABLE region_group (
    region_group_code VARCHAR(40) NOT NULL,
    region_group_kind_code VARCHAR(20) NOT NULL,
    name_zh VARCHAR(180) NOT NULL,
    name_en VARCHAR(180),
    industry_kind_code VARCHAR(20),
    definition_zh VARCHAR(600),
    sort_no INTEGER,
    source_id VARCHAR(40),
    CONSTRAINT pk_region_group PRIMARY KEY (region_group_code)
);

SELECT create_reference_table('region_group');

CREATE TABLE region_indicator (
    region_indicator_code VARCHAR(40) NOT NULL,
    name_zh VARCHAR(180) NOT NULL,
    name_2021_zh VARCHAR(180),
    name_2026_zh VARCHAR(180),
    name_en VARCHAR(180),
    indicator_theme_code VARCHAR(20) NOT NULL,
    unit_zh VARCHAR(30) NOT NULL,
    good_direction SMALLINT NOT NULL,
    class_breaks VARCHAR(120),
    definition_zh VARCHAR(600),
    CONSTRAINT pk_region_indicator PRIMARY KEY (region_indicator_code)
);

SELECT create_reference_table('region_indicator');

CREATE TABLE data_issue (
    issue_id VARCHAR(40) NOT NULL,
    rule_code VARCHAR(40) NOT NULL,
    rule_zh VARCHAR(300) NOT NULL,
    region_code VARCHAR(20) NOT NULL,
    household_id VARCHAR(40),
    person_id VARCHAR(40),
    found_on DATE,
    fixed_on DATE,
    issue_status_code VARCHAR(20) NOT NULL,
    source_id VARCHAR(40),
    CONSTRAINT pk_data_issue PRIMARY KEY (issue_id),
    CONSTRAINT fk_data_issue_region FOREIGN KEY(region_code) REFERENCES region (region_code)
);

SELECT create_reference_table('data_issue');

CREATE INDEX ix_data_issue_region ON data_issue (region_code, issue_status_code);

CREATE TABLE data_load (
    load_id VARCHAR(40) NOT NULL,
    source_id VARCHAR(40) NOT NULL,
    table_name VARCHAR(60) NOT NULL,
    as_of_on DATE,
    started_at TIMESTAMP WITHOUT TIME ZONE,
    finished_at TIMESTAMP WITHOUT TIME ZONE,
    row_count INTEGER,
    load_status_code VARCHAR(20) NOT NULL,
    message_zh VARCHAR(600),
    CONSTRAINT pk_data_load PRIMARY KEY (load_id),
    CONSTRAINT fk_data_load_source FOREIGN KEY(source_id) REFERENCES data_source (source_id)
);

SELECT create_reference_table('data_load');

CREATE INDEX ix_data_load_source ON data_load (source_id, load_status_code);

CREATE TABLE household (
    household_id VARCHAR(40) NOT NULL,
    region_code VARCHAR(20) NOT NULL,
    village_group_zh VARCHAR(90),
    head_person_id VARCHAR(40),
    member_count INTEGER,
    household_type_code VARCHAR(20) NOT NULL,
    household_attribute_code VARCHAR(20),
    identification_standard_code VARCHAR(20),
    poverty_status_code VARCHAR(20),
    identified_year SMALLINT,
    exited_year SMALLINT,
    is_living_away SMALLINT,
    address_zh VARCHAR(300),
    phone_no VARCHAR(60),
    longitude NUMERIC(10, 6),
    latitude NUMERIC(10, 6),
    qr_token VARCHAR(80),
    is_valid SMALLINT DEFAULT 1 NOT NULL,
    source_id VARCHAR(40),
    updated_at TIMESTAMP WITHOUT TIME ZONE,
    CONSTRAINT pk_household PRIMARY KEY (household_id),
    CONSTRAINT fk_household_region FOREIGN KEY(region_code) REFERENCES region (region_code)
);

SELECT create_distributed_table('household', 'household_id', colocate_with => 'none');

CREATE INDEX ix_household_region ON household (region_code, poverty_status_code);

CREATE TABLE industry_activity (
    activity_id VARCHAR(40) NOT NULL,
    industry_kind_code VARCHAR(20) NOT NULL,
    industry_subkind_code VARCHAR(20),
    name_zh VARCHAR(180) NOT NULL,
    region_code VARCHAR(20) NOT NULL,
    product_zh VARCHAR(120),
    operator_zh VARCHAR(180),
    business_entity_code VARCHAR(20),
    operating_status_code VARCHAR(20),
    development_class_code VARCHAR(20),
    is_project_asset SMALLINT,
    invested_yuan NUMERIC(16, 2),
    longitude NUMERIC(10, 6),
    latitude NUMERIC(10, 6),
    valid_from DATE,
    valid_to DATE,
    source_id VARCHAR(40),
    CONSTRAINT pk_industry_activity PRIMARY KEY (activity_id),
    CONSTRAINT fk_industry_activity_kind FOREIGN KEY(industry_kind_code) REFERENCES industry_kind (industry_kind_code),
    CONSTRAINT fk_industry_activity_region FOREIGN KEY(region_code) REFERENCES region (region_code)
);

SELECT create_reference_table('industry_activity');

CREATE INDEX ix_industry_activity_kind ON industry_activity (industry_kind_code, region_code);

CREATE TABLE industry_metric (
    industry_kind_code VARCHAR(20) NOT NULL,
    industry_metric_code VARCHAR(20) NOT NULL,
    name_zh VARCHAR(180) NOT NULL,
    name_en VARCHAR(180),
    unit_zh VARCHAR(30) NOT NULL,
    is_flow SMALLINT NOT NULL,
    definition_zh VARCHAR(600),
    sort_no INTEGER,
    CONSTRAINT pk_industry_metric PRIMARY KEY (industry_kind_code, industry_metric_code),
    CONSTRAINT fk_industry_metric_kind FOREIGN KEY(industry_kind_code) REFERENCES industry_kind (industry_kind_code)
);

SELECT create_reference_table('industry_metric');

CREATE TABLE insurance_policy (
    policy_id VARCHAR(40) NOT NULL,
    region_code VARCHAR(20) NOT NULL,
    stat_year SMALLINT NOT NULL,
    insurer_zh VARCHAR(120),
    premium_yuan NUMERIC(14, 2),
    insured_count INTEGER,
    monitored_count INTEGER,
    eligible_count INTEGER,
    guarantee_line_yuan NUMERIC(12, 2),
    source_id VARCHAR(40),
    CONSTRAINT pk_insurance_policy PRIMARY KEY (policy_id),
    CONSTRAINT fk_insurance_policy_region FOREIGN KEY(region_code) REFERENCES region (region_code)
);

SELECT create_reference_table('insurance_policy');

CREATE TABLE organisation (
    organisation_id VARCHAR(40) NOT NULL,
    name_zh VARCHAR(180) NOT NULL,
    organisation_tier_code VARCHAR(20),
    department_code VARCHAR(20),
    region_code VARCHAR(20),
    CONSTRAINT pk_organisation PRIMARY KEY (organisation_id),
    CONSTRAINT fk_organisation_region FOREIGN KEY(region_code) REFERENCES region (region_code)
);

SELECT create_reference_table('organisation');

CREATE TABLE project (
    project_id VARCHAR(40) NOT NULL,
    stat_year SMALLINT NOT NULL,
    name_zh VARCHAR(300) NOT NULL,
    region_code VARCHAR(20) NOT NULL,
    project_category_code VARCHAR(20) NOT NULL,
    project_status_code VARCHAR(20),
    fund_source_code VARCHAR(20),
    budget_yuan NUMERIC(16, 2),
    paid_yuan NUMERIC(16, 2),
    benefit_household_count INTEGER,
    benefit_person_count INTEGER,
    lead_organisation_id VARCHAR(40),
    source_id VARCHAR(40),
    CONSTRAINT pk_project PRIMARY KEY (project_id),
    CONSTRAINT fk_project_region FOREIGN KEY(region_code) REFERENCES region (region_code)
);

SELECT create_reference_table('project');

CREATE INDEX ix_project_region ON project (region_code, stat_year);

CREATE TABLE ranking (
    ranking_event_code VARCHAR(20) NOT NULL,
    held_on DATE NOT NULL,
    region_code VARCHAR(20) NOT NULL,
    score NUMERIC(8, 2),
    place_no INTEGER,
    issue_count INTEGER,
    fixed_issue_count INTEGER,
    note_zh VARCHAR(600),
    source_id VARCHAR(40),
    CONSTRAINT pk_ranking PRIMARY KEY (ranking_event_code, held_on, region_code),
    CONSTRAINT fk_ranking_region FOREIGN KEY(region_code) REFERENCES region (region_code)
);

SELECT create_reference_table('ranking');

CREATE TABLE region_boundary (
    region_code VARCHAR(20) NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    crs_code VARCHAR(20) NOT NULL,
    map_approval_no VARCHAR(60),
    geojson TEXT NOT NULL,
    source_id VARCHAR(40),
    CONSTRAINT pk_region_boundary PRIMARY KEY (region_code, valid_from),
    CONSTRAINT fk_region_boundary_region FOREIGN KEY(region_code) REFERENCES region (region_code)
);

SELECT create_reference_table('region_boundary');

CREATE TABLE region_change (
    from_code VARCHAR(20) NOT NULL,
    to_code VARCHAR(20) NOT NULL,
    changed_on DATE NOT NULL,
    region_change_code VARCHAR(20) NOT NULL,
    household_count INTEGER,
    population_count INTEGER,
    document_zh VARCHAR(300),
    source_id VARCHAR(40),
    CONSTRAINT pk_region_change PRIMARY KEY (from_code, to_code),
    CONSTRAINT fk_region_change_from FOREIGN KEY(from_code) REFERENCES region (region_code),
    CONSTRAINT fk_region_change_to FOREIGN KEY(to_code) REFERENCES region (region_code)
);

SELECT create_reference_table('region_change');

CREATE TABLE region_figure (
    region_code VARCHAR(20) NOT NULL,
    region_indicator_code VARCHAR(40) NOT NULL,
    stat_year SMALLINT NOT NULL,
    stat_month SMALLINT NOT NULL,
    numerator NUMERIC(18, 4),
    denominator NUMERIC(18, 4),
    quoted_value NUMERIC(18, 4),
    figure_qualifier_code VARCHAR(20),
    quote_zh VARCHAR(1500),
    note_zh VARCHAR(600),
    source_id VARCHAR(40),
    CONSTRAINT pk_region_figure PRIMARY KEY (region_code, region_indicator_code, stat_year, stat_month),
    CONSTRAINT fk_region_figure_region FOREIGN KEY(region_code) REFERENCES region (region_code),
    CONSTRAINT fk_region_figure_indicator FOREIGN KEY(region_indicator_code) REFERENCES region_indicator (region_indicator_code)
);

SELECT create_reference_table('region_figure');

CREATE TABLE region_group_member (
    region_group_code VARCHAR(40) NOT NULL,
    region_code VARCHAR(20) NOT NULL,
    valid_from DATE,
    valid_to DATE,
    source_id VARCHAR(40),
    CONSTRAINT pk_region_group_member PRIMARY KEY (region_group_code, region_code),
    CONSTRAINT fk_region_group_member_group FOREIGN KEY(region_group_code) REFERENCES region_group (region_group_code),
    CONSTRAINT fk_region_group_member_region FOREIGN KEY(region_code) REFERENCES region (region_code)
);

SELECT create_reference_table('region_group_member');

CREATE TABLE region_year (
    region_code VARCHAR(20) NOT NULL,
    stat_year SMALLINT NOT NULL,
    rural_population_count INTEGER,
    total_population_count INTEGER,
    household_count INTEGER,
    registered_household_count INTEGER,
    registered_population_count INTEGER,
    poor_household_count INTEGER,
    poor_population_count INTEGER,
    house_count INTEGER,
    vacant_house_count INTEGER,
    collective_income_yuan NUMERIC(14, 2),
    has_paved_road SMALLINT,
    has_broadband SMALLINT,
    has_clinic SMALLINT,
    has_power SMALLINT,
    has_safe_water SMALLINT,
    source_id VARCHAR(40),
    CONSTRAINT pk_region_year PRIMARY KEY (region_code, stat_year),
    CONSTRAINT fk_region_year_region FOREIGN KEY(region_code) REFERENCES region (region_code)
);

SELECT create_reference_table('region_year');

CREATE TABLE relocation_site (
    site_id VARCHAR(40) NOT NULL,
    name_zh VARCHAR(180) NOT NULL,
    region_code VARCHAR(20) NOT NULL,
    planned_household_count INTEGER,
    moved_household_count INTEGER,
    moved_population_count INTEGER,
    occupied_household_count INTEGER,
    longitude NUMERIC(10, 6),
    latitude NUMERIC(10, 6),
    source_id VARCHAR(40),
    CONSTRAINT pk_relocation_site PRIMARY KEY (site_id),
    CONSTRAINT fk_relocation_site_region FOREIGN KEY(region_code) REFERENCES region (region_code)
);

SELECT create_reference_table('relocation_site');

CREATE TABLE solar_distribution (
    region_code VARCHAR(20) NOT NULL,
    stat_year SMALLINT NOT NULL,
    post_yuan NUMERIC(14, 2),
    work_yuan NUMERIC(14, 2),
    relief_yuan NUMERIC(14, 2),
    other_yuan NUMERIC(14, 2),
    post_count INTEGER,
    household_count INTEGER,
    source_id VARCHAR(40),
    CONSTRAINT pk_solar_distribution PRIMARY KEY (region_code, stat_year),
    CONSTRAINT fk_solar_distribution_region FOREIGN KEY(region_code) REFERENCES region (region_code)
);

SELECT create_reference_table('solar_distribution');

CREATE TABLE task (
    task_id VARCHAR(40) NOT NULL,
    parent_task_id VARCHAR(40),
    task_kind_code VARCHAR(20) NOT NULL,
    title_zh VARCHAR(300) NOT NULL,
    region_code VARCHAR(20) NOT NULL,
    organisation_id VARCHAR(40),
    official_id VARCHAR(40),
    project_id VARCHAR(40),
    planned_start_on DATE,
    planned_end_on DATE,
    finished_on DATE,
    done_quantity NUMERIC(14, 2),
    target_quantity NUMERIC(14, 2),
    unit_zh VARCHAR(30),
    task_status_code VARCHAR(20) NOT NULL,
    source_id VARCHAR(40),
    updated_at TIMESTAMP WITHOUT TIME ZONE,
    CONSTRAINT pk_task PRIMARY KEY (task_id),
    CONSTRAINT fk_task_parent FOREIGN KEY(parent_task_id) REFERENCES task (task_id),
    CONSTRAINT fk_task_region FOREIGN KEY(region_code) REFERENCES region (region_code)
);

SELECT create_reference_table('task');

CREATE INDEX ix_task_region ON task (region_code, task_status_code);

CREATE TABLE household_assurance (
    household_id VARCHAR(40) NOT NULL,
    stat_year SMALLINT NOT NULL,
    assurance_code VARCHAR(20) NOT NULL,
    is_met SMALLINT NOT NULL,
    checked_on DATE,
    house_grade_code VARCHAR(20),
    problem_zh VARCHAR(600),
    resolved_on DATE,
    source_id VARCHAR(40),
    CONSTRAINT pk_household_assurance PRIMARY KEY (household_id, stat_year, assurance_code),
    CONSTRAINT fk_household_assurance_household FOREIGN KEY(household_id) REFERENCES household (household_id)
);

SELECT create_distributed_table('household_assurance', 'household_id', colocate_with => 'household');

CREATE INDEX ix_household_assurance_unmet ON household_assurance (stat_year, is_met);

CREATE TABLE household_cause (
    household_id VARCHAR(40) NOT NULL,
    cause_code VARCHAR(20) NOT NULL,
    is_main SMALLINT NOT NULL,
    note_zh VARCHAR(600),
    source_id VARCHAR(40),
    CONSTRAINT pk_household_cause PRIMARY KEY (household_id, cause_code),
    CONSTRAINT fk_household_cause_household FOREIGN KEY(household_id) REFERENCES household (household_id)
);

SELECT create_distributed_table('household_cause', 'household_id', colocate_with => 'household');

CREATE TABLE household_income (
    household_id VARCHAR(40) NOT NULL,
    stat_year SMALLINT NOT NULL,
    member_count INTEGER,
    wage_income_yuan NUMERIC(12, 2),
    business_income_yuan NUMERIC(12, 2),
    property_income_yuan NUMERIC(12, 2),
    transfer_income_yuan NUMERIC(12, 2),
    business_cost_yuan NUMERIC(12, 2),
    net_income_yuan NUMERIC(12, 2),
    claim_income_yuan NUMERIC(12, 2),
    self_paid_cost_yuan NUMERIC(12, 2),
    source_id VARCHAR(40),
    CONSTRAINT pk_household_income PRIMARY KEY (household_id, stat_year),
    CONSTRAINT fk_household_income_household FOREIGN KEY(household_id) REFERENCES household (household_id)
);

SELECT create_distributed_table('household_income', 'household_id', colocate_with => 'household');

CREATE TABLE household_relocation (
    household_id VARCHAR(40) NOT NULL,
    relocation_kind_code VARCHAR(20),
    site_id VARCHAR(40),
    moved_on DATE,
    is_occupied SMALLINT,
    is_old_house_demolished SMALLINT,
    source_id VARCHAR(40),
    CONSTRAINT pk_household_relocation PRIMARY KEY (household_id),
    CONSTRAINT fk_household_relocation_household FOREIGN KEY(household_id) REFERENCES household (household_id),
    CONSTRAINT fk_household_relocation_site FOREIGN KEY(site_id) REFERENCES relocation_site (site_id)
);

SELECT create_distributed_table('household_relocation', 'household_id', colocate_with => 'household');

CREATE TABLE household_year (
    household_id VARCHAR(40) NOT NULL,
    stat_year SMALLINT NOT NULL,
    region_code VARCHAR(20) NOT NULL,
    member_count INTEGER,
    poverty_status_code VARCHAR(20),
    source_id VARCHAR(40),
    CONSTRAINT pk_household_year PRIMARY KEY (household_id, stat_year),
    CONSTRAINT fk_household_year_household FOREIGN KEY(household_id) REFERENCES household (household_id),
    CONSTRAINT fk_household_year_region FOREIGN KEY(region_code) REFERENCES region (region_code)
);

SELECT create_distributed_table('household_year', 'household_id', colocate_with => 'household');

CREATE TABLE industry_coverage (
    activity_id VARCHAR(40) NOT NULL,
    region_code VARCHAR(20) NOT NULL,
    stat_year SMALLINT NOT NULL,
    is_leading SMALLINT,
    received_yuan NUMERIC(14, 2),
    household_count INTEGER,
    source_id VARCHAR(40),
    CONSTRAINT pk_industry_coverage PRIMARY KEY (activity_id, region_code, stat_year),
    CONSTRAINT fk_industry_coverage_activity FOREIGN KEY(activity_id) REFERENCES industry_activity (activity_id),
    CONSTRAINT fk_industry_coverage_region FOREIGN KEY(region_code) REFERENCES region (region_code)
);

SELECT create_reference_table('industry_coverage');

CREATE INDEX ix_industry_coverage_region ON industry_coverage (region_code, stat_year);

CREATE TABLE industry_figure (
    activity_id VARCHAR(40) NOT NULL,
    industry_metric_code VARCHAR(20) NOT NULL,
    stat_year SMALLINT NOT NULL,
    stat_month SMALLINT NOT NULL,
    quantity NUMERIC(18, 4) NOT NULL,
    source_id VARCHAR(40),
    CONSTRAINT pk_industry_figure PRIMARY KEY (activity_id, industry_metric_code, stat_year, stat_month),
    CONSTRAINT fk_industry_figure_activity FOREIGN KEY(activity_id) REFERENCES industry_activity (activity_id)
);

SELECT create_reference_table('industry_figure');

CREATE TABLE industry_participation (
    household_id VARCHAR(40) NOT NULL,
    stat_year SMALLINT NOT NULL,
    activity_id VARCHAR(40) NOT NULL,
    participation_mode_code VARCHAR(20) NOT NULL,
    worker_count INTEGER,
    income_yuan NUMERIC(12, 2),
    source_id VARCHAR(40),
    CONSTRAINT pk_industry_participation PRIMARY KEY (household_id, stat_year, activity_id, participation_mode_code),
    CONSTRAINT fk_participation_household FOREIGN KEY(household_id) REFERENCES household (household_id),
    CONSTRAINT fk_participation_activity FOREIGN KEY(activity_id) REFERENCES industry_activity (activity_id)
);

SELECT create_distributed_table('industry_participation', 'household_id', colocate_with => 'household');

CREATE INDEX ix_industry_participation_activity ON industry_participation (activity_id, stat_year);

CREATE TABLE monitoring_case (
    household_id VARCHAR(40) NOT NULL,
    case_id VARCHAR(40) NOT NULL,
    monitoring_object_code VARCHAR(20),
    member_count INTEGER,
    found_channel_code VARCHAR(20),
    found_on DATE,
    identified_on DATE NOT NULL,
    assisted_on DATE,
    net_income_yuan NUMERIC(12, 2),
    self_paid_cost_yuan NUMERIC(12, 2),
    line_yuan NUMERIC(12, 2),
    is_without_labour SMALLINT,
    development_measure_status_code VARCHAR(20),
    is_eliminated SMALLINT NOT NULL,
    eliminated_on DATE,
    elimination_mode_code VARCHAR(20),
    source_id VARCHAR(40),
    CONSTRAINT pk_monitoring_case PRIMARY KEY (household_id, case_id),
    CONSTRAINT fk_monitoring_case_household FOREIGN KEY(household_id) REFERENCES household (household_id)
);

SELECT create_distributed_table('monitoring_case', 'household_id', colocate_with => 'household');

CREATE TABLE official (
    official_id VARCHAR(40) NOT NULL,
    name_zh VARCHAR(90) NOT NULL,
    organisation_id VARCHAR(40),
    title_zh VARCHAR(120),
    phone_no VARCHAR(60),
    is_active SMALLINT DEFAULT 1 NOT NULL,
    source_id VARCHAR(40),
    CONSTRAINT pk_official PRIMARY KEY (official_id),
    CONSTRAINT fk_official_organisation FOREIGN KEY(organisation_id) REFERENCES organisation (organisation_id)
);

SELECT create_reference_table('official');

CREATE TABLE person (
    household_id VARCHAR(40) NOT NULL,
    person_id VARCHAR(40) NOT NULL,
    name_zh VARCHAR(90),
    gender_code VARCHAR(20),
    identity_document_code VARCHAR(20),
    identity_no VARCHAR(60),
    born_on DATE,
    relation_code VARCHAR(20),
    ethnicity_code VARCHAR(20),
    education_code VARCHAR(20),
    student_status_code VARCHAR(20),
    labour_ability_code VARCHAR(20),
    political_status_code VARCHAR(20),
    phone_no VARCHAR(60),
    is_valid SMALLINT DEFAULT 1 NOT NULL,
    source_id VARCHAR(40),
    updated_at TIMESTAMP WITHOUT TIME ZONE,
    CONSTRAINT pk_person PRIMARY KEY (household_id, person_id),
    CONSTRAINT fk_person_household FOREIGN KEY(household_id) REFERENCES household (household_id)
);

SELECT create_distributed_table('person', 'household_id', colocate_with => 'household');

CREATE TABLE solar_station (
    activity_id VARCHAR(40) NOT NULL,
    capacity_kw NUMERIC(12, 2) NOT NULL,
    collective_capacity_kw NUMERIC(12, 2),
    grid_connected_on DATE,
    CONSTRAINT pk_solar_station PRIMARY KEY (activity_id),
    CONSTRAINT fk_solar_station_activity FOREIGN KEY(activity_id) REFERENCES industry_activity (activity_id)
);

SELECT create_reference_table('solar_station');

CREATE TABLE tourism_operator (
    activity_id VARCHAR(40) NOT NULL,
    tourism_mode_code VARCHAR(20),
    grade_zh VARCHAR(60),
    bed_count INTEGER,
    CONSTRAINT pk_tourism_operator PRIMARY KEY (activity_id),
    CONSTRAINT fk_tourism_operator_activity FOREIGN KEY(activity_id) REFERENCES industry_activity (activity_id)
);

SELECT create_reference_table('tourism_operator');

CREATE TABLE workshop (
    activity_id VARCHAR(40) NOT NULL,
    workshop_build_code VARCHAR(20),
    certified_on DATE,
    CONSTRAINT pk_workshop PRIMARY KEY (activity_id),
    CONSTRAINT fk_workshop_activity FOREIGN KEY(activity_id) REFERENCES industry_activity (activity_id)
);

SELECT create_reference_table('workshop');

CREATE TABLE household_measure (
    household_id VARCHAR(40) NOT NULL,
    stat_year SMALLINT NOT NULL,
    measure_id VARCHAR(40) NOT NULL,
    measure_code VARCHAR(20) NOT NULL,
    measure_item_code VARCHAR(20),
    measure_status_code VARCHAR(20),
    five_batch_code VARCHAR(20),
    person_id VARCHAR(40),
    valid_from DATE,
    valid_to DATE,
    amount_yuan NUMERIC(12, 2),
    content_zh VARCHAR(600),
    organisation_id VARCHAR(40),
    project_id VARCHAR(40),
    source_id VARCHAR(40),
    CONSTRAINT pk_household_measure PRIMARY KEY (household_id, stat_year, measure_id),
    CONSTRAINT fk_household_measure_household FOREIGN KEY(household_id) REFERENCES household (household_id),
    CONSTRAINT fk_household_measure_person FOREIGN KEY(household_id, person_id) REFERENCES person (household_id, person_id)
);

SELECT create_distributed_table('household_measure', 'household_id', colocate_with => 'household');

CREATE TABLE household_official (
    household_id VARCHAR(40) NOT NULL,
    official_id VARCHAR(40) NOT NULL,
    official_role_code VARCHAR(20) NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    source_id VARCHAR(40),
    CONSTRAINT pk_household_official PRIMARY KEY (household_id, official_id, official_role_code, valid_from),
    CONSTRAINT fk_household_official_household FOREIGN KEY(household_id) REFERENCES household (household_id),
    CONSTRAINT fk_household_official_official FOREIGN KEY(official_id) REFERENCES official (official_id)
);

SELECT create_distributed_table('household_official', 'household_id', colocate_with => 'household');

CREATE INDEX ix_household_official_official ON household_official (official_id);

CREATE TABLE household_visit (
    household_id VARCHAR(40) NOT NULL,
    visited_at TIMESTAMP WITHOUT TIME ZONE NOT NULL,
    visit_id VARCHAR(40) NOT NULL,
    official_id VARCHAR(40),
    visit_kind_code VARCHAR(20),
    is_on_site SMALLINT,
    photo_count INTEGER,
    note_zh VARCHAR(1500),
    source_id VARCHAR(40),
    CONSTRAINT pk_household_visit PRIMARY KEY (household_id, visited_at, visit_id),
    CONSTRAINT fk_household_visit_household FOREIGN KEY(household_id) REFERENCES household (household_id),
    CONSTRAINT fk_household_visit_official FOREIGN KEY(official_id) REFERENCES official (official_id)
);

SELECT create_distributed_table('household_visit', 'household_id', colocate_with => 'household');

CREATE TABLE insurance_claim (
    household_id VARCHAR(40) NOT NULL,
    claim_id VARCHAR(40) NOT NULL,
    policy_id VARCHAR(40) NOT NULL,
    person_id VARCHAR(40),
    insured_group_code VARCHAR(20),
    cause_code VARCHAR(20),
    paid_on DATE,
    paid_yuan NUMERIC(12, 2),
    source_id VARCHAR(40),
    CONSTRAINT pk_insurance_claim PRIMARY KEY (household_id, claim_id),
    CONSTRAINT fk_insurance_claim_household FOREIGN KEY(household_id) REFERENCES household (household_id),
    CONSTRAINT fk_insurance_claim_person FOREIGN KEY(household_id, person_id) REFERENCES person (household_id, person_id),
    CONSTRAINT fk_insurance_claim_policy FOREIGN KEY(policy_id) REFERENCES insurance_policy (policy_id)
);

SELECT create_distributed_table('insurance_claim', 'household_id', colocate_with => 'household');

CREATE TABLE monitoring_alert (
    household_id VARCHAR(40) NOT NULL,
    alert_id VARCHAR(40) NOT NULL,
    person_id VARCHAR(40),
    alert_kind_code VARCHAR(20) NOT NULL,
    department_code VARCHAR(20) NOT NULL,
    raised_on DATE NOT NULL,
    amount_yuan NUMERIC(12, 2),
    line_yuan NUMERIC(12, 2),
    due_on DATE,
    checked_on DATE,
    alert_result_code VARCHAR(20) NOT NULL,
    official_id VARCHAR(40),
    source_id VARCHAR(40),
    CONSTRAINT pk_monitoring_alert PRIMARY KEY (household_id, alert_id),
    CONSTRAINT fk_monitoring_alert_household FOREIGN KEY(household_id) REFERENCES household (household_id),
    CONSTRAINT fk_monitoring_alert_person FOREIGN KEY(household_id, person_id) REFERENCES person (household_id, person_id)
);

SELECT create_distributed_table('monitoring_alert', 'household_id', colocate_with => 'household');

CREATE INDEX ix_monitoring_alert_result ON monitoring_alert (alert_result_code, due_on);

CREATE TABLE monitoring_risk (
    household_id VARCHAR(40) NOT NULL,
    case_id VARCHAR(40) NOT NULL,
    risk_no SMALLINT NOT NULL,
    risk_code VARCHAR(20) NOT NULL,
    risk_item_code VARCHAR(20),
    CONSTRAINT pk_monitoring_risk PRIMARY KEY (household_id, case_id, risk_no),
    CONSTRAINT fk_monitoring_risk_case FOREIGN KEY(household_id, case_id) REFERENCES monitoring_case (household_id, case_id)
);

SELECT create_distributed_table('monitoring_risk', 'household_id', colocate_with => 'household');

CREATE TABLE official_attendance (
    region_code VARCHAR(20) NOT NULL,
    official_id VARCHAR(40) NOT NULL,
    stat_year SMALLINT NOT NULL,
    village_day_count INTEGER,
    required_day_count INTEGER,
    source_id VARCHAR(40),
    CONSTRAINT pk_official_attendance PRIMARY KEY (region_code, official_id, stat_year),
    CONSTRAINT fk_attendance_region FOREIGN KEY(region_code) REFERENCES region (region_code),
    CONSTRAINT fk_attendance_official FOREIGN KEY(official_id) REFERENCES official (official_id)
);

SELECT create_reference_table('official_attendance');

CREATE TABLE person_employment (
    household_id VARCHAR(40) NOT NULL,
    person_id VARCHAR(40) NOT NULL,
    stat_year SMALLINT NOT NULL,
    is_willing SMALLINT,
    worked_month_count SMALLINT,
    work_area_code VARCHAR(20),
    employment_channel_code VARCHAR(20),
    public_post_code VARCHAR(20),
    employer_zh VARCHAR(180),
    activity_id VARCHAR(40),
    wage_yuan NUMERIC(12, 2),
    source_id VARCHAR(40),
    CONSTRAINT pk_person_employment PRIMARY KEY (household_id, person_id, stat_year),
    CONSTRAINT fk_person_employment_person FOREIGN KEY(household_id, person_id) REFERENCES person (household_id, person_id)
);

SELECT create_distributed_table('person_employment', 'household_id', colocate_with => 'household');

CREATE TABLE person_health (
    household_id VARCHAR(40) NOT NULL,
    person_id VARCHAR(40) NOT NULL,
    health_code VARCHAR(20) NOT NULL,
    disease_zh VARCHAR(180),
    disability_type_code VARCHAR(20),
    disability_grade_code VARCHAR(20),
    diagnosed_on DATE,
    source_id VARCHAR(40),
    CONSTRAINT pk_person_health PRIMARY KEY (household_id, person_id, health_code),
    CONSTRAINT fk_person_health_person FOREIGN KEY(household_id, person_id) REFERENCES person (household_id, person_id)
);

SELECT create_distributed_table('person_health', 'household_id', colocate_with => 'household');

CREATE TABLE person_social_security (
    household_id VARCHAR(40) NOT NULL,
    person_id VARCHAR(40) NOT NULL,
    has_basic_medical_insurance SMALLINT,
    has_critical_illness_insurance SMALLINT,
    has_supplementary_medical_insurance SMALLINT,
    has_pension_insurance SMALLINT,
    has_family_doctor SMALLINT,
    is_minimum_living_allowance SMALLINT,
    is_extreme_poverty_support SMALLINT,
    checked_on DATE,
    source_id VARCHAR(40),
    CONSTRAINT pk_person_social_security PRIMARY KEY (household_id, person_id),
    CONSTRAINT fk_social_security_person FOREIGN KEY(household_id, person_id) REFERENCES person (household_id, person_id)
);

SELECT create_distributed_table('person_social_security', 'household_id', colocate_with => 'household');

CREATE TABLE region_official (
    region_code VARCHAR(20) NOT NULL,
    official_id VARCHAR(40) NOT NULL,
    official_role_code VARCHAR(20) NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    source_id VARCHAR(40),
    CONSTRAINT pk_region_official PRIMARY KEY (region_code, official_id, official_role_code, valid_from),
    CONSTRAINT fk_region_official_region FOREIGN KEY(region_code) REFERENCES region (region_code),
    CONSTRAINT fk_region_official_official FOREIGN KEY(official_id) REFERENCES official (official_id)
);

SELECT create_reference_table('region_official');

CREATE TABLE solar_month (
    activity_id VARCHAR(40) NOT NULL,
    stat_year SMALLINT NOT NULL,
    stat_month SMALLINT NOT NULL,
    generated_kwh NUMERIC(16, 2),
    sales_yuan NUMERIC(16, 2),
    shared_yuan NUMERIC(16, 2),
    is_settled SMALLINT,
    source_id VARCHAR(40),
    CONSTRAINT pk_solar_month PRIMARY KEY (activity_id, stat_year, stat_month),
    CONSTRAINT fk_solar_month_station FOREIGN KEY(activity_id) REFERENCES solar_station (activity_id)
);

SELECT create_reference_table('solar_month');

CREATE TABLE tourism_month (
    activity_id VARCHAR(40) NOT NULL,
    stat_year SMALLINT NOT NULL,
    stat_month SMALLINT NOT NULL,
    visitor_count INTEGER,
    revenue_yuan NUMERIC(16, 2),
    source_id VARCHAR(40),
    CONSTRAINT pk_tourism_month PRIMARY KEY (activity_id, stat_year, stat_month),
    CONSTRAINT fk_tourism_month_operator FOREIGN KEY(activity_id) REFERENCES tourism_operator (activity_id)
);

SELECT create_reference_table('tourism_month');

CREATE TABLE workshop_month (
    activity_id VARCHAR(40) NOT NULL,
    stat_year SMALLINT NOT NULL,
    stat_month SMALLINT NOT NULL,
    worker_count INTEGER,
    assisted_worker_count INTEGER,
    assisted_wage_yuan NUMERIC(14, 2),
    workshop_watch_code VARCHAR(20),
    source_id VARCHAR(40),
    CONSTRAINT pk_workshop_month PRIMARY KEY (activity_id, stat_year, stat_month),
    CONSTRAINT fk_workshop_month_workshop FOREIGN KEY(activity_id) REFERENCES workshop (activity_id)
);

SELECT create_reference_table('workshop_month');

CREATE VIEW region_ancestor AS
SELECT r0.region_code, r0.region_level_code,
       r0.region_code AS ancestor_code, r0.region_level_code AS ancestor_level_code
FROM region r0
UNION ALL
SELECT r0.region_code, r0.region_level_code, r1.region_code, r1.region_level_code
FROM region r0 JOIN region r1 ON r1.region_code = r0.parent_code
UNION ALL
SELECT r0.region_code, r0.region_level_code, r2.region_code, r2.region_level_code
FROM region r0 JOIN region r1 ON r1.region_code = r0.parent_code
JOIN region r2 ON r2.region_code = r1.parent_code
UNION ALL
SELECT r0.region_code, r0.region_level_code, r3.region_code, r3.region_level_code
FROM region r0 JOIN region r1 ON r1.region_code = r0.parent_code
JOIN region r2 ON r2.region_code = r1.parent_code JOIN region r3 ON r3.region_code = r2.parent_code
UNION ALL
SELECT r0.region_code, r0.region_level_code, r4.region_code, r4.region_level_code
FROM region r0 JOIN region r1 ON r1.region_code = r0.parent_code
JOIN region r2 ON r2.region_code = r1.parent_code JOIN region r3 ON r3.region_code = r2.parent_code
JOIN region r4 ON r4.region_code = r3.parent_code;

CREATE VIEW household_last_visit AS
SELECT h.household_id, h.region_code, h.household_type_code,
       MAX(v.visited_at) AS last_visited_at, COUNT(v.visit_id) AS visit_count
FROM household h LEFT JOIN household_visit v ON v.household_id = h.household_id
WHERE h.is_valid = 1
GROUP BY h.household_id, h.region_code, h.household_type_code;

CREATE VIEW open_monitoring_case AS
SELECT c.household_id, c.case_id, h.region_code, c.monitoring_object_code, c.member_count, c.identified_on,
       c.net_income_yuan, c.line_yuan, c.is_without_labour, c.development_measure_status_code
FROM monitoring_case c JOIN household h ON h.household_id = c.household_id
WHERE c.is_eliminated = 0 AND h.is_valid = 1;

INSERT INTO code_item (list_code, item_code, name_zh, name_en, parent_code, national_code, sort_no, is_active) VALUES
    ('CAUSE', '01', '因病', 'illness', NULL, '1', 1, 1),
    ('CAUSE', '02', '因残', 'disability', NULL, '2', 2, 1),
    ('CAUSE', '03', '因学', 'schooling cost', NULL, '3', 3, 1),
    ('CAUSE', '04', '因灾', 'disaster', NULL, '4', 4, 1),
    ('CAUSE', '05', '缺土地', 'lack of land', NULL, '5', 5, 1),
    ('CAUSE', '06', '缺水', 'lack of water', NULL, '6', 6, 1),
    ('CAUSE', '07', '缺技术', 'lack of skills', NULL, '7', 7, 1),
    ('CAUSE', '08', '缺劳力', 'lack of labour', NULL, '8', 8, 1),
    ('CAUSE', '09', '缺资金', 'lack of funds', NULL, '9', 9, 1),
    ('CAUSE', '10', '交通条件落后', 'poor transport', NULL, '10', 10, 1),
    ('CAUSE', '11', '自身发展动力不足', 'lack of own drive', NULL, '11', 11, 1),
    ('CAUSE', '12', '因婚', 'marriage cost', NULL, NULL, 12, 1),
    ('CAUSE', '13', '因丧', 'funeral cost', NULL, NULL, 13, 1),
    ('CAUSE', '99', '其他', 'other', NULL, NULL, 14, 1),
    ('HOUSEHOLD_ATTRIBUTE', '01', '一般贫困户', 'ordinary poor household', NULL, '01', 1, 1),
    ('HOUSEHOLD_ATTRIBUTE', '02', '低保脱贫户', 'dibao household out of poverty', NULL, '02', 2, 1),
    ('HOUSEHOLD_ATTRIBUTE', '03', '特困供养脱贫户', 'tekun household out of poverty', NULL, '03', 3, 1),
    ('HOUSEHOLD_ATTRIBUTE', '04', '低保贫困户', 'dibao poor household', NULL, '04', 4, 1),
    ('HOUSEHOLD_ATTRIBUTE', '05', '一般脱贫户', 'ordinary household out of poverty', NULL, '05', 5, 1),
    ('HOUSEHOLD_ATTRIBUTE', '06', '特困供养贫困户', 'tekun poor household', NULL, '06', 6, 1),
    ('HOUSEHOLD_ATTRIBUTE', '07', '低保特困供养贫困户', 'dibao and tekun poor household', NULL, '07', 7, 1),
    ('HOUSEHOLD_ATTRIBUTE', '08', '低保特困供养户', 'dibao and tekun household', NULL, '08', 8, 1),
    ('POVERTY_STATUS', '0', '未脱贫', 'still poor', NULL, '0', 1, 1),
    ('POVERTY_STATUS', '1', '已脱贫(享受政策)', 'out, still enjoying policy', NULL, '1', 2, 1),
    ('POVERTY_STATUS', '3', '返贫', 'fallen back', NULL, '3', 3, 1),
    ('POVERTY_STATUS', '4', '已脱贫(不再享受政策)', 'out, no longer enjoying policy', NULL, '4', 4, 1),
    ('HOUSEHOLD_TYPE', '1', '脱贫户', 'household lifted out', NULL, NULL, 1, 1),
    ('HOUSEHOLD_TYPE', '0', '一般农户(普通农户)', 'ordinary rural household', NULL, NULL, 2, 1),
    ('MONITORING_OBJECT', '1', '脱贫不稳定户', 'unstable lifted household', NULL, NULL, 1, 1),
    ('MONITORING_OBJECT', '2', '边缘易致贫户', 'marginal at-risk household', NULL, NULL, 2, 1),
    ('MONITORING_OBJECT', '3', '突发严重困难户', 'sudden severe hardship household', NULL, NULL, 3, 1),
    ('RISK', '01', '因病', 'illness', NULL, NULL, 1, 1),
    ('RISK', '02', '因自然灾害', 'natural disaster', NULL, NULL, 2, 1),
    ('RISK', '03', '因残', 'disability', NULL, NULL, 3, 1),
    ('RISK', '04', '缺劳动力', 'lack of labour', NULL, NULL, 4, 1),
    ('RISK', '05', '因意外事故', 'accident', NULL, NULL, 5, 1),
    ('RISK', '06', '因产业失败', 'failed business', NULL, NULL, 6, 1),
    ('RISK', '07', '因务工就业不稳', 'unstable job', NULL, NULL, 7, 1),
    ('RISK', '09', '因学', 'schooling', NULL, NULL, 8, 1),
    ('RISK', '99', '其他', 'other', NULL, NULL, 9, 1),
    ('RISK_ITEM', '0201', '洪涝灾害', 'flood', '02', NULL, 1, 1),
    ('RISK_ITEM', '0202', '地质灾害', 'geological', '02', NULL, 2, 1),
    ('RISK_ITEM', '0203', '旱灾', 'drought', '02', NULL, 3, 1),
    ('RISK_ITEM', '0204', '生物灾害', 'biological', '02', NULL, 4, 1),
    ('RISK_ITEM', '0205', '气象灾害', 'meteorological', '02', NULL, 5, 1),
    ('RISK_ITEM', '0206', '地震灾害', 'earthquake', '02', NULL, 6, 1),
    ('RISK_ITEM', '0299', '其他', 'other', '02', NULL, 7, 1),
    ('ELIMINATION_MODE', 'HELP', '帮扶消除', 'eliminated by help', NULL, NULL, 1, 1),
    ('ELIMINATION_MODE', 'NATURAL', '自然消除', 'eliminated naturally (death, moved, merged)', NULL, NULL, 2, 1),
    ('FOUND_CHANNEL', 'APPLY', '农户自主申报', 'own application', NULL, NULL, 1, 1),
    ('FOUND_CHANNEL', 'CADRE', '干部走访排查', 'cadre screening', NULL, NULL, 2, 1),
    ('FOUND_CHANNEL', 'DEPT', '部门筛查预警', 'department alert', NULL, NULL, 3, 1),
    ('HEALTH', '01', '健康', 'healthy', NULL, '01', 1, 1),
    ('HEALTH', '02', '长期慢性病', 'long-term chronic illness', NULL, '02', 2, 1),
    ('HEALTH', '03', '患有大病', 'major illness', NULL, '03', 3, 1),
    ('HEALTH', '04', '残疾', 'disability', NULL, '04', 4, 1),
    ('LABOUR_ABILITY', '01', '普通劳动力', 'ordinary labour', NULL, '01', 1, 1),
    ('LABOUR_ABILITY', '02', '技能劳动力', 'skilled labour', NULL, '02', 2, 1),
    ('LABOUR_ABILITY', '05', '弱劳动力或半劳动力', 'weak or half labour', NULL, NULL, 3, 1),
    ('LABOUR_ABILITY', '03', '丧失劳动力', 'lost labour', NULL, '03', 4, 1),
    ('LABOUR_ABILITY', '04', '无劳动力', 'no labour', NULL, '04', 5, 1),
    ('EDUCATION', '01', '文盲或半文盲', 'illiterate or semi-literate', NULL, '01', 1, 1),
    ('EDUCATION', '02', '小学', 'primary', NULL, '02', 2, 1),
    ('EDUCATION', '03', '初中', 'junior middle', NULL, '03', 3, 1),
    ('EDUCATION', '04', '高中', 'senior middle', NULL, '04', 4, 1),
    ('EDUCATION', '05', '大专', 'junior college', NULL, NULL, 5, 1),
    ('EDUCATION', '06', '本科及以上', 'bachelor and above', NULL, NULL, 6, 1),
    ('STUDENT_STATUS', '01', '非在校生', 'not a student', NULL, '01', 1, 1),
    ('STUDENT_STATUS', '02', '学前教育', 'pre-school', NULL, '02', 2, 1),
    ('STUDENT_STATUS', '03', '小学', 'primary', NULL, '03', 3, 1),
    ('STUDENT_STATUS', '04', '七年级', 'grade 7', NULL, '04', 4, 1),
    ('STUDENT_STATUS', '05', '八年级', 'grade 8', NULL, '05', 5, 1),
    ('STUDENT_STATUS', '06', '九年级', 'grade 9', NULL, '06', 6, 1),
    ('STUDENT_STATUS', '07', '高中一年级', 'senior 1', NULL, '07', 7, 1),
    ('STUDENT_STATUS', '08', '高中二年级', 'senior 2', NULL, '08', 8, 1),
    ('STUDENT_STATUS', '09', '高中三年级', 'senior 3', NULL, '09', 9, 1),
    ('STUDENT_STATUS', '10', '中职一年级', 'vocational 1', NULL, '10', 10, 1),
    ('STUDENT_STATUS', '11', '中职二年级', 'vocational 2', NULL, '11', 11, 1),
    ('STUDENT_STATUS', '12', '中职三年级', 'vocational 3', NULL, '12', 12, 1),
    ('STUDENT_STATUS', '13', '高职一年级', 'higher vocational 1', NULL, '13', 13, 1),
    ('STUDENT_STATUS', '14', '高职二年级', 'higher vocational 2', NULL, '14', 14, 1),
    ('STUDENT_STATUS', '15', '高职三年级', 'higher vocational 3', NULL, '15', 15, 1),
    ('STUDENT_STATUS', '16', '大专及以上', 'college and above', NULL, '16', 16, 1),
    ('RELATION', '01', '本人或户主', 'head', NULL, '01', 1, 1),
    ('RELATION', '02', '配偶', 'spouse', NULL, '02', 2, 1),
    ('RELATION', '03', '之子', 'son', NULL, '03', 3, 1),
    ('RELATION', '04', '之女', 'daughter', NULL, '04', 4, 1),
    ('RELATION', '05', '之儿媳', 'daughter-in-law', NULL, '05', 5, 1),
    ('RELATION', '06', '之女婿', 'son-in-law', NULL, '06', 6, 1),
    ('RELATION', '07', '之孙子', 'grandson', NULL, '07', 7, 1),
    ('RELATION', '08', '之孙女', 'granddaughter', NULL, '08', 8, 1),
    ('RELATION', '09', '之外孙子', 'grandson (daughter side)', NULL, '09', 9, 1),
    ('RELATION', '10', '之外孙女', 'granddaughter (daughter side)', NULL, '10', 10, 1),
    ('RELATION', '11', '之父', 'father', NULL, '11', 11, 1),
    ('RELATION', '12', '之母', 'mother', NULL, '12', 12, 1),
    ('RELATION', '13', '之岳父', 'father-in-law (wife side)', NULL, '13', 13, 1),
    ('RELATION', '14', '之岳母', 'mother-in-law (wife side)', NULL, '14', 14, 1),
    ('RELATION', '15', '之公公', 'father-in-law (husband side)', NULL, '15', 15, 1),
    ('RELATION', '16', '之婆婆', 'mother-in-law (husband side)', NULL, '16', 16, 1),
    ('RELATION', '17', '之祖父', 'grandfather', NULL, '17', 17, 1),
    ('RELATION', '18', '之祖母', 'grandmother', NULL, '18', 18, 1),
    ('RELATION', '19', '之外祖父', 'maternal grandfather', NULL, '19', 19, 1),
    ('RELATION', '20', '之外祖母', 'maternal grandmother', NULL, '20', 20, 1),
    ('RELATION', '21', '之兄弟姐妹', 'sibling', NULL, NULL, 21, 1),
    ('RELATION', '22', '之曾孙子', 'great-grandson', NULL, NULL, 22, 1),
    ('RELATION', '23', '之曾孙女', 'great-granddaughter', NULL, NULL, 23, 1),
    ('RELATION', '24', '之侄儿', 'nephew', NULL, NULL, 24, 1),
    ('RELATION', '25', '之侄女', 'niece', NULL, NULL, 25, 1),
    ('RELATION', '26', '之兄弟媳妇', 'brother''s wife', NULL, NULL, 26, 1),
    ('RELATION', '27', '之叔伯', 'uncle', NULL, NULL, 27, 1),
    ('RELATION', '99', '其他', 'other', NULL, '99', 28, 1),
    ('ETHNICITY', '01', '汉族', NULL, NULL, '01', 1, 1),
    ('ETHNICITY', '02', '满族', NULL, NULL, '02', 2, 1),
    ('ETHNICITY', '03', '回族', NULL, NULL, '03', 3, 1),
    ('ETHNICITY', '04', '蒙古族', NULL, NULL, '04', 4, 1),
    ('ETHNICITY', '05', '藏族', NULL, NULL, '05', 5, 1),
    ('ETHNICITY', '06', '维吾尔族', NULL, NULL, '06', 6, 1),
    ('ETHNICITY', '07', '苗族', NULL, NULL, '07', 7, 1),
    ('ETHNICITY', '08', '彝族', NULL, NULL, '08', 8, 1),
    ('ETHNICITY', '09', '壮族', NULL, NULL, '09', 9, 1),
    ('ETHNICITY', '10', '布依族', NULL, NULL, '10', 10, 1),
    ('ETHNICITY', '11', '朝鲜族', NULL, NULL, '11', 11, 1),
    ('ETHNICITY', '12', '侗族', NULL, NULL, '12', 12, 1),
    ('ETHNICITY', '13', '瑶族', NULL, NULL, '13', 13, 1),
    ('ETHNICITY', '14', '白族', NULL, NULL, '14', 14, 1),
    ('ETHNICITY', '15', '土家族', NULL, NULL, '15', 15, 1),
    ('ETHNICITY', '16', '哈尼族', NULL, NULL, '16', 16, 1),
    ('ETHNICITY', '17', '哈萨克族', NULL, NULL, '17', 17, 1),
    ('ETHNICITY', '18', '傣族', NULL, NULL, '18', 18, 1),
    ('ETHNICITY', '19', '黎族', NULL, NULL, '19', 19, 1),
    ('ETHNICITY', '20', '傈僳族', NULL, NULL, '20', 20, 1),
    ('ETHNICITY', '21', '佤族', NULL, NULL, '21', 21, 1),
    ('ETHNICITY', '22', '畲族', NULL, NULL, '22', 22, 1),
    ('ETHNICITY', '23', '高山族', NULL, NULL, '23', 23, 1),
    ('ETHNICITY', '24', '拉祜族', NULL, NULL, '24', 24, 1),
    ('ETHNICITY', '25', '水族', NULL, NULL, '25', 25, 1),
    ('ETHNICITY', '26', '东乡族', NULL, NULL, '26', 26, 1),
    ('ETHNICITY', '27', '纳西族', NULL, NULL, '27', 27, 1),
    ('ETHNICITY', '28', '景颇族', NULL, NULL, '28', 28, 1),
    ('ETHNICITY', '29', '柯尔克孜族', NULL, NULL, '29', 29, 1),
    ('ETHNICITY', '30', '土族', NULL, NULL, '30', 30, 1),
    ('ETHNICITY', '31', '达斡尔族', NULL, NULL, '31', 31, 1),
    ('ETHNICITY', '32', '仫佬族', NULL, NULL, '32', 32, 1),
    ('ETHNICITY', '33', '羌族', NULL, NULL, '33', 33, 1),
    ('ETHNICITY', '34', '布朗族', NULL, NULL, '34', 34, 1),
    ('ETHNICITY', '35', '撒拉族', NULL, NULL, '35', 35, 1),
    ('ETHNICITY', '36', '毛南族', NULL, NULL, '36', 36, 1),
    ('ETHNICITY', '37', '仡佬族', NULL, NULL, '37', 37, 1),
    ('ETHNICITY', '38', '锡伯族', NULL, NULL, '38', 38, 1),
    ('ETHNICITY', '39', '阿昌族', NULL, NULL, '39', 39, 1),
    ('ETHNICITY', '40', '普米族', NULL, NULL, '40', 40, 1),
    ('ETHNICITY', '41', '塔吉克族', NULL, NULL, '41', 41, 1),
    ('ETHNICITY', '42', '怒族', NULL, NULL, '42', 42, 1),
    ('ETHNICITY', '43', '乌孜别克族', NULL, NULL, '43', 43, 1),
    ('ETHNICITY', '44', '俄罗斯族', NULL, NULL, '44', 44, 1),
    ('ETHNICITY', '45', '鄂温克族', NULL, NULL, '45', 45, 1),
    ('ETHNICITY', '46', '德昂族', NULL, NULL, '46', 46, 1),
    ('ETHNICITY', '47', '保安族', NULL, NULL, '47', 47, 1),
    ('ETHNICITY', '48', '裕固族', NULL, NULL, '48', 48, 1),
    ('ETHNICITY', '49', '京族', NULL, NULL, '49', 49, 1),
    ('ETHNICITY', '50', '塔塔尔族', NULL, NULL, '50', 50, 1),
    ('ETHNICITY', '51', '独龙族', NULL, NULL, '51', 51, 1),
    ('ETHNICITY', '52', '鄂伦春族', NULL, NULL, '52', 52, 1),
    ('ETHNICITY', '53', '赫哲族', NULL, NULL, '53', 53, 1),
    ('ETHNICITY', '54', '门巴族', NULL, NULL, '54', 54, 1),
    ('ETHNICITY', '55', '珞巴族', NULL, NULL, '55', 55, 1),
    ('ETHNICITY', '56', '基诺族', NULL, NULL, '56', 56, 1),
    ('ETHNICITY', '99', '其他', 'other', NULL, '99', 57, 1),
    ('POLITICAL_STATUS', '01', '中共党员', NULL, NULL, '01', 1, 1),
    ('POLITICAL_STATUS', '02', '中共预备党员', NULL, NULL, '02', 2, 1),
    ('POLITICAL_STATUS', '03', '共青团员', NULL, NULL, '03', 3, 1),
    ('POLITICAL_STATUS', '04', '民革会员', NULL, NULL, '04', 4, 1),
    ('POLITICAL_STATUS', '05', '民盟盟员', NULL, NULL, '05', 5, 1),
    ('POLITICAL_STATUS', '06', '民建会员', NULL, NULL, '06', 6, 1),
    ('POLITICAL_STATUS', '07', '民进会员', NULL, NULL, '07', 7, 1),
    ('POLITICAL_STATUS', '08', '农工党党员', NULL, NULL, '08', 8, 1),
    ('POLITICAL_STATUS', '09', '致公党党员', NULL, NULL, '09', 9, 1),
    ('POLITICAL_STATUS', '10', '九三学社社员', NULL, NULL, '10', 10, 1),
    ('POLITICAL_STATUS', '11', '台盟盟员', NULL, NULL, '11', 11, 1),
    ('POLITICAL_STATUS', '12', '无党派民主人士', NULL, NULL, '12', 12, 1),
    ('POLITICAL_STATUS', '13', '群众', NULL, NULL, '13', 13, 1),
    ('IDENTITY_DOCUMENT', '01', '居民身份证', 'resident ID card', NULL, '01', 1, 1),
    ('IDENTITY_DOCUMENT', '02', '残疾人证', 'disability certificate (20/22 digits = ID + suffix)', NULL, '02', 2, 1),
    ('IDENTITY_DOCUMENT', '03', '军官证', 'officer card', NULL, '03', 3, 1),
    ('GENDER', '01', '男', 'male', NULL, '01', 1, 1),
    ('GENDER', '02', '女', 'female', NULL, '02', 2, 1),
    ('IDENTIFICATION_STANDARD', '01', '国家标准', 'national line', NULL, NULL, 1, 1),
    ('IDENTIFICATION_STANDARD', '02', '省定标准', 'provincial line', NULL, NULL, 2, 1),
    ('IDENTIFICATION_STANDARD', '03', '市定标准', 'city line', NULL, NULL, 3, 1),
    ('FIVE_BATCH', 'B1', '发展生产脱贫一批', 'by production', NULL, NULL, 1, 1),
    ('FIVE_BATCH', 'B2', '易地搬迁脱贫一批', 'by relocation', NULL, NULL, 2, 1),
    ('FIVE_BATCH', 'B3', '生态补偿脱贫一批', 'by ecological compensation', NULL, NULL, 3, 1),
    ('FIVE_BATCH', 'B4', '发展教育脱贫一批', 'by education', NULL, NULL, 4, 1),
    ('FIVE_BATCH', 'B5', '社会保障兜底一批', 'by social security', NULL, NULL, 5, 1),
    ('MEASURE', 'M39', '产业帮扶', 'industry help', NULL, '100A39', 1, 1),
    ('MEASURE', 'M40', '就业帮扶', 'job help', NULL, '100A40', 2, 1),
    ('MEASURE', 'M41', '金融帮扶', 'finance help', NULL, '100A41', 3, 1),
    ('MEASURE', 'M42', '公益岗位帮扶', 'public-benefit post', NULL, '100A42', 4, 1),
    ('MEASURE', 'M45', '健康帮扶', 'health help', NULL, '100A45', 5, 1),
    ('MEASURE', 'M46', '义务教育保障', 'compulsory education', NULL, '100A46', 6, 1),
    ('MEASURE', 'M47', '其他教育帮扶', 'other education help', NULL, '100A47', 7, 1),
    ('MEASURE', 'M48', '综合保障', 'comprehensive security (dibao, tekun, temporary relief)', NULL, '100A48', 8, 1),
    ('MEASURE', 'M50', '住房安全保障', 'safe housing', NULL, '100A50', 9, 1),
    ('MEASURE', 'M51', '饮水安全保障', 'safe water', NULL, '100A51', 10, 1),
    ('MEASURE', 'M52', '社会帮扶', 'social help', NULL, '100A52', 11, 1),
    ('MEASURE', 'M53', '搬迁', 'relocation', NULL, '100A53', 12, 1),
    ('MEASURE', 'M54', '生产生活条件改善', 'living conditions', NULL, '100A54', 13, 1),
    ('MEASURE', 'M55', '基础设施建设', 'infrastructure', NULL, '100A55', 14, 1),
    ('MEASURE_ITEM', 'M3901', '种植业', 'crops', 'M39', NULL, 1, 1),
    ('MEASURE_ITEM', 'M3902', '养殖业', 'livestock', 'M39', NULL, 2, 1),
    ('MEASURE_ITEM', 'M3903', '加工业', 'processing', 'M39', NULL, 3, 1),
    ('MEASURE_ITEM', 'M3904', '服务业', 'services', 'M39', NULL, 4, 1),
    ('MEASURE_ITEM', 'M3905', '休闲农业与乡村旅游', 'leisure farming and tourism', 'M39', NULL, 5, 1),
    ('MEASURE_ITEM', 'M3906', '村集体经济量化入股', 'share in collective economy', 'M39', NULL, 6, 1),
    ('MEASURE_ITEM', 'M3907', '加入合作社', 'join a cooperative', 'M39', NULL, 7, 1),
    ('MEASURE_ITEM', 'M3908', '光伏', 'solar', 'M39', NULL, 8, 1),
    ('MEASURE_ITEM', 'M4001', '乡外务工', 'work outside the township', 'M40', NULL, 9, 1),
    ('MEASURE_ITEM', 'M4002', '乡内务工', 'work inside the township', 'M40', NULL, 10, 1),
    ('MEASURE_ITEM', 'M4003', '技能培训', 'skill training', 'M40', NULL, 11, 1),
    ('MEASURE_ITEM', 'M4101', '扶贫小额信贷', 'micro-loan (<=50,000 yuan, 3 years)', 'M41', NULL, 12, 1),
    ('MEASURE_ITEM', 'M4102', '农业保险', 'farm insurance', 'M41', NULL, 13, 1),
    ('MEASURE_ITEM', 'M4501', '城乡居民基本医疗保险', 'basic medical insurance', 'M45', NULL, 14, 1),
    ('MEASURE_ITEM', 'M4502', '大病保险', 'critical illness insurance', 'M45', NULL, 15, 1),
    ('MEASURE_ITEM', 'M4503', '医疗救助', 'medical assistance', 'M45', NULL, 16, 1),
    ('MEASURE_ITEM', 'M4504', '商业补充医疗保险', 'supplementary insurance', 'M45', NULL, 17, 1),
    ('MEASURE_ITEM', 'M4505', '家庭医生签约', 'contracted doctor', 'M45', NULL, 18, 1),
    ('MEASURE_ITEM', 'M4601', '两免一补', 'two waivers one subsidy', 'M46', NULL, 19, 1),
    ('MEASURE_ITEM', 'M4602', '营养改善计划', 'nutrition plan', 'M46', NULL, 20, 1),
    ('MEASURE_ITEM', 'M4701', '雨露计划', 'Yulu vocational subsidy', 'M47', NULL, 21, 1),
    ('MEASURE_ITEM', 'M4702', '助学贷款', 'student loan', 'M47', NULL, 22, 1),
    ('MEASURE_ITEM', 'M4801', '最低生活保障', 'minimum living security', 'M48', NULL, 23, 1),
    ('MEASURE_ITEM', 'M4802', '特困供养', 'extreme-poverty support', 'M48', NULL, 24, 1),
    ('MEASURE_ITEM', 'M4803', '城乡居民养老保险', 'pension', 'M48', NULL, 25, 1),
    ('MEASURE_ITEM', 'M4804', '临时救助', 'temporary relief', 'M48', NULL, 26, 1),
    ('MEASURE_ITEM', 'M5001', '危房改造', 'house renovation', 'M50', NULL, 27, 1),
    ('MEASURE_ITEM', 'M5101', '解决安全饮水', 'safe water connection', 'M51', NULL, 28, 1),
    ('MEASURE_ITEM', 'M5401', '入户路改造', 'access road', 'M54', NULL, 29, 1),
    ('MEASURE_ITEM', 'M5402', '卫生厕所改造', 'toilet', 'M54', NULL, 30, 1),
    ('PUBLIC_POST', 'P1', '护林员', 'forest ranger', NULL, NULL, 1, 1),
    ('PUBLIC_POST', 'P2', '护路员', 'road keeper', NULL, NULL, 2, 1),
    ('PUBLIC_POST', 'P3', '护水员', 'water keeper', NULL, NULL, 3, 1),
    ('PUBLIC_POST', 'P4', '护边员', 'border keeper', NULL, NULL, 4, 1),
    ('PUBLIC_POST', 'P5', '护草员', 'grassland keeper', NULL, NULL, 5, 1),
    ('PUBLIC_POST', 'P6', '护理员', 'carer', NULL, NULL, 6, 1),
    ('PUBLIC_POST', 'P7', '护洁员(保洁员)', 'cleaner', NULL, NULL, 7, 1),
    ('PUBLIC_POST', 'P8', '治安协管员', 'security assistant', NULL, NULL, 8, 1),
    ('PUBLIC_POST', 'P9', '其他', 'other', NULL, NULL, 9, 1),
    ('ASSURANCE', 'FOOD', '不愁吃', 'food', NULL, NULL, 1, 1),
    ('ASSURANCE', 'CLOTHING', '不愁穿', 'clothing', NULL, NULL, 2, 1),
    ('ASSURANCE', 'EDUCATION', '义务教育有保障', 'compulsory education', NULL, NULL, 3, 1),
    ('ASSURANCE', 'MEDICAL', '基本医疗有保障', 'basic medical care', NULL, NULL, 4, 1),
    ('ASSURANCE', 'HOUSING', '住房安全有保障', 'safe housing', NULL, NULL, 5, 1),
    ('ASSURANCE', 'WATER', '饮水安全', 'safe drinking water', NULL, NULL, 6, 1),
    ('HOUSE_GRADE', 'A', 'A级(安全)', 'safe', NULL, NULL, 1, 1),
    ('HOUSE_GRADE', 'B', 'B级(基本安全)', 'basically safe', NULL, NULL, 2, 1),
    ('HOUSE_GRADE', 'C', 'C级(局部危险)', 'locally dangerous', NULL, NULL, 3, 1),
    ('HOUSE_GRADE', 'D', 'D级(整体危险)', 'dangerous', NULL, NULL, 4, 1),
    ('TOURISM_MODE', 'SCENIC_LED', '景区带动', 'scenic-led', NULL, NULL, 1, 1),
    ('TOURISM_MODE', 'FARM_TOUR', '农旅互动', 'farm-tourism', NULL, NULL, 2, 1),
    ('TOURISM_MODE', 'FESTIVAL', '节庆拉动', 'festival', NULL, NULL, 3, 1),
    ('TOURISM_MODE', 'CAPABLE', '能力推动', 'capability', NULL, NULL, 4, 1),
    ('WORKSHOP_BUILD', 'NEW', '新建', 'new', NULL, NULL, 1, 1),
    ('WORKSHOP_BUILD', 'REBUILD', '改建', 'rebuilt', NULL, NULL, 2, 1),
    ('WORKSHOP_BUILD', 'RENT', '租用', 'rented', NULL, NULL, 3, 1),
    ('WORKSHOP_WATCH', 'RUN', '正常运行', 'running', NULL, NULL, 1, 1),
    ('WORKSHOP_WATCH', 'WATCH', '监测待处置', 'under watch (6-month buffer)', NULL, NULL, 2, 1),
    ('WORKSHOP_WATCH', 'CLEAR', '清理', 'cleared', NULL, NULL, 3, 1),
    ('PARTICIPATION_MODE', 'WORK', '务工就业', 'wage work', NULL, NULL, 1, 1),
    ('PARTICIPATION_MODE', 'DIVIDEND', '入股分红/资产收益', 'dividend', NULL, NULL, 2, 1),
    ('PARTICIPATION_MODE', 'LAND_RENT', '土地流转', 'land rent', NULL, NULL, 3, 1),
    ('PARTICIPATION_MODE', 'SELF_RUN', '自主经营', 'own business', NULL, NULL, 4, 1),
    ('PARTICIPATION_MODE', 'ENTRUST', '代种代养(托管)', 'entrusted', NULL, NULL, 5, 1),
    ('PARTICIPATION_MODE', 'POST', '公益岗位', 'post paid by industry income', NULL, NULL, 6, 1),
    ('PARTICIPATION_MODE', 'SALES', '产销对接', 'sales link', NULL, NULL, 7, 1),
    ('PARTICIPATION_MODE', 'OTHER', '其他或未注明', 'other or not stated', NULL, NULL, 8, 1),
    ('INCOME_ITEM', 'A', '工资性收入', 'wage', NULL, NULL, 1, 1),
    ('INCOME_ITEM', 'B', '生产经营性收入', 'business', NULL, NULL, 2, 1),
    ('INCOME_ITEM', 'C', '财产性收入', 'property', NULL, NULL, 3, 1),
    ('INCOME_ITEM', 'D', '转移性收入', 'transfer', NULL, NULL, 4, 1),
    ('INCOME_ITEM', 'E', '生产经营性支出', 'business cost (minus)', NULL, NULL, 5, 1),
    ('INCOME_ITEM', 'F', '理赔收入', 'claims', NULL, NULL, 6, 1),
    ('INCOME_ITEM', 'G', '合规自付支出', 'compliant self-paid cost (minus, monitoring only)', NULL, NULL, 7, 1),
    ('OFFICIAL_ROLE', 'HELPER', '帮扶责任人', 'household helper', NULL, NULL, 1, 1),
    ('OFFICIAL_ROLE', 'DOCTOR', '家庭签约医生', 'contracted doctor', NULL, NULL, 2, 1),
    ('OFFICIAL_ROLE', 'MONITORING_CONTACT', '监测联系人', 'monitor contact', NULL, NULL, 3, 1),
    ('OFFICIAL_ROLE', 'FIRST_SECRETARY', '驻村第一书记', 'first secretary', NULL, NULL, 4, 1),
    ('OFFICIAL_ROLE', 'TEAM_LEADER', '驻村工作队队长', 'team leader', NULL, NULL, 5, 1),
    ('OFFICIAL_ROLE', 'TEAM_MEMBER', '驻村工作队员', 'team member', NULL, NULL, 6, 1),
    ('OFFICIAL_ROLE', 'CITY_LEADER', '市级领导包县区', 'city leader for a county', NULL, NULL, 7, 1),
    ('OFFICIAL_ROLE', 'COUNTY_LEADER', '县级领导包乡镇', 'county leader for a township', NULL, NULL, 8, 1),
    ('OFFICIAL_ROLE', 'TOWNSHIP_CADRE', '乡镇干部包村', 'township cadre for a village', NULL, NULL, 9, 1),
    ('OFFICIAL_ROLE', 'GRID_KEEPER', '网格员', 'grid keeper', NULL, NULL, 10, 1),
    ('OFFICIAL_ROLE', 'VILLAGE_SECRETARY', '村党组织书记', 'village party secretary', NULL, NULL, 11, 1),
    ('REGION_LEVEL', '1', '省级', 'province', NULL, NULL, 1, 1),
    ('REGION_LEVEL', '2', '市级', 'city', NULL, NULL, 2, 1),
    ('REGION_LEVEL', '3', '县级', 'county', NULL, NULL, 3, 1),
    ('REGION_LEVEL', '4', '乡级', 'township', NULL, NULL, 4, 1),
    ('REGION_LEVEL', '5', '村级', 'village', NULL, NULL, 5, 1),
    ('URBAN_RURAL', '111', '主城区', 'main urban', NULL, NULL, 1, 1),
    ('URBAN_RURAL', '112', '城乡结合区', 'urban fringe', NULL, NULL, 2, 1),
    ('URBAN_RURAL', '121', '镇中心区', 'town centre', NULL, NULL, 3, 1),
    ('URBAN_RURAL', '122', '镇乡结合区', 'town fringe', NULL, NULL, 4, 1),
    ('URBAN_RURAL', '123', '特殊区域', 'special', NULL, NULL, 5, 1),
    ('URBAN_RURAL', '210', '乡中心区', 'township centre', NULL, NULL, 6, 1),
    ('URBAN_RURAL', '220', '村庄', 'village', NULL, NULL, 7, 1),
    ('AGE_BAND', 'A0', '0-15岁', '0-15', NULL, NULL, 1, 1),
    ('AGE_BAND', 'A1', '16-59岁', '16-59', NULL, NULL, 2, 1),
    ('AGE_BAND', 'A2', '60-69岁', '60-69', NULL, NULL, 3, 1),
    ('AGE_BAND', 'A3', '70岁及以上', '70+', NULL, NULL, 4, 1),
    ('PUBLISHED_CAUSE', 'X1', '缺技能、缺资金', 'lack of skills or funds = CAUSE 07 + 09', NULL, NULL, 1, 1),
    ('REGION_KIND', 'PROVINCE', '省、自治区、直辖市', 'province', NULL, NULL, 1, 1),
    ('REGION_KIND', 'CITY', '地级市、州、盟', 'city or prefecture', NULL, NULL, 2, 1),
    ('REGION_KIND', 'COUNTY', '县、自治县、旗', 'county', NULL, NULL, 3, 1),
    ('REGION_KIND', 'COUNTY_CITY', '县级市', 'county-level city', NULL, NULL, 4, 1),
    ('REGION_KIND', 'DISTRICT', '市辖区', 'city district', NULL, NULL, 5, 1),
    ('REGION_KIND', 'DEVELOPMENT_ZONE', '开发区、管理区', 'development zone', NULL, NULL, 6, 1),
    ('REGION_KIND', 'TOWN', '镇', 'town', NULL, NULL, 7, 1),
    ('REGION_KIND', 'TOWNSHIP', '乡', 'township', NULL, NULL, 8, 1),
    ('REGION_KIND', 'ETHNIC_TOWNSHIP', '民族乡', 'ethnic township', NULL, NULL, 9, 1),
    ('REGION_KIND', 'STREET', '街道', 'street', NULL, NULL, 10, 1),
    ('REGION_KIND', 'FARM', '农场、牧场、林场', 'farm, pasture or forest farm', NULL, NULL, 11, 1),
    ('REGION_KIND', 'VILLAGE', '行政村', 'administrative village', NULL, NULL, 12, 1),
    ('REGION_KIND', 'COMMUNITY', '居委会、社区', 'community', NULL, NULL, 13, 1),
    ('REGION_KIND', 'RESETTLEMENT', '安置社区', 'resettlement community', NULL, NULL, 14, 1),
    ('REGION_KIND', 'VIRTUAL', '虚拟村级单位', 'virtual village of a farm or zone', NULL, NULL, 15, 1),
    ('REGION_CHANGE', 'RECODE', '改码(乡改镇、县改区等)', 'new code, same extent', NULL, NULL, 1, 1),
    ('REGION_CHANGE', 'MERGE', '合并', 'merged', NULL, NULL, 2, 1),
    ('REGION_CHANGE', 'SPLIT', '拆分', 'split', NULL, NULL, 3, 1),
    ('REGION_CHANGE', 'TRANSFER', '划转(改隶)', 'moved to another parent', NULL, NULL, 4, 1),
    ('FOCUS_CLASS', 'NATIONAL_KEY_COUNTY', '国家乡村振兴重点帮扶县', 'national key county', NULL, NULL, 1, 1),
    ('FOCUS_CLASS', 'PROVINCE_KEY_COUNTY', '省级乡村振兴重点帮扶县', 'provincial key county', NULL, NULL, 2, 1),
    ('FOCUS_CLASS', 'KEY_VILLAGE', '重点帮扶村', 'key village', NULL, NULL, 3, 1),
    ('FOCUS_CLASS', 'MODEL_VILLAGE', '示范村', 'model village', NULL, NULL, 4, 1),
    ('FOCUS_CLASS', 'ORDINARY_VILLAGE', '一般村', 'ordinary village', NULL, NULL, 5, 1),
    ('CRS', 'CGCS2000', '2000国家大地坐标系 (EPSG:4490)', 'CGCS2000', NULL, NULL, 1, 1),
    ('CRS', 'WGS84', 'WGS84 (EPSG:4326)', 'WGS84', NULL, NULL, 2, 1),
    ('DISABILITY_TYPE', '1', '视力残疾', 'visual', NULL, NULL, 1, 1),
    ('DISABILITY_TYPE', '2', '听力残疾', 'hearing', NULL, NULL, 2, 1),
    ('DISABILITY_TYPE', '3', '言语残疾', 'speech', NULL, NULL, 3, 1),
    ('DISABILITY_TYPE', '4', '肢体残疾', 'physical', NULL, NULL, 4, 1),
    ('DISABILITY_TYPE', '5', '智力残疾', 'intellectual', NULL, NULL, 5, 1),
    ('DISABILITY_TYPE', '6', '精神残疾', 'mental', NULL, NULL, 6, 1),
    ('DISABILITY_TYPE', '7', '多重残疾', 'multiple', NULL, NULL, 7, 1),
    ('DISABILITY_GRADE', '1', '一级', 'grade 1 (most severe)', NULL, NULL, 1, 1),
    ('DISABILITY_GRADE', '2', '二级', 'grade 2', NULL, NULL, 2, 1),
    ('DISABILITY_GRADE', '3', '三级', 'grade 3', NULL, NULL, 3, 1),
    ('DISABILITY_GRADE', '4', '四级', 'grade 4', NULL, NULL, 4, 1),
    ('POLICY_LINE', 'POVERTY_CONSTANT', '国家扶贫标准(2010年不变价)', 'poverty line at 2010 prices', NULL, NULL, 1, 1),
    ('POLICY_LINE', 'POVERTY_CURRENT', '国家扶贫标准(现价)', 'poverty line at current prices', NULL, NULL, 2, 1),
    ('POLICY_LINE', 'POVERTY_WORKING', '脱贫收入工作线', 'working line for exit', NULL, NULL, 3, 1),
    ('POLICY_LINE', 'MONITORING_INCOME', '监测收入参考范围(2026年起:认定标准)', 'income range for monitoring', NULL, NULL, 4, 1),
    ('POLICY_LINE', 'GUARANTEE_INCOME', '防贫保障线', 'insurance guarantee line', NULL, NULL, 5, 1),
    ('POLICY_LINE', 'ALERT_MEDICAL', '医疗支出预警线', 'medical spending alert line', NULL, NULL, 6, 1),
    ('POLICY_LINE', 'ALERT_SCHOOLING', '教育支出预警线', 'schooling spending alert line', NULL, NULL, 7, 1),
    ('POLICY_LINE', 'ALERT_DISASTER', '灾害损失预警线', 'disaster loss alert line', NULL, NULL, 8, 1),
    ('WORK_AREA', 'TOWNSHIP', '乡镇内', 'in the township', NULL, NULL, 1, 1),
    ('WORK_AREA', 'COUNTY', '县内乡镇外', 'in the county', NULL, NULL, 2, 1),
    ('WORK_AREA', 'CITY', '市内县外', 'in the city', NULL, NULL, 3, 1),
    ('WORK_AREA', 'PROVINCE', '省内市外', 'in the province', NULL, NULL, 4, 1),
    ('WORK_AREA', 'OTHER_PROVINCE', '省外', 'another province', NULL, NULL, 5, 1),
    ('WORK_AREA', 'ABROAD', '境外', 'abroad', NULL, NULL, 6, 1),
    ('EMPLOYMENT_CHANNEL', 'WORKSHOP', '就业帮扶车间', 'workshop', NULL, NULL, 1, 1),
    ('EMPLOYMENT_CHANNEL', 'PUBLIC_POST', '公益性岗位', 'public-benefit post', NULL, NULL, 2, 1),
    ('EMPLOYMENT_CHANNEL', 'LOCAL_FIRM', '本地企业或合作社', 'local firm or cooperative', NULL, NULL, 3, 1),
    ('EMPLOYMENT_CHANNEL', 'ECOLOGY', '生态岗位(造林、护林等)', 'ecological work', NULL, NULL, 4, 1),
    ('EMPLOYMENT_CHANNEL', 'EXPORT', '有组织劳务输出', 'organised labour export', NULL, NULL, 5, 1),
    ('EMPLOYMENT_CHANNEL', 'SELF', '自主外出务工', 'own search', NULL, NULL, 6, 1),
    ('EMPLOYMENT_CHANNEL', 'BUSINESS', '自主创业', 'own business', NULL, NULL, 7, 1),
    ('EMPLOYMENT_CHANNEL', 'OTHER', '其他', 'other', NULL, NULL, 8, 1),
    ('ORGANISATION_TIER', 'CENTRAL', '中央单位', 'central', NULL, NULL, 1, 1),
    ('ORGANISATION_TIER', 'PROVINCE', '省级', 'province', NULL, NULL, 2, 1),
    ('ORGANISATION_TIER', 'CITY', '市级', 'city', NULL, NULL, 3, 1),
    ('ORGANISATION_TIER', 'COUNTY', '县级', 'county', NULL, NULL, 4, 1),
    ('ORGANISATION_TIER', 'TOWNSHIP', '乡级', 'township', NULL, NULL, 5, 1),
    ('ORGANISATION_TIER', 'VILLAGE', '村级', 'village', NULL, NULL, 6, 1),
    ('ORGANISATION_TIER', 'ENTERPRISE', '企业', 'enterprise', NULL, NULL, 7, 1),
    ('ORGANISATION_TIER', 'COOPERATIVE', '合作社', 'cooperative', NULL, NULL, 8, 1),
    ('ORGANISATION_TIER', 'OTHER', '其他', 'other', NULL, NULL, 9, 1),
    ('DEPARTMENT', 'AGRICULTURE', '农业农村(原扶贫办、乡村振兴局)', 'agriculture and rural affairs', NULL, NULL, 1, 1),
    ('DEPARTMENT', 'EDUCATION', '教育', 'education', NULL, NULL, 2, 1),
    ('DEPARTMENT', 'HEALTH', '卫生健康', 'health', NULL, NULL, 3, 1),
    ('DEPARTMENT', 'MEDICAL_INSURANCE', '医疗保障', 'medical insurance', NULL, NULL, 4, 1),
    ('DEPARTMENT', 'CIVIL_AFFAIRS', '民政', 'civil affairs', NULL, NULL, 5, 1),
    ('DEPARTMENT', 'HUMAN_RESOURCES', '人力资源和社会保障', 'human resources and social security', NULL, NULL, 6, 1),
    ('DEPARTMENT', 'HOUSING', '住房和城乡建设', 'housing', NULL, NULL, 7, 1),
    ('DEPARTMENT', 'WATER', '水利', 'water', NULL, NULL, 8, 1),
    ('DEPARTMENT', 'TRANSPORT', '交通运输', 'transport', NULL, NULL, 9, 1),
    ('DEPARTMENT', 'ENERGY', '能源、电力', 'energy', NULL, NULL, 10, 1),
    ('DEPARTMENT', 'FORESTRY', '林业和草原', 'forestry and grassland', NULL, NULL, 11, 1),
    ('DEPARTMENT', 'CULTURE_TOURISM', '文化和旅游', 'culture and tourism', NULL, NULL, 12, 1),
    ('DEPARTMENT', 'FINANCE', '财政', 'finance', NULL, NULL, 13, 1),
    ('DEPARTMENT', 'DEVELOPMENT', '发展和改革', 'development and reform', NULL, NULL, 14, 1),
    ('DEPARTMENT', 'NATURAL_RESOURCES', '自然资源', 'natural resources', NULL, NULL, 15, 1),
    ('DEPARTMENT', 'EMERGENCY', '应急管理', 'emergency management', NULL, NULL, 16, 1),
    ('DEPARTMENT', 'PUBLIC_SECURITY', '公安', 'public security', NULL, NULL, 17, 1),
    ('DEPARTMENT', 'DISABLED_FEDERATION', '残联', 'disabled persons'' federation', NULL, NULL, 18, 1),
    ('DEPARTMENT', 'ORGANISATION', '组织', 'organisation department', NULL, NULL, 19, 1),
    ('DEPARTMENT', 'STATISTICS', '统计', 'statistics', NULL, NULL, 20, 1),
    ('DEPARTMENT', 'OTHER', '其他', 'other', NULL, NULL, 21, 1),
    ('VISIT_KIND', 'ROUTINE', '走访', 'routine visit', NULL, NULL, 1, 1),
    ('VISIT_KIND', 'MONITORING', '监测排查', 'monitoring', NULL, NULL, 2, 1),
    ('VISIT_KIND', 'CONDOLENCE', '慰问', 'condolence', NULL, NULL, 3, 1),
    ('VISIT_KIND', 'CHECK', '核查', 'check', NULL, NULL, 4, 1),
    ('MEASURE_STATUS', 'NONE', '未实施', 'none', NULL, NULL, 1, 1),
    ('MEASURE_STATUS', 'PLAN', '计划', 'planned', NULL, NULL, 2, 1),
    ('MEASURE_STATUS', 'DOING', '实施中', 'under way', NULL, NULL, 3, 1),
    ('MEASURE_STATUS', 'DONE', '已完成', 'done', NULL, NULL, 4, 1),
    ('INDUSTRY_SUBKIND', 'SOLAR_VILLAGE', '村级电站', 'village station (~300 kW, <=500)', 'SOLAR', NULL, 1, 1),
    ('INDUSTRY_SUBKIND', 'SOLAR_JOINT', '联村/异地联建电站', 'jointly built station', 'SOLAR', NULL, 2, 1),
    ('INDUSTRY_SUBKIND', 'SOLAR_CENTRAL', '集中式电站', 'centralised', 'SOLAR', NULL, 3, 1),
    ('INDUSTRY_SUBKIND', 'SOLAR_COMMERCIAL', '政府参股商业电站', 'commercial with government share', 'SOLAR', NULL, 4, 1),
    ('INDUSTRY_SUBKIND', 'SOLAR_ROOF', '户用', 'household roof', 'SOLAR', NULL, 5, 1),
    ('INDUSTRY_SUBKIND', 'TOURISM_SCENIC', '景区', 'scenic area', 'TOURISM', NULL, 6, 1),
    ('INDUSTRY_SUBKIND', 'TOURISM_FARM_STAY', '农家院', 'farm stay', 'TOURISM', NULL, 7, 1),
    ('INDUSTRY_SUBKIND', 'TOURISM_HOMESTAY', '民宿', 'homestay', 'TOURISM', NULL, 8, 1),
    ('INDUSTRY_SUBKIND', 'TOURISM_COOPERATIVE', '旅游合作社', 'tourism cooperative', 'TOURISM', NULL, 9, 1),
    ('INDUSTRY_SUBKIND', 'TOURISM_SHOP', '旅游商品与服务', 'shop or service', 'TOURISM', NULL, 10, 1),
    ('INDUSTRY_SUBKIND', 'WORKSHOP_PLANT', '厂房式', 'plant', 'WORKSHOP', NULL, 11, 1),
    ('INDUSTRY_SUBKIND', 'WORKSHOP_HOME', '居家式', 'home', 'WORKSHOP', NULL, 12, 1),
    ('INDUSTRY_SUBKIND', 'WORKSHOP_FARM', '种养式', 'farm', 'WORKSHOP', NULL, 13, 1),
    ('INDUSTRY_SUBKIND', 'WORKSHOP_TRADE', '贸易流通式', 'trade', 'WORKSHOP', NULL, 14, 1),
    ('INDUSTRY_SUBKIND', 'WORKSHOP_CULTURE', '文化旅游式', 'culture and tourism', 'WORKSHOP', NULL, 15, 1),
    ('INDUSTRY_SUBKIND', 'AGRICULTURE_CROP', '种植', 'crops', 'AGRICULTURE', NULL, 16, 1),
    ('INDUSTRY_SUBKIND', 'AGRICULTURE_STOCK', '养殖', 'livestock and poultry', 'AGRICULTURE', NULL, 17, 1),
    ('INDUSTRY_SUBKIND', 'AGRICULTURE_FRUIT', '林果', 'fruit and nuts', 'AGRICULTURE', NULL, 18, 1),
    ('INDUSTRY_SUBKIND', 'AGRICULTURE_SHED', '设施农业(大棚)', 'greenhouses and sheds', 'AGRICULTURE', NULL, 19, 1),
    ('INDUSTRY_SUBKIND', 'ECOMMERCE_COUNTY', '县级电商中心', 'county centre', 'ECOMMERCE', NULL, 20, 1),
    ('INDUSTRY_SUBKIND', 'ECOMMERCE_TOWNSHIP', '乡镇电商站', 'township station', 'ECOMMERCE', NULL, 21, 1),
    ('INDUSTRY_SUBKIND', 'ECOMMERCE_VILLAGE', '村级电商服务站', 'village station', 'ECOMMERCE', NULL, 22, 1),
    ('INDUSTRY_SUBKIND', 'ECOMMERCE_FIRM', '电商企业', 'e-commerce firm', 'ECOMMERCE', NULL, 23, 1),
    ('BUSINESS_ENTITY', 'LEADING_ENTERPRISE', '龙头企业', 'leading enterprise', NULL, NULL, 1, 1),
    ('BUSINESS_ENTITY', 'ENTERPRISE', '其他企业', 'other enterprise', NULL, NULL, 2, 1),
    ('BUSINESS_ENTITY', 'COOPERATIVE', '农民专业合作社', 'cooperative', NULL, NULL, 3, 1),
    ('BUSINESS_ENTITY', 'FAMILY_FARM', '家庭农场', 'family farm', NULL, NULL, 4, 1),
    ('BUSINESS_ENTITY', 'COLLECTIVE', '村集体经济组织', 'village collective', NULL, NULL, 5, 1),
    ('BUSINESS_ENTITY', 'STATE_PLATFORM', '政府平台公司', 'government platform company', NULL, NULL, 6, 1),
    ('BUSINESS_ENTITY', 'CAPABLE_PERSON', '致富带头人', 'capable person', NULL, NULL, 7, 1),
    ('BUSINESS_ENTITY', 'HOUSEHOLD', '农户', 'household', NULL, NULL, 8, 1),
    ('OPERATING_STATUS', 'BUILDING', '建设中', 'being built', NULL, NULL, 1, 1),
    ('OPERATING_STATUS', 'RUNNING', '正常运营', 'running', NULL, NULL, 2, 1),
    ('OPERATING_STATUS', 'WATCHED', '监测待处置', 'under watch', NULL, NULL, 3, 1),
    ('OPERATING_STATUS', 'IDLE', '闲置', 'idle', NULL, NULL, 4, 1),
    ('OPERATING_STATUS', 'STOPPED', '停止', 'stopped', NULL, NULL, 5, 1),
    ('DEVELOPMENT_CLASS', 'CONSOLIDATE', '巩固', 'consolidate', NULL, NULL, 1, 1),
    ('DEVELOPMENT_CLASS', 'UPGRADE', '升级', 'upgrade', NULL, NULL, 2, 1),
    ('DEVELOPMENT_CLASS', 'REVIVE', '盘活', 'revive', NULL, NULL, 3, 1),
    ('DEVELOPMENT_CLASS', 'ADJUST', '调整', 'adjust', NULL, NULL, 4, 1),
    ('ALERT_KIND', 'MEDICAL', '医疗支出', 'medical cost', NULL, NULL, 1, 1),
    ('ALERT_KIND', 'SCHOOLING', '教育支出', 'schooling cost', NULL, NULL, 2, 1),
    ('ALERT_KIND', 'DISASTER', '灾害损失', 'disaster loss', NULL, NULL, 3, 1),
    ('ALERT_KIND', 'ACCIDENT', '意外事故', 'accident', NULL, NULL, 4, 1),
    ('ALERT_KIND', 'INCOME', '收入骤减', 'fall of income', NULL, NULL, 5, 1),
    ('ALERT_KIND', 'EMPLOYMENT', '失业、务工不稳', 'loss of work', NULL, NULL, 6, 1),
    ('ALERT_KIND', 'HOUSING', '住房安全', 'unsafe house', NULL, NULL, 7, 1),
    ('ALERT_KIND', 'WATER', '饮水安全', 'unsafe water', NULL, NULL, 8, 1),
    ('ALERT_KIND', 'DROPOUT', '失学辍学', 'dropout', NULL, NULL, 9, 1),
    ('ALERT_KIND', 'OTHER', '其他', 'other', NULL, NULL, 10, 1),
    ('ALERT_RESULT', 'PENDING', '待核查', 'pending', NULL, NULL, 1, 1),
    ('ALERT_RESULT', 'INCLUDED', '纳入监测', 'taken under monitoring', NULL, NULL, 2, 1),
    ('ALERT_RESULT', 'CLAIM', '转防贫保险理赔', 'passed to the insurer', NULL, NULL, 3, 1),
    ('ALERT_RESULT', 'REJECTED', '不纳入', 'rejected', NULL, NULL, 4, 1),
    ('INSURED_GROUP', 'UNSTABLE', '非高标准脱贫户', 'households narrowly out of poverty', NULL, NULL, 1, 1),
    ('INSURED_GROUP', 'LOW_INCOME', '非贫低收入户', 'low-income, not registered', NULL, NULL, 2, 1),
    ('RELOCATION_KIND', 'CENTRAL', '集中安置', 'central site', NULL, NULL, 1, 1),
    ('RELOCATION_KIND', 'SCATTERED', '分散安置', 'scattered', NULL, NULL, 2, 1),
    ('PROJECT_CATEGORY', 'INDUSTRY', '产业发展', 'industry', NULL, NULL, 1, 1),
    ('PROJECT_CATEGORY', 'EMPLOYMENT', '就业', 'employment', NULL, NULL, 2, 1),
    ('PROJECT_CATEGORY', 'RELOCATION', '易地搬迁及后续扶持', 'relocation', NULL, NULL, 3, 1),
    ('PROJECT_CATEGORY', 'EDUCATION', '教育', 'education', NULL, NULL, 4, 1),
    ('PROJECT_CATEGORY', 'HEALTH', '健康', 'health', NULL, NULL, 5, 1),
    ('PROJECT_CATEGORY', 'HOUSING', '住房安全', 'housing', NULL, NULL, 6, 1),
    ('PROJECT_CATEGORY', 'WATER', '饮水安全', 'water', NULL, NULL, 7, 1),
    ('PROJECT_CATEGORY', 'ROAD', '道路交通', 'roads', NULL, NULL, 8, 1),
    ('PROJECT_CATEGORY', 'ENVIRONMENT', '人居环境', 'environment', NULL, NULL, 9, 1),
    ('PROJECT_CATEGORY', 'FINANCE', '金融', 'finance', NULL, NULL, 10, 1),
    ('PROJECT_CATEGORY', 'OTHER', '其他', 'other', NULL, NULL, 11, 1),
    ('FUND_SOURCE', 'CENTRAL', '中央', 'central', NULL, NULL, 1, 1),
    ('FUND_SOURCE', 'PROVINCE', '省级', 'province', NULL, NULL, 2, 1),
    ('FUND_SOURCE', 'CITY', '市级', 'city', NULL, NULL, 3, 1),
    ('FUND_SOURCE', 'COUNTY', '县级', 'county', NULL, NULL, 4, 1),
    ('FUND_SOURCE', 'EAST_WEST', '东西部协作', 'east-west pairing', NULL, NULL, 5, 1),
    ('FUND_SOURCE', 'SOCIAL', '社会帮扶', 'social assistance', NULL, NULL, 6, 1),
    ('PROJECT_STATUS', 'PLAN', '计划', 'planned', NULL, NULL, 1, 1),
    ('PROJECT_STATUS', 'TENDER', '招标', 'tender', NULL, NULL, 2, 1),
    ('PROJECT_STATUS', 'BUILDING', '在建', 'being built', NULL, NULL, 3, 1),
    ('PROJECT_STATUS', 'DONE', '完工', 'done', NULL, NULL, 4, 1),
    ('PROJECT_STATUS', 'ACCEPTED', '验收', 'accepted', NULL, NULL, 5, 1),
    ('PROJECT_STATUS', 'STOPPED', '停止', 'stopped', NULL, NULL, 6, 1),
    ('TASK_KIND', 'PLAN', '施工图', 'works map', NULL, NULL, 1, 1),
    ('TASK_KIND', 'STEP', '推进表', 'progress table', NULL, NULL, 2, 1),
    ('TASK_KIND', 'ISSUE', '问题整改', 'issue to put right', NULL, NULL, 3, 1),
    ('TASK_KIND', 'SUPERVISED', '挂账督办', 'supervised', NULL, NULL, 4, 1),
    ('TASK_STATUS', 'TODO', '未开始', 'to do', NULL, NULL, 1, 1),
    ('TASK_STATUS', 'DOING', '进行中', 'under way', NULL, NULL, 2, 1),
    ('TASK_STATUS', 'DONE', '已完成', 'done', NULL, NULL, 3, 1),
    ('TASK_STATUS', 'CLOSED', '已销号', 'closed', NULL, NULL, 4, 1),
    ('RANKING_EVENT', 'WEEK_REPORT', '周汇报', 'weekly report', NULL, NULL, 1, 1),
    ('RANKING_EVENT', 'MONTH_DISPATCH', '月调度', 'monthly dispatch', NULL, NULL, 2, 1),
    ('RANKING_EVENT', 'QUARTER_RANK', '季排队', 'quarterly ranking', NULL, NULL, 3, 1),
    ('RANKING_EVENT', 'HEARING', '过堂会', 'hearing', NULL, NULL, 4, 1),
    ('RANKING_EVENT', 'CONTEST', '擂台赛', 'contest', NULL, NULL, 5, 1),
    ('INDICATOR_THEME', 'POPULATION', '人口与脱贫', 'population and exit', NULL, NULL, 1, 1),
    ('INDICATOR_THEME', 'ASSURANCE', '三保障', 'guarantees', NULL, NULL, 2, 1),
    ('INDICATOR_THEME', 'INCOME', '收入', 'income', NULL, NULL, 3, 1),
    ('INDICATOR_THEME', 'EMPLOYMENT', '就业', 'employment', NULL, NULL, 4, 1),
    ('INDICATOR_THEME', 'INDUSTRY', '产业', 'industry', NULL, NULL, 5, 1),
    ('INDICATOR_THEME', 'SOLAR', '光伏', 'solar', NULL, NULL, 6, 1),
    ('INDICATOR_THEME', 'TOURISM', '旅游', 'tourism', NULL, NULL, 7, 1),
    ('INDICATOR_THEME', 'WORKSHOP', '帮扶车间', 'workshops', NULL, NULL, 8, 1),
    ('INDICATOR_THEME', 'HOUSING', '住房与搬迁', 'housing and relocation', NULL, NULL, 9, 1),
    ('INDICATOR_THEME', 'RESPONSIBILITY', '责任与走访', 'responsibility and visits', NULL, NULL, 10, 1),
    ('INDICATOR_THEME', 'MONITORING', '防返贫监测', 'monitoring', NULL, NULL, 11, 1),
    ('INDICATOR_THEME', 'FUND', '资金', 'funds', NULL, NULL, 12, 1),
    ('INDICATOR_THEME', 'QUALITY', '数据质量', 'data quality', NULL, NULL, 13, 1),
    ('FIGURE_QUALIFIER', 'EXACT', '确数', 'exact', NULL, NULL, 1, 1),
    ('FIGURE_QUALIFIER', 'APPROXIMATE', '约', 'about', NULL, NULL, 2, 1),
    ('FIGURE_QUALIFIER', 'OVER', '多、余', 'over', NULL, NULL, 3, 1),
    ('FIGURE_QUALIFIER', 'UNDER', '不足', 'under', NULL, NULL, 4, 1),
    ('FIGURE_QUALIFIER', 'AT_LEAST', '以上', 'at least', NULL, NULL, 5, 1),
    ('FIGURE_QUALIFIER', 'RANGE_LOW', '区间下限', 'low end of a range', NULL, NULL, 6, 1),
    ('FIGURE_QUALIFIER', 'RANGE_HIGH', '区间上限', 'high end of a range', NULL, NULL, 7, 1),
    ('FIGURE_QUALIFIER', 'ORDER_OF_MAGNITUDE', '约数级(百所、千名)', 'order of magnitude', NULL, NULL, 8, 1),
    ('FIGURE_QUALIFIER', 'CUMULATIVE', '累计', 'cumulative', NULL, NULL, 9, 1),
    ('FIGURE_QUALIFIER', 'TARGET', '目标', 'target', NULL, NULL, 10, 1),
    ('FIGURE_QUALIFIER', 'FORECAST', '预计', 'forecast', NULL, NULL, 11, 1),
    ('FIGURE_QUALIFIER', 'CLAIMED_ALL', '宣称全部', 'claimed all', NULL, NULL, 12, 1),
    ('FIGURE_QUALIFIER', 'CLAIMED_ZERO', '宣称为零', 'claimed zero', NULL, NULL, 13, 1),
    ('SOURCE_KIND', 'LEDGER', '精准台账', 'ledger', NULL, NULL, 1, 1),
    ('SOURCE_KIND', 'APP', '移动APP', 'mobile app', NULL, NULL, 2, 1),
    ('SOURCE_KIND', 'DEPARTMENT', '行业部门', 'line department', NULL, NULL, 3, 1),
    ('SOURCE_KIND', 'NATIONAL', '全国系统导出', 'national export', NULL, NULL, 4, 1),
    ('SOURCE_KIND', 'UTILITY', '供电等公用企业', 'utility', NULL, NULL, 5, 1),
    ('SOURCE_KIND', 'INSURER', '保险公司', 'insurer', NULL, NULL, 6, 1),
    ('SOURCE_KIND', 'MANUAL', '人工录入', 'typed in', NULL, NULL, 7, 1),
    ('SOURCE_KIND', 'DEMO', '演示数据', 'demo data', NULL, NULL, 8, 1),
    ('UPDATE_CYCLE', 'REALTIME', '实时', 'real time', NULL, NULL, 1, 1),
    ('UPDATE_CYCLE', 'DAILY', '每日', 'daily', NULL, NULL, 2, 1),
    ('UPDATE_CYCLE', 'WEEKLY', '每周', 'weekly', NULL, NULL, 3, 1),
    ('UPDATE_CYCLE', 'MONTHLY', '每月', 'monthly', NULL, NULL, 4, 1),
    ('UPDATE_CYCLE', 'QUARTERLY', '每季', 'quarterly', NULL, NULL, 5, 1),
    ('UPDATE_CYCLE', 'YEARLY', '每年', 'yearly', NULL, NULL, 6, 1),
    ('LOAD_STATUS', 'OK', '成功', 'ok', NULL, NULL, 1, 1),
    ('LOAD_STATUS', 'PARTIAL', '部分成功', 'partial', NULL, NULL, 2, 1),
    ('LOAD_STATUS', 'FAILED', '失败', 'failed', NULL, NULL, 3, 1),
    ('ISSUE_STATUS', 'OPEN', '未整改', 'open', NULL, NULL, 1, 1),
    ('ISSUE_STATUS', 'FIXED', '已整改', 'fixed', NULL, NULL, 2, 1),
    ('ISSUE_STATUS', 'WAIVED', '已核实无误', 'waived', NULL, NULL, 3, 1),
    ('REGION_GROUP_KIND', 'BELT', '产业带', 'industry belt', NULL, NULL, 1, 1),
    ('REGION_GROUP_KIND', 'AREA', '片区', 'contiguous area', NULL, NULL, 2, 1),
    ('REGION_GROUP_KIND', 'ZONE', '带动区', 'zone led by a place', NULL, NULL, 3, 1),
    ('REGION_GROUP_KIND', 'OTHER', '其他', 'other', NULL, NULL, 4, 1);

INSERT INTO industry_kind (industry_kind_code, name_zh, name_2021_zh, name_2026_zh, name_en, definition_zh, is_covering, icon_name, sort_no) VALUES
    ('SOLAR', '光伏扶贫', '光伏帮扶', NULL, 'solar', '并网且收益按规定分配到村、到户的光伏电站', 1, 'solar', 1),
    ('TOURISM', '旅游扶贫', '乡村旅游', NULL, 'tourism', '正在经营并带动农户的景区、农家院、民宿、合作社等经营主体', 1, 'tourism', 2),
    ('WORKSHOP', '扶贫微工厂', '就业帮扶车间', '就业帮扶车间(乡村就业工厂)', 'workshop', '经认定、正在生产并吸纳帮扶对象就业的车间或居家加工点', 1, 'workshop', 3),
    ('AGRICULTURE', '特色种养', NULL, NULL, 'agriculture', '与农户有利益联结的种植、养殖、林果、设施农业项目或主体', 1, 'agriculture', 4),
    ('ECOMMERCE', '电商扶贫', '农村电商', NULL, 'e-commerce', '正在经营的县、乡、村电商中心、服务站或企业', 1, 'ecommerce', 5),
    ('HANDICRAFT', '家庭手工业', NULL, NULL, 'handicraft', '分散到户的来料加工、手工编织等加工点', 1, 'handicraft', 6),
    ('ECOLOGY', '生态扶贫', '生态帮扶', NULL, 'ecology', '造林、护林、草原管护等吸纳帮扶对象的工程或岗位', 1, 'ecology', 7),
    ('CAPABLE_PERSON', '能人带动', '致富带头人带动', NULL, 'capable person', '致富带头人与农户结对;本身不是产业,不计入产业覆盖', 0, 'pairing', 8),
    ('OTHER', '其他', NULL, NULL, 'other', '不属于以上各类的产业', 1, 'other', 99);

INSERT INTO industry_metric (industry_kind_code, industry_metric_code, name_zh, name_en, unit_zh, is_flow, definition_zh, sort_no) VALUES
    ('AGRICULTURE', 'AREA_MU', '种植面积', 'planted area', '亩', 0, '当期在地面积', 1),
    ('AGRICULTURE', 'STOCK_COUNT', '存栏数', 'stock', '头(只)', 0, '期末存栏', 2),
    ('AGRICULTURE', 'SHED_COUNT', '大棚数', 'greenhouses and sheds', '座', 0, '期末在用', 3),
    ('AGRICULTURE', 'OUTPUT_YUAN', '产值', 'output', '元', 1, '当期产值', 4),
    ('ECOMMERCE', 'SALES_YUAN', '销售额', 'sales', '元', 1, '当期线上销售额', 1),
    ('ECOMMERCE', 'ORDER_COUNT', '订单数', 'orders', '单', 1, '当期成交订单', 2),
    ('HANDICRAFT', 'WORKER_COUNT', '从业人数', 'workers', '人', 0, '期末在册', 1),
    ('HANDICRAFT', 'WAGE_YUAN', '加工费', 'pay', '元', 1, '当期发放', 2),
    ('ECOLOGY', 'AREA_MU', '造林(管护)面积', 'area planted or kept', '亩', 0, '期末面积', 1),
    ('ECOLOGY', 'WORKER_COUNT', '吸纳人数', 'workers', '人', 0, '期末在册', 2),
    ('ECOLOGY', 'WAGE_YUAN', '劳务报酬', 'pay', '元', 1, '当期发放', 3),
    ('OTHER', 'OUTPUT_YUAN', '产值', 'output', '元', 1, '当期产值', 1);
