"""Whose post a text is, as people name sources: ``kind:name``, or the name alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.model import Source

if TYPE_CHECKING:
    from collections.abc import Sequence

NOBODY = Source("", "")
"""The source of a text of which nobody said whose it is: a channel without a name and a home."""


class SourceNames:
    """Knows the configured sources by name and by key; capitals make no difference.

    Of sources of one name the first is meant.
    """

    def __init__(self, sources: Sequence[Source]) -> None:
        by_name = {source.name.casefold(): source for source in reversed(sources)}
        self._sources = by_name | {source.key.casefold(): source for source in sources}

    def named(self, name: str | None) -> Source:
        """Return the source that is meant; one that is not configured is a channel without a home."""
        if name is None:
            return NOBODY
        if (known := self._sources.get(name.casefold())) is not None:
            return known
        kind, colon, rest = name.partition(":")
        return Source(kind, rest) if colon else Source("", name)
