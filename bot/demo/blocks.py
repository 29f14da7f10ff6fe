"""One message block of a t.me preview page, element by element.

Class names and nesting are those of real pages; tests/bot/demo/test_blocks.py reads them back.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from hashlib import blake2b
from typing import TYPE_CHECKING
from zlib import crc32

from bot.demo.attachments import media_html, notice_html
from bot.demo.markup import escape, short_number, text_html
from bot.demo.shown import TELEGRAM

if TYPE_CHECKING:
    from datetime import datetime

    from bot.demo.shown import Ballot, Channel, Shown
    from storage.model import Forward, LinkPreview

_PATHS = "".join(
    f'<path class="{name}" d="M8,1 L9,1 L9,20 L8,20 C7.8,15.2 7.1,12.2 6,9.2 C5,6.9 3.5,4.7 1.3,2.7 L2,1'
    ' Z"></path>'
    for name in ("background", "border_1x", "border_2x", "border_3x")
)
_TAIL = (
    '<i class="tgme_widget_message_bubble_tail"><svg class="bubble_icon" width="9px" height="20px"'
    f' viewBox="0 0 9 20"><g fill="none">{_PATHS}</g></svg></i>'
)
_SERVICE_SENTENCES = {
    "created": "Channel created",
    "photo": "Channel photo updated",
    "renamed": "Channel name was changed to «{quoted}»",
    "pinned": "{channel} pinned «{quoted}»",
}
_BUBBLELESS = {"sticker": " sticker_media no_bubble", "round_video": " roundvideo_media no_bubble"}


def message_html(
    channel: Channel, post: Shown, *, base: str = TELEGRAM, moment: datetime | None = None
) -> str:
    """Return the block of one post; ``moment`` is when the page is made, its publication if not given.

    ``data-view`` holds that moment, so that on t.me the bytes of a block differ at each request.
    """
    link = f"{base}/{channel.name}/{post.id}"
    return (
        '<div class="tgme_widget_message_wrap js-widget_message_wrap">'
        f'<div class="{_block_classes(post)}" data-post="{channel.name}/{post.id}"'
        f' data-view="{_view_token(channel, post, moment or post.published)}">'
        f'<div class="tgme_widget_message_user"><a href="{base}/{channel.name}">'
        f"{channel_picture(channel, 'tgme_widget_message_user_photo')}</a></div>"
        f'<div class="tgme_widget_message_bubble">{_TAIL}{_author(channel, post, base)}'
        f"{_forward(post.forward)}{_reply(channel, post, base)}{_content(channel, post, link)}"
        f"{_footer(post, link)}</div></div></div>\n"
    )


def channel_picture(channel: Channel, name: str) -> str:
    """Return a channel's round picture in an element of the class ``name``."""
    colour = crc32(channel.name.encode()) % 7
    picture = f"https://cdn4.telesco.pe/file/{channel.name}.jpg"
    initial = escape(channel.title[:1])
    return f'<i class="{name} bgcolor{colour}" data-content="{initial}"><img src="{picture}"></i>'


def _block_classes(post: Shown) -> str:
    service = {"": "", "photo": " service_message service_message_photo"}.get(
        post.service, " service_message"
    )
    alone = _BUBBLELESS.get(post.media[0].kind, "") if len(post.media) == 1 else ""
    return f"tgme_widget_message text_not_supported_wrap{service}{alone} js-widget_message"


def _view_token(channel: Channel, post: Shown, moment: datetime) -> str:
    number: int | str = f"{post.id}g" if len(post.media) > 1 else post.id
    peer = -1_000_000_000 - crc32(channel.name.encode())
    seed = f"{channel.name}/{number}@{moment.timestamp():.0f}"
    view = {
        "c": peer,
        "p": number,
        "t": int(moment.timestamp()),
        "h": blake2b(seed.encode(), digest_size=9).hexdigest(),
    }
    return urlsafe_b64encode(json.dumps(view, separators=(",", ":")).encode()).decode().rstrip("=")


# --- who says it -------------------------------------------------------------------------------


def _title(channel: Channel) -> str:
    return f'<span dir="auto">{text_html(channel.title, custom_emoji=channel.custom_emoji)}</span>'


def _author(channel: Channel, post: Shown, base: str) -> str:
    bot = f'<a class="tgme_widget_message_via_bot" href="{base}/{post.via}">@{post.via}</a>'
    via = f" via {bot}" if post.via else ""
    return (
        '<div class="tgme_widget_message_author accent_color"><a class="tgme_widget_message_owner_name"'
        f' href="{base}/{channel.name}">{_title(channel)}</a>{via}</div>'
    )


def _forward(forward: Forward | None) -> str:
    if forward is None:
        return ""
    name = f'<span dir="auto">{text_html(forward.name)}</span>'
    named = "tgme_widget_message_forwarded_from_name"
    who = (
        f'<a class="{named}" href="{escape(forward.link)}">{name}</a>'
        if forward.link
        else f'<span class="{named}">{name}</span>'
    )
    return f'<div class="tgme_widget_message_forwarded_from accent_color">Forwarded from&nbsp;{who}</div>'


def _reply(channel: Channel, post: Shown, base: str) -> str:
    if post.reply is None:
        return ""
    return (
        '<a class="tgme_widget_message_reply user-color-default"'
        f' href="{base}/{channel.name}/{post.reply.id}">'
        '<div class="tgme_widget_message_author accent_color">'
        f'<span class="tgme_widget_message_author_name" dir="auto">{text_html(post.reply.name)}</span></div>'
        '<div class="tgme_widget_message_text js-message_reply_text" dir="auto">'
        f"{text_html(post.reply.text)}</div></a>"
    )


def _footer(post: Shown, link: str) -> str:
    views = "" if post.views is None else _views(post.views)
    signature = f'<span class="tgme_widget_message_from_author" dir="auto">{escape(post.author)}</span>'
    signed = signature + (",&nbsp;" if post.edited else "&nbsp;") if post.author else ""
    edited = "edited &nbsp;" if post.edited else ""
    return (
        '<div class="tgme_widget_message_footer compact js-message_footer">'
        f'<div class="tgme_widget_message_info short js-message_info">{views}'
        '<span class="tgme_widget_message_meta">'
        f'{signed}{edited}<a class="tgme_widget_message_date" href="{link}">'
        f'<time datetime="{post.published.isoformat(timespec="seconds")}" class="time">'
        f"{post.published:%H:%M}</time>"
        "</a></span></div></div>"
    )


def _views(count: int) -> str:
    word = "view" if count == 1 else "views"
    return (
        f'<span class="tgme_widget_message_views">{short_number(count)}</span>'
        f'<span class="copyonly"> {word}</span>'
    )


# --- what it says ------------------------------------------------------------------------------


def _content(channel: Channel, post: Shown, link: str) -> str:
    if post.service:
        return _service(channel, post, link)
    body = media_html(post, link) + _text(channel, post) + _poll(post.poll, link) + _preview(post.preview)
    if not post.needs_app:
        return body
    notice = notice_html("Please open Telegram to view this post", link)
    return (
        f'<div class="media_supported_cont">{body}</div><div class="media_not_supported_cont">{notice}</div>'
    )


def _service(channel: Channel, post: Shown, link: str) -> str:
    name = (
        f'<a class="tgme_widget_message_author_name" href="{link.rpartition("/")[0]}">{_title(channel)}</a>'
    )
    quoted = f'<span class="tgme_widget_service_strong_text" dir="auto">{text_html(post.text)}</span>'
    sentence = _SERVICE_SENTENCES[post.service].format(channel=name, quoted=quoted)
    photo = f"https://cdn4.telesco.pe/file/{channel.name}-{post.id}.jpg"
    picture = f'<a class="tgme_widget_message_service_photo" href="{link}"><img src="{photo}"></a>'
    return (
        f"{picture if post.service == 'photo' else ''}"
        f'<div class="tgme_widget_message_text js-message_text" dir="auto">{sentence}</div>'
    )


def _text(channel: Channel, post: Shown) -> str:
    if not post.text:
        return ""
    opening = '<div class="tgme_widget_message_text js-message_text" dir="auto">'
    html = text_html(post.text, bold=post.bold, custom_emoji=channel.custom_emoji, anchors=post.anchors)
    # The caption of an album stands in two elements of the same class, one in the other.
    times = 2 if len(post.media) > 1 else 1
    return opening * times + html + "</div>" * times


def _poll(poll: Ballot | None, link: str) -> str:
    if poll is None:
        return ""
    options = "".join(
        '<div class="tgme_widget_message_poll_option">'
        f'<div class="tgme_widget_message_poll_option_percent">{share}%</div>'
        '<div class="tgme_widget_message_poll_option_value">'
        f'<div class="tgme_widget_message_poll_option_text">{text_html(answer)}</div>'
        f'<div class="tgme_widget_message_poll_option_bar accent_bg" style="width:{share}%"></div></div>'
        "</div>"
        for answer, share in poll.options
    )
    return (
        '<div class="tgme_widget_message_poll js-poll">'
        f'<div class="tgme_widget_message_poll_question">{text_html(poll.question)}</div>'
        f'<div class="tgme_widget_message_poll_type">{escape(poll.kind)}</div>'
        f'<a class="tgme_widget_message_poll_options" href="{link}">{options}</a></div>'
    )


def _preview(preview: LinkPreview | None) -> str:
    if preview is None:
        return ""
    rows = "".join(
        f'<div class="{name}" dir="auto">{text_html(text)}</div>'
        for name, text in (
            ("link_preview_site_name accent_color", preview.site),
            ("link_preview_title", preview.title),
            ("link_preview_description", preview.description),
        )
        if text
    )
    return f'<a class="tgme_widget_message_link_preview" href="{escape(preview.url)}">{rows}</a>'
