"""Light pages beside the wall (/remote, /scenes, /preview): plain HTML from a template, without Dash in the browser."""

from collections.abc import Mapping
from functools import cache, partial
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from data_access.messages import text

_FOLDER: Final = Path(__file__).parent
_ASSETS: Final = _FOLDER.parent.parent / "assets"
_SHARED: Final = ("00-tokens.css", "01-fonts.css")
"""Sheets of the wall that every light page has as well, where they exist."""

_OWN: Final = ("css", "js")


def render(page: str, lang: str, *, theme: str = "dark", data: Mapping[str, Any] | None = None, **values: Any) -> str:
    """The page `layouts/pages/<page>.html` in `lang` and `theme`, ready to be sent.

    The template extends base.html and gets `text(key, **values)` in its language, `lang`, `theme`, and `values`. It has
    the sheet `assets/pages/<page>.css` and the script `assets/pages/<page>.js`, where they exist; `data` stands for the
    script as JSON in the element `#data`. Raises jinja2.UndefinedError for a name that nobody gave.
    """
    return (
        _templates()
        .get_template(f"{page}.html")
        .render(
            **values,
            page=page,
            lang=lang,
            theme=theme,
            data=dict(data or {}),
            shared=[name for name in _SHARED if (_ASSETS / name).is_file()],
            own={kind for kind in _OWN if (_ASSETS / "pages" / f"{page}.{kind}").is_file()},
            text=partial(_said, lang),
        )
    )


def _said(lang: str, key: str, **values: object) -> str:
    return text(key, lang, **values)


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":")}
    return environment
