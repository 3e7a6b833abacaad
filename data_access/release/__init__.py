"""Releases: the frozen counts that everything on the screen is drawn from."""

from data_access.release.build import build_release
from data_access.release.meta import ReleaseMeta, SourceDay
from data_access.release.reading import Release
from data_access.release.store import ReleaseStore, open_releases
from data_access.tree import WHOLE, Region

__all__ = ["WHOLE", "Region", "Release", "ReleaseMeta", "ReleaseStore", "SourceDay", "build_release", "open_releases"]
