"""The URL is the state: what is written is read back, what stands for nothing falls back and says so."""

from hypothesis import given
from hypothesis import strategies as st

from layouts.view_state import OPTIONS, Choices, ViewState

CHOICES = Choices(
    regions={"990101000000", "990101101000"},
    indicators={"POVERTY_INCIDENCE", "VISIT_RATE"},
    periods=(2018, 2019),
    region="990101000000",
    indicator="POVERTY_INCIDENCE",
    period=2019,
    layers_of_views={"overview": ("solar",)},
)

states = st.builds(
    ViewState,
    region=st.sampled_from(sorted(CHOICES.regions)),
    indicator=st.sampled_from(sorted(CHOICES.indicators)),
    period=st.sampled_from(CHOICES.periods),
    layers=st.sets(st.sampled_from(CHOICES.offered)).map(
        lambda chosen: tuple(name for name in CHOICES.offered if name in chosen)
    ),
    language=st.sampled_from(("zh", "en")),
    household=st.one_of(st.none(), st.from_regex(r"[A-Za-z0-9_-]{20}", fullmatch=True)),
    compare=st.sampled_from(("auto", "none", "2018", "990101101000")),
    wall=st.one_of(st.none(), st.sampled_from(("大屏", "East hall (2)", "a"))),
    **{name: st.sampled_from(values) for name, values in OPTIONS.items()},
)


@given(states)
def test_a_state_written_is_the_state_read(state: ViewState) -> None:
    assert ViewState.from_search(state.to_search(CHOICES), CHOICES) == state


@given(st.text())
def test_any_text_is_read_without_raising(search: str) -> None:
    state = ViewState.from_search(search, CHOICES)
    assert state.region in CHOICES.regions
    assert state.indicator in CHOICES.indicators
    assert state.period in CHOICES.periods


def test_defaults_are_left_out() -> None:
    state = ViewState.from_search(None, CHOICES)
    assert state.to_search(CHOICES) == ""
    assert state.layers == ("solar",)


def test_each_view_opens_with_its_own_layers_and_keeps_those_chosen_by_hand() -> None:
    assert ViewState.from_search("?view=monitor", CHOICES).layers == ()
    chosen = ViewState.from_search("?view=monitor&layers=solar", CHOICES)
    assert chosen.layers == ("solar",)
    assert "layers=solar" in chosen.to_search(CHOICES)
    bare = ViewState.from_search("?layers=none", CHOICES)
    assert bare.layers == ()
    assert bare.to_search(CHOICES) == "?layers=none"


def test_what_stands_for_nothing_falls_back_and_is_named() -> None:
    said = "?region=12&indicator=X&period=1066&layers=moon&lang=fr&household=%27&theme=pink&compare=1066&wall=%3Cb%3E"
    state = ViewState.from_search(said, CHOICES)
    assert set(state.refused) == {
        "region", "indicator", "period", "layers", "lang", "household", "theme", "compare", "wall",
    }  # fmt: skip
    assert state.region == CHOICES.region
    assert state.period == 2019
    assert state.household is None


def test_a_household_of_an_unknown_region_is_not_looked_up() -> None:
    state = ViewState.from_search("?region=nowhere&household=abcdefghij", CHOICES)
    assert state.household is None
    assert "household" in state.refused
