"""Topics of forums: what is typed and pressed in one concerns that one, and is answered there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from telegram.error import BadRequest

from bot.outcomes import outcome_of
from bot.settle import Patience, settle
from storage import chats, outbox, silences
from storage.model import FIRST_TOPIC
from tests.conftest import MORNING
from tests.stories import tell
from tests.storing import STORY, shelling, told
from tests.talking import alert_in, answers, listening, until

if TYPE_CHECKING:
    from storage.database import Database

FORUM, ADMIN = -1007, 7
IN_TOPIC: dict[str, Any] = {"message_thread_id": 5, "is_topic_message": True}
"""Fields of a message in a topic that replies to nothing: Telegram lets it reply to the topic's first."""


def first_of_topic(name: str) -> dict[str, Any]:
    """Return the message by which a topic was made."""
    chat = {"id": FORUM, "type": "supergroup", "title": "Forum", "is_forum": True}
    made = {"name": name, "icon_color": 7322096}
    return {"message_id": 5, "date": 1, "chat": chat, **IN_TOPIC, "forum_topic_created": made}


async def test_a_command_in_a_topic_concerns_that_topic(database: Database) -> None:
    """It is made by its title, the forum follows nothing, and a thread of replies is no topic."""
    async with listening(database) as api:
        api.chats.members[FORUM, ADMIN] = "creator"
        api.say(FORUM, "/follow all", user=ADMIN, reply_to_message=first_of_topic("Alerts"), **IN_TOPIC)
        api.say(FORUM, "/following", user=1, **IN_TOPIC)
        api.say(FORUM, "/following", user=1, message_thread_id=6)
        await until(lambda: len(answers(api, FORUM)) == 3)
        threads = [message.params.get("message_thread_id") for message in api.accepted]
        assert [thread and int(thread) for thread in threads] == [5, 5, None]
        assert ["You follow nothing" in text for text in answers(api, FORUM)] == [False, False, True]
    assert await database.read(chats.at, FORUM, 5) == FIRST_TOPIC
    known = await database.read(chats.get, FIRST_TOPIC)
    assert known
    assert known.title == "Alerts"


async def test_the_first_message_of_a_topic_is_not_replied_to(database: Database) -> None:
    """So that the last alert is explained, not a message that was none."""
    async with listening(database) as api:
        api.say(FORUM, "/why", user=1, reply_to_message=first_of_topic("Alerts"), **IN_TOPIC)
        await until(lambda: answers(api, FORUM))
        assert "That message" not in answers(api, FORUM)[0]


async def test_a_press_in_a_topic_concerns_that_topic(database: Database) -> None:
    """Under its alert; elsewhere in the forum nobody knows that story."""
    async with listening(database) as api:
        topic = await database.write(chats.topic, FORUM, 5)
        alert = alert_in(api, FORUM, thread=5)
        await database.write(shelling)
        await database.write(told, topic, alert)
        api.chats.members[FORUM, ADMIN] = "administrator"
        api.press(FORUM, alert, f"m:{STORY}:1h", user=ADMIN)
        api.press(FORUM, alert_in(api, FORUM), f"s:{STORY}", user=ADMIN)
        api.press(FORUM, alert_in(api, FORUM, thread=9), "s:12", user=ADMIN)
        await until(lambda: len(api.answered) == 3)
    assert [one["text"] for one in api.answered][1:] == 2 * ["I do not know this message any more."]
    assert len(await database.read(silences.held, topic, MORNING)) == 1


async def test_a_topic_that_was_deleted_rests_alone(database: Database) -> None:
    """Its alert is given up; the forum and its other topics get theirs."""
    topics = [await database.write(chats.topic, FORUM, thread) for thread in (5, 6)]
    owed = await database.write(tell, MORNING, FORUM, *topics)
    (lost,) = [alert for alert in owed if alert.chat == topics[0]]
    outcome = outcome_of(BadRequest("Bad Request: message thread not found"), MORNING)
    await database.write(settle, lost, outcome, MORNING, Patience())
    due = await database.read(outbox.due, MORNING, 9, [], console=False)
    assert {alert.chat for alert in due} == {FORUM, topics[1]}
    known = await database.read(chats.get, topics[0])
    assert known
    assert known.paused
