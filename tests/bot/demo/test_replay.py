"""The day at a time: what is shown, edited, gone, and how often it was seen."""

from datetime import UTC, datetime, timedelta

from bot.demo.day import Day, Outlet, Recorded
from bot.demo.replay import Replay
from bot.demo.shown import Channel, Shown
from storage.model import Voice

AT = datetime(2023, 5, 22, 6, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
FIRST = Recorded(
    "demo_one",
    Shown(1, AT, text="до", views=1000),
    frozenset(),
    edited_at=AT + HOUR,
    edited_text="после",
    deleted_at=AT + 3 * HOUR,
)
SECOND = Recorded("demo_one", Shown(2, AT + 2 * HOUR, text="второй"), frozenset())
OUTLETS = (
    Outlet("telegram", Channel("demo_one", "Один (demo)"), Voice.CHANNEL, "ru"),
    Outlet("feed", Channel("demo_feed", "Лента (demo)"), Voice.MEDIA, "ru"),
)
DAY = Day(AT, AT + 9 * HOUR, OUTLETS, (FIRST, SECOND), {})


class SetClock:
    """A clock that stands where it is put."""

    def __init__(self) -> None:
        self.moment = AT

    def __call__(self) -> datetime:
        """Return the time that it was set to."""
        return self.moment


def texts(hours: float) -> list[str]:
    """Return the texts on display so many hours into the day."""
    view = Replay(DAY, lambda: AT + hours * HOUR).channel("DEMO_ONE")
    return [post.text for post in view.posts] if view else []


def test_a_post_appears_at_its_time() -> None:
    """A moment earlier it is not there."""
    assert [texts(-0.01), texts(0), texts(2)] == [[], ["до"], ["после", "второй"]]


def test_an_edit_changes_text_and_mark() -> None:
    """Before it the post is unmarked."""
    before, after = FIRST.shown(AT), FIRST.shown(AT + HOUR)
    assert before is not None
    assert after is not None
    assert [(post.text, post.edited) for post in (before, after)] == [("до", False), ("после", True)]


def test_a_deleted_post_is_gone() -> None:
    """The others stay."""
    assert texts(3) == ["второй"]


def test_views_grow_towards_their_number() -> None:
    """Each hour more have seen it, never more than recorded."""
    views = [shown.views or 0 for hours in (0, 1, 2, 2.9) if (shown := FIRST.shown(AT + hours * HOUR))]
    assert views == sorted(set(views))
    assert (views[0], views[-1] <= 1000) == (1, True)


def test_a_view_is_kept_while_nothing_changes() -> None:
    """The same object is returned until a post or the counters change."""
    clock = SetClock()
    replay = Replay(DAY, clock)
    first = replay.channel("demo_one")
    clock.moment += timedelta(seconds=5)
    assert replay.channel("demo_one") is first
    clock.moment = AT + HOUR
    assert replay.channel("demo_one") is not first


def test_a_channel_is_no_feed() -> None:
    """Each kind is found under its own address alone."""
    replay = Replay(DAY, lambda: AT)
    assert replay.feed("demo_feed") is not None
    assert (replay.channel("demo_feed"), replay.feed("demo_one"), replay.channel("nobody")) == (
        None,
        None,
        None,
    )
