"""Whether the program itself works: whether polls go on, alerts are sent, and the ways are proved whole."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from bot.health import canary
from bot.health.delivery_proof import STOPPED_AFTER, has_stopped, overdue_since
from bot.health.told import Told, Word, word
from monitors.health import LATE_AFTER
from storage.model import Health
from storage.sending import is_lately

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import datetime

    from bot.health.delivery_proof import Proofs
    from bot.setup import Setup
    from bot.texts import Texts
    from storage.model import SourceState

STILL_AFTER = timedelta(minutes=5)
"""How long polls may be overdue, and none end, before polling stands still; or three shortest intervals."""

POLLING = "regionwatch:polling"
"""The name under which is remembered what was told of polling as such."""

SENDING = "regionwatch:sending"
"""The same for sending: whether Telegram takes any message."""

PROOF = "regionwatch:proof"
"""The same for the program's own alerts."""

DOUBT = timedelta(minutes=1)
"""How long that must go on: after a machine's sleep all is overdue at first."""

NAMES = (POLLING, canary.KEY, SENDING, PROOF)


class PartTurn(NamedTuple):
    """A part of the program of which there may be something to say; ``since`` is None where it works.

    ``detail`` is why it does not, or of how many alerts, where there is something to say of that.
    """

    name: str
    since: datetime | None
    word: Word
    detail: str = ""


class _Seen(NamedTuple):
    """Since when a part does not work, and whether it is seen to work."""

    name: str
    since: datetime | None
    is_well: bool


class OwnParts:
    """Remembers when polls ended; ``polls_ended`` counts them."""

    def __init__(self, polls_ended: Callable[[], int], began: datetime) -> None:
        self._polls_ended = polls_ended
        self._began = began
        self._at_start = polls_ended()
        self._last_poll = (self._at_start, began)
        self._doubted: dict[str, datetime] = {}

    def turns(
        self,
        setup: Setup,
        states: Sequence[SourceState],
        parts: Mapping[str, SourceState],
        proofs: Proofs,
        now: datetime,
    ) -> Iterator[PartTurn]:
        """Yield how each part stands, as far as a program that has just begun can know."""
        seen = [*self._watching(setup, states, proofs, now), *self._delivering(setup, proofs, now)]
        for name, since, is_well in seen:
            if since is not None:
                first = self._doubted[name] = min(self._doubted.get(name, now), now)
                if now - first >= DOUBT:
                    detail = proofs.alert.failure if name == PROOF else ""
                    yield _turn(name, since, Health.BROKEN, parts, now)._replace(detail=detail)
            else:
                self._doubted.pop(name, None)
                if is_well:
                    yield _turn(name, None, Health.FRESH, parts, now)

    def _watching(
        self, setup: Setup, states: Sequence[SourceState], proofs: Proofs, now: datetime
    ) -> Iterator[_Seen]:
        still = self._still_since(setup, states, now)
        yield _Seen(POLLING, still, self._last_poll[0] != self._at_start)
        if every := setup.config.canary.every:
            proof = proofs.store
            is_overdue = canary.is_overdue(proof, self._began, every, now)
            is_proved = proof is not None and not canary.is_overdue(proof, proof, every, now)
            yield _Seen(canary.KEY, (proof or self._began) if is_overdue else None, is_proved)

    def _delivering(self, setup: Setup, proofs: Proofs, now: datetime) -> Iterator[_Seen]:
        taken, alert, options = proofs.sending.taken, proofs.alert, setup.config.canary
        since = (taken or self._began) if has_stopped(proofs.sending, now) else None
        yield _Seen(SENDING, since, taken is not None and is_lately(taken, now, STOPPED_AFTER))
        if options.chat:
            since = overdue_since(alert, options.alert_every, now, self._began)
            if alert.failure:
                since = alert.sent or alert.owed
            is_proved = alert.sent is not None and now - alert.sent <= options.alert_every
            yield _Seen(PROOF, since, is_proved)

    def _still_since(self, setup: Setup, states: Sequence[SourceState], now: datetime) -> datetime | None:
        """Return since when no poll has ended although some are long overdue; None where all is well."""
        ended = self._polls_ended()
        if ended != self._last_poll[0] or now < self._last_poll[1]:
            self._last_poll = (ended, now)
        shortest = min((rhythm.interval for rhythm in setup.rhythms.values()), default=timedelta())
        limit = max(LATE_AFTER * shortest, STILL_AFTER)
        is_overdue = any(one.next_poll is None or now - one.next_poll > limit for one in states)
        return self._last_poll[1] if is_overdue and now - self._last_poll[1] > limit else None


def _turn(
    name: str, since: datetime | None, health: Health, parts: Mapping[str, SourceState], now: datetime
) -> PartTurn:
    return PartTurn(name, since, word(Told.read(parts[name].told), health, now))


def line(turn: PartTurn, now: datetime, texts: Texts) -> str:
    """Return what operators are told of a part of the program."""
    if turn.since:
        return _broken(turn, texts.moment(turn.since, now), texts)
    if turn.name == POLLING:
        return texts.say("🟢 Polling goes on again.")
    if turn.name == SENDING:
        return texts.say("🟢 Alerts are sent again.")
    if turn.name == PROOF:
        return texts.say("🟢 Delivery is proved again.")
    return texts.say("🟢 The way from wire to store works again.")


def _broken(turn: PartTurn, time: str, texts: Texts) -> str:
    if turn.name == POLLING:
        return texts.say("🔴 Polling stands still: no poll has ended since {time}.", time=time)
    if turn.name == SENDING:
        return texts.say("🔴 Nothing has been sent since {time} although alerts are due.", time=time)
    if turn.name == PROOF and turn.detail:
        return texts.say("🔴 The last proof of delivery failed: {reason}.", reason=turn.detail)
    if turn.name == PROOF:
        return texts.say("🔴 No proof of delivery has been sent since {time}.", time=time)
    return texts.say(
        "🔴 The way from wire to store does not work since {time}: silence means nothing.", time=time
    )
