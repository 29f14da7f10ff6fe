"""What the demo's rules find in the day, against what a reader says that its posts are about."""

from pathlib import Path

import pytest

from bot.demo.day import Recorded
from bot.demo.play import demo_setup
from bot.demo.reading import load_day
from monitors.rule_matcher import RuleMatcher
from storage.model import Post, Source, Topic

DAY = load_day()
SETUP = demo_setup(DAY, "http://127.0.0.1:1", Path())
SOURCES = {source.name: source for source in SETUP.sources}
MATCHERS = {topic.name: RuleMatcher(topic.rule, SETUP.vocabulary) for topic in SETUP.topics}
QUIET = {"airraid"}
"""What ships and did not happen that day."""


def found(topic: str, text: str, source: Source) -> bool:
    """Return whether a text of a source is about a topic."""
    post = Post(source.key, "1", "https://t.me/any_demo/1", text)
    return MATCHERS[topic].matches(post, source) is not None


def texts(recorded: Recorded) -> list[tuple[str, frozenset[str]]]:
    """Return a post's text and the edited one with their labels.

    What the network says itself raises no alert and has none.
    """
    both = ((recorded.post.text, recorded.topics), (recorded.edited_text, recorded.edited_topics))
    return [] if recorded.post.service else [(text, topics) for text, topics in both if text]


@pytest.mark.parametrize("topic", SETUP.topics, ids=lambda topic: topic.name)
def test_a_rule_finds_what_a_reader_finds(topic: Topic) -> None:
    """Nothing that concerns the topic is missed, and nothing off topic alerts."""
    told, wanted = set(), set()
    for one in DAY.posts:
        for text, topics in texts(one):
            told |= {(one.outlet, text)} if found(topic.name, text, SOURCES[one.outlet]) else set()
            wanted |= {(one.outlet, text)} if topic.name in topics else set()
    assert told == wanted
    assert wanted or topic.name in QUIET


@pytest.mark.parametrize(
    "text",
    [
        "Варенье из антоновки: яблоки, сахар, немного терпения. Осколки льда — для подачи.",
        "Обстрел Херсона и Антоновки, есть пострадавшие",
        "Музей в Белгороде покажет артиллерию 1943 года",
        "Drone show in Belgorod called off",
        "Білгород-Дністровський: пожежа на складі",
        "Кто поедет в Белгород в субботу?",
    ],
)
def test_the_same_words_elsewhere_alert_nobody(text: str) -> None:
    """Apples, other places, museums, shows and the word for who are no news of the region."""
    stranger = SOURCES["chatter_demo"]
    assert [name for name in MATCHERS if found(name, text, stranger)] == []


def test_rules_fit_in_a_configuration() -> None:
    """No rule is longer than the 4,096 characters that one may have."""
    assert max(len(topic.rule.text) for topic in SETUP.topics) <= 4096
