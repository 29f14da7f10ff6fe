"""Links to posts, in the many ways in which people copy them."""

from __future__ import annotations

import pytest

from bot.tuning.links import link_in

POST = "https://t.me/open_belgorod/123"


@pytest.mark.parametrize(
    ("text", "link"),
    [
        (POST, POST),
        (f"  {POST}\n", POST),
        ("t.me/open_belgorod/123", POST),
        ("http://T.me/s/open_belgorod/123/", POST),
        (f"{POST}?single&comment=5", POST),
        ("https://telegram.me/open_belgorod/123#a", POST),
        ("https://t.me/open_belgorod", "https://t.me/open_belgorod"),
        ("https://example.org/news/1?id=2", "https://example.org/news/1?id=2"),
        ("HTTPS://example.org/", "HTTPS://example.org/"),
        ("example.org/news", ""),
        ("обстрел", ""),
        (f"обстрел {POST}", ""),
        (f"{POST} {POST}", ""),
        ("а/б", ""),
        ("", ""),
    ],
)
def test_a_text_that_is_a_link_and_nothing_else_is_one(text: str, link: str) -> None:
    """Telegram's are brought into the form in which they are stored; a text with a link in it is a text."""
    assert link_in(text) == link
