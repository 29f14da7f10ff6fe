"""How far a story is confirmed: who tells it, who copies, who denies."""

from hypothesis import given
from hypothesis import strategies as st

from monitors.stories.owners import Account, Owners
from monitors.stories.trust import Judgement, Ledger
from monitors.stories.trust import Testimony as Told
from storage.model import Role, Trust, Voice

OFFICIAL, MEDIA, CHANNEL = Voice.OFFICIAL, Voice.MEDIA, Voice.CHANNEL
PRESS = Account("telegram:press_demo", OFFICIAL)
PRESS_POST = "https://t.me/press_demo/404"
HEARSAY = "якобы"


def report(post: int, speaker: str, voice: Voice = CHANNEL, **more: object) -> Told:
    """Return a report of a channel, or of another voice."""
    return Told(post, speaker, voice, **more)  # type: ignore[arg-type]


def copy(post: int, speaker: str, copied: int | None, voice: Voice = CHANNEL, **more: object) -> Told:
    """Return a copy of a post, or of one that was not seen."""
    return Told(post, speaker, voice, Role.COPY, copied, **more)  # type: ignore[arg-type]


def ledger(*told: Told) -> Ledger:
    """Return a ledger that has heard some posts."""
    made = Ledger(Owners({"t.me/press_demo": PRESS}))
    for one in told:
        made.add(one)
    return made


def judged(*told: Told) -> Judgement:
    """Return how a story of some posts is judged."""
    return ledger(*told).judgement()


def test_one_origin_is_unconfirmed() -> None:
    """Its post is the evidence that there is."""
    assert judged(report(1, "a")) == Judgement(Trust.UNCONFIRMED, origins=1, evidence=(1,))


def test_two_origins_corroborate_each_other() -> None:
    """One post of each is the evidence, whatever their voices below the official one."""
    told = report(1, "a", Voice.PERSON), report(2, "a"), report(3, "b", MEDIA), report(4, "c")
    assert judged(*told) == Judgement(Trust.CORROBORATED, origins=3, evidence=(1, 3))


def test_thirty_copies_confirm_nothing() -> None:
    """Neither do copies of copies."""
    told = [report(1, "a"), *(copy(n, f"copier{n}", n - 1, MEDIA) for n in range(2, 32))]
    made = ledger(*told)
    assert made.judgement() == Judgement(Trust.UNCONFIRMED, origins=1, evidence=(1,))
    assert {made.origin_of(n) for n in range(1, 32)} == {"a"}


def test_an_official_voice_makes_it_official() -> None:
    """Its post is the evidence; preliminary data are its word too."""
    told = report(1, "a"), report(2, "press", OFFICIAL, hedge="по предварительным данным")
    assert judged(*told) == Judgement(Trust.OFFICIAL, origins=2, evidence=(2,))


def test_an_official_who_calls_it_unconfirmed_confirms_nothing() -> None:
    """He says so."""
    told = report(1, "a"), report(2, "press", OFFICIAL, hedge="подтверждения пока нет")
    assert judged(*told) == Judgement(Trust.UNCONFIRMED, origins=1, evidence=(1,))


def test_an_official_who_publishes_a_text_tells_it_himself() -> None:
    """Others had it first; it stays one origin."""
    told = report(1, "a"), copy(2, "press", 1, OFFICIAL)
    assert judged(*told) == Judgement(Trust.OFFICIAL, origins=1, evidence=(2,))


def test_an_official_who_forwards_a_stranger_does_not() -> None:
    """The words stay the stranger's, seen or not."""
    seen = report(1, "telegram:x"), copy(2, "press", 1, OFFICIAL, forward="https://t.me/x/1")
    unseen = copy(2, "press", None, OFFICIAL, forward="https://t.me/x/1")
    assert {judged(*seen).trust, judged(unseen).trust} == {Trust.UNCONFIRMED}


def test_a_forward_of_an_official_s_post_is_his_word() -> None:
    """Telegram says whose it is; that the post itself was not seen changes nothing."""
    made = ledger(copy(1, "a", None, forward=PRESS_POST))
    assert made.judgement() == Judgement(Trust.OFFICIAL, origins=1, evidence=(1,))
    assert made.origin_of(1) == PRESS.speaker


def test_a_claim_makes_nothing_official() -> None:
    """A name without an address is one, an address that is not configured another."""
    told = (
        copy(1, "a", None, forward="Пресс-служба (demo)"),
        copy(2, "a", None, forward="https://t.me/press_demo_real/404"),
        copy(3, "a", None, forward="https://evil.example/t.me/press_demo/404"),
    )
    assert judged(*told).trust is Trust.CORROBORATED
    assert judged(told[0]).trust is Trust.UNCONFIRMED


def test_forwards_of_one_unseen_channel_are_one_origin() -> None:
    """Whoever forwards, and whichever of its posts."""
    told = [copy(n, f"c{n}", None, forward=f"https://t.me/unseen/{n}") for n in (1, 2, 3)]
    made = ledger(*told)
    assert (made.judgement().origins, made.origin_of(3)) == (1, "forward:t.me/unseen")


def test_copies_of_one_unseen_post_are_one_origin() -> None:
    """The chain's first one stands for it, and when that goes the next."""
    made = ledger(copy(2, "a", 1), copy(3, "b", 2), copy(4, "c", 1))
    assert (made.judgement().origins, made.origin_of(3)) == (1, "post:1")
    assert made.replace(copy(2, "a", 1, deleted=True)).evidence == (3,)


def test_hearsay_is_no_origin_beside_others() -> None:
    """Who passes on what is said may have heard it from them; alone he is one."""
    told = report(1, "a", hedge=HEARSAY), report(2, "b", hedge=HEARSAY), report(3, "c")
    assert [judged(*told[:n]).origins for n in (1, 2, 3)] == [1, 1, 1]
    assert judged(*told).evidence == (3,)


def test_preliminary_data_and_guesses_count() -> None:
    """Their speakers stand for the event."""
    told = report(1, "a", hedge="похоже на"), report(2, "b", hedge="по первым данным")
    assert judged(*told).trust is Trust.CORROBORATED


def test_two_channels_of_one_owner_are_one_origin() -> None:
    """As soon as it is found out, also for what was heard before."""
    owners = Owners()
    made = Ledger(owners)
    made.add(report(1, "a"))
    assert made.add(report(2, "b")).trust is Trust.CORROBORATED
    for number in range(20):
        for writer, copier in (("a", "b"), ("b", "a")):
            owners.note(writer, "", number * 3600.0, copies=False)
            owners.note(copier, writer, number * 3600.0 + 60, copies=True)
    assert made.judgement() == Judgement(Trust.UNCONFIRMED, origins=1, evidence=(1,))
    assert made.origin_of(2) == "a"
    assert made.remove(1).evidence == (2,)


def test_a_post_is_told_anew_when_it_is_edited() -> None:
    """What was hearsay is said in earnest, or the other way round."""
    made = ledger(report(1, "a"), report(2, "b", hedge=HEARSAY))
    assert made.replace(report(2, "b")).trust is Trust.CORROBORATED
    assert made.replace(report(2, "b", hedge=HEARSAY)).trust is Trust.UNCONFIRMED


def test_a_deleted_report_confirms_nothing() -> None:
    """Nor does what copied it; nobody is left who tells the event."""
    made = ledger(report(1, "a"), copy(2, "b", 1), report(3, "c"))
    assert made.replace(report(3, "c", deleted=True)).trust is Trust.UNCONFIRMED
    assert made.replace(report(1, "a", deleted=True)) == Judgement(origins=0)


def test_a_post_that_moved_away_is_forgotten() -> None:
    """A second removal changes nothing."""
    made = ledger(report(1, "a"), report(2, "b"))
    assert made.remove(2) == made.remove(2) == Judgement(origins=1, evidence=(1,))
    assert [one.post for one in made.testimonies()] == [1]


@given(
    st.lists(
        st.builds(
            Told,
            st.integers(1, 12),
            st.sampled_from("abc"),
            st.sampled_from(Voice),
            st.sampled_from(Role),
            st.none() | st.integers(1, 12),
            st.sampled_from(["", PRESS_POST, "Сосед"]),
            st.booleans(),
            st.sampled_from(["", HEARSAY, "по первым данным"]),
            st.booleans(),
        ),
        max_size=30,
    )
)
def test_any_testimonies_can_be_heard_and_taken_back(told: list[Told]) -> None:
    """Evidence is of what tells, denials of what denies, and nothing is left of what was removed."""
    made = ledger(*told)
    known = {one.post: one for one in made.testimonies()}
    judgement = made.judgement()
    assert not any(known[post].denies or known[post].deleted for post in judgement.evidence)
    assert all(known[post].denies and not known[post].deleted for post in judgement.denied_by)
    assert (judgement.origins == 0) == (not judgement.evidence)
    for post in known:
        made.remove(post)
    assert made.judgement() == Judgement()
