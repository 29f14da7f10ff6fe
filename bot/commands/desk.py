"""What commands work with: the desk, a question, an answer."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from monitors.rhythm.usual import usual

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping
    from typing import Any

    from bot.health.standings import Usually
    from bot.reloading.reload import Reload
    from bot.render import Rows
    from bot.setup import Setup
    from bot.texts import Texts
    from monitors.clock import Clock
    from monitors.fetch import Fetcher
    from storage.database import Database

LIMIT = 4000
"""UTF-16 units of an answer after markup is read; Telegram takes 4,096."""

_TAG = re.compile("<[^>]*>")


@dataclass(frozen=True)
class Desk:
    """What a command may use; ``usually`` knows the sources' rhythms.

    ``reload`` takes changes over, where the program was started from a file. ``fetcher`` is the
    program's own, so that a look at a new source keeps to the pace of all others.

    A command has one desk from its beginning to its end, whatever is taken over meanwhile.
    """

    database: Database
    setup: Setup
    clock: Clock
    reload: Reload | None = None
    usually: Usually = usual
    fetcher: Fetcher | None = None


@dataclass(frozen=True)
class Manager:
    """A person in their private chat with the bot, from where they can manage other chats.

    ``may`` asks Telegram whether they decide for one, by its id there: at that moment, as rights change.
    None means that it cannot be asked just now.
    """

    person: int
    may: Callable[[int], Awaitable[bool | None]]


class NoFile(Enum):
    """Why a file that was sent is not at hand."""

    TOO_LARGE = "too large"
    UNREACHABLE = "unreachable"


@dataclass(frozen=True)
class Asked:
    """One command as it arrived: the chat, what stood behind the command, and for whom to answer.

    ``chat`` is the one that it concerns, by its id in the store: a topic of a forum has one of its own, and
    from a private chat another can be managed. ``reply_to`` is the id of the message in it that the command
    replies to, None where it replies to none. ``manager`` is None where it was not asked in private.
    ``person`` is who asks, None where nobody knows; ``place`` is the chat where they do, if that is another
    than ``chat``. ``bot`` is the bot's own name, for links to it. ``language`` is what they read Telegram in,
    by the code of texts that there are; empty where that is not known. ``file`` is what stands in a file that
    came with a command that takes one.
    """

    chat: int
    argument: str
    texts: Texts
    is_operator: bool = False
    reply_to: int | None = None
    manager: Manager | None = None
    person: int | None = None
    place: int | None = None
    bot: str = ""
    language: str = ""
    file: bytes | NoFile | None = None

    @property
    def here(self) -> int:
        """The chat in which is asked, and answered."""
        return self.chat if self.place is None else self.place

    @property
    def is_private(self) -> bool:
        """Whether nobody but who asks reads the answer: Telegram's groups and channels have ids below 0."""
        return self.here > 0


@dataclass(frozen=True)
class Opened:
    """A screen that an answer opens: its name in :data:`bot.screens.SCREENS`, and its first state."""

    name: str
    state: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Answer:
    """What is sent back, in Telegram's HTML, with the buttons below it.

    One that ``opens`` a screen says nothing itself: the screen's page is sent. A ``picture`` (PNG) has the
    text below it, at most 1,024 characters; a ``file`` is its name and what is in it. ``screen`` is the id of
    the screen that it shows.
    """

    html: str = ""
    rows: Rows = ()
    opens: Opened | None = None
    picture: bytes = b""
    file: tuple[str, bytes] | None = None
    screen: int | None = None


@dataclass(frozen=True)
class Command:
    """A command: its name, what menus say of it, and the function that answers.

    One ``for_operators`` stands in no menu; that authorises nobody, the command itself has to look.
    One that ``changes`` something for its chat is for the admins of a group; with ``shows`` it only shows
    how things are as long as nothing stands behind it, which is for everybody. A ``personal`` one concerns
    the chat where it is typed, whichever that manages. One that ``takes_file`` gets the file that was sent
    with it, or that it replies to.
    """

    name: str
    description: str
    run: Callable[[Desk, Asked], Awaitable[Answer]]
    for_operators: bool = False
    changes: bool = False
    shows: bool = False
    personal: bool = False
    takes_file: bool = False

    def is_for_admins(self, argument: str) -> bool:
        """Whether only admins may have it carried out in a group, with this behind it."""
        return self.changes and not (self.shows and not argument)


def not_allowed(may: bool | None, texts: Texts) -> str:  # noqa: FBT001 - an answer, not a switch
    """Return what is said to somebody who is no admin, or of whom that cannot be asked now (None)."""
    if may is None:
        return texts.say("Whether you are an admin here cannot be checked just now. Please try again.")
    return texts.say("Only admins can do that here.")


def lines(*parts: str, limit: int = LIMIT) -> Answer:
    """Return an answer of these lines; those that would make it too long are left out from the end."""
    kept: list[str] = []
    room = limit
    for part in parts:
        room -= length(part) + 1
        if room < 0:
            kept.append("…")
            break
        kept.append(part)
    return Answer("\n".join(kept))


def length(part: str) -> int:
    """Return how long Telegram takes a text in its HTML to be: in UTF-16 units, without the markup."""
    return len(html.unescape(_TAG.sub("", part)).encode("utf-16-le", "surrogatepass")) // 2
