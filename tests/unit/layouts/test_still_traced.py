"""A figure that opens, written down at once, is the element that Dash would make of it."""

from hypothesis import given, settings
from hypothesis import strategies as st

from layouts.attributes import attributes
from layouts.markup import lightened
from layouts.panels.traced import still_traced, traced

REGIONS = st.one_of(st.none(), st.sampled_from(["990101000000", "@BELT"]))


@settings(deadline=None)
@given(st.text(max_size=9), REGIONS, st.one_of(st.none(), st.just(2019)), st.sampled_from(["zh", "en"]))
def test_it_is_the_same_element(said: str, region: str | None, period: int | None, lang: str) -> None:
    more = {"className": "x", "title": "own", **attributes(data_figure=said)}
    slow = lightened(traced(said, "a.b", lang, region=region, period=period, **more), lambda _: False)
    fast = still_traced(said, "a.b", lang, region=region, period=period, **more)
    told = fast.attributes
    assert told["data-trace"] == "a.b" and told.get("data-trace-region") == region and told["title"] == "own"
    if said:
        assert (slow.tag, slow.attributes, slow.html) == (fast.tag, told, fast.html)
