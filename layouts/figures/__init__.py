"""Pure functions: values in, a Plotly figure out; no Dash, no database."""
