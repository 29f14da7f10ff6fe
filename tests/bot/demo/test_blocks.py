"""Message blocks, read back with the selectors of t.me's pages."""

import json
from base64 import urlsafe_b64decode
from datetime import UTC, datetime, timedelta
from typing import Any, get_args

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from bot.demo.blocks import message_html
from bot.demo.shown import Attachment, AttachmentKind, Ballot, Channel, Reply, ServiceKind, Shown
from storage.model import Forward, LinkPreview

AT = datetime(2023, 5, 22, 6, 4, 30, tzinfo=UTC)
CHANNEL = Channel("open_demo", "Открытое <приграничье> (demo) 💬")


def block(**fields: Any) -> LexborHTMLParser:  # noqa: ANN401 - any field of a post
    """Return the parsed block of a post with these fields."""
    return LexborHTMLParser(message_html(CHANNEL, Shown(7, AT, **fields)))


def one(page: LexborHTMLParser, selector: str) -> LexborNode:
    """Return the only node that the selector finds."""
    nodes = page.css(selector)
    assert len(nodes) == 1, f"{selector}: {len(nodes)}"
    return nodes[0]


def test_a_block_names_its_post_and_its_time() -> None:
    """The id stands in data-post, the link and the UTC time in the footer's date."""
    page = block(text="текст")
    message = one(page, ".tgme_widget_message_wrap > .tgme_widget_message")
    date = one(page, "a.tgme_widget_message_date")
    time = one(page, "a.tgme_widget_message_date > time[datetime]")
    assert message.attributes["data-post"] == "open_demo/7"
    assert date.attributes["href"] == "https://t.me/open_demo/7"
    assert time.attributes["datetime"] == "2023-05-22T06:04:30+00:00"


def test_lines_of_a_text_are_parted_by_br() -> None:
    """A newline is a br element, and there is one text element."""
    text = one(block(text="один\nдва"), ".tgme_widget_message_text.js-message_text")
    assert text.inner_html == "один<br>два"


def test_data_view_changes_with_the_moment_of_the_page() -> None:
    """Its token is base64url JSON with the time of the request, so that bytes differ between polls."""
    later = AT + timedelta(hours=1)
    page = LexborHTMLParser(message_html(CHANNEL, Shown(7, AT, text="x"), moment=later))
    token = one(page, ".tgme_widget_message").attributes["data-view"] or ""
    view = json.loads(urlsafe_b64decode(token + "=" * (-len(token) % 4)))
    assert (view["p"], view["t"], len(view["h"])) == (7, int(later.timestamp()), 18)


@pytest.mark.parametrize(
    ("author", "edited", "expected"),
    [("", False, "06:04"), ("", True, "edited \xa006:04"), ("Анна", True, "Анна,\xa0edited \xa006:04")],
)
def test_edited_is_words_without_a_class(author: str, edited: bool, expected: str) -> None:  # noqa: FBT001 - a case
    """The mark stands in the footer's text, after the signature if there is one."""
    assert one(block(text="x", author=author, edited=edited), ".tgme_widget_message_meta").text() == expected


def test_a_signature_has_its_class() -> None:
    """The author's name can be found by its class."""
    assert one(block(text="x", author="Анна"), ".tgme_widget_message_from_author").text() == "Анна"


@pytest.mark.parametrize(("views", "expected"), [(1, "1"), (12_340, "12.3K")])
def test_views_are_shown_in_short(views: int, expected: str) -> None:
    """The counter stands in its own element."""
    assert one(block(text="x", views=views), ".tgme_widget_message_views").text() == expected


def test_a_forward_names_and_links_its_origin() -> None:
    """A public origin is a link to the original post."""
    page = block(text="x", forward=Forward("Пресс-служба", "https://t.me/press_demo/4"))
    origin = one(page, ".tgme_widget_message_forwarded_from_name")
    assert (origin.text(), origin.attributes.get("href")) == ("Пресс-служба", "https://t.me/press_demo/4")


def test_a_forward_from_nobody_public_has_no_link() -> None:
    """A hidden origin is a name alone."""
    origin = one(block(text="x", forward=Forward("Сосед")), ".tgme_widget_message_forwarded_from_name")
    assert (origin.tag, origin.text(), "href" in origin.attributes) == ("span", "Сосед", False)


def test_a_reply_quotes_with_the_base_class_of_a_text() -> None:
    """The quote is a message_text too, but never a js-message_text."""
    page = block(text="ответ", reply=Reply(3, "Канал", "вопрос"))
    assert one(page, "a.tgme_widget_message_reply").attributes["href"] == "https://t.me/open_demo/3"
    assert [node.text() for node in page.css(".tgme_widget_message_text")] == ["вопрос", "ответ"]
    assert one(page, ".js-message_text").text() == "ответ"


def test_a_bot_that_sent_the_post_is_named() -> None:
    """Via stands beside the owner's name."""
    assert one(block(text="x", via="wire_bot"), ".tgme_widget_message_via_bot").text() == "@wire_bot"


@pytest.mark.parametrize("service", [kind for kind in get_args(ServiceKind) if kind])
def test_service_messages_are_marked(service: str) -> None:
    """Every kind has the service class, and no views."""
    page = block(service=service, text="Важное", views=None)
    assert page.css_matches(".tgme_widget_message.service_message .js-message_text")
    assert not page.css_matches(".tgme_widget_message_views")


def test_a_pinned_message_quotes_and_names_its_channel() -> None:
    """The sentence is the channel's name and the beginning of the post."""
    text = one(block(service="pinned", text="Важное"), ".js-message_text").text()
    assert text == "Открытое <приграничье> (demo) 💬 pinned «Важное»"


SELECTORS = {
    "photo": "a.tgme_widget_message_photo_wrap[style*='background-image']",
    "video": ".tgme_widget_message_video_player .tgme_widget_message_video_thumb",
    "round_video": "video.tgme_widget_message_roundvideo[src]",
    "voice": "audio.tgme_widget_message_voice[src]",
    "audio": ".tgme_widget_message_document_icon.audio ~ * .tgme_widget_message_document_title",
    "document": ".tgme_widget_message_document_title ~ .tgme_widget_message_document_extra",
    "sticker": ".tgme_widget_message_sticker[data-webp]",
    "location": "a.tgme_widget_message_location_wrap[href]",
    "contact": ".tgme_widget_message_contact_name ~ .tgme_widget_message_contact_phone",
    "unsupported": ".message_media_not_supported_label",
}


@pytest.mark.parametrize("kind", get_args(AttachmentKind))
def test_each_attachment_is_found_by_its_selector(kind: AttachmentKind) -> None:
    """No kind is left out, and each has the element that a reader looks for."""
    one(block(media=(Attachment(kind, url="https://a.example/f"),)), SELECTORS[kind])


def test_a_clip_has_a_time_of_its_own_before_the_post_s() -> None:
    """The first time element of a video's block is its duration, without a date."""
    page = block(text="x", media=(Attachment("video", duration="0:42", url="https://a.example/v.mp4"),))
    first = page.css("time")[0]
    assert (first.text(), "datetime" in first.attributes) == ("0:42", False)
    assert one(page, "video.tgme_widget_message_video").attributes["src"] == "https://a.example/v.mp4"


def test_a_video_without_an_address_is_too_big() -> None:
    """The player is marked not_supported, and there is no video element."""
    page = block(media=(Attachment("video", duration="0:52"),))
    assert page.css_matches(".tgme_widget_message_video_player.not_supported")
    assert not page.css_matches("video")


def test_an_album_is_one_block_with_the_other_ids_in_its_links() -> None:
    """Ids of the further pictures stand only in ?single links; data-view says g."""
    page = block(media=(Attachment("photo"), Attachment("photo"), Attachment("video")))
    links = [node.attributes["href"] for node in page.css(".tgme_widget_message_grouped_layer > a")]
    assert links == [f"https://t.me/open_demo/{number}?single" for number in (7, 8, 9)]
    assert not page.css_matches(".js-message_text")


def test_an_album_s_caption_stands_in_two_elements() -> None:
    """As on t.me, the text element of an album holds another of the same class."""
    page = block(text="подпись", media=(Attachment("photo"), Attachment("photo")))
    assert one(page, ".js-message_text > .js-message_text").text() == "подпись"


def test_a_poll_shows_its_question_and_answers() -> None:
    """Question, kind, shares and answers each have their element, and there is no text element."""
    page = block(poll=Ballot("Как дела?", options=(("Хорошо", 60), ("Так себе", 40))))
    named = ".tgme_widget_message_poll"
    assert one(page, f"{named}_question").text() == "Как дела?"
    assert one(page, f"{named}_type").text() == "Anonymous Poll"
    assert [node.text() for node in page.css(f"{named}_option_percent")] == ["60%", "40%"]
    assert [node.text() for node in page.css(f"{named}_option_text")] == ["Хорошо", "Так себе"]
    assert not page.css_matches(".js-message_text")


def test_a_link_s_card_has_site_title_and_description() -> None:
    """The card stands under the text."""
    page = block(text="x", preview=LinkPreview("https://a.example/1", "Сайт", "Заголовок", "О чём"))
    assert one(page, "a.tgme_widget_message_link_preview").attributes["href"] == "https://a.example/1"
    texts = [one(page, f".link_preview_{part}").text() for part in ("site_name", "title", "description")]
    assert texts == ["Сайт", "Заголовок", "О чём"]


def test_open_telegram_stands_beside_a_real_text() -> None:
    """The text is in the supported part, the notice in the other."""
    page = block(text="текст", needs_app=True)
    assert one(page, ".media_supported_cont > .js-message_text").text() == "текст"
    notice = one(page, ".media_not_supported_cont .message_media_not_supported_label")
    assert notice.text() == "Please open Telegram to view this post"
