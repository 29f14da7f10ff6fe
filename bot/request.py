"""PTB's requests carried by aiohttp: the only module of this room that opens connections.

The token is a part of every address here, and aiohttp's errors print the address. So nothing of an
error that was caught leaves this module: what is raised is new, and is raised where no other error
is being handled, so that it carries none as its context. What is raised stands in :mod:`bot.errors`.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Self

import aiohttp
from telegram._utils.defaultvalue import DefaultValue
from telegram.error import ChatMigrated, TelegramError
from telegram.request import BaseRequest, RequestData
from yarl import URL

from bot.errors import NotSent, Unanswered, UnansweredInTime, object_in, refusal_of
from monitors.fetching.connections import open_session
from monitors.fetching.proxies import WRONG_PASSWORD, proxy_failure, wants_password
from storage.model.sealed_json import converted
from storage.model.seals import UNSEALED

if TYPE_CHECKING:
    from telegram._utils.types import ODVInput

    from storage.model.seals import Seals

MAX_ANSWER = 16 * 2**20
"""Bytes of an answer after decompression. 100 updates, the most that getUpdates gives, are far less."""

SHORTEST_SECRET = 8
"""Characters. What is shorter is no token (Telegram's have 35 after the colon) but may be a word."""

SUCCESSES = range(200, 300)
"""HTTP's own statuses for it."""

PING_SECONDS = 10.0
"""How long the address of a dead man's switch may take: less than the time between two looks at it."""

_NOWHERE = URL("//nowhere/")

_OF_A_MESSAGE = {"message_id", "date", "chat"}
_READ_OF_A_MESSAGE = (*sorted(_OF_A_MESSAGE), "message_thread_id")
"""What is read of a message that was sent or edited: all else repeats what the bot said itself.

PTB makes objects of all of it, buttons and markup included: a fifth of what a whole delivery costs.
"""

_TOKEN = re.compile(r"/bot([^/?#]+)")

_NEVER_SENT = (
    aiohttp.ClientConnectorError,
    aiohttp.ConnectionTimeoutError,
    aiohttp.ServerFingerprintMismatch,
    aiohttp.InvalidURL,
    aiohttp.NonHttpUrlClientError,
    UnicodeError,  # of a host name that cannot be looked up
)


class AiohttpRequest(BaseRequest):
    """One pool of connections to the Bot API.

    ``connections`` is how many may be open at once. The timeouts are in seconds and hold where PTB
    passes none; None waits for ever. ``pool`` is for a free connection, ``read`` for each piece of
    the answer; a request as a whole ends after the sum of them. Redirects are not followed and
    the environment's proxies and netrc are not read: both would carry the token elsewhere. ``proxy`` is
    as :func:`monitors.fetching.connections.open_session` takes it; empty: none.
    """

    def __init__(
        self,
        *,
        connections: int = 64,
        read: float | None = 20.0,
        write: float | None = 20.0,
        connect: float | None = 5.0,
        pool: float | None = 5.0,
        max_answer: int = MAX_ANSWER,
        proxy: str = "",
    ) -> None:
        self._connections = connections
        self._defaults = (read, write, connect, pool)
        self._max_answer = max_answer
        self._proxy = proxy
        self._seals = UNSEALED
        self._session: aiohttp.ClientSession | None = None

    def sealed(self, seals: Seals) -> Self:
        """Let these stand between the numbers of chats and people here and those at Telegram."""
        self._seals = seals
        return self

    @property
    def read_timeout(self) -> float | None:
        """Seconds that an answer may take where PTB passes no timeout."""
        return self._defaults[0]

    async def initialize(self) -> None:
        """Open the pool; nothing happens when it is open."""
        if self._session is None:
            self._session = self._opened(
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": self.USER_AGENT},
                trust_env=False,
            )

    def _opened(self, **options: Any) -> aiohttp.ClientSession:  # noqa: ANN401 - aiohttp's own
        if self._proxy:
            return open_session(self._proxy, limit=self._connections, **options)
        return aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=self._connections), **options)

    async def shutdown(self) -> None:
        """Close the pool; nothing happens when it is closed."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        write_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        connect_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        pool_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Make one request; return the status, always 200–299, and the body.

        Raises the errors that :mod:`bot.errors` lists, and no others.
        """
        given = (read_timeout, write_timeout, connect_timeout, pool_timeout)
        limits = _limits(*(_chosen(*pair) for pair in zip(given, self._defaults, strict=True)))
        try:
            status, retry_after, body = await self._exchange(url, method, request_data, limits)
        except Exception as error:  # noqa: BLE001 - an error let through would show the token
            failure = self._failure(error)
        else:
            if status in SUCCESSES:
                return status, body
            failure = self._refusal(status, retry_after, _without_token(body, url))
        raise failure

    async def _exchange(
        self, url: str, method: str, data: RequestData | None, limits: aiohttp.ClientTimeout
    ) -> tuple[int, str, bytes]:
        if self._session is None:
            raise NotSent("the connections to Telegram are closed")
        body, headers = _encoded(data, self._seals)
        async with self._session.request(
            method, url, data=body, headers=headers, timeout=limits, allow_redirects=False
        ) as response:
            answer = await _read(response.content, self._max_answer)
            return response.status, response.headers.get("Retry-After", ""), answer

    def _failure(self, error: Exception) -> TelegramError:
        if self._proxy and (said := proxy_failure(error)):
            return NotSent(f"could not reach Telegram: the proxy {said}")
        return failure_of(error)

    def _refusal(self, status: int, retry_after: str, body: bytes) -> TelegramError:
        if self._proxy and wants_password(status):
            return NotSent(f"could not reach Telegram: the proxy {WRONG_PASSWORD}")
        error = refusal_of(status, retry_after, body)
        return ChatMigrated(self._seals.seal(error.new_chat_id)) if isinstance(error, ChatMigrated) else error

    def parse_json_payload(self, payload: bytes) -> dict[str, Any]:  # type: ignore[override] # static there
        """Return the object that a successful answer holds; of a message alone, what tells which one it is.

        Raises :exc:`Unanswered` where there is none, or one without a result. PTB's own function
        logs the whole answer then, and its caller raises KeyError.
        """
        answer = object_in(payload)
        if "result" not in answer:
            raise Unanswered("the answer is not one of the Bot API")
        result = answer["result"]
        if isinstance(result, dict) and result.keys() >= _OF_A_MESSAGE:
            answer["result"] = {name: result[name] for name in _READ_OF_A_MESSAGE if name in result}
        return converted(answer, self._seals.seal) if self._seals else answer


def failure_of(error: Exception) -> TelegramError:
    """Return what an error of the transport means, in words that hold no address."""
    if isinstance(error, TelegramError):
        return error.with_traceback(None)
    kind = type(error).__name__
    if isinstance(error, _NEVER_SENT):
        return NotSent(f"could not reach Telegram ({kind})")
    if isinstance(error, TimeoutError):
        return UnansweredInTime(f"Telegram did not answer in time ({kind})")
    return Unanswered(f"Telegram's answer did not arrive ({kind})")


def _without_token(body: bytes, url: str) -> bytes:
    """Return a body without the token of the address: servers in between like to repeat addresses."""
    secret = found[1].rpartition(":")[2] if (found := _TOKEN.search(url)) else ""
    return body.replace(secret.encode(), b"***") if len(secret) >= SHORTEST_SECRET else body


def form_of(fields: dict[str, str]) -> str:
    """Return fields as application/x-www-form-urlencoded; what no encoding can carry is left out.

    yarl does it in C: urllib took six times as long for an alert, an eighth of the whole send.
    """
    return _NOWHERE.with_query(fields).raw_query_string


def _encoded(data: RequestData | None, seals: Seals) -> tuple[str | aiohttp.FormData | None, dict[str, str]]:
    """Return the body and its headers: a form, in parts where there are files.

    The Bot API reads JSON as well, but a form is what every other server that speaks its language reads.
    """
    if data is None:
        return None, {}
    if not data.contains_files:
        given = converted(data.parameters, seals.open) if seals else data.parameters
        fields = {name: _field(value) for name, value in given.items()}
        return form_of(fields), {"Content-Type": "application/x-www-form-urlencoded"}
    form = aiohttp.FormData()
    given = converted(data.parameters, seals.open) if seals else data.parameters
    for name, value in given.items():
        form.add_field(name, _field(value))
    for name, (filename, content, kind) in data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=kind)
    return form, {}


def _field(value: object) -> str:
    """Return a parameter as the Bot API takes it: PTB's own property for that writes each of them twice."""
    return value if isinstance(value, str) else json.dumps(value)


async def _read(content: aiohttp.StreamReader, limit: int) -> bytes:
    pieces = bytearray()
    async for piece in content.iter_any():
        pieces += piece
        if len(pieces) > limit:
            raise Unanswered(f"the answer is longer than {limit} bytes")
    return bytes(pieces)


def _chosen(given: ODVInput[float], default: float | None) -> float | None:
    return default if isinstance(given, DefaultValue) else given


def _limits(
    read: float | None, write: float | None, connect: float | None, pool: float | None
) -> aiohttp.ClientTimeout:
    # aiohttp counts the wait for a free connection as a part of connecting. The whole is never
    # shorter than that, so a timeout of the whole means that the request was under way.
    connecting = _sum(connect, pool)
    return aiohttp.ClientTimeout(total=_sum(connecting, write, read), connect=connecting, sock_read=read)


def _sum(*seconds: float | None) -> float | None:
    known = [value for value in seconds if value is not None]
    return sum(known) if len(known) == len(seconds) else None


async def ask(url: str, user_agent: str, seconds: float = PING_SECONDS) -> str:
    """Ask an address once (GET); return an empty text where it answered with success, else why not.

    What is returned holds nothing of the address, which may be a secret. No more than the head of the answer
    is read, redirects are not followed, and neither Telegram's proxy nor the environment's is gone through.
    """
    limits = aiohttp.ClientTimeout(total=seconds)
    options: dict[str, Any] = {"cookie_jar": aiohttp.DummyCookieJar(), "trust_env": False}
    try:
        async with (
            aiohttp.ClientSession(timeout=limits, headers={"User-Agent": user_agent}, **options) as session,
            session.get(url, allow_redirects=False) as response,
        ):
            is_success = response.status in SUCCESSES
            return "" if is_success else f"it answers with status {response.status}"
    except TimeoutError:
        return f"it does not answer within {seconds:g} s"
    except Exception as error:  # noqa: BLE001 - an error let through would show the address
        return f"it cannot be reached ({type(error).__name__})"
