"""Names for townships and villages that are nowhere: pictures of the land put together by chance."""

from __future__ import annotations

import numpy as np

_FIRST = tuple(
    "白青红黑黄大小上下东西前后南北石沙柳杨松柏桃杏榆桦苇草花云冷干双三九平高长圆野老新羊马牛鹿狼雁鹰泥砂盐碱铁金银玉瓦砖磨庙井阳阴"
)
_LAND = tuple("沟湾坪洼梁坡岭台滩岔崖峪坝塬甸沿川河泉井湖泊峁嘴口岗")
_HOME = ["庄", "营", "屯", "寨", "铺", "堡", "圪垯", "庙", "桥", "店", "窑", "房"]
_KIN = tuple("王李张刘陈杨赵周吴徐孙胡朱高林何郭罗梁宋郑谢韩唐冯董萧程曹袁邓许傅沈曾彭吕苏")
_TOWN = tuple("川河山泉台原营口桥店堡沟湾坪岭庄寺")


def village_names(rng: np.random.Generator, count: int) -> list[str]:
    """`count` different village names; the same name may stand in another township."""
    found: dict[str, None] = {}
    while len(found) < count:
        draw = rng.random()
        if draw < 0.24:
            name = f"{rng.choice(_KIN)}家{rng.choice(['庄', '营', '沟', '湾', '洼', '寨', '窑', '坪'])}"
        elif draw < 0.62:
            name = f"{rng.choice(_FIRST)}{rng.choice(_LAND)}"
        elif draw < 0.84:
            name = f"{rng.choice(_FIRST)}{rng.choice(_LAND)}{rng.choice(_HOME)}"
        else:
            name = f"{rng.choice(_FIRST)}{rng.choice(_FIRST)}{rng.choice(_LAND)}"
        if len(set(name)) == len(name):
            found[name + "村"] = None
    return list(found)


def township_names(rng: np.random.Generator, towns: int, townships: int) -> list[str]:
    """Different names, first the towns (镇), then the townships (乡)."""
    found: dict[str, None] = {}
    while len(found) < towns + townships:
        first, land = rng.choice(_FIRST, 2, replace=False), rng.choice(_TOWN)
        name = f"{first[0]}{land}" if rng.random() < 0.35 else f"{first[0]}{first[1]}{land}"
        found.setdefault(name, None)
    return [name + ("镇" if place < towns else "乡") for place, name in enumerate(found)]


def county_names(rng: np.random.Generator, count: int, districts: int = 0) -> list[str]:
    """Different names of counties (县), the first `districts` of them districts (区)."""
    found: dict[str, None] = {}
    while len(found) < count:
        first, land = rng.choice(_FIRST, 2, replace=False), rng.choice(_TOWN)
        found.setdefault(f"{first[0]}{land}" if rng.random() < 0.8 else f"{first[0]}{first[1]}{land}", None)
    return [name + ("区" if place < districts else "县") for place, name in enumerate(found)]
