"""How far a story is confirmed: origins are counted, not posts.

- A copy or forward belongs to its origin, a chain of them to the first. It confirms nothing; only where the
  first post was not seen does it stand for that, so that its origin counts at all.
- Speakers of one owner are one origin (:mod:`monitors.stories.owners`).
- ``unconfirmed`` is one origin, ``corroborated`` two or more, ``official`` an official voice that tells it
  itself: in a post of its own, in a text that others published too, or in a forward whose address is that of
  a configured official source (:func:`monitors.stories.owners.accounts_of`). That somebody writes "the
  governor said so" makes nothing official, nor that an official forwards what a stranger wrote.
- Who only passes on what others say (:func:`monitors.stories.words.wording.is_hearsay`) is no origin beside
  others: the rumour that he repeats may be theirs. Alone he is one. An official who calls a report
  unconfirmed does not confirm it; his preliminary data do.
- A denial confirms nothing. That of an official or a media voice makes the story disputed, until its owner
  tells the event again later, or a graver voice does. A copied denial is its origin's; one that quotes the
  report which it denies, and so looks like a copy, is its writer's own.
- A deleted post neither confirms nor denies any longer, and what copied it does not stand in for it.

Adding, replacing and removing cost the same however many posts a story has.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from monitors.stories.owners import account_of
from monitors.stories.words.wording import is_hearsay
from storage.model import Role, Trust, Voice

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitors.stories.owners import Owners

_GRAVE = frozenset({Voice.OFFICIAL, Voice.MEDIA})
"""Voices whose denial counts; the official one is the graver."""
_ENOUGH = 2
"""Origins that corroborate each other."""


@dataclass(frozen=True, slots=True)
class Testimony:
    """A post as a witness: who speaks, what it repeats, and how sure it is.

    ``speaker`` is :attr:`storage.model.Source.speaker`, ``forward`` the address or name of what it forwards,
    "" if it is no forward; the rest is as in :class:`storage.model.Membership`.
    """

    post: int
    speaker: str
    voice: Voice
    role: Role = Role.REPORT
    copied: int | None = None
    forward: str = ""
    denies: bool = False
    hedge: str = ""
    deleted: bool = False


@dataclass(frozen=True, slots=True)
class Judgement:
    """How far a story is confirmed, and by which posts.

    ``origins`` counts the independent tellings; it is 0 where nobody tells the event, or nobody any longer.
    ``evidence`` is the official post, or one post of each of the first two origins, or the one there is;
    ``denied_by`` holds the denials in force, the last of each owner.
    """

    trust: Trust = Trust.UNCONFIRMED
    is_disputed: bool = False
    origins: int = 0
    evidence: tuple[int, ...] = ()
    denied_by: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _Heard:
    """A post as it was heard: whose telling it is, in whose voice, and whether it is the speaker's own.

    ``is_rooted`` is true where the first post of its chain is in the ledger, itself among them. ``turn``
    grows with every word that is said.
    """

    told: Testimony
    turn: int
    origin: str
    voice: Voice
    is_own: bool
    is_rooted: bool


class Ledger:
    """Who tells a story and who denies it, post by post.

    It is rebuilt by adding its posts again in their order.
    """

    def __init__(self, owners: Owners) -> None:
        self._owners = owners
        self._heard: dict[int, _Heard] = {}
        self._turn = 0
        self._clear()

    def add(self, testimony: Testimony) -> Judgement:
        """Hear a post and judge; one that is known already is replaced."""
        return self.replace(testimony)

    def replace(self, testimony: Testimony) -> Judgement:
        """Take a post anew that was edited or deleted, and judge; one that is not known is added.

        What it says of the event counts as said now, unless it is the same as before.
        """
        self._refresh()
        before, now = self._heard.get(testimony.post), self._hear(testimony)
        if before is not None and _weight(before) == _weight(now):
            self._heard[testimony.post] = replace(now, turn=before.turn)
            return self.judgement()
        if before is not None:
            self._leave(before)
        self._turn += 1
        self._heard[testimony.post] = now
        self._enter(now)
        return self.judgement()

    def remove(self, post: int) -> Judgement:
        """Forget a post that moved to another story, and judge; one that is not known changes nothing."""
        self._refresh()
        heard = self._heard.pop(post, None)
        if heard is not None:
            self._leave(heard)
        return self.judgement()

    def origin_of(self, post: int) -> str:
        """Return whose telling a post is: an owner, a source's key, or ``forward:NAME``.

        Raises :exc:`KeyError` for a post that is not in the ledger.
        """
        return self._owners.owner_of(self._heard[post].origin)

    def testimonies(self) -> Iterator[Testimony]:
        """Yield what was heard, in the order in which it was added."""
        return (heard.told for heard in self._heard.values())

    def judgement(self) -> Judgement:
        """Judge by all that was heard."""
        self._refresh()
        denied_by = tuple(self._in_force.values())
        origins = len(self._firm) or min(1, len(self._soft))
        firsts = tuple(next(iter(posts)) for posts in islice(self._firm.values(), _ENOUGH))
        trust, evidence = Trust.UNCONFIRMED, firsts or tuple(islice(self._soft, 1))
        if self._official:
            trust, evidence = Trust.OFFICIAL, tuple(islice(self._official, 1))
        elif origins >= _ENOUGH:
            trust = Trust.CORROBORATED
        return Judgement(trust, bool(denied_by), origins, evidence, denied_by)

    # --- hearing ----------------------------------------------------------------------------------

    def _hear(self, told: Testimony) -> _Heard:
        original = self._heard.get(told.copied) if told.copied is not None else None
        if original is not None and not self._is_its_own(told, original.told):
            return self._officially(replace(original, told=told, turn=self._turn + 1, is_own=False))
        if original is None and (told.forward or told.copied is not None):
            return self._officially(self._unseen(told))
        return _Heard(told, self._turn + 1, told.speaker, told.voice, is_own=True, is_rooted=True)

    def _unseen(self, told: Testimony) -> _Heard:
        """Hear a copy or forward of a post that is not in the ledger, in its stead."""
        origin, voice = f"post:{told.copied}", Voice.PERSON
        if told.forward:
            origin = f"forward:{account_of(told.forward) or told.forward}"
            origin, voice = self._owners.account(told.forward) or (origin, voice)
        return _Heard(told, self._turn + 1, origin, voice, is_own=False, is_rooted=False)

    def _is_its_own(self, told: Testimony, original: Testimony) -> bool:
        """Tell whether what looks like a copy is its speaker's word: his again, or against the original."""
        is_his_again = self._owners.owner_of(told.speaker) == self._owners.owner_of(original.speaker)
        return not told.forward and (is_his_again or told.denies != original.denies)

    def _officially(self, heard: _Heard) -> _Heard:
        """Hear a copy as it is; but an official who publishes a text, and forwards none, tells it himself."""
        told = heard.told
        if told.voice is not Voice.OFFICIAL or told.forward:
            return heard
        return replace(
            heard, origin=told.speaker if told.denies else heard.origin, voice=told.voice, is_own=True
        )

    # --- counting ---------------------------------------------------------------------------------

    def _refresh(self) -> None:
        """Count anew when it has been found out whose somebody is."""
        if self._version != self._owners.version:
            self._clear()
            for heard in sorted(self._heard.values(), key=lambda one: one.turn):
                self._enter(heard)

    def _clear(self) -> None:
        self._version = self._owners.version
        # Dictionaries without values are sets in the order of turns: the first and the last are at hand.
        self._firm: dict[str, dict[int, None]] = {}
        self._soft: dict[int, None] = {}
        self._official: dict[int, None] = {}
        self._denials: dict[str, dict[int, None]] = {}
        self._in_force: dict[str, int] = {}

    def _enter(self, heard: _Heard) -> None:
        told = heard.told
        if told.deleted or not (heard.is_own or not heard.is_rooted):
            return
        owner = self._owners.owner_of(heard.origin)
        if told.denies:
            if heard.voice in _GRAVE:
                self._denials.setdefault(owner, {})[told.post] = None
                self._in_force[owner] = told.post
        elif is_hearsay(told.hedge):
            self._soft[told.post] = None
        else:
            self._firm.setdefault(owner, {})[told.post] = None
            self._in_force.pop(owner, None)
            if heard.voice is Voice.OFFICIAL:
                self._official[told.post] = None
                self._settle()

    def _settle(self) -> None:
        """Take back the denials that are less grave than an official's word."""
        self._in_force = {
            owner: post for owner, post in self._in_force.items() if self._heard[post].voice is Voice.OFFICIAL
        }

    def _leave(self, heard: _Heard) -> None:
        post, owner = heard.told.post, self._owners.owner_of(heard.origin)
        concerned = self._denials if post in self._official else self._denials.keys() & {owner}
        for posts in (self._soft, self._official):
            posts.pop(post, None)
        for side in (self._firm, self._denials):
            told = side.get(owner, {})
            told.pop(post, None)
            if not told:
                side.pop(owner, None)
        if concerned:
            self._in_force = {
                owner: next(reversed(posts))
                for owner, posts in self._denials.items()
                if self._is_in_force(owner)
            }

    def _is_in_force(self, owner: str) -> bool:
        """Tell whether no telling of an owner or of a graver voice came after its last denial."""
        denial = self._heard[next(reversed(self._denials[owner]))]
        telling = [next(reversed(one)) for one in (self._firm.get(owner),) if one]
        if denial.voice is not Voice.OFFICIAL and self._official:
            telling.append(next(reversed(self._official)))
        return all(self._heard[post].turn < denial.turn for post in telling)


def _weight(heard: _Heard) -> tuple[object, ...]:
    """Return all that a post counts by."""
    told = heard.told
    stance = (told.denies, is_hearsay(told.hedge), told.deleted)
    return (*stance, heard.origin, heard.voice, heard.is_own, heard.is_rooted)
