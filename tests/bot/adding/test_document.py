"""docs/sources.md says what the code says."""

from __future__ import annotations

import tomllib

import pytest

from bot.adding.document import BEGIN, END, FILE, document, networks
from bot.setup import check
from monitors.sources import KINDS

WRITTEN = FILE.read_text(encoding="utf-8")


def test_the_document_is_what_the_code_gives() -> None:
    """Write it anew with python -m bot.adding.document."""
    assert document(WRITTEN) == WRITTEN


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.KIND)
def test_every_network_has_its_part(kind: object) -> None:
    """With what it says of itself, its example, its hosts and its selectors."""
    name = getattr(kind, "KIND", "")
    part = networks().split(f"\n## {name}\n")[1].split("\n## ")[0]
    for said in ("ABOUT", "EXAMPLE"):
        assert getattr(kind, said).strip() in part
    for named in (*KINDS[name].HOSTS, *KINDS[name].SELECTS):
        assert f"`{named}`" in part


@pytest.mark.parametrize("kind", KINDS)
def test_every_example_is_a_right_configuration(kind: str) -> None:
    """As it stands there, apart from places that the region would have."""
    values = tomllib.loads(KINDS[kind].EXAMPLE)
    for entry in values["sources"]:
        entry.pop("home", None)
    setup, problems = check(values, FILE.parent)
    assert [problem for problem in problems if "token" not in problem.text] == []
    assert [source.kind for source in setup.sources] == [kind]


def test_what_people_wrote_around_it_stays() -> None:
    """Only what lies between the marks is written; without them nothing is."""
    assert document(f"a\n{BEGIN}\nold\n{END}\nb\n") == f"a\n{BEGIN}\n\n{networks()}\n{END}\nb\n"
    with pytest.raises(ValueError, match="expected the lines"):
        document("# Sources\n")
