"""Whole pages in the networks' formats: t.me's channel preview, landing and post pages, and RSS."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from email.utils import format_datetime
from typing import TYPE_CHECKING

from bot.demo.blocks import channel_picture, message_html
from bot.demo.markup import escape, short_number, text_html
from bot.demo.shown import TELEGRAM

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.demo.shown import Channel, Shown

PAGE_IDS = 20
"""How many ids a preview page shows: an album counts as many as it has pictures (observed on t.me)."""

_STYLES = (
    '<link href="//telegram.org/css/widget-frame.css" rel="stylesheet" media="screen">'
    '<link href="//telegram.org/css/telegram-web.css" rel="stylesheet" media="screen">'
)


def preview_page(
    channel: Channel,
    posts: Sequence[Shown],
    *,
    base: str = TELEGRAM,
    before: int | None = None,
    after: int | None = None,
    moment: datetime | None = None,
) -> bytes:
    """Return the page ``/s/<channel>`` over posts sorted by id, as UTF-8.

    Without ``before`` and ``after`` (both exclusive) it shows the newest :data:`PAGE_IDS` ids.
    ``base`` stands in all links; ``moment`` is when the page is made. A lone surrogate in a text
    becomes a numeric reference, which no browser accepts: that is how such pages arrive.
    """
    first, last = window(posts, before, after)
    shown = posts[first:last]
    older = shown[0].id if shown and first > 0 else None
    newer = shown[-1].ids[-1] if shown and last < len(posts) else None
    blocks = "".join(message_html(channel, post, base=base, moment=moment) for post in shown)
    history = f"{_more(channel, 'before', older)}{blocks or _nothing()}{_more(channel, 'after', newer)}"
    # t.me's canonical link looks like a cursor and is none: it leads to the page that it stands on.
    here = shown[-1].ids.stop if shown else None
    cursors = (
        _cursor(channel, "prev", "before", older)
        + _cursor(channel, "canonical", "before", here)
        + _cursor(channel, "next", "after", newer)
    )
    return _bytes(_channel_page(channel, history, cursors, base))


def empty_page(channel: Channel, *, base: str = TELEGRAM) -> bytes:
    """Return the preview page without posts, which t.me also shows to those who ask too often."""
    return preview_page(channel, (), base=base)


def window(posts: Sequence[Shown], before: int | None, after: int | None) -> tuple[int, int]:
    """Return which of the posts (sorted by id) a page shows, as positions, the end exclusive."""
    if after is not None:
        first = last = bisect_right(posts, after, key=_id)
        ids = 0
        while last < len(posts) and ids < PAGE_IDS:
            ids += len(posts[last].ids)
            last += 1
        return first, last
    first = last = len(posts) if before is None else bisect_left(posts, before, key=_id)
    ids = 0
    while first > 0 and ids < PAGE_IDS:
        first -= 1
        ids += len(posts[first].ids)
    return first, last


def landing_page(name: str, *, exists: bool) -> bytes:
    """Return the page ``/<name>``, to which a channel without a preview is redirected."""
    name = escape(name)
    title = f"Telegram: {'View' if exists else 'Contact'} @{name}"
    sentence = (
        f"You can view and join <strong>@{name}</strong> right away."
        if exists
        else f"If you have <strong>Telegram</strong>, you can contact <strong>@{name}</strong> right away."
    )
    return _bytes(
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta property="og:title" content="{title}"><meta property="og:site_name" content="Telegram">'
        "</head>"
        '<body class="no_transition"><div class="tgme_page_wrap"><div class="tgme_body_wrap">'
        '<div class="tgme_page">'
        f'<div class="tgme_page_description" dir="auto">{sentence}</div>'
        f'<div class="tgme_page_action"><a class="tgme_action_button_new" href="tg://resolve?domain={name}">'
        f"{'View in Telegram' if exists else 'Send Message'}</a></div></div></div></div></body></html>"
    )


def embed_page(channel: Channel, post: Shown | None, *, base: str = TELEGRAM) -> bytes:
    """Return the page ``/<channel>/<id>?embed=1``: one post, or that it is not found."""
    block = (
        message_html(channel, post, base=base)
        if post
        else (
            '<div class="tgme_widget_message_wrap js-widget_message_wrap"><div class="tgme_widget_message'
            ' js-widget_message err_message"><div class="tgme_widget_message_error">Post not found</div>'
            "</div></div>"
        )
    )
    return _bytes(
        '<!DOCTYPE html><html><head><meta charset="utf-8"><title>Telegram Widget</title>'
        f'{_STYLES}</head><body class="widget_frame_base tgme_widget body_widget_post emoji_image">'
        f"{block}</body></html>"
    )


def rss(channel: Channel, posts: Sequence[Shown], *, changed: datetime) -> bytes:
    """Return an RSS 2.0 document, newest first: a post's first line is its title, the rest its text.

    ``changed`` is when the document last changed.
    """
    items = "".join(_rss_item(post) for post in reversed(posts))
    return _bytes(
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel>'
        f"<title>{escape(channel.title)}</title><link>{escape(channel.home)}</link>"
        f"<description>{escape(channel.description)}</description>"
        f"<lastBuildDate>{format_datetime(changed)}</lastBuildDate>{items}</channel></rss>\n"
    )


def _rss_item(post: Shown) -> str:
    title, _, text = post.text.partition("\n")
    author = f"<author>{escape(post.author)}</author>" if post.author else ""
    return (
        f"<item><title>{escape(title)}</title><link>{escape(post.link)}</link>"
        f'<guid isPermaLink="true">{escape(post.link)}</guid>{author}'
        f"<pubDate>{format_datetime(post.published)}</pubDate><description>{escape(text)}</description>"
        "</item>\n"
    )


def _bytes(page: str) -> bytes:
    return page.encode("utf-8", "xmlcharrefreplace")


def _id(post: Shown) -> int:
    return post.id


# --- a preview page's frame ---------------------------------------------------------------------


def _channel_page(channel: Channel, history: str, cursors: str, base: str) -> str:
    title = escape(channel.title)
    return (
        f'<!DOCTYPE html>\n<html><head><meta charset="utf-8"><title>{title} – Telegram</title>'
        f'<meta property="og:title" content="{title}"><meta property="og:site_name" content="Telegram">'
        f'<meta property="og:description" content="{escape(channel.description)}">{cursors}'
        f"{_STYLES}</head>\n"
        '<body class="widget_frame_base tgme_widget emoji_image thin_box_shadow">'
        f"{_header(channel, base)}\n"
        f'<main class="tgme_main" data-url="/{channel.name}"><div class="tgme_container">'
        f'<section class="tgme_channel_history js-message_history">\n{history}</section></div></main>'
        "</body></html>\n"
    )


def _header(channel: Channel, base: str) -> str:
    picture = channel_picture(channel, "tgme_page_photo_image")
    verified = '<i class="verified-icon"> ✔</i>' if channel.verified else ""
    return (
        '<header class="tgme_header search_collapsed"><div class="tgme_container">'
        '<div class="tgme_header_right_column">'
        '<section class="tgme_right_column"><div class="tgme_channel_info">'
        '<div class="tgme_channel_info_header">'
        f'{picture}<div class="tgme_channel_info_header_title_wrap">'
        '<div class="tgme_channel_info_header_title">'
        f'<span dir="auto">{text_html(channel.title)}</span></div>'
        f'<div class="tgme_channel_info_header_labels">{verified}</div></div>'
        '<div class="tgme_channel_info_header_username">'
        f'<a href="{base}/{channel.name}">@{channel.name}</a></div></div>'
        f'<div class="tgme_channel_info_counters">{_counters(channel)}</div>'
        f'<div class="tgme_channel_info_description">{text_html(channel.description)}</div>'
        "</div></section></div></div></header>"
    )


def _counters(channel: Channel) -> str:
    return "".join(
        f'<div class="tgme_channel_info_counter"><span class="counter_value">{short_number(number)}</span>'
        f' <span class="counter_type">{escape(word.removesuffix("s") if number == 1 else word)}</span></div>'
        for number, word in channel.counters
    )


def _cursor(channel: Channel, relation: str, direction: str, number: int | None) -> str:
    if number is None:
        return ""
    return f'<link rel="{relation}" href="/s/{channel.name}?{direction}={number}">'


def _more(channel: Channel, direction: str, number: int | None) -> str:
    if number is None:
        return ""
    return (
        '<div class="tgme_widget_message_centered js-messages_more_wrap">'
        f'<a href="/s/{channel.name}?{direction}={number}" class="tme_messages_more js-messages_more"'
        f' data-{direction}="{number}"></a></div>\n'
    )


def _nothing() -> str:
    return (
        '<div class="tgme_widget_message_wrap js-widget_message_wrap">'
        '<div class="tgme_widget_message_centered">'
        '<div class="tme_no_messages_found">No posts found</div></div></div>'
    )
