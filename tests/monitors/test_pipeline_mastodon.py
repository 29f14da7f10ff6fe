"""A Mastodon account from the wire to the outbox."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from monitors.sources import mastodon
from storage.model import Source, Trouble
from tests.fakes.instant_clock import InstantClock
from tests.fakes.mastodon_server import FakeMastodon
from tests.monitors.watching import watching

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from storage.database import Database
    from tests.monitors.watching import Watch

TOKEN = "sesame"  # noqa: S105 - opens nothing


@asynccontextmanager
async def account(
    database: Database, name: str = "newsroom@server.example", token: str = ""
) -> AsyncIterator[tuple[FakeMastodon, Watch]]:
    """Watch an account, or a hashtag, on a real server."""
    async with FakeMastodon(InstantClock().now) as server:
        server.join("newsroom")
        urls = mastodon.urls(name, server.url, ())
        source = Source("mastodon", name, urls=urls, host="server.example", token=token)
        async with watching(database, source) as watch:
            yield server, watch


async def test_an_account_is_looked_up_once_and_then_read_by_its_id(database: Database) -> None:
    """What it had is stored without an alert, what comes is told, an edit is seen."""
    async with account(database) as (server, watch):
        server.post("newsroom", 1, "Тихо")
        server.post("newsroom", 2, "Обстрел", visibility="private")
        assert (await watch.poll()).saved.new == 1
        server.post("newsroom", 3, "Обстрел окраины")
        saved = (await watch.poll()).saved
        assert (saved.new, saved.alerts) == (1, 1)
        server.edit(1, "Начался обстрел")
        watch.clock.advance(86_400)  # by then the whole page is read, whatever is asked for in between
        assert (await watch.poll()).saved.revised == 1
        assert server.requests["/api/v1/accounts/lookup"] == 1
        assert (await watch.state()).title == "newsroom"


async def test_many_statuses_at_once_are_paged_back_to(database: Database) -> None:
    """More than a page came between two polls: all are read, and no gap is left."""
    async with account(database) as (server, watch):
        server.post("newsroom", 1, "Тихо")
        await watch.poll()
        for number in range(2, 102):
            server.post("newsroom", number, f"Сообщение {number}")
        assert (await watch.poll()).saved.new == 100
        assert (await watch.state()).gap is None


async def test_an_account_that_moved_says_where_to(database: Database) -> None:
    """The operator is told the new name; nothing is followed by itself."""
    async with account(database) as (server, watch):
        server.members["newsroom"].state["moved"] = {"acct": "newsroom@other.example"}
        refusal = (await watch.poll()).refusal
        assert refusal is not None
        assert (refusal.trouble, refusal.detail) == (Trouble.RENAMED, "moved to newsroom@other.example")


async def test_an_account_that_was_made_anew_is_found_again(database: Database) -> None:
    """Its old id is not known any more: that is said once, and the name is looked up again."""
    async with account(database) as (server, watch):
        server.post("newsroom", 1, "Тихо")
        await watch.poll()
        server.join("newsroom", 2)
        server.post("newsroom", 5, "Снова здесь")
        assert (await watch.poll()).refusal is not None
        assert (await watch.poll()).saved.new == 1


async def test_a_hashtag_is_read(database: Database) -> None:
    """Posts of whoever uses it are kept under the one source."""
    async with account(database, "#бпла@server.example") as (server, watch):
        server.post("newsroom", 1, "Сбит #бпла", tags=[{"name": "бпла", "url": "https://s.example/tags/x"}])
        assert (await watch.poll()).saved.new == 1
        assert (await watch.state()).title == "#бпла"


async def test_a_server_for_its_own_users_wants_a_token(database: Database) -> None:
    """Without one that is what an operator hears, in the server's words; with it, all is as elsewhere."""
    async with account(database) as (server, watch):
        server.token = TOKEN
        refusal = (await watch.poll()).refusal
        assert refusal is not None
        assert (refusal.trouble, refusal.detail) == (
            Trouble.NO_TOKEN,
            "This method requires an authenticated user",
        )


async def test_a_token_opens_a_server(database: Database) -> None:
    """It goes out with the look-up and with the statuses."""
    async with account(database, token=TOKEN) as (server, watch):
        server.token = TOKEN
        server.post("newsroom", 1, "Тихо")
        assert (await watch.poll()).saved.new == 1
