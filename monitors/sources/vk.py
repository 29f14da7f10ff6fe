"""The source kind ``vk``: walls of communities and people, over ``wall.get`` of VK's API.

Everything is answered with status 200; what is wrong stands in the body as ``error``. The codes are
those of https://dev.vk.com/ru/reference/errors. Posts are read in :mod:`monitors.sources.vk_post`.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from monitors.exchange import Refused, Request
from monitors.sources import vk_post, without
from monitors.sources.contract import Item, Listing, Meant
from monitors.sources.text import clean
from storage.model import Trouble

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from monitors.exchange import Page
    from storage.model import Post, Source, SourceState

KIND = "vk"
ABOUT = """\
Walls of communities and people on vk.com, by their short names or as `club123`, `public123`, `id1` or `-123`.
VK wants a service token, which every registered application has. Closed walls cannot be read, and of comments
nothing is."""
EXAMPLE = """\
[[sources]]
kind = "vk"
name = "belgorod01"
voice = "media"
"""
HOSTS = ("https://api.vk.com",)
SELECTS: tuple[str, ...] = ()
TAKES_TOKEN = True
NEEDS_URL = False
STABLE_KEYS = True

_VERSION = "5.199"
_COUNT = 50
"""Posts a page; the API gives at most 100."""

_NAME = re.compile(r"(?=[\d_.]*[a-z])[a-z0-9_.]{2,32}", re.ASCII | re.IGNORECASE)
_NUMBERED = re.compile(
    r"(?:(?:club|public|event)([1-9]\d{0,14})|id([1-9]\d{0,14}))", re.ASCII | re.IGNORECASE
)
_OWNER = re.compile(r"-?[1-9]\d{0,14}", re.ASCII)
_ADDRESS = re.compile(
    r"(?:https?://)?(?:(?:www|m|new)\.)?vk\.(?:com|ru)/(?:wall(-?[1-9]\d{0,14})(?:_\d+)?|([A-Za-z0-9_.]{2,32}))"
    r"/?(?:[?#].*)?",
    re.ASCII,
)
_NO_WALLS = frozenset(
    (
        "feed",
        "im",
        "login",
        "join",
        "about",
        "support",
        "terms",
        "privacy",
        "apps",
        "games",
        "groups",
        "friends",
    )
).union(("video", "audio", "market", "search", "share.php", "away.php", "wall", "dev", "settings", "clips"))
"""First parts of VK's own addresses that name nobody."""

_MOST_VALUES = 300_000
"""Commas and opening brackets; a page of 100 posts with ten pictures each has about 60,000."""

_TROUBLES = {
    **dict.fromkeys((1, 10), Trouble.SERVER_ERROR),
    **dict.fromkeys((6, 9, 29), Trouble.RATE_LIMITED),
    **dict.fromkeys((5, 27, 28, 1114, 1116), Trouble.NO_TOKEN),
    **dict.fromkeys((15, 30, 203), Trouble.PRIVATE),
    **dict.fromkeys((14, 17), Trouble.CHALLENGE),
    18: Trouble.GONE,
    **dict.fromkeys((100, 104, 113, 125), Trouble.NOT_FOUND),
}
"""What VK's error codes mean here."""

_LONGEST_MESSAGE = 200

check_select, news, fresh = without.check_select, without.news, without.fresh


def urls(name: str, url: str, hosts: tuple[str, ...]) -> tuple[str, ...]:
    """Return the address of a wall's newest posts on each of the API's hosts, without a token.

    Raises :exc:`ValueError` with what was expected: a short name, or a number as VK writes it.
    """
    if url:
        raise ValueError("expected no url, the name is enough")
    owner = _owner_of(name)
    if not owner and not _NAME.fullmatch(name):
        raise ValueError(f"expected a short name like belgorod01, club123, id1 or -123, got {name!r}")
    wall = {"owner_id": owner} if owner else {"domain": name}
    return tuple(f"{host.rstrip('/')}/method/wall.get?{_query(wall)}" for host in hosts)


def meant(address: str) -> Meant | None:
    """Take ``vk.com/name`` and ``vk.com/wall-123_45``, with ``m.`` in front, and the same at vk.ru."""
    found = _ADDRESS.fullmatch(address)
    if found is None:
        return None
    name = found[1] or found[2]
    known = _OWNER.fullmatch(name) if found[1] else _NAME.fullmatch(name)
    return Meant(name) if known and name.lower() not in _NO_WALLS else None


def request(source: Source, state: SourceState) -> Request:
    """Ask for the newest posts: by the owner's number once it is known, so that a short name may change."""
    url = state.address(source)
    if _OWNER.fullmatch(state.identity):
        url = f"{url.partition('?')[0]}?{_query({'owner_id': state.identity})}"
    return _asking(source, url)


def listing(source: Source, page: Page) -> Listing | Refused | Request:
    """Cut an answer into posts, oldest first; a pinned post stands where its date puts it.

    ``identity`` is the number of the wall's owner, negative for a community.
    """
    response = _response(source, page)
    if isinstance(response, Refused):
        return response
    posts: list[Any] = response["items"]
    names = vk_post.Names.read(response)
    owner = _wall(page.url, posts, names.numbers.get(source.name.lower(), 0))
    items = {item.key: item for item in _items(posts, owner, names)}
    if posts and not items:
        return Refused(Trouble.LAYOUT, "posts without numbers")
    title = names.by_number.get(owner, "")
    older = _older(source, page, response, len(posts))
    return Listing(tuple(items.values()), title, older, str(owner) if owner else "")


def parse(source: Source, item: Item) -> Post:
    """Read one post, and what it repeats."""
    return vk_post.read(source.key, item.key, item.raw)


# --- asking -----------------------------------------------------------------------------------


def _owner_of(name: str) -> str:
    """Return the owner's number that a name holds; communities have negative ones."""
    found = _NUMBERED.fullmatch(name)
    if found is not None:
        return f"-{found[1]}" if found[1] else found[2]
    return name if _OWNER.fullmatch(name) else ""


def _query(wall: Mapping[str, str]) -> str:
    return urlencode({**wall, "count": _COUNT, "extended": 1, "v": _VERSION})


def _asking(source: Source, url: str) -> Request:
    query = (("access_token", source.token),) if source.token else ()
    return Request(url, source.host, redirects=False, own_errors=True, query=query)


def _older(source: Source, page: Page, response: Mapping[str, Any], shown: int) -> Request | None:
    """Return the request for the posts behind these.

    Posts that are published meanwhile push the others down, so pages overlap then and miss nothing.
    """
    asked = dict(parse_qsl(urlsplit(page.url).query))
    asked.pop("access_token", "")
    offset = int(asked["offset"]) if re.fullmatch(r"\d{1,9}", asked.get("offset", "")) else 0
    total = vk_post.number(response.get("count"))
    if not shown or (total and offset + shown >= total):
        return None
    own = source.urls[0].partition("?")[0]
    path = next((base for url in source.urls if page.url.startswith(base := url.partition("?")[0])), own)
    return _asking(source, f"{path}?{urlencode({**asked, 'offset': offset + shown})}")


# --- reading ----------------------------------------------------------------------------------


def _response(source: Source, page: Page) -> dict[str, Any] | Refused:
    """Return what an answer holds, with ``items``; or why it holds nothing."""
    if page.location:
        return Refused(Trouble.REDIRECT, "the API leads elsewhere")
    answer = _loaded(page.body)
    if isinstance(answer, dict) and "error" in answer:
        return _refused(answer["error"], source.token)
    response = answer.get("response") if isinstance(answer, dict) else None
    if not isinstance(response, dict) or not isinstance(response.get("items"), list):
        return Refused(Trouble.BAD_ANSWER, "expected an object with response.items")
    if not response["items"] and vk_post.number(response.get("count")):
        return Refused(Trouble.EMPTY, "no posts, although the wall has some")
    return response


def _loaded(body: bytes) -> Any:  # noqa: ANN401 - JSON of any kind
    if sum(map(body.count, (b",", b"[", b"{"))) > _MOST_VALUES:
        return None
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def _refused(error: object, token: str) -> Refused:
    """Say what an error means; of what VK repeats of the request, nothing is kept."""
    values = error if isinstance(error, dict) else {}
    code, message = vk_post.number(values.get("error_code")), values.get("error_msg")
    words = clean(message) if isinstance(message, str) else ""
    if token:
        words = words.replace(token, "…")
    detail = f"error {code}: {words[:_LONGEST_MESSAGE]}" if code or words else "an error without a number"
    return Refused(_TROUBLES.get(code, Trouble.BAD_ANSWER), detail)


def _wall(url: str, posts: list[Any], named: int) -> int:
    """Return whose wall it is: as it was asked for, else whose name that is, else as its posts say."""
    asked = dict(parse_qsl(urlsplit(url).query)).get("owner_id", "")
    if _OWNER.fullmatch(asked):
        return int(asked)
    owners = Counter(vk_post.number(post.get("owner_id")) for post in posts if isinstance(post, dict))
    return named or (owners.most_common(1)[0][0] if owners else 0)


def _items(posts: list[Any], owner: int, names: vk_post.Names) -> Iterator[Item]:
    read = [post for post in posts if isinstance(post, dict) and vk_post.number(post.get("id")) > 0]
    for post in sorted(read, key=lambda post: (vk_post.number(post.get("date")), vk_post.number(post["id"]))):
        own = vk_post.number(post.get("owner_id")) or owner
        key = str(post["id"]) if own == owner else f"{own}_{post['id']}"
        raw = vk_post.Raw({**post, "owner_id": own}, names)
        yield Item(key, vk_post.digest_of(post), raw, is_pinned=post.get("is_pinned") == 1)
