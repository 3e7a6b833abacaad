"""Parts of the page that no callback reaches travel as markup: one component of Dash each, not one an element.

Dash asks every component on the page at every change whether it has changed. A wall of four hundred of them was drawn
in twice the time of one of forty.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any, Final

from dash import html
from dash.development.base_component import Component

NAMESPACE: Final = "guatu_markup"
_HTML: Final = html.Div._namespace
_TAGS: Final[Mapping[str, str]] = {"ObjectEl": "object", "MapEl": "map"}
_NAMES: Final[Mapping[str, str]] = {"className": "class", "htmlFor": "for"}
_VOID: Final = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"})

_CAPITAL: Final = re.compile("[A-Z]")

IsLive = Callable[[Component], bool]
"""Whether a callback reads or writes a component, so that it must stay one."""


class Markup(Component):
    """One element with all that is in it; assets/05-markup.js draws it.

    tag         the name of the element
    attributes  its properties as React names them
    html        what is in it, escaped
    """

    _namespace = NAMESPACE
    _type = "Markup"

    def __init__(self, tag: str, attributes: Mapping[str, Any], html: str) -> None:
        self._prop_names = ["tag", "attributes", "html"]
        self._valid_wildcard_attributes: list[str] = []
        self.available_properties = self._prop_names
        self.available_wildcard_properties: list[str] = []
        super().__init__(tag=tag, attributes=dict(attributes), html=html)  # type: ignore[no-untyped-call]


def lightened(content: Any, is_live: IsLive) -> Any:
    """`content` (a component, a text, or a list of such) with every part that is not live as `Markup`."""
    if isinstance(content, list | tuple):
        return type(content)(lightened(one, is_live) for one in content)
    if not isinstance(content, Component) or content._namespace != _HTML:
        return content
    inside = _children(content)
    if _is_still(content, is_live):
        attributes = {name: value for name, value in _props(content).items() if value is not None}
        return Markup(_tag(content), attributes, "".join(map(_written, inside))) if inside else content
    if any(isinstance(one, Component) for one in inside):
        content.children = [lightened(one, is_live) for one in inside]
    return content


def _is_still(content: Any, is_live: IsLive) -> bool:
    """Whether an element and all that is in it can be written down: no live one, none but elements of HTML."""
    if not isinstance(content, Component):
        return content is None or isinstance(content, str | int | float)
    if content._namespace != _HTML or is_live(content):
        return False
    return all(_is_still(one, is_live) for one in _children(content))


def _written(content: Any) -> str:
    if content is None or isinstance(content, bool):
        return ""
    if not isinstance(content, Component):
        return escape(str(content))
    tag = _tag(content)
    opened = f"<{tag}{''.join(_attribute(name, value) for name, value in _props(content).items())}>"
    return opened if tag in _VOID else f"{opened}{''.join(map(_written, _children(content)))}</{tag}>"


def _attribute(name: str, value: Any) -> str:
    written = _NAMES.get(name, name.lower())
    if isinstance(value, dict):
        value = ";".join(f"{_hyphened(part)}:{said}" for part, said in value.items())
    if isinstance(value, bool) and not written.startswith(("aria-", "data-")):
        return f" {written}" if value else ""
    said = str(value).lower() if isinstance(value, bool) else str(value)
    return "" if value is None else f' {written}="{escape(said)}"'


def _hyphened(name: str) -> str:
    return name if name.startswith("--") else _CAPITAL.sub(lambda found: f"-{found.group()}", name).lower()


def _tag(content: Component) -> str:
    return _TAGS.get(content._type, content._type.lower())


def _props(content: Component) -> dict[str, Any]:
    props: dict[str, Any] = content.to_plotly_json()["props"]  # type: ignore[no-untyped-call]
    return {name: value for name, value in props.items() if name != "children"}


def _children(content: Component) -> Sequence[Any]:
    inside = getattr(content, "children", None)
    return inside if isinstance(inside, list | tuple) else [] if inside is None else [inside]
