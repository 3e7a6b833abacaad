"""The page of imports: who may, forged uploads, one job at a time, and what is left of the files."""

from __future__ import annotations

import io
import shutil
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from dash import Dash
from flask.testing import FlaskClient

from app import create_app
from callbacks import import_page, import_worker, routes_imports
from callbacks.import_files import safe_name
from data_access import jobs as stored
from data_access.ledger.errors import LedgerError
from data_access.ledger.jobs import ImportJobs
from data_access.ledger.results import on_page
from data_access.messages import LANGUAGES, messages
from data_access.scope import Role
from data_access.settings import Settings
from geo.preview import OFFSETS
from tests.signing_in import signed_in

PATHS = ("/imports", "/imports/state.json", "/imports/report", "/imports/picture.svg")


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The jobs that would work in a process of their own."""
    found: list[str] = []
    monkeypatch.setattr(routes_imports, "begin_work", lambda _settings, job: found.append(job.state))
    return found


@pytest.fixture
def app(trap_settings: Settings) -> Dash:
    return create_app(trap_settings)


@pytest.fixture
def chief(app: Dash) -> FlaskClient:
    client = signed_in(app, Role.ADMINISTRATOR)
    client.environ_base["HTTP_ACCEPT"] = "text/html"
    return client


def sent(client: FlaskClient, kind: str = "ledger", files: dict[str, bytes] | None = None) -> Any:
    told = [(io.BytesIO(content), name) for name, content in (files or {"a.xlsx": b"x"}).items()]
    return client.post(f"/imports/files?kind={kind}", data={"files": told}, content_type="multipart/form-data")


def test_administrators_alone_and_nobody_in_the_demo(app: Dash, trap_settings: Settings) -> None:
    for role in (Role.COUNTY, Role.LEADER, Role.AUDITOR, Role.TOWNSHIP):
        client = signed_in(app, role, "T" if role is Role.TOWNSHIP else None)
        assert {client.get(path).status_code for path in PATHS} == {403}
        assert sent(client).status_code == 403
    demo = create_app(replace(trap_settings, is_demo=True)).server.test_client()
    answer = demo.get("/imports", headers={"Accept": "text/html"})
    assert answer.status_code == 403 and "演示模式" in answer.get_data(as_text=True)


def test_from_files_to_the_end(app: Dash, chief: FlaskClient, begun: list[str], trap_settings: Settings) -> None:
    home = trap_settings.home / "imports"
    assert "选择工作簿" in chief.get("/imports").get_data(as_text=True)
    answer = sent(chief, files={"../../户.xlsx": b"PK\x03\x04", "人.xlsx": b"x" * 70_000})
    assert (answer.status_code, answer.headers["Location"], begun) == (303, "/imports", ["looking"])
    files = sorted(path for path in home.rglob("*") if path.is_file())
    assert [path.name for path in files] == ["人.xlsx", "户.xlsx"]
    assert {path.stat().st_mode & 0o077 for path in files} == {0}
    assert files[0].read_bytes() == b"x" * 70_000
    assert chief.get("/imports/state.json").json == {"state": "looking", "words": "正在核对", "done": 0, "total": 0}
    busy = sent(chief)
    assert busy.status_code == 400 and "请先完成或放弃它" in busy.get_data(as_text=True)
    chief.post("/imports/end")
    assert files[0].exists(), "a job at work is not ended"
    job = ImportJobs(trap_settings.home).current()
    assert job is not None
    import_worker.work(trap_settings, job.id)
    page = chief.get("/imports").get_data(as_text=True)
    assert "没有写入任何数据" in page and "由别的系统写入" in page
    assert chief.post("/imports/end").status_code == 303
    assert not any(path.is_file() for path in home.rglob("*"))
    acts = app.server.extensions["guatu"].audit().search(event="admin_import").records
    assert [record.detail["act"] for record in acts] == ["end", "files"]


@pytest.mark.parametrize(
    ("path", "told", "status"),
    [
        ("/imports/files?kind=ledger", {"data": b"x" * 2000, "content_type": "text/plain"}, 400),
        ("/imports/files?kind=ledger", {"data": b"--x\r\n", "content_type": "multipart/form-data; boundary=x"}, 400),
        ("/imports/files?kind=ledger", {"data": b"x", "content_type": "multipart/form-data"}, 400),
        ("/imports/files?kind=king", {"data": {}}, 400),
        ("/imports/files?kind=ledger", {"data": {"files": (io.BytesIO(b"x"), "a.xlsx"), "year": "19"}}, 400),
        ("/imports/files?kind=ledger", {"data": {"files": [(io.BytesIO(b"x"), f"{n}.xlsx") for n in range(41)]}}, 400),
        ("/imports/nothing", {"data": {}}, 404),
        ("/imports/do", {"data": {}}, 303),
    ],
)
def test_a_forged_upload_is_refused_and_leaves_nothing(
    chief: FlaskClient, begun: list[str], trap_settings: Settings, path: str, told: dict[str, Any], status: int
) -> None:
    assert chief.post(path, **told).status_code == status
    assert begun == []
    assert not [each for each in (trap_settings.home / "imports").rglob("*") if each.is_file()]
    assert ImportJobs(trap_settings.home).current() is None


def test_another_site_cannot_send_files(chief: FlaskClient, begun: list[str]) -> None:
    chief.environ_base["HTTP_ORIGIN"] = "https://evil.example"
    assert sent(chief).status_code == 403
    assert begun == []


def test_what_a_form_says_that_cannot_be(chief: FlaskClient, begun: list[str], trap_settings: Settings) -> None:
    assert sent(chief, "boundaries", {"a.geojson": b"{}"}).status_code == 303
    job = ImportJobs(trap_settings.home).current()
    assert job is not None
    ImportJobs(trap_settings.home).fail(job.id, "geo.no_crs", {"file": "a", "layer": "b"})
    assert "“坐标系”" in chief.get("/imports").get_data(as_text=True)
    for form in ({"offset": "x"}, {"offset": "auto", "meridian": "999"}, {"offset": "auto", "crs": "x" * 200}):
        assert chief.post("/imports/look", data=form).status_code == 400
    assert chief.post("/imports/look", data={"offset": "none", "crs": "EPSG:4490"}).status_code == 303
    assert begun == ["looking", "looking"]
    found = ImportJobs(trap_settings.home).by_id(job.id)
    assert found.choices == {"offset": "none", "crs": "EPSG:4490"}


def test_a_job_whose_process_is_lost_says_so_and_an_old_one_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs = ImportJobs(tmp_path)
    job = jobs.begin("ledger", "chief")
    with pytest.raises(LedgerError):
        jobs.begin("ledger", "other")
    jobs.start(job.id, "looking", ("born",))
    with pytest.raises(LedgerError):
        jobs.start(job.id, "doing", ("looked",))
    now = time.time()

    def later(seconds: float) -> None:
        monkeypatch.setattr("data_access.jobs.time.time", lambda: now + seconds)

    later(stored.SILENT_SECONDS + 1)
    lost = jobs.current()
    assert lost is not None and lost.error == ("imports.lost", {})
    (job.folder / "files" / "x").write_text("x")
    later(stored.KEPT_SECONDS + 200)
    assert jobs.current() is None
    assert not job.folder.exists()
    left = tmp_path / "imports" / "left"
    left.mkdir()
    jobs.begin("ledger", "chief")
    assert not left.exists(), "what a power cut left is swept"
    shutil.rmtree(tmp_path / "imports")


@pytest.mark.parametrize(
    ("told", "name"),
    [("../../etc/passwd", "passwd"), ("C:\\x\\户.xlsx", "户.xlsx"), ("..", ""), ("a\x00b.xlsx", "a_b.xlsx"), ("", ""),
     ("x" * 300 + ".xlsx", "x" * 88 + ".xlsx"), ("a?b*.shp", "a_b_.shp"), (".hidden", "hidden")],
)  # fmt: skip
def test_names_lead_nowhere_else(told: str, name: str) -> None:
    found = safe_name(told)
    assert found == name
    assert Path(found).name == found


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_speaks_of_its_fields_and_not_of_options(lang: str) -> None:
    """Every sentence about a file that names an option of the command names on the page what is there instead."""
    said = [messages()[key][lang] for key in messages() if key.startswith(("geo.", "ledger.reason.", "ledger.mend."))]
    named = [sentence for sentence in said if "--" in sentence]
    assert len(named) > 8
    assert not [sentence for sentence in named if "--" in on_page(sentence, lang)]


def test_the_page_offers_what_geo_knows() -> None:
    assert import_page.OFFSETS == OFFSETS
