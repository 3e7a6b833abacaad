# ruff: noqa: E501 - the quotes stand whole.
"""What documents say of the county: shares that do not follow from the counts, targets, totals without rows here."""

from typing import Final

import pandas as pd

from data_access.demo.targets import COUNTY

_BASE: Final = "占比为原文数字,口径底数未说明;按 66,619 人重算得不到这个数"

_FIGURES: Final = (
    # code, name, theme, unit, direction, definition, year, numerator, quoted, qualifier, quote, note
    ("SHARE_NO_LABOUR", "无(丧失)劳动能力占比(原文)", "POPULATION", "%", 0, "报道原文给出的占比", 2019, None, 56.2, "EXACT",
     "无劳动能力和丧失劳动能力的37177人,占56.2%", _BASE),
    ("SHARE_SKILL_FUNDS", "缺技能缺资金致贫占比(原文)", "POPULATION", "%", 0, "报道原文给出的占比", 2019, None, 23.3, "EXACT",
     "因缺技能、缺资金致贫的有15395人,占23.3%", _BASE),
    ("SHARE_ILL", "患大病慢病占比(原文)", "POPULATION", "%", 0, "报道原文给出的占比", 2019, None, 36.6, "EXACT",
     "患大病的有1004户1452人,患慢病的有16438户22719人,共占36.6%", _BASE),
    ("INCIDENCE_QUOTED", "贫困发生率(2019年8月,原文)", "POPULATION", "%", -1, "报道原文给出的发生率", 2019, None, 2.79, "EXACT",
     None, "2019-08-26 公开报道"),
    ("INCIDENCE_TARGET", "2019年底贫困发生率目标", "POPULATION", "%", -1, "年底目标,不是结果", 2019, None, 0.78, "TARGET",
     None, "2019-08-26 公开报道的计划数"),
    ("EXIT_TARGET", "2019年计划脱贫人口", "POPULATION", "人", 1, "年内计划脱贫,不是结果", 2019, None, 5852, "TARGET",
     None, "2019-08-26 公开报道的计划数"),
    ("LEFT_TARGET", "2019年底计划剩余贫困人口", "POPULATION", "人", -1, "年底计划剩余,不是结果", 2019, None, 2262, "TARGET",
     None, "2019-08-26 公开报道的计划数"),
    ("POOR_PERSONS_2013", "2013年末贫困人口", "POPULATION", "人", -1, "2013 年末口径,早于现在册人口的清理核实", 2013, 90570, 90570, "EXACT",
     None, "当年口径,与 2014 年以后按户册汇总的数不可相减"),
    ("POOR_VILLAGES_2013", "2013年末贫困村", "POPULATION", "个", -1, "2013 年末口径", 2013, 174, 174, "EXACT", None, "现在册贫困村为 199 个"),
    ("AFFORESTATION", "累计造林面积", "INDUSTRY", "亩", 1, "2016 年以来累计", 2019, 720000, 720000, "CUMULATIVE", "累计造林72万亩", None),
    ("COUNTY_POPULATION", "全县人口", "POPULATION", "人", 0, "概数", 2019, 370000, 370000, "APPROXIMATE", None, "发生率的分母是农村户籍人口,不是这个数"),
    ("TOWNSHIP_CADRES", "乡镇扶贫专职干部", "RESPONSIBILITY", "人", 1, "报道数", 2019, 120, 120, "EXACT", "120名扶贫专职干部坚守乡镇", None),
)  # fmt: skip


def figure_frames() -> dict[str, pd.DataFrame]:
    """Rows of region_indicator and region_figure, all of the county as a whole."""
    columns = ["region_indicator_code", "name_zh", "indicator_theme_code", "unit_zh", "good_direction", "definition_zh",
               "stat_year", "numerator", "quoted_value", "figure_qualifier_code", "quote_zh", "note_zh"]  # fmt: skip
    every = pd.DataFrame(_FIGURES, columns=columns)
    figure = every[["region_indicator_code", *columns[6:]]].assign(region_code=COUNTY, stat_month=0, source_id="DEMO")
    return {"region_indicator": every[columns[:6]], "region_figure": figure}
