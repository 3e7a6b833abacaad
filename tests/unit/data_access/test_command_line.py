"""What `guatu` understands."""

from datetime import date
from pathlib import Path

import pytest

from data_access.command_line import (
    COMMANDS,
    FigureOption,
    LayerOption,
    UsageError,
    build_parser,
    check_figures,
    terminal_language,
)
from data_access.region_files import RegionTableError


@pytest.mark.parametrize(
    ("environment", "lang"),
    [
        ({}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "en_US.UTF-8", "GUATU_LANGUAGE": "zh"}, "zh"),
        ({"LANG": "zh_CN.GB18030", "GUATU_LANGUAGE": "en"}, "en"),
        ({"LANG": "zh_CN", "GUATU_LANGUAGE": "fr"}, "zh"),
    ],
)
def test_the_terminal_is_spoken_to_in_its_language(environment: dict[str, str], lang: str) -> None:
    assert terminal_language(environment) == lang


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    "command", [[name] for name in COMMANDS] + [["regions", "import"], ["boundaries", "import"], ["release", "pin"]]
)
def test_every_command_has_help(command: list[str], lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        build_parser(lang).parse_args([*command, "--help"])
    assert left.value.code == 0
    said = capsys.readouterr().out
    assert "guatu " + " ".join(command) in said
    assert any("一" <= letter <= "鿿" for letter in said) == (lang == "zh")


def test_an_import_of_regions() -> None:
    told = build_parser("en").parse_args(
        [
            "regions",
            "import",
            "a.gpkg",
            "--layer",
            "cantons=4",
            "--figure",
            "communes.population=population",
            "--year",
            "9",
        ]
    )
    assert told.files == [Path("a.gpkg")]
    assert told.layer == [LayerOption("cantons", "4")]
    assert told.figure == [FigureOption("communes", "population", "POPULATION", "人", "人口")]
    assert told.year == 9


def test_a_figure_with_unit_and_name() -> None:
    told = build_parser("en").parse_args(["regions", "import", "a", "--figure", "a.b.c=CARS:辆:汽车"])
    assert told.figure == [FigureOption("a.b", "c", "CARS", "辆", "汽车")]
    check_figures(told.figure)


def test_a_figure_without_a_unit_cannot_be_read() -> None:
    told = build_parser("en").parse_args(["regions", "import", "a", "--figure", "a.b=CARS"])
    with pytest.raises(RegionTableError) as refused:
        check_figures(told.figure)
    assert "CARS:UNIT" in str(refused.value)


def test_a_check_as_of_a_day() -> None:
    told = build_parser("en").parse_args(["check", "sqlite:///x", "--today", "2019-09-30"])
    assert (told.url, told.today) == ("sqlite:///x", date(2019, 9, 30))


@pytest.mark.parametrize(
    "line",
    [
        [],
        ["dance"],
        ["check", "--today", "tomorrow"],
        ["regions"],
        ["regions", "import"],
        ["regions", "import", "a", "--layer", "cantons=6"],
        ["regions", "import", "a", "--layer", "cantons"],
        ["regions", "import", "a", "--figure", "population=POPULATION"],
        ["regions", "import", "a", "--figure", "communes.population"],
        ["serve", "--port", "http"],
        ["release", "burn"],
    ],
)
def test_nonsense_is_one_line_that_points_to_the_help(line: list[str]) -> None:
    with pytest.raises(UsageError) as refused:
        build_parser("en").parse_args(line)
    assert "--help" in str(refused.value)
    assert "\n" not in str(refused.value)
