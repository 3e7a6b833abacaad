"""The page of papers: what is refused, who gets what was made, and what becomes of it."""

from __future__ import annotations

import errno
import io
import os
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook

from app import create_app
from callbacks import routes_papers
from callbacks.papers import worker
from data_access.audit import open_audit
from data_access.briefings import open_briefings
from data_access.papers.jobs import KEPT_SECONDS, RESULT, PaperJobs
from data_access.release import ReleaseStore, build_release
from data_access.scope import Role
from data_access.settings import Settings
from tests.integration.conftest import make_trap_county
from tests.signing_in import signed_in

VIEW = "/papers?of=%3Fview%3Dmonitor"
APPROVED = {"approval": "甲〔2019〕3号"}


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The county full of traps with a release; people sign in."""
    settings = make_trap_county(tmp_path_factory.mktemp("papers"))
    build_release(settings)
    return settings


@pytest.fixture(scope="module")
def app(settings: Settings) -> Any:
    return create_app(settings)


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What would be done in a process of its own is done at once in this one."""
    monkeypatch.setattr(routes_papers, "begin_work", lambda settings, job, _: worker.work(settings, job.id))


@pytest.fixture
def never(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The jobs that would be begun."""
    begun: list[str] = []
    monkeypatch.setattr(routes_papers, "begin_work", lambda _settings, job, _worker: begun.append(job.id))
    return begun


@pytest.fixture(autouse=True)
def none_left(settings: Settings) -> Iterator[None]:
    """Each test begins without papers."""
    yield
    jobs = PaperJobs(settings.home)
    for job in jobs.open_jobs():
        jobs.end(job.id)


@pytest.fixture(scope="module")
def client(app: Any) -> FlaskClient:
    return signed_in(app)


def order(client: FlaskClient, where: str = VIEW, **sent: str) -> tuple[int, str]:
    """Status and words of an order."""
    response = client.post(where, data={"kind": "xlsx", **sent})
    return response.status_code, response.get_data(as_text=True)


def papers(client: FlaskClient) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get("/papers/state.json").get_json()["papers"]
    return found


def test_a_view_comes_as_a_workbook_to_who_asked_alone(
    app: Any, client: FlaskClient, settings: Settings, at_once: None
) -> None:
    assert order(client, **APPROVED)[0] == 303
    (made,) = papers(client)
    assert (made["state"], made["is_working"]) == ("done", False)
    fetched = client.get(f"/papers/{made['id']}")
    assert fetched.status_code == 200 and "no-store" in fetched.headers["Cache-Control"]
    book = load_workbook(io.BytesIO(fetched.get_data()))
    fetched.close()
    said = [str(cell.value) for page in book for row in page.iter_rows() for cell in row if cell.value is not None]
    release = ReleaseStore(settings.releases).current()
    for wanted in (release.id, release.as_of.isoformat(), APPROVED["approval"]):
        assert any(wanted in one for one in said), wanted
    kept = settings.home / "papers" / made["id"]
    assert stat.S_IMODE((kept / RESULT).stat().st_mode) == 0o600 and stat.S_IMODE(kept.stat().st_mode) == 0o700
    other = signed_in(app, Role.LEADER)
    assert papers(other) == [] and other.get(f"/papers/{made['id']}").status_code == 404
    assert other.post(f"/papers/{made['id']}/drop").status_code == 404
    assert client.post(f"/papers/{made['id']}/drop").status_code == 303
    assert not kept.exists() and papers(client) == []
    events = [(one.event, one.detail.get("act")) for one in open_audit(settings).search().records]
    assert events.count(("paper", "make")) == events.count(("paper", "fetch")) == 1


@pytest.mark.parametrize(
    ("sent", "status", "said"),
    [
        ({"people": "1"}, 409, "审批号"),
        ({"people": "1", "approval": "甲1"}, 409, "用途"),
        ({"kind": "exe"}, 400, ""),
        ({"kind": "png", "width": "99999"}, 409, "像素"),
        ({"kind": "png", "height": "１０００"}, 409, "像素"),
        ({"approval": "x" * 200}, 400, ""),
    ],
)
def test_what_cannot_be_made_is_refused_in_words(
    client: FlaskClient, never: list[str], sent: dict[str, str], status: int, said: str
) -> None:
    found, words = order(client, **sent)
    assert (found, never) == (status, []) and said in words


def test_who_may_not_take_lists_with_them_gets_none(app: Any, never: list[str]) -> None:
    leader = signed_in(app, Role.LEADER)
    assert 'name="people"' not in leader.get(VIEW).get_data(as_text=True)
    assert order(leader, people="1", purpose="月度调度", **APPROVED)[0] == 403
    assert never == []


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.ADMINISTRATOR])
def test_papers_are_not_for_those_who_keep_the_product(app: Any, role: Role) -> None:
    other = signed_in(app, role)
    assert other.get("/papers").status_code == 403 and order(other)[0] == 403


def test_a_township_has_no_paper_of_a_briefing(app: Any, settings: Settings, never: list[str]) -> None:
    id = open_briefings(settings).begin("过堂会", "甲")
    officer = signed_in(app, Role.TOWNSHIP, ReleaseStore(settings.releases).current().tree.codes[1])
    assert officer.get(f"/papers?briefing={id}").status_code == 403
    assert order(officer, f"/papers?briefing={id}")[0] == 403 and never == []


def test_one_at_a_time_and_few_at_all(app: Any, client: FlaskClient, never: list[str]) -> None:
    assert order(client)[0] == 303
    status, words = order(client)
    assert status == 409 and "还在制作" in words
    assert order(signed_in(app, Role.LEADER))[0] == 303
    status, words = order(signed_in(app, Role.VILLAGE, "x"))
    assert status == 409 and "别人" in words
    assert len(never) == 2


def test_a_process_that_is_lost_is_told_and_papers_have_their_time(
    client: FlaskClient, settings: Settings, never: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    order(client)
    now = time.time()
    monkeypatch.setattr("data_access.jobs.time.time", lambda: now + 120)
    (lost,) = papers(client)
    assert lost["state"] == "failed" and "中断" in lost["words"]
    monkeypatch.setattr("data_access.jobs.time.time", lambda: now + KEPT_SECONDS + 300)
    assert papers(client) == [] and not any((settings.home / "papers").iterdir())


def test_a_full_disk_is_said(client: FlaskClient, at_once: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(worker, "keep_paper", full)
    assert order(client)[0] == 303
    (failed,) = papers(client)
    assert failed["state"] == "failed" and "磁盘" in failed["words"]
    assert client.get(f"/papers/{failed['id']}").status_code == 409


def test_an_ended_briefing_has_its_own_release_or_says_so(
    client: FlaskClient, settings: Settings, never: list[str]
) -> None:
    store = open_briefings(settings)
    id = store.begin("月调度", "甲")
    where = f"/papers?briefing={id}"
    assert order(client, where)[0] == 409  # no scene yet
    client.post(f"/briefings/{id}/scenes", json={"search": "?view=duty"})
    current = ReleaseStore(settings.releases).current().id
    store.start(id, current, holds=False)
    store.end(id)
    assert order(client, where)[0] == 303
    jobs = PaperJobs(settings.home)
    assert jobs.by_id(never[0]).choices["release"] == current
    jobs.end(never[0])
    store.start(id, "20190101T000000-0000", holds=False)
    store.end(id)
    status, words = order(client, where)
    assert status == 409 and "20190101T000000-0000" in words
    assert order(client, where, now="1")[0] == 303
    assert jobs.by_id(never[1]).choices["release"] == current


def test_a_household_never_gets_into_an_order(client: FlaskClient, settings: Settings, never: list[str]) -> None:
    assert order(client, f"{VIEW}%26household%3Dabc")[0] == 303
    assert "abc" not in str(PaperJobs(settings.home).by_id(never[0]).choices)


def test_the_server_loads_nothing_that_draws(settings: Settings) -> None:
    asked = (
        "import app, sys; app.create_app(app.read_settings()); print(*({'pptx', 'pypdfium2', 'fpdf'} & {*sys.modules}))"
    )
    env = {**os.environ, "GUATU_HOME": str(settings.home), "GUATU_DATABASE_URL": settings.database_url}
    root = Path(__file__).parents[2]
    said = subprocess.run([sys.executable, "-c", asked], cwd=root, env=env, capture_output=True, text=True, check=True)
    assert said.stdout.strip() == ""
