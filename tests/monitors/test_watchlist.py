"""What a watchlist finds in a post, and what becomes of a chat's own rules."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from monitors.matching import NOTHING
from monitors.watchlist import OWN_RULE_SEVERITY, Watchlist
from storage.model import Severity, Source, rule_target, topic_target
from tests.examples import post
from tests.monitors.watching import TOPICS, VOCABULARY

if TYPE_CHECKING:
    import pytest

SOURCE = Source("telegram", "open_belgorod")


def test_a_topic_is_found_with_its_severity_and_the_place_of_its_words() -> None:
    """Positions are code points of the text; the words come folded for the index."""
    (hits, _), words = Watchlist(TOPICS, VOCABULARY).match(post(text="❗️ ОБСТРЕЛ, Ёлки"), SOURCE)
    assert [(hit.target, hit.severity) for hit in hits] == [(topic_target("shelling"), Severity.CRITICAL)]
    assert [(match.form, match.start, match.end) for match in hits[0].matches] == [("ОБСТРЕЛ", 3, 10)]
    assert words == "обстрел елки"


def test_own_rules_stand_beside_the_topics() -> None:
    """A rule of a chat is a target of its own, as grave as the post's topics at least; others' lists stay."""
    alone = Watchlist(TOPICS, VOCABULARY)
    target = rule_target("обстрел козинк*")
    both = alone.with_own_rules([target])
    text = post(text="Обстрел Козинки")
    assert {hit.target: hit.severity for hit in both.match(text, SOURCE)[0].hits} == {
        topic_target("shelling"): Severity.CRITICAL,
        target: Severity.CRITICAL,
    }
    quiet = both.with_own_rules([rule_target("козинк*")]).match(post(text="Козинка"), SOURCE)[0]
    assert [hit.severity for hit in quiet.hits] == [OWN_RULE_SEVERITY]
    assert len(alone.match(text, SOURCE)[0].hits) == 1


def test_replaced_rules_are_gone() -> None:
    """A watchlist of new rules knows none of the old ones."""
    first = Watchlist(TOPICS, VOCABULARY).with_own_rules([rule_target("дрон")])
    assert first.with_own_rules([]).match(post(text="Дрон"), SOURCE)[0].hits == ()


def test_a_rule_that_no_longer_reads_rests(caplog: pytest.LogCaptureFixture) -> None:
    """A topic that it names was removed: the others go on, and the log does not tell what people seek."""
    words = Watchlist(TOPICS, VOCABULARY).with_own_rules([rule_target("topic:gone"), rule_target("дрон")])
    assert [hit.target for hit in words.match(post(text="дрон"), SOURCE)[0].hits] == [rule_target("дрон")]
    assert "1 rules of chats rest" in caplog.text
    assert "gone" not in caplog.text.replace("that are gone", "")


def test_service_messages_satisfy_nothing() -> None:
    """They are searchable all the same."""
    message = replace(post(text="pinned «Обстрел»"), service=True)
    assert Watchlist(TOPICS, VOCABULARY).match(message, SOURCE) == (NOTHING, "pinned обстрел")
