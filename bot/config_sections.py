"""The tables of the configuration: every option, its form and its default.

What several options must fit together in is checked where they meet, in :mod:`bot.setup`.
"""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003 - pydantic reads it
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    StrictBool,
    StrictInt,
)

from bot import config_values as values
from storage.model import Voice

Duration = Annotated[timedelta, BeforeValidator(values.duration)]
PositiveDuration = Annotated[timedelta, BeforeValidator(values.positive_duration)]
Rate = Annotated[float, BeforeValidator(values.rate)]
Address = Annotated[str, BeforeValidator(values.address)]
Proxy = Annotated[str, BeforeValidator(values.proxy)]
PingUrl = Annotated[SecretStr, BeforeValidator(values.ping_url)]
Listen = Annotated[str, BeforeValidator(values.listen)]
FileName = Annotated[Path, BeforeValidator(values.file_name)]
Zone = Annotated[ZoneInfo, BeforeValidator(values.zone)]
Language = Annotated[str, BeforeValidator(values.language)]
PlaceName = Annotated[str, BeforeValidator(values.place_name)]
FurtherName = Annotated[str, BeforeValidator(values.further_name)]
Coordinates = Annotated[tuple[float, float], BeforeValidator(values.coordinates)]


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class Telegram(_Section):
    """How the bot speaks to Telegram.

    ``admins`` are the ids of the operators: they see more in ``/status``, may change topics, and hear
    what becomes of a changed configuration. ``per_second`` is how many messages go out over all chats. More
    than 30 go through with ``paid_broadcast``, for which Telegram takes Stars, or at a server of one's own.
    ``proxy`` is the proxy on the way to Telegram, and to nothing else.
    """

    token_file: FileName | None = None
    api_url: Address = "https://api.telegram.org"
    admins: tuple[StrictInt, ...] = ()
    per_second: Annotated[float, Field(gt=0, le=1000)] = 30.0
    paid_broadcast: StrictBool = False
    proxy: Proxy = ""


class Console(_Section):
    """What the terminal follows while there is no token."""

    follow: tuple[str, ...] = ("all",)


class Storage(_Section):
    """Where posts are kept, and how long: those that matched a rule, and the others.

    ``key_file`` holds the key with which the numbers of chats and people are encrypted there; None: they
    are not.
    """

    path: FileName = Path("regionwatch.db")
    key_file: FileName | None = None
    keep_matched: PositiveDuration = timedelta(days=30)
    keep_other: PositiveDuration = timedelta(hours=72)


class Fetch(_Section):
    """How sources are asked; ``per_host`` is in requests per second, ``proxy`` for all networks."""

    telegram_hosts: Annotated[tuple[Address, ...], Field(min_length=1)] = (
        "https://t.me",
        "https://telegram.me",
    )
    proxy: Proxy = ""
    allow_private: tuple[str, ...] = ()
    per_host: Rate = 0.5
    backlog_pages: Annotated[StrictInt, Field(ge=1)] = 5
    alert_backlog: Duration = timedelta(hours=1)


class Region(_Section):
    """What is watched; ``timezone`` is the one in which people read times.

    ``languages`` are those in whose forms words and places are looked for, by their ISO 639-1 codes;
    ``extends`` names the catalogues of topics that are taken over.
    """

    name: str = ""
    languages: Annotated[tuple[Language, ...], AfterValidator(values.some)] = ("ru", "uk", "nl", "en")
    timezone: Zone = ZoneInfo("UTC")
    extends: tuple[str, ...] = ()


class Polling(_Section):
    """How often sources are asked; without ``requests_per_minute`` as often as their hosts allow."""

    min_interval: PositiveDuration = timedelta(seconds=10)
    max_interval: PositiveDuration = timedelta(minutes=10)
    requests_per_minute: Annotated[StrictInt, Field(ge=1)] | None = None


class Delivery(_Section):
    """How chats are spared: more than ``flood`` alerts in ``flood_within`` become one message that grows.

    After an outage a chat's alerts that are overdue by more than ``catch_up_after`` are told in one message.
    A ``flood`` of 0 folds nothing.
    """

    flood: Annotated[StrictInt, Field(ge=0)] = 12
    flood_within: PositiveDuration = timedelta(minutes=10)
    catch_up_after: PositiveDuration = timedelta(minutes=10)


class Canary(_Section):
    """What proves that the program works: a source of its own, an alert of its own, a ping to elsewhere.

    ``every`` is the time between two posts of that source, "0s" is none. ``chat`` is the private chat that
    gets a silent alert every ``alert_every``. As long as all that works, ``ping_url`` is asked every
    ``ping_every``, so that whoever serves it can tell when it is asked no more.
    """

    every: Duration = timedelta(minutes=10)
    chat: Annotated[StrictInt, Field(gt=0)] | None = None
    alert_every: PositiveDuration = timedelta(hours=6)
    ping_url: PingUrl = SecretStr("")
    ping_every: PositiveDuration = timedelta(minutes=5)


class Metrics(_Section):
    """Where numbers for Prometheus are served, as ``127.0.0.1:9464``; empty: nowhere."""

    listen: Listen = ""


class NetworkEntry(_Section):
    """What is different about one network, or about one server of it.

    ``hosts`` are base addresses in the place of the network's own; ``server`` narrows the entry to the
    sources of one server, as ``mastodon.social``; ``proxy`` counts instead of ``fetch.proxy``, an empty
    one means none.
    """

    kind: str
    server: str = ""
    hosts: tuple[Address, ...] = ()
    token_file: FileName | None = None
    proxy: Proxy | None = None


class SourceEntry(_Section):
    """One source that is watched. What its kind asks of the name and the url is checked there.

    ``home`` is the place that it writes about: there a name of the region counts without other evidence.
    ``select`` are the selectors of a web page. Sources of one ``owner`` are one voice: what several of them
    tell confirms nothing.
    """

    kind: str
    name: Annotated[str, BeforeValidator(values.source_name)]
    voice: Voice = Voice.CHANNEL
    url: str = ""
    home: str = ""
    owner: Annotated[str, BeforeValidator(values.owner)] = ""
    select: Mapping[str, str] = Field(default_factory=dict)


class PlaceEntry(_Section):
    """One place of the region. How places lie within one another is checked in :mod:`bot.setup_places`."""

    name: PlaceName
    within: str = ""
    at: Coordinates | None = None
    also: tuple[FurtherName, ...] = ()
    ambiguous: StrictBool | None = None


class TopicEntry(_Section):
    """One named rule, or what is to be different about a topic that ``extends`` brings.

    What is None is that topic's; of a topic of one's own the severity is ``warning`` then, and a story of
    it closes after 3 hours of silence. What fits ``ends`` says that it is over. An alert that comes later
    than ``stale_after`` (not set: ``closes_after``) is told in a digest.
    """

    name: Annotated[str, BeforeValidator(values.topic_name)]
    severity: Literal["info", "warning", "critical"] | None = None
    rule: str | None = None
    closes_after: PositiveDuration | None = None
    ends: str | None = None
    stale_after: PositiveDuration | None = None
    enabled: StrictBool = True


SECTIONS: Mapping[str, type[BaseModel]] = {
    "telegram": Telegram,
    "console": Console,
    "storage": Storage,
    "fetch": Fetch,
    "region": Region,
    "polling": Polling,
    "delivery": Delivery,
    "canary": Canary,
    "metrics": Metrics,
}
"""The tables of the file, by name."""

LISTS: Mapping[str, type[BaseModel]] = {
    "networks": NetworkEntry,
    "sources": SourceEntry,
    "places": PlaceEntry,
    "topics": TopicEntry,
}
"""The lists of tables, by name."""
