# ruff: noqa: E501 - the pools stand whole.
"""Names, identity numbers and phones that can belong to nobody.

Every person is called surname + 某 + one character; identity numbers carry the birth year 1800 and a wrong check digit;
phone numbers begin with 100, which is assigned to no subscriber.
"""

from typing import Final

import numpy as np

from data_access.demo.apportion import Flags, Ints, Words, pick

_SURNAMES: Final = "王 李 张 刘 陈 杨 赵 黄 周 吴 徐 孙 胡 朱 高 林 何 郭 马 罗 梁 宋 郑 谢 韩 唐 冯 于 董 萧 程 曹 袁 邓 许 傅 沈 曾 彭 吕 苏 卢 蒋 蔡 贾 丁 魏 薛 叶 阎 余 潘 杜 戴 夏 钟 汪 田 任 姜 范 方 石 姚 谭 廖 邹 熊 金 陆 郝 孔 白 崔 康 毛 邱 秦 江 史 顾 侯 邵 孟 龙 万 段 雷 钱 汤 尹 黎 易 常 武 乔 贺 赖 龚 文"
_ODDS: Final = [1 / (i + 6) for i in range(len(_SURNAMES.split()))]
_MALE: Final = "山 军 强 海 林 平 富 贵 财 福 宝 柱 生 旺 春 明 亮 东 成 义 才 江 龙 田 根 锁 栓 虎 祥 和 忠 民 国 有 全 利 顺 增 河 俊"
_FEMALE: Final = (
    "花 英 兰 梅 芳 玲 秀 凤 霞 琴 桂 莲 珍 芬 云 娥 翠 香 娟 艳 红 月 菊 萍 荣 清 巧 女 青 焕 改 素 爱 桃 仙 瑞 燕 婷"
)
_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK: Final = "10X98765432"


def surnames(rng: np.random.Generator, count: int) -> Words:
    """Surnames, the common ones more often."""
    return pick(rng, _SURNAMES, count, _ODDS)


def full_names(rng: np.random.Generator, surname: Words, is_male: Flags) -> Words:
    """Surname + 某 + one character that suits the gender."""
    given = np.where(is_male, pick(rng, _MALE, surname.size), pick(rng, _FEMALE, surname.size))
    result: Words = surname + "某" + given
    return result


def identity_numbers(rng: np.random.Generator, is_male: Flags, area: str) -> Words:
    """18 characters, unique, of a birth year about 1800 and with a check digit that is always wrong."""
    count = is_male.size
    # 365 days x 500 numbers of each parity: room for 182,500 of each gender and year.
    years = 1 + (count - 1) // (365 * 500)
    slot = np.empty(count, dtype=np.int64)
    for flag in (True, False):
        mine = is_male == flag
        slot[mine] = rng.permutation(365 * 500 * years)[: int(mine.sum())]
    day = np.datetime64("1800-01-01", "D") + (slot // 500).astype("timedelta64[D]")
    born = np.char.replace(np.datetime_as_string(day), "-", "")
    sequence = (slot % 500) * 2 + is_male
    digits = np.zeros((count, 17), dtype=np.int64)
    stems = [f"{area}{b}{s:03d}" for b, s in zip(born.tolist(), sequence.tolist(), strict=True)]
    for place in range(17):
        digits[:, place] = [int(stem[place]) for stem in stems]
    right = (digits * np.array(_WEIGHTS)).sum(axis=1) % 11
    wrong = (right + rng.integers(1, 11, count)) % 11
    return np.array([stem + _CHECK[w] for stem, w in zip(stems, wrong.tolist(), strict=True)], dtype=object)


def phones(rng: np.random.Generator, count: int) -> Words:
    """Eleven digits that begin with 100."""
    numbers: Ints = rng.integers(0, 10**8, count)
    return np.array([f"100{n:08d}" for n in numbers.tolist()], dtype=object)
