"""One status: all that it may say."""

from __future__ import annotations

from typing import Any

from monitors.sources import mastodon_status
from storage.model import Forward, Post

SERVER = "https://mastodon.example"
ACCOUNT = {"id": "11", "acct": "newsroom", "username": "newsroom", "display_name": "Редакция"}


def status(content: str = "<p>Тихо</p>", **more: object) -> dict[str, Any]:
    """Return a status with these words."""
    url = f"{SERVER}/@newsroom/105"
    return {"id": "105", "content": content, "url": url, "account": ACCOUNT, **more}


def read(content: str = "<p>Тихо</p>", **more: object) -> Post:
    """Return what is read of a status."""
    return mastodon_status.read("mastodon:x", "105", status(content, **more), SERVER)


def test_a_warning_stands_before_the_text() -> None:
    """It is the author's own, without markup, on a line of its own."""
    assert read("<p>Подробности</p>", spoiler_text="Обстрел & <b>").text == "Обстрел & <b>\n\nПодробности"


def test_paragraphs_and_lines_are_kept_and_short_links_are_whole() -> None:
    """What a browser hides of an address is part of it."""
    post = read(
        "<p>Раз<br />два</p><p><a href='https://a.example/long/path'><span class='invisible'>https://</span>"
        "<span class='ellipsis'>a.example/long</span><span class='invisible'>/path</span></a></p>"
    )
    assert post.text == "Раз\nдва\n\nhttps://a.example/long/path"
    assert post.links == ("https://a.example/long/path",)


def test_mentions_and_hashtags_are_words_and_no_links() -> None:
    """They lead to profiles and searches, not to what the post points at."""
    post = read(
        '<p><a href="https://o.example/@u" class="u-url mention">@<span>u</span></a> '
        f'<a href="{SERVER}/tags/x" class="mention hashtag" rel="tag">#<span>x</span></a> '
        '<a href="https://a.example/mention" rel="nofollow">здесь</a></p>'
    )
    assert (post.text, post.links) == ("@u #x здесь", ("https://a.example/mention",))


def test_a_boost_is_a_forward() -> None:
    """Key, author and time are its own; words, link and language are of what it repeats."""
    origin = {
        **status("<p>Взрывы</p>", language="uk", edited_at="2023-05-22T05:01:00Z", url="https://o.example/7"),
        "account": {"acct": "w@o.example", "display_name": ""},
    }
    post = read("<p>Взрывы</p>", reblog=origin, created_at="2023-05-22T05:00:00.000Z", language="ru")
    assert (post.text, post.link, post.lang, post.edited) == ("Взрывы", "https://o.example/7", "uk", True)
    assert (post.author, post.forward) == ("Редакция", Forward("w@o.example", "https://o.example/7"))


def test_a_quote_stands_below_the_words_about_it() -> None:
    """Who is quoted is the origin; what old software is shown in the place of a quote is left out."""
    quoted = {"id": "9", "content": "<p>Взрывы</p>", "url": "https://o.example/9", "account": {"acct": "w@o"}}
    content = '<p class="quote-inline">RE: <a href="https://o.example/9">o.example</a></p><p>Да</p>'
    post = read(content, quote={"state": "accepted", "quoted_status": quoted})
    assert (post.text, post.forward) == ("Да\n\nВзрывы", Forward("w@o", "https://o.example/9"))
    assert read(content, quote={"state": "revoked", "quoted_status": None}).text == "Да"
    assert read("<p>Да</p>", quote={**quoted, "visibility": "private"}).text == "Да"


def test_words_are_found_for_a_status_that_has_none() -> None:
    """A link alone is read with its card, a picture with what it is said to show."""
    card = {"url": "https://a.example/1", "title": "Взрывы", "description": "в городе", "provider_name": "А"}
    assert read('<p><a href="https://a.example/1">https://a.example/1</a></p>', card=card).text == (
        "https://a.example/1\n\nВзрывы\n\nв городе"
    )
    assert read("<p>Смотрите</p>", card=card).text == "Смотрите"
    media = [{"type": "image", "url": "https://a.example/1.png", "description": "Дым над городом"}]
    assert read("", media_attachments=media).text == "Дым над городом"


def test_kinds_of_media_are_the_systems_own() -> None:
    """What is no kind that is known is a document; one that the server has not fetched is at its origin."""
    kinds = ["image", "gifv", "video", "audio", "unknown", 7]
    media = [{"type": kind, "url": None, "remote_url": "https://o.example/m"} for kind in kinds]
    found = read(media_attachments=media).media
    assert [one.kind for one in found] == ["photo", "video", "video", "audio", "document", "document"]
    assert {one.url for one in found} == {"https://o.example/m"}


def test_a_reply_names_the_page_that_it_answers() -> None:
    """A status tells the ids alone; whose it was stands among the mentions, or is left to the server."""
    mentions = [{"id": "22", "acct": "watch@other.example"}]
    to_other = read(in_reply_to_id="9", in_reply_to_account_id="22", mentions=mentions)
    assert to_other.reply_to == f"{SERVER}/@watch@other.example/9"
    assert read(in_reply_to_id="9", in_reply_to_account_id="11").reply_to == f"{SERVER}/@newsroom/9"
    assert read(in_reply_to_id="9", in_reply_to_account_id="33").reply_to == f"{SERVER}/web/statuses/9"


def test_links_are_found_where_a_status_gives_none() -> None:
    """Its identifier leads to it, else the page that its server would show it at."""
    assert read(url=None, uri="https://o.example/s/1").link == "https://o.example/s/1"
    assert read(url="javascript:alert(1)", uri="tag:o.example").link == f"{SERVER}/@newsroom/105"


def test_an_unreadable_time_is_no_time() -> None:
    """It is left out, not guessed."""
    times = ["yesterday", "", None, 5, "2023-99-01T00:00:00Z", "0001-01-01T00:00:00Z"]
    assert [read(created_at=time).published for time in times] == [None] * len(times)
