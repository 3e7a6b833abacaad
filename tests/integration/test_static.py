"""Scripts, sheets and fonts: by their content's hash, compressed, nothing that the page does not use."""

import gzip
import json
import re
import time
from pathlib import Path

import brotli
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app import create_app
from callbacks.static_files import StaticFiles
from data_access.settings import Settings
from tests.signing_in import signed_in

ROOT = Path(__file__).resolve().parents[2]
PLOTLY = ROOT / "assets" / "vendor" / "plotly-guatu.min.js"
FOR_EVER = "public, max-age=31536000, immutable"


@pytest.fixture(scope="module")
def client(trap_settings_once: Settings) -> FlaskClient:
    """A browser at the wall of the small county."""
    return signed_in(create_app(trap_settings_once))


def get(client: FlaskClient, address: str, accepted: str = "gzip, deflate, br", **headers: str) -> TestResponse:
    """What a browser gets that takes these encodings."""
    return client.get(address, headers={"Accept-Encoding": accepted, **headers})


def plain(response: TestResponse) -> bytes:
    """The content behind the encoding."""
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress}.get(response.headers.get("Content-Encoding", ""), bytes)
    return bytes(unpack(response.data))


def page(client: FlaskClient, search: str = "") -> str:
    """The page itself."""
    return plain(get(client, f"/{search}")).decode()


def test_everything_that_the_page_names_is_there_for_ever_and_packed(client: FlaskClient) -> None:
    named = re.findall(r'(?:src|href)="(/(?:assets|_dash-component-suites)/[^"]+)"', page(client))
    assert len(named) > 8
    for address in named:
        response = get(client, address.replace("&amp;", "&"))
        assert response.status_code == 200, address
        assert response.headers["Cache-Control"] == FOR_EVER, address
        if not address.split("?")[0].endswith(".woff2"):
            assert response.headers["Content-Encoding"] == "br", address
            assert "Accept-Encoding" in response.headers["Vary"]
            assert plain(response) == plain(get(client, address, "gzip")) == get(client, address, "identity").data


def test_the_page_sends_one_sheet_one_script_of_its_own_and_nothing_unused(client: FlaskClient) -> None:
    told = page(client)
    assert re.findall(r"/assets/([^\"?/]+)\?", told) == ["wall.css", "wall.js"]
    assert "polyfill" not in told
    assert "dash_table/" not in told
    script = plain(get(client, "/assets/wall.js")).decode()
    own = sorted((ROOT / "assets").glob("[0-9]*.js"))
    places = [script.index(f"/* {path.name} */") for path in own]
    assert places == sorted(places)
    assert "regeneratorRuntime" in script[: places[0]]


def test_the_whole_of_plotly_is_never_sent(client: FlaskClient) -> None:
    stock = get(client, "/_dash-component-suites/plotly/package_data/plotly.min.js")
    assert plain(stock) == PLOTLY.read_bytes()
    assert "plotly-guatu.min.js?v=" in page(client)
    assert "package_data/plotly" not in page(client)


def test_what_the_page_needs_first_is_asked_for_first(client: FlaskClient) -> None:
    for search in ("", "?period=2018&lang=en&layers=none"):
        told = page(client, search)
        ahead = re.findall(r'<link rel="preload" href="([^"]+)" as="fetch" crossorigin>', told)
        assert ahead == ["/_dash-layout", "/_dash-dependencies"]
        asked = json.loads(re.findall(r'<script id="first-requests" type="application/json">(.*?)</script>', told)[0])
        assert asked[0].startswith("/wall/values/")
        assert asked[0].endswith("/C/2018/en" if search else "/C/2019/zh")
        for address in asked:
            assert client.get(address).headers["Cache-Control"] == FOR_EVER.replace("public", "private"), address


def test_an_address_of_yesterday_is_not_kept(client: FlaskClient) -> None:
    response = get(client, "/assets/wall.js?v=00000000")
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-cache"
    again = get(client, "/assets/wall.js", **{"If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304
    assert not again.data


@pytest.mark.parametrize(
    "address",
    [
        "/assets/../app.py",
        "/assets/%2e%2e/app.py",
        "/assets/vendor/make/package.json",
        "/assets/fonts/make/slices.py",
        "/assets/none.js",
        "/_dash-component-suites/dash/dash.py",
        "/_dash-component-suites/none/none.js",
        "/_dash-component-suites/dash/../app.py",
    ],
)
def test_nothing_else_is_sent(client: FlaskClient, address: str) -> None:
    assert client.get(address).status_code in (404, 405)


def test_the_page_and_its_frame_are_packed(client: FlaskClient) -> None:
    for address in ("/", "/_dash-layout", "/_dash-dependencies"):
        for accepted, encoding in (("br, gzip", "br"), ("gzip", "gzip"), ("identity", None)):
            response = get(client, address, accepted)
            assert response.headers.get("Content-Encoding") == encoding
            assert len(plain(response)) > 500
            assert response.headers["Cache-Control"] == "no-store"


def test_the_first_answer_is_quick_and_the_best_is_kept(tmp_path: Path) -> None:
    script = tmp_path / "large.js"
    script.write_text("\n".join(f"const name{i} = {i * 7919 % 1009};" for i in range(30_000)), "utf-8")
    files = StaticFiles(tmp_path / "copies")
    began = time.perf_counter()
    first, encoding = files.body(files.file(script), ["gzip", "br"])
    took = time.perf_counter() - began
    assert encoding == "br"
    assert took < 1.0
    until = time.monotonic() + 60
    while len(list((tmp_path / "copies").glob("*[!t]"))) < 2 and time.monotonic() < until:
        time.sleep(0.02)
    best, _ = files.body(files.file(script), ["br"])
    assert len(best) < len(first)
    kept, _ = StaticFiles(tmp_path / "copies").body(files.file(script), ["br"])
    assert kept == best
    assert brotli.decompress(kept) == script.read_bytes()


def test_a_file_that_changes_is_read_again(tmp_path: Path) -> None:
    sheet = tmp_path / "a.css"
    sheet.write_text("a{}", "utf-8")
    files = StaticFiles(tmp_path / "copies")
    before = files.file(sheet).digest
    sheet.write_text("b{color:red}", "utf-8")
    assert files.file(sheet).digest != before
    assert files.file(sheet).content == b"b{color:red}"


def test_a_home_that_cannot_be_written_to_does_no_harm(tmp_path: Path) -> None:
    blocked = tmp_path / "copies"
    blocked.write_text("a file, not a folder", "utf-8")
    sheet = tmp_path / "a.css"
    sheet.write_text("a{}" * 900, "utf-8")
    files = StaticFiles(blocked)
    body, _ = files.body(files.file(sheet), ["br"])
    assert brotli.decompress(body) == sheet.read_bytes()


def test_until_the_frame_is_drawn_the_page_speaks_its_language(client: FlaskClient) -> None:
    assert "Loading..." not in page(client)
    assert "正在打开" in page(client)
    assert "Opening" in page(client, "?lang=en")
    assert "正在打开" in page(client, "?lang=<b>")
