"""What most networks have no use for: selectors, requests for news alone, short looks at a page.

A module takes over from here what it does not have: ``news = without.news``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from monitors.exchange import Page, Request
    from monitors.sources.contract import Listing
    from storage.model import Source, SourceState


def check_select(select: Mapping[str, str]) -> None:
    """Accept what there is: nothing, since ``SELECTS`` names no selectors."""
    del select


def news(source: Source, state: SourceState, shown: Sequence[str]) -> Request | None:
    """Return nothing: all that there is to ask for is a whole page."""
    del source, state, shown
    return None


def fresh(page: Page, marks: Mapping[str, int]) -> Listing | None:
    """Return nothing: what is new shows only once a page is read."""
    del page, marks
    return None
