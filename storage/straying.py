"""What becomes of one chat's alerts that are due: sent, held, gathered, or sent without a sound. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from storage.model import Severity

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime, timedelta

    from storage.model import DeliveryPolicy


@dataclass(frozen=True, slots=True)
class Owed:
    """An alert that is due. ``news`` is when it had last to tell, or became due, whichever is later."""

    id: int
    severity: Severity
    targets: tuple[str, ...]
    news: datetime
    waits_since: datetime
    late: bool = False


@dataclass(frozen=True, slots=True)
class Addressee:
    """A chat as far as that counts: until when it is quiet now, and its next digest; None for neither.

    ``sent`` is how many messages it was sent within the time of a flood; what a flood's message gathers
    counts as well.
    """

    quiet_until: datetime | None = None
    digest: datetime | None = None
    critical_through: bool = True
    sent: int = 0


@dataclass(slots=True)
class Diverted:
    """Ids of alerts that are not sent by themselves, by what becomes of them; ``late`` ones go silently."""

    quiet: list[int] = field(default_factory=list)
    to_digest: list[int] = field(default_factory=list)
    late: list[int] = field(default_factory=list)
    catch_up: list[int] = field(default_factory=list)
    flood: list[int] = field(default_factory=list)

    @property
    def all(self) -> set[int]:
        """Whatever is touched."""
        return {*self.quiet, *self.to_digest, *self.late, *self.catch_up, *self.flood}


def is_late(owed: Owed, now: datetime, policy: DeliveryPolicy) -> bool:
    """Return whether an alert comes too late to matter: the most patient of its targets counts."""
    patience = max(
        (policy.stale_after.get(target, policy.default) for target in owed.targets), default=policy.default
    )
    return now - owed.news > patience


def divert(owed: Sequence[Owed], chat: Addressee, now: datetime, policy: DeliveryPolicy) -> Diverted:
    """Decide about all that a chat is owed and that is due, the oldest first.

    Quiet hours come before lateness, that before catching up, and that before floods. Late alerts of a chat
    without digests catch up with what waited long, and one that is alone goes by itself, without a sound.
    """
    found = Diverted()
    left = []
    for one in owed:
        is_new_late = not one.late and is_late(one, now, policy)
        if chat.quiet_until is not None and not (one.severity >= Severity.CRITICAL and chat.critical_through):
            found.quiet.append(one.id)
        elif is_new_late and chat.digest is not None:
            found.to_digest.append(one.id)
        else:
            found.late += [one.id] if is_new_late else []
            left.append(one)
    waited = [one for one in left if one.late or one.id in found.late or _waited(one, now, policy)]
    if len(waited) > 1:
        found.catch_up = [one.id for one in waited]
        left = [one for one in left if one.id not in found.catch_up]
    found.flood = [one.id for one in left if _is_too_many(one, chat.sent, policy.flood)]
    return found


def _waited(one: Owed, now: datetime, policy: DeliveryPolicy) -> bool:
    return now - one.waits_since >= policy.catch_up_after


def _is_too_many(one: Owed, sent: int, flood: int) -> bool:
    """Return whether a chat was sent too much for one more; what is critical waits for twice as much."""
    return flood > 0 and sent >= (2 * flood if one.severity >= Severity.CRITICAL else flood)


def least_patience(policy: DeliveryPolicy) -> timedelta:
    """Return after how long the least patient target's alert is late: none is before."""
    return min([policy.default, *policy.stale_after.values()])
