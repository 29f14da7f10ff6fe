"""Accounts and hashtags of Mastodon servers, over the REST API that any of them speaks.

https://docs.joinmastodon.org/methods/accounts/ and /methods/timelines/. An account is looked up once by its
name, and then read by its id. Statuses are ordered by id: the interface pages by id, and software that
numbers otherwise (ULID, flake) makes ids that sort as text. What a status says is read in
:mod:`monitors.sources.mastodon_status`.
"""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, quote, urlencode, urlsplit

from monitors.exchange import Page, Refused, Request
from monitors.sources import mastodon_address, mastodon_status, without
from monitors.sources.contract import Item, Listing
from monitors.sources.json_api import asking, key_of, line_of, mapping, one_line, value_of
from monitors.sources.mastodon_address import PAGE, server_of
from monitors.sources.text import digest
from storage.model import Trouble

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from monitors.sources.contract import Meant
    from storage.model import Post, Source, SourceState

KIND = "mastodon"
ABOUT = """\
Public accounts (`user@server`) and hashtags (`#tag@server`) of Mastodon and of other software with its
interface (Pleroma, Akkoma, GoToSocial). Boosts are read as forwards; content warnings, polls and edits are
seen. Posts for followers only are never kept, whatever a token could open. A server that shows its timelines
to its own users alone wants a token of one of them, with the scopes `read:accounts` and `read:statuses`, in
a `[[networks]]` table. `url` is the server's base address where that is not `https://server`. A hashtag's
timeline holds what its server has heard of, not what all servers know."""
EXAMPLE = """\
[[sources]]
kind = "mastodon"
name = "newsroom@mastodon.example"
"""
HOSTS: tuple[str, ...] = ()
SELECTS: tuple[str, ...] = ()
TAKES_TOKEN = True
NEEDS_URL = False
STABLE_KEYS = True

_STATUSES = re.compile(r"/api/v1/accounts/([^/]+)/statuses")
_LINK = re.compile(r"<([^<>]*)>([^<>]*)")
_NEXT = re.compile(r'\brel\s*=\s*"?(?:[^",;]*\s)?next\b', re.IGNORECASE)

_MOST_STATUSES = 1_000
"""Nobody who was asked for 40 sends more but to do harm."""

_NEWS_ID = re.compile(r"[A-Za-z0-9]{1,64}")

_LOOK_UP_AFTER = frozenset({Trouble.NOT_FOUND, Trouble.GONE, Trouble.RENAMED, Trouble.EMPTY})
"""After these the id is not believed any more: only the look-up says what became of an account."""

_OF_STATUS = {404: Trouble.NOT_FOUND, 410: Trouble.GONE, 451: Trouble.FORBIDDEN}
_WANTS_LOGIN = frozenset({401, 403})
"""What servers say that show their timelines to their own users only."""

_OLD_WANTS_LOGIN = 422
"""What Mastodon said before it said 401: "This method requires an authenticated user"."""

check_select, fresh = without.check_select, without.fresh


def urls(name: str, url: str, hosts: tuple[str, ...]) -> tuple[str, ...]:
    """Return the address of an account's look-up, or of a hashtag's timeline.

    Raises :exc:`ValueError` with what was expected: ``user@server`` or ``#tag@server``, and for ``url`` the
    base address of a server.
    """
    del hosts
    return (mastodon_address.address_of(name, url),)


def meant(address: str) -> Meant | None:
    """Take profiles and hashtags of any server, and ``@user@server`` and ``#tag@server`` as they are written.

    Sites of other kinds have such addresses too; the well-known ones are left out.
    """
    return mastodon_address.meant(address)


def request(source: Source, state: SourceState) -> Request:
    """Ask for the newest statuses; for an account whose id is not known or in doubt, look it up."""
    address = source.urls[0]
    if not _is_account(source):
        return _ask(source, address, state)
    if not state.identity or state.trouble in _LOOK_UP_AFTER or _was_emptied(state):
        return _ask(source, address)
    return _ask(source, _statuses_of(address, state.identity), state)


def news(source: Source, state: SourceState, shown: Sequence[str]) -> Request | None:
    """Ask for an account's statuses after the newest known one.

    Not for hashtags: a status that comes late from another server gets an id of the time at which it was
    written, before others that are known already.
    """
    del shown
    known = state.identity and state.newest and state.trouble is None and not _was_emptied(state)
    if not known or not _is_account(source) or not _NEWS_ID.fullmatch(state.newest):
        return None
    return _ask(source, f"{_statuses_of(source.urls[0], state.identity)}&min_id={state.newest}")


def listing(source: Source, page: Page) -> Listing | Refused | Request:
    """Cut an answer into statuses; that of a look-up leads on to the account's statuses.

    An answer to :func:`news` that is full, or shows older statuses than it was asked for, leads to the
    newest page as a whole: from there, paging back leaves no gap.
    """
    if page.status in range(400, 500):
        return _refusal(source, page)
    value = value_of(page)
    match value:
        case Refused():
            return value
        case list():
            return _statuses(source, page, value)
        case dict() if key_of(value, "id") and ("username" in value or "acct" in value):
            return _account(source, page, value)
        case dict():
            return Refused(Trouble.BAD_ANSWER, line_of(value, "error") or "expected a list of statuses")
        case _:
            return Refused(Trouble.BAD_ANSWER, "expected a list of statuses")


def parse(source: Source, item: Item) -> Post:
    """Read one status."""
    return mastodon_status.read(source.key, item.key, item.raw, server_of(source.urls[0]))


def _was_emptied(state: SourceState) -> bool:
    """Tell whether the last page showed nothing of an account that had posts: so a suspended one looks."""
    return bool(state.newest) and state.body == digest(b"[]")


# --- addresses --------------------------------------------------------------------------------


def _statuses_of(address: str, identity: str) -> str:
    return f"{server_of(address)}/api/v1/accounts/{quote(identity, safe='')}/statuses?limit={PAGE}"


def _is_account(source: Source) -> bool:
    return "/accounts/" in urlsplit(source.urls[0]).path


def _ask(source: Source, url: str, state: SourceState | None = None) -> Request:
    """Return a request with the token, which the source's own server alone may see."""
    at_home = server_of(url) == server_of(source.urls[0])
    return asking(source, url, source.token if at_home else "", state)


# --- answers ----------------------------------------------------------------------------------


def _refusal(source: Source, page: Page) -> Refused:
    """Return what an error means, in the server's own words where it has any."""
    value = value_of(page)
    said = line_of(value, "error") if isinstance(value, dict) else ""
    said = said or f"answered {page.status}"
    is_page = isinstance(value, Refused) and value.trouble is Trouble.CHALLENGE
    if page.status == HTTPStatus.FORBIDDEN and is_page:
        return Refused(Trouble.CHALLENGE, f"a web page with status {page.status}")
    if page.status in _WANTS_LOGIN or (page.status == _OLD_WANTS_LOGIN and "authenticated" in said):
        return Refused(Trouble.FORBIDDEN if source.token else Trouble.NO_TOKEN, said)
    return Refused(_OF_STATUS.get(page.status, Trouble.HTTP_ERROR), said)


def _account(source: Source, page: Page, account: Mapping[str, Any]) -> Refused | Request:
    if refusal := _left(account, page):
        return refusal
    return _ask(source, _statuses_of(page.url, key_of(account, "id")))


def _left(account: Mapping[str, Any], page: Page) -> Refused | None:
    """Tell of an account that has moved or was suspended; one that is merely limited can be read."""
    moved = line_of(mapping(account, "moved"), "acct")
    if moved:
        home = moved if "@" in moved else f"{moved}@{urlsplit(page.url).netloc}"
        return Refused(Trouble.RENAMED, one_line(f"moved to {home}"))
    if account.get("suspended") is True:
        return Refused(Trouble.GONE, "the account is suspended")
    return None


def _statuses(source: Source, page: Page, values: Sequence[Any]) -> Listing | Refused | Request:
    statuses = [
        (key, value)
        for value in values[:_MOST_STATUSES]
        if isinstance(value, dict) and (key := key_of(value, "id"))
    ]
    if values and not statuses:
        return Refused(Trouble.BAD_ANSWER, "a list without statuses that carry an id")
    statuses.sort(key=lambda one: _place(one[0]))
    found = _STATUSES.search(urlsplit(page.url).path)
    if found and statuses and (refusal := _left(mapping(statuses[-1][1], "account"), page)):
        return refusal
    after = _asked(page.url, "min_id")
    if after and (len(values) >= PAGE or any(_place(key) <= _place(after) for key, _ in statuses)):
        return _ask(source, _whole(page.url))
    return Listing(
        tuple(_items(statuses)),
        _title(source, statuses),
        None if after else _older(source, page, [key for key, _ in statuses]),
        identity=found[1] if found else "",
        is_whole=not after,
        lost=len(values) - len(statuses),
    )


def _items(statuses: Sequence[tuple[str, Mapping[str, Any]]]) -> list[Item]:
    items = [(key, status) for key, status in statuses if mastodon_status.is_public(status)]
    return [Item(key, mastodon_status.digest_of(status), status) for key, status in items]


def _place(key: str) -> tuple[int, str]:
    """Order ids as numbers without making numbers of them: some software's ids are none."""
    return len(key), key


def _title(source: Source, statuses: Sequence[tuple[str, Mapping[str, Any]]]) -> str:
    if not _is_account(source):
        return source.name.partition("@")[0]
    account = mapping(statuses[-1][1], "account") if statuses else {}
    return line_of(account, "display_name") or line_of(account, "acct")


def _asked(url: str, name: str) -> str:
    return parse_qs(url.partition("?")[2].partition("#")[0]).get(name, [""])[0]


def _whole(url: str) -> str:
    return f"{url.partition('?')[0]}?limit={PAGE}"


def _older(source: Source, page: Page, keys: Sequence[str]) -> Request | None:
    """Return the request for the page before, as the server links it, else from the lowest id.

    A server that links none has no older ones. Of the link only the query is taken: behind a proxy, servers
    write addresses of their own that lead elsewhere.
    """
    if not keys:
        return None
    here = page.url.partition("?")[0]
    targets = [target for target, what in _LINK.findall(page.link) if _NEXT.search(what)]
    if page.link and not targets:
        return None
    before = _asked(targets[0], "max_id") if targets else ""
    query = {"limit": str(PAGE), "max_id": before or keys[0]}
    return _ask(source, f"{here}?{urlencode(query, errors='replace')}")
