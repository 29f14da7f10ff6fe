"""Who stands behind what: channels that copy each other all day, and addresses that forwards name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitors.stories.owners import Account, Owners, account_of, accounts_of
from storage.model import Source, Voice

DAY = 86400.0
A, B, C = "telegram:a_demo", "telegram:b_demo", "telegram:c_demo"


def day_of(known: Owners, one: str, other: str, *, start: float = 0.0, posts: int = 12, own: int = 0) -> None:
    """Note posts over ten hours that two repeat from each other, and some of their own besides."""
    for number in range(posts):
        at = start + number * 36000.0 / posts
        for writer, copier in ((one, other), (other, one)):
            for extra in range(1 + own):
                known.note(writer, "", at + extra, copies=False)
            known.note(copier, writer, at + 60, copies=True)


def test_two_that_copy_each_other_all_day_are_one() -> None:
    """The first name stands for both."""
    known = Owners()
    day_of(known, B, A)
    assert (known.owner_of(A), known.owner_of(B), known.owner_of(C)) == (A, A, C)
    assert known.found() == [frozenset({A, B})]


def test_a_name_from_the_configuration_comes_first() -> None:
    """An owner is shown as the operator calls it."""
    known = Owners()
    day_of(known, A, "owner:press")
    assert known.owner_of(A) == "owner:press"


def test_who_only_takes_is_nobody_s_other_hand() -> None:
    """A collector repeats everything and is repeated by none."""
    known = Owners()
    for number in range(100):
        known.note(A, "", number * 600.0, copies=False)
        known.note(B, A, number * 600.0 + 30, copies=True)
    assert known.found() == []


@pytest.mark.parametrize(
    ("posts", "own", "why"),
    [(8, 0, "sixteen copies are too few"), (60, 2, "a third is repeated, the rest is their own")],
)
def test_less_than_all_day_long_is_not_enough(posts: int, own: int, why: str) -> None:
    """Independent channels share press releases too."""
    known = Owners()
    day_of(known, A, B, posts=posts, own=own)
    assert known.found() == [], why


def test_many_copies_within_an_hour_are_not_enough() -> None:
    """One busy hour is no day."""
    known = Owners()
    for number in range(60):
        known.note(A, "", number * 60.0, copies=False)
        known.note(B, "", number * 60.0, copies=False)
        known.note(A, B, number * 60.0 + 5, copies=True)
        known.note(B, A, number * 60.0 + 5, copies=True)
    assert known.found() == []


def test_what_is_one_with_one_of_them_is_one_with_all() -> None:
    """Whoever was found first."""
    known = Owners()
    day_of(known, C, B)
    day_of(known, B, A, start=DAY)
    assert {known.owner_of(one) for one in (A, B, C)} == {A}


def test_they_are_two_again_when_they_stop() -> None:
    """Each goes on with posts of its own, and within two weeks nothing is left of it."""
    known = Owners()
    day_of(known, A, B)
    version = known.version
    for number in range(200):
        known.note(A, "", DAY + number * 6000.0, copies=False)
        known.note(B, "", DAY + number * 6000.0, copies=False)
    assert (known.found(), known.version > version) == ([], True)


def test_silence_alone_parts_nobody() -> None:
    """After a month without posts one post of each changes nothing."""
    known = Owners()
    day_of(known, A, B)
    known.note(A, "", 30 * DAY, copies=False)
    known.note(B, A, 30 * DAY + 60, copies=True)
    known.note(B, "", 30 * DAY + 90, copies=False)
    known.note(A, B, 30 * DAY + 120, copies=True)
    assert known.found() == [frozenset({A, B})]


def test_repeating_oneself_says_nothing() -> None:
    """A channel that pins its own text again is no second channel."""
    known = Owners()
    for number in range(50):
        known.note(A, A, number * 3600.0, copies=True)
    assert (known.found(), known.owner_of(A)) == ([], A)


@given(
    st.lists(
        st.tuples(st.sampled_from("abcd"), st.sampled_from("abcd"), st.integers(-3600, 36000), st.booleans()),
        max_size=200,
    )
)
def test_owners_depend_on_what_was_noted_alone(
    notes: list[tuple[str, str, int, bool]],
) -> None:
    """Noted again in the same order they are the same; each is of one group; clocks may jump."""
    both = Owners(), Owners()
    for known in both:
        for copier, copied, at, copies in notes:
            known.note(copier, copied, at, copies=copies)
    assert both[0].found() == both[1].found()
    groups = both[0].found()
    assert sum(map(len, groups)) == len(frozenset().union(*groups))


def test_memory_is_bounded() -> None:
    """Pairs that were seen once go first, so those found stay."""
    known = Owners(most=100)
    day_of(known, A, B)
    for number in range(500):
        known.note(f"telegram:{number}", A, DAY, copies=True)
        known.note(f"telegram:{number}", "", DAY, copies=False)
    assert (len(known._copies) <= 100, len(known._own) <= 100) == (True, True)
    assert known.found() == [frozenset({A, B})]


@pytest.mark.parametrize(
    ("address", "account"),
    [
        ("https://t.me/Open_Border_demo/1880", "t.me/open_border_demo"),
        ("https://t.me/s/open_border_demo/1880?single", "t.me/open_border_demo"),
        ("https://t.me/c/123456/7", "t.me/c/123456"),
        ("https://vk.com/wall-12345_678", "vk.com/wall-12345"),
        ("https://mastodon.example/@newsroom/1101", "mastodon.example/@newsroom"),
        ("https://bsky.app/profile/did:plc:abc/post/3k", "bsky.app/profile/did:plc:abc/post"),
        ("Сосед Петрович", ""),
        ("", ""),
        ("ftp://t.me/a/1", ""),
    ],
)
def test_a_post_s_address_tells_whose_it_is(address: str, account: str) -> None:
    """The post's own number is left out."""
    assert account_of(address) == account


def test_a_forward_s_address_leads_to_a_configured_source() -> None:
    """Of Telegram's alone: there the network vouches for the name."""
    sources = [
        Source("telegram", "Press_demo", Voice.OFFICIAL, owner="press"),
        Source("mastodon", "press@mastodon.example", Voice.OFFICIAL),
    ]
    known = Owners(accounts_of(sources))
    assert known.account("https://t.me/press_demo/7") == Account("owner:press", Voice.OFFICIAL)
    assert known.account("https://mastodon.example/@press/7") is None
    assert known.account("Пресс-служба") is None
