"""What is kept about a chat, why, how long and who can see it, in words: true to storage/schema.py."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.retention import SCREENS

if TYPE_CHECKING:
    from bot.commands.desk import Asked, Desk
    from bot.texts import Texts


def kept_about(desk: Desk, asked: Asked) -> str:
    """Return it as Telegram's HTML: in short, and what is kept one by one in a quote that unfolds."""
    texts, config = asked.texts, desk.setup.config.storage
    say = texts.say
    matched, other = texts.span(config.keep_matched), texts.span(config.keep_other)
    details = (
        *_about_the_chat(texts, matched, is_sealed=bool(desk.setup.seals)),
        say(
            "Posts of public channels are kept for {matched} if they fitted what somebody follows, else for"
            " {other}; after that only a number that tells whether a post was seen before.",
            matched=matched,
            other=other,
        ),
    )
    return "\n".join(
        (
            say("I keep what I need to send you alerts, and each only once. I keep no names of people."),
            say("Only the operator of this bot can see it; what we write to each other, Telegram carries."),
            f"<blockquote expandable>{chr(10).join(f'• {line}' for line in details)}</blockquote>",
            say(
                "/deletemydata deletes at once all that is kept about this chat, of a forum with its topics."
            ),
        )
    )


def _about_the_chat(texts: Texts, matched: str, *, is_sealed: bool) -> tuple[str, ...]:
    say = texts.say
    return (
        say("The number of this chat, to send alerts to it. Of groups and channels the title, too."),
        *([say("Numbers of chats are encrypted where they are kept.")] if is_sealed else []),
        say("What you follow, your language, and when and how you want to be told, until you change it."),
        say("What you muted, until that is over."),
        say("Which alerts were meant for this chat, for {matched} after their event.", matched=matched),
        say(
            "What you chose in messages with buttons, for {span} after the last press.",
            span=texts.span(SCREENS),
        ),
        say("What you send me, until it is answered."),
        say(
            "If you let me into a group or channel, or change something there as an admin, that you may"
            " manage it from our private chat."
        ),
    )
