"""What is kept about people, and its deletion."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.commands.desk import Answer, lines
from storage import reachability

if TYPE_CHECKING:
    from bot.commands.desk import Asked, Desk


async def privacy(desk: Desk, asked: Asked) -> Answer:
    """Say what is kept, why, how long, and how to have it deleted."""
    say, kept = asked.texts.say, desk.setup.config.storage
    return lines(
        say(
            "About you I keep the number of this chat, what you follow and what you muted, how sure it must"
            " be, when you want to be told, and which alerts were sent here."
        ),
        say(
            "If you let me into a group or channel, or change something there as an admin, I keep that you"
            " may manage it from our private chat. Of groups and channels I keep the title, too."
        ),
        say("That is needed to send you alerts, and each only once. Nobody but the operator can see it."),
        say("I keep no names of people, no messages of yours and no phone numbers."),
        say(
            "Posts of public channels are kept for {matched} if they fitted what somebody follows, else for"
            " {other}; after that only a number that tells whether a post was seen before.",
            matched=asked.texts.span(kept.keep_matched),
            other=asked.texts.span(kept.keep_other),
        ),
        say("/deletemydata deletes at once all that is kept about this chat, of a forum with its topics."),
    )


async def delete_my_data(desk: Desk, asked: Asked) -> Answer:
    """Delete all that is known of a chat; only sums without a name are left."""
    await desk.database.write(reachability.forget_chat, asked.chat)
    return lines(
        asked.texts.say("All that was kept about this chat is deleted. You will get no more alerts."),
        asked.texts.say("Backups that the operator made forget it when they are replaced."),
    )
