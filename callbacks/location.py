"""The one legal circle: the URL is read and written in the browser, and tells the server's panels what to draw."""

from dash import ClientsideFunction, Dash, Input, Output, State

from layouts import ids


def register(app: Dash) -> None:
    """Deserialise the URL, paint what the browser paints, serialise the scope of the server's panels."""
    app.clientside_callback(  # type: ignore[no-untyped-call]
        ClientsideFunction("guatu", "route"),
        *(Output(name, "data") for name in ids.SCOPES),
        Input(ids.LOCATION, "search"),
        State(ids.CONFIG, "data"),
    )
