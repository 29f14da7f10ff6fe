"""The selectors of a web page: ``css``, or ``css@attribute`` for what stands in an attribute.

What they may hold is bounded: a browser's engine tries a chain of ``a b c`` against every way up the
tree, so each further step multiplies the time by the depth, and the page is a stranger's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from selectolax.lexbor import LexborHTMLParser, SelectolaxError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from selectolax.lexbor import LexborNode

KEYS = ("item", "link", "text", "time", "title")
"""The selectors that a page may be given; all but ``item`` look inside an item."""

_LONGEST = 300
"""Characters of one selector."""

_MOST_STEPS = 2
"""Spaces between the parts of a selector: 10,000 elements 200 deep take a second, with three a minute."""

_ATTRIBUTE = re.compile(r"[A-Za-z_][\w:.-]{0,60}", re.ASCII)
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'|\[[^\]]*\]")
_TIGHT = re.compile(r"\s*([>+,()])\s*")


@dataclass(frozen=True, slots=True)
class Selector:
    """What to look for: elements, and the attribute that is read of them; "" reads their text."""

    css: str
    attribute: str = ""

    def first(self, item: LexborNode) -> LexborNode | None:
        """Return the first element in an item (the item itself counts) that has what is asked for."""
        if not self.css:
            return item if self.attribute in item.attributes else None
        if not self.attribute:
            return item.css_first(self.css)
        return next((node for node in item.css(self.css) if node.attributes.get(self.attribute)), None)


@lru_cache(maxsize=1024)
def selector(text: str) -> Selector:
    """Return a selector as it is written; behind the last ``@`` stands an attribute."""
    css, at, attribute = text.strip().rpartition("@")
    if at and _ATTRIBUTE.fullmatch(attribute.strip()):
        return Selector(css.strip(), attribute.strip().lower())
    return Selector(text.strip())


def check(select: Mapping[str, str]) -> None:
    """Raise :exc:`ValueError` with what was expected where these selectors cannot be used."""
    if not select.get("item", "").strip():
        raise ValueError("expected item, the selector of one post on the page")
    for key, text in select.items():
        _check_one(key, text)


def _check_one(key: str, text: str) -> None:
    if len(text) > _LONGEST:
        raise ValueError(f"expected {key} of at most {_LONGEST} characters, got {len(text)}")
    found = selector(text)
    if key == "item" and found.attribute:
        raise ValueError(f"expected item to select elements, not an attribute, got {text!r}")
    if not found.css and not found.attribute:
        raise ValueError(f"expected {key} to be a CSS selector, got {text!r}")
    shape = _TIGHT.sub(r"\1", _QUOTED.sub("[]", found.css))
    if "~" in shape or any(len(part.split()) > _MOST_STEPS + 1 for part in shape.split(",")):
        raise ValueError(
            f"expected {key} of at most {_MOST_STEPS} spaces and without ~ (use > or a class), got {text!r}"
        )
    try:
        LexborHTMLParser("<p></p>").css(found.css or "p")
    except SelectolaxError:
        raise ValueError(f"expected {key} to be a CSS selector, got {text!r}") from None
