"""Why something cannot be read, in the words of who wants to add it rather than of who has lost it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.passage import shortened
from storage.model import Trouble

if TYPE_CHECKING:
    from bot.texts import Texts
    from monitors.exchange import Refused

_DETAIL = 200
"""Characters of what a server or the system says itself."""


def reason(refused: Refused, texts: Texts) -> str:
    """Return why something cannot be read, with the detail behind it."""
    why = _why(refused.trouble, texts)
    return f"{why} ({shortened(refused.detail, _DETAIL)})" if refused.detail else why


def _why(trouble: Trouble, texts: Texts) -> str:  # noqa: PLR0911 - a case, a sentence
    match trouble:
        case Trouble.NOT_FOUND | Trouble.GONE | Trouble.RENAMED:
            return texts.say("there is nothing of this name")
        case Trouble.NO_PREVIEW:
            return texts.say("it has no public preview")
        case Trouble.PRIVATE:
            return texts.say("it is not public")
        case Trouble.NO_TOKEN:
            return texts.say("it needs a token")
        case Trouble.FORBIDDEN | Trouble.RATE_LIMITED | Trouble.CHALLENGE:
            return texts.say("it does not let the bot in")
        case Trouble.TIMEOUT | Trouble.TLS | Trouble.DNS | Trouble.CONNECTION:
            return texts.say("it cannot be reached")
        case Trouble.PRIVATE_ADDRESS | Trouble.REDIRECT:
            return texts.say("it leads to where the bot does not go")
        case Trouble.SERVER_ERROR | Trouble.HTTP_ERROR:
            return texts.say("its server has a fault")
        case Trouble.NOT_A_FEED:
            return texts.say("it is not a feed")
        case _:
            return texts.say("what it sends cannot be read")
