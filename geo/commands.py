"""What the command line does with boundary files: the region table, and the import that publishes outlines."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pandas as pd

from geo.hierarchy import RegionTable, read_regions
from geo.preview import BoundaryPreview, ImportChoices, ImportReport, commit, look
from geo.publish import Progress

__all__ = [
    "BoundaryPreview", "ImportChoices", "ImportReport", "RegionTable", "commit", "import_boundaries", "look",
    "read_region_table",
]  # fmt: skip

read_region_table = read_regions


def import_boundaries(
    paths: Sequence[Path],
    regions: pd.DataFrame,
    folder: Path,
    *,
    layers: Sequence[tuple[str, str]] | Sequence[str] | None = None,
    code: str | None = None,
    name: str | None = None,
    encoding: str | None = None,
    crs: str | None = None,
    meridian: float | None = None,
    offset: str = "auto",
    crosswalk: pd.DataFrame | None = None,
    reference: Path | None = None,
    map_approval_no: str | None = None,
    source: str | None = None,
    valid_on: date | None = None,
    progress: Progress | None = None,
) -> ImportReport:
    """Read boundary files, match their outlines to `regions`, and publish them into `folder`: look, then commit.

    The choices are those of ImportChoices; valid_on as in `commit`. Nothing is written before all is read and matched.
    Raises what `geo.preview.look` and `geo.preview.commit` raise.
    """
    choices = ImportChoices(
        None if layers is None else tuple(layers), code, name, encoding, crs, meridian, offset, crosswalk, reference
    )
    preview = look(paths, regions, choices, published=folder, progress=progress)
    return commit(preview, folder, map_approval_no=map_approval_no, source=source, valid_on=valid_on, progress=progress)
