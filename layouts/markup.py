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
_OWN: Final = frozenset(vars(html.Div())) | {"children"}
"""What Dash keeps in every component beside its properties."""

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
    tag: str
    attributes: Mapping[str, Any]
    html: str

    def __init__(self, tag: str, attributes: Mapping[str, Any], html: str) -> None:
        # not by Component's own, which at every property looks for a module named like the namespace: 0.2 ms each time
        self.tag, self.html = tag, html
        self.attributes = {name: value for name, value in attributes.items() if value is not None}
        self._prop_names = ["tag", "attributes", "html"]
        self._valid_wildcard_attributes: list[str] = []
        self.available_properties = self._prop_names
        self.available_wildcard_properties: list[str] = []
        self._empty: Component | None = None

    @classmethod
    def of(cls, content: Component, html: str) -> "Markup":
        """What stands for an element of Dash; one with nothing in it goes to the page as it is."""
        made = cls(_tag(content), _props(content), html)
        made._empty = None if html else content
        return made

    def shown(self) -> Component:
        """What the page gets of it by itself."""
        return self if self._empty is None else self._empty

    def written(self) -> str:
        """What the element that it is in gets of it."""
        opened = f"<{self.tag}{''.join([_attribute(name, value) for name, value in self.attributes.items()])}>"
        return opened if self.tag in _VOID else f"{opened}{self.html}</{self.tag}>"


Content = str | int | float | Component | None


def still(tag: str, children: Content | Sequence[Content] = None, **props: Any) -> Markup:
    """An element written down as it is made, a tenth of the work of one of Dash: for lists of hundreds.

    In it are texts and other such elements; its properties are named as React names them. Raises TypeError.
    """
    inside = children if isinstance(children, list | tuple) else (children,)
    return Markup(tag, props, "".join([_written(one) for one in inside]))


def lightened(content: Any, is_live: IsLive) -> Any:
    """`content` (a component, a text, or a list of such) with every part that is not live as `Markup`."""
    if isinstance(content, list | tuple):
        return type(content)(lightened(one, is_live) for one in content)
    light = _light(content, is_live)
    return light.shown() if isinstance(light, Markup) else light


def _light(content: Any, is_live: IsLive) -> Any:
    """An element that can be written down as `Markup`; all else as the page gets it, with its own parts lightened."""
    if isinstance(content, str):
        return content
    if not isinstance(content, Component):
        return lightened(content, is_live) if isinstance(content, list | tuple) else content
    if content._namespace != _HTML:
        return content
    inside = [_light(one, is_live) for one in _children(content)]
    if not is_live(content) and all(isinstance(one, _WRITTEN) for one in inside):
        return Markup.of(content, "".join([_written(one) for one in inside]))
    if any(isinstance(one, Component | list | tuple) for one in inside):
        content.children = [one.shown() if isinstance(one, Markup) else one for one in inside]
    return content


_WRITTEN: Final = (str, Markup, int, float, type(None))


def _written(part: Any) -> str:
    if isinstance(part, str):
        return _escaped(part)
    if isinstance(part, Markup):
        return part.written()
    if isinstance(part, Component):
        raise TypeError(f"a live {part._type} in markup")
    return "" if part is None or isinstance(part, bool) else _escaped(str(part))


def _attribute(name: str, value: Any) -> str:
    written = _NAMES.get(name) or name.lower()
    if isinstance(value, str):
        return f' {written}="{_escaped(value)}"'
    if isinstance(value, dict):
        value = ";".join(f"{_hyphened(part)}:{said}" for part, said in value.items())
    if isinstance(value, bool) and not written.startswith(("aria-", "data-")):
        return f" {written}" if value else ""
    said = str(value).lower() if isinstance(value, bool) else str(value)
    return "" if value is None else f' {written}="{_escaped(said)}"'


def _escaped(said: str) -> str:
    """`said` for markup; most texts are letters and digits alone, and escape() looks through each five times."""
    return said if said.isalnum() else escape(said)


def _hyphened(name: str) -> str:
    return name if name.startswith("--") else _CAPITAL.sub(lambda found: f"-{found.group()}", name).lower()


def _tag(content: Component) -> str:
    return _TAGS.get(content._type, content._type.lower())


def _props(content: Component) -> dict[str, Any]:
    """The properties that were given, but for the children; `to_plotly_json` asks for every known one.

    In one order in every process: Dash keeps them in the order of a set.
    """
    told = vars(content)
    return {name: told[name] for name in sorted(told.keys() - _OWN)}


def _children(content: Component) -> Sequence[Any]:
    inside = getattr(content, "children", None)
    return inside if isinstance(inside, list | tuple) else [] if inside is None else [inside]
