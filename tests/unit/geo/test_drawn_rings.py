"""Both forms of published outlines come back as the same rings."""

import math

import pytest

from geo.drawn_rings import drawn_rings


def ordinate(latitude: float) -> float:
    """Mercator's, in degrees."""
    return math.degrees(math.asinh(math.tan(math.radians(latitude))))


def test_a_ring_begins_where_the_ring_before_began() -> None:
    told = {
        "grid": [110.0, ordinate(40.0), 0.001],
        "codes": ["A", "B"],
        "labels": [1, 1, 1, 1],
        "shapes": [[[0, 0, 10, 0, 0, 10]], [[5, 5, 1, 0, 0, 1], [2, 2, 1, 0, 0, 1]]],
    }
    found = drawn_rings(told)
    steps = {code: [[(round((x - 110) * 1000), round((ordinate(y) - ordinate(40)) * 1000)) for x, y in ring]
                    for ring in rings] for code, rings in found.items()}  # fmt: skip
    assert steps == {
        "A": [[(0, 0), (10, 0), (10, 10), (0, 0)]],
        "B": [[(5, 5), (6, 5), (6, 6), (5, 5)], [(7, 7), (8, 7), (8, 8), (7, 7)]],
    }
    assert found["A"][0][0] == pytest.approx((110.0, 40.0))


def test_holes_and_parts_of_geojson_are_rings() -> None:
    outer, hole, other = ([[0, 0], [4, 0], [4, 4], [0, 0]], [[1, 1], [2, 1], [2, 2], [1, 1]], [[9, 9], [8, 9], [9, 9]])
    features = [
        {"id": "A", "geometry": {"type": "Polygon", "coordinates": [outer, hole]}},
        {"id": "B", "geometry": {"type": "MultiPolygon", "coordinates": [[outer], [other]]}},
    ]
    found = drawn_rings({"features": features})
    assert found["A"] == [[tuple(at) for at in outer], [tuple(at) for at in hole]]
    assert [len(ring) for ring in found["B"]] == [4, 3]
