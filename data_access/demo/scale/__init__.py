"""A city of a million registered people, and a province of ten million, county by county."""

from data_access.demo.scale.build import ScaleReport, build_scale, read_scale_land
from data_access.demo.scale.sizes import SCALE_OF, Scale

__all__ = ["SCALE_OF", "Scale", "ScaleReport", "build_scale", "read_scale_land"]
