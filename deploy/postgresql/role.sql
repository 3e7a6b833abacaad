-- Written by python -m data_access.server_scripts from the tables of the contract: change it there.

-- psql -v ON_ERROR_STOP=1 -v schema=public -v login=guatu_wall -f role.sql postgresql://dba@host/database
-- Then set a password: \password guatu_wall
--
-- guatu_reader         reads every table of the contract but those of health, and nothing else of the database
-- guatu_health_reader  reads the tables of health; without it the theme that they belong to is not connected
-- :login               who the wall signs in as: it can only read, and no statement of it runs for ever
--
-- A ledger of one's own keeps more than the contract asks for, bank accounts among it (AAC004, AAQ002). Nobody reads
-- what is not granted. Where such columns stand in a table that a mapping reads, grant the others one by one:
--   GRANT SELECT (aac001, aar008, aac017) ON ledger.ac01 TO guatu_reader;

\if :{?schema}
\else
  \set schema public
\endif
\if :{?login}
\else
  \set login guatu_wall
\endif

BEGIN;

SELECT format('CREATE ROLE %I NOLOGIN', name)
FROM (VALUES ('guatu_reader'), ('guatu_health_reader')) AS wanted (name)
WHERE NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = name) \gexec
SELECT format('CREATE ROLE %I LOGIN', :'login')
WHERE NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = :'login') \gexec

ALTER ROLE :"login" NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION CONNECTION LIMIT 60;
ALTER ROLE :"login" SET default_transaction_read_only = on;
ALTER ROLE :"login" SET search_path = :"schema";
ALTER ROLE :"login" SET statement_timeout = '15min';
ALTER ROLE :"login" SET idle_in_transaction_session_timeout = '30min';

GRANT USAGE ON SCHEMA :"schema" TO guatu_reader;
GRANT guatu_reader TO :"login";

GRANT SELECT ON :"schema".code_item TO guatu_reader;
GRANT SELECT ON :"schema".region TO guatu_reader;
GRANT SELECT ON :"schema".region_year TO guatu_reader;
GRANT SELECT ON :"schema".household TO guatu_reader;
GRANT SELECT ON :"schema".household_year TO guatu_reader;
GRANT SELECT ON :"schema".person TO guatu_reader;
GRANT SELECT ON :"schema".region_boundary TO guatu_reader;
GRANT SELECT ON :"schema".region_change TO guatu_reader;
GRANT SELECT ON :"schema".region_group TO guatu_reader;
GRANT SELECT ON :"schema".region_group_member TO guatu_reader;
GRANT SELECT ON :"schema".region_indicator TO guatu_reader;
GRANT SELECT ON :"schema".region_figure TO guatu_reader;
GRANT SELECT ON :"schema".industry_kind TO guatu_reader;
GRANT SELECT ON :"schema".industry_metric TO guatu_reader;
GRANT SELECT ON :"schema".industry_activity TO guatu_reader;
GRANT SELECT ON :"schema".industry_figure TO guatu_reader;
GRANT SELECT ON :"schema".industry_coverage TO guatu_reader;
GRANT SELECT ON :"schema".industry_participation TO guatu_reader;
GRANT SELECT ON :"schema".solar_station TO guatu_reader;
GRANT SELECT ON :"schema".solar_month TO guatu_reader;
GRANT SELECT ON :"schema".solar_distribution TO guatu_reader;
GRANT SELECT ON :"schema".tourism_operator TO guatu_reader;
GRANT SELECT ON :"schema".tourism_month TO guatu_reader;
GRANT SELECT ON :"schema".workshop TO guatu_reader;
GRANT SELECT ON :"schema".workshop_month TO guatu_reader;
GRANT SELECT ON :"schema".household_cause TO guatu_reader;
GRANT SELECT ON :"schema".household_assurance TO guatu_reader;
GRANT SELECT ON :"schema".household_income TO guatu_reader;
GRANT SELECT ON :"schema".policy_line TO guatu_reader;
GRANT SELECT ON :"schema".person_employment TO guatu_reader;
GRANT SELECT ON :"schema".monitoring_case TO guatu_reader;
GRANT SELECT ON :"schema".monitoring_risk TO guatu_reader;
GRANT SELECT ON :"schema".monitoring_alert TO guatu_reader;
GRANT SELECT ON :"schema".insurance_policy TO guatu_reader;
GRANT SELECT ON :"schema".insurance_claim TO guatu_reader;
GRANT SELECT ON :"schema".relocation_site TO guatu_reader;
GRANT SELECT ON :"schema".household_relocation TO guatu_reader;
GRANT SELECT ON :"schema".organisation TO guatu_reader;
GRANT SELECT ON :"schema".official TO guatu_reader;
GRANT SELECT ON :"schema".region_official TO guatu_reader;
GRANT SELECT ON :"schema".official_attendance TO guatu_reader;
GRANT SELECT ON :"schema".household_official TO guatu_reader;
GRANT SELECT ON :"schema".household_visit TO guatu_reader;
GRANT SELECT ON :"schema".household_measure TO guatu_reader;
GRANT SELECT ON :"schema".project TO guatu_reader;
GRANT SELECT ON :"schema".task TO guatu_reader;
GRANT SELECT ON :"schema".ranking TO guatu_reader;
GRANT SELECT ON :"schema".data_source TO guatu_reader;
GRANT SELECT ON :"schema".data_load TO guatu_reader;
GRANT SELECT ON :"schema".data_issue TO guatu_reader;
GRANT SELECT ON :"schema".region_ancestor TO guatu_reader;
GRANT SELECT ON :"schema".household_last_visit TO guatu_reader;
GRANT SELECT ON :"schema".open_monitoring_case TO guatu_reader;
-- health, apart: leave these out where the wall is not to know
GRANT SELECT ON :"schema".person_health TO guatu_health_reader;
GRANT SELECT ON :"schema".person_social_security TO guatu_health_reader;
GRANT guatu_health_reader TO :"login";
COMMIT;
