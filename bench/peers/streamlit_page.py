"""Streamlit as its documentation has it: `selectbox`, `plotly_chart(on_select="rerun")`, `session_state`.

Frames stay in `st.cache_resource`. Served by `streamlit run`, which is its own way into production; it has one process.
"""

from __future__ import annotations

import streamlit as st  # type: ignore[import-not-found]

from bench.peers.county import COUNTY, INDICATORS, County
from bench.peers.picture import figure

st.set_page_config(layout="wide")
county = st.cache_resource(lambda: County.of_environment().warm())()

indicator = st.selectbox("Indicator", list(INDICATORS), format_func=INDICATORS.get)
if "region" not in st.session_state or st.button("Back to the county"):
    st.session_state.region = COUNTY
event = st.plotly_chart(
    figure(county, indicator, st.session_state.region), width="content", on_select="rerun", key="map"
)
points = event.selection.points
if points and st.session_state.region == COUNTY and points[0]["location"].endswith("000"):
    st.session_state.region = points[0]["location"]
    st.rerun()
