"""Labels of the map: each stands inside its own region and none meets another, in every township and at every size."""

from __future__ import annotations

import json
from functools import reduce
from pathlib import Path
from typing import Any

import pytest
from shapely import make_valid
from shapely.geometry import Polygon, box
from shapely.geometry.base import BaseGeometry

from tests.e2e.conftest import OpenWall
from tests.e2e.facts import COUNTY, Facts
from tests.e2e.screen import Screen
from tests.e2e.serving import Server

SIZES = [(1366, 768), (1920, 1080), (3840, 2160)]
TOLERANCE = 1.0  # px: half of an outline's own line

# One region after the other is drawn by the wall's own painter; of each the outlines and the labels as they stand.
DRAWN = """async regions => {
  const found = [];
  for (const region of regions) {
    const painted = new Promise(r => addEventListener('guatu:painted', r, { once: true }));
    guatu.paint({ ...guatu.state(), region });
    await painted;
    const paths = [...document.querySelectorAll('#map path[data-region]')];
    found.push({ region,
      outlines: Object.fromEntries(paths.map(n => [n.dataset.region, n.getAttribute('d')])),
      labels: [...document.querySelectorAll('#map .map-labels text')].map(n => ({
        words: [...n.querySelectorAll('tspan')].map(t => t.textContent),
        size: parseFloat(getComputedStyle(n).fontSize),
        lines: [...n.querySelectorAll('tspan')].map(t => {
          const from = t.getStartPositionOfChar(0), to = t.getEndPositionOfChar(t.getNumberOfChars() - 1);
          return [from.x, from.y, to.x];
        }),
        box: (b => [b.x, b.y, b.x + b.width, b.y + b.height])(n.getBBox()) })) });
  }
  return JSON.stringify(found);
}"""

NAMES = "() => Object.fromEntries(guatu.shown.codes.map((code, i) => [code, guatu.shown.names[i]]))"


def outline(path: str) -> BaseGeometry:
    """The area of an SVG path of straight lines; what lies in two rings is a hole."""
    rings = [part.rstrip("Z") for part in path.split("M") if part]
    areas = [make_valid(Polygon([tuple(map(float, point.split(","))) for point in ring.split("L")])) for ring in rings]
    return reduce(lambda a, b: a.symmetric_difference(b), areas)


def ink(label: dict[str, Any]) -> list[BaseGeometry]:
    """The em box of each line: from 0.88 em over the base line to 0.12 em under it."""
    size = label["size"]
    return [box(x0, y - 0.88 * size, x1, y + 0.12 * size) for x0, y, x1 in label["lines"]]


def faults(picture: dict[str, Any], names: dict[str, str]) -> list[str]:
    """Labels that leave their region or meet another one."""
    by_name = {name: code for code, name in names.items()}
    found = []
    boxes = [box(*label["box"]) for label in picture["labels"]]
    for at, label in enumerate(picture["labels"]):
        name = label["words"][0]
        area = outline(picture["outlines"][by_name[name]]).buffer(TOLERANCE)
        found += [f"{picture['region']}: {name} leaves its region" for line in ink(label) if not area.covers(line)]
        found += [
            f"{picture['region']}: {name} meets {picture['labels'][other]['words'][0]}"
            for other in range(at)
            if boxes[at].intersection(boxes[other]).area > 0
        ]
    return found


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_labels_stand_inside_and_apart(
    demo_server: Server, open_wall: OpenWall, demo_database: Path, size: tuple[int, int]
) -> None:
    facts = Facts(demo_database)
    wall = open_wall(demo_server, size)
    wall.go()
    townships = facts.children(COUNTY)
    pictures = json.loads(wall.page.evaluate(DRAWN, [COUNTY, *townships]))
    assert [picture["region"] for picture in pictures] == [COUNTY, *townships]
    drawn = [(p, {code: facts.name(code) for code in p["outlines"]}) for p in pictures]
    assert sum(len(names) for _, names in drawn[1:]) == 366
    assert [fault for picture, names in drawn for fault in faults(picture, names)] == []
    labels = sum(len(picture["labels"]) for picture, _ in drawn)
    regions = sum(len(names) for _, names in drawn)
    least = {1366: 0.8, 1920: 0.85, 3840: 0.85}[size[0]]
    assert labels / regions >= least, f"only {labels} of {regions} regions are named"


def test_the_measure_sees_a_label_that_is_moved(wall: Screen, demo_database: Path) -> None:
    facts = Facts(demo_database)
    wall.page.evaluate(
        """() => { const draw = guatu.writeLabels;
             const aside = placed => placed.map(p => ({ ...p, x: p.x + 90 }));
             guatu.writeLabels = (layer, placed, ...rest) => draw(layer, aside(placed), ...rest);
        }"""
    )
    picture = json.loads(wall.page.evaluate(DRAWN, [COUNTY]))[0]
    said = faults(picture, {code: facts.name(code) for code in picture["outlines"]})
    assert len(said) > 5
