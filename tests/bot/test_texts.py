"""The words that people read: catalogues, dates and ages."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from babel.messages.catalog import Catalog

from bot.names import health_name, reason_name, target_name, topic_name, voice_name
from bot.texts import Texts, languages
from bot.topics.catalogue import shipped
from storage.model import EVERY_TOPIC, Health, Reason, Trouble, Voice
from tests.catalogues import ROOT, forms, messages_of, placeholders, problems_of, read, unfinished
from tests.conftest import MORNING

if TYPE_CHECKING:
    from pathlib import Path

SAID = messages_of(ROOT / "bot")
MOSCOW = Texts(zone=ZoneInfo("Europe/Moscow"))
ANSWER = 1000  # characters: the longest message is one line of an answer


def catalogue(*messages: tuple[object, object]) -> Catalog:
    """Return a catalogue of these messages and translations."""
    made = Catalog(locale="ru")
    for message, translation in messages:
        made.add(message, translation)  # type: ignore[arg-type] # plurals are tuples
    return made


@pytest.mark.parametrize("language", languages())
def test_a_catalogue_holds_what_the_code_says(language: str) -> None:
    """Every message and no other, its placeholders, no markup. Mend it with -m tests.catalogues."""
    assert problems_of(read(language), SAID) == []


@pytest.mark.parametrize(("language", "script"), [("ru", "CYRILLIC"), ("uk", "CYRILLIC"), ("nl", "LATIN")])
def test_every_message_is_translated(language: str, script: str) -> None:
    """In each of its plural forms, in the letters of the language; what holds no words needs none."""
    assert unfinished(read(language), script) == []


def test_what_is_not_translated_is_noticed() -> None:
    """Nothing at all, one plural form too few, or English where Russian is meant."""
    held = catalogue(("a word", ""), (("{number} a", "{number} b"), ("{number} а", "{number} б")), ("b", "b"))
    assert unfinished(held, "CYRILLIC") == ["a word", "('{number} a', '{number} b')", "b"]
    assert unfinished(catalogue(("{a}: {b}", ""), ("b", "б")), "CYRILLIC") == []


def test_messages_are_found_in_code(tmp_path: Path) -> None:
    """Those of say, of count with its two forms, and a command's description."""
    code = 'say("a {x}", x=1)\nt.count("one", "many", n)\nCommand("name", "what it does", f)\nother("b")\n'
    (tmp_path / "some.py").write_text(code, encoding="utf-8")
    assert {message.id for message in messages_of(tmp_path)} == {"", "a {x}", ("one", "many"), "what it does"}


def test_messages_within_f_strings_are_found(tmp_path: Path) -> None:
    """Where Babel's own reader sees but a string, and the message would stay English for everybody."""
    code = "f\"<b>{say('a {x}', x=other('b'))}</b>\"\nf'{t.count(\"one\", \"many\", n)}'\n"
    (tmp_path / "some.py").write_text(code, encoding="utf-8")
    assert {message.id for message in messages_of(tmp_path)} == {"", "a {x}", ("one", "many")}


def test_the_code_says_something() -> None:
    """The search above looks where the messages are."""
    assert len(SAID) > 60
    assert {"just now", "what this bot is", "Open"} <= {message.id for message in SAID}


@pytest.mark.parametrize(
    ("message", "translation", "problem"),
    [
        ("a {x}", "б {y}", "other placeholders: б {y}"),
        (("{number} a", "{number} b"), ("{number} а", "б", "в"), "other placeholders: б"),
        ("a", "<b>б</b>", "markup: <b>б</b>"),
        ("a", "<б", "markup: <б"),
        ("a", "б &amp; в", "markup: б &amp; в"),
    ],
)
def test_a_wrong_translation_is_noticed(message: object, translation: object, problem: str) -> None:
    """Other placeholders than the message has, or markup."""
    wrong = catalogue((message, translation))
    assert problem in problems_of(wrong, wrong)


def test_missing_and_useless_messages_are_noticed() -> None:
    """In either direction; an empty translation is none yet, and no mistake."""
    held, said = catalogue(("old", ""), ("kept", "")), catalogue(("new", ""), ("kept", ""))
    assert sorted(problems_of(held, said)) == ["missing: new", "said by nobody: old"]


@pytest.mark.parametrize("language", languages())
def test_messages_are_short(language: str) -> None:
    """Each is a line of an answer, which Telegram takes up to 4,096 characters long."""
    for message in read(language):
        texts = [*forms(message.id), *forms(message.string)]
        assert all(len(text) <= ANSWER for text in texts), message.id


def test_saying_fills_in_what_is_named() -> None:
    """And refuses to leave a hole."""
    assert Texts().say("Since {time}: {reason}.", time="09:00", reason="{x}") == "Since 09:00: {x}."
    with pytest.raises(KeyError):
        Texts().say("Since {time}: {reason}.", time="09:00")


def test_counting_chooses_the_form() -> None:
    """By the rules of the language."""
    message = ("{number} source", "{number} sources")
    assert [Texts().count(*message, number) for number in (0, 1, 2)] == ["0 sources", "1 source", "2 sources"]


@pytest.mark.parametrize(
    ("moment", "told"),
    [
        (MORNING, "09:00"),
        (MORNING - timedelta(hours=6), "03:00"),
        (MORNING - timedelta(hours=7), "02:00"),
        (MORNING - timedelta(days=1), "21 May, 09:00"),
        (datetime(2022, 12, 31, 20, 59, tzinfo=UTC), "31 Dec 2022, 23:59"),
        (datetime(2022, 12, 31, 21, 0, tzinfo=UTC), "1 Jan, 00:00"),
        (datetime.max.replace(tzinfo=UTC), "31 Dec 9999, 23:59"),
    ],
)
def test_moments_are_told_in_the_readers_zone(moment: datetime, told: str) -> None:
    """With the day where it is not today there, with the year where it is not this one."""
    assert MOSCOW.moment(moment, MORNING) == told


def test_a_moment_is_told_in_the_readers_language() -> None:
    """Every language has its own way to write a date."""
    told = {
        language: Texts(language).moment(MORNING, MORNING + timedelta(days=400)) for language in languages()
    }
    assert told["en"] == "22 May 2023, 06:00"
    assert len(set(told.values())) == len(told)


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (-5, "just now"),
        (0, "just now"),
        (1, "1 sec ago"),
        (89, "89 sec ago"),
        (720, "12 min ago"),
        (7200, "2 hr ago"),
        (172_800, "2 days ago"),
    ],
)
def test_ages(seconds: int, told: str) -> None:
    """In words, short enough for a line."""
    assert Texts().age(timedelta(seconds=seconds)) == told


@pytest.mark.parametrize(
    ("language", "spans"),
    [
        ("en", "1 hour, 6 hours, 1 day, 7 days"),
        ("nl", "1 uur, 6 uur, 1 dag, 7 dagen"),
        ("ru", "1 час, 6 часов, 1 день, 7 дней"),
        ("uk", "1 година, 6 годин, 1 день, 7 днів"),
    ],
)
def test_spans_are_words_in_every_language(language: str, spans: str) -> None:
    """Also where Babel's tables hold no long form, as of Dutch hours."""
    told = [Texts(language).span(timedelta(hours=hours)) for hours in (1, 6, 24, 168)]
    assert ", ".join(told) == spans


def test_spans_and_lists() -> None:
    """How long something is kept, and what there is."""
    assert Texts().span(timedelta(days=30)) == "30 days"
    assert Texts().span(timedelta(hours=72)) == "3 days"
    assert Texts().span(timedelta(minutes=61)) == "2 hours"
    assert Texts().listed(["a", "b", "c"]) == "a, b and c"


def test_everything_has_a_name() -> None:
    """Voices, states and troubles, each state and voice its own."""
    texts = Texts()
    assert len({voice_name(voice, texts) for voice in Voice}) == len(Voice)
    assert len({health_name(health, texts) for health in Health}) == len(Health)
    reasons: list[Trouble | Reason] = [*Trouble, *Reason]
    assert len({reason_name(reason, texts) for reason in reasons}) == len(reasons)


@pytest.mark.parametrize(
    ("target", "name"),
    [
        (EVERY_TOPIC, "every topic"),
        ("topic:power cut", "power cut"),
        ("rule:дрон  OR\nдым", "rule дрон OR дым"),
        ("rule:source:telegram:x", "rule source:telegram:x"),
        ("rule:" + "слово " * 100, "rule " + "слово " * 9 + "слово…"),
    ],
)
def test_what_is_followed_has_a_name(target: str, name: str) -> None:
    """On one line, a long rule by its beginning."""
    assert target_name(target, Texts()) == name


def test_placeholders() -> None:
    """Names in braces; doubled braces are none."""
    assert placeholders("{a} {{b}} {c}") == {"a", "c"}


def test_topics_that_ship_are_called_as_people_call_them() -> None:
    """Each in every language; a topic that somebody made keeps its name."""
    names = [one.name for one in shipped("hazards")]
    assert all(topic_name(name, Texts("ru")) != name for name in names)
    assert topic_name("power cut", Texts("ru")) == "power cut"
    assert target_name('rule:place:Козинка AND topic:"fire"', Texts("nl")) == "Козинка: brand"
