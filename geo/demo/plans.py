"""What land each demo scenario has: how many villages, townships and counties, how large, and where on the globe.

The counts that were published are exact. The others were chosen: weigong and qilian have as many villages and
townships as the national list of 2023 gives their models or the reports say; saibei is drawn with fewer villages than
its model, enough for every station, site and village that the reports count, so that its outlines stay small.
"""

from typing import Final

from geo.demo.growth import Plan

PLANS: Final = {
    plan.name: plan
    for plan in (
        Plan(
            "bashang", "坝上县", "990101000000", villages=366, townships=18, area_km2=4_200.0,
            middle=(114.7, 41.2), seed=7,
        ),
        Plan(
            "weigong", "微工县", "990201000000", villages=561, townships=22, towns=10, area_km2=1_180.0,
            middle=(114.94, 36.36), seed=12, poor=118, deep=9,
        ),
        Plan(
            "qilian", "祁北县", "990301000000", villages=115, townships=8, towns=6, area_km2=3_450.0,
            middle=(101.1, 38.6), seed=3, poor=13, exclaves=1,
            township_ragged_km=0.63,
        ),
        Plan(
            "saibei", "塞北市", "990400000000", villages=1_610, townships=160, towns=70, area_km2=26_400.0,
            middle=(115.0, 40.9), seed=5, spacing=0.4, detail=0.04,
            township_ragged_km=0.85, poor=905, deep=99, deep_counties=5,
            counties_zh=("冰川区", "坝中县", "云甸县", "沙泉县", "白河湾县", "青边县", "桦岭县", "盘道县", "宁原县",
                         "长亭县", "草甸县", "石匣县", "杏沟县"),
        ),
        Plan(
            "taihang", "太行市", "990500000000", villages=1_082, townships=118, towns=48, area_km2=14_300.0,
            middle=(114.8, 39.1), seed=9, spacing=0.36, detail=0.036,
            township_ragged_km=0.75, poor=1_082, deep=214, deep_counties=2,
            counties_zh=("青崖县", "沙水县", "松峪县", "柿林县", "古道县", "磨峪县", "桑泉县", "柏坞县", "望岭县"),
        ),
    )
}  # fmt: skip
