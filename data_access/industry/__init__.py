"""Views of industry over a release: pure functions, figures in, tables and records out; never a row about a person."""
