"""What every network's module promises, on an answer true to its network and on much that is not."""

from __future__ import annotations

import json
from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitors import sources
from monitors.exchange import Refused, Request
from monitors.sources import FED, KINDS
from monitors.sources.contract import Listing
from storage.model import SourceState
from tests import networks
from tests.networks import GARBAGE, POSTS_AT, PUBLIC, WRONG, Network

if TYPE_CHECKING:
    from collections.abc import Mapping

TOKEN = "a-token-that-nobody-may-see"  # noqa: S105 - it opens nothing

_MUTATIONS = 100
"""Changed answers that are tried of each network, drawn from a fixed seed."""


@pytest.fixture(scope="module", params=sorted(KINDS))
def one(request: pytest.FixtureRequest) -> Network:
    """Return each network with its fixture."""
    return networks.network(request.param)


def state(one: Network) -> SourceState:
    """Return what is remembered of a source that was never read."""
    return SourceState(one.source.key)


def listed(one: Network) -> Listing:
    """Return the listing of a network's fixture."""
    found = one.kind.listing(one.source, one.page)
    assert isinstance(found, Listing), found
    return found


def requests(one: Network, source: Any = None) -> list[Request]:  # noqa: ANN401 - a source
    """Return every request that a poll of a source may make."""
    source = source or one.source
    found = one.kind.listing(source, one.page)
    assert isinstance(found, Listing), found
    keys = [item.key for item in found.items]
    known = replace(state(one), newest=keys[-1], identity=found.identity)
    asked = one.kind.request
    made = (asked(source, state(one)), asked(source, known), one.kind.news(source, known, keys), found.older)
    return [request for request in made if request is not None]


def test_a_network_is_named_like_its_module(one: Network) -> None:
    """So that who reads a source's name finds the code."""
    assert getattr(sources, one.kind.KIND) is one.kind


@pytest.mark.parametrize("kind", [*KINDS.values(), *FED.values()], ids=lambda kind: kind.KIND)
def test_a_network_tells_of_itself(kind: Any) -> None:  # noqa: ANN401 - either protocol
    """There is something to read for an operator, and an example that the program takes."""
    assert kind.ABOUT.strip()
    assert networks.source_of(kind.EXAMPLE).kind == getattr(kind, "STORED_AS", kind.KIND)


def test_only_the_configured_servers_are_asked(one: Network) -> None:
    """Every request goes to a base address of the network, else to the source's own server."""
    servers = {urlsplit(url).netloc for url in (*one.kind.HOSTS, *one.source.urls)}
    for request in requests(one):
        parts = urlsplit(request.url)
        assert (parts.scheme in {"http", "https"}, parts.netloc in servers) == (True, True)
        assert request.host == one.source.host


def test_a_token_is_seen_in_the_request_alone(one: Network) -> None:
    """Neither an address nor what is logged of a source, a request or a post holds it."""
    source = replace(one.source, token=TOKEN)
    made = requests(one, source)
    shown = [repr(source), repr(made), *(request.url for request in made)]
    assert not any(TOKEN in text for text in shown)
    carried = [dict((*request.headers, *request.query)) for request in made]
    assert all(any(TOKEN in value for value in one.values()) for one in carried) == one.kind.TAKES_TOKEN


def test_without_a_token_nothing_is_sent_for_one(one: Network) -> None:
    """An empty token would be refused as a wrong one."""
    assert [request.query for request in requests(one)] == [()] * len(requests(one))


def test_items_come_from_old_to_new_with_keys_of_their_own(one: Network) -> None:
    """No key comes twice, and times never go back where all are known."""
    found = listed(one)
    times = [post.published for post in one.read()]
    assert len({item.key for item in found.items}) == len(found.items) > 1
    assert sorted(times, key=str) == times


def test_the_same_bytes_have_the_same_digests(one: Network) -> None:
    """Otherwise every poll would see edits; a digest has 16 bytes."""
    first, again = listed(one), listed(one)
    assert [(i.key, i.digest) for i in first.items] == [(i.key, i.digest) for i in again.items]
    assert {len(item.digest) for item in first.items} == {16}


def test_posts_say_what_the_answer_says(one: Network) -> None:
    """Words, times, links, authors, attachments, forwards and polls, as the fixture tells them."""
    assert [networks.plain(post) for post in one.read()] == [networks.expected(post) for post in one.expected]


def test_posts_bear_the_names_of_their_source_and_item(one: Network) -> None:
    """What is stored is found again by both."""
    items = listed(one).items
    posts = one.read()
    assert [(post.source, post.key) for post in posts] == [(one.source.key, item.key) for item in items]


def test_a_source_is_known_by_its_public_address(one: Network) -> None:
    """What people copy from a browser means the source; foreign addresses mean none."""
    user, _, server = one.source.name.partition("@")
    public = PUBLIC.get(one.kind.KIND, "").format(name=one.source.name, user=user, server=server)
    found = one.kind.meant(public)
    assert (found.name.lower() if found else "") == (one.source.name if public else "")
    assert one.kind.meant("https://example.org/an/article.html") is None


@pytest.mark.parametrize("what", GARBAGE)
def test_garbage_is_refused_or_empty(one: Network, what: str) -> None:
    """Whatever stands in the body, nothing is raised, and no post is made of it."""
    assert [post.text for post in one.read(one.with_body(GARBAGE[what]))] == []


@pytest.mark.parametrize("what", GARBAGE)
def test_news_are_not_seen_in_garbage(one: Network, what: str) -> None:
    """What can be told of an answer without reading it is told of those alone that are true."""
    marks = listed(one).marks
    assert one.kind.fresh(one.with_body(GARBAGE[what]), marks) is None


def test_an_answer_that_is_known_shows_nothing_new(one: Network) -> None:
    """Where a network can tell without reading it, and also where it cannot."""
    found = one.kind.fresh(one.page, listed(one).marks)
    assert found is None or found.items == ()


@pytest.mark.parametrize("share", [0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99])
def test_an_answer_that_was_cut_off_is_read_or_refused(one: Network, share: float) -> None:
    """No more posts come of it than of the whole, and a refusal says why."""
    page = one.with_body(one.page.body[: int(share * len(one.page.body))])
    found = one.kind.listing(one.source, page)
    assert not isinstance(found, Refused) or found.detail
    assert len(one.read(page)) <= len(one.expected)


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(noise=st.binary(max_size=40), where=st.floats(0, 1), length=st.integers(0, 400))
def test_damaged_answers_raise_nothing(one: Network, noise: bytes, where: float, length: int) -> None:
    """Some bytes are replaced by others, anywhere."""
    start = int(where * len(one.page.body))
    one.read(one.with_body(one.page.body[:start] + noise + one.page.body[start + length :]))


def mutations(values: Any) -> list[tuple[tuple[str | int, ...], object]]:  # noqa: ANN401 - JSON
    """Return places in an answer in JSON with a wrong value for each, the same ones every time."""
    every = [(path, wrong) for path in networks.paths(values) for wrong in WRONG]
    return Random(7).sample(every, min(_MUTATIONS, len(every)))  # noqa: S311 - tests, not secrets


def test_a_value_of_a_wrong_type_costs_no_other_post(one: Network) -> None:
    """Of answers in JSON, one value at a time: the posts in which it does not stand are read as ever."""
    if not one.page.content_type.endswith("json"):
        return
    values, whole = json.loads(one.page.body), one.read()
    posts_at = POSTS_AT.get(one.kind.KIND, ())
    for path, wrong in mutations(values):
        posts = one.read(one.with_body(networks.changed(values, path, wrong)))
        if path[: len(posts_at)] == posts_at and len(path) > len(posts_at):
            assert len([post for post in whole if post not in posts]) <= 1, (path, wrong)


def extended(value: Any) -> Any:  # noqa: ANN401 - JSON
    """Return JSON in which every object has two fields that nobody knows."""
    if isinstance(value, dict):
        inner: Mapping[str, Any] = {key: extended(one) for key, one in value.items()}
        return {**inner, "x_new_field": {"type": "new", "id": 5}, "x_new_list": [1, None]}
    return [extended(one) for one in value] if isinstance(value, list) else value


def test_fields_that_nobody_knows_change_nothing(one: Network) -> None:
    """Networks add fields as they like, and an added one is no edit."""
    if not one.page.content_type.endswith("json"):
        return
    page = one.with_body(json.dumps(extended(json.loads(one.page.body))).encode())
    assert one.read(page) == one.read()
    found = one.kind.listing(one.source, page)
    assert isinstance(found, Listing)
    assert [item.digest for item in found.items] == [item.digest for item in listed(one).items]
