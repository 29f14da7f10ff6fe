"""A story as people see it: the message that grows, and the replies that sound again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.story_render import LONGEST, most_telling, story_message
from bot.story_view import Edit, StoryView
from storage.model import Forward, Severity, StepKind, Story, Trust, Voice, rule_target, topic_target
from tests.fakes.bot_api_html import read_html, utf16_length
from tests.tellers import (
    ALERT,
    CONFIRMED,
    FIRST,
    MOSCOW,
    OFFICIAL,
    SECOND,
    SHELLING,
    STORY,
    after,
    teller,
    view,
)

if TYPE_CHECKING:
    from bot.render import Message

ANYTHING = st.text(st.characters(codec=None), max_size=1500)


def shown(of: StoryView, minutes: float = 0, **alert: object) -> Message:
    """Return the message for the chat that follows shelling."""
    return story_message(replace(ALERT, **alert), of, MOSCOW, after(minutes))  # type: ignore[arg-type] # any field


def lines(of: StoryView, minutes: float = 0, **alert: object) -> list[str]:
    """Return what is read in the message, line by line."""
    return shown(of, minutes, **alert).as_text().splitlines()


def test_a_first_report_is_short() -> None:
    """What and where, that nobody else tells it, and the post with what was matched in bold."""
    assert shown(view(FIRST)).as_html() == (
        "🔴 <b>shelling: Козинка</b>\n❔ unconfirmed: one source\n"
        "<i>Ashes (channel), 09:00</i>\n<b>Обстрел</b> Козинки, разрушен дом"
    )


def test_a_grown_story_tells_all_who_tell_it() -> None:
    """Who confirms it comes first; the newest numbers and every voice stand below the passage."""
    told = view(replace(FIRST, copies=12), SECOND, OFFICIAL, trust=Trust.OFFICIAL, posts=15, copies=12)
    assert lines(told, 20) == [
        "🔴 shelling: Козинка",
        "✅ officially confirmed: Region",
        "Ashes (channel), 09:00 (20 min ago)",
        "Обстрел Козинки, разрушен дом",
        "09:00 Ashes (channel) · +12 copies",
        "09:06 Open Belgorod (media)",
        "09:20 Region (official)",
        "newest, 09:06, Open Belgorod: Обстрел: разрушены 5 домов",
    ]


@pytest.mark.parametrize(
    ("story", "line"),
    [
        ({"posts": 1, "origins": 1}, "❔ unconfirmed: one source"),
        ({"posts": 4, "copies": 3, "origins": 1}, "❔ unconfirmed: one source, 3 copies"),
        ({"trust": Trust.CORROBORATED, "origins": 2}, "👥 told by 2 independent sources"),
        ({"trust": Trust.OFFICIAL}, "✅ officially confirmed: Region"),
        ({"trust": Trust.OFFICIAL, "origins": 1}, "✅ told officially: Region"),
        ({"is_disputed": True}, "⚠️ disputed"),
        ({"origins": 0}, "❔ unconfirmed: nobody tells it any more"),
        ({"origins": 2}, "❔ unconfirmed"),
    ],
)
def test_trust_is_said_in_plain_words(story: dict[str, Any], line: str) -> None:
    """Copies are no confirmation, and whose word counts is named."""
    assert lines(view(**story))[1] == line


def test_an_official_voice_is_named_whose_word_others_pass_on() -> None:
    """Its own post was not read yet; where not even its name is known, that is left open."""
    told = replace(view(FIRST, trust=Trust.OFFICIAL, origins=2), vouching="Press service")
    assert lines(told)[1] == "✅ officially confirmed: Press service"
    assert lines(replace(told, vouching=""))[1] == "✅ officially confirmed"


def test_who_denies_it_is_named() -> None:
    """Before what else is known of it, and beside their own line."""
    against = teller(3, "region", Voice.OFFICIAL, "Обстрела не было", 9, denies=True)
    told = lines(view(FIRST, against, is_disputed=True))
    assert told[1:3] == ["⚠️ disputed: Region denies it", "❔ unconfirmed"]
    assert "09:09 Region (official) · denies it" in told


def test_caution_of_a_source_is_its_own() -> None:
    """In the original's words, so that nobody takes it for ours."""
    told = lines(
        view(teller(1, "ashes", Voice.CHANNEL, "Обстрел", 0, hedge="по предварительным данным"), SECOND)
    )
    assert "💬 unsure: «по предварительным данным»" in told
    assert "09:00 Ashes (channel) · not sure itself" in told


def test_an_edit_shows_what_it_changed() -> None:
    """In the words around the change, with the time."""
    edited = replace(FIRST, stored=replace(FIRST.stored, revisions=1))
    told = replace(view(edited), edit=Edit("Обстрел Козинки, разрушен сарай", after(65)))
    assert lines(told)[-1] == "edited 10:05: was «Козинки, разрушен сарай», now «Козинки, разрушен дом»"


def test_a_deleted_first_post_gives_way() -> None:
    """Another's passage is shown, the official one's rather; that the first is gone is said with the time."""
    gone = replace(FIRST, stored=replace(FIRST.stored, deleted=after(100)))
    told = lines(view(gone, SECOND, OFFICIAL, trust=Trust.OFFICIAL))
    assert told[2] == "🗑 first post deleted, noticed 10:40"
    assert told[3] == "Region (official), 09:20"
    assert "09:00 Ashes (channel) · deleted" in told


def test_a_story_of_which_all_is_deleted_keeps_its_words() -> None:
    """They are shown as what they are: deleted there."""
    gone = replace(FIRST, stored=replace(FIRST.stored, deleted=after(100)))
    assert lines(view(gone))[2:] == ["🗑 deleted there, noticed 10:40", *lines(view(FIRST))[2:]]


def test_the_passage_is_of_what_was_asked_for() -> None:
    """Where the first post fits nothing that the chat follows, one that does is shown."""
    other = replace(FIRST, stored=replace(FIRST.stored, hits=()))
    assert most_telling(view(other, SECOND), ALERT) is SECOND
    assert most_telling(view(other), ALERT) is other


def test_the_headline_names_only_what_was_asked_for() -> None:
    """Another's rule is nobody else's business; ``all`` is every topic, the gravest first."""
    targets = {
        topic_target("fire"): Severity.INFO,
        rule_target("x"): Severity.CRITICAL,
        SHELLING: Severity.WARNING,
    }
    of = view(FIRST, targets=targets, places=())
    assert shown(of, targets=("all",)).headline == "shelling · fire"
    assert shown(of, targets=(topic_target("fire"),), severity=Severity.INFO).symbol == "🔵"
    assert shown(of, targets=(topic_target("gone"),)).headline == "shelling · fire"
    others = replace(of, story=replace(of.story, targets={rule_target("x"): Severity.INFO}))
    assert shown(others, targets=(topic_target("gone"),)).headline == "gone"
    assert shown(others, targets=()).headline == "an event"


@pytest.mark.parametrize(
    ("chosen", "told"),
    [
        ("place:Козинка AND (topic:shelling OR topic:road)", "shelling: Козинка"),
        ("place:Козинка", "shelling · fire: Козинка"),
        ("(place:Козинка OR place:Гора) AND topic:road", "Козинка"),
    ],
)
def test_the_headline_of_a_place_says_what_happened_there(chosen: str, told: str) -> None:
    """Not what all was chosen with the place."""
    rule = rule_target(chosen)
    targets = {rule: Severity.WARNING, topic_target("fire"): Severity.INFO, SHELLING: Severity.CRITICAL}
    assert shown(view(FIRST, targets=targets, places=("Козинка",)), targets=(rule,)).headline == told


def test_many_sources_are_counted() -> None:
    """Five are named, each once; what no line stands for is told in numbers."""
    many = [teller(n, f"channel_{n}", Voice.CHANNEL, "Обстрел", n, copies=1) for n in range(1, 8)]
    told = lines(view(*many, many[0], posts=30, copies=20))
    begin = told.index("09:01 Channel 1 (channel) · +2 copies")
    assert told[begin + 5 :] == ["and 4 more reports · +14 copies"]


def test_whose_word_counts_most_is_always_named() -> None:
    """An official voice and a denial, however late; in the order of time."""
    many = [teller(n, f"channel_{n}", Voice.CHANNEL, "Обстрел", n) for n in range(1, 8)]
    late = teller(8, "region", Voice.OFFICIAL, "Обстрел", 8)
    against = teller(9, "wire", Voice.MEDIA, "Обстрела не было", 9, denies=True)
    told = lines(view(*many, late, against))
    assert told[-3:] == ["09:08 Region (official)", "09:09 Wire (media) · denies it", "and 4 more reports"]
    assert "09:03 Channel 3 (channel)" in told


@pytest.mark.parametrize(
    ("story", "line"),
    [
        ({"ended": after(80), "closed": after(90)}, "🟢 over since 10:20"),
        ({"closed": after(180)}, "closed 12:00: nothing new for long"),
        ({"into": 15, "closed": after(30)}, "↪️ became part of another message: /story 15"),
    ],
)
def test_an_end_is_told_once(story: dict[str, Any], line: str) -> None:
    """That it is over, that nothing is added any more, or where it goes on."""
    told = lines(view(FIRST, **story))
    assert line in told
    assert len(told) == len(lines(view(FIRST))) + 1


def test_a_muted_story_says_so() -> None:
    """While it is muted in that chat, with the button that ends it."""
    told = replace(view(FIRST), muted=after(60))
    assert lines(told, 59)[-1] == "🔕 muted here until 10:00"
    assert shown(told, 59).buttons[-1][-1].text == "Unmute"
    assert lines(told, 60) == lines(view(FIRST), 60)
    assert shown(told, 60).buttons[-1][-1].text == "Mute"


def test_what_it_holds_back_is_said() -> None:
    """The narrower places that get no message of their own."""
    village: Story = replace(STORY, id=13, places=("Графовка", "Козинка"))
    told = lines(replace(view(FIRST), folded=(village,)))
    assert told[-1] == "No messages of their own, because of this one: Графовка · Козинка"


@pytest.mark.parametrize(
    ("occasion", "first"),
    [
        ("trust:official", "🔴 officially confirmed: Region"),
        ("trust:corroborated", "🔴 now told by 3 independent sources"),
        ("severity:critical", "🔴 graver now: critical"),
        ("place:Графовка", "🔴 now here too: Графовка"),
        ("trouble", "🔴 news of this"),
    ],
)
def test_what_sounds_again_is_short(occasion: str, first: str) -> None:
    """What happened, of what, how sure that is where the sound does not say it, and one passage."""
    told = shown(view(steps=(CONFIRMED,), trust=Trust.OFFICIAL), 20, step=1, occasion=occasion)
    sure = [] if occasion.startswith("trust:") else ["✅ officially confirmed: Region"]
    below = ["Region (official), 09:20", "Обстрел Козинки подтверждаем"]
    assert told.as_text().splitlines() == [first, "shelling: Козинка", *sure, *below]
    assert told.buttons[0][0].url == OFFICIAL.stored.post.link


def test_the_evidence_of_a_place_is_what_named_it() -> None:
    """Not what was told last."""
    step = replace(CONFIRMED, kind=StepKind.PLACE, detail="Графовка", posts=(1, 2))
    told = shown(view(steps=(step,)), step=1, occasion="place:Графовка")
    assert told.source == "Open Belgorod (media)"


@settings(max_examples=30)
@given(ANYTHING, ANYTHING, ANYTHING)
def test_whatever_posts_hold_telegram_takes_the_message(text: str, title: str, words: str) -> None:
    """Valid markup that shows what the plain text shows, within a screen and Telegram's limits."""
    one = teller(1, "ashes", Voice.CHANNEL, text, 0, hedge=words, denies=True, places=(words, title))
    post = replace(one.stored.post, forward=Forward(title), edited=True)
    odd = replace(one, title=title, stored=replace(one.stored, post=post))
    more = [replace(SECOND, title=title), replace(OFFICIAL, title=words)]
    told = replace(view(odd, *more, is_disputed=True, places=(words,) * 9), edit=Edit(words, after(1)))
    for alert in (ALERT, replace(ALERT, step=1, occasion=f"place:{words}", targets=(rule_target(words),))):
        message = story_message(alert, told, MOSCOW, after(9) + timedelta(days=9))
        reading = read_html(message.as_html())
        assert reading.oddities == []
        assert reading.text == message.as_text()
        assert utf16_length(reading.text) <= 4096
        assert len(reading.entities) <= 100
        assert len(message.as_text()) <= LONGEST + 100
