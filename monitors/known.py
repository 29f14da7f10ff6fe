"""What the fields of a rule can name, and what is said of a name or date that is not understood."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from monitors.language import fold
from monitors.language.detect import LANGUAGES
from monitors.rule_text import RuleError
from storage.model import Rule, Voice

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from storage.model import Field

KINDS = frozenset({"telegram", "telegram_member", "feed", "mastodon", "bluesky", "vk", "page"})
"""The networks that a source can be of."""
ATTACHMENTS = ("photo", "video", "link", "poll")
"""What ``has:`` can ask for."""
REGION = "region"
"""The value of ``place:`` and ``home:`` that stands for any place of the configured region."""
DATES = frozenset({"after", "before"})
"""Fields whose values are dates: ``after:`` is at that moment or later, ``before:`` earlier."""
MOST_NAMES = 8
"""How many names are listed when one is not known."""

_PLACES = frozenset({"place", "home"})
# What people write for a language which has another code, and for what a post can have.
_LANGUAGES_MEANT = {"ua": "uk", "cz": "cs", "gr": "el", "se": "sv", "dk": "da", "by": "be", "ger": "de"}
_ATTACHMENTS_MEANT = {"image": "photo", "images": "photo", "picture": "photo", "url": "link", "film": "video"}
_MEANT = _LANGUAGES_MEANT | _ATTACHMENTS_MEANT
_MOST_NEAR_PLACES = 3
_LONGEST_COMPARED = 100
_MOST_COMPARED = 1000
_MOST_OTHER_LETTERS = 4


@dataclass(frozen=True)
class Known:
    """What a rule may name: topics with their rules, sources by key (``telegram:open_belgorod``), places.

    ``places`` maps every way in which a place can be named to the value that ``place:`` and ``home:``
    get then; a value is a name of itself. ``kinds`` are the networks that sources can be of.
    """

    topics: Mapping[str, Rule] = field(default_factory=dict)
    sources: frozenset[str] = frozenset()
    places: Mapping[str, str] = field(default_factory=dict)
    kinds: frozenset[str] = KINDS

    @cached_property
    def names(self) -> Mapping[str, Mapping[str, str]]:
        """What each field can be: spelling without capitals to spelling as configured.

        A source can be named without its kind too. Of a place it is the canonical spelling.
        """
        return {"topic": _spelled(self.topics), **self._lasting_names}

    @cached_property
    def _lasting_names(self) -> Mapping[str, Mapping[str, str]]:
        places = self._places()
        return {
            "source": _spelled((*_bare(self.sources), *sorted(self.sources))),
            "kind": _spelled(sorted(self.kinds)),
            "voice": _spelled([voice.value for voice in Voice]),
            "lang": _spelled(sorted(LANGUAGES)),
            "has": _spelled(ATTACHMENTS),
            "place": places,
            "home": places,
        }

    def with_topics(self, topics: Mapping[str, Rule]) -> Known:
        """Return the same with other topics."""
        other = replace(self, topics=topics)
        # Places have thousands of names, and this is asked for each topic: they are worked out once.
        other.__dict__["_lasting_names"] = self._lasting_names
        return other

    def _places(self) -> dict[str, str]:
        values = dict.fromkeys([*self.places.values(), REGION])
        named = {fold.search_text(value): value for value in values}
        return named | {fold.search_text(name): value for name, value in self.places.items()}

    def value(self, named: Field) -> str | None:
        """Return what a field's value means, as configured; a date in UTC (ISO 8601); None if nothing."""
        if named.name in DATES:
            return _date(named.value)
        plain = fold.search_text if named.name in _PLACES else str.casefold
        return self.names[named.name].get(plain(named.value))

    def wrong(self, named: Field) -> RuleError | None:
        """Return what is wrong with a field's value, with the nearest that would be right."""
        if self.value(named) is not None:
            return None
        if named.name in DATES:
            return RuleError(_no_date(named.value), named.position)
        told = f'there is no {_NOUNS.get(named.name, named.name)} "{named.value}"'
        most = _MOST_NEAR_PLACES if named.name in _PLACES else 1
        return RuleError(told + _hint(named.value, self.names[named.name], most), named.position)


_NOUNS = {"home": "place", "lang": "language", "has": "attachment"}


def _bare(sources: frozenset[str]) -> list[str]:
    return [key.partition(":")[2] for key in sorted(sources)]


def _spelled(names: Mapping[str, Rule] | list[str] | tuple[str, ...]) -> dict[str, str]:
    return {name.casefold(): name for name in names}


def _hint(value: str, names: Mapping[str, str], most: int) -> str:
    if not names:
        return " (none is configured)"
    if near := _nearest(value.casefold(), names, most):
        return f"; did you mean {near}?"
    there = list(dict.fromkeys(names.values()))
    more = f" and {len(there) - MOST_NAMES} more" if len(there) > MOST_NAMES else ""
    return f" (there {'are' if there[1:] else 'is'} {', '.join(there[:MOST_NAMES])}{more})"


def _nearest(value: str, names: Mapping[str, str], most: int) -> str:
    """Return the names that are most like a value, as configured; empty if none is like it."""
    if len(value) > _LONGEST_COMPARED:
        return ""
    if _MEANT.get(value) in names:
        return names[_MEANT[value]]
    near = difflib.get_close_matches(value, _alike(value, names), n=most)
    return " or ".join(dict.fromkeys(names[name] for name in near))


def _alike(value: str, names: Collection[str]) -> Collection[str]:
    """Return those of many names that have nearly the letters of a value: to compare all takes too long."""
    if len(names) <= _MOST_COMPARED:
        return names
    letters = set(value)
    return [name for name in names if len(letters.symmetric_difference(name)) <= _MOST_OTHER_LETTERS]


# --- dates ------------------------------------------------------------------------------------

_A_DATE = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[T ]([0-9]{2}:[0-9]{2})(:[0-9]{2})?(Z|[+-][0-9]{2}:?[0-9]{2})?)?",
    re.IGNORECASE,
)
_OTHER_DATE = re.compile(
    r"([0-9]{1,2})[./-]([0-9]{1,2})[./-]([0-9]{4})|([0-9]{4})[./-]([0-9]{1,2})[./-]([0-9]{1,2})"
)


def _date(written: str) -> str | None:
    """Return a date and time of day in UTC; without a time its midnight, without an offset UTC is meant."""
    found = _A_DATE.fullmatch(written)
    if not found:
        return None
    day, time, seconds, offset = found.groups()
    try:
        moment = datetime.fromisoformat(f"{day}T{time or '00:00'}{seconds or ':00'}{offset or 'Z'}".upper())
        return moment.astimezone(UTC).isoformat(timespec="seconds")
    except (ValueError, OverflowError):
        return None


def _no_date(written: str) -> str:
    found = _OTHER_DATE.fullmatch(written)
    if found:
        day, month, year = found.group(1, 2, 3) if found[1] else found.group(6, 5, 4)
        meant = f"{year}-{int(month):02}-{int(day):02}"
        if _date(meant) and meant != written:
            return f'"{written}" is no date; did you mean {meant}?'
    return f'"{written}" is no date (write 2023-05-22, or 2023-05-22T10:30 for a time in UTC)'
