"""Forwards, linked articles, and how long posts stay in the window."""

from __future__ import annotations

from monitors.stories.copies import Copies
from storage.model import BondKind
from tests.monitors.stories.test_copies import SHELLING, found, kept, telling

ORIGINAL, ARTICLE = "https://t.me/first/10", "https://news.example/2026/shelling"


def test_a_forward_repeats_the_post_that_it_names() -> None:
    """Even without a word of text."""
    assert found(kept(telling(1, SHELLING, link=ORIGINAL)), "", forward="t.me/first/10") == (
        1,
        BondKind.FORWARD,
    )


def test_a_forward_of_a_forward_repeats_the_first() -> None:
    """As far as the chain is known."""
    chain = telling(2, "", link="https://t.me/second/3", forward=ORIGINAL)
    copies = kept(telling(1, SHELLING, link=ORIGINAL), chain)
    assert found(copies, "", forward="https://t.me/second/3") == (1, BondKind.FORWARD)


def test_a_forward_of_what_was_not_seen_repeats_who_forwarded_it_first() -> None:
    """They repeat one post, though nobody saw it."""
    copies = kept(telling(1, "", forward=ORIGINAL), telling(2, "", forward=ORIGINAL))
    assert found(copies, "", forward=ORIGINAL) == (1, BondKind.FORWARD)


def test_a_forward_of_a_name_is_found_by_its_text() -> None:
    """A channel's name tells of no post."""
    copies = kept(telling(1, "Другое", forward="Канал"), telling(2, SHELLING))
    assert found(copies, SHELLING, forward="Канал") == (2, BondKind.SAME_TEXT)


def test_few_words_beside_the_same_article_are_a_copy() -> None:
    """Whoever adds a place or a number tells something himself."""
    copies = kept(telling(1, "Подробности обстрела", links=frozenset({ARTICLE})))
    linked = {"links": frozenset({ARTICLE + "/"})}
    assert found(copies, "Что известно к этому часу", **linked) == (1, BondKind.SAME_LINK)
    assert found(copies, "Уже 5 раненых", **linked) is None
    assert found(copies, SHELLING, **linked) is None


def test_pictures_alone_are_nobodys_copy() -> None:
    """They have no words to compare."""
    assert found(kept(telling(1, "")), "") is None


def test_a_post_leaves_with_the_window() -> None:
    """And what one wrong clock says changes nothing."""
    copies = Copies(window=3_600, most=100)
    copies.add(telling(1, SHELLING, moment=1_000.0))
    copies.add(telling(2, "Раз", moment=1e12))
    assert found(copies, SHELLING) == (1, BondKind.SAME_TEXT)
    copies.add(telling(3, "Два", moment=1e12))
    assert found(copies, SHELLING) is None


def test_the_oldest_makes_room_beyond_the_most() -> None:
    """The window never grows over what it was given."""
    copies = Copies(most=5)
    copies.add(telling(1, SHELLING))
    for post in range(2, 50):
        copies.add(telling(post, f"Сообщение номер {post} о погоде в области на завтра"))
    assert len(copies) == 5
    assert found(copies, SHELLING) is None
