"""A short life of delivery, led over a file until it ends or the program dies at a commit of it.

Posts are handed over, sent, edited, refused in all ways and left unanswered, held at night, for a digest and
because they are too many; chats go and migrate; stories close.
"""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from bot import outcomes
from bot.delivery import Delivery
from bot.pruning import close_stories
from bot.texts import Texts
from monitors import rules
from monitors.keeping import Keeper
from monitors.receiving import Receiver
from monitors.watchlist import Watchlist
from storage import chats, outbox, reachability, sources
from storage.model import EVERY_TOPIC, Severity, Source, Topic, to_iso
from tests.conftest import MORNING
from tests.exactly import vocabulary
from tests.fakes.instant_clock import InstantClock
from tests.trials.tripwire import Point, Tripwire

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from bot.outcomes import Outcome
    from bot.render import Message
    from storage.database import Connection
    from storage.model import Alert, AlertState, DeliveryPolicy

NAME = "open_demo"
SOURCE = Source("telegram", NAME)
SEVERITIES = {"обстрел": Severity.CRITICAL, "пожар": Severity.WARNING}
RULES = {word: rules.parse(word, rules.Known({}, frozenset())) for word in SEVERITIES}
TOPICS = tuple(Topic(word, SEVERITIES[word], rule) for word, rule in RULES.items())
WORDS = Watchlist(TOPICS, vocabulary(rules.Known(RULES, frozenset({SOURCE.key}))))
CHANNEL = {"id": -1001234567890, "type": "channel", "title": "Open Demo", "username": NAME}
SUPERGROUP = -1_000_000_000_000
LEAVER, MOVER, BLOCKER = 20, -21, 14
STORIES = range(1, 5)

Key = tuple[int, int, int]
"""A chat, as it was before it migrated, a story, and the step of it that is told."""


ALWAYS: dict[int, Outcome] = {
    BLOCKER: outcomes.ChatGone("bot was blocked by the user"),
    -15: outcomes.Migrated(-15 + SUPERGROUP),
}
"""What becomes of every send to a chat."""

AT_FIRST: dict[int, tuple[Outcome | None, ...]] = {
    11: (outcomes.RetryAt(MORNING + timedelta(seconds=90)),),
    12: (outcomes.NotSentYet("no connection"),),
    13: (None,),
    16: (outcomes.Unknown("Bad Request: something new"),),
    17: (outcomes.TokenRefused(),),
    18: (outcomes.BadMarkup(),),
    19: (outcomes.Sent(1), outcomes.RetryAt(MORNING + timedelta(hours=1))),
}
"""What becomes of a chat's first sends and edits; None: it is accepted, and its answer is lost."""

ASLEEP, WITH_DIGEST = (31, 32), (32, 33)
"""Who has quiet hours until two hours after the beginning, and who wants digests; also what is critical."""

CHATS = (*range(1, 6), *ALWAYS, *AT_FIRST, LEAVER, MOVER, *{*ASLEEP, *WITH_DIGEST})


class Scripted:
    """Telegram as the trial wants it: what it was sent, beyond any crash, and how it answers each chat."""

    is_console = False

    def __init__(self) -> None:
        self.left = {chat: deque(ends) for chat, ends in AT_FIRST.items()}
        self.came = Counter[Key]()

    def pause(self, peer: int, seconds: float) -> None:
        """Go on: this sender has no pace."""

    async def ready(self, alert: Alert, *, edit: bool = False) -> Outcome | None:
        """Let everyone go at once."""

    async def send(self, alert: Alert, message: Message) -> Outcome:
        """Take a message, or refuse it."""
        del message
        outcome = self._next(alert)
        if outcome is None or isinstance(outcome, outcomes.Sent):
            self.came[_before(alert.chat), alert.story, alert.step] += 1
        await asyncio.sleep(0.0)
        return outcome or outcomes.Uncertain("no answer")

    async def edit(self, alert: Alert, message: Message) -> Outcome:
        """Take an edit, or refuse it."""
        del message
        await asyncio.sleep(0.0)
        return self._next(alert) or outcomes.Uncertain("no answer")

    def _next(self, alert: Alert) -> Outcome | None:
        if alert.chat in ALWAYS:
            return ALWAYS[alert.chat]
        first = self.left.get(alert.chat)
        return first.popleft() if first else outcomes.Sent(1000 + alert.id)


@dataclass
class Program:
    """The parts of the program that one start wires."""

    database: Tripwire
    delivery: Delivery
    receiver: Receiver
    keeper: Keeper
    clock: InstantClock

    async def hand(self, number: int, text: str, days: int = 0, **more: int) -> None:
        """Take a post of the channel, published so many days after the beginning."""
        date = int(MORNING.timestamp()) + 86_400 * days
        message = {"message_id": number, "date": date, "chat": CHANNEL, "text": text, **more}
        await self.receiver.receive(message)

    async def settle(self) -> None:
        """Send until nothing is owed any more."""
        for number in range(50):
            await self.delivery.drain()
            if not await self.database.read(is_owed):
                return
            self.clock.advance(61 if number < 20 else 1800)

    async def edits(self) -> None:
        """Let what was sent rest, and have it edited."""
        self.clock.advance(31)
        await self.delivery.drain()

    async def leave(self) -> None:
        """Have a person block the bot, and come back."""
        write, now = self.database.write, self.clock.now()
        await write(reachability.give_up_chat, LEAVER, "bot was blocked by the user", now)
        await write(chats.wake, LEAVER)

    async def move(self) -> None:
        """Have a group become a supergroup."""
        now = self.clock.now()
        await self.database.write(reachability.migrate_chat, MOVER, MOVER + SUPERGROUP, now)

    async def tomorrow(self) -> None:
        """Close what is over on the next day."""
        self.clock.time = MORNING + timedelta(days=1)
        await close_stories(self.database, self.keeper, self.clock.now())


STEPS: tuple[Callable[[Program], Awaitable[None]], ...] = (
    lambda program: program.hand(1, "Обстрел Грайворона"),
    lambda program: program.hand(2, "Горит склад в Шебекино, пожар тушат"),
    Program.settle,
    lambda program: program.hand(1, "Обстрел Грайворона, есть раненые", edit_date=1),
    Program.edits,
    Program.leave,
    Program.move,
    Program.tomorrow,
    lambda program: program.hand(3, "Ночью был обстрел, без света остались двенадцать сёл", days=1),
    lambda program: program.hand(4, "Лесной пожар подходит к селу", days=1),
    Program.settle,
    Program.edits,
)
"""The life; what a crash leaves undone of a step is done again, as a poll or Telegram brings it again."""


@dataclass
class Life:
    """A life over one file; ``steps`` are those that are behind, ``told`` what came, also in summaries."""

    path: Path
    policy: DeliveryPolicy
    telegram: Scripted = field(default_factory=Scripted)
    clock: InstantClock = field(default_factory=InstantClock)
    steps: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    told: Counter[Key] = field(default_factory=Counter)
    states: dict[AlertState, int] = field(default_factory=dict)
    enqueued: int = 0

    @property
    def stories(self) -> Counter[Key]:
        """What came of stories, by themselves or in summaries, which may differ between lives."""
        return Counter({key: number for key, number in self.told.items() if key[1]})

    async def lead(self, point: Point | None = None) -> bool:
        """Go on with the life, up to a point; return whether it came to its end."""
        with Tripwire.wired(self.path, point) as database:
            work = asyncio.create_task(self._work(database))
            crash = asyncio.create_task(database.crashed.wait())
            await asyncio.wait({work, crash}, return_when=asyncio.FIRST_COMPLETED)
            rest = asyncio.all_tasks() - database.spared
            for task in rest:
                task.cancel()
            await asyncio.gather(*rest, return_exceptions=True)
            self.counts = database.counts
            if work.cancelled():
                return False
            work.result()
            self.states = await database.read(outbox.totals)
            gathered = await database.read(_gathered)
            self.told = self.telegram.came + Counter(
                {one: self.telegram.came[summary] for one, summary in gathered}
            )
            self.enqueued = await database.read(outbox.enqueued)
            return True

    async def _work(self, database: Tripwire) -> None:
        keeper = Keeper()
        watched, backlog = {SOURCE.key: SOURCE}, timedelta(hours=1)
        delivery = Delivery(database, self.telegram, watched, Texts(), self.clock, policy=self.policy)
        receiver = Receiver(database, _watchlist, watched, backlog, self.clock, delivery.wake, keeper)
        program = Program(database, delivery, receiver, keeper, self.clock)
        await delivery.recover()
        while self.steps < len(STEPS):
            await STEPS[self.steps](program)
            self.steps += 1


def _before(chat: int) -> int:
    """Return a chat's id as it was before it migrated."""
    return chat - SUPERGROUP if chat < SUPERGROUP / 2 else chat


def _gathered(connection: Connection) -> list[tuple[Key, Key]]:
    """Return which alerts were told by which summaries."""
    rows = connection.conn.execute(
        "SELECT one.chat, one.story, one.step, summary.story, summary.step"
        " FROM alerts AS one JOIN alerts AS summary ON summary.id = one.summary"
    )
    return [((_before(row[0]), row[1], row[2]), (_before(row[0]), row[3], row[4])) for row in rows]


async def _watchlist() -> Watchlist:
    return WORDS


def is_owed(connection: Connection) -> bool:
    """Tell whether anything is owed."""
    return connection.conn.execute("SELECT 1 FROM alerts WHERE settled IS NULL").fetchone() is not None


def begin(connection: Connection) -> None:
    """Let all chats follow every topic, and some of them want to be told later."""
    sources.configure(connection, [SOURCE])
    for chat in CHATS:
        chats.follow(connection, chat, EVERY_TOPIC, MORNING)
    begin, end = (to_iso(MORNING + timedelta(hours=hours)) for hours in (-1, 2))
    for chat in ASLEEP:
        connection.conn.execute(
            "UPDATE chats SET quiet = '05:00-08:00', quiet_begin = ?, quiet_end = ?, critical_through = 0"
            " WHERE id = ?",
            [begin, end, chat],
        )
    for chat in WITH_DIGEST:
        connection.conn.execute(
            "UPDATE chats SET mode = 2, digest = 'daily 08:00', digest_due = ?, critical_through = 0"
            " WHERE id = ?",
            [end, chat],
        )
