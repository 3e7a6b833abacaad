"""The plotly.js that ships: the version of the Python package, the traces of the figures, no evaluated strings."""

import ast
import json
import re
from pathlib import Path

import brotli
import plotly
import pytest
from plotly import graph_objects
from plotly.basedatatypes import BaseTraceType

ROOT = Path(__file__).resolve().parents[3]
VENDOR = ROOT / "assets" / "vendor"
BUNDLE = VENDOR / "plotly-guatu.min.js"
HEAD = BUNDLE.read_text("utf-8")[:400]
STOCK = Path(str(plotly.__file__)).parent / "package_data" / "plotly.min.js"
TRACES = {
    name.lower()
    for name in dir(graph_objects)
    if isinstance(kind := getattr(graph_objects, name), type) and issubclass(kind, BaseTraceType)
}


def traces_used() -> set[str]:
    """The types of traces that the sources name: {"type": "bar"}, go.Bar, add_bar."""
    found = set()
    for path in [*(ROOT / "layouts").rglob("*.py"), *(ROOT / "callbacks").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Dict):
                for key, value in zip(node.keys, node.values, strict=True):
                    if isinstance(key, ast.Constant) and key.value == "type" and isinstance(value, ast.Constant):
                        found.add(str(value.value))
            elif isinstance(node, ast.Attribute):
                is_go = isinstance(node.value, ast.Name) and node.value.id == "go"
                found.add(node.attr.lower() if is_go else node.attr.removeprefix("add_"))
    scripts = [path.read_text("utf-8") for path in (ROOT / "assets").glob("*.js")]
    found |= {name for text in scripts for name in re.findall(r"""\btype: ?["'](\w+)["']""", text)}
    return found & TRACES - {"table", "image", "indicator"}  # words of other things here


def test_its_version_is_that_of_the_python_package() -> None:
    version = re.search(r"plotly\.js v([\d.]+)", STOCK.read_text("utf-8")[:400])
    assert version is not None
    assert f") v{version[1]}\n" in HEAD
    told = json.loads((VENDOR / "make" / "package.json").read_text("utf-8"))
    assert told["devDependencies"]["plotly.js"] == version[1]


def test_it_has_every_trace_that_is_drawn() -> None:
    named = re.search(r"\(guatu: ([a-z, ]+)\)", HEAD)
    assert named is not None
    taken = named[1].split(", ")
    assert taken == json.loads((VENDOR / "make" / "traces.json").read_text("utf-8"))
    used = traces_used()
    assert {"bar", "choropleth", "scatter", "scattergeo"} <= used
    assert used <= set(taken), "add the trace to assets/vendor/make/traces.json and make the bundle anew"


def test_it_keeps_its_licence() -> None:
    assert "Licensed under the MIT license" in HEAD
    for name in ("plotly", "regenerator"):
        assert "Permission is hereby granted" in (VENDOR / f"LICENSE-{name}.txt").read_text("utf-8")


@pytest.mark.parametrize("name", ["plotly-guatu.min.js", "regenerator.min.js"])
def test_it_evaluates_no_strings(name: str) -> None:
    script = (VENDOR / name).read_text("utf-8")
    assert not re.findall(r"\bnew Function\(|(?<![\w.$])eval\(", script)


def test_its_compressed_copy_is_a_copy_of_it() -> None:
    packed = BUNDLE.with_name(BUNDLE.name + ".br").read_bytes()
    assert brotli.decompress(packed) == BUNDLE.read_bytes()
    assert len(packed) < 450_000


def test_how_it_is_made_names_no_registry() -> None:
    lock = (VENDOR / "make" / "package-lock.json").read_text("utf-8")
    assert '"resolved"' not in lock
    assert "integrity" in lock


def test_no_outlines_are_asked_from_a_public_host() -> None:
    assert re.findall(r"https?://cdn\.", STOCK.read_text("utf-8")), "else this test sees nothing"
    assert not re.findall(r"https?://cdn\.", BUNDLE.read_text("utf-8"))
