"""What stands behind the fake Bot API: its chats, the messages in them, and updates about them."""

from __future__ import annotations

import json
import re
import time
from itertools import count

from tests.fakes.bot_api_html import CannotParseError, Reading, read_html, utf16_length
from tests.fakes.bot_api_people import BOT, Json, member, person
from tests.fakes.bot_api_troubles import ApiError

__all__ = [
    "BOT",
    "Chats",
    "Json",
    "check_buttons",
    "check_commands",
    "check_inline",
    "member",
    "person",
    "read_text",
]

GIFTS = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")

_KEPT_BY_EDITS = {
    *("message_id", "date", "chat", "from", "sender_chat", "reply_to_message", "message_thread_id"),
    *("is_topic_message", "photo"),
}

_SAID = ("text", "entities", "caption", "caption_entities", "reply_markup")
"""What of a message an edit may change."""

PHOTO = [{"file_id": "photo", "file_unique_id": "photo", "width": 800, "height": 400}]

NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly"
    " the same as a current content and reply markup of the message"
)

_COMMAND = re.compile(r"(?<!\S)/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]+)?")


class Chats:
    """All chats, messages and callback queries. A chat that nobody has set up is private, or a supergroup.

    A test sets ``members``, by (chat, user): everybody else is a member; ``rights`` by the same, what is
    different about theirs; ``absent``: the chats that are not found; ``topics``: the threads that there are
    in a forum, by its id. Where no topics are set, any thread is taken for one. ``files`` are those that
    people have sent, by their ids.
    """

    def __init__(self) -> None:
        self.known: dict[int, Json] = {}
        self.members: dict[tuple[int, int], str] = {}
        self.rights: dict[tuple[int, int], Json] = {}
        self.absent: set[int] = set()
        self.topics: dict[int, set[int]] = {}
        self.messages: dict[tuple[int, int], Json] = {}
        self.queries: set[str] = set()
        self.files: dict[str, bytes] = {}
        self.oddities: list[str] = []
        self._ids = count(1)
        self._updates = count(500_000_001)

    def chat(self, chat_id: int, kind: str = "") -> Json:
        """Return a chat; ``kind`` sets its type."""
        kind = kind or ("private" if chat_id > 0 else "supergroup")
        name = {"first_name": f"Person {chat_id}"} if kind == "private" else {"title": f"Chat {chat_id}"}
        return self.known.setdefault(chat_id, {"id": chat_id, "type": kind, **name})

    def file(self, file_id: str) -> Json:
        """Return where a file can be fetched that somebody has sent; raises the refusal where it is gone."""
        if file_id not in self.files:
            raise ApiError(400, "Bad Request: invalid file_id")
        described = {"file_id": file_id, "file_unique_id": file_id, "file_path": file_id}
        return described | {"file_size": len(self.files[file_id])}

    def there(self, chat_id: object) -> int:
        """Return a chat's id; raises the refusal where there is no such chat."""
        if not isinstance(chat_id, int) or chat_id in self.absent:
            raise ApiError(400, "Bad Request: chat not found")
        return chat_id

    def send(self, chat_id: int, params: Json) -> Json:
        """Keep a message of the bot and return it; raises the refusals of the real server."""
        content = self._content(params) | self._replied_to(chat_id, params) | self._thread(chat_id, params)
        if "photo" in params:
            content["photo"] = PHOTO
        if "document" in params:
            content["document"] = {"file_id": "document", "file_unique_id": "document"}
        return self._new_message(chat_id, BOT, content)

    def edit(self, chat_id: int, params: Json) -> Json:
        """Change a message of the bot and return it; raises the refusals of the real server."""
        message = self.messages.get((chat_id, int(params["message_id"])))
        if message is None:
            raise ApiError(400, "Bad Request: message to edit not found")
        if "media" in params:
            return self._edit_media(message, params)
        has_words = {"text", "caption"} & set(params)
        if has_words and ("photo" in message) == ("text" in params):
            kind = "text" if "text" in params else "caption"
            raise ApiError(400, f"Bad Request: there is no {kind} in the message to edit")
        content = self._content(params) if has_words else _with_buttons(message, params)
        if all(message.get(name) == content.get(name) for name in _SAID):
            raise ApiError(400, NOT_MODIFIED)
        kept = {name: value for name, value in message.items() if name in _KEPT_BY_EDITS}
        message.clear()
        message.update(kept, edit_date=int(time.time()), **content)
        return message

    def _edit_media(self, message: Json, params: Json) -> Json:
        """Put a picture, with the words below it, in the place of what a message was."""
        media = params["media"]
        said = {name: media[name] for name in ("caption", "parse_mode") if name in media}
        content = self._content({**params, **said}) | {"photo": PHOTO}
        for name in set(message) - (_KEPT_BY_EDITS - {"photo"}):
            del message[name]
        message.update(edit_date=int(time.time()), **content)
        return message

    def remove(self, chat_id: int, message_id: int) -> None:
        """Delete a message for the bot; raises the refusal where there is none."""
        if self.messages.pop((chat_id, message_id), None) is None:
            raise ApiError(400, "Bad Request: message to delete not found")

    def delete(self, chat_id: int, message_id: int) -> None:
        """Let somebody delete a message."""
        del self.messages[chat_id, message_id]

    def full(self, chat_id: int) -> Json:
        """Return what getChat tells."""
        gifts = dict.fromkeys(GIFTS, True)
        rest = {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": gifts}
        return self.chat(chat_id) | rest

    def member(self, chat_id: int, user: int) -> Json:
        """Return what getChatMember tells."""
        status, rights = self.members.get((chat_id, user), "member"), self.rights.get((chat_id, user))
        known = BOT if user == BOT["id"] else person(user, "en")
        return member(known, status, rights)

    def administrators(self, chat_id: int) -> list[Json]:
        """Return what getChatAdministrators tells: of people, not of other bots."""
        found = [self.member(chat, user) for chat, user in self.members if chat == chat_id]
        return [one for one in found if one["status"] in {"administrator", "creator"}]

    def answer_query(self, params: Json) -> None:
        """Take the answer to a pressed button; raises the refusals of the real server."""
        if params["callback_query_id"] not in self.queries:
            words = "query is too old and response timeout expired or query ID is invalid"
            raise ApiError(400, f"Bad Request: {words}")
        if len(params.get("text", "")) > 200:
            raise ApiError(400, "Bad Request: MESSAGE_TOO_LONG")
        self.queries.discard(params["callback_query_id"])

    def said(self, chat_id: int, text: str, user: int, language: str, extra: Json) -> Json:
        """Return the update of a message that a person, or with a channel its owner, has written."""
        entities = [
            {"type": "bot_command", "offset": utf16_length(text[: m.start()]), "length": utf16_length(m[0])}
            for m in _COMMAND.finditer(text)
        ]
        is_post = self.chat(chat_id)["type"] == "channel"
        sender = None if is_post else person(user, language)
        content = {"text": text} | ({"entities": entities} if entities else {}) | extra
        message = self._new_message(chat_id, sender, content)
        return self.update("channel_post" if is_post else "message", message)

    def pressed(self, chat_id: int, message_id: int, data: str, user: int, language: str) -> Json:
        """Return the update of a button that a person has pressed."""
        query = str(next(self._ids))
        self.queries.add(query)
        message = self.messages[chat_id, message_id]
        pressed = {"id": query, "from": person(user, language), "chat_instance": "1", "data": data}
        return self.update("callback_query", pressed | {"message": message})

    def joined(self, chat_id: int, old: str, new: str, user: int) -> Json:
        """Return the update of the bot's own place in a chat; see :func:`member`."""
        change = {
            "chat": self.chat(chat_id), "from": person(user, "en"), "date": int(time.time()),
            "old_chat_member": member(BOT, old), "new_chat_member": member(BOT, new),
        }  # fmt: skip
        return self.update("my_chat_member", change)

    def update(self, kind: str, content: Json) -> Json:
        """Return a new update."""
        return {"update_id": next(self._updates), kind: content}

    def _new_message(self, chat_id: int, sender: Json | None, content: Json) -> Json:
        number = next(self._ids)
        message: Json = {"message_id": number, "date": int(time.time()), "chat": self.chat(chat_id)}
        message |= ({"from": sender} if sender else {"sender_chat": self.chat(chat_id)}) | content
        self.messages[chat_id, number] = message
        return message

    def _replied_to(self, chat_id: int, params: Json) -> Json:
        reply = params.get("reply_parameters")
        if reply is None:
            return {}
        message = self.messages.get((chat_id, int(reply["message_id"])))
        if message is None and not reply.get("allow_sending_without_reply"):
            raise ApiError(400, "Bad Request: message to be replied not found")
        shown = {name: value for name, value in (message or {}).items() if name != "reply_to_message"}
        return {"reply_to_message": shown} if message else {}

    def _thread(self, chat_id: int, params: Json) -> Json:
        """Return what says that a message stands in a topic of a forum."""
        if "message_thread_id" not in params:
            return {}
        thread = int(params["message_thread_id"])
        if thread not in self.topics.get(chat_id, {thread}):
            raise ApiError(400, "Bad Request: message thread not found")
        return {"message_thread_id": thread, "is_topic_message": True}

    def _content(self, params: Json) -> Json:
        reading = self._text(params)
        content: Json = {"text": reading.text} if "text" in params else {}
        if "text" not in params and reading.text:
            content["caption"] = reading.text
        if reading.entities:
            content["entities" if "text" in params else "caption_entities"] = reading.entities
        if isinstance(markup := params.get("reply_markup"), dict) and "inline_keyboard" in markup:
            check_buttons(markup)
            content["reply_markup"] = markup
        return content

    def _text(self, params: Json) -> Reading:
        longest = 4096 if "text" in params else 1024
        reading = read_text(
            str(params.get("text", params.get("caption", ""))), str(params.get("parse_mode", ""))
        )
        self.oddities += reading.oddities
        if "text" in params and not reading.text.strip():
            raise ApiError(400, "Bad Request: message text is empty")
        if utf16_length(reading.text) > longest:
            raise ApiError(400, f"Bad Request: message {'' if 'text' in params else 'caption '}is too long")
        return reading


def _with_buttons(message: Json, params: Json) -> Json:
    """Return what a message says, with the buttons that an edit of them gives it."""
    content: Json = {name: message[name] for name in _SAID[:-1] if name in message}
    if isinstance(markup := params.get("reply_markup"), dict):
        check_buttons(markup)
        content["reply_markup"] = markup
    return content


def read_text(source: str, mode: str) -> Reading:
    """Read a message's text as its parse_mode says; raises the refusal of the real server."""
    if mode and mode.upper() != "HTML":
        raise ApiError(400, "Bad Request: unsupported parse_mode")
    try:
        return read_html(source) if mode else Reading(source)
    except CannotParseError as error:
        raise ApiError(400, f"Bad Request: can't parse entities: {error}") from None


def check_buttons(markup: Json) -> None:
    """Refuse what the real server refuses: data not of 1–64 bytes, addresses that are none."""
    for button in (button for row in markup["inline_keyboard"] for button in row):
        if "callback_data" in button and not 1 <= len(button["callback_data"].encode()) <= 64:
            raise ApiError(400, "Bad Request: BUTTON_DATA_INVALID")
        if "url" in button and not re.match(r"(?:https?|tg)://[^/\s]+", button["url"]):
            words = f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL"
            raise ApiError(400, f"Bad Request: {words}")


def check_commands(params: Json) -> None:
    """Refuse commands that the real server refuses."""
    commands = params["commands"]
    for command in json.loads(commands) if isinstance(commands, str) else commands:
        if not re.fullmatch(r"[a-z0-9_]{1,32}", command["command"]):
            raise ApiError(400, "Bad Request: BOT_COMMAND_INVALID")
        if not 1 <= len(command["description"]) <= 256:
            raise ApiError(400, "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID")


def check_inline(params: Json) -> None:
    """Refuse answers to inline queries that the real server refuses."""
    results = params["results"]
    if len(results) > 50:
        raise ApiError(400, "Bad Request: RESULTS_TOO_MUCH")
    if len({result["id"] for result in results}) < len(results):
        raise ApiError(400, "Bad Request: RESULT_ID_DUPLICATE")
    for result in results:
        content = result["input_message_content"]
        if (
            not 1
            <= utf16_length(read_text(content["message_text"], content.get("parse_mode", "")).text)
            <= 4096
        ):
            raise ApiError(400, "Bad Request: MESSAGE_TOO_LONG")
