"""Every id of the screen, once. Stores and containers of the wall first, then one section a panel."""

from typing import Final

# the page's state: the URL, and what of it the server's panels depend on
LOCATION: Final = "location"
SCOPE: Final = "scope"
OVERVIEW_SCOPE: Final = "overview-scope"
INDUSTRY_SCOPE: Final = "industry-scope"
MONITOR_SCOPE: Final = "monitor-scope"
RANKING_SCOPE: Final = "ranking-scope"
TASKS_SCOPE: Final = "tasks-scope"
DUTY_SCOPE: Final = "duty-scope"
SCOPES: Final = (SCOPE, OVERVIEW_SCOPE, INDUSTRY_SCOPE, DUTY_SCOPE, MONITOR_SCOPE, TASKS_SCOPE, RANKING_SCOPE)
CONFIG: Final = "config"
NOTICE: Final = "notice"
NOTICE_CLOSE: Final = "notice-close"

# frame
WALL: Final = "wall"
BREADCRUMB: Final = "breadcrumb"
FRESHNESS: Final = "freshness"
SENTENCE: Final = "sentence"
ALOUD: Final = "aloud"
MENU: Final = "menu"
WALL_NAME: Final = "wall-name"

# the map and what is painted with it in the browser
MAP: Final = "map"
MAP_TABS: Final = "map-tabs"
MAP_LEGEND: Final = "map-legend"
MAP_LAYERS: Final = "map-layers"
MAP_PERIODS: Final = "map-periods"
MAP_TABLE: Final = "map-table"
MAP_TIP: Final = "map-tip"
MAP_HEAD: Final = "map-head"
MAP2: Final = "map2"
MAP2_BOX: Final = "map2-box"

# panels that the server draws
KPI: Final = "kpi"
CAUSES: Final = "causes"
CAUSES_CHART: Final = "causes-chart"
STRUCTURE: Final = "structure"
PROGRESS: Final = "progress"
COVERAGE: Final = "coverage"
ALERTS: Final = "alerts"
MATRIX: Final = "matrix"

# panels of the industry view
INDUSTRY_REACH: Final = "industry-reach"
INDUSTRY_MEETS: Final = "industry-meets"
INDUSTRY_EFFECT: Final = "industry-effect"
INDUSTRY_KIND: Final = "industry-kind"
INDUSTRY_GAPS: Final = "industry-gaps"
INDUSTRY_FLOWS: Final = "industry-flows"
INDUSTRY_BELTS: Final = "industry-belts"
GAPS_TURN: Final = "gaps-turn"

# panels of the ranking view
RANKING_STANDING: Final = "ranking-standing"
RANKING_BUMP: Final = "ranking-bump"
RANKING_MULTIPLES: Final = "ranking-multiples"
RANKING_BALANCE: Final = "ranking-balance"
RANKING_EVENT: Final = "ranking-event"

# panels of the battle map
TASKS_ADVANCE: Final = "tasks-advance"
TASKS_WORKS: Final = "tasks-works"
TASKS_MONEY: Final = "tasks-money"
TASKS_LATE: Final = "tasks-late"
TASKS_UNMET: Final = "tasks-unmet"
TASKS_CHECKS: Final = "tasks-checks"
TASKS_LATE_TURN: Final = "tasks-late-turn"
TASKS_WORKS_TURN: Final = "tasks-works-turn"
TASKS_UNMET_TURN: Final = "tasks-unmet-turn"

# panels of the monitoring view
MONITOR_FUNNEL: Final = "monitor-funnel"
MONITOR_CASES: Final = "monitor-cases"
MONITOR_LINES: Final = "monitor-lines"
MONITOR_WARNINGS: Final = "monitor-warnings"
MONITOR_INSURANCE: Final = "monitor-insurance"
MONITOR_BURDEN: Final = "monitor-burden"
MONITOR_TURN: Final = "monitor-turn"

# panels of the duty view
DUTY_CHAIN: Final = "duty-chain"
DUTY_LOADS: Final = "duty-loads"
DUTY_TEAMS: Final = "duty-teams"
DUTY_VISITS: Final = "duty-visits"
DUTY_SILENT: Final = "duty-silent"
DUTY_TURN: Final = "duty-turn"

# households
HOUSEHOLDS: Final = "households"
CARD: Final = "card"
HOUSEHOLD_PAGE: Final = "household-page"

# the desk's list of households
LIST_HEAD: Final = "list-head"
LIST_FACETS: Final = "list-facets"
LIST_BAR: Final = "list-bar"
LIST_BOX: Final = "list-box"
LIST_GRID: Final = "list-grid"
LIST_MAP: Final = "list-map"
LIST_WAIT: Final = "list-wait"

# the scenes that take turns
ROTATION: Final = "rotation"
