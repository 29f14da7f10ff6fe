"""Bluesky's feeds: what is asked, and how answers are cut."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from monitors.exchange import Page, Refused, Request
from monitors.sources import bluesky
from monitors.sources.contract import Listing, Meant
from storage.model import Source, SourceState, Trouble

HOST = "https://public.api.bsky.app"
NAME, DID = "newsroom.example", "did:plc:newsroomnewsroomnewsro22"
LIST_PAGE = "https://bsky.app/profile/newsroom.example/lists/3l"
SEARCH_PAGE = "https://bsky.app/search?q=%D0%BE%D0%B1%D1%81%D1%82%D1%80%D0%B5%D0%BB"
SOURCE = Source("bluesky", NAME, urls=bluesky.urls(NAME, "", bluesky.HOSTS), host="bluesky")
NEW = SourceState(SOURCE.key)
KNOWN = replace(NEW, identity=DID)
AUTHOR = f"{HOST}/xrpc/app.bsky.feed.getAuthorFeed?actor={DID}&filter=posts_with_replies&limit=50"
TOKEN = "sesame"  # noqa: S105 - opens nothing


def named(url: str, name: str = "label") -> Source:
    """Return a source that is given by its address."""
    return Source("bluesky", name, urls=bluesky.urls(name, url, bluesky.HOSTS), host="bluesky")


def post(key: str, minute: int = 0, did: str = DID, **author: object) -> dict[str, Any]:
    """Return a post of a minute of an hour."""
    time = f"2023-05-22T05:{minute:02}:00.000Z"
    record = {"text": key, "createdAt": time}
    author = {"did": did, "handle": NAME, **author}
    return {"uri": f"at://{did}/app.bsky.feed.post/{key}", "record": record, "author": author, "cid": key}


def read(value: object, url: str = AUTHOR, source: Source = SOURCE, status: int = 200) -> Any:  # noqa: ANN401
    """Return what an answer comes to."""
    body = value if isinstance(value, bytes) else json.dumps(value).encode()
    return bluesky.listing(source, Page(url, body, status))


def feed(*entries: object, **more: object) -> dict[str, Any]:
    """Return a feed, the newest entry first."""
    return {"feed": list(entries), **more}


def keys(found: object) -> list[str]:
    """Return the ends of a listing's keys, oldest first."""
    assert isinstance(found, Listing)
    return [item.key.rpartition("/")[2] for item in found.items]


def query(url: str) -> dict[str, str]:
    """Return what an address asks for."""
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}


def test_a_handle_is_resolved_before_its_posts_are_asked_for() -> None:
    """The DID that comes is what posts are asked by, and what is remembered."""
    asked = bluesky.request(SOURCE, NEW)
    assert asked.url == f"{HOST}/xrpc/com.atproto.identity.resolveHandle?handle={NAME}"
    found = read({"did": DID}, asked.url)
    assert isinstance(found, Request)
    assert (query(found.url)["actor"], found.own_errors) == (DID, True)
    assert read(feed({"post": post("3a")})).identity == DID


def test_a_known_account_is_asked_for_by_its_did_whatever_happens() -> None:
    """Its handle may be somebody else's by now; after a failure it is the next host's turn."""
    for failures, host in enumerate([HOST, "https://api.bsky.app", HOST]):
        state = replace(KNOWN, failures=failures, trouble=Trouble.NOT_FOUND)
        asked = bluesky.request(SOURCE, state)
        assert asked.url.startswith(f"{host}/xrpc/app.bsky.feed.getAuthorFeed?")
        assert query(asked.url)["actor"] == DID


def test_a_did_needs_no_resolving() -> None:
    """A source may be named by it."""
    source = Source("bluesky", DID, urls=bluesky.urls(DID, "", bluesky.HOSTS))
    assert query(bluesky.request(source, NEW).url)["actor"] == DID


def test_another_address_under_the_same_label_is_another_account() -> None:
    """What is remembered holds for the handle that it was found by."""
    source = named("https://bsky.app/profile/newsroom.example")
    state = replace(NEW, identity=read(feed({"post": post("3a")}), AUTHOR, source).identity)
    assert query(bluesky.request(source, state).url)["actor"] == DID
    other = named("https://bsky.app/profile/other.example")
    assert query(bluesky.request(other, state).url) == {"handle": "other.example"}


def test_a_list_is_asked_for_under_its_owners_did() -> None:
    """The owner's handle is resolved as an account's is."""
    source = named(LIST_PAGE)
    resolving = bluesky.request(source, NEW)
    assert query(resolving.url) == {"handle": NAME}
    found = read({"did": DID}, resolving.url, source)
    assert query(found.url)["list"] == f"at://{DID}/app.bsky.graph.list/3l"


def test_a_search_asks_for_the_latest_where_guests_may_search() -> None:
    """The mirror for guests comes last."""
    asked = bluesky.request(named(SEARCH_PAGE), NEW)
    assert asked.url.startswith("https://api.bsky.app/xrpc/app.bsky.feed.searchPosts?")
    assert query(asked.url) == {"q": "обстрел", "sort": "latest", "limit": "50"}
    assert keys(read({"posts": [post("3b"), post("3a")]}, asked.url, named(SEARCH_PAGE))) == ["3a", "3b"]


@pytest.mark.parametrize(
    ("name", "url"),
    [
        ("newsroom", ""),
        ("a b.c", ""),
        ("x", "https://bsky.app/"),
        ("x", "https://bsky.app/profile/a.b/feed/c"),
    ],
)
def test_other_names_and_addresses_are_no_sources(name: str, url: str) -> None:
    """The error says what was expected."""
    with pytest.raises(ValueError, match="expected a handle"):
        bluesky.urls(name, url, bluesky.HOSTS)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://bsky.app/profile/Newsroom.example", Meant(NAME)),
        ("bsky.app/profile/newsroom.example/post/3k", Meant(NAME)),
        (f"https://bsky.app/profile/{DID}", Meant(DID)),
        ("@newsroom.example", Meant(NAME)),
        ("news.bsky.social", Meant("news.bsky.social")),
        (LIST_PAGE, Meant(f"{NAME}/lists/3l", LIST_PAGE)),
        (f"at://{NAME}/app.bsky.graph.list/3l", Meant(f"{NAME}/lists/3l", LIST_PAGE)),
        (SEARCH_PAGE, Meant("search/обстрел", SEARCH_PAGE)),
        ("https://bsky.app/hashtag/flood", Meant("search/#flood", "https://bsky.app/search?q=%23flood")),
        ("https://bsky.app/profile/newsroom.example/feed/x", None),
        ("https://bsky.app/search", None),
        ("@newsroom@mastodon.example", None),
        ("newsroom.example", None),
    ],
)
def test_addresses_as_people_copy_them(address: str, expected: Meant | None) -> None:
    """What is meant can be watched as it is returned."""
    found = bluesky.meant(address)
    assert found == expected
    assert found is None or bluesky.urls(found.name, found.url, bluesky.HOSTS)


def test_a_cursor_leads_to_older_posts() -> None:
    """It is the server's own; an answer without posts leads nowhere."""
    older = read(feed({"post": post("3a")}, cursor="2023 x")).older
    assert older is not None
    assert query(older.url) == {**query(AUTHOR), "cursor": "2023 x"}
    assert read(feed(cursor="2023 x")).older is None
    assert read(feed({"post": post("3a")})).older is None


def test_a_repost_is_another_item_than_its_post() -> None:
    """An account may repost itself; old servers do not tell the repost's own address."""
    by = {"did": DID, "handle": NAME}
    reason = {"$type": "app.bsky.feed.defs#reasonRepost", "by": by, "indexedAt": "2023-05-22T06:00:00Z"}
    told = {"post": post("3a"), "reason": {**reason, "uri": f"at://{DID}/app.bsky.feed.repost/3r"}}
    assert keys(read(feed(told, {"post": post("3a")}))) == ["3a", "3r"]
    assert keys(read(feed({"post": post("3a"), "reason": reason}))) == [f"3a#{DID}"]


def test_a_pinned_post_stands_where_its_time_is() -> None:
    """It comes once, and one from before the page does not come at all: it would hide a gap."""
    pin = {"$type": "app.bsky.feed.defs#reasonPin"}
    entries = [{"post": post("3d", 40)}, {"post": post("3b", 20)}]
    assert keys(read(feed({"post": post("3c", 30), "reason": pin}, *entries))) == ["3b", "3c", "3d"]
    assert keys(read(feed({"post": post("3b", 20), "reason": pin}, *entries))) == ["3b", "3d"]
    assert keys(read(feed({"post": post("3a", 10), "reason": pin}, *entries))) == ["3b", "3d"]


def test_who_wants_no_guests_gets_none() -> None:
    """An account that asks to be shown only to those who are logged in is not read, unless we are."""
    shy = [{"val": "!no-unauthenticated"}]
    entry = {"post": post("3a", labels=shy)}
    assert read(feed(entry)).trouble is Trouble.PRIVATE
    assert keys(read({"posts": [entry["post"], post("3b")]}, AUTHOR, named(SEARCH_PAGE))) == ["3b"]
    assert keys(read(feed(entry), AUTHOR, replace(SOURCE, token=TOKEN))) == ["3a"]


def test_what_changes_by_itself_is_no_edit() -> None:
    """Counters, labels of others and the author's profile come and go; the record is the author's."""

    def digest(**more: object) -> bytes:
        found = read(feed({"post": {**post("3a"), **more}}))
        raw: bytes = found.items[0].digest
        return raw

    assert digest(likeCount=3, labels=[{"val": "spam"}], author={"avatar": "x"}, viewer={}) == digest()
    assert digest(cid="other") != digest()
    assert digest(cid=None, record={"text": "a"}) != digest(cid=None, record={"text": "b"})


@pytest.mark.parametrize(
    ("status", "error", "message", "expected"),
    [
        (400, "InvalidRequest", "Profile not found", Trouble.NOT_FOUND),
        (400, "InvalidRequest", "Unable to resolve handle", Trouble.NOT_FOUND),
        (400, "AccountTakedown", "", Trouble.GONE),
        (400, "AccountDeactivated", "", Trouble.GONE),
        (400, "InvalidRequest", "Account has been suspended", Trouble.GONE),
        (400, "BlockedActor", "", Trouble.PRIVATE),
        (400, "BlockedByActor", "", Trouble.PRIVATE),
        (401, "AuthMissing", "Authentication Required", Trouble.NO_TOKEN),
        (403, "", "", Trouble.NO_TOKEN),
        (400, "RateLimitExceeded", "", Trouble.RATE_LIMITED),
        (400, "InvalidRequest", "Error: limit too high", Trouble.HTTP_ERROR),
        (200, "InternalServerError", "", Trouble.BAD_ANSWER),
    ],
)
def test_what_is_wrong_is_said(status: int, error: str, message: str, expected: Trouble) -> None:
    """By the error's name, else by its words, else by the status."""
    found = read({"error": error, "message": message}, status=status)
    assert isinstance(found, Refused)
    assert found.trouble is expected
    assert message in found.detail


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (200, b"<html>Are you human?</html>", Trouble.CHALLENGE),
        (403, b"<html>403 Forbidden</html>", Trouble.NO_TOKEN),
        (200, b"", Trouble.EMPTY),
        (200, b'{"feed": [', Trouble.BAD_ANSWER),
        (200, b"[]", Trouble.BAD_ANSWER),
        (200, b'{"feed": [7]}', Trouble.BAD_ANSWER),
        (200, b'{"did": 7}', Trouble.BAD_ANSWER),
    ],
)
def test_what_is_no_answer_is_refused(status: int, body: bytes, expected: Trouble) -> None:
    """Nothing is guessed from another page."""
    assert read(body, status=status).trouble is expected


def test_a_token_goes_to_the_networks_own_hosts_only() -> None:
    """Where a redirect has led elsewhere, nothing is shown it."""
    source = replace(SOURCE, token=TOKEN)
    assert bluesky.request(source, KNOWN).headers == (("Authorization", f"Bearer {TOKEN}"),)
    assert read({"did": DID}, "https://other.example/xrpc/x", source).headers == ()
