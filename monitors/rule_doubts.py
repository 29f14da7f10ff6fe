"""What is odd about a rule that is right: that it can never hold, and words that have no forms.

None of it is an error: a rule may wait for a source or a place that comes later.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from monitors.facts import Facts, FieldKey
from monitors.language.slavic import dictionary
from monitors.lexicon import spellings_of
from monitors.rules import write
from storage.model import And, Field, Not, Or, Post, Term, from_iso, leaves

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from monitors.language.forms import Forms
    from monitors.watchlist import Vocabulary
    from storage.model import Node, Source

_OF_SOURCES = frozenset({"source", "kind", "voice", "home"})
_LONGEST = 60


class Contradictions:
    """Finds out that a rule can never hold for any post of these sources."""

    def __init__(self, vocabulary: Vocabulary, sources: Sequence[Source]) -> None:
        self._vocabulary = vocabulary
        around = vocabulary.gazetteer.around
        self._sources = [Facts(_NO_POST, s, around(s.home), None).plain for s in sources]

    def reason(self, node: Node) -> str:
        """Return why a tree can never hold, empty where it can as far as is seen.

        Seen is what contradicts itself within one AND, each OR in it taken by itself.
        """
        if isinstance(node, Or):
            return _common(map(self.reason, node.parts))
        parts = list(_together(node))
        choices = [part for part in parts if isinstance(part, Or)]
        return self._contradiction(parts) or next(
            (reason for choice in choices if (reason := self._of_choice(choice, parts))), ""
        )

    def _of_choice(self, choice: Or, parts: list[Node]) -> str:
        """Return why none of an OR's parts can hold beside the others."""
        others = [part for part in parts if part is not choice]
        return _common(self._contradiction([*others, *_together(part)]) for part in choice.parts)

    def _contradiction(self, parts: Sequence[Node]) -> str:
        """Return why these can never hold together."""
        wanted = [part for part in parts if not isinstance(part, Not)]
        excluded = [part.part for part in parts if isinstance(part, Not)]
        fields = [part for part in wanted if isinstance(part, Field)]
        return (
            self._excluded(wanted, excluded)
            or self._nowhere(fields)
            or _at_no_time(fields)
            or _in_two_languages(fields)
            or self._of_no_source(fields, excluded)
        )

    def _excluded(self, wanted: Sequence[Node], excluded: Sequence[Node]) -> str:
        for node in (one for part in excluded for one in _alternatives(part)):
            there = set(node.parts) if isinstance(node, And) else {node}
            if there <= set(wanted):
                return f"it asks for {_short(node)} and excludes it"
            if isinstance(node, Term) and (term := self._covered(node, wanted)):
                return f"wherever {_short(term)} stands, {_short(node)} stands too, which is excluded"
        return ""

    def _covered(self, excluded: Term, wanted: Iterable[Node]) -> Term | None:
        """Return a term that is wanted and never stands without another that is excluded."""
        akin = (term for term in wanted if isinstance(term, Term) and _are_akin(excluded, term))
        return next((term for term in akin if self._covers(excluded, term)), None)

    def _covers(self, excluded: Term, term: Term) -> bool:
        """Tell whether each way to write a term holds a word that is excluded."""
        words, beginnings = set[str](), list[str]()
        for spelling in spellings_of(excluded, self._vocabulary.forms):
            if len(spelling.slots) == 1:
                beginnings += spelling.slots[0] if spelling.prefix else ()
                words |= spelling.slots[0]
        begun = tuple(beginnings)
        ways = list(spellings_of(term, self._vocabulary.forms))
        return bool(words) and all(
            not way.edits
            and any(
                all(word.startswith(begun) or (word in words and not is_begun) for word in slot)
                for slot, is_begun in zip(way.slots, _begun(way.slots, prefix=way.prefix), strict=True)
            )
            for way in ways
        )

    def _nowhere(self, fields: Iterable[Field]) -> str:
        within = self._vocabulary.gazetteer.within
        empty = [field for field in fields if field.name == "place" and not within(field.value)]
        return f"{_short(empty[0])} asks for places, of which none is configured" if empty else ""

    def _of_no_source(self, fields: Iterable[Field], excluded: Iterable[Node]) -> str:
        wanted = [field for field in fields if field.name in _OF_SOURCES]
        without = [f for f in excluded if isinstance(f, Field) and f.name in _OF_SOURCES]
        keys, barred = {FieldKey.of(f) for f in wanted}, {FieldKey.of(f) for f in without}
        if not wanted or not self._sources or any(keys <= s and not barred & s for s in self._sources):
            return ""
        asked = " AND ".join([*map(write, wanted), *(f"NOT {write(field)}" for field in without)])
        return f"no configured source fits {asked[: 2 * _LONGEST]}"


def _common(reasons: Iterable[str]) -> str:
    """Return the first of these reasons, empty where one of them is; no more are worked out than needed."""
    first = ""
    for reason in reasons:
        if not reason:
            return ""
        first = first or reason
    return first


def _are_akin(one: Term, other: Term) -> bool:
    """Tell whether terms begin alike somewhere, so that it is worth working out all their forms."""
    return any(word.startswith(beginning[:_ALIKE]) for word in other.words for beginning in one.words)


_ALIKE = 3
"""Letters in which forms of one word agree; of the few that do not, nothing is said."""

_NO_POST = Post("", "", "", "")


def _together(node: Node) -> Iterator[Node]:
    """Yield the parts that must all hold."""
    if isinstance(node, And):
        for part in node.parts:
            yield from _together(part)
    else:
        yield node


def _alternatives(node: Node) -> Iterator[Node]:
    """Yield the parts of which none may hold where this may not."""
    if isinstance(node, Or):
        for part in node.parts:
            yield from _alternatives(part)
    else:
        yield node


def _begun(slots: Sequence[object], *, prefix: bool) -> list[bool]:
    """Tell of each word of a spelling whether it is only begun."""
    return [prefix and i == len(slots) - 1 for i in range(len(slots))]


def _at_no_time(fields: Iterable[Field]) -> str:
    moments = {"after": list[Field](), "before": list[Field]()}
    for field in fields:
        if field.name in moments:
            moments[field.name].append(field)
    if not all(moments.values()):
        return ""
    latest = max(moments["after"], key=_moment)
    earliest = min(moments["before"], key=_moment)
    if _moment(latest) < _moment(earliest):
        return ""
    return f"nothing is both {_short(latest)} and {_short(earliest)}"


def _moment(field: Field) -> datetime:
    return from_iso(field.value.upper())


def _in_two_languages(fields: Iterable[Field]) -> str:
    asked = {field.value.casefold(): field for field in fields if field.name == "lang"}
    if len(asked) < 2:  # noqa: PLR2004 - one language is none too many
        return ""
    one, other, *_ = asked.values()
    return f"a post is in one language, not in {_short(one)} and {_short(other)}"


def _short(node: Node) -> str:
    text = write(node)
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"


# --- words without forms ----------------------------------------------------------------------

SHORTEST = 4
"""Letters of a word of which forms are expected: shorter ones are mostly abbreviations."""

_CYRILLIC, _LATIN = re.compile(r"[а-яіїєґ']+"), re.compile(r"[a-zà-ɏ']+")


def without_forms(node: Node, forms: Forms) -> list[Term]:
    """Return the words of a rule of which no forms are known, though it asks for all of them.

    That is a single word of at least four Cyrillic or Latin letters, not all capitals, which no
    dictionary of the languages (Russian, Ukrainian) knows, and which has no other form in its own script,
    or guessed ones only: a Cyrillic word that is not written as a name. Most are typing errors.
    """
    terms = dict.fromkeys(leaf for leaf in leaves(node) if isinstance(leaf, Term))
    return [
        term
        for term in terms
        if _ought_to_have_forms(term)
        and not _is_known(term.words[0], forms)
        and (_is_guessed(term) or _only_own_spelling(term, forms))
    ]


def _ought_to_have_forms(term: Term) -> bool:
    if term.exact or term.prefix or term.edits or len(term.words) != 1:
        return False
    word = term.words[0]
    is_abbreviation = all(written.isupper() for written in _written(term))
    return len(word) >= SHORTEST and not is_abbreviation and _script(word) is not None


def _written(term: Term) -> tuple[str, ...]:
    return term.written or (term.text,)


def _is_known(word: str, forms: Forms) -> bool:
    languages = (language for language in _WITH_DICTIONARY if language in forms.languages)
    return any(dictionary(language).lexemes(word) for language in languages)


_WITH_DICTIONARY = ("ru", "uk")


def _is_guessed(term: Term) -> bool:
    return _script(term.words[0]) is _CYRILLIC and all(written.islower() for written in _written(term))


def _only_own_spelling(term: Term, forms: Forms) -> bool:
    (word,) = term.words
    script = _script(word)
    others = (other for way in spellings_of(term, forms) for slot in way.slots for other in slot)
    return all(other == word or script is None or not script.fullmatch(other) for other in others)


def _script(word: str) -> re.Pattern[str] | None:
    """Return the script of a canonical word, None where it mixes them or has digits."""
    return next((script for script in (_CYRILLIC, _LATIN) if script.fullmatch(word)), None)
