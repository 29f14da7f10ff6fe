"""Every example of docs/rules.md does what the page says."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitors import rule_text, rules
from monitors.language.forms import Forms
from monitors.places import Gazetteer
from monitors.rule_matcher import RuleMatcher
from monitors.rule_terms import MOST_WITHIN
from monitors.rules import Known, RuleError, parse
from monitors.scene import Doubt, Doubts
from monitors.syntax import FIELDS, MOST_REGEXES
from monitors.watchlist import Vocabulary
from storage.model import Media, Place, Post, Rule, Source, Voice

PAGE = (Path(__file__).parents[2] / "docs" / "rules.md").read_text(encoding="utf-8")
SOURCE = Source("telegram", "open_belgorod", Voice.CHANNEL, home="Грайворонский округ")
SOURCES = frozenset({SOURCE.key})
PLACES = {name: name for name in ("Козинка", "Грайворон", "Грайворонский округ")}
KNOWN = Known({"shelling": parse("обстрел OR прилёт", Known(sources=SOURCES))}, SOURCES, PLACES)

TREE = (Place("Грайворонский округ"), Place("Козинка", "Грайворонский округ"), Place("Грайворон"))
FORMS = Forms(("ru", "uk", "nl", "en"))
VOCABULARY = Vocabulary(KNOWN, FORMS, Gazetteer.compile(TREE, FORMS, Doubts((Doubt.NONE,) * len(TREE))))


def holds(rule: Rule, text: str) -> bool:
    """Tell whether a rule holds for a text as the page's post: what the page says of it is so."""
    published = datetime(2023, 5, 22, 10, 30, tzinfo=UTC)
    post = Post(SOURCE.key, "1", "", text, published, media=(Media("photo"),), lang="ru")
    return RuleMatcher(rule, VOCABULARY).matches(post, SOURCE) is not None


def rows(columns: int) -> list[list[str]]:
    """Return the cells of all tables of so many columns, without headings and code marks."""
    lines = [re.split(r"(?<!\\) *\| *", line)[1:-1] for line in PAGE.splitlines() if line.startswith("| `")]
    return [[cell.strip("`").strip() for cell in cells] for cells in lines if len(cells) == columns]


@pytest.mark.parametrize(("text", "found", "missed"), rows(3))
def test_what_rules_find(text: str, found: str, missed: str) -> None:
    """A rule of the page finds the post it is said to find, and not the other."""
    rule = parse(text, KNOWN)
    assert not found or holds(rule, found)
    assert not missed or not holds(rule, missed)


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
