"""When a story is disputed, and when no longer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitors.stories.owners import Account, Owners
from monitors.stories.trust import Ledger
from monitors.stories.trust import Testimony as Told
from storage.model import Role, Trust, Voice

OFFICIAL, MEDIA, CHANNEL = Voice.OFFICIAL, Voice.MEDIA, Voice.CHANNEL
REPORT = Told(1, "a", CHANNEL)


def ledger(*told: Told) -> Ledger:
    """Return a ledger that has heard a report of a channel and then some posts."""
    made = Ledger(Owners({"t.me/press_demo": Account("press", OFFICIAL)}))
    for one in (REPORT, *told):
        made.add(one)
    return made


def denial(post: int, speaker: str, voice: Voice, *, hedge: str = "", deleted: bool = False) -> Told:
    """Return a denial."""
    return Told(post, speaker, voice, denies=True, hedge=hedge, deleted=deleted)


@pytest.mark.parametrize(
    ("voice", "disputed"), [(OFFICIAL, True), (MEDIA, True), (CHANNEL, False), (Voice.PERSON, False)]
)
def test_an_official_or_a_media_voice_disputes(voice: Voice, *, disputed: bool) -> None:
    """What was confirmed stays confirmed as far as it was; a denial confirms nothing."""
    judgement = ledger(denial(2, "b", voice)).judgement()
    assert (judgement.is_disputed, judgement.denied_by) == (disputed, (2,) if disputed else ())
    assert (judgement.trust, judgement.origins, judgement.evidence) == (Trust.UNCONFIRMED, 1, (1,))


@pytest.mark.parametrize(
    ("denied", "later", "disputed"),
    [
        (denial(2, "press", OFFICIAL), Told(3, "press", OFFICIAL), False),
        (denial(2, "paper", MEDIA), Told(3, "paper", MEDIA), False),
        (denial(2, "paper", MEDIA), Told(3, "press", OFFICIAL), False),
        (denial(2, "press", OFFICIAL), Told(3, "paper", MEDIA), True),
        (denial(2, "paper", MEDIA), Told(3, "gazette", MEDIA), True),
        (denial(2, "press", OFFICIAL), Told(3, "mayor", OFFICIAL), True),
        (denial(2, "paper", MEDIA), Told(3, "paper", MEDIA, hedge="якобы"), True),
        (denial(2, "paper", MEDIA), Told(3, "a", CHANNEL), True),
    ],
)
def test_its_owner_or_a_graver_voice_settles_it(denied: Told, later: Told, *, disputed: bool) -> None:
    """By telling the event in earnest; others of the same rank leave it open."""
    assert ledger(denied, later).judgement().is_disputed is disputed


def test_who_told_it_before_and_denies_now_disputes() -> None:
    """Only what comes later takes a denial back."""
    told = Told(2, "press", OFFICIAL), denial(3, "press", OFFICIAL)
    judgement = ledger(*told).judgement()
    assert (judgement.trust, judgement.is_disputed) == (Trust.OFFICIAL, True)


def test_a_copied_denial_is_its_origin_s() -> None:
    """Of a channel's denial a newspaper's copy makes no dispute; a forward of an official's is his."""
    channel = denial(2, "b", CHANNEL), Told(3, "paper", MEDIA, Role.COPY, 2, denies=True)
    forward = Told(2, "b", CHANNEL, Role.COPY, None, "https://t.me/press_demo/1", denies=True)
    assert not ledger(*channel).judgement().is_disputed
    assert ledger(forward).judgement().is_disputed


def test_a_denial_that_quotes_the_report_is_its_writer_s_own() -> None:
    """It looks like a copy, and says the opposite."""
    made = ledger(Told(2, "paper", MEDIA, Role.COPY, 1, denies=True))
    assert (made.judgement().denied_by, made.origin_of(2)) == ((2,), "paper")


def test_who_tells_it_in_the_same_words_again_takes_the_denial_back() -> None:
    """A copy of one's own post is one's own word."""
    told = (
        Told(2, "paper", MEDIA),
        denial(3, "paper", MEDIA),
        Told(4, "paper", MEDIA, Role.COPY, 2),
    )
    assert [ledger(*told[:n]).judgement().is_disputed for n in (1, 2, 3)] == [False, True, False]


def test_a_denial_that_is_deleted_or_edited_away_is_none() -> None:
    """The story is undisputed; an edit that brings the denial back counts as said now."""
    made = ledger(denial(2, "press", OFFICIAL))
    assert not made.replace(denial(2, "press", OFFICIAL, deleted=True)).is_disputed
    assert made.replace(denial(2, "press", OFFICIAL)).is_disputed
    assert made.replace(Told(2, "press", OFFICIAL)).trust is Trust.OFFICIAL
    assert made.replace(denial(2, "press", OFFICIAL)).is_disputed


def test_an_edit_that_changes_nothing_said_settles_nothing() -> None:
    """A corrected comma in an older report is no new telling."""
    told = Told(2, "press", OFFICIAL), denial(3, "press", OFFICIAL)
    assert ledger(*told).replace(Told(2, "press", OFFICIAL)).is_disputed


def test_a_story_of_a_denial_alone_is_told_by_nobody() -> None:
    """It has no origin and no evidence."""
    made = Ledger(Owners())
    judgement = made.add(denial(1, "press", OFFICIAL))
    assert (judgement.origins, judgement.evidence, judgement.is_disputed) == (0, (), True)


def test_the_last_denial_of_each_is_shown() -> None:
    """Its earlier ones are the same word."""
    told = denial(2, "press", OFFICIAL), denial(3, "paper", MEDIA), denial(4, "press", OFFICIAL)
    assert ledger(*told).judgement().denied_by == (4, 3)


STATEMENTS = st.tuples(
    st.integers(1, 6), st.sampled_from(["press", "mayor", "paper", "a"]), st.booleans(), st.booleans()
)
VOICES = {"press": OFFICIAL, "mayor": OFFICIAL, "paper": MEDIA, "a": CHANNEL}


@given(st.lists(STATEMENTS, max_size=25))
def test_denials_in_force_are_those_that_nothing_came_after(
    statements: list[tuple[int, str, bool, bool]],
) -> None:
    """Counted step by step they are as by looking at all that was said, in its order."""
    made = Ledger(Owners())
    said: dict[int, Told] = {}
    for post, speaker, denies, deleted in statements:
        told = Told(post, speaker, VOICES[speaker], denies=denies, deleted=deleted)
        made.replace(told)
        if said.get(post) != told:
            said.pop(post, None)
            said[post] = told
    assert set(made.judgement().denied_by) == in_force([one for one in said.values() if not one.deleted])


def in_force(said: list[Told]) -> set[int]:
    """Return the last denial of each grave speaker that neither it nor a graver voice took back."""
    found = {}
    for place, one in enumerate(said):
        later = [other for other in said[place:] if not other.denies]
        answered = any(
            other.speaker == one.speaker or (one.voice is MEDIA and other.voice is OFFICIAL)
            for other in later
        )
        if one.denies and one.voice is not CHANNEL:
            found[one.speaker] = None if answered else one.post
    return {post for post in found.values() if post}
