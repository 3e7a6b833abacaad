"""What callbacks answer, written in as few bytes as JSON needs."""

import json

from dash import Dash
from flask import Response, g, request


def register(app: Dash) -> None:
    """Write Chinese words and signs of markup as themselves in every answer of a callback.

    Dash escapes them (six bytes each), as a text inside a page must; an answer that is read as JSON is none.
    """
    endpoint = f"{app.config.routes_pathname_prefix}_dash-update-component"

    def shorten(response: Response) -> Response:
        if request.endpoint == endpoint and "is_short" not in g and response.is_json and response.status_code == 200:
            answer = json.dumps(json.loads(response.get_data()), ensure_ascii=False, separators=(",", ":"))
            response.set_data(answer.encode(errors="replace"))
        return response

    app.server.after_request(shorten)
