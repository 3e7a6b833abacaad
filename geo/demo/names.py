"""Names for townships and villages that are nowhere: pictures of the land put together by chance."""

from __future__ import annotations

import numpy as np

_FIRST = (
    "白 青 红 黑 黄 大 小 上 下 东 西 前 后 南 北 石 沙 柳 杨 松 柏 桃 杏 榆 桦 苇 草 花 云 冷 干 双 三 九 平 高 长 圆 野 老 "
    "新 羊 马 牛 鹿 狼 雁 鹰 泥 砂 盐 碱 铁 金 银 玉 瓦 砖 磨 庙 井 阳 阴"
).split()
_LAND = "沟 湾 坪 洼 梁 坡 岭 台 滩 岔 崖 峪 坝 塬 甸 沿 川 河 泉 井 湖 泊 峁 嘴 口 岗".split()
_HOME = "庄 营 屯 寨 铺 堡 圪垯 庙 桥 店 窑 房".split()
_KIN = "王 李 张 刘 陈 杨 赵 周 吴 徐 孙 胡 朱 高 林 何 郭 罗 梁 宋 郑 谢 韩 唐 冯 董 萧 程 曹 袁 邓 许 傅 沈 曾 彭 吕 苏".split()
_TOWN = "镇 川 河 山 泉 台 原 营 口 桥 店 堡 沟 湾 坪 岭 庄 寺".split()[1:]


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
