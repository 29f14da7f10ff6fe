"""What the demo's rules find in the day, against what a reader says that its posts are about."""

import pytest

from bot.demo.day import DayTopic
from bot.demo.reading import load_day
from monitors import rules
from storage.model import Rule, Source, Voice
from tests.exactly import holds

DAY = load_day()
SOURCE = Source("telegram", "any_demo", Voice.CHANNEL)
TEXTS = {
    name: (text, topics)
    for recorded in DAY.posts
    if not recorded.post.service
    for name, text, topics in (
        (f"{recorded.outlet}/{recorded.post.id}", recorded.post.text, recorded.topics),
        (f"{recorded.outlet}/{recorded.post.id} edited", recorded.edited_text, recorded.edited_topics),
    )
    if text
}
"""Every text of the day with its labels; what the network says itself raises no alert and has none."""


def rule(topic: DayTopic) -> Rule:
    """Return a topic's rule, parsed."""
    return rules.parse(topic.rule, rules.Known())


@pytest.mark.parametrize("topic", DAY.topics, ids=lambda topic: topic.name)
def test_a_rule_finds_what_a_reader_finds(topic: DayTopic) -> None:
    """Nothing that concerns the topic is missed, and nothing off topic alerts."""
    parsed = rule(topic)
    found = {name for name, (text, _) in TEXTS.items() if holds(parsed, text, SOURCE) is not None}
    assert found == {name for name, (_, topics) in TEXTS.items() if topic.name in topics}


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
    assert [topic.name for topic in DAY.topics if holds(rule(topic), text, SOURCE) is not None] == []


def test_rules_fit_in_a_configuration() -> None:
    """No rule is longer than the 4,096 characters that one may have."""
    assert max(len(topic.rule) for topic in DAY.topics) <= 4096
