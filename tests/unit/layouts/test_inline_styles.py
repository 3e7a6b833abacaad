"""Nothing in layouts is styled in line: a component may hand the stylesheet a value that is data, and no more."""

import ast
from pathlib import Path

LAYOUTS = Path(__file__).resolve().parents[3] / "layouts"


def styles(tree: ast.AST) -> list[ast.expr]:
    """What is given as `style`, as a keyword or in a mapping of properties; a plain text is none that Dash knows."""
    found = [node.value for node in ast.walk(tree) if isinstance(node, ast.keyword) and node.arg == "style"]
    found = [value for value in found if not isinstance(value, ast.Constant)]
    for node in ast.walk(tree):
        if isinstance(node, ast.Dict):
            pairs = zip(node.keys, node.values, strict=True)
            found += [value for key, value in pairs if isinstance(key, ast.Constant) and key.value == "style"]
    return found


def is_data(style: ast.expr) -> bool:
    """Whether only custom properties are set."""
    if isinstance(style, ast.IfExp):
        return is_data(style.body) and is_data(style.orelse)
    return isinstance(style, ast.Dict) and all(
        isinstance(key, ast.Constant) and str(key.value).startswith("--") for key in style.keys
    )


def test_layouts_hand_over_values_and_no_styles() -> None:
    given = {
        f"{path.relative_to(LAYOUTS)}:{style.lineno}": is_data(style)
        for path in sorted(LAYOUTS.rglob("*.py"))
        for style in styles(ast.parse(path.read_text("utf-8")))
    }
    assert len(given) > 5, "shares of bars are handed over"
    assert [place for place, is_well in given.items() if not is_well] == []


def test_it_would_find_one() -> None:
    wrong = ast.parse("html.P(style={'color': 'red', '--x': 1}); html.P(**{'style': made()}); html.P(style={'--x': 1})")
    assert sorted(map(is_data, styles(wrong))) == [False, False, True]
