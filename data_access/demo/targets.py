"""The published totals that the county Bashang reproduces (bashang_targets.csv names the source of each)."""

from typing import Final

import numpy as np

AS_OF: Final = np.datetime64("2019-09-30", "D")
YEARS: Final = (2014, 2015, 2016, 2017, 2018, 2019)

COUNTY: Final = "990101000000"
RURAL_POPULATION: Final = 290_800
HOUSEHOLDS: Final = 37_053
PERSONS: Final = 66_619
AGED_60: Final = 42_436
AGED_70: Final = 23_850
WITHOUT_LABOUR: Final = 37_177
PRIMARY_OR_LESS: Final = 44_901
SKILL_OR_FUNDS_PERSONS: Final = 15_395
MAJOR_ILLNESS: Final = (1_004, 1_452)
CHRONIC_ILLNESS: Final = (16_438, 22_719)
POOR_PERSONS: Final = 8_114
HELPERS: Final = 7_680
SOLAR_VILLAGE_STATIONS: Final = 174
SOLAR_KW: Final = 605_000
SOLAR_YUAN: Final = 160_000_000
TOURISM: Final = (14, 70, 6_814)
FARMING_HOUSEHOLDS: Final = 15_830
JOBS_2018: Final = (4_552, 3_943, 2_708)
HOLLOW: Final = (188, 114)
HALF_HOLLOW: Final = 29
WORKSHOPS: Final = (24, 14, 20)

EXITS: Final = {2014: 5_120, 2015: 9_340, 2016: 10_880, 2017: 12_930, 2018: 14_122, 2019: 6_113}
"""Persons lifted in each year: only their sum (66,619 - 8,114) is published, the split is generated."""

JOBS_2019: Final = (4_716, 4_204, 2_963)
"""Willing, with a job, six months and more in the nine months to September: generated."""

SOLAR_PAID: Final = {2016: 12_400_000, 2017: 61_300_000, 2018: 134_600_000, 2019: SOLAR_YUAN}
"""Yuan that reached the villages in each year, not cumulative: only 2019 is published, as a whole year's figure."""

LINES: Final = {2014: 2800, 2015: 2968, 2016: 3146, 2017: 3335, 2018: 3535, 2019: 3747}
"""The working line of each year, yuan per person."""
