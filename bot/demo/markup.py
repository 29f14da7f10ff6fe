"""Plain text to the HTML in which t.me shows it (observed on its preview pages)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import quote

from bot.demo.shown import TELEGRAM

if TYPE_CHECKING:
    from collections.abc import Iterable

_ENTITIES = (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"), ("'", "&#39;"), ("!", "&#33;"))
_PICTOGRAM = "[\u2600-\u27bf\u2b05-\u2b55\u203c\u2049\u231a\u231b\u23e9-\u23fa\U0001f300-\U0001faff]"
_TOKEN = re.compile(
    rf"""
    (?=[\nh\#@*0-9\u2000-\u2fff\U0001f1e6-\U0001faff])  # most letters begin nothing: pass them at once
    (?:
      (?P<line>\n)
    | (?P<address>https?://[^\s<>"]*[^\s<>".,;:!?)»])
    | (?<![\w&])(?P<tag>\#\w+)
    | (?<!\w)(?P<mention>@[A-Za-z]\w{{3,31}})
    | (?P<emoji>[\U0001f1e6-\U0001f1ff]{{2}}
        | [0-9\#*]\ufe0f\u20e3
        | {_PICTOGRAM}[\ufe0f\U0001f3fb-\U0001f3ff]*(?:\u200d{_PICTOGRAM}\ufe0f?)*)
    )""",
    re.VERBOSE,
)
_THOUSAND = 1000


def escape(text: str) -> str:
    """Return text in which nothing is markup, also inside a quoted attribute."""
    for character, entity in _ENTITIES:
        text = text.replace(character, entity)
    return text


def text_html(
    text: str, *, bold: bool = False, custom_emoji: bool = False, anchors: Iterable[tuple[str, str]] = ()
) -> str:
    """Return a post's text as HTML; read back with ``<br/>`` as a newline it is the same text.

    ``bold`` sets the first line in bold; ``anchors`` link words of the text to addresses.
    """
    first, line, rest = text.partition("\n") if bold else ("", "", text)
    head = f"<b>{_tokens_html(first, custom_emoji=custom_emoji)}</b>" if first else ""
    html = head + _tokens_html(line + rest, custom_emoji=custom_emoji)
    for words, address in anchors:
        html = html.replace(escape(words), _named_link(words, address), 1)
    return html


@lru_cache(maxsize=1024)
def emoji_html(emoji: str, *, custom: bool = False) -> str:
    """Return one emoji as a page shows it: a picture named by its bytes, the character inside."""
    picture = emoji.replace("\ufe0f", "").encode("utf-8", "replace").hex().upper()
    style = f"background-image:url('//telegram.org/img/emoji/40/{picture}.png')"
    shown = f'<i class="emoji" style="{style}"><b>{emoji}</b></i>'
    return f'<tg-emoji emoji-id="{int(picture[:12], 16)}">{shown}</tg-emoji>' if custom else shown


def short_number(number: int) -> str:
    """Return a number as t.me writes counters: three digits, the rest cut off, then K or M (``4.02K``)."""
    for unit, name in ((_THOUSAND**2, "M"), (_THOUSAND, "K")):
        if number >= unit:
            places = max(0, 3 - len(str(number // unit)))
            digits = str(number * 10**places // unit)
            whole, fraction = digits[: len(digits) - places], digits[len(digits) - places :].rstrip("0")
            return f"{whole}.{fraction}{name}" if fraction else whole + name
    return str(number)


def _tokens_html(text: str, *, custom_emoji: bool) -> str:
    parts: list[str] = []
    end = 0
    for token in _TOKEN.finditer(text):
        parts.append(escape(text[end : token.start()]))
        parts.append(_token_html(token, custom_emoji=custom_emoji))
        end = token.end()
    parts.append(escape(text[end:]))
    return "".join(parts)


def _token_html(token: re.Match[str], *, custom_emoji: bool) -> str:
    text = token[0]
    if token["line"]:
        return "<br/>"
    if token["address"]:
        return f'<a href="{escape(text)}" target="_blank" rel="noopener">{escape(text)}</a>'
    if token["tag"]:
        return f'<a href="?q={quote(text)}">{text}</a>'
    if token["mention"]:
        return f'<a href="{TELEGRAM}/{text[1:]}" target="_blank">{text}</a>'
    return emoji_html(text, custom=custom_emoji)


def _named_link(words: str, address: str) -> str:
    # A link whose words are not its address asks before it opens, and t.me escapes its address twice.
    ask = "return confirm('Open this link?\\n\\n'+this.href);"
    href = escape(escape(address))
    return f'<a href="{href}" target="_blank" rel="noopener" onclick="{ask}">{escape(words)}</a>'
