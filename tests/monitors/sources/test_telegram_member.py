"""Channels that have the bot as a member: their messages say what their previews show."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import aiogram.types
import pytest

from bot.demo import pages
from bot.demo.shown import Attachment, Ballot, Channel, Reply, Shown
from monitors.exchange import Page
from monitors.sources import telegram, telegram_member
from monitors.sources.contract import Listing
from monitors.sources.telegram_member import Arrival, folded
from storage.model import Forward, Media, Post, Source

NOON = datetime(2023, 5, 22, 9, 0, tzinfo=UTC)
SOURCE = Source("telegram", "open_demo", urls=("https://t.me/s/open_demo",), host="telegram")
CHAT = {"id": -1001234567890, "type": "channel", "title": "Open Demo", "username": "Open_Demo"}
OTHER = {"id": -1009999999999, "type": "channel", "title": "Other Demo", "username": "other_demo"}


def message(number: int = 7, **fields: Any) -> dict[str, Any]:  # noqa: ANN401 - any field
    """Return a message of the channel as the Bot API has it."""
    return {"message_id": number, "date": int(NOON.timestamp()), "chat": CHAT, "sender_chat": CHAT, **fields}


def arrived(number: int = 7, **fields: Any) -> Arrival:  # noqa: ANN401 - any field
    """Return what is read of a message; aiogram's models must know all of it."""
    given = message(number, **fields)
    assert aiogram.types.Message.model_validate(given)
    found = telegram_member.parse(given)
    assert found is not None
    return found


def previewed(**fields: Any) -> Post:  # noqa: ANN401 - any field
    """Return what is read of the same post in the channel's preview."""
    shown = Shown(**{"id": 7, "published": NOON, **fields})
    body = pages.preview_page(Channel("Open_Demo", "Open Demo"), [shown])
    found = telegram.listing(SOURCE, Page(SOURCE.urls[0], body))
    assert isinstance(found, Listing)
    return telegram.parse(SOURCE, found.items[0])


def same(fed: Post, seen: Post) -> None:
    """Hold two readings of one post against each other, but for what the Bot API does not tell."""
    media = tuple(replace(item, url="", thumbnail="") for item in seen.media)
    assert fed == replace(seen, media=media, views=None, preview=None)


FILE = {"file_id": "x", "file_unique_id": "y"}
PHOTO = [{**FILE, "width": 90, "height": 60}]
CLIP = {**FILE, "width": 9, "height": 6, "duration": 42}


def entity(kind: str, of: str, text: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - any field
    """Return an entity over a part of a text, counted in UTF-16 as Telegram does."""
    start = len(text[: text.index(of)].encode("utf-16-le")) // 2
    return {"type": kind, "offset": start, "length": len(of.encode("utf-16-le")) // 2, **more}


def test_words_are_those_of_the_preview() -> None:
    """Line breaks, signs, emoji and hashtags stay, empty lines are one."""
    text = "❗️ Обстрел\n<Грайворон> & «Козинка» 🔥\n\n\n#Белгород  "
    same(arrived(text=text).post, previewed(text=text))


def test_links_are_those_of_the_preview() -> None:
    """Written out, under words and as mentions; emoji before them take two places each."""
    text = "🔥🔥 Смотри https://example.org/a и схему, пишет @neighbour_demo"
    entities = [
        entity("url", "https://example.org/a", text),
        entity("text_link", "схему", text, url="https://example.org/b?x=1&y=2"),
        entity("mention", "@neighbour_demo", text),
        entity("bold", "Смотри", text),
    ]
    anchors = (("схему", "https://example.org/b?x=1&y=2"),)
    same(arrived(text=text, entities=entities).post, previewed(text=text, anchors=anchors))


def test_an_address_without_a_scheme_is_linked_as_the_preview_does() -> None:
    """A bare name of a server is an address too; what cannot be located links to nothing."""
    entities = [{"type": "url", "offset": 0, "length": 11}, {"type": "url", "offset": -1, "length": "x"}]
    assert arrived(text="example.org рядом", entities=entities[:1]).post.links == ("http://example.org",)
    found = telegram_member.parse(message(text="a", entities=entities[1:]))
    assert found is not None
    assert found.post.links == ()


def test_signature_edit_reply_and_inline_bot_are_read() -> None:
    """As in the preview's head and foot."""
    fed = arrived(
        text="Слова",
        author_signature="Анна",
        edit_date=int(NOON.timestamp()) + 9,
        reply_to_message=message(3, text="вопрос"),
        via_bot={"id": 5, "is_bot": True, "first_name": "Gif", "username": "gif"},
    )
    same(
        fed.post,
        previewed(text="Слова", author="Анна", edited=True, reply=Reply(3, "Open Demo", "вопрос"), via="gif"),
    )


@pytest.mark.parametrize(
    ("origin", "forward"),
    [
        (
            {"type": "channel", "chat": OTHER, "message_id": 55},
            Forward("Other Demo", "https://t.me/other_demo/55"),
        ),
        ({"type": "hidden_user", "sender_user_name": "Аноним"}, Forward("Аноним")),
        (
            {
                "type": "user",
                "sender_user": {"id": 1, "is_bot": False, "first_name": "Ann", "last_name": "B"},
            },
            Forward("Ann B"),
        ),
    ],
)
def test_a_forward_names_its_origin(origin: dict[str, Any], forward: Forward) -> None:
    """A public channel with the post, people by the name that is shown."""
    fed = arrived(text="Слова", forward_origin={"date": 1, **origin})
    same(fed.post, previewed(text="Слова", forward=forward))


@pytest.mark.parametrize(
    ("field", "value", "kind"),
    [
        ("photo", PHOTO, "photo"),
        ("video", CLIP, "video"),
        ("video_note", {**FILE, "length": 9, "duration": 4}, "round_video"),
        ("voice", {**FILE, "duration": 4}, "voice"),
        ("audio", {**FILE, "duration": 4, "title": "T", "performer": "P"}, "audio"),
        ("document", {**FILE, "file_name": "list.pdf", "file_size": 1_258_291}, "document"),
        ("sticker", {**CLIP, "type": "regular", "is_animated": False, "is_video": False}, "sticker"),
        ("location", {"latitude": 50.0, "longitude": 36.0}, "location"),
        ("contact", {"first_name": "Ann", "phone_number": "1"}, "contact"),
    ],
)
def test_attachments_are_of_the_kinds_that_a_preview_shows(field: str, value: Any, kind: str) -> None:  # noqa: ANN401 - any field
    """With a caption, which is the text; without, files are known by their names."""
    assert [media.kind for media in arrived(caption="Слова", **{field: value}).post.media] == [kind]
    seen = previewed(text="Слова", media=(Attachment(kind),))  # type: ignore[arg-type] # of the list above
    assert [media.kind for media in seen.media] == [kind]


def test_a_file_without_words_is_known_by_its_name() -> None:
    """With its size in the preview's spelling."""
    file = {**FILE, "file_name": "list.pdf", "file_size": 1_258_291}
    seen = previewed(media=(Attachment("document", title="list.pdf", extra="1.2 MB"),))
    same(arrived(document=file).post, seen)


def test_a_moving_picture_is_one_video() -> None:
    """The Bot API repeats it as a document."""
    assert arrived(animation=CLIP, document=FILE).post.media == (Media("video"),)


def test_a_poll_is_read_with_its_answers() -> None:
    """Votes are left out, so that a poll is no edit with each of them."""
    options = [{"persistent_id": str(n), "text": t, "voter_count": n} for n, t in enumerate(("Да", "Нет"))]
    flags = dict.fromkeys(("is_closed", "allows_multiple_answers", "allows_revoting", "members_only"), False)
    poll = {"id": "1", "question": "Есть свет?", "options": options, "total_voter_count": 1, **flags}
    poll |= {"is_anonymous": True, "type": "regular"}
    same(arrived(poll=poll).post, previewed(poll=Ballot("Есть свет?", options=(("Да", 20), ("Нет", 80)))))


def test_an_album_is_the_one_post_that_a_preview_shows() -> None:
    """Under its first number, with the caption of whichever piece has it, in whatever order they come."""
    pieces = [arrived(n, photo=PHOTO, media_group_id="9") for n in (9, 7)]
    pieces.insert(1, arrived(8, photo=PHOTO, media_group_id="9", caption="Слова"))
    assert [piece.album for piece in pieces] == ["9", "9", "9"]
    same(folded(pieces).post, previewed(text="Слова", media=(Attachment("photo"),) * 3))


def test_a_channel_is_known_by_its_name_and_its_number() -> None:
    """A private one has the number alone, and links that open for its members."""
    found = arrived(text="a")
    assert (found.names, found.post.source) == (("open_demo", "-1001234567890"), "telegram:open_demo")
    private = arrived(text="a", chat={"id": -1005, "type": "channel", "title": "P"})
    assert (private.names, private.post.link) == (("-1005",), "https://t.me/c/5/7")


@pytest.mark.parametrize(
    "fields",
    [
        {"new_chat_title": "Новое имя"},
        {"pinned_message": message(3, text="важное")},
        {"channel_chat_created": True},
        {"text": ""},
        {"message_id": "7", "text": "a"},
        {"message_id": True, "text": "a"},
        {"chat": None, "text": "a"},
        {"chat": {}, "text": "a"},
    ],
)
def test_what_is_no_post_is_left_out(fields: dict[str, Any]) -> None:
    """Service messages, and what has no channel or number."""
    assert telegram_member.parse({**message(), **fields}) is None


@pytest.mark.parametrize("wrong", [None, True, 7, -1, "x", [], {}, [1], {"a": 1}, 10**30])
def test_values_of_a_wrong_type_cost_no_words(wrong: object) -> None:
    """Whatever stands in the other fields, the text is read."""
    fields = (
        "date",
        "photo",
        "document",
        "poll",
        "entities",
        "forward_origin",
        "reply_to_message",
        "via_bot",
    )
    for field in (*fields, "author_signature", "external_reply", "media_group_id", "contact"):
        found = telegram_member.parse({**message(text="Слова"), field: wrong})
        assert found is not None
        assert found.post.text == "Слова"


def test_a_story_or_paid_picture_is_there_and_cannot_be_seen() -> None:
    """As in a preview, which asks to open Telegram."""
    found = telegram_member.parse(message(paid_media={"star_count": 5, "paid_media": []}))
    assert found is not None
    assert found.post.media == (Media("unsupported"),)


@pytest.mark.parametrize("name", ["", "@open_demo", "https://t.me/open_demo", "abc", "-5", "-100", "1234567"])
def test_what_is_no_name_of_a_channel_is_refused(name: str) -> None:
    """The error says what a name looks like, and what was given."""
    with pytest.raises(ValueError, match="expected a public name like open_belgorod or an id like -100"):
        telegram_member.check(name, "")


def test_an_address_beside_the_name_is_refused() -> None:
    """Nothing is asked for, so there is nothing to ask at."""
    telegram_member.check("-1001234567890", "")
    with pytest.raises(ValueError, match="expected no url"):
        telegram_member.check("open_demo", "https://t.me/open_demo")
