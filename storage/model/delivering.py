"""When and how a chat is told, and what gathers several alerts in one message."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from storage.model.rules import CLOSES_AFTER

if TYPE_CHECKING:
    from collections.abc import Mapping


class Mode(IntEnum):
    """How a chat is told of something: with a sound, without one, or gathered with others.

    Where several subscriptions ask for one alert, the smallest number counts.
    """

    AT_ONCE = 0
    SILENT = 1
    DIGEST = 2

    @property
    def word(self) -> str:
        """The mode as people write it."""
        return self.name.lower().replace("_", " ")


class SummaryKind(StrEnum):
    """Why several alerts of a chat are told in one message.

    A digest was asked for, quiet hours are over, they were too many in a short time, they could not be sent
    for long, or the stories were open already when somebody began to follow.
    """

    DIGEST = "digest"
    QUIET = "quiet"
    FLOOD = "flood"
    CATCH_UP = "catch_up"
    OPEN = "open"


SUMMARY = "summary:"
"""An alert whose ``occasion`` begins so gathers others; the kind follows. Its ``story`` is 0."""

PROOF = "proof"
"""The ``occasion`` of the program's own alerts, which prove that delivery works; their ``story`` is 0."""

NOTICE = "notice:"
"""An alert whose ``occasion`` begins so tells what operators wrote; its id follows. Its ``story`` is 0."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """When a chat wants to be told.

    ``mode`` counts for subscriptions that have none of their own. ``digest`` and ``quiet`` are as
    :mod:`storage.model.schedules` writes them, empty for none; ``zone`` is an IANA name, empty for the
    region's. What is critical comes at once all the same, unless ``critical_through`` is false.
    """

    mode: Mode = Mode.AT_ONCE
    digest: str = ""
    quiet: str = ""
    zone: str = ""
    critical_through: bool = True


@dataclass(frozen=True)
class DeliveryPolicy:
    """How delivery spares chats.

    More than ``flood`` alerts to a chat within ``flood_within`` become one message that grows; 0 folds
    nothing. Alerts of a chat that are overdue by more than ``catch_up_after`` are told in one message. An
    alert whose story last said something longer ago than ``stale_after`` of its targets (``default`` for
    those that are none of its keys; the longest counts) is told in a digest, marked late. ``zone`` is the
    region's.
    """

    flood: int = 0
    flood_within: timedelta = timedelta(minutes=10)
    catch_up_after: timedelta = timedelta(minutes=10)
    stale_after: Mapping[str, timedelta] = field(default_factory=dict)
    default: timedelta = CLOSES_AFTER
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))
