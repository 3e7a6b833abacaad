"""The state of the household list and its address: there and back, and nothing that is not allowed."""

from hypothesis import given
from hypothesis import strategies as st

from data_access.household_index.facets import BY_NAME
from data_access.household_index.filters import Filters
from layouts.household_filters import Allowed, ListView

VALUES = dict.fromkeys(BY_NAME, ("a", "b", "none")) | {"visit": ("30", "90", "never")}


def allowed(sensitive: bool = True) -> Allowed:
    facets = [name for name, facet in BY_NAME.items() if sensitive or not facet.is_sensitive]
    return Allowed(
        is_region=lambda code: code in ("R1", "R2"),
        is_value=lambda name, value: name in facets and value in VALUES[name],
        has_sensitive=sensitive,
    )


VIEWS = st.builds(
    lambda region, chosen, full, lang, theme: ListView(Filters(region, chosen), full, lang, theme),
    st.sampled_from((None, "R1", "R2")),
    st.fixed_dictionaries(
        {},
        optional={
            name: st.lists(st.sampled_from(values), min_size=1, max_size=1 if name == "visit" else 3, unique=True).map(
                tuple
            )
            for name, values in VALUES.items()
        },
    ),
    st.booleans(),
    st.sampled_from(("zh", "en")),
    st.sampled_from(("dark", "light", "contrast")),
)


@given(VIEWS)
def test_there_and_back(view: ListView) -> None:
    assert ListView.from_search(view.to_search(allowed()), allowed()) == view


@given(st.text(max_size=200))
def test_any_address_is_a_view(search: str) -> None:
    view = ListView.from_search(search, allowed())
    assert ListView.from_search(view.to_search(allowed()), allowed()) == view


def test_what_means_nothing_is_left_out_and_said() -> None:
    view = ListView.from_search("?region=R9&status=a,zzz&cause=a&visit=31d&lang=fr", allowed(sensitive=False))
    assert view.filters == Filters(None, {"status": ("a",)})
    assert set(view.refused) == {"region", "status", "cause", "visit"}
    assert (view.language, view.is_full) == ("zh", False)


def test_sensitive_columns_only_for_those_who_may() -> None:
    assert ListView.from_search("?columns=all", allowed()).is_full
    assert not ListView.from_search("?columns=all", allowed(sensitive=False)).is_full


def test_values_are_put_in_and_taken_out_and_days_replace_each_other() -> None:
    view = ListView().toggled("status", "a").toggled("status", "b").toggled("visit", "30").toggled("visit", "90")
    assert dict(view.filters.chosen) == {"status": ("a", "b"), "visit": ("90",)}
    assert dict(view.toggled("status", "a").toggled("visit", "90").filters.chosen) == {"status": ("b",)}
    assert view.cleared().filters == Filters()
