"""An import of boundaries as people see it: the command line's report, the picture, the table of what is left over."""

from __future__ import annotations

import argparse
import csv
import io
from collections.abc import Iterable
from pathlib import Path

from data_access import commands
from data_access.commands import Report
from data_access.crosswalk_commands import recorded_changes
from data_access.messages import text
from data_access.progress import Progress, staged
from data_access.region_files import read_crosswalk_csv
from data_access.settings import Settings
from data_access.shared_files import share_files
from data_access.state import prepare_folders
from geo.errors import Finding, GeoError
from geo.picture import PictureColours, PictureWords, outline_svg
from geo.preview import BoundaryPreview, ImportChoices, commit, look, save
from geo.tree import RegionTree
from layouts.theme import colour

_FORMULA_SIGNS = "=+-@\t\r"


def run(told: argparse.Namespace, settings: Settings, lang: str, progress: Progress) -> Report:
    """`guatu boundaries import`: look, write what is asked for to look at, publish unless it is a dry run."""
    regions = commands.regions_of(settings, on=told.valid_on)
    if told.preview is not None and told.preview.suffix.lower() != ".svg":
        raise GeoError("bad_picture", file=told.preview.name)
    steps = staged(progress, "geo")
    preview = look(told.files, regions, choices_of(told, settings), published=settings.boundaries, progress=steps)
    lines = [*said(preview.findings, lang), *summary(preview, lang), *_written(preview, told, lang)]
    if told.dry_run:
        return Report([*lines, text("boundaries.said.dry", lang)])
    prepare_folders(settings)
    done = commit(
        preview,
        settings.boundaries,
        map_approval_no=told.approval_no,
        source=told.source,
        valid_on=told.valid_on,
        progress=steps,
    )
    share_files(settings)
    later = said(done.findings[len(preview.findings) :], lang)
    edition = done.manifest["edition"]
    return Report([*lines, *later, text("cli.boundaries.import.done", lang, count=done.drawn, edition=edition)])


def choices_of(told: argparse.Namespace, settings: Settings) -> ImportChoices:
    """What the options of the command line say of the files; changes of codes as the database has them, if none."""
    layers = tuple((layer.name, layer.level) if layer.level else layer.name for layer in told.layer)
    return ImportChoices(
        layers=layers or None,
        code=told.code,
        name=told.name,
        encoding=told.encoding,
        crs=told.crs,
        meridian=told.meridian,
        offset=told.offset,
        crosswalk=recorded_changes(settings) if told.crosswalk is None else read_crosswalk_csv(told.crosswalk),
        reference=told.reference,
    )


def _written(preview: BoundaryPreview, told: argparse.Namespace, lang: str) -> list[str]:
    """Write the files that were asked for; returns a line for each."""
    bodies: dict[Path, bytes] = {}
    if told.preview is not None:
        bodies[told.preview] = picture(preview, lang).encode()
    if told.report is not None:
        bodies[told.report] = unmatched_csv(preview, lang)
    if told.draft_crosswalk is not None:
        bodies[told.draft_crosswalk] = _table(preview.crosswalk_draft.columns, preview.crosswalk_draft.values.tolist())
    for path, body in bodies.items():
        save(path, body)
    return [text("boundaries.said.wrote", lang, file=path) for path in bodies]


def said(findings: list[Finding], lang: str) -> list[str]:
    """Findings in the user's language, a line each."""
    return [text(f"geo.{finding.code}", lang, **finding.params) for finding in findings]


def summary(preview: BoundaryPreview, lang: str) -> list[str]:
    """How each layer was read, and how many outlines and regions found each other; a line each."""
    stated = text("boundaries.said.stated", lang)
    layers = [
        text(
            "boundaries.said.layer", lang, file=file.file, layer=file.layer, count=file.rows,
            encoding=file.encoding or stated, system=file.system,
        )
        for file in preview.files
    ]  # fmt: skip
    return [*layers, text("boundaries.said.counts", lang, **_counts(preview))]


def _counts(preview: BoundaryPreview) -> dict[str, int]:
    return {
        "matched": preview.matched,
        "unmatched": len(preview.unmatched_outlines),
        "bare": len(preview.regions_without_outline),
    }


def picture(preview: BoundaryPreview, lang: str, theme: str = "light") -> str:
    """The outlines as an SVG, those without a region named; safe to show inline or as an image."""
    words = PictureWords(
        title=text("boundaries.picture.title", lang, **_counts(preview)),
        matched=text("boundaries.picture.matched", lang),
        unmatched=text("boundaries.picture.unmatched", lang),
        bare=text("boundaries.picture.bare", lang),
    )
    colours = PictureColours(
        ground=colour("surface", theme),
        ink=colour("text", theme),
        muted=colour("text-muted", theme),
        line=colour("surface", theme),
        matched=colour("ramp-1", theme),
        unmatched=colour("bad", theme),
    )
    return outline_svg(preview, words, colours)


def unmatched_csv(preview: BoundaryPreview, lang: str) -> bytes:
    """What is left over on both sides, as a CSV file that Excel opens: side, code, name, parent."""
    tree = RegionTree(preview.regions)
    outline, region = text("boundaries.report.outline", lang), text("boundaries.report.region", lang)
    rows = [[outline, code, name, ""] for code, name in preview.unmatched_outlines]
    for code, name in preview.regions_without_outline:
        above = tree.parent(code)
        rows.append([region, code, name, tree.name(above) if above else ""])
    heads = [text(f"boundaries.report.{key}", lang) for key in ("side", "code", "name", "parent")]
    return _table(heads, rows)


def _table(heads: Iterable[str], rows: Iterable[list[str]]) -> bytes:
    """A CSV file; a cell that a spreadsheet would take for a formula is text."""
    sink = io.StringIO()
    writer = csv.writer(sink, lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows([[_cell(str(cell)) for cell in row] for row in rows])
    return sink.getvalue().encode("utf-8-sig")


def _cell(cell: str) -> str:
    return f"'{cell}" if cell.startswith(tuple(_FORMULA_SIGNS)) else cell
