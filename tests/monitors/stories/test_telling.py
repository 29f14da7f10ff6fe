"""What a post tells: its words, targets, places, links and moment."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from monitors.matching import NOTHING
from monitors.stories.telling import telling_of
from storage.model import Forward, LinkPreview, Post, Severity, Source, Voice
from tests.conftest import MORNING
from tests.monitors.stories.told import told


def test_words_are_canonical_and_in_order() -> None:
    """A telling has the words of its post as rules are compared with them."""
    assert told("Обстрел Грайворона!").words == ("обстрел", "грайворона")


def test_boilerplate_is_left_out() -> None:
    """Words, names and numbers come from the text without boilerplate where there was some."""
    post = Post("telegram:a", "1", "https://t.me/a/1", "Обстрел. Звоните в Дозор, номер 5")
    telling = telling_of(1, post, "обстрел ...", NOTHING, Source("telegram", "a"), MORNING, text="Обстрел.")
    assert (telling.words, telling.names, telling.numbers) == (("обстрел",), frozenset(), frozenset())


def test_forms_of_a_word_have_one_stem() -> None:
    """Words that carry meaning are reduced, and those that carry none are left out."""
    assert told("в складах и о складе").stems == told("склад").stems
    assert told("и в на о").stems == frozenset()


def test_words_of_one_meaning_are_one_across_languages() -> None:
    """What means one thing in news has one stem in four languages."""
    texts = ("обстрел", "обстріл", "shelling", "beschieting")
    assert len({told(text).stems for text in texts}) == 1


def test_dutch_words_have_dutch_stems() -> None:
    """A text with the common words of Dutch is reduced as Dutch, as is one that says it is Dutch."""
    plain = told("de schuilkelders van het ziekenhuis")
    assert "schuilkelder" in plain.stems
    assert told("schuilkelders", lang="nl-NL").stems == {"schuilkelder"}


def test_names_are_equal_in_every_script() -> None:
    """A capital inside a sentence makes a name, whose stem is in Latin letters."""
    texts = ("Вчера Грайворона", "Учора Грайворон", "Yesterday Grayvoron", "Gisteren Grajvoron")
    assert {told(text).names for text in texts} == {frozenset({"graivoron"})}


def test_the_first_word_of_a_sentence_is_no_name() -> None:
    """A capital that every sentence has says nothing."""
    assert told("Вечером стреляли. Ночью тихо").names == frozenset()


def test_targets_and_ends_are_kept_apart() -> None:
    """What says that a topic's event is over stands among the ends, as that topic."""
    telling = told("Отбой", topics=("alarm", "ends:alarm"))
    assert telling.targets == {"topic:alarm": Severity.CRITICAL}
    assert telling.ends == {"topic:alarm"}


def test_the_owner_speaks() -> None:
    """A telling is that of the source's owner, where one is configured."""
    source = Source("telegram", "a", Voice.MEDIA, owner="press")
    telling = telling_of(1, Post("telegram:a", "1", "", ""), "", NOTHING, source, MORNING)
    assert (telling.speaker, telling.voice) == ("owner:press", Voice.MEDIA)


def test_a_date_in_the_future_is_not_believed() -> None:
    """A post was published at the latest when it was seen, and then too where it has no date."""
    seen = MORNING.timestamp() + timedelta(days=1).total_seconds()
    assert told("а", published=MORNING + timedelta(days=9)).moment == seen
    assert told("а", published=None).moment == seen


def test_addresses_are_compared_in_one_spelling() -> None:
    """An article is the same with or without www, a slash at the end, and what counts its readers."""
    links = ("https://www.press.example/a/1/?utm_source=tg&id=2#top", "http://press.example/a/1?id=2")
    assert told("а", links=links).links == {"press.example/a/1?id=2"}


def test_a_channels_own_addresses_are_no_articles() -> None:
    """Links to the channel, its posts, other channels and front pages lead to no article."""
    links = ("https://t.me/ashes", "https://t.me/ashes/5", "https://t.me/other", "https://press.example/")
    assert told("а", links=links).links == frozenset()


def test_the_previews_article_is_linked() -> None:
    """What a link's card shows is linked as well."""
    assert told("а", preview=LinkPreview("https://press.example/n/9")).links == {"press.example/n/9"}


def test_a_forward_is_known_by_its_address_or_else_its_name() -> None:
    """What is forwarded is found by its link where that is public."""
    assert told("а", forward=Forward("Дозор", "https://t.me/dozor/5")).forward == "t.me/dozor/5"
    assert told("а", forward=Forward("Дозор")).forward == "дозор"


def test_it_says_how_sure_it_is() -> None:
    """A hedge and a denial are read off the words."""
    assert told("По предварительным данным, есть раненые").hedge == "по предварительным данным"
    assert told("Губернатор опроверг информацию об обстреле").denies


@given(st.text(max_size=200))
def test_no_text_is_too_odd(text: str) -> None:
    """Whatever a post holds, it tells something or nothing."""
    telling = told(text)
    assert "" not in telling.stems | telling.names
    assert all(0 <= time < 1440 for time in telling.times)
