"""What people read of how the sources stand: how old the picture is, and what has become of a source."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from bot.health.told import APART
from bot.names import health_name, reason_name
from bot.passage import shortened
from storage.model import Health, Trouble

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.health.standings import Picture, Stands
    from bot.health.told import Word
    from bot.texts import Texts

MANY = 4
"""Sources that turn at once from which on one sentence stands for all of them."""

_UNHEARD = 3
"""Sources named of those that were not heard."""

_NAME = 60
_OWN_NETWORK = frozenset({Trouble.CONNECTION, Trouble.DNS, Trouble.TIMEOUT, Trouble.TLS})
_ALL = 3
"""Where all sources fail, one sentence stands for so many: two may well be down by chance."""

SIGNS = {Health.FRESH: "🟢", Health.LATE: "🟡", Health.BROKEN: "🔴", Health.GONE: "⚫"}


def as_of(picture: Picture, texts: Texts) -> str:
    """Say what silence is worth: of which time the picture is, and what is missing from it. No markup."""
    say, time = texts.say, texts.moment(picture.at, picture.at)
    if not picture.total:
        return say("As of {time}, no source is watched.", time=time)
    if picture.within is None:
        heard = texts.count(
            "As of {time}, none of {number} source could be read lately.",
            "As of {time}, none of {number} sources could be read lately.",
            picture.total,
            time=time,
        )
    else:
        heard = texts.count(
            "As of {time}, {heard} of {number} source was read within the last {span}.",
            "As of {time}, {heard} of {number} sources were read within the last {span}.",
            picture.total,
            time=time,
            heard=picture.heard,
            span=texts.lasting(picture.within),
        )
    return f"{heard} {_unheard(picture, texts)}".rstrip()


def _unheard(picture: Picture, texts: Texts) -> str:
    if not picture.unheard:
        return ""
    named = [f"{short_name(one)} ({reason(one, texts)})" for one in picture.unheard[:_UNHEARD]]
    if (more := len(picture.unheard) - _UNHEARD) > 0:
        named.append(texts.count("{number} more", "{number} more", more))
    return texts.say("Not heard: {names}.", names=texts.listed(named))


def short_name(one: Stands) -> str:
    """Return what a source is called where there is little room."""
    return shortened(one.state.source.partition(":")[2], _NAME)


def reason(one: Stands, texts: Texts) -> str:
    """Return why a source stands as it does; the state's name where nothing is known."""
    why = one.standing.reason
    return reason_name(why, texts) if why else health_name(one.health, texts)


def pace(per_day: float, texts: Texts) -> str:
    """Return what is usual for a source, in posts a day, or in the days between two."""
    if per_day >= 1:
        number = round(per_day)
        return texts.count("about {number} post a day", "about {number} posts a day", number)
    days = max(2, round(1 / per_day)) if per_day > 0 else 0
    return texts.count("a post in about {number} day", "a post in about {number} days", days) if days else ""


# --- what operators are told --------------------------------------------------------------------


class Turn(NamedTuple):
    """A source of which there is something to say: how it stood when it was told of last, and the word."""

    one: Stands
    before: Health
    word: Word


def report(turns: Sequence[Turn], everything: Sequence[Stands], now: datetime, texts: Texts) -> list[str]:
    """Return what operators are told of sources that turned, a line each; of many, one line for all."""
    better = [turn for turn in turns if turn.word.told.health is Health.FRESH]
    silent = [turn for turn in turns if turn.one.standing.is_silent]
    worse = [turn for turn in turns if turn not in better and turn not in silent]
    told = _unreadable(worse, everything, now, texts)
    told += [_silent(turn, now, texts) for turn in silent]
    if len(better) >= MANY:
        return [*told, _many_better(better, everything, texts)]
    return [*told, *(_better(turn, texts) for turn in better)]


def _worse(turn: Turn, now: datetime, texts: Texts) -> str:
    one = turn.one
    named = {"sign": SIGNS[one.health], "name": one.state.source, "state": health_name(one.health, texts)}
    why, since = reason(one, texts), one.standing.since
    if since is None:
        return texts.say("{sign} {name}: {state}, {reason}", **named, reason=why) + _often(turn, texts)
    time = texts.moment(since, now)
    told = texts.say("{sign} {name}: {state} since {time}, {reason}", **named, time=time, reason=why)
    return told + _often(turn, texts)


def _silent(turn: Turn, now: datetime, texts: Texts) -> str:
    one = turn.one
    named = {"sign": SIGNS[one.health], "name": one.state.source}
    if one.standing.since is None:
        return texts.say("{sign} {name} is read, but shows nothing new for long", **named) + _often(
            turn, texts
        )
    told = texts.say(
        "{sign} {name} is read without trouble, but shows nothing new since {time}; usual is {pace}",
        **named,
        time=texts.moment(one.standing.since, now),
        pace=pace(one.usual.per_day, texts) if one.usual else "?",
    )
    return told + _often(turn, texts)


def _better(turn: Turn, texts: Texts) -> str:
    told = {"sign": SIGNS[Health.FRESH], "name": turn.one.state.source}
    if turn.before is Health.LATE:
        return texts.say("{sign} {name}: fresh again", **told) + _often(turn, texts)
    return texts.say("{sign} {name} can be read again", **told) + _often(turn, texts)


def _often(turn: Turn, texts: Texts) -> str:
    if not turn.word.times:
        return ""
    hours = APART // timedelta(hours=1)
    told = texts.say(
        "It comes and goes, {number} times by now. You hear of it again in {hours} hours at the earliest.",
        number=turn.word.times,
        hours=hours,
    )
    return f". {told}"


def _unreadable(
    worse: Sequence[Turn], everything: Sequence[Stands], now: datetime, texts: Texts
) -> list[str]:
    """Say it of each source, or once for many and with where the fault is most likely."""
    failing = sum(map(is_failing, everything))
    is_all = failing == len(everything) and len(worse) >= _ALL
    if len(worse) < MANY and not is_all:
        return [_worse(turn, now, texts) for turn in worse]
    reasons = Counter(reason(turn.one, texts) for turn in worse)
    told = texts.count(
        "{sign} {failing} of {number} source cannot be read: {reasons}.",
        "{sign} {failing} of {number} sources cannot be read: {reasons}.",
        len(everything),
        sign=SIGNS[Health.BROKEN],
        failing=failing,
        reasons=texts.listed([f"{why} ({number})" for why, number in reasons.most_common()]),
    )
    return [told, *_guess(worse, texts, is_all=is_all)]


def _guess(worse: Sequence[Turn], texts: Texts, *, is_all: bool) -> list[str]:
    if is_all and {turn.one.standing.reason for turn in worse} <= _OWN_NETWORK:
        return [texts.say("Nothing at all can be read: most likely it is this machine's own network.")]
    kinds = {turn.one.state.source.partition(":")[0] for turn in worse}
    return [texts.say("All of them are of {kind}.", kind=kinds.pop())] if len(kinds) == 1 else []


def _many_better(better: Sequence[Turn], everything: Sequence[Stands], texts: Texts) -> str:
    failing = sum(map(is_failing, everything))
    return texts.count(
        "{sign} {number} source can be read again; {failing} of {total} cannot.",
        "{sign} {number} sources can be read again; {failing} of {total} cannot.",
        len(better),
        sign=SIGNS[Health.FRESH],
        failing=failing,
        total=len(everything),
    )


def is_failing(one: Stands) -> bool:
    """Whether a source's last polls brought no page, however few they were."""
    return one.state.trouble is not None or one.health in {Health.BROKEN, Health.GONE}
