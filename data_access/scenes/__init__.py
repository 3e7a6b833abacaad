"""Scenes: what the wall shows in turn, in one plain file that people may write and a page may edit."""

from data_access.scenes.defaults import default_scenes
from data_access.scenes.file import SceneFile, StaleScenesError, scenes_version
from data_access.scenes.reading import Fault, Known, Reading, read_scenes
from data_access.scenes.records import Hours, Night, Programme, Scene
from data_access.scenes.writing import write_scenes, written_row

__all__ = [
    "Fault", "Hours", "Known", "Night", "Programme", "Reading", "Scene", "SceneFile", "StaleScenesError",
    "default_scenes", "read_scenes", "scenes_version", "write_scenes",
    "written_row",
]  # fmt: skip
