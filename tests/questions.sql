-- The leader's questions, each as the statement that answers it, on any engine. Parameters: :region (the region shown, any
-- level), :household_id, :year, :previous_year, :month, :today, :days_ago_30, :days_ago_90, :days_ago_180 (dates),
-- :line_region (who set the income line), :held_on (day of a ranking).

-- name: 1
SELECT SUM(CASE WHEN h.poverty_status_code IN ('0', '3') THEN 1 ELSE 0 END) AS poor_household_count,
       SUM(CASE WHEN h.poverty_status_code IN ('0', '3') THEN h.member_count ELSE 0 END) AS poor_person_count,
       SUM(CASE WHEN h.household_type_code = '1' THEN 1 ELSE 0 END) AS registered_household_count,
       SUM(CASE WHEN h.household_type_code = '1' THEN h.member_count ELSE 0 END) AS registered_person_count,
       SUM(CASE WHEN m.household_id IS NOT NULL THEN 1 ELSE 0 END) AS monitored_household_count,
       SUM(CASE WHEN m.household_id IS NOT NULL THEN h.member_count ELSE 0 END) AS monitored_person_count
FROM household h
LEFT JOIN (SELECT DISTINCT household_id FROM open_monitoring_case) m ON m.household_id = h.household_id
WHERE h.is_valid = 1
  AND h.region_code IN (SELECT a.region_code FROM region_ancestor a WHERE a.ancestor_code = :region);

-- name: 2
SELECT t.region_code, t.name_zh, COUNT(*) AS village_count,
       SUM(y.poor_population_count) AS numerator, SUM(y.rural_population_count) AS denominator,
       ROUND(100.0 * SUM(y.poor_population_count) / NULLIF(SUM(y.rural_population_count), 0), 2) AS incidence_percent
FROM region_year y
JOIN region_ancestor u ON u.region_code = y.region_code
JOIN region t ON t.region_code = u.ancestor_code AND t.parent_code = :region
WHERE y.stat_year = :year AND y.poor_population_count IS NOT NULL AND y.rural_population_count IS NOT NULL
GROUP BY t.region_code, t.name_zh
ORDER BY incidence_percent DESC, t.region_code;

-- name: 2b
SELECT t.region_code, t.name_zh, COUNT(*) AS village_count,
       COALESCE(SUM(m.person_count), 0) AS numerator, SUM(y.rural_population_count) AS denominator,
       ROUND(100.0 * COALESCE(SUM(m.person_count), 0) / NULLIF(SUM(y.rural_population_count), 0), 2) AS monitored_percent
FROM region_year y
JOIN region_ancestor u ON u.region_code = y.region_code
JOIN region t ON t.region_code = u.ancestor_code AND t.parent_code = :region
LEFT JOIN (SELECT c.region_code, SUM(c.member_count) AS person_count
           FROM open_monitoring_case c
           WHERE c.region_code IN (SELECT a.region_code FROM region_ancestor a WHERE a.ancestor_code = :region)
           GROUP BY c.region_code) m ON m.region_code = y.region_code
WHERE y.stat_year = :year AND y.rural_population_count IS NOT NULL
GROUP BY t.region_code, t.name_zh
ORDER BY monitored_percent DESC, t.region_code;

-- name: 3
SELECT r.region_code, r.name_zh, t.name_zh AS township_zh, r.is_registered_poor
FROM region r
LEFT JOIN region t ON t.region_code = r.parent_code
WHERE r.region_level_code = '5' AND (r.valid_to IS NULL OR r.valid_to >= :today)
  AND r.region_code IN (SELECT a.region_code FROM region_ancestor a WHERE a.ancestor_code = :region)
  AND NOT EXISTS (SELECT 1 FROM industry_coverage c
                  JOIN industry_activity i ON i.activity_id = c.activity_id AND i.operating_status_code IN ('RUNNING', 'WATCHED')
                  JOIN industry_kind k ON k.industry_kind_code = i.industry_kind_code AND k.is_covering = 1
                  WHERE c.region_code = r.region_code AND c.stat_year = :year)
ORDER BY CASE WHEN r.is_registered_poor = 1 THEN 0 ELSE 1 END, r.region_code;

-- name: 3b
SELECT c.region_code, COUNT(DISTINCT i.activity_id) AS activity_count, COUNT(DISTINCT i.industry_kind_code) AS kind_count,
       CASE WHEN COUNT(DISTINCT i.industry_kind_code) = 1 THEN MIN(i.industry_kind_code) END AS only_kind_code
FROM industry_coverage c
JOIN industry_activity i ON i.activity_id = c.activity_id AND i.operating_status_code IN ('RUNNING', 'WATCHED')
JOIN industry_kind k ON k.industry_kind_code = i.industry_kind_code AND k.is_covering = 1
WHERE c.stat_year = :year
  AND c.region_code IN (SELECT a.region_code FROM region_ancestor a WHERE a.ancestor_code = :region)
GROUP BY c.region_code
ORDER BY kind_count, c.region_code;

-- name: 4
SELECT h.household_id, h.region_code, h.member_count, h.poverty_status_code
FROM household h
WHERE h.is_valid = 1 AND h.household_type_code = '1'
  AND h.region_code IN (SELECT a.region_code FROM region_ancestor a WHERE a.ancestor_code = :region)
  AND NOT EXISTS (SELECT 1 FROM industry_participation i WHERE i.household_id = h.household_id AND i.stat_year = :year)
  AND NOT EXISTS (SELECT 1 FROM person_employment e
                  WHERE e.household_id = h.household_id AND e.stat_year = :year AND e.worked_month_count > 0)
ORDER BY h.region_code, h.household_id;

-- name: 5
SELECT k.cause_code, c.name_zh AS cause_zh, COUNT(*) AS household_count, SUM(h.member_count) AS person_count
FROM household h
JOIN household_cause k ON k.household_id = h.household_id AND k.is_main = 1
LEFT JOIN code_item c ON c.list_code = 'CAUSE' AND c.item_code = k.cause_code
WHERE h.is_valid = 1 AND h.household_type_code = '1'
  AND h.region_code IN (SELECT a.region_code FROM region_ancestor a WHERE a.ancestor_code = :region)
GROUP BY k.cause_code, c.name_zh
ORDER BY person_count DESC, k.cause_code;

-- name: 6
SELECT m.household_id, m.region_code, o.name_zh AS object_zh, k.name_zh AS risk_zh, m.identified_on,
       m.net_income_yuan, m.member_count, m.line_yuan
FROM open_monitoring_case m
LEFT JOIN monitoring_risk r ON r.household_id = m.household_id AND r.case_id = m.case_id AND r.risk_no = 1
LEFT JOIN code_item o ON o.list_code = 'MONITORING_OBJECT' AND o.item_code = m.monitoring_object_code
LEFT JOIN code_item k ON k.list_code = 'RISK' AND k.item_code = r.risk_code
WHERE m.region_code IN (SELECT a.region_code FROM region_ancestor a WHERE a.ancestor_code = :region)
ORDER BY m.identified_on, m.household_id, m.case_id;

-- name: 7
SELECT m.household_id, m.region_code, m.identified_on
FROM open_monitoring_case m
WHERE m.identified_on <= :days_ago_180 AND COALESCE(m.is_without_labour, 0) = 0
  AND m.region_code IN (SELECT a.region_code FROM region_ancestor a WHERE a.ancestor_code = :region)
  AND EXISTS (SELECT 1 FROM person p
              WHERE p.household_id = m.household_id AND p.is_valid = 1 AND p.labour_ability_code IN ('01', '02', '05'))
  AND NOT EXISTS (SELECT 1 FROM household_measure x
                  WHERE x.household_id = m.household_id AND x.stat_year >= :previous_year
                    AND x.measure_code IN ('M39', 'M40', 'M41', 'M42') AND x.measure_status_code IN ('DOING', 'DONE')
                    AND (x.valid_to IS NULL OR x.valid_to >= m.identified_on))
ORDER BY m.identified_on, m.household_id, m.case_id;

-- name: 8
SELECT o.name_zh, o.title_zh, g.name_zh AS organisation_zh, f.official_role_code, f.valid_from,
       MAX(v.visited_at) AS last_visited_at, COUNT(v.visit_id) AS visit_count
FROM household_official f
JOIN official o ON o.official_id = f.official_id
LEFT JOIN organisation g ON g.organisation_id = o.organisation_id
LEFT JOIN household_visit v ON v.household_id = f.household_id AND v.official_id = f.official_id
WHERE f.household_id = :household_id AND f.valid_from <= :today AND (f.valid_to IS NULL OR f.valid_to >= :today)
GROUP BY f.official_id, o.name_zh, o.title_zh, g.name_zh, f.official_role_code, f.valid_from
ORDER BY f.official_role_code, f.official_id;

-- name: 9
SELECT l.household_id, l.region_code, l.last_visited_at, CASE WHEN m.household_id IS NULL THEN 0 ELSE 1 END AS is_monitored
FROM household_last_visit l
LEFT JOIN (SELECT DISTINCT household_id FROM open_monitoring_case) m ON m.household_id = l.household_id
WHERE l.region_code IN (SELECT a.region_code FROM region_ancestor a WHERE a.ancestor_code = :region)
  AND (l.household_type_code = '1' OR m.household_id IS NOT NULL)
  AND (l.last_visited_at IS NULL OR l.last_visited_at < :days_ago_90
       OR (m.household_id IS NOT NULL AND l.last_visited_at < :days_ago_30))
ORDER BY is_monitored DESC, CASE WHEN l.last_visited_at IS NULL THEN 0 ELSE 1 END, l.last_visited_at, l.household_id;

-- name: 10
SELECT h.household_id, h.region_code
FROM household h
WHERE h.is_valid = 1 AND h.household_type_code = '1'
  AND h.region_code IN (SELECT a.region_code FROM region_ancestor a WHERE a.ancestor_code = :region)
  AND NOT EXISTS (SELECT 1 FROM household_official f
                  WHERE f.household_id = h.household_id AND f.official_role_code = 'HELPER'
                    AND f.valid_from <= :today AND (f.valid_to IS NULL OR f.valid_to >= :today))
ORDER BY h.region_code, h.household_id;

-- name: 10b
SELECT o.official_id, o.name_zh, g.name_zh AS organisation_zh, COUNT(DISTINCT f.household_id) AS household_count
FROM household_official f
JOIN household h ON h.household_id = f.household_id AND h.is_valid = 1
JOIN official o ON o.official_id = f.official_id
LEFT JOIN organisation g ON g.organisation_id = o.organisation_id
WHERE f.official_role_code = 'HELPER' AND f.valid_from <= :today AND (f.valid_to IS NULL OR f.valid_to >= :today)
  AND h.region_code IN (SELECT a.region_code FROM region_ancestor a WHERE a.ancestor_code = :region)
GROUP BY o.official_id, o.name_zh, g.name_zh
ORDER BY household_count DESC, o.official_id;

-- name: 11
SELECT r.region_code, r.name_zh, COUNT(DISTINCT f.official_id) AS member_count,
       COUNT(DISTINCT CASE WHEN f.official_role_code = 'FIRST_SECRETARY' THEN f.official_id END) AS first_secretary_count,
       COUNT(DISTINCT CASE WHEN d.village_day_count < d.required_day_count THEN d.official_id END) AS short_of_days_count
FROM region r
LEFT JOIN region_official f ON f.region_code = r.region_code
      AND f.official_role_code IN ('FIRST_SECRETARY', 'TEAM_LEADER', 'TEAM_MEMBER')
      AND f.valid_from <= :today AND (f.valid_to IS NULL OR f.valid_to >= :today)
LEFT JOIN official_attendance d ON d.region_code = f.region_code AND d.official_id = f.official_id AND d.stat_year = :year
WHERE r.region_level_code = '5' AND (r.valid_to IS NULL OR r.valid_to >= :today)
  AND r.region_code IN (SELECT a.region_code FROM region_ancestor a WHERE a.ancestor_code = :region)
GROUP BY r.region_code, r.name_zh
HAVING COUNT(DISTINCT CASE WHEN f.official_role_code = 'FIRST_SECRETARY' THEN f.official_id END) = 0
    OR COUNT(DISTINCT CASE WHEN d.village_day_count < d.required_day_count THEN d.official_id END) > 0
ORDER BY member_count, first_secretary_count, r.region_code;

-- name: 12
SELECT s.assurance_code, r.region_code, r.name_zh AS village_zh, COUNT(*) AS unmet_household_count
FROM household_assurance s
JOIN household h ON h.household_id = s.household_id AND h.is_valid = 1
JOIN region r ON r.region_code = h.region_code
WHERE s.stat_year = :year AND s.is_met = 0 AND s.resolved_on IS NULL
  AND h.region_code IN (SELECT a.region_code FROM region_ancestor a WHERE a.ancestor_code = :region)
GROUP BY s.assurance_code, r.region_code, r.name_zh
ORDER BY unmet_household_count DESC, s.assurance_code, r.region_code;

-- name: 13
SELECT r.region_code, r.name_zh, s.received_yuan, d.post_yuan, d.work_yuan, d.relief_yuan, d.household_count
FROM region r
LEFT JOIN (SELECT c.region_code, SUM(c.received_yuan) AS received_yuan
           FROM industry_coverage c
           JOIN industry_activity i ON i.activity_id = c.activity_id AND i.industry_kind_code = 'SOLAR'
           WHERE c.stat_year = :year GROUP BY c.region_code) s ON s.region_code = r.region_code
LEFT JOIN solar_distribution d ON d.region_code = r.region_code AND d.stat_year = :year
WHERE r.region_level_code = '5' AND (r.valid_to IS NULL OR r.valid_to >= :today)
  AND r.region_code IN (SELECT a.region_code FROM region_ancestor a WHERE a.ancestor_code = :region)
ORDER BY COALESCE(s.received_yuan, 0), r.region_code;

-- name: 14
SELECT p.policy_id, p.stat_year, p.insurer_zh, p.premium_yuan, p.insured_count, p.monitored_count, p.eligible_count,
       COALESCE(c.claim_count, 0) AS claim_count, COALESCE(c.paid_yuan, 0) AS paid_yuan,
       ROUND(100.0 * COALESCE(c.paid_yuan, 0) / NULLIF(p.premium_yuan, 0), 1) AS paid_percent_of_premium
FROM insurance_policy p
LEFT JOIN (SELECT k.policy_id, COUNT(*) AS claim_count, SUM(k.paid_yuan) AS paid_yuan
           FROM insurance_claim k
           JOIN insurance_policy q ON q.policy_id = k.policy_id
           WHERE q.region_code IN (SELECT a.region_code FROM region_ancestor a WHERE a.ancestor_code = :region)
           GROUP BY k.policy_id) c ON c.policy_id = p.policy_id
WHERE p.region_code IN (SELECT a.region_code FROM region_ancestor a WHERE a.ancestor_code = :region)
ORDER BY p.stat_year, p.policy_id;

-- name: 15
SELECT x.mode_code, m.name_zh AS mode_zh, x.operator_count, x.township_count, x.village_count, y.household_count, y.income_yuan
FROM (SELECT COALESCE(t.tourism_mode_code, 'NOT_KNOWN') AS mode_code, COUNT(DISTINCT i.activity_id) AS operator_count,
             COUNT(DISTINCT v.parent_code) AS township_count, COUNT(DISTINCT c.region_code) AS village_count
      FROM tourism_operator t
      JOIN industry_activity i ON i.activity_id = t.activity_id
      LEFT JOIN industry_coverage c ON c.activity_id = i.activity_id AND c.stat_year = :year
      LEFT JOIN region v ON v.region_code = c.region_code
      WHERE i.region_code IN (SELECT a.region_code FROM region_ancestor a WHERE a.ancestor_code = :region)
      GROUP BY COALESCE(t.tourism_mode_code, 'NOT_KNOWN')) x
LEFT JOIN (SELECT COALESCE(t.tourism_mode_code, 'NOT_KNOWN') AS mode_code,
                  COUNT(DISTINCT p.household_id) AS household_count, SUM(p.income_yuan) AS income_yuan
           FROM industry_participation p
           JOIN tourism_operator t ON t.activity_id = p.activity_id
           JOIN industry_activity i ON i.activity_id = p.activity_id
           WHERE p.stat_year = :year
             AND i.region_code IN (SELECT a.region_code FROM region_ancestor a WHERE a.ancestor_code = :region)
           GROUP BY COALESCE(t.tourism_mode_code, 'NOT_KNOWN')) y ON y.mode_code = x.mode_code
LEFT JOIN code_item m ON m.list_code = 'TOURISM_MODE' AND m.item_code = x.mode_code
ORDER BY x.village_count DESC, x.mode_code;

-- name: 16
SELECT i.activity_id, i.name_zh, r.name_zh AS village_zh, w.worker_count, w.assisted_worker_count,
       ROUND(100.0 * w.assisted_worker_count / NULLIF(w.worker_count, 0), 1) AS assisted_percent, w.workshop_watch_code
FROM workshop_month w
JOIN industry_activity i ON i.activity_id = w.activity_id
JOIN region r ON r.region_code = i.region_code
WHERE w.stat_year = :year AND w.stat_month = :month
  AND i.region_code IN (SELECT a.region_code FROM region_ancestor a WHERE a.ancestor_code = :region)
ORDER BY CASE w.workshop_watch_code WHEN 'CLEAR' THEN 0 WHEN 'WATCH' THEN 1 ELSE 2 END,
         CASE WHEN w.worker_count > 0 THEN 0 ELSE 1 END, assisted_percent, i.activity_id;

-- name: 17
SELECT r.region_code, r.name_zh AS village_zh, COUNT(*) AS person_count
FROM person p
JOIN household h ON h.household_id = p.household_id AND h.is_valid = 1
JOIN person_employment e ON e.household_id = p.household_id AND e.person_id = p.person_id AND e.stat_year = :year
JOIN region r ON r.region_code = h.region_code
WHERE p.is_valid = 1 AND p.labour_ability_code IN ('01', '02', '05')
  AND e.is_willing = 1 AND e.worked_month_count = 0
  AND h.region_code IN (SELECT a.region_code FROM region_ancestor a WHERE a.ancestor_code = :region)
GROUP BY r.region_code, r.name_zh
ORDER BY person_count DESC, r.region_code;

-- name: 18
SELECT h.household_id, h.region_code, b.net_income_yuan, b.member_count,
       a.net_income_yuan AS previous_net_income_yuan, a.member_count AS previous_member_count, l.amount_yuan AS line_yuan
FROM household h
JOIN household_income b ON b.household_id = h.household_id AND b.stat_year = :year
LEFT JOIN household_income a ON a.household_id = h.household_id AND a.stat_year = :previous_year
LEFT JOIN policy_line l ON l.policy_line_code = 'MONITORING_INCOME' AND l.region_code = :line_region AND l.stat_year = :year
WHERE h.is_valid = 1
  AND h.region_code IN (SELECT u.region_code FROM region_ancestor u WHERE u.ancestor_code = :region)
  AND (b.net_income_yuan < l.amount_yuan * b.member_count
       OR b.net_income_yuan * a.member_count < a.net_income_yuan * b.member_count)
ORDER BY 1.0 * b.net_income_yuan / NULLIF(b.member_count, 0), h.household_id;

-- name: 19
SELECT r.region_code, r.name_zh AS village_zh, SUM(b.wage_income_yuan) AS wage_yuan, SUM(b.business_income_yuan) AS business_yuan,
       SUM(b.property_income_yuan) AS property_yuan, SUM(b.transfer_income_yuan) AS transfer_yuan,
       SUM(b.business_cost_yuan) AS business_cost_yuan,
       SUM(CASE WHEN b.transfer_income_yuan > b.wage_income_yuan + b.business_income_yuan + b.property_income_yuan
           THEN 1 ELSE 0 END) AS on_transfers_household_count
FROM household h
JOIN household_income b ON b.household_id = h.household_id AND b.stat_year = :year
JOIN region r ON r.region_code = h.region_code
WHERE h.is_valid = 1
  AND h.region_code IN (SELECT a.region_code FROM region_ancestor a WHERE a.ancestor_code = :region)
GROUP BY r.region_code, r.name_zh
ORDER BY on_transfers_household_count DESC, r.region_code;

-- name: 20
SELECT r.region_code, r.name_zh, y.house_count, y.vacant_house_count,
       ROUND(100.0 * y.vacant_house_count / NULLIF(y.house_count, 0), 1) AS vacancy_percent,
       COALESCE(i.activity_count, 0) AS activity_count, COALESCE(m.household_count, 0) AS relocated_household_count
FROM region r
JOIN region_year y ON y.region_code = r.region_code AND y.stat_year = :year
LEFT JOIN (SELECT c.region_code, COUNT(DISTINCT c.activity_id) AS activity_count
           FROM industry_coverage c WHERE c.stat_year = :year GROUP BY c.region_code) i ON i.region_code = r.region_code
LEFT JOIN (SELECT h.region_code, COUNT(*) AS household_count
           FROM household_relocation x JOIN household h ON h.household_id = x.household_id
           WHERE h.is_valid = 1
             AND h.region_code IN (SELECT a.region_code FROM region_ancestor a WHERE a.ancestor_code = :region)
           GROUP BY h.region_code) m ON m.region_code = r.region_code
WHERE r.region_level_code = '5' AND (r.valid_to IS NULL OR r.valid_to >= :today)
  AND r.region_code IN (SELECT a.region_code FROM region_ancestor a WHERE a.ancestor_code = :region)
  AND y.house_count > 0 AND y.vacant_house_count * 2 >= y.house_count
ORDER BY vacancy_percent DESC, r.region_code;

-- name: 21
SELECT s.site_id, s.name_zh, s.moved_household_count, s.occupied_household_count,
       ROUND(100.0 * s.occupied_household_count / NULLIF(s.moved_household_count, 0), 1) AS occupied_percent,
       m.household_count, m.in_industry_count, m.in_job_count, m.in_neither_count
FROM relocation_site s
LEFT JOIN (SELECT x.site_id, COUNT(*) AS household_count,
                  SUM(CASE WHEN i.household_id IS NOT NULL THEN 1 ELSE 0 END) AS in_industry_count,
                  SUM(CASE WHEN e.household_id IS NOT NULL THEN 1 ELSE 0 END) AS in_job_count,
                  SUM(CASE WHEN i.household_id IS NULL AND e.household_id IS NULL THEN 1 ELSE 0 END) AS in_neither_count
           FROM household_relocation x
           JOIN relocation_site z ON z.site_id = x.site_id
           JOIN household h ON h.household_id = x.household_id AND h.is_valid = 1
           LEFT JOIN (SELECT DISTINCT household_id FROM industry_participation
                      WHERE stat_year = :year) i ON i.household_id = x.household_id
           LEFT JOIN (SELECT DISTINCT household_id FROM person_employment
                      WHERE stat_year = :year AND worked_month_count > 0) e ON e.household_id = x.household_id
           WHERE z.region_code IN (SELECT a.region_code FROM region_ancestor a WHERE a.ancestor_code = :region)
           GROUP BY x.site_id) m ON m.site_id = s.site_id
WHERE s.region_code IN (SELECT a.region_code FROM region_ancestor a WHERE a.ancestor_code = :region)
ORDER BY CASE WHEN s.moved_household_count > 0 THEN 0 ELSE 1 END, occupied_percent, s.site_id;

-- name: 22
SELECT k.task_id, k.title_zh, r.name_zh AS region_zh, k.planned_end_on, k.done_quantity, k.target_quantity, k.unit_zh,
       g.name_zh AS organisation_zh, o.name_zh AS official_zh
FROM task k
JOIN region r ON r.region_code = k.region_code
LEFT JOIN organisation g ON g.organisation_id = k.organisation_id
LEFT JOIN official o ON o.official_id = k.official_id
WHERE k.finished_on IS NULL AND k.task_status_code IN ('TODO', 'DOING') AND k.planned_end_on < :today
  AND k.region_code IN (SELECT a.region_code FROM region_ancestor a WHERE a.ancestor_code = :region)
ORDER BY k.planned_end_on, k.task_id;

-- name: 23
SELECT k.place_no, r.region_code, r.name_zh, k.score, k.issue_count, k.fixed_issue_count
FROM ranking k
JOIN region r ON r.region_code = k.region_code
WHERE k.ranking_event_code = 'QUARTER_RANK' AND k.held_on = :held_on
  AND k.region_code IN (SELECT a.region_code FROM region_ancestor a WHERE a.ancestor_code = :region)
ORDER BY k.place_no, r.region_code;

-- name: 24
SELECT w.department_code, d.name_zh AS department_zh, t.region_code AS township_code, t.name_zh AS township_zh,
       COUNT(*) AS pending_count, SUM(CASE WHEN w.due_on < :today THEN 1 ELSE 0 END) AS overdue_count
FROM monitoring_alert w
JOIN household h ON h.household_id = w.household_id AND h.is_valid = 1
JOIN region v ON v.region_code = h.region_code
LEFT JOIN region t ON t.region_code = v.parent_code
LEFT JOIN code_item d ON d.list_code = 'DEPARTMENT' AND d.item_code = w.department_code
WHERE w.alert_result_code = 'PENDING'
  AND h.region_code IN (SELECT a.region_code FROM region_ancestor a WHERE a.ancestor_code = :region)
GROUP BY w.department_code, d.name_zh, t.region_code, t.name_zh
ORDER BY overdue_count DESC, pending_count DESC, w.department_code, t.region_code;

-- name: 25
SELECT s.source_id, s.name_zh, s.source_kind_code, s.stale_after_day_count, l.as_of_on, l.finished_at
FROM data_source s
LEFT JOIN (SELECT source_id, MAX(as_of_on) AS as_of_on, MAX(finished_at) AS finished_at
           FROM data_load WHERE load_status_code = 'OK' GROUP BY source_id) l ON l.source_id = s.source_id
ORDER BY CASE WHEN l.as_of_on IS NULL THEN 0 ELSE 1 END, l.as_of_on, s.source_id;

-- name: 25b
SELECT d.rule_code, d.rule_zh, COUNT(*) AS open_count
FROM data_issue d
WHERE d.issue_status_code = 'OPEN'
  AND d.region_code IN (SELECT a.region_code FROM region_ancestor a WHERE a.ancestor_code = :region)
GROUP BY d.rule_code, d.rule_zh
ORDER BY open_count DESC, d.rule_code;
