"""The numbers of a text, each with what it counts, and the times of day that it names.

A number is written ``value kind`` (``3 wounded``, ``1500000 money``, ``-5 temperature``, ``22-05 date``,
``2023 year``, ``88002000600 phone``), or the value alone where nothing says what is counted.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from monitors.stories.words.content_words import stem
from monitors.stories.words.counted import ARTICLES, COUNTED, GENERAL, MONTHS, MULTIPLIERS, NUMBER_WORDS

if TYPE_CHECKING:
    from collections.abc import Sequence

# Not what belongs to a word before it, as in Su-25.
_FIGURES = re.compile(r"\d(?<!\d.)(?<![^\W\d_].)(?<![^\W\d_][-_].)(?:[\d.,:]*\d|(?:[ \u00a0]\d{3})+(?!\d))*")
_PHONE = re.compile(r"\d[\d() \u00a0\u2010-\u2013-]{8,}\d")
_FEWEST_OF_PHONE, _MOST_OF_PHONE = 10, 13
_TIME = re.compile(r"([01]?\d|2[0-4])([:.])([0-5]\d)(?::[0-5]\d)?")
_DATE = re.compile(r"(0?[1-9]|[12]\d|3[01])\.(0[1-9]|1[0-2])(?:\.(?:\d{4}|\d{2}))?")
_YEAR = re.compile(r"(?:19|20)\d\d")
_GROUPS = re.compile(r"(?<=\d)[ \u00a0.,](?=\d{3}(?:\D|$))")
_WORDS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_ENDS = re.compile(r"[.,;:!?\n()]")
_CLAUSE = 48
"""So many characters before and after a number are looked at for what it counts."""

_BEFORE_TIMES = """
    в во около к до с после о об біля близько після по at around by from since om rond circa omstreeks vanaf
"""
_HOURS = "час часа часов часам ч год година годині години годин uur o'clock h"
_OF_YEARS = "год года году годов г гг рік року році р year jaar"
_AT, _O_CLOCK, _YEARS = (frozenset(words.split()) for words in (_BEFORE_TIMES, _HOURS, _OF_YEARS))
_AFTERNOON = frozenset({"pm", "p", "вечера", "дня", "вечора"})
_MORNING = frozenset({"am", "a", "утра", "ночи", "ранку", "ночі"})
_HALF_DAY, _HOUR, _DAY = 12, 60, 1440


def numbers_and_times(text: str, words: Sequence[str]) -> tuple[frozenset[str], frozenset[int]]:
    """Return the numbers of a text, and its times of day in minutes since midnight.

    ``words`` are its canonical words, in which number words are sought.
    """
    found: set[str] = set()
    times: set[int] = set()
    if _DIGIT.search(text):
        _of_figures(text, found, times)
    if not _NUMBER_WORDS.isdisjoint(words):
        found.update(_spelled_out(text, words))
    return frozenset(found), frozenset(times)


_DIGIT = re.compile(r"\d")
_NUMBER_WORDS = frozenset(NUMBER_WORDS)


# --- in figures -------------------------------------------------------------------------------


def _of_figures(text: str, found: set[str], times: set[int]) -> None:
    if "/" in text or "@" in text:
        text = _ADDRESS.sub(" ", text)
    lower = text.lower()
    lower = _without_phones(lower, found)
    for match in _FIGURES.finditer(lower):
        start, end = match.span()
        before = _before(lower[max(0, start - _CLAUSE) : start])
        minutes = _time(match[0], before, lower[end : end + 12])
        if minutes is None:
            found.add(_number(match[0], lower, start, end, before))
        else:
            times.add(minutes)


def _without_phones(text: str, found: set[str]) -> str:
    for phone in _PHONE.findall(text):
        digits = re.sub(r"\D", "", phone)
        if _FEWEST_OF_PHONE <= len(digits) <= _MOST_OF_PHONE and not _GROUPED.fullmatch(phone):
            found.add(f"{digits} phone")
            text = text.replace(phone, " " * len(phone))
    return text


_ADDRESS = re.compile(r"(?:https?:/|t\.me)/\S+|@\w+")
_GROUPED = re.compile(r"\d{1,3}(?:[ \u00a0]\d{3})+")


def _before(piece: str) -> list[str]:
    """Return the words before a number in its clause, the nearest first."""
    return _WORDS.findall(_ENDS.split(piece)[-1])[:-4:-1]


def _after(piece: str) -> list[str]:
    """Return the words after a number in its clause, the nearest first."""
    return _WORDS.findall(_ENDS.split(piece, maxsplit=1)[0])[:4]


def _time(figures: str, before: Sequence[str], rest: str) -> int | None:
    """Return the time of day that figures are, in minutes; None where they are something else."""
    comes_after_at = bool(before) and before[0] in _AT
    if not figures.isdigit():
        found = _TIME.fullmatch(figures)
        is_time = found and (found[2] == ":" or comes_after_at)
        return _minutes(int(found[1]), int(found[3]), rest) if found and is_time else None
    if len(figures) > _DIGITS_OF_HOUR or int(figures) > _DAY // _HOUR or not (unit := _UNIT.match(rest)):
        return None
    word = unit[1]
    if word in _CLEAR or (comes_after_at and word in _PARTS):
        return _minutes(int(figures), 0, rest)
    return _minutes(int(figures), 0, rest[unit.end() :]) if comes_after_at and word in _O_CLOCK else None


_DIGITS_OF_HOUR = 2
_PARTS = _AFTERNOON | _MORNING
_UNIT = re.compile(r"[ \u00a0]?([^\W\d_]+(?:'clock)?)")
_CLEAR = frozenset({"am", "pm", "утра", "вечера", "ранку", "вечора"})
"""Parts of the day that make a number a time without more ado; ``3 дня`` are mostly three days."""


def _minutes(hours: int, minutes: int, rest: str) -> int:
    part = _UNIT.match(rest)
    word = part[1].lower() if part else ""
    if word in _AFTERNOON and hours < _HALF_DAY:
        hours += _HALF_DAY
    elif word in _MORNING and hours == _HALF_DAY:
        hours = 0
    return (hours * _HOUR + minutes) % _DAY


def _number(figures: str, text: str, start: int, end: int, before: Sequence[str]) -> str:
    if _DATE.fullmatch(figures) and "," not in figures:
        day, month = figures.split(".")[:2]
        return f"{int(day):02}-{month} date"
    after = _after(text[end : end + _CLAUSE])
    if special := _date_or_year(figures, before, after):
        return special
    value, rest = _multiplied(figures, after)
    sign = text[end : end + 2].lstrip()[:1]
    kind = _SIGNS.get(sign) or _SIGNS.get(text[start - 1 : start]) or _counted(before, rest)
    if kind == "temperature" and text[start - 1 : start] in _MINUS:
        value = f"-{value}"
    return f"{value} {kind}" if kind else value


_SIGNS = {"%": "percent", "°": "temperature", "₽": "money", "$": "money", "€": "money", "₴": "money"}
_MINUS = frozenset("-–−")


def _date_or_year(figures: str, before: Sequence[str], after: Sequence[str]) -> str:
    if after and (month := _month(after[0])) and figures.isdigit() and int(figures) <= _LAST_DAY:
        return f"{int(figures):02}-{month:02} date"
    if before and (month := _month(before[0])) and figures.isdigit() and int(figures) <= _LAST_DAY:
        return f"{int(figures):02}-{month:02} date"
    if _YEAR.fullmatch(figures) and (not after or after[0] in _YEARS or not _known(after[0])):
        return f"{figures} year"
    return ""


_LAST_DAY = 31


def _known(word: str) -> bool:
    return stem(word) in COUNTED or word in MULTIPLIERS


@lru_cache(4096)
def _month(word: str) -> int:
    """Return which month a word is (1 to 12), 0 for another word."""
    return next(
        (MONTHS[word[:size]] for size in (5, 4, 3) if word[:size] in MONTHS and _MONTH.match(word)), 0
    )


_MONTH = re.compile(
    "(?:янв|фев|апр|июн|июл|авг|сент|окт|ноя|дек)[а-я]*|марта?|ма[йя]"
    "|січн|лют(?:ого|ий)|берез(?:ня|ень)|квіт|трав(?:ня|ень)|черв(?:ня|ень)|липн?(?:я|ень)|серп(?:ня|ень)"
    "|верес|жовт(?:ня|ень)|листоп|груд(?:ня|ень)"
    "|january|february|march|april|may$|june|july|august|september|october|november|december"
    "|januari|februari|maart|mei$|juni|juli|augustus|oktober"
)


def _multiplied(figures: str, after: Sequence[str]) -> tuple[str, Sequence[str]]:
    """Return the value that figures and a multiplier after them come to, and the words after both."""
    plain = _GROUPS.sub("", figures).replace(",", ".").rstrip(".:")
    if after and after[0] in MULTIPLIERS and plain.count(".") <= 1 and ":" not in plain:
        return f"{float(plain) * MULTIPLIERS[after[0]]:.0f}", after[1:]
    return plain.lstrip("0") or "0" if plain.isdigit() else plain, after


# --- what is counted --------------------------------------------------------------------------


def _counted(before: Sequence[str], after: Sequence[str]) -> str:
    """Return what a number counts by the words around it, the nearest first; empty if nothing says so."""
    general = ""
    for word in _nearest(before, after):
        kind = COUNTED.get(stem(word), "")
        if kind and kind not in GENERAL:
            return kind
        general = general or kind
    return general or (stem(after[0]) if after else "")


def _nearest(before: Sequence[str], after: Sequence[str]) -> tuple[str, ...]:
    return (*after[:1], *before[:1], *after[1:2], *before[1:2], *after[2:3])


def _spelled_out(text: str, words: Sequence[str]) -> set[str]:
    """Return what number words count; they are numbers only where it is known what they count."""
    found = set()
    lower = text.lower().replace("’", "'")
    for word in _NUMBER_WORDS.intersection(words):
        for match in _standing_alone(word).finditer(lower):
            start, end = match.span()
            before, after = (
                _before(lower[max(0, start - _CLAUSE) : start]),
                _after(lower[end : end + _CLAUSE]),
            )
            if word in ARTICLES:
                before, after = before[:1], after[:1]
            if kind := _known_kind(before, after):
                found.add(f"{NUMBER_WORDS[word]} {kind}")
    return found


@cache
def _standing_alone(word: str) -> re.Pattern[str]:
    return re.compile(rf"\b{word}\b")


def _known_kind(before: Sequence[str], after: Sequence[str]) -> str:
    kinds = [kind for word in _nearest(before, after) if (kind := COUNTED.get(stem(word), ""))]
    return next((kind for kind in kinds if kind not in GENERAL), kinds[0] if kinds else "")
