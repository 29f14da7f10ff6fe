"""Rules with the topics they name, and topics that name each other."""

from __future__ import annotations

import pytest

from monitors import rules
from monitors.rules import Definition, Known, RuleError, TopicProblem, parse, parse_topics, show
from storage.model import And, Field, Or, Rule, Severity, Term

SOURCES = Known(sources=frozenset({"telegram:open_belgorod", "feed:BBC Russian"}))
KNOWN = Known(
    {"shelling": parse("обстрел OR прилёт", SOURCES), "Power cut": parse("свет*", SOURCES)}, SOURCES.sources
)
OBSTREL = Term("обстрел", ("обстрел",), written=("обстрел",))
PRILYOT = Term("прилёт", ("прилет",), written=("прилёт",))
DRON = Term("дрон", ("дрон",), written=("дрон",))


def problem(text: str, known: Known = KNOWN) -> tuple[str, int | None]:
    """Return what is wrong with a rule, and where."""
    with pytest.raises(RuleError) as caught:
        parse(text, known)
    return caught.value.message, caught.value.position


def test_a_rule_keeps_its_text() -> None:
    """A rule is its text as written and the tree it says."""
    assert parse("обстрел дрон", KNOWN) == Rule("обстрел дрон", And((OBSTREL, DRON)))


def test_topics_are_put_in() -> None:
    """A topic stands in the tree as its own rule, an OR inside an OR as one."""
    assert parse("topic:shelling дрон", KNOWN).root == And((Or((OBSTREL, PRILYOT)), DRON))
    assert parse("topic:SHELLING OR дрон", KNOWN).root == Or((OBSTREL, PRILYOT, DRON))
    assert parse("дрон -topic:shelling", KNOWN).root == parse("дрон -(обстрел OR прилёт)", KNOWN).root


def test_names_are_put_in_as_configured() -> None:
    """A field stands in the tree as what it names, in topics too."""
    known = Known(places={"козинка": "Козинка (Грайворонский округ)"}, kinds=frozenset({"vk"}))
    expected = And((Field("place", "Козинка (Грайворонский округ)"), Field("kind", "vk")))
    assert parse("place:КОЗИНКА kind:VK", known).root == expected
    assert parse_topics(define(("x", "place:козинка kind:vk")), known)[0][0].rule.root == expected


def test_the_first_problem_is_raised() -> None:
    """Of several problems the first in the text is raised."""
    assert problem("topic:x (voice:y")[1] == 8
    assert problem("topic:x voice:y")[1] == 6


def last_of_a_chain(first: str, following: str, length: int) -> Rule:
    """Return the last of a chain of topics; in ``following`` ``topic:t`` is the one before."""
    rule = parse(first, KNOWN)
    for _ in range(length):
        rule = parse(following, Known({"t": rule}))
    return rule


def test_a_rule_cannot_grow_without_bounds() -> None:
    """Topics that multiply each other are refused before they are multiplied."""
    with pytest.raises(RuleError, match="words and fields; 10,000 is the most"):
        last_of_a_chain("x y", "topic:t " * 9, length=20)


def test_every_mention_of_a_topic_counts() -> None:
    """A topic of 2,000 words can be named four times, but not six times."""
    words = "x y " * 1000
    assert last_of_a_chain(words, "topic:t " * 4, length=1)
    with pytest.raises(RuleError, match="the rule has 12,000 words and fields") as caught:
        last_of_a_chain(words, "topic:t " * 6, length=1)
    assert caught.value.position == len("topic:t " * 5) + len("topic:")


def test_a_rule_cannot_nest_without_bounds() -> None:
    """Topics that nest each other deeper and deeper are refused."""
    with pytest.raises(RuleError, match="nested more than 200 deep") as caught:
        last_of_a_chain("x", "(topic:t p) OR q", length=300)
    assert caught.value.position == len("(topic:")


# --- topics -----------------------------------------------------------------------------------


def define(*rules_: tuple[str, str]) -> list[Definition]:
    """Return topics of one severity."""
    return [Definition(name, Severity.WARNING, text) for name, text in rules_]


def problems(found: tuple[TopicProblem, ...]) -> list[tuple[int, str, int | None]]:
    """Return each problem's topic, first words and position."""
    return [(p.index, " ".join(p.error.message.split()[:4]), p.error.position) for p in found]


def test_topics_may_stand_in_any_order() -> None:
    """A topic may name one that is defined after it."""
    topics, found = parse_topics(
        define(("attack", "topic:shelling OR дрон"), ("shelling", "обстрел")), SOURCES
    )
    assert found == ()
    assert [(topic.name, topic.rule.root) for topic in topics] == [
        ("attack", Or((OBSTREL, DRON))),
        ("shelling", OBSTREL),
    ]
    assert topics[0].rule.text == "topic:shelling OR дрон"


def test_topics_may_name_known_ones_and_replace_them() -> None:
    """Topics that are known already can be named; one that is defined anew counts as it is defined."""
    (topic,), found = parse_topics(define(("attack", "topic:shelling")), KNOWN)
    assert (topic.rule.root, found) == (Or((OBSTREL, PRILYOT)), ())
    assert parse_topics(define(("shelling", "(")), KNOWN)[0] == ()


def test_every_problem_of_every_topic_is_told() -> None:
    """All problems of all topics are told, in the order of the topics."""
    topics, found = parse_topics(
        define(("a", "foo:x bar:y"), ("b", "обстрел"), ("c", "(z"), ("d", "topic:nowhere source:nobody")),
        SOURCES,
    )
    assert [topic.name for topic in topics] == ["b"]
    assert problems(found) == [
        (0, "there is no field", 0),
        (0, "there is no field", 6),
        (2, "the bracket is never", 0),
        (3, "there is no topic", 6),
        (3, "there is no source", 21),
    ]


BAD = (
    *("", "(p", '"p', "/p", "p and q", "p && q", '"и на"', "NOT p", "p AND", "/x*/", "/(/", "слово~9", "=p*"),
    *("topic:x", "place:x", "source:x", "kind:x", "lang:x", "has:x", "voice:x", "after:x", "foo:x"),
    *("p" * 5000, "(" * 51 + "p" + ")" * 51),
)


@pytest.mark.parametrize("text", BAD)
def test_the_same_is_said_everywhere(text: str) -> None:
    """What is wrong with a rule of one's own is told in the same words, at the same place, of a topic's."""
    known = Known({"u": parse("обстрел", Known())})
    told, position = problem(text, known)
    assert position is not None
    _, (found, *_) = parse_topics(define(("u", text)), known)
    assert (found.error.message, found.error.position) == (told, position)


def test_circles_are_told_at_each_topic() -> None:
    """Each topic of a circle is told the way round, at the place where it begins."""
    topics, found = parse_topics(
        define(("a", "x topic:b"), ("b", "topic:c"), ("c", "y OR topic:A"), ("d", "topic:d"), ("e", "x")),
        SOURCES,
    )
    assert [topic.name for topic in topics] == ["e"]
    assert [(p.name, p.error.message.partition(": ")[2], p.error.position) for p in found] == [
        ("a", "a → b → c → a", 8),
        ("b", "b → c → a → b", 6),
        ("c", "c → a → b → c", 11),
        ("d", "d → d", 6),
    ]


def test_who_names_a_circle_is_not_in_it() -> None:
    """A topic outside a circle that names one in it can't be used, but is no further problem."""
    topics, found = parse_topics(define(("a", "topic:b"), ("b", "topic:c"), ("c", "topic:b")), SOURCES)
    assert topics == ()
    assert [problem.name for problem in found] == ["b", "c"]


def test_a_topic_of_a_wrong_one_is_no_further_problem() -> None:
    """A topic that names a wrong one can't be used, but only the wrong one is told."""
    topics, found = parse_topics(define(("a", "topic:b"), ("b", "(x")), SOURCES)
    assert topics == ()
    assert [problem.name for problem in found] == ["b"]


# --- rules for people -------------------------------------------------------------------------


def test_an_error_is_shown_under_its_place() -> None:
    """An error is shown with a mark under the place where the rule is wrong."""
    assert show(RuleError("the bracket is never closed", 8), "дрон OR (дым") == (
        "дрон OR (дым\n        ^\nthe bracket is never closed, at character 9"
    )
    assert show(RuleError("odd"), "дрон") == "odd"


def test_of_a_long_rule_the_surroundings_are_shown() -> None:
    """The mark stands under the right character of a long rule of several lines, too."""
    text = "слово\n" * 100 + "~"
    line, mark, _ = show(RuleError("odd", 600), text).split("\n")
    assert line[mark.index("^")] == "~"
    assert len(line) <= 70


def test_what_others_use_is_named() -> None:
    """All that the module gives out exists."""
    assert all(hasattr(rules, name) for name in rules.__all__)
