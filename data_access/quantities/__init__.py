"""Every additive quantity of the release, each counted by one pushed-down statement a theme or table."""

from data_access.quantities.assurance import count_assurance
from data_access.quantities.counting import PastWay, Placement, Tray
from data_access.quantities.figures import count_figures
from data_access.quantities.industry import count_industry, read_activities
from data_access.quantities.livelihood import count_employment, count_incomes
from data_access.quantities.monitoring import count_monitoring
from data_access.quantities.population import count_persons, count_population
from data_access.quantities.responsibility import count_responsibility
from data_access.quantities.soundness import doubt_links, sound_activities
from data_access.quantities.survey import Survey
from data_access.quantities.typed_industry import count_typed_industries
from data_access.quantities.typed_months import TypedMonths, read_months
from data_access.quantities.work import count_work

__all__ = [
    "PastWay",
    "Placement",
    "Survey",
    "Tray",
    "TypedMonths",
    "count_assurance",
    "count_employment",
    "count_figures",
    "count_incomes",
    "count_industry",
    "count_monitoring",
    "count_persons",
    "count_population",
    "count_responsibility",
    "count_typed_industries",
    "count_work",
    "doubt_links",
    "read_activities",
    "read_months",
    "sound_activities",
]
