"""How believable a made-up county is: its shapes measured against those of real counties."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray


def compactness(outlines: NDArray[np.object_]) -> NDArray[np.float64]:
    """Polsby-Popper: 4 pi area / perimeter squared, 1 for a circle, falling as a border winds."""
    return np.asarray(4 * np.pi * shapely.area(outlines) / shapely.length(outlines) ** 2)


def sinuosity(outlines: NDArray[np.object_]) -> NDArray[np.float64]:
    """Length of a border over its length after plain simplification at 1 km (outlines in km)."""
    return np.asarray(shapely.length(outlines) / shapely.length(shapely.simplify(outlines, 1.0)))


def measures(villages: NDArray[np.object_], township: NDArray[np.int64]) -> list[str]:
    """The measures of a county in lines to print, each with its target. Outlines in km."""
    towns = np.array([shapely.union_all(villages[township == t]) for t in range(int(township.max()) + 1)], dtype=object)
    county = shapely.union_all(villages)
    area = shapely.area(villages)
    west, south, east, north = county.bounds
    exclaves = sum(t.geom_type == "MultiPolygon" for t in towns)
    holes = sum(shapely.get_num_interior_rings(p) for v in villages for p in shapely.get_parts(v))
    return [
        f"villages {len(villages)}, townships {len(towns)}, valid coverage {bool(shapely.coverage_is_valid(villages))}",
        f"county {county.area:.0f} km2 in {east - west:.0f} x {north - south:.0f} km, fills "
        f"{county.area / ((east - west) * (north - south)):.2f} of its box, {county.geom_type}",
        f"village Polsby-Popper median {np.median(compactness(villages)):.3f} (0.35-0.42)",
        f"township Polsby-Popper median {np.median(compactness(towns)):.3f} (0.13-0.17)",
        f"township length / 1 km-simplified: {np.quantile(sinuosity(towns), 0.1):.2f} .. median "
        f"{np.median(sinuosity(towns)):.2f} .. {np.quantile(sinuosity(towns), 0.9):.2f} (1.55-1.88)",
        f"village area {area.min():.1f} .. median {np.median(area):.1f} .. {area.max():.1f} km2 (2-60)",
        f"seat township {towns[0].area:.0f} km2, township median {np.median(shapely.area(towns)):.0f} km2",
        f"townships with an exclave {exclaves} (1-2), holes in villages {holes} (1 enclave + exclaves)",
        f"vertices {int(shapely.get_num_coordinates(villages).sum())}",
    ]
