"""Superset's data API: the same incomes by township, asked the way its charts ask.

Only the server is compared: its maps are drawn by deck.gl over tiles of a public host.
"""

from __future__ import annotations

import json
import secrets
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from bench.peers.county import YEAR
from bench.peers.desks import Asked
from bench.peers.programs import HERE, Program
from tests.e2e.serving import ROOT, free_port

SETUP_S = 300.0
METRICS = {
    "POVERTY_INCIDENCE": "100.0 * SUM(poor_population_count) / SUM(rural_population_count)",
    "HOUSE_VACANCY_RATE": "100.0 * SUM(vacant_house_count) / SUM(house_count)",
    "REGISTERED_SHARE": "100.0 * SUM(registered_population_count) / SUM(rural_population_count)",
}
VIEW = "SELECT y.*, r.parent_code FROM region_year y JOIN region r ON r.region_code = y.region_code"


def start_superset(python: Path, env: Mapping[str, str], folder: Path, database: Path) -> tuple[Program, list[Asked]]:
    """Set up with its own commands, served by gunicorn as its manual has it; the requests of three indicators.

    Raises RuntimeError, OSError or subprocess errors when a step fails.
    """
    said = {
        **env,
        "PYTHONPATH": str(ROOT),
        "PEERS_SECRET": secrets.token_urlsafe(42),
        "SUPERSET_CONFIG_PATH": str(HERE / "superset_config.py"),
        "SUPERSET_HOME": str(folder),
        "FLASK_APP": "superset.app:create_app()",
    }
    password = secrets.token_urlsafe(12)
    command = str(python.parent / "superset")
    who = ["--username", "bench", "--firstname", "a", "--lastname", "b", "--email", "a@example.org"]
    steps = (["db", "upgrade"], ["fab", "create-admin", *who, "--password", password], ["init"])
    for step in steps:
        subprocess.run([command, *step], env=said, cwd=folder, capture_output=True, timeout=SETUP_S, check=True)
    port = free_port()
    served = ["-m", "gunicorn", "-w", "2", "-k", "gthread", "--threads", "10", "--timeout", "120"]
    program = Program(
        [str(python), *served, "-b", f"127.0.0.1:{port}", "superset.app:create_app()"],
        said, port, folder / "superset.log", folder,
    )  # fmt: skip
    try:
        program.wait("/health")
        return program, _requests(program.base, password, database)
    except (RuntimeError, OSError, KeyError):
        program.end()
        raise


def _requests(base: str, password: str, database: Path) -> list[Asked]:
    login = {"username": "bench", "password": password, "provider": "db", "refresh": True}
    token = _post(base, "/api/v1/security/login", login, "")["access_token"]
    made = _post(
        base,
        "/api/v1/database/",
        {"database_name": "county", "sqlalchemy_uri": f"sqlite:///{database}", "expose_in_sqllab": True},
        token,
    )
    view = {"database": made["id"], "table_name": "villages", "sql": VIEW, "schema": "main"}
    source = {"id": _post(base, "/api/v1/dataset/", view, token)["id"], "type": "table"}
    headers = (("Content-Type", "application/json"), ("Authorization", f"Bearer {token}"))
    asked = []
    for label, expression in METRICS.items():
        query = {
            "columns": ["parent_code"],
            "metrics": [{"expressionType": "SQL", "sqlExpression": expression, "label": label}],
            "filters": [{"col": "stat_year", "op": "==", "val": YEAR}],
            "row_limit": 1000,
        }
        body = {"datasource": source, "queries": [query], "result_format": "json", "result_type": "full"}
        asked.append(Asked("POST", "/api/v1/chart/data", json.dumps(body).encode(), headers))
        answer = _post(base, "/api/v1/chart/data", body, token)
        assert answer["result"][0]["rowcount"] == 18, answer
    return asked


def _post(base: str, path: str, body: object, token: str) -> Any:
    headers = {"Content-Type": "application/json", "Referer": base}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    request = Request(base + path, json.dumps(body).encode(), headers)  # noqa: S310 - always http://127.0.0.1
    with urlopen(request, timeout=60) as answer:  # noqa: S310
        return json.load(answer)


__all__ = ["start_superset"]
