"""Whole numbers that add up: shares of a total, choices whose sizes make exactly a published figure."""

from zlib import crc32

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Words = NDArray[np.object_]
Days = NDArray[np.datetime64]


def stream(seed: int, theme: str) -> np.random.Generator:
    """A random stream of its own for each theme, so that a change in one theme leaves the others as they were."""
    return np.random.default_rng([seed, crc32(theme.encode())])


def shares(total: int, weights: Floats, least: int = 0) -> Ints:
    """Whole numbers in proportion to `weights`, each at least `least`, that add up to `total` (largest remainders)."""
    rest = total - least * weights.size
    if rest < 0:
        raise ValueError(f"{total} cannot be divided into {weights.size} parts of at least {least}")
    exact = weights / weights.sum() * rest
    whole = np.floor(exact).astype(np.int64)
    order = np.argsort(whole - exact, kind="stable")
    whole[order[: rest - int(whole.sum())]] += 1
    result: Ints = whole + least
    return result


def capped_shares(total: int, weights: Floats, most: Ints) -> Ints:
    """Whole numbers in proportion to `weights`, none above `most`, that add up to `total`."""
    if int(most.sum()) < total:
        raise ValueError(f"{total} does not fit under caps of {int(most.sum())}")
    given = np.zeros(weights.size, dtype=np.int64)
    while int(given.sum()) < total:
        free = given < most
        more = shares(total - int(given.sum()), np.where(free, weights, 0.0) + np.where(free, 1e-9, 0.0))
        given = np.minimum(given + np.where(free, more, 0), most)
    return given


def best(score: Floats, count: int, among: Flags | None = None) -> Flags:
    """The `count` highest scores (within `among`) as flags; raises ValueError when there are not that many."""
    allowed = np.ones(score.size, dtype=bool) if among is None else among
    places = np.flatnonzero(allowed)
    if places.size < count:
        raise ValueError(f"{count} wanted, {places.size} to choose from")
    chosen = np.zeros(score.size, dtype=bool)
    chosen[places[np.argsort(-score[places], kind="stable")[:count]]] = True
    return chosen


def best_of_size(score: Floats, sizes: Ints, total: int, among: Flags | None = None) -> Flags:
    """The highest scores whose `sizes` add up to exactly `total`; raises ValueError when no such choice is found."""
    allowed = np.ones(score.size, dtype=bool) if among is None else among
    order = np.flatnonzero(allowed)
    order = order[np.argsort(-score[order], kind="stable")]
    chosen = np.zeros(score.size, dtype=bool)
    cut = int(np.searchsorted(np.cumsum(sizes[order]), total, side="right"))
    chosen[order[:cut]] = True
    missing = total - int(sizes[order[:cut]].sum())
    for place in order[cut:]:
        if missing == 0:
            break
        if sizes[place] <= missing:
            chosen[place] = True
            missing -= int(sizes[place])
    if missing:
        raise ValueError(f"{missing} of {total} left over")
    return chosen


def best_of_count(score: Floats, sizes: Ints, count: int, total: int, among: Flags | None = None) -> Flags:
    """`count` of the highest scores whose `sizes` add up to exactly `total`; raises ValueError when there are none.

    The best are taken first; then single ones are exchanged for ones a little larger or smaller, the closest in score.
    """
    allowed = np.ones(score.size, dtype=bool) if among is None else among
    chosen = best(score, count, allowed)
    missing = total - int(sizes[chosen].sum())
    step = 1 if missing > 0 else -1
    largest = int(sizes[allowed].max())
    while missing:
        pairs = []
        for jump in range(min(abs(missing), largest), 0, -1):
            for size in range(1, largest + 1):
                out = np.flatnonzero(chosen & (sizes == size))
                into = np.flatnonzero(allowed & ~chosen & (sizes == size + step * jump))
                if out.size and into.size:
                    many = min(out.size, into.size, max(abs(missing) // jump // 2, 1))
                    out = out[np.argsort(score[out], kind="stable")[:many]]
                    into = into[np.argsort(-score[into], kind="stable")[:many]]
                    pairs.append((float((score[out] - score[into]).mean() / jump), jump, out, into))
        if not pairs:
            raise ValueError(f"{missing} of {total} left over")
        _, jump, out, into = min(pairs, key=lambda pair: pair[0])
        chosen[out], chosen[into] = False, True
        missing -= step * jump * out.size
    return chosen


def ranks(score: Floats, group: Ints) -> Ints:
    """The place of each row within its `group`, 0 = the highest score."""
    order = np.lexsort((-score, group))
    starts = np.flatnonzero(np.r_[True, group[order][1:] != group[order][:-1]])
    place = np.arange(group.size) - np.repeat(starts, np.diff(np.r_[starts, group.size]))
    result = np.empty(group.size, dtype=np.int64)
    result[order] = place
    return result


def pick(rng: np.random.Generator, words: str, count: int, odds: list[float] | None = None) -> Words:
    """`count` words drawn from a blank-separated list, with `odds` (uniform when None)."""
    pool = np.array(words.split(), dtype=object)
    chances = None if odds is None else np.array(odds) / sum(odds)
    return pool[rng.choice(pool.size, count, p=chances)]


def numbered(prefix: str, count: int, width: int, start: int = 1) -> Words:
    """Keys such as H00001, H00002 ..."""
    return np.array([f"{prefix}{i:0{width}d}" for i in range(start, start + count)], dtype=object)


def day(text: str) -> np.datetime64:
    """A day as numpy counts them."""
    return np.datetime64(text, "D")


def days_between(rng: np.random.Generator, first: str, last: str, count: int) -> Days:
    """Days drawn evenly from `first` to `last`, both included."""
    span = int((day(last) - day(first)).astype(np.int64)) + 1
    return day(first) + rng.integers(0, span, count).astype("timedelta64[D]")


def maybe(values: Days | Words | Floats | Ints, known: Flags) -> Words:
    """The values as objects, None where not `known`."""
    result: Words = np.array(values, dtype=object)
    result[~known] = None
    return result
