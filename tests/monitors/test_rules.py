"""Rules with the names they use, topics that name each other, and rules printed again."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from monitors import rules
from monitors.rules import Definition, Known, RuleError, TopicProblem, parse, parse_topics, show, write
from storage.model import And, Field, Or, Rule, Severity, Term

SOURCES = Known(sources=frozenset({"telegram:open_belgorod", "feed:BBC Russian"}))
KNOWN = Known(
    {"shelling": parse("обстрел OR прилёт", SOURCES), "Power cut": parse("свет*", SOURCES)}, SOURCES.sources
)
OBSTREL, PRILYOT, DRON = Term("обстрел", ("обстрел",)), Term("прилёт", ("прилет",)), Term("дрон", ("дрон",))


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


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("source:open_belgorod", Field("source", "open_belgorod")),
        ("source:Telegram:Open_Belgorod", Field("source", "telegram:open_belgorod")),
        ('source:"bbc russian"', Field("source", "BBC Russian")),
        ('source:"feed:bbc russian"', Field("source", "feed:BBC Russian")),
        ("Voice:OFFICIAL", Field("voice", "official")),
    ],
)
def test_names_are_found_as_configured(text: str, field: Field) -> None:
    """A name is found without regard to capitals, a source with or without its kind."""
    assert parse(text, KNOWN).root == field


@pytest.mark.parametrize(
    ("text", "message", "position"),
    [
        ("a topic:sheling", 'there is no topic "sheling"; did you mean shelling?', 8),
        ("topic:xyz", 'there is no topic "xyz" (there are shelling, Power cut)', 6),
        ("source:open_belgrod", 'there is no source "open_belgrod"; did you mean open_belgorod?', 7),
        ("a OR voice:oficial", 'there is no voice "oficial"; did you mean official?', 11),
        ("voice:x", 'there is no voice "x" (there are official, media, channel, person)', 6),
    ],
)
def test_unknown_names(text: str, message: str, position: int) -> None:
    """A name that is not known is told with the nearest, or with those there are."""
    assert problem(text) == (message, position)


def test_unknown_names_where_there_are_none_or_many() -> None:
    """Of many names eight are listed; that there are none is said."""
    assert problem("topic:x", SOURCES)[0] == 'there is no topic "x" (none is configured)'
    many = Known(sources=frozenset(f"telegram:channel{i:02}" for i in range(20)))
    assert problem("source:x", many)[0].endswith("channel06, channel07 and 32 more)")


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
    with pytest.raises(RuleError, match="the rule has 12,006 words and fields"):
        last_of_a_chain(words, "topic:t " * 6, length=1)


def test_a_rule_cannot_nest_without_bounds() -> None:
    """Topics that nest each other deeper and deeper are refused."""
    with pytest.raises(RuleError, match="nested more than 200 deep"):
        last_of_a_chain("x", "(topic:t a) OR b", length=300)


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


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a b OR -c d", "(a AND b) OR (NOT c AND d)"),
        ("a -(b OR c)", "a AND NOT (b OR c)"),
        ('«a b» "c*" d*', '«a b» AND "c*" AND d*'),
        ("source:telegram:open_belgorod x", 'source:"telegram:open_belgorod" AND x'),
        ("source:open_belgorod", "source:open_belgorod"),
    ],
)
def test_rules_are_printed(text: str, written: str) -> None:
    """A tree is printed with every operator, and with brackets where they mean something."""
    assert write(parse(text, KNOWN).root) == written


def _joined(children: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    operators = st.sampled_from([" ", " AND ", " OR ", " -", " NOT ", " AND NOT "])
    return st.builds(
        lambda a, o, b: f"({a}){o}({b})" if len(a) % 2 else f"{a}{o}{b}", children, operators, children
    )


LEAVES = [
    "a",
    "б*",
    '"c d"',
    "«e f*»",
    "Гора-Подол",
    "voice:media",
    "source:open_belgorod",
    "topic:shelling",
    r"x\*",
    "TO",
]


@given(st.recursive(st.sampled_from(LEAVES), _joined, max_leaves=12))
def test_a_printed_rule_means_the_same(text: str) -> None:
    """A rule that is printed and read again has the same tree."""
    try:
        root = parse(text, KNOWN).root
    except RuleError as error:
        assert error.message.startswith("NOT alone")  # noqa: PT017 - the only thing that can be wrong here
        return
    assert parse(write(root), KNOWN).root == root


@given(st.text(min_size=1, max_size=8).map(str.strip).filter(len))
@example('«Вести» "24"')
def test_any_value_can_be_printed(name: str) -> None:
    """A source of whatever name is found again in a printed rule."""
    known = Known(sources=frozenset({f"feed:{name}"}))
    assert parse(write(Field("source", name)), known).root == Field("source", name)


def test_what_others_use_is_named() -> None:
    """All that the module gives out exists."""
    assert all(hasattr(rules, name) for name in rules.__all__)
