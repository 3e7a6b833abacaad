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
SELECT format('GRANT SELECT ON %I.%I TO guatu_reader', :'schema', name)
FROM (VALUES
  ('region_boundary'),
  ('region_change'),
  ('region_group'),
  ('region_group_member'),
  ('region_indicator'),
  ('region_figure'),
  ('industry_kind'),
  ('industry_metric'),
  ('industry_activity'),
  ('industry_figure'),
  ('industry_coverage'),
  ('industry_participation'),
  ('solar_station'),
  ('solar_month'),
  ('solar_distribution'),
  ('tourism_operator'),
  ('tourism_month'),
  ('workshop'),
  ('workshop_month'),
  ('household_cause'),
  ('household_assurance'),
  ('household_income'),
  ('policy_line'),
  ('person_employment'),
  ('monitoring_case'),
  ('monitoring_risk'),
  ('monitoring_alert'),
  ('insurance_policy'),
  ('insurance_claim'),
  ('relocation_site'),
  ('household_relocation'),
  ('organisation'),
  ('official'),
  ('region_official'),
  ('official_attendance'),
  ('household_official'),
  ('household_visit'),
  ('household_measure'),
  ('project'),
  ('task'),
  ('ranking'),
  ('data_source'),
  ('data_load'),
  ('data_issue'),
  ('region_ancestor'),
  ('household_last_visit'),
  ('open_monitoring_case')
) AS wanted (name)
WHERE to_regclass(format('%I.%I', :'schema', name)) IS NOT NULL \gexec
-- health, apart: leave these out where the wall is not to know
SELECT format('GRANT SELECT ON %I.%I TO guatu_health_reader', :'schema', name)
FROM (VALUES
  ('person_health'),
  ('person_social_security')
) AS wanted (name)
WHERE to_regclass(format('%I.%I', :'schema', name)) IS NOT NULL \gexec
GRANT guatu_health_reader TO :"login";
COMMIT;
