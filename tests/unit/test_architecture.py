"""The rules of the house, read from the source itself: which room may know which, and what a callback may do."""

import ast
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("data_access", "geo", "layouts", "callbacks", "app")
BELOW = {
    "data_access": {"data_access"},
    "geo": {"geo"},
    "layouts": {"layouts", "data_access", "geo"},
    "callbacks": {"callbacks", "layouts", "data_access", "geo"},
    "app": set(ROOMS),
}
FOREIGN = {
    "data_access": {"dash", "plotly", "geopandas", "shapely", "pyogrio"},
    "geo": {"dash", "plotly", "sqlalchemy", "flask", "flask_caching"},
    "layouts": {"sqlalchemy", "flask", "flask_caching"},
    "callbacks": {"sqlalchemy", "geopandas"},
    "app": {"sqlalchemy"},
}
"""Packages that a room must not know; sqlalchemy is data_access's alone."""

QUERIES = ("database", "households", "contract", "regions", "quantities", "demo", "commands", "check")
"""Parts of data_access that ask the database: not for layouts."""

BAD_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "core"}
CALLED_AT_IMPORT = {
    "cast", "dataclass", "dict", "field", "float", "fromkeys", "frozenset", "info", "items", "join", "len", "list",
    "namedtuple", "new", "partial", "range", "set", "sorted", "str", "text", "tuple", "values", "zip", "cache",
    "lru_cache", "compile", "array", "getLogger", "timedelta", "date", "property", "wraps", "update", "keys", "split",
    "datetime64", "cos", "radians", "sqrt", "resolve", "type", "vars",
}  # fmt: skip
"""What a module's own body may call, beside classes (a name with a capital): nothing that reads or writes."""

SQL_WORDS = {
    "select", "where", "order_by", "group_by", "having", "join", "outerjoin", "label", "bindparam", "in_", "not_in",
    "is_", "is_not", "or_", "and_", "case", "count", "sum", "min", "max", "distinct", "desc", "asc", "limit", "offset",
    "alias", "subquery", "coalesce", "between", "select_from", "union_all", "scalar_subquery", "else_", "correlate",
    "compiles", "with_variant", "belongs",
}  # fmt: skip
"""Words of which data_access builds its statements; nothing runs before a connection executes them."""

MOST_STATEMENTS = 12


def room_of(path: str) -> str:
    return PurePosixPath(path).parts[0].removesuffix(".py")


def imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative imports hide which room is meant"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def is_query(name: str) -> bool:
    return name.split(".")[1] in QUERIES and not name.startswith("data_access.households.records")


def is_main_guard(node: ast.stmt) -> bool:
    return isinstance(node, ast.If) and isinstance(node.test, ast.Compare) and "__name__" in ast.dump(node.test.left)


def called_at_import(body: list[ast.stmt]) -> Iterator[str]:
    """Names of what runs when the module is imported; bodies of functions do not."""
    waiting: list[ast.AST] = [node for node in body if not is_main_guard(node)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            inner = [] if isinstance(node, ast.Lambda) else node.decorator_list
            waiting.extend(inner)
            waiting.extend(node.args.defaults)
            continue
        if isinstance(node, ast.With | ast.Try):
            yield type(node).__name__.lower()
        if isinstance(node, ast.Call):
            yield node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "?")
        waiting.extend(ast.iter_child_nodes(node))


def is_callback(function: ast.FunctionDef) -> bool:
    return any("callback" in ast.dump(decorator) for decorator in function.decorator_list)


def statements(function: ast.FunctionDef) -> int:
    own = [node for node in ast.walk(function) if isinstance(node, ast.stmt) and node is not function]
    return len(own) - (1 if ast.get_docstring(function) else 0)


def violations(path: str, source: str) -> list[str]:
    """Every rule that the module at `path` (from the root of the repository) breaks."""
    room, tree = room_of(path), ast.parse(source)
    broken: list[str] = []
    for name in imported(tree):
        top = name.split(".")[0]
        if top in ROOMS and top not in BELOW[room]:
            broken.append(f"{room} knows {top}")
        if top in FOREIGN[room] and not (room == "app" and "TYPE_CHECKING" in source):
            broken.append(f"{room} imports {top}")
        if room == "layouts" and top == "data_access" and is_query(name):
            broken.append(f"layouts query through data_access.{name.split('.')[1]}")
    parts = {part.removesuffix(".py") for part in PurePosixPath(path).parts}
    if parts & BAD_NAMES and path != "data_access/schema/core.py":  # there it is the contract's word for its first tier
        broken.append("a name that says nothing")
    broken.extend(
        f"calls {name} at import"
        for name in called_at_import(tree.body)
        if name not in (CALLED_AT_IMPORT | SQL_WORDS if room == "data_access" else CALLED_AT_IMPORT)
        and not name.lstrip("_")[:1].isupper()
    )
    if room == "callbacks":
        broken.extend(callback_violations(tree))
    return broken


def callback_violations(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Try):
            yield "try/except in callbacks"
        if isinstance(node, ast.ImportFrom) and node.module == "dash":
            yield from (
                "the global callback" for alias in node.names if alias.name in ("callback", "clientside_callback")
            )
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in (
            "Input",
            "Output",
            "State",
        ):
            first = node.args[0] if node.args else None
            named = first.values if isinstance(first, ast.Dict) else [first]
            if any(isinstance(part, ast.Constant) and isinstance(part.value, str) for part in named):
                yield "an id that is not from layouts.ids"
        if isinstance(node, ast.FunctionDef) and is_callback(node) and statements(node) > MOST_STATEMENTS:
            yield f"callback {node.name} does more than parse, ask, draw"


def modules() -> list[str]:
    found = [ROOT / "app.py"]
    for room in ROOMS[:-1]:
        found.extend(sorted((ROOT / room).rglob("*.py")))
    return [path.relative_to(ROOT).as_posix() for path in found if path.is_file()]


@pytest.mark.parametrize("path", modules())
def test_module_keeps_the_rules(path: str) -> None:
    assert violations(path, (ROOT / path).read_text(encoding="utf-8")) == []


def test_every_room_is_looked_at() -> None:
    assert {room_of(path) for path in modules()} == set(ROOMS)


@pytest.mark.parametrize(
    ("path", "source", "said"),
    [
        ("geo/a.py", "from data_access.settings import Settings", "geo knows data_access"),
        ("geo/a.py", "def f():\n    import sqlalchemy", "geo imports sqlalchemy"),
        ("geo/a.py", "import flask.json", "geo imports flask"),
        ("data_access/a.py", "import dash", "data_access imports dash"),
        ("data_access/a.py", "from plotly.graph_objects import Figure", "data_access imports plotly"),
        ("data_access/a.py", "import geo.publish", "data_access knows geo"),
        ("data_access/a/b.py", "import geopandas", "data_access imports geopandas"),
        ("layouts/a.py", "import callbacks", "layouts knows callbacks"),
        ("layouts/a.py", "from data_access.database import read_frame", "layouts query through data_access.database"),
        ("layouts/a.py", "from data_access import database", "layouts query through data_access.database"),
        ("callbacks/a.py", "from app import main", "callbacks knows app"),
        ("callbacks/a.py", "from sqlalchemy import text", "callbacks imports sqlalchemy"),
        ("layouts/a.py", "X = open('x')", "calls open at import"),
        ("layouts/a.py", "from pathlib import Path\nX = Path('x').read_text()", "calls read_text at import"),
        ("layouts/a.py", "class A:\n    x = load()", "calls load at import"),
        ("layouts/a.py", "def f(x=load()): pass", "calls load at import"),
        ("layouts/utils.py", "", "a name that says nothing"),
        ("data_access/core.py", "", "a name that says nothing"),
        ("callbacks/a.py", "def f():\n    try:\n        g()\n    except E:\n        pass", "try/except in callbacks"),
        ("callbacks/a.py", "from dash import callback", "the global callback"),
        ("callbacks/a.py", "def f(app):\n    g(Input('map', 'clickData'))", "an id that is not from layouts.ids"),
        ("callbacks/a.py", "def f(app):\n    g(dash.State({'type': 'x'}, 'n'))", "an id that is not from layouts.ids"),
        (
            "callbacks/a.py",
            "def register(app):\n    @app.callback(X)\n    def draw():\n" + "        x = 1\n" * 13,
            "callback draw does more than parse, ask, draw",
        ),
    ],
)
def test_the_rules_bite(path: str, source: str, said: str) -> None:
    assert said in violations(path, source)


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("data_access/schema/core.py", "from sqlalchemy import Table\nT = Table('t')"),
        ("layouts/a.py", "from data_access.messages import text\nfrom geo.region_codes import pad\nX = frozenset({1})"),
        (
            "callbacks/a.py",
            "def register(app):\n    @app.callback(Input(ids.MAP, 'n'))\n    def draw():\n        return 1",
        ),
        ("app.py", "import callbacks, layouts, geo, data_access\nif __name__ == '__main__':\n    run()"),
    ],
)
def test_good_modules_pass(path: str, source: str) -> None:
    assert violations(path, source) == []
