"""What can be measured of a wall in the browser: words cut off or over each other, panels that collide, empty room."""

from __future__ import annotations

from typing import Any

from tests.e2e.screen import Screen

# Every line of visible text with its rectangle and its font size; what a scrollable list hides is not cut off, and
# what lies behind an open card or an enlarged panel is not visible.
WORDS = """() => {
  const found = [];
  const card = document.querySelector('#card:not([hidden]) [role="dialog"]');
  const large = [...document.querySelectorAll('.stage, .slot, .slot-kpi, .panel')]
    .find(node => getComputedStyle(node).zIndex === '20');
  const over = large && large.getBoundingClientRect();
  const walk = document.createTreeWalker(document.getElementById('wall'), NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const words = node.textContent.trim();
    const parent = node.parentElement;
    if (!words || !parent || parent.closest('.visually-hidden, [hidden], script, style, select, .skip-link')) continue;
    if (card && !card.contains(parent)) continue;
    if (parent.closest('details:not([open])') && !parent.closest('summary')) continue;
    const style = getComputedStyle(parent);
    if (style.visibility === 'hidden' || style.display === 'none' || Number(style.opacity) === 0) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const box = range.getBoundingClientRect();
    if (!box.width || !box.height) continue;
    if (large && !large.contains(parent) && box.left < over.right && box.right > over.left &&
        box.top < over.bottom && box.bottom > over.top) continue;
    let cut = false, rolls = false, spills = null, shown = true, ended = false;
    let [left, right] = [box.left, box.right];
    for (let up = parent; up && up.id !== 'wall'; up = up.parentElement) {
      const s = getComputedStyle(up);
      const b = up.getBoundingClientRect();
      if (/auto|scroll/.test(s.overflowX + s.overflowY)) {
        rolls = true;
        shown = shown && box.top >= b.top - 1 && box.bottom <= b.bottom + 1;
        break;
      }
      const boxes = /^(BUTTON|A|TD|TH|LI|SECTION|ARTICLE|DETAILS|SUMMARY)$/.test(up.tagName);
      const framed = boxes && parseFloat(s.borderTopWidth) > 0;
      const out = right > b.right + 2 || left < b.left - 2 || box.bottom > b.bottom + 3 || box.top < b.top - 3;
      const ends = s.textOverflow === 'ellipsis' && s.overflow !== 'visible';
      if (ends) { ended = true; left = Math.max(left, b.left); right = Math.min(right, b.right); }
      if (out && s.overflow !== 'visible' && !(up instanceof SVGElement) && !ends) cut = true;
      if (out && framed && !ends && !(up instanceof SVGElement)) spills = up.className || up.tagName;
    }
    const lines = [...range.getClientRects()];
    const one = { left, right, top: box.top, bottom: box.bottom, height: box.height };
    for (const line of lines.length > 1 && !ended ? lines : [one])
      found.push({ words: words.slice(0, 40), left: line.left, top: line.top, right: line.right, bottom: line.bottom,
                   tall: line.height, size: parseFloat(style.fontSize) * (parent.currentCSSZoom || 1), cut, rolls,
                   shown, spills, where: parent.closest('[id]').id });
  }
  return found;
}"""

# The parts of the wall that must not touch, and how much of the main area they cover.
PARTS = """() => {
  const box = node => { const r = node.getBoundingClientRect(); return [r.left, r.top, r.right, r.bottom]; };
  const shown = node => node && node.getClientRects().length > 0;
  const main = document.querySelector('.main');
  const style = getComputedStyle(main);
  const [left, top, right, bottom] = box(main);
  const inner = [left + parseFloat(style.paddingLeft), top + parseFloat(style.paddingTop),
                 right - parseFloat(style.paddingRight), bottom - parseFloat(style.paddingBottom)];
  const names = ['.stage', '.slot-causes', '.slot-structure', '.slot-progress', '.slot-coverage', '.panel-ranking',
                 '.slot-alerts', '.slot-matrix', '.households-slot', '.slot-reach', '.slot-meets', '.slot-effect',
                 '.slot-kind', '.slot-gaps', '.slot-flows', '.slot-belts',
                 '.slot-advance', '.slot-works', '.slot-money', '.slot-late', '.slot-unmet', '.slot-checks'];
  const slots = names.map(name => [name, document.querySelector(name)]).filter(pair => shown(pair[1]));
  const frame = ['.header', '.slot-kpi', '.main', '.footer'].map(n => [n, document.querySelector(n)]);
  const paths = [...document.querySelectorAll('#map path[data-region]')].map(box);
  return {
    inner, slots: slots.map(([name, node]) => [name, box(node)]),
    frame: frame.filter(pair => shown(pair[1])).map(([name, node]) => [name, box(node)]),
    map: box(document.getElementById('map')),
    extent: [Math.min(...paths.map(b => b[0])), Math.min(...paths.map(b => b[1])),
             Math.max(...paths.map(b => b[2])), Math.max(...paths.map(b => b[3]))],
    legend: box(document.getElementById('map-legend')),
  };
}"""

Box = tuple[float, float, float, float]


# Rows of the panels of which one end can be pointed at and the other not: cut by the edge of their list.
CUT_ROWS = """() => [...document.querySelectorAll('.side tbody tr, .side li, .side [role="row"]')].filter(row => {
  const box = row.getBoundingClientRect();
  if (!box.height || !row.checkVisibility({ visibilityProperty: true })) return false;
  const seen = y => {
    const there = document.elementFromPoint(box.left + 4, y);
    return Boolean(there && row.contains(there));
  };
  return seen(box.top + 3) !== seen(box.bottom - 3);
}).map(row => row.textContent.trim().slice(0, 40))"""


def cut_rows(wall: Screen) -> list[str]:
    """The rows of the panels' lists that stand on the screen in part only."""
    found: list[str] = wall.page.evaluate(CUT_ROWS)
    return found


def words_on(wall: Screen) -> list[dict[str, Any]]:
    """Every visible piece of text with where it stands."""
    return list(wall.page.evaluate(WORDS))


def no_scrollbars(wall: Screen) -> None:
    """Nothing of the document lies outside the screen."""
    sizes = wall.page.evaluate(
        """() => { const d = document.documentElement;
             return [d.scrollWidth - innerWidth, d.scrollHeight - innerHeight, document.body.scrollWidth - innerWidth,
                     innerWidth - d.clientWidth, innerHeight - d.clientHeight]; }"""
    )
    assert max(sizes) <= 0, f"the document scrolls: {sizes}"


def faults(wall: Screen, *, least: int = 40) -> dict[str, list[str]]:
    """What does not fit, by kind; empty when all does. A wall with no more than `least` words is no wall."""
    width, height = wall.page.evaluate("() => [innerWidth, innerHeight]")
    words = words_on(wall)
    assert len(words) > least
    still = [word for word in words if not word["rolls"]]
    kinds = {
        "outside the screen": [
            w for w in still if w["left"] < -1 or w["top"] < -1 or w["right"] > width + 1 or w["bottom"] > height + 1
        ],
        "cut off": [w for w in still if w["cut"]],
        "over the edge of its box": [w for w in still if w["spills"]],
        "over each other": over_each_other([w for w in words if w["shown"]]),
    }
    return {kind: sorted({f"{w['where']}: {w['words']}" for w in found}) for kind, found in kinds.items() if found}


def over_each_other(words: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Pieces of text whose letters meet; the empty room above and below a line may overlap a little."""
    words = sorted(words, key=lambda w: float(w["left"]))
    met: list[dict[str, Any]] = []
    for at, one in enumerate(words):
        for other in words[at + 1 :]:
            if other["left"] >= one["right"] - 2:
                break
            across = min(one["right"], other["right"]) - other["left"]
            down = min(one["bottom"], other["bottom"]) - max(one["top"], other["top"])
            if across > 2 and down > 0.34 * min(one["tall"], other["tall"]):
                met.append({"where": one["where"], "words": f"{one['words']} / {other['words']}"})
    return met


def _meet(one: Box, other: Box) -> bool:
    return min(one[2], other[2]) - max(one[0], other[0]) > 1 and min(one[3], other[3]) - max(one[1], other[1]) > 1


def collisions(wall: Screen) -> list[str]:
    """Parts of the wall that lie over each other or leave the main area."""
    parts = wall.page.evaluate(PARTS)
    found = []
    for group in (parts["slots"], parts["frame"]):
        for at, (name, box) in enumerate(group):
            found += [f"{name} meets {other}" for other, there in group[at + 1 :] if _meet(box, there)]
    left, top, right, bottom = parts["inner"]
    for name, box in parts["slots"]:
        if box[0] < left - 1 or box[1] < top - 1 or box[2] > right + 1 or box[3] > bottom + 1:
            found.append(f"{name} leaves the main area")
    if _meet(parts["legend"], parts["extent"]) and parts["legend"][2] - parts["legend"][0] > 0.6 * (right - left):
        found.append("the legend lies over the map")
    return found


def fills(wall: Screen) -> dict[str, float]:
    """Shares: of the map's box that the map fills one way, of the main area that its parts cover, and the stage."""
    parts = wall.page.evaluate(PARTS)

    def area(box: Box) -> float:
        return max(0.0, box[2] - box[0]) * max(0.0, box[3] - box[1])

    extent, around, legend = parts["extent"], parts["map"], parts["legend"]
    inner = area(parts["inner"])
    is_row = legend[2] - legend[0] > 0.6 * (around[2] - around[0])
    height = (
        around[3] - around[1] - (legend[3] - legend[1] if is_row else 0)
    )  # the legend's strip is no room for the map
    return {
        "map": max((extent[2] - extent[0]) / (around[2] - around[0]), (extent[3] - extent[1]) / height),
        "parts": sum(area(box) for _, box in parts["slots"]) / inner,
        "stage": next(area(box) for name, box in parts["slots"] if name == ".stage") / inner,
    }
