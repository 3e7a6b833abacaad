"""What a demo stands on: its database and its boundaries, of a scenario that comes along or of a large land."""

from pathlib import Path
from typing import Final

from data_access import commands
from data_access.commands import Report
from data_access.progress import Progress, staged
from data_access.settings import Settings
from data_access.state import prepare_folders

_OUTLINES: Final = Path(__file__).parents[1] / "geo" / "demo"


def build_demo_database(settings: Settings, scale: str | None, lang: str, progress: Progress) -> Report:
    """The database of the demo scenario of the settings; with `scale` that of a large land, where they say."""
    if scale is None:
        return commands.build_demo_database(settings, settings.demo, lang, progress)
    from geo.demo.scale import land_of  # noqa: PLC0415 - shapely is not needed to serve

    prepare_folders(settings)
    land = land_of(scale, settings.home / "demo", staged(progress, "demo.stage"))
    return commands.build_scale_database(settings, scale, land.tree, land.points, lang, progress)


def publish_demo_boundaries(settings: Settings, scale: str | None, progress: Progress) -> None:
    """Publish the outlines of the same."""
    from geo.commands import import_boundaries  # noqa: PLC0415 - geopandas takes a second to import
    from geo.demo.scale import scale_files  # noqa: PLC0415

    if scale:
        outlines = scale_files(scale, settings.home / "demo").outlines
    else:
        outlines = next(path for path in sorted(_OUTLINES.glob(f"{settings.demo}.*")) if path.suffix != ".py")
    import_boundaries([outlines], commands.regions_of(settings), settings.boundaries, progress=staged(progress, "geo"))
