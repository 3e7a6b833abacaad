"""What is counted of each activity and year (industry_figure), by the metrics of its kind."""

import pandas as pd
from sqlalchemy import select

from data_access.quantities.soundness import is_sound
from data_access.quantities.survey import Survey
from data_access.schema import industry


def metrics_by_activity(survey: Survey) -> pd.DataFrame:
    """What is counted of each sound activity in a year: a flow summed, of a state the last month (activity_id,
    stat_year, metric, quantity)."""
    f, a, m = industry.industry_figure, industry.industry_activity, industry.industry_metric
    metric = (m.c.industry_kind_code == a.c.industry_kind_code) & (m.c.industry_metric_code == f.c.industry_metric_code)
    frame = survey.ask(
        select(
            f.c.activity_id,
            f.c.stat_year,
            f.c.stat_month,
            f.c.industry_metric_code.label("metric"),
            m.c.is_flow,
            f.c.quantity,
        )
        .select_from(f.join(a, a.c.activity_id == f.c.activity_id).join(m, metric))
        .where(f.c.quantity >= 0, is_sound(a))
        .order_by(f.c.activity_id, f.c.stat_year, f.c.industry_metric_code, f.c.stat_month)
    )
    keys = ["activity_id", "stat_year", "metric"]
    flows = frame[frame["is_flow"] == 1].groupby(keys)["quantity"].sum().reset_index()
    states = frame[frame["is_flow"] != 1].drop_duplicates(keys, keep="last")[[*keys, "quantity"]]
    return pd.concat([flows, states], ignore_index=True)
