"""What a new configuration changes, in lines that people read, and what of it has to wait for a restart."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bot.config_sections import LISTS, SECTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pydantic import BaseModel

    from bot.config import Config
    from bot.setup import Setup
    from bot.texts import Texts

AT_START: Mapping[str, tuple[str, ...]] = {
    "telegram": ("token_file", "api_url", "per_second"),
    "storage": ("path", "key_file"),
    "fetch": ("allow_private", "per_host"),
    "canary": ("every",),
    "metrics": ("listen",),
}
"""Options by table that count at the start alone: connections, pacers and the database stand on them."""

_OTHERS = [part for part in LISTS if part not in {"sources", "topics"}]


def usable(old: Setup, new: Setup) -> Setup:
    """Return a new set-up as far as it can be taken over at once: what needs a restart stays as it was."""
    kept = {
        table: getattr(new.config, table).model_copy(
            update={name: getattr(getattr(old.config, table), name) for name in names}
        )
        for table, names in AT_START.items()
    }
    return replace(new, config=replace(new.config, **kept), seals=old.seals)


def changes(old: Setup, new: Setup, texts: Texts) -> list[str]:
    """Return what is new, a line each, without markup; values of options are not told."""
    return [
        *_sources(old, new, texts),
        *_topics(old, new, texts),
        *(line for part in _OTHERS for line in _list(part, old, new, texts)),
        *_options(old.config, new.config, texts),
    ]


def _sources(old: Setup, new: Setup, texts: Texts) -> Iterator[str]:
    before, after = ({e.kind + ":" + e.name.lower(): e for e in s.config.sources if e} for s in (old, new))
    for name, change, fields in _compared(before, after):
        match change:
            case "added":
                yield texts.say("source added: {name}", name=name)
            case "removed":
                yield texts.say("source removed: {name}", name=name)
            case _:
                yield texts.say("source changed: {name} ({fields})", name=name, fields=texts.listed(fields))


def _topics(old: Setup, new: Setup, texts: Texts) -> Iterator[str]:
    before, after = ({topic.name: topic for topic in setup.topics} for setup in (old, new))
    for name in [*after, *(name for name in before if name not in after)]:
        was, now = before.get(name), after.get(name)
        if was is None and now is not None:
            yield texts.say("topic added: {name} ({severity})", name=name, severity=now.severity.word)
        elif was is not None and now is None:
            yield texts.say("topic removed: {name}", name=name)
        elif was is not None and now is not None:
            if was.severity != now.severity:
                words = {"old": was.severity.word, "new": now.severity.word}
                yield texts.say("topic {name}: severity {new}, it was {old}", name=name, **words)
            if was.rule != now.rule:
                yield texts.say("topic {name}: its rule has changed", name=name)


def _list(part: str, old: Setup, new: Setup, texts: Texts) -> Iterator[str]:
    """Tell of any other list, by the names of its entries."""
    before, after = ({_entry_name(e): e for e in getattr(s.config, part) if e} for s in (old, new))
    for name, change, fields in _compared(before, after):
        place = f"{part}: {name}"
        match change:
            case "added":
                yield texts.say("added to {name}", name=place)
            case "removed":
                yield texts.say("removed from {name}", name=place)
            case _:
                yield texts.say("changed in {name} ({fields})", name=place, fields=texts.listed(fields))


def _entry_name(entry: BaseModel) -> str:
    """Return what tells an entry apart: its name, and what it lies within where it does."""
    within = getattr(entry, "within", "")
    return f"{getattr(entry, 'name', '')}{f', {within}' if within else ''}"


def _compared(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[tuple[str, str, list[str]]]:
    for name, entry in after.items():
        if name not in before:
            yield name, "added", []
        elif fields := _unlike(before[name], entry):
            yield name, "changed", fields
    for name in before:
        if name not in after:
            yield name, "removed", []


def _options(old: Config, new: Config, texts: Texts) -> Iterator[str]:
    for table in SECTIONS:
        for name in _unlike(getattr(old, table), getattr(new, table)):
            option = f"{table}.{name}"
            if name in AT_START.get(table, ()):
                yield texts.say("option changed, but it needs a restart: {option}", option=option)
            else:
                yield texts.say("option changed: {option}", option=option)


def _unlike(old: BaseModel, new: BaseModel) -> list[str]:
    """Return the names of the fields in which two parts of one kind are not alike."""
    return [name for name in type(new).model_fields if getattr(old, name) != getattr(new, name)]
