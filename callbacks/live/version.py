"""What a page compares to know that it is out of date: release, boundaries, product, scenes."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

from callbacks.routes_boundaries import edition
from callbacks.services import Services
from data_access.scenes import scenes_version

_DIGITS: Final = 12
_FILES: Final = (
    "app.py", "layouts/**/*", "callbacks/**/*", "data_access/**/*.py", "data_access/catalogue/**/*", "assets/**/*",
)  # fmt: skip
_BESIDE: Final = frozenset({"__pycache__", "node_modules"})


@dataclass(frozen=True, slots=True)
class Version:
    """release is None before the first; product changes with the product's own files, scenes with theirs.

    is_pinned   the release is held, as while a briefing is told
    """

    release: str | None
    edition: str
    product: str
    scenes: str
    is_pinned: bool = False

    def as_event(self) -> Mapping[str, str | bool | None]:
        """What the page is told."""
        return asdict(self)


def product_of(root: Path) -> str:
    """A short hash of the product's own files under `root`; another one means that open pages are of yesterday."""
    digest = sha256()
    for path in sorted({path for pattern in _FILES for path in root.glob(pattern)}):
        if path.is_file() and not _BESIDE.intersection(path.relative_to(root).parts):
            digest.update(path.relative_to(root).as_posix().encode() + b"\0")
            digest.update(path.read_bytes())
    return digest.hexdigest()[:_DIGITS]


def version_of(services: Services) -> Version:
    """The version as it is now; reads the release when it is new to this process."""
    release, _reason = services.releases.current_or_reason()
    scenes = scenes_version(services.settings.scenes)
    held = services.releases.pinned() is not None
    return Version(None if release is None else release.id, edition(services), services.product, scenes, held)
