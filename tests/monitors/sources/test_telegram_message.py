"""One message of a preview page: all that it may say."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.demo import pages
from bot.demo.shown import Attachment, Ballot, Channel, Reply, Shown
from monitors.exchange import Page
from monitors.sources import telegram
from monitors.sources.contract import Listing
from monitors.sources.telegram_message import count
from storage.model import Forward, LinkPreview, Media, Poll, Post, Source

SOURCE = Source("telegram", "open_demo", urls=("https://t.me/s/open_demo",), host="telegram")
CHANNEL = Channel("open_demo", "Open Demo", custom_emoji=True)
NOON = datetime(2023, 5, 22, 9, 0, tzinfo=UTC)


def read(text: str = "", **more: Any) -> Post:  # noqa: ANN401 - any field
    """Return what is read of a message shown on a page."""
    message = Shown(id=7, published=NOON, text=text, **more)
    found = telegram.listing(SOURCE, Page(SOURCE.urls[0], pages.preview_page(CHANNEL, [message])))
    assert isinstance(found, Listing)
    return telegram.parse(SOURCE, found.items[0])


def block(inside: str, classes: str = "") -> Post:
    """Return what is read of a message block with this inside."""
    body = (
        f'<div class="tgme_widget_message_wrap"><div class="tgme_widget_message {classes}"'
        f' data-post="Open_Demo/7">{inside}</div></div>'
    )
    found = telegram.listing(SOURCE, Page(SOURCE.urls[0], body.encode()))
    assert isinstance(found, Listing)
    return telegram.parse(SOURCE, found.items[0])


TEXT = '<div class="tgme_widget_message_text js-message_text" dir="auto">{}</div>'


def test_text_keeps_its_newlines_emoji_and_entities() -> None:
    """What a reader sees is what is kept, whether emoji are pictures or not."""
    text = "❗️ Обстрел\n<Грайворон> & «Козинка» 🔥\n\n#Белгород"
    assert read(text).text == text


def test_identity_link_and_time() -> None:
    """The link is Telegram's own, whatever host served the page; the time is the message's."""
    post = read("Words", media=(Attachment("video", duration="0:42", url="https://cdn/v.mp4"),))
    assert (post.source, post.key, post.link) == (SOURCE.key, "7", "https://t.me/open_demo/7")
    assert post.published == NOON


def test_a_time_with_an_offset_becomes_utc() -> None:
    """Times are kept in UTC."""
    link = '<a class="tgme_widget_message_date"><time datetime="2023-05-22T12:00:00+03:00"></time></a>'
    assert block(link).published == NOON


@pytest.mark.parametrize("value", ["yesterday", "", "2023-99-99T00:00:00+00:00"])
def test_a_broken_time_is_no_time(value: str) -> None:
    """A time that cannot be read is left out, not guessed."""
    link = f'<a class="tgme_widget_message_date"><time datetime="{value}"></time></a>'
    assert block(link).published is None


def test_a_reply_keeps_its_own_words_only() -> None:
    """The quoted message stands above, in nearly the same classes, and is not this one's text."""
    post = read("My answer", reply=Reply(3, "Open Demo", "the question"))
    assert (post.text, post.reply_to) == ("My answer", "https://t.me/open_demo/3")


@pytest.mark.parametrize("link", ["https://t.me/other_demo/55", None])
def test_a_forward_names_its_origin(link: str | None) -> None:
    """The origin's name is always there, its post only where it is public."""
    origin = Forward("Other Demo", link)
    assert read("Words", forward=origin).forward == origin


def test_an_album_is_one_post_with_several_pieces() -> None:
    """The other ids of an album are kept; a caption may be missing."""
    post = read(media=(Attachment("photo"),) * 3)
    assert ([item.kind for item in post.media], post.parts, post.text) == (["photo"] * 3, ("8", "9"), "")


def test_a_poll_is_read_with_its_answers() -> None:
    """Question and answers are what a reader sees, so they are matched too."""
    post = read(poll=Ballot("Есть свет?", options=(("Да", 20), ("Нет", 80))))
    assert post.poll == Poll("Есть свет?", "Anonymous Poll", ("Да", "Нет"))
    assert post.text == "Есть свет?\n• Да\n• Нет"


def test_votes_do_not_make_an_edit() -> None:
    """A poll's percentages change all day; the post does not."""
    digests = set()
    for share in (20, 60):
        message = Shown(
            id=7, published=NOON, text="", poll=Ballot("Q?", options=(("A", share), ("B", 100 - share)))
        )
        found = telegram.listing(SOURCE, Page(SOURCE.urls[0], pages.preview_page(CHANNEL, [message])))
        assert isinstance(found, Listing)
        digests.add(found.items[0].digest)
    assert len(digests) == 1


def test_a_link_preview_is_kept_apart_from_the_text() -> None:
    """Where the message has words of its own, the preview's are not added to them."""
    card = LinkPreview("https://example.org/a", "Site", "Title", "Description")
    post = read("Look: https://example.org/a", preview=card)
    assert (post.preview, post.text) == (card, "Look: https://example.org/a")
    assert post.links == ("https://example.org/a",)


def test_a_message_of_a_link_alone_is_read_with_its_preview() -> None:
    """A channel that posts bare links still says something."""
    card = LinkPreview("https://example.org/a", "Site", "Обстрел", "Подробности")
    assert read("https://example.org/a", preview=card).text == "https://example.org/a\nОбстрел\nПодробности"


def test_a_document_without_words_is_known_by_its_name() -> None:
    """The file's name stands in for a text, and only then."""
    file = Attachment("document", title="list.pdf", extra="1 MB")
    assert read(media=(file,)).text == "list.pdf (1 MB)"
    assert read("See below", media=(file,)).text == "See below"


def test_links_with_onclick_are_unescaped_twice() -> None:
    """Telegram escapes these addresses once more than HTML does; hashtags are no links."""
    anchor = (
        '<a href="https://e.org/?a=1&amp;amp;b=2" onclick="return confirm()">x</a> <a href="?q=%23T">#T</a>'
    )
    assert block(TEXT.format(anchor)).links == ("https://e.org/?a=1&b=2",)


@pytest.mark.parametrize("kind", ["created", "pinned", "photo", "renamed"])
def test_service_messages_are_marked(kind: str) -> None:
    """They are kept for completeness and never told."""
    assert read("Channel created", service=kind).service


def test_the_advice_to_open_telegram_does_not_replace_the_text() -> None:
    """Beside real words it is noise; alone it says that something cannot be seen."""
    with_words = read("Words", needs_app=True)
    assert with_words.text == "Words"
    assert [item.kind for item in read(needs_app=True).media] == ["unsupported"]


def test_edited_signed_and_seen() -> None:
    """The mark has no class of its own and stands between signature and time."""
    post = read("Words", edited=True, author="Ann edited", views=12_500)
    assert (post.edited, post.author, post.views) == (True, "Ann edited", 12_500)
    assert not read("Words", author="edited").edited


@pytest.mark.parametrize("kind", ["video", "round_video", "voice", "audio", "sticker", "location", "contact"])
def test_attachments_are_told_apart(kind: str) -> None:
    """Each kind of attachment is read as what it is."""
    given = Attachment(kind, title="T", extra="E", duration="0:01", url="https://cdn/x")  # type: ignore[arg-type] # of the list above
    assert [item.kind for item in read(media=(given,)).media] == [kind]


def test_a_video_that_is_too_big_has_only_its_picture() -> None:
    """The page shows no address for it."""
    (media,) = read(media=(Attachment("video", thumbnail="https://cdn/t.jpg"),)).media
    assert media == Media("video", thumbnail="https://cdn/t.jpg")


@pytest.mark.parametrize(
    ("shown", "number"),
    [
        ("2", 2),
        ("12.5M", 12_500_000),
        ("12,5K", 12_500),
        ("436.6K", 436_600),
        ("1\u00a0204", 1_204),
        ("1\u202f204", 1_204),
        ("", None),
        ("many", None),
        ("1.2.3K", None),
    ],
)
def test_counters_are_read_in_every_spelling(shown: str, number: int | None) -> None:
    """Decimal points and commas, thin spaces, K and M."""
    assert count(shown) == number


@pytest.mark.parametrize(
    "junk", ["<b><i>", "<script>x</script>", "\x00\x01", "</div></div></div>", "&#0;&#xD800;"]
)
def test_broken_markup_is_read_as_far_as_it_goes(junk: str) -> None:
    """No block makes the reader fail, and no control character gets through."""
    text = block(TEXT.format(f"before {junk} after")).text
    assert text.startswith("before")
    assert not any(ord(character) < 32 and character != "\n" for character in text)


def test_reading_twice_gives_the_same() -> None:
    """Parsing depends on nothing but the block."""
    assert read("Words", views=3) == read("Words", views=3)
