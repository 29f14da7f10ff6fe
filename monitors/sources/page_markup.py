"""A web page's bytes before they are searched: their encoding, and whether they are fit to be parsed."""

from __future__ import annotations

import re

from monitors.sources.depth import is_deeper
from monitors.sources.feed_encoding import decode

_META = re.compile(rb"<meta[^<>]{1,200}?charset\s{0,9}=\s{0,9}[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_CHARSET = re.compile(
    r"charset\s{0,9}=\s{0,9}[\"']?(?!iso-8859-1\b|us-ascii\b)[\w.:-]", re.IGNORECASE | re.ASCII
)
_HEAD = 4_096
"""Bytes in which a page names its encoding; HTML demands it in the first 1,024, pages are late with it."""

_HIDDEN = re.compile(r"<!--|<(script|style|template|svg)(?=[\s>])", re.IGNORECASE)
_MOST_TAGS = 300_000
"""Opening brackets; a parser takes half a second for so many."""

_DEEPEST = 100
"""Elements within each other; pages have about 40. Searching takes time by the square of this."""

_LONG_TAG = re.compile(r"<[A-Za-z][^<>]{100000}")
"""Characters of one tag: a parser compares each attribute with all before it. Pictures may stand in one."""

_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]{0,20})")
_FLAT = frozenset(
    (
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
    )
).union(
    ("p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option", "optgroup", "html", "body")
)
"""Elements that hold nothing, or that end where the next of their kind begins, as people leave them open."""

_CHALLENGE = re.compile(
    r"<title>\s*(?:just a moment|attention required|ddos-guard|access denied|are you (?:a )?(?:human|robot)"
    r"|captcha|log ?in\b|sign ?in\b|вход\b|авторизация|вы не робот|проверка браузера|доступ ограничен)"
    r"|cf-challenge|challenge-platform|g-recaptcha|h-captcha|smart-?captcha|showcaptcha|ddos-guard|__qrator"
    r"|<input[^<>]{0,200}?\btype\s*=\s*[\"']?password",
    re.IGNORECASE,
)


def text_of(body: bytes, content_type: str) -> str:
    """Return a page's text: by its header's encoding, else that of its ``meta``, unless it is UTF-8."""
    if not _CHARSET.search(content_type) and (named := _META.search(body, 0, _HEAD)):
        content_type = f"text/html; charset={named[1].decode('ascii', 'replace')}"
    return decode(body, content_type)


def visible(text: str) -> str:
    """Return a page without its scripts, styles, drawings and comments, in linear time."""
    pieces, here, endless = [], 0, set[str]()
    for opening in _HIDDEN.finditer(text):
        name = (opening[1] or "").lower()
        if opening.start() < here or name in endless:
            continue
        end = _end(text, name, opening.end())
        if end < 0:
            endless.add(name)
        else:
            pieces.append(text[here : opening.start()])
            here = end
    return "".join([*pieces, text[here:]])


def overload(text: str) -> str:
    """Say why a page would take a parser too long; an empty string where it would not."""
    if text.count("<") > _MOST_TAGS:
        return f"more than {_MOST_TAGS} tags"
    if _LONG_TAG.search(text):
        return "a tag without an end"
    return f"more than {_DEEPEST} elements within each other" if _is_deep(text) else ""


def is_challenge(text: str) -> bool:
    """Tell whether a page asks who is there: a login, a captcha, a check of the browser."""
    return _CHALLENGE.search(text) is not None


_ENDS = {
    name: re.compile(rf"</{name}[^<>]*>", re.IGNORECASE) for name in ("script", "style", "template", "svg")
}


def _end(text: str, name: str, start: int) -> int:
    if not name:
        end = text.find("-->", start)
        return end + 3 if end >= 0 else -1
    found = _ENDS[name].search(text, start)
    return found.end() if found else -1


def _is_deep(text: str) -> bool:
    tags = ((tag[1], tag[2].lower()) for tag in _TAG.finditer(text))
    return is_deeper((tag for tag in tags if tag[1] not in _FLAT), _DEEPEST)
