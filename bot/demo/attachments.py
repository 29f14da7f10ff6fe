"""The attachments of a message block: pictures, clips, files, albums."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zlib import crc32

from bot.demo.markup import escape

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.demo.shown import Attachment, Shown

_UNSUPPORTED = "This media is not supported in your browser"


def media_html(post: Shown, link: str) -> str:
    """Return all attachments of a post, more than one as an album; ``link`` is the post's address."""
    if len(post.media) > 1:
        return _album(post, link)
    return "".join(_ATTACHMENTS[one.kind](one, link, "") for one in post.media)


def notice_html(label: str, link: str) -> str:
    """Return the notice that stands where a browser cannot show an attachment, or in its place."""
    named = "message_media_view_in_telegram"
    way = (
        f'<a href="{link}" class="{named}">VIEW IN TELEGRAM</a>'
        if link
        else f'<span class="{named}">VIEW IN TELEGRAM</span>'
    )
    return (
        '<div class="message_media_not_supported_wrap"><div class="message_media_not_supported">'
        f'<div class="message_media_not_supported_label">{label}</div>{way}</div></div>'
    )


def _album(post: Shown, link: str) -> str:
    channel = link.rpartition("/")[0]
    pieces = "".join(
        _ATTACHMENTS[one.kind](one, f"{channel}/{number}?single", " grouped_media_wrap js-message_photo")
        for number, one in zip(post.ids, post.media, strict=True)
    )
    return (
        '<div class="tgme_widget_message_grouped_wrap js-message_grouped_wrap" data-margin-w="2"'
        ' data-margin-h="2" style="width:453px;">'
        '<div class="tgme_widget_message_grouped js-message_grouped" style="padding-top:47.682%">'
        '<div class="tgme_widget_message_grouped_layer js-message_grouped_layer"'
        ' style="width:453px;height:216px">'
        f"{pieces}</div></div></div>"
    )


def _picture(one: Attachment, link: str) -> str:
    address = one.thumbnail or f"https://cdn4.telesco.pe/file/{crc32(link.encode()):08x}.jpg"
    return f"background-image:url('{escape(address)}')"


def _photo(one: Attachment, link: str, grouped: str) -> str:
    return (
        f'<a class="tgme_widget_message_photo_wrap{grouped} blured" href="{link}" style="width:450px;'
        f'{_picture(one, link)}"><div class="tgme_widget_message_photo" style="padding-top:75%"></div></a>'
    )


def _video(one: Attachment, link: str, grouped: str) -> str:
    clip = f'<video src="{escape(one.url)}" class="tgme_widget_message_video js-message_video"></video>'
    unplayable = "" if one.url else " not_supported"
    notice = _UNSUPPORTED if one.url else "Media is too big"
    return (
        f'<a class="tgme_widget_message_video_player{grouped}{unplayable} js-message_video_player"'
        f' href="{link}">'
        f'<i class="tgme_widget_message_video_thumb" style="{_picture(one, link)}"></i>'
        '<div class="tgme_widget_message_video_wrap" style="width:720px;padding-top:56%">'
        f"{clip if one.url else ''}</div>"
        '<div class="message_video_play js-message_video_play"></div>'
        f'<time class="message_video_duration js-message_video_duration">{escape(one.duration)}</time>'
        f"{notice_html(notice, '')}</a>"
    )


def _round_video(one: Attachment, link: str, _grouped: str) -> str:
    return (
        '<div class="tgme_widget_message_roundvideo_player js-message_roundvideo_player">'
        '<div class="tgme_widget_message_roundvideo_wrap">'
        f'<i class="tgme_widget_message_roundvideo_thumb" style="{_picture(one, link)}"></i>'
        f'<video class="tgme_widget_message_roundvideo js-message_roundvideo" src="{escape(one.url)}"'
        " muted></video>"
        f"</div>{notice_html(_UNSUPPORTED, link)}"
        '<time class="tgme_widget_message_roundvideo_duration js-message_roundvideo_duration">'
        f"{escape(one.duration)}</time></div>"
    )


def _voice(one: Attachment, link: str, _grouped: str) -> str:
    return (
        f'<a class="tgme_widget_message_voice_player js-message_voice_player" href="{link}">'
        f'<audio class="tgme_widget_message_voice js-message_voice" src="{escape(one.url)}" width="100%">'
        "</audio>"
        '<div class="tgme_widget_message_voice_wrap">'
        '<time class="tgme_widget_message_voice_duration js-message_voice_duration">'
        f"{escape(one.duration)}</time></div></a>"
    )


def _document(one: Attachment, link: str, _grouped: str) -> str:
    audio = " audio" if one.kind == "audio" else ""
    return (
        f'<a class="tgme_widget_message_document_wrap" href="{link}">'
        f'<div class="tgme_widget_message_document_icon accent_bg{audio}"></div>'
        '<div class="tgme_widget_message_document">'
        f'<div class="tgme_widget_message_document_title accent_color" dir="auto">{escape(one.title)}</div>'
        f'<div class="tgme_widget_message_document_extra" dir="auto">{escape(one.extra)}</div></div></a>'
    )


def _sticker(one: Attachment, link: str, _grouped: str) -> str:
    address = escape(one.url)
    return (
        f'<div class="media_not_supported_cont">{notice_html(_UNSUPPORTED, link)}</div>'
        '<div class="tgme_widget_message_sticker_wrap media_supported_cont">'
        '<i class="tgme_widget_message_sticker'
        f' js-sticker_image" style="background-image:url(\'{address}\')" data-webp="{address}"></i></div>'
    )


def _location(one: Attachment, _link: str, _grouped: str) -> str:
    return (
        f'<a class="tgme_widget_message_location_wrap" href="{escape(one.url)}">'
        f'<div class="tgme_widget_message_location" style="{_picture(one, one.url)}"></div></a>'
    )


def _contact(one: Attachment, link: str, _grouped: str) -> str:
    return (
        f'<a class="tgme_widget_message_contact_wrap" href="{link}"><div class="tgme_widget_message_contact">'
        f'<div class="tgme_widget_message_contact_name" dir="auto">{escape(one.title)}</div>'
        f'<div class="tgme_widget_message_contact_phone">{escape(one.extra)}</div></div></a>'
    )


def _unsupported(_one: Attachment, link: str, _grouped: str) -> str:
    return notice_html(_UNSUPPORTED, link)


_ATTACHMENTS: dict[str, Callable[[Attachment, str, str], str]] = {
    "photo": _photo,
    "video": _video,
    "round_video": _round_video,
    "voice": _voice,
    "audio": _document,
    "document": _document,
    "sticker": _sticker,
    "location": _location,
    "contact": _contact,
    "unsupported": _unsupported,
}
