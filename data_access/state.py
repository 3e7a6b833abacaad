"""The folders under GUATU_HOME that hold the product's own files; nothing of them is in the shared database."""

from data_access.errors import SettingsError
from data_access.settings import Settings, demo_database_path


def prepare_folders(settings: Settings) -> None:
    """Make the folders of releases, boundaries and the demo county, for this user's eyes only.

    Raises SettingsError when GUATU_HOME cannot be written.
    """
    folders = [settings.home, settings.workspace, settings.releases, settings.boundaries]
    if settings.is_demo:
        folders.append(demo_database_path(settings.home).parent)
    try:
        for folder in folders:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise SettingsError("settings.home", path=str(settings.home)) from error
