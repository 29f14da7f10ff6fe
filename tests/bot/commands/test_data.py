"""A chat's data as a file, and such a file taken back."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bot.commands import COMMANDS
from bot.commands.desk import Asked, NoFile
from bot.screens.running import opened
from bot.texts import Texts
from storage import chats
from tests.chatting import Person
from tests.desks import ask, desk_of, store
from tests.talking import answers, listening, send_file, until

if TYPE_CHECKING:
    from bot.commands.desk import Answer, Desk
    from storage.database import Database

CHAT, OTHER = 5_123_456_789, 5_987_654_321


async def exported(desk: Desk, chat: int) -> bytes:
    """Return the file that a chat is given."""
    answer = await Person(desk, chat=chat, person=chat).say("/export")
    assert answer.file is not None
    assert answer.file[0] == "regionwatch.json"
    return answer.file[1]


async def take_back(person: Person, file: bytes | NoFile | None) -> Answer:
    """Let a person send a file with /import."""
    asked = Asked(person.chat, "", person.texts, person=person.person, file=file)
    answer = await opened(person.desk, asked, await COMMANDS["import"].run(person.desk, asked))
    return person._see(answer)


async def followed(desk: Desk, chat: int) -> list[str]:
    """Return what a chat follows."""
    return [one.target for one in await desk.database.read(chats.following, chat)]


async def test_a_file_holds_all_that_is_kept(database: Database) -> None:
    """For people to read: what is followed, muted and wished, and which alerts there were."""
    desk = await desk_of(database)
    await ask(desk, "follow", "all", chat=CHAT)
    await ask(desk, "mute", "shelling 2h", chat=CHAT)
    await store(desk, "без света")
    held: dict[str, Any] = json.loads(await exported(desk, CHAT))
    assert (held["format"], held["version"]) == ("regionwatch chat", 1)
    assert [one["target"] for one in held["following"]] == ["all"]
    assert [one["value"] for one in held["muted"]] == ["shelling"]
    assert [one["state"] for one in held["kept"]["alerts"]] == ["queued"]
    assert held["kept"]["number"] == CHAT


async def test_where_nothing_is_there_a_file_is_taken_at_once(database: Database) -> None:
    """And is followed from then on."""
    desk = await desk_of(database)
    await ask(desk, "follow", "Гора AND NOT учения", chat=CHAT)
    file = await exported(desk, CHAT)
    answer = await take_back(Person(desk, chat=OTHER, person=OTHER), file)
    assert "you follow 1 thing" in answer.html
    assert await followed(desk, OTHER) == ["rule:Гора AND NOT учения"]


async def test_what_is_there_is_replaced_after_a_confirmation_alone(database: Database) -> None:
    """Until then nothing has changed; a second press changes nothing more."""
    desk = await desk_of(database)
    await ask(desk, "follow", "all", chat=CHAT)
    await ask(desk, "follow", "снег", chat=OTHER)
    person = Person(desk, chat=OTHER, person=OTHER)
    await take_back(person, await exported(desk, CHAT))
    assert "would replace" in person.text
    assert await followed(desk, OTHER) == ["rule:снег"]
    await person.press("Replace")
    assert "Taken back: you follow 1 thing." in person.text
    assert await followed(desk, OTHER) == ["all"]


async def test_who_keeps_what_is_there_loses_nothing(database: Database) -> None:
    """The file is let go."""
    desk = await desk_of(database)
    await ask(desk, "follow", "all", chat=CHAT)
    await ask(desk, "follow", "снег", chat=OTHER)
    person = Person(desk, chat=OTHER, person=OTHER)
    await take_back(person, await exported(desk, CHAT))
    await person.press("Keep")
    assert person.text == "Nothing was changed."
    assert await followed(desk, OTHER) == ["rule:снег"]


async def test_a_topic_that_is_gone_is_told_and_all_else_is_taken(database: Database) -> None:
    """Also where it goes between the question and the answer."""
    desk = await desk_of(database)
    for target in ("shelling", "power cut", "снег"):
        await ask(desk, "follow", target, chat=CHAT)
    file = await exported(desk, CHAT)
    fewer = replace(desk, setup=(await desk_of(database, topics=[])).setup)
    answer = await take_back(Person(fewer, chat=OTHER, person=OTHER), file)
    assert answer.html.count("There is no such topic here") == 2
    assert await followed(fewer, OTHER) == ["rule:снег"]


async def test_what_is_no_file_gets_an_answer(database: Database) -> None:
    """None, one that is too large, one that Telegram does not hand out, one of somebody else's."""
    person = Person(await desk_of(database), chat=CHAT, person=CHAT)
    said = {
        None: "Send me the file",
        NoFile.TOO_LARGE: "too large",
        NoFile.UNREACHABLE: "does not hand out",
        b"%PDF": "no JSON",
    }
    for file, expected in said.items():
        assert expected in (await take_back(person, file)).html
    assert await followed(person.desk, CHAT) == []


async def test_files_are_taken_from_where_people_put_them(database: Database) -> None:
    """Alone in private, with the command below it; one that is too large is never asked for."""
    async with listening(database) as api:
        file = b'{"format": "regionwatch chat", "version": 1, "following": [{"target": "all"}]}'
        send_file(api, CHAT, "regionwatch.json", file)
        await until(lambda: answers(api, CHAT))
        send_file(api, OTHER, "renamed.txt", file, caption="/import")
        await until(lambda: answers(api, OTHER))
        send_file(api, OTHER, "huge.json", bytes(2**20 + 1), caption="/import")
        await until(lambda: len(answers(api, OTHER)) == 2)
        fetched = [call for call in api.requests if call.method == "getFile"]
    assert [text.splitlines()[0] for text in answers(api, CHAT)] == ["Taken back: you follow 1 thing."]
    assert answers(api, OTHER)[1] == "That file is too large to be one of /export."
    assert len(fetched) == 2


async def test_a_file_that_is_replied_to_is_taken(database: Database) -> None:
    """With /import; one that Telegram has dropped is told."""
    async with listening(database) as api:
        api.chats.files["kept"] = b'{"format": "regionwatch chat", "version": 1, "language": "nl"}'
        for file_id in ("kept", "dropped"):
            document = {"file_id": file_id, "file_unique_id": file_id, "file_name": "a.json"}
            replied = api.chats.said(CHAT, "x", CHAT, "en", {})["message"]
            del replied["text"]
            api.say(CHAT, "/import", reply_to_message=replied | {"document": document})
        await until(lambda: len(answers(api, CHAT)) == 2)
    assert "Taken back" in answers(api, CHAT)[0]
    assert (
        Texts("nl").say("Telegram does not hand out that file just now. Please try again.")
        in answers(api, CHAT)[1]
    )
