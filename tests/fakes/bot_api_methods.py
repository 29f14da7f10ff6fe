"""What the fake Bot API does for methods that neither send nor edit a message."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.fakes.bot_api_chats import check_commands, check_inline
from tests.fakes.bot_api_people import BOT

if TYPE_CHECKING:
    from tests.fakes.bot_api import BotApi
    from tests.fakes.bot_api_reading import Call


def carried_out(api: BotApi, call: Call) -> object:
    """Return a method's result; what is not known to do anything is True. Raises the server's refusals."""
    match call.method.lower():
        case "getme":
            return BOT
        case "getwebhookinfo":
            return {
                "url": "",
                "has_custom_certificate": False,
                "pending_update_count": len(api._updates),
            }
        case "getfile":
            return api.chats.file(str(call.params["file_id"]))
        case "answercallbackquery":
            api.chats.answer_query(call.params)
            api.answered.append(call.params)
        case "answerinlinequery":
            check_inline(call.params)
            api.inline.append(call.params)
        case "setmycommands":
            check_commands(call.params)
            api.commands.append(call.params)
    return _in_a_chat(api, call) if "chat_id" in call.params else True


def _in_a_chat(api: BotApi, call: Call) -> object:
    chat = api.chats.there(call.chat)
    match call.method.lower():
        case "getchat":
            return api.chats.full(chat)
        case "getchatmember":
            return api.chats.member(chat, int(call.params["user_id"]))
        case "getchatadministrators":
            return api.chats.administrators(chat)
        case "getchatmembercount":
            return 1 + sum(there == chat for there, _ in api.chats.members)
        case "deletemessage":
            api.chats.remove(chat, int(call.params["message_id"]))
    return True
