"""Walls of VK: what is asked, what an answer lists, and what its errors mean."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest

from monitors.exchange import Page, Refused, Request
from monitors.sources import vk
from monitors.sources.contract import Listing
from storage.model import Source, SourceState, Trouble
from tests.fakes.vk_server import VkApi

if TYPE_CHECKING:
    from storage.model import Post

TOKEN = "service-token-of-a-test"  # noqa: S105 - it opens nothing
URLS = vk.urls("belgorod01", "", vk.HOSTS)
SOURCE = Source("vk", "belgorod01", urls=URLS, host="vk", token=TOKEN)
STATE = SourceState(SOURCE.key)
GROUP = {"id": 7, "name": "Открытый Белгород", "screen_name": "belgorod01"}


def answer(*posts: Any, url: str = URLS[0], **more: Any) -> Page:  # noqa: ANN401 - posts and fields of any kind
    """Return an answer with these posts of the wall of group 7."""
    items = [{"owner_id": -7, "from_id": -7, "date": 1684742400, **post} for post in posts]
    response = {"count": len(items), "items": items, "groups": [GROUP], "profiles": [], **more}
    return Page(url, json.dumps({"response": response}).encode())


def listed(page: Page) -> Listing:
    """Return the listing of an answer that has one."""
    found = vk.listing(SOURCE, page)
    assert isinstance(found, Listing), found
    return found


def read(**fields: Any) -> Post:  # noqa: ANN401 - fields of any kind
    """Return what is read of one post."""
    return vk.parse(SOURCE, listed(answer({"id": 1, **fields})).items[0])


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("belgorod01", "domain=belgorod01"),
        ("a.b_c", "domain=a.b_c"),
        ("club123", "owner_id=-123"),
        ("public123", "owner_id=-123"),
        ("event9", "owner_id=-9"),
        ("id1", "owner_id=1"),
        ("-123", "owner_id=-123"),
        ("123", "owner_id=123"),
        ("clubbing", "domain=clubbing"),
    ],
)
def test_a_wall_is_asked_for_by_its_name_or_number(name: str, asked: str) -> None:
    """Names that VK gives out by number are turned into the owner's, negative for communities."""
    (url,) = vk.urls(name, "", ("https://api.vk.com/",))
    assert url == f"https://api.vk.com/method/wall.get?{asked}&count=50&extended=1&v=5.199"


@pytest.mark.parametrize(
    "name", ["", "a", "имя", "a b", "https://vk.com/a", "-", "0", "-0", "a&b=1", "x" * 40]
)
def test_what_is_no_name_is_refused(name: str) -> None:
    """The error says what a name looks like, and what was given."""
    with pytest.raises(ValueError, match="expected a short name like belgorod01, club123, id1 or -123, got"):
        vk.urls(name, "", vk.HOSTS)


def test_an_address_beside_the_name_is_refused() -> None:
    """The name is enough, and two would contradict each other one day."""
    with pytest.raises(ValueError, match="expected no url"):
        vk.urls("belgorod01", "https://vk.com/belgorod01", vk.HOSTS)


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://vk.com/belgorod01", "belgorod01"),
        ("vk.com/belgorod01/", "belgorod01"),
        ("https://m.vk.com/club123?from=search", "club123"),
        ("https://vk.ru/wall-123_45", "-123"),
        ("https://vk.com/wall1", "1"),
        ("https://vk.com/feed", None),
        ("https://vk.com/video-1_2", None),
        ("https://vk.com/belgorod01/more", None),
        ("https://notvk.com/belgorod01", None),
        ("https://vk.com/", None),
    ],
)
def test_addresses_that_people_copy_mean_a_wall(address: str, name: str | None) -> None:
    """The wall's, a post's, the mobile site's; VK's own pages mean none."""
    found = vk.meant(address)
    assert (found.name if found else None) == name


def test_a_renamed_wall_is_asked_for_by_its_number() -> None:
    """Once an answer has shown whose wall it is, the short name may change."""
    assert vk.request(SOURCE, STATE).url == URLS[0]
    identity = listed(answer({"id": 1})).identity
    asked = vk.request(SOURCE, replace(STATE, identity=identity))
    assert identity == "-7"
    assert asked.url == "https://api.vk.com/method/wall.get?owner_id=-7&count=50&extended=1&v=5.199"


def test_the_token_goes_in_the_query_that_nobody_prints() -> None:
    """It is no part of the address, also not of an older page's."""
    older = listed(answer({"id": 1}, count=9)).older
    for asked in (vk.request(SOURCE, STATE), older):
        assert asked is not None
        assert (asked.query, asked.own_errors, asked.redirects) == ((("access_token", TOKEN),), True, False)
        assert TOKEN not in repr(asked)


def test_older_posts_are_found_behind_those_shown() -> None:
    """The offset grows by what was shown, up to the number of posts that there are."""
    second = listed(answer({"id": 3}, {"id": 2}, count=5)).older
    assert second is not None
    assert second.url == f"{URLS[0]}&offset=2"
    third = listed(answer({"id": 1}, {"id": 4}, count=5, url=second.url)).older
    assert third is not None
    assert third.url == f"{URLS[0]}&offset=4"
    assert listed(answer({"id": 5}, count=5, url=third.url)).older is None


def test_a_pinned_post_stands_where_its_date_puts_it() -> None:
    """It is shown first whatever its age, and so marked; within one second numbers decide."""
    page = answer({"id": 2, "date": 100, "is_pinned": 1}, {"id": 9, "date": 500}, {"id": 8, "date": 500})
    items = listed(page).items
    assert [(item.key, item.is_pinned) for item in items] == [("2", True), ("8", False), ("9", False)]


def test_pinning_liking_and_seeing_change_no_digest() -> None:
    """Counters, rights, access keys and the addresses of pictures are no edit; a word is."""
    photo = {
        "id": 5,
        "owner_id": -7,
        "sizes": [{"url": "https://a.example/1", "width": 1}],
        "access_key": "k",
    }
    one = {"id": 1, "text": "a", "attachments": [{"type": "photo", "photo": photo}]}
    seen = {"likes": {"count": 5}, "views": {"count": 7}, "is_pinned": 1, "hash": "x", "can_pin": 1}
    moved = {
        **one,
        **seen,
        "attachments": [{"type": "photo", "photo": {**photo, "sizes": [], "access_key": "z"}}],
    }
    digests = [listed(answer(post)).items[0].digest for post in (one, moved, {**one, "text": "b"})]
    assert digests[0] == digests[1] != digests[2]


def test_mentions_and_links_are_read_as_people_see_them() -> None:
    """VK writes them in brackets; a bracket of anything else stays."""
    text = "[club1|Клуб], [id1:bp-7_5|Аня], [https://vk.com/x|тут], #alias|сайт|https://a.example/#, [сбор|1]"
    post = read(text=text)
    assert post.text == "Клуб, Аня, тут, сайт, [сбор|1]"
    assert post.links == ("https://vk.com/x", "https://a.example/")


def test_a_repost_of_a_repost_names_where_it_came_from() -> None:
    """All words are read, the reader's own first; the origin is the last of them, named if it can be."""
    middle = {"id": 5, "owner_id": -8, "text": "средний"}
    origin = {"id": 6, "owner_id": 9, "text": "первый", "attachments": [{"type": "photo", "photo": {}}]}
    post = read(text="свой", copy_history=[middle, origin])
    assert post.text == "свой\n\nсредний\n\nпервый"
    assert post.forward is not None
    assert (post.forward.name, post.forward.link) == ("", "https://vk.com/wall9_6")
    assert [media.kind for media in post.media] == ["photo"]


def test_a_post_of_somebody_else_has_an_author() -> None:
    """On a wall that is open to all, whoever wrote it; a wall's own post has none unless it is signed."""
    profiles = [{"id": 5, "first_name": "Анна", "last_name": "Н."}]
    page = answer({"id": 1, "from_id": 5}, {"id": 2}, {"id": 3, "signer_id": 5}, profiles=profiles)
    assert [vk.parse(SOURCE, item).author for item in listed(page).items] == ["Анна Н.", "", "Анна Н."]


def test_an_advertisement_is_read_like_any_post() -> None:
    """What to make of it is the rules' matter."""
    assert read(text="слова", marked_as_ads=1).text == "слова"


def test_a_post_of_another_owner_has_a_key_of_its_own() -> None:
    """Numbers are unique within a wall alone."""
    page = answer({"id": 1}, {"id": 1, "owner_id": -8}, {"id": 2})
    assert {item.key for item in listed(page).items} == {"1", "-8_1", "2"}


def test_an_empty_wall_is_no_trouble_and_an_empty_page_is() -> None:
    """A community that has not written yet is read; posts that are counted and not shown are missed."""
    assert listed(answer()).items == ()
    refused = vk.listing(SOURCE, answer(count=5))
    assert isinstance(refused, Refused)
    assert refused.trouble is Trouble.EMPTY


@pytest.mark.parametrize(
    ("code", "trouble"),
    [
        *((code, Trouble.RATE_LIMITED) for code in (6, 9, 29)),
        *((code, Trouble.SERVER_ERROR) for code in (1, 10)),
        *((code, Trouble.PRIVATE) for code in (15, 30, 203)),
        (18, Trouble.GONE),
        *((code, Trouble.NO_TOKEN) for code in (5, 27, 28)),
        *((code, Trouble.NOT_FOUND) for code in (100, 113)),
        *((code, Trouble.CHALLENGE) for code in (14, 17)),
        *((code, Trouble.BAD_ANSWER) for code in (3, 8, 999_999)),
    ],
)
def test_each_error_is_told_apart(code: int, trouble: Trouble) -> None:
    """Of what VK repeats of the request, nothing is told: the token could stand in it."""
    params = [{"key": "access_token", "value": TOKEN}]
    error = {"error_code": code, "error_msg": f"Because of {TOKEN}", "request_params": params}
    refused = vk.listing(SOURCE, Page(URLS[0], json.dumps({"error": error}).encode()))
    assert isinstance(refused, Refused)
    assert (refused.trouble, refused.detail) == (trouble, f"error {code}: Because of …")


def test_a_redirect_is_not_followed_with_the_token() -> None:
    """The API does not redirect; whoever does is somebody else."""
    refused = vk.listing(SOURCE, Page(URLS[0], b"", status=302, location="https://evil.example/"))
    assert isinstance(refused, Refused)
    assert refused.trouble is Trouble.REDIRECT


async def asked(http: aiohttp.ClientSession, request: Request) -> Page:
    """Return a server's answer to a request."""
    async with http.get(request.url, params=request.query) as response:
        return Page(request.url, await response.read(), response.status)


async def test_a_whole_wall_is_read_page_by_page() -> None:
    """Against a server: every post once, and errors in answers with status 200."""
    async with VkApi(TOKEN) as api, aiohttp.ClientSession() as http:
        api.names["belgorod01"] = -7
        api.publish(-7, [{"id": n, "date": 1684742400 + n, "text": str(n)} for n in range(1, 121)])
        source = replace(SOURCE, urls=vk.urls("belgorod01", "", (api.url,)))
        request: Request | None = vk.request(source, STATE)
        seen: list[str] = []
        while request is not None:
            found = vk.listing(source, await asked(http, request))
            assert isinstance(found, Listing)
            seen += [item.key for item in found.items]
            request = found.older
        assert sorted(map(int, seen)) == list(range(1, 121))
        assert len(api.asked) == 3


async def test_a_server_without_the_token_says_so() -> None:
    """Without a token in the configuration the poll is made, and the answer tells what is missing."""
    async with VkApi(TOKEN) as api, aiohttp.ClientSession() as http:
        source = replace(SOURCE, urls=vk.urls("club7", "", (api.url,)), token="")
        refused = vk.listing(source, await asked(http, vk.request(source, STATE)))
        assert isinstance(refused, Refused)
        assert refused.trouble is Trouble.NO_TOKEN
        api.error = 29
        refused = vk.listing(source, await asked(http, vk.request(source, STATE)))
        assert refused == Refused(Trouble.RATE_LIMITED, "error 29: Rate limit reached")
