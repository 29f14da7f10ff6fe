"""Mastodon accounts and hashtags: what is asked, and how answers are cut."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from monitors.exchange import Page, Refused, Request
from monitors.sources import mastodon
from monitors.sources.contract import Item, Listing, Meant
from monitors.sources.text import digest
from storage.model import Source, SourceState, Trouble

TOKEN = "sesame"  # noqa: S105 - opens nothing
NAME = "newsroom@mastodon.example"
SERVER = "https://mastodon.example"
STATUSES = f"{SERVER}/api/v1/accounts/11/statuses?limit=40"
LOOK_UP = f"{SERVER}/api/v1/accounts/lookup?acct=newsroom"
SOURCE = Source("mastodon", NAME, urls=mastodon.urls(NAME, "", ()), host="mastodon.example")
TAG = Source("mastodon", "#бпла@mastodon.example", urls=mastodon.urls("#бпла@mastodon.example", "", ()))
KNOWN = SourceState(SOURCE.key, identity="11", newest="105", etag='"7"')


def status(number: object, **more: object) -> dict[str, Any]:
    """Return a status with nothing in it but what is given."""
    return {"id": number, "content": "<p>Тихо</p>", "visibility": "public", **more}


def read(value: object, url: str = STATUSES, source: Source = SOURCE, **more: Any) -> Any:  # noqa: ANN401
    """Return what an answer comes to."""
    body = value if isinstance(value, bytes) else json.dumps(value).encode()
    return mastodon.listing(source, Page(url, body, **more))


def keys(found: object) -> list[str]:
    """Return the keys of a listing, oldest first."""
    assert isinstance(found, Listing)
    return [item.key for item in found.items]


@pytest.mark.parametrize("name", [NAME, f"@{NAME}"])
def test_an_account_is_looked_up_on_its_server(name: str) -> None:
    """Its name says where; an ``@`` before it is what people copy along."""
    assert mastodon.urls(name, "", ()) == (LOOK_UP,)


def test_a_server_elsewhere_is_given_by_its_address() -> None:
    """Where the web address is not the name's, ``url`` says it, with a port if need be."""
    found = mastodon.urls("#Бпла@mastodon.example", "http://127.0.0.1:3000/", ())
    assert found == ("http://127.0.0.1:3000/api/v1/timelines/tag/%D0%91%D0%BF%D0%BB%D0%B0?limit=40",)


@pytest.mark.parametrize(
    ("name", "url"),
    [("newsroom", ""), ("@", ""), ("a b@c.d", ""), (NAME, "ftp://x"), (NAME, f"{SERVER}/@newsroom")],
)
def test_other_names_and_addresses_are_no_sources(name: str, url: str) -> None:
    """The error says what was expected."""
    with pytest.raises(ValueError, match="expected"):
        mastodon.urls(name, url, ())


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        (f"{SERVER}/@newsroom", Meant(NAME)),
        (f"{SERVER}/@newsroom/1103?x=1", Meant(NAME)),
        (f"{SERVER}/users/newsroom", Meant(NAME)),
        ("https://other.example/@newsroom@mastodon.example", Meant(NAME)),
        (f"@{NAME}", Meant(NAME)),
        (f"{SERVER}/tags/flood", Meant("#flood@mastodon.example")),
        ("http://127.0.0.1:3000/@newsroom", Meant("newsroom@127.0.0.1:3000", "http://127.0.0.1:3000")),
        ("https://www.youtube.com/@newsroom", None),
        ("https://medium.com/@newsroom", None),
        ("https://t.me/newsroom", None),
        (f"{SERVER}/about", None),
        ("newsroom@mastodon.example", None),
        ("https://[broken/@newsroom", None),
    ],
)
def test_addresses_as_people_copy_them(address: str, expected: Meant | None) -> None:
    """Profiles and hashtags of any server are taken, those of well-known other sites are not."""
    assert mastodon.meant(address) == expected


def test_the_first_question_is_who_an_account_is() -> None:
    """Its id, once known, is asked by; after a failure that casts doubt on it, its name again."""
    doubted = replace(KNOWN, failures=1, trouble=Trouble.NOT_FOUND)
    late = replace(KNOWN, failures=1, trouble=Trouble.TIMEOUT)
    states = (SourceState(SOURCE.key), KNOWN, doubted, late)
    asked = [mastodon.request(SOURCE, state).url for state in states]
    assert asked == [LOOK_UP, STATUSES, LOOK_UP, STATUSES]
    assert mastodon.request(SOURCE, KNOWN).etag == '"7"'


def test_an_account_that_shows_nothing_any_more_is_looked_up() -> None:
    """A suspended one answers with an empty list for ever; one that never had posts is merely quiet."""
    emptied = replace(KNOWN, body=digest(b"[]"))
    assert mastodon.request(SOURCE, emptied).url == LOOK_UP
    assert mastodon.news(SOURCE, emptied, ()) is None
    assert mastodon.request(SOURCE, replace(emptied, newest="")).url == STATUSES


def test_a_looked_up_account_leads_to_its_statuses() -> None:
    """The id of the answer is what statuses are asked by, and what is remembered."""
    found = read({"id": "11", "acct": "newsroom"}, LOOK_UP)
    assert isinstance(found, Request)
    assert (found.url, found.own_errors) == (STATUSES, True)
    assert read([status("105")]).identity == "11"


def test_a_token_goes_to_its_own_server_only() -> None:
    """It stands in a header; where a redirect has led elsewhere, nothing is shown it."""
    source = replace(SOURCE, token=TOKEN)
    assert mastodon.request(source, KNOWN).headers == (("Authorization", f"Bearer {TOKEN}"),)
    elsewhere = read({"id": "11", "acct": "newsroom"}, "https://other.example/lookup", source)
    assert elsewhere.headers == ()
    assert TOKEN not in repr(mastodon.request(source, KNOWN))


def test_statuses_are_ordered_by_id_whatever_they_look_like() -> None:
    """Oldest first; a longer number is a larger one, and letters sort as text."""
    assert keys(read([status(10), status("9"), status("8")])) == ["8", "9", "10"]
    assert keys(read([status("01GZB"), status("01GZA")])) == ["01GZA", "01GZB"]


def test_only_what_everybody_may_read_is_kept() -> None:
    """Statuses for followers are left out even if a token shows them, and so are boosts of such."""
    kinds = ["public", "unlisted", "private", "direct", "local", None, ["public"]]
    found = read([status(100 + number, visibility=kind) for number, kind in enumerate(kinds)])
    assert keys(found) == ["100", "101"]
    assert keys(read([status("1", reblog=status("2", visibility="private"))])) == []


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("", f"{STATUSES}&max_id=104"),
        (f'<{STATUSES}&min_id=105>; rel="prev"', None),
        (f'<{STATUSES}&max_id=77>; rel="next", <{STATUSES}&min_id=105>; rel="prev"', f"{STATUSES}&max_id=77"),
        ("<http://127.0.0.1/x?max_id=77>; rel=next", f"{STATUSES}&max_id=77"),
        ("<https://[broken>; rel=next", f"{STATUSES}&max_id=104"),
    ],
)
def test_older_statuses_are_asked_for_as_the_server_links_them(link: str, expected: str | None) -> None:
    """Without a header from the lowest id, never on another server than this one."""
    older = read([status("105"), status("104")], link=link).older
    assert (older and older.url) == expected


def test_news_are_what_came_after_the_newest_known() -> None:
    """An answer that is empty says that nothing has; it is no whole page."""
    asked = mastodon.news(SOURCE, KNOWN, ())
    assert asked is not None
    assert asked.url == f"{STATUSES}&min_id=105"
    found = read([], asked.url)
    assert (keys(found), found.is_whole, found.older) == ([], False, None)
    assert keys(read([status("106")], asked.url)) == ["106"]


@pytest.mark.parametrize("numbers", [range(106, 146), [104, 105, 106]])
def test_news_that_may_not_be_all_lead_to_the_whole_page(numbers: list[int]) -> None:
    """A full answer may leave some out, and one with old statuses was not to this question."""
    found = read([status(str(number)) for number in numbers], f"{STATUSES}&min_id=105")
    assert isinstance(found, Request)
    assert found.url == STATUSES


def test_news_are_not_asked_for_where_they_could_miss_some() -> None:
    """Hashtags get late statuses under earlier ids; without a sound state there is nothing to begin at."""
    assert mastodon.news(TAG, replace(KNOWN, identity=""), ()) is None
    assert mastodon.news(SOURCE, replace(KNOWN, newest=""), ()) is None
    assert mastodon.news(SOURCE, replace(KNOWN, trouble=Trouble.TIMEOUT), ()) is None


ACCOUNT = {"id": "11", "acct": "newsroom"}
PAGE = b"<!DOCTYPE html><title>Just a moment...</title>"


@pytest.mark.parametrize(
    ("status", "value", "expected"),
    [
        (200, {**ACCOUNT, "moved": {"acct": "new@other.example"}}, Trouble.RENAMED),
        (200, {**ACCOUNT, "suspended": True}, Trouble.GONE),
        (410, {"error": "Gone"}, Trouble.GONE),
        (404, {"error": "Record not found"}, Trouble.NOT_FOUND),
        (404, PAGE, Trouble.NOT_FOUND),
        (401, {"error": "This method requires an authenticated user"}, Trouble.NO_TOKEN),
        (422, {"error": "This method requires an authenticated user"}, Trouble.NO_TOKEN),
        (422, {"error": "Validation failed"}, Trouble.HTTP_ERROR),
        (403, PAGE, Trouble.CHALLENGE),
        (200, PAGE, Trouble.CHALLENGE),
        (400, b"", Trouble.HTTP_ERROR),
        (200, b"", Trouble.EMPTY),
        (200, b"[{]", Trouble.BAD_ANSWER),
        (200, {"error": "Oops"}, Trouble.BAD_ANSWER),
        (200, [{"name": "no id"}], Trouble.BAD_ANSWER),
        (200, 7, Trouble.BAD_ANSWER),
    ],
)
def test_what_is_wrong_is_said(status: int, value: object, expected: Trouble) -> None:
    """Each kind of refusal by its name, so that an operator knows what to do."""
    found = read(value, LOOK_UP, status=status)
    assert isinstance(found, Refused)
    assert found.trouble is expected


def test_a_token_that_is_not_enough_is_another_trouble() -> None:
    """The server's own words are told, on one line."""
    found = read({"error": "No\nscope"}, LOOK_UP, replace(SOURCE, token=TOKEN), status=403)
    assert found == Refused(Trouble.FORBIDDEN, "No scope")


def test_what_changes_by_itself_is_no_edit() -> None:
    """Counters, votes, the account and the card come and go; words and options are the author's."""

    def of(**more: object) -> bytes:
        poll = {"options": [{"title": "Да", "votes_count": 1}], "votes_count": 1}
        found = read([status("105", **{"poll": poll, "favourites_count": 1, **more})])
        item: Item = found.items[0]
        return item.digest

    voted = {"options": [{"title": "Да", "votes_count": 9}], "votes_count": 9, "expired": True}
    assert of(poll=voted, favourites_count=5, card={"url": "https://c"}, account=ACCOUNT) == of()
    assert of(edited_at="2023-05-22T05:00:00Z") != of()
    assert of(reblog=status("1")) != of(reblog=status("1", content="<p>Громко</p>"))


def test_a_hashtag_is_named_by_itself() -> None:
    """It has no account whose name it could bear."""
    assert read([status("105", account={"display_name": "X"})], TAG.urls[0], TAG).title == "#бпла"
