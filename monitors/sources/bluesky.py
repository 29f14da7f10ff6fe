"""Accounts, lists and searches on Bluesky, over the public interface of the AT Protocol's AppView.

https://docs.bsky.app/docs/category/http-reference and the lexicons app.bsky.feed.*. A handle is resolved
to the account's DID once; the DID is kept, so that an account goes on under another handle, and nobody who
takes over the handle is taken for it. What a post says is read in :mod:`monitors.sources.bluesky_post`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from monitors.exchange import Page, Refused, Request
from monitors.sources import bluesky_address, bluesky_post, without
from monitors.sources.bluesky_address import Wanted, is_did, of_xrpc, resolving, xrpc
from monitors.sources.contract import Item, Listing
from monitors.sources.feed_entries import mappings
from monitors.sources.json_api import asking, key_of, line_of, one_line, text_of, value_of
from storage.model import Trouble

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from monitors.sources.bluesky_post import Shown
    from monitors.sources.contract import Meant
    from storage.model import Post, Source, SourceState

KIND = "bluesky"
ABOUT = """\
Public accounts on Bluesky, by handle or DID, with their replies; lists
(`url = "https://bsky.app/profile/…/lists/…"`) and searches (`url = "https://bsky.app/search?q=…"`), whose
names are of your own choice. Reposts and quotes are read as forwards. An account that is renamed is followed
under its new handle. Accounts that ask to be shown only to those who are logged in are not read. Searches are
often refused to those who are not logged in, above all their further pages; what could not be reached is
noted as a gap. A token in `[[networks]]` is sent as it is (`Authorization: Bearer`)."""
EXAMPLE = """\
[[sources]]
kind = "bluesky"
name = "newsroom.bsky.social"
"""
HOSTS = ("https://public.api.bsky.app", "https://api.bsky.app")
SELECTS: tuple[str, ...] = ()
TAKES_TOKEN = True
NEEDS_URL = False
STABLE_KEYS = True

_MOST_POSTS = 1_000
"""Nobody who was asked for 50 sends more but to do harm."""

_NO_GUESTS = "!no-unauthenticated"
"""What an account labels itself with to be shown to none but those who are logged in."""

_OF_ERROR = {
    "AccountTakedown": Trouble.GONE,
    "AccountDeactivated": Trouble.GONE,
    "RepoTakendown": Trouble.GONE,
    "RepoDeactivated": Trouble.GONE,
    "RepoSuspended": Trouble.GONE,
    "BlockedActor": Trouble.PRIVATE,
    "BlockedByActor": Trouble.PRIVATE,
    "AuthMissing": Trouble.NO_TOKEN,
    "AuthenticationRequired": Trouble.NO_TOKEN,
    "RateLimitExceeded": Trouble.RATE_LIMITED,
    "UnknownList": Trouble.NOT_FOUND,
    "HandleNotFound": Trouble.NOT_FOUND,
    "NotFound": Trouble.NOT_FOUND,
}
_OF_WORDS = (
    ("taken down", Trouble.GONE),
    ("deactivated", Trouble.GONE),
    ("suspended", Trouble.GONE),
    ("not found", Trouble.NOT_FOUND),
    ("unable to resolve handle", Trouble.NOT_FOUND),
)
"""What the message says where the error's name is only InvalidRequest."""

check_select, news, fresh = without.check_select, without.news, without.fresh


def urls(name: str, url: str, hosts: tuple[str, ...]) -> tuple[str, ...]:
    """Return the address of an account's, a list's or a search's posts on each of the network's hosts.

    The host for guests (``public.``) is the last one to search at: it mostly refuses that. Raises
    :exc:`ValueError` with what was expected.
    """
    wanted = bluesky_address.wanted(name, url)
    if wanted.words:
        hosts = tuple(sorted(hosts, key=lambda host: "//public." in host))
    return tuple(xrpc(host, wanted) for host in hosts)


def meant(address: str) -> Meant | None:
    """Take profiles, lists, searches and hashtags on bsky.app, ``at://`` addresses and bare handles."""
    return bluesky_address.meant(address)


def request(source: Source, state: SourceState) -> Request:
    """Ask for the newest posts; where only a handle is known, for its DID; after a failure another host."""
    address = state.address(source)
    wanted = of_xrpc(address)
    if not wanted.actor or is_did(wanted.actor):
        return _ask(source, address, state)
    did = _remembered(source, wanted.actor, state.identity)
    if not did:
        return _ask(source, resolving(_host(address), wanted.actor))
    return _ask(source, xrpc(_host(address), wanted._replace(actor=did)), state)


def listing(source: Source, page: Page) -> Listing | Refused | Request:
    """Cut an answer into posts; that of a resolved handle leads on to the feed."""
    value = value_of(page)
    if page.status in range(400, 500):
        return _refusal(source, page, value)
    if isinstance(value, Refused):
        return value
    if not isinstance(value, dict):
        return Refused(Trouble.BAD_ANSWER, "expected posts")
    if "did" in value and "feed" not in value:
        return _resolved(source, page, value)
    feed, found = value.get("feed"), value.get("posts")
    if isinstance(feed, list):
        shown = [bluesky_post.of_feed(one) for one in feed[:_MOST_POSTS]]
    elif isinstance(found, list):
        shown = [bluesky_post.of_search(one) for one in found[:_MOST_POSTS]]
    else:
        return Refused(Trouble.BAD_ANSWER, line_of(value, "message") or "expected posts")
    return _posts(source, page, [one for one in shown if one], text_of(value, "cursor"), len(shown))


def parse(source: Source, item: Item) -> Post:
    """Read one post."""
    return bluesky_post.read(source.key, item.key, item.raw)


# --- requests ---------------------------------------------------------------------------------


def _host(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def _ask(source: Source, url: str, state: SourceState | None = None) -> Request:
    """Return a request with the token, which the network's own hosts alone may see."""
    at_home = any(_host(url) == _host(own) for own in source.urls)
    return asking(source, url, source.token if at_home else "", state)


def _identity(source: Source, handle: str, did: str) -> str:
    """Return what is remembered of an account.

    Beside the DID stands the handle it was found by, unless the source is named by it: under a name of the
    operator's own choice the address may become that of somebody else.
    """
    return did if is_did(handle) or source.name.removeprefix("@") == handle else f"{did} {handle}"


def _remembered(source: Source, handle: str, identity: str) -> str:
    did = identity.partition(" ")[0]
    return did if did and identity == _identity(source, handle, did) else ""


# --- answers ----------------------------------------------------------------------------------


def _refusal(source: Source, page: Page, value: object) -> Refused:
    """Return what an error means: by its name, by its words, by its status."""
    error = value if isinstance(value, dict) else {}
    name, said = line_of(error, "error"), line_of(error, "message")
    by_words = (trouble for words, trouble in _OF_WORDS if words in said.lower())
    trouble = _OF_ERROR.get(name) or next(by_words, None)
    if trouble is None and page.status in {401, 403}:
        trouble = Trouble.FORBIDDEN if source.token else Trouble.NO_TOKEN
    if trouble is None:
        trouble = {404: Trouble.NOT_FOUND, 410: Trouble.GONE}.get(page.status, Trouble.HTTP_ERROR)
    return Refused(trouble, one_line(said or name or f"answered {page.status}"))


def _resolved(source: Source, page: Page, value: Mapping[str, Any]) -> Refused | Request:
    wanted, did = of_xrpc(source.urls[0]), key_of(value, "did")
    if not is_did(did) or not wanted.actor:
        return Refused(Trouble.BAD_ANSWER, "expected the DID of a handle")
    return _ask(source, xrpc(_host(page.url), wanted._replace(actor=did)))


def _posts(source: Source, page: Page, shown: Sequence[Shown], cursor: str, given: int) -> Listing | Refused:
    wanted, here = of_xrpc(source.urls[0]), of_xrpc(page.url)
    if given and not shown:
        return Refused(Trouble.BAD_ANSWER, "a list without posts that carry an address")
    if shown and not (wanted.words or wanted.list_key) and all(_is_closed(source, one.by) for one in shown):
        return Refused(Trouble.PRIVATE, "the account asks to be shown only to those who are logged in")
    open_to_all = [one for one in shown if not any(_is_closed(source, who) for who in (one.by, one.author))]
    items = [Item(one.key, bluesky_post.digest_of(one), one) for one in _in_order(open_to_all)]
    more = cursor and items
    return Listing(
        tuple(items),
        _title(wanted, shown),
        _ask(source, xrpc(_host(page.url), here, cursor)) if more else None,
        identity=_identity(source, wanted.actor, here.actor) if is_did(here.actor) else "",
        lost=given - len(shown),
    )


def _is_closed(source: Source, account: Mapping[str, Any]) -> bool:
    """Tell whether an account asks not to be shown to those who are not logged in."""
    named = (text_of(label, "val") for label in mappings(account, "labels"))
    return not source.token and _NO_GUESTS in named


def _in_order(shown: Sequence[Shown]) -> list[Shown]:
    """Turn a feed from oldest to newest, with a pinned post at the place of its time.

    One that is older than the page is left for the page where it stands by itself: here it would look as if
    the page reached back to what is known.
    """
    ordered = [one for one in reversed(shown) if not one.is_pinned]
    keys = {one.key for one in ordered}
    for pin in (one for one in shown if one.is_pinned and one.key not in keys):
        times = [one.time for one in ordered]
        if not ordered or _is_after(pin.time, times[0]):
            place = next(
                (number for number, time in enumerate(times) if _is_after(time, pin.time)), len(times)
            )
            ordered.insert(place, pin)
    return ordered


def _is_after(moment: datetime | None, other: datetime | None) -> bool:
    return moment is not None and other is not None and moment > other


def _title(wanted: Wanted, shown: Sequence[Shown]) -> str:
    if wanted.words:
        return one_line(wanted.words)
    if wanted.list_key or not shown:
        return ""
    return line_of(shown[0].by, "displayName") or line_of(shown[0].by, "handle")
