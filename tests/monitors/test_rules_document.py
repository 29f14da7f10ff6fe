"""Every example of docs/rules.md does what the page says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from monitors import rule_text, rules
from monitors.matching import holds
from monitors.rule_terms import MOST_WITHIN
from monitors.rules import Known, RuleError, parse
from monitors.syntax import FIELDS, MOST_REGEXES
from storage.model import Source, Voice

PAGE = (Path(__file__).parents[2] / "docs" / "rules.md").read_text(encoding="utf-8")
SOURCE = Source("telegram", "open_belgorod", Voice.CHANNEL)
SOURCES = frozenset({SOURCE.key})
PLACES = {name: name for name in ("Козинка", "Грайворон", "Грайворонский округ")}
KNOWN = Known({"shelling": parse("обстрел OR прилёт", Known(sources=SOURCES))}, SOURCES, PLACES)

PENDING = {
    ("обстрел", "после ночных обстрелов"),
    ("Козинка", "в Козинке сбит дрон"),
    ("Козинка", "drone over Kozinka"),
    ("Козинка~1", "село Казинка"),
    ("Гора-Подол", "в Горе-Подоле"),
    ('"массированный обстрел"', "после массированного обстрела"),
    ('"дрон Козинка"~5', "Козинка: над селом сбит дрон"),
    ("/С-[234]00/", "пуск ракеты С-300"),
    ("/[0-9]+ (человек )?ранен/", "12 человек ранены"),
    (r"/кв\/м/", "100 кв/м"),
    ("/(а+)+$/", "а" * 25),
    ("place:Козинка", "дрон над Козинкой"),
    ('place:"Грайворонский округ"', "дрон над Козинкой"),
    ("place:region дрон", "дрон над Козинкой"),
    ("дрон -place:(Козинка OR Грайворон)", "дрон над полем"),
    ("home:region дрон", "дрон над полем"),
    ("kind:telegram", "what you like"),
    ("lang:ru", "дрон над Козинкой"),
    ("has:photo дрон", "дрон"),
    ("after:2023-05-22", "what you like"),
    ("after:2023-05-22T10:30 before:2023-05-23", "what you like"),
}
"""Examples (a rule and what it finds) that the matcher cannot follow yet: they are read only."""


def rows(columns: int) -> list[list[str]]:
    """Return the cells of all tables of so many columns, without headings and code marks."""
    lines = [re.split(r"(?<!\\) *\| *", line)[1:-1] for line in PAGE.splitlines() if line.startswith("| `")]
    return [[cell.strip("`").strip() for cell in cells] for cells in lines if len(cells) == columns]


@pytest.mark.parametrize(("text", "found", "missed"), rows(3))
def test_what_rules_find(text: str, found: str, missed: str) -> None:
    """A rule of the page finds the post it is said to find, and not the other."""
    rule = parse(text, KNOWN)
    if (text, found) in PENDING:
        pytest.skip("the matcher cannot follow this yet")
    assert not found or holds(rule, found, SOURCE) is not None
    assert not missed or holds(rule, missed, SOURCE) is None


@pytest.mark.parametrize(("text", "told"), rows(2))
def test_what_is_refused(text: str, told: str) -> None:
    """A rule that the page calls wrong is refused in the words of the page."""
    with pytest.raises(RuleError) as caught:
        parse(text, KNOWN)
    assert str(caught.value) == told


def test_the_page_has_examples_of_both_kinds() -> None:
    """The tables are found, so that the tests above are about something."""
    assert len(rows(3)) > 15
    assert len(rows(2)) > 10


@pytest.mark.parametrize(
    "number",
    [rule_text.MOST_CHARACTERS, rule_text.MOST_BRACKETS, rules.MOST_PARTS, MOST_REGEXES, MOST_WITHIN],
    ids=str,
)
def test_the_page_names_the_limits(number: int) -> None:
    """The limits on the page are those in the code."""
    assert re.search(rf" {number:,}[ .]", PAGE)


@pytest.mark.parametrize("field", FIELDS)
def test_the_page_names_every_field(field: str) -> None:
    """Each field is used in an example and told in words."""
    assert any(f"{field}:" in row[0] for row in rows(3))
    assert f"`{field}:` " in PAGE
