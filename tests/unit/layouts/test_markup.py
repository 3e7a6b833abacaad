"""Markup says what the components said: the same elements, attributes and texts, whatever stands in them."""

from html.parser import HTMLParser
from typing import Any

import pytest
from dash import dcc, html
from dash.development.base_component import Component
from hypothesis import given, settings
from hypothesis import strategies as st

from layouts.attributes import attributes
from layouts.markup import Markup, lightened, still

WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)
VOID = {"br", "img"}


class Tree(HTMLParser):
    """What a browser makes of markup: nested (tag, attributes, content)."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root: list[Any] = []
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        inside: list[Any] = []
        self._open[-1].append((tag, dict(attrs), inside))
        if tag not in VOID:
            self._open.append(inside)

    def handle_endtag(self, tag: str) -> None:
        self._open.pop()

    def handle_data(self, data: str) -> None:
        here = self._open[-1]
        if here and isinstance(here[-1], str):
            here[-1] += data
        else:
            here.append(data)


def parsed(markup: str) -> list[Any]:
    """The tree of a piece of markup."""
    tree = Tree()
    tree.feed(markup)
    tree.close()
    return tree.root


def never(_component: Component) -> bool:
    """Nothing is reached by a callback."""
    return False


@settings(deadline=None)
@given(WORDS, WORDS, WORDS)
def test_texts_and_attributes_arrive_as_they_are(name: str, value: str, title: str) -> None:
    row = html.Div(
        html.P([html.B(name), value, html.Img(src="data:,", alt=title), None, 3], className="x", title=title),
        className="row",
        **attributes(data_region=value),
    )
    made = lightened(row, never)
    assert isinstance(made, Markup)
    props = made.to_plotly_json()["props"]
    assert (props["tag"], props["attributes"]) == ("div", {"className": "row", "data-region": value})
    ((tag, told, inside),) = parsed(props["html"])
    assert (tag, told) == ("p", {"class": "x", "title": title})
    assert inside[0] == ("b", {}, [name] if name else [])
    image = next(part for part in inside if part[0] == "img" and isinstance(part, tuple))
    assert image[1] == {"src": "data:,", "alt": title}
    assert "".join(part for part in inside if isinstance(part, str)) == f"{value}3"


def test_a_name_that_looks_like_markup_stays_a_name() -> None:
    made = lightened(html.P(html.Span("<img src=x onerror=alert(1)>", title='" onclick="')), never)
    assert parsed(made.to_plotly_json()["props"]["html"]) == [
        ("span", {"title": '" onclick="'}, ["<img src=x onerror=alert(1)>"])
    ]


def test_truths_are_written_as_html_writes_them() -> None:
    made = lightened(
        html.P([html.Span("a", hidden=True), html.Span("b", hidden=False), html.Label("c", htmlFor="d")]), never
    )
    assert parsed(made.to_plotly_json()["props"]["html"]) == [
        ("span", {"hidden": None}, ["a"]),
        ("span", {}, ["b"]),
        ("label", {"for": "d"}, ["c"]),
    ]
    assert (
        'aria-pressed="false"'
        in lightened(html.P(html.Button("e", **attributes(aria_pressed="false"))), never).to_plotly_json()["props"][
            "html"
        ]
    )


def test_what_a_callback_reaches_stays_a_component_with_all_around_it() -> None:
    page = html.Div(
        [html.Header(html.H1("A")), html.Main([html.Div(id="slot"), html.P(html.B("B"))]), dcc.Store(id="s")]
    )
    made = lightened(page, lambda one: getattr(one, "id", None) == "slot")
    header, main, store = made.children
    assert isinstance(made, html.Div)
    assert isinstance(header, Markup)
    assert isinstance(store, dcc.Store)
    slot, words = main.children
    assert isinstance(slot, html.Div)
    assert isinstance(words, Markup)


def test_lists_and_texts_pass() -> None:
    assert lightened(("a", ["b", None], 3), never) == ("a", ["b", None], 3)
    both = lightened([html.P(html.B("x")), "y"], never)
    assert isinstance(both[0], Markup)
    assert both[1] == "y"


def test_styles_are_written_as_css() -> None:
    made = lightened(html.P(html.Img(style={"backgroundColor": "red", "--share": "3%"})), never)
    assert made.to_plotly_json()["props"]["html"] == '<img style="background-color:red;--share:3%">'


@settings(deadline=None)
@given(WORDS, WORDS)
def test_an_element_written_at_once_is_what_the_component_would_be(name: str, title: str) -> None:
    told = {"className": "x", "title": title, "disabled": None, **attributes(data_region=name)}
    slow = html.Tr([html.Td(html.B(name), **{key: told[key] for key in told if key != "disabled"}), html.Td(3)])
    fast = still("tr", [still("td", still("b", name), **told), still("td", 3)])
    assert parsed(fast.html) == parsed(lightened(slow, never).html)
    around = lightened(html.Table(fast, id="live"), lambda one: getattr(one, "id", None) == "live")
    assert around.children == [fast]


def test_a_component_of_dash_cannot_be_written_at_once() -> None:
    with pytest.raises(TypeError):
        still("td", html.B("x"))
