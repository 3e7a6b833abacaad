"""Answers of callbacks say the same in fewer bytes; errors and pages are left as they are."""

import json
from typing import Any

from dash import Dash, Input, Output, html

from callbacks import plain_json

SAID = '村 <b class="x">a/b</b> \\u003c 10 % "引号" 𠮷'


def answer(app: Dash) -> Any:
    body = {
        "output": "out.children",
        "outputs": {"id": "out", "property": "children"},
        "inputs": [{"id": "in", "property": "title", "value": "v"}],
        "changedPropIds": ["in.title"],
    }
    return app.server.test_client().post("/_dash-update-component", json=body)


def made(*, plain: bool) -> Dash:
    app = Dash("test")
    app.layout = html.Div([html.Div(id="in"), html.Div(id="out")])
    app.callback(Output("out", "children"), Input("in", "title"))(lambda _: [SAID, 1.5, None, float("nan")])
    if plain:
        plain_json.register(app)
    return app


def test_an_answer_says_the_same_in_fewer_bytes() -> None:
    before, after = answer(made(plain=False)), answer(made(plain=True))
    assert before.status_code == after.status_code == 200
    assert json.loads(after.data) == json.loads(before.data)
    assert json.loads(after.data)["response"]["out"]["children"][0] == SAID
    assert '<b class=\\"x\\">a/b</b>' in after.data.decode()
    assert len(after.data) < 0.75 * len(before.data)
    assert after.content_length == len(after.data)
    assert after.mimetype == "application/json"


def test_other_answers_are_left_alone() -> None:
    client = made(plain=True).server.test_client()
    bare = made(plain=False).server.test_client()
    assert client.get("/_dash-layout").data == bare.get("/_dash-layout").data
