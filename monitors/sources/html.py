r"""Markup to plain text, for every network that writes posts in HTML.

A scanner and no parser: it is linear whatever comes (a parser that repairs broken markup as
browsers do takes quadratic time on some of it), and a text needs no tree.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from urllib.parse import urljoin, urlsplit

from monitors.sources.text import clean

_TOKEN = re.compile(
    r"<(?P<close>/?)(?P<name>[A-Za-z][A-Za-z0-9:-]*+)"
    # An attribute's value may hold ">", and none of this may run past the next "<".
    r"(?P<attributes>(?:[^<>\"']++|\"[^\"<]*+\"|'[^'<]*+'|[\"'])*+)>"
    r"|<(?P<other>[A-Za-z/!?])[^<>]*+>"
)
_KNOWN_TAG = re.compile(
    # The look ahead is for texts that are nothing but "<": without it each costs as much as a tag.
    r"<(?=/?[A-Za-z]|!)"
    r"(?:/?(?:a|abbr|article|aside|audio|b|big|blockquote|body|br|center|cite|code|del|div|dl|dt|dd|em|embed"
    r"|figure|figcaption|font|footer|form|h[1-6]|head|header|hr|html|i|iframe|img|ins|li|link|main|mark"
    r"|meta|nav|noscript|object|ol|p|picture|pre|q|s|script|section|small|source|span|strike|strong|style"
    r"|sub|sup|svg|table|tbody|td|tfoot|th|thead|tr|time|title|tt|u|ul|video|wbr)\b[^<>]*+>"
    r"|!--|!\[CDATA\[)",
    re.IGNORECASE,
)
_REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_HREF = re.compile(r"""\bhref\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'>]++))""", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://[^\s<>\"'«»“”]++", re.IGNORECASE)
_LONGEST_ADDRESS = 4_000
"""Characters; browsers and servers take about 2,000 to 8,000, and a data address has more."""

_WHOLE_ADDRESS = re.compile(r"https?://[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?(?:[/?#][\x21-\x7e]*)?")
"""What needs neither a base nor any repair; nearly all links do not, and urlsplit is slow."""

_WHITE = re.compile(r"[ \t\n\r\f]+")

_HIDING = re.compile(
    r"<!--|<(?:script|style|head|template|noscript|iframe|svg|textarea|title)(?=[\s>])", re.IGNORECASE
)
"""Comments, and elements whose inside is no text of the post."""

_PARAGRAPHS = frozenset(
    ("p", "div", "blockquote", "ul", "ol", "dl", "table", "pre", "article", "section", "header", "footer")
).union(("h1", "h2", "h3", "h4", "h5", "h6", "figure", "hr", "aside"))
_LINES = frozenset(("br", "li", "tr", "dt", "dd", "figcaption"))

_LONGEST = 200_000
"""Characters of markup; Telegram shows 4,096, and what is longer is no post."""

_MOST_LINKS = 200
"""More links are a list and no post."""


@dataclass(frozen=True, slots=True)
class Plain:
    """A text without markup, and the absolute http(s) addresses that it linked to, in order."""

    text: str
    links: tuple[str, ...] = ()


def looks_like_html(text: str) -> bool:
    """Tell whether a text holds a tag that HTML knows, or a character reference.

    Feeds do not say what their titles and summaries are: ``a < b`` and ``x<y>`` stay as they are.
    """
    tagged = "<" in text and _KNOWN_TAG.search(text) is not None
    return tagged or ("&" in text and _REFERENCE.search(text) is not None)


def plain(markup: str, base: str = "") -> Plain:
    """Return the text of HTML, or the text itself where it is none (its line breaks are kept then).

    Paragraphs are set apart by an empty line, ``<br>`` and ``<li>`` begin a line; scripts, styles
    and comments are dropped. Links are resolved against ``base``. Of markup beyond 200,000
    characters nothing is read.
    """
    markup = markup[:_LONGEST]
    if not looks_like_html(markup):
        return literal(markup)
    links: list[str] = []
    shown = _WHITE.sub(" ", _without_hidden(markup))
    text = clean(unescape(_TOKEN.sub(lambda token: _break(token, links), shown)))
    absolute = (web_address(link, base) for link in links[:_MOST_LINKS])
    return Plain(text, _unique([link for link in absolute if link] + _ADDRESS.findall(text)))


def literal(text: str) -> Plain:
    """Return a text that is no HTML, whatever it looks like, with the addresses written in it."""
    text = clean(text[:_LONGEST])
    return Plain(text, _unique(_ADDRESS.findall(text)) if "://" in text else ())


def web_address(link: str, base: str = "") -> str:
    """Return a link as an absolute http(s) address, or an empty string where it is none."""
    if len(link) > _LONGEST_ADDRESS:
        return ""
    if _WHOLE_ADDRESS.fullmatch(link) is not None:
        return link
    # Line breaks inside an address are typing errors, and urlsplit drops them silently.
    link = "".join(link.split("\n")).strip()
    try:
        absolute = urljoin(base, link)
        parts = urlsplit(absolute)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:  # a bracket in the host that is no IPv6 address
        return ""
    return clean(absolute) if usable else ""


def _without_hidden(markup: str) -> str:
    """Cut out comments, and elements whose inside is not shown; one without an end is left."""
    pieces = []
    position = 0
    endless: set[str] = set()
    for opening in _HIDING.finditer(markup):
        kind = opening[0].lower()
        # Each end that does not come any more is searched for only once.
        if opening.start() < position or kind in endless:
            continue
        end = _end_of(kind).search(markup, opening.end())
        if end is None:
            endless.add(kind)
            continue
        pieces.append(markup[position : opening.start()])
        position = end.end()
    return "".join([*pieces, markup[position:]]).replace("<![CDATA[", "").replace("]]>", "")


@lru_cache(maxsize=32)
def _end_of(opening: str) -> re.Pattern[str]:
    return re.compile(r"--\s*>" if opening == "<!--" else f"</{opening[1:]}[^<>]*>", re.IGNORECASE)


def _break(token: re.Match[str], links: list[str]) -> str:
    """Return what stands for a tag in the text, and note where it leads."""
    name = (token["name"] or "").lower()
    if name in _PARAGRAPHS:
        return "\n\n"
    if name == "a" and not token["close"]:
        links.extend(_hrefs(token["attributes"]))
    if token["close"]:
        return ""
    return " " if name in {"td", "th"} else "\n" if name in _LINES else ""


def _hrefs(attributes: str) -> list[str]:
    found = _HREF.search(attributes)
    return [unescape(found[1] or found[2] or found[3] or "")] if found else []


def _unique(links: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_without_stop(link) for link in links[:_MOST_LINKS]))


def _without_stop(link: str) -> str:
    """Leave off what belongs to the sentence around an address, and a bracket that it did not open."""
    link = link.rstrip(".,;:!?")
    return link.rstrip(")") if link.count("(") < link.count(")") else link
