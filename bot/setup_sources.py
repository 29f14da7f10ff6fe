"""From the sources and networks of a configuration to the sources that are watched."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bot.addresses import same_place
from bot.config import Problem, first_line
from bot.config_values import nearest, shown
from monitors.sources import FED, KINDS
from storage.model import Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from bot.config import Config
    from bot.config_sections import NetworkEntry, SourceEntry
    from monitors.sources.contract import Kind

LONGEST_PROBLEM = 240


class _Misplaced(ValueError):
    """A value that cannot stand under its key."""

    def __init__(self, key: str, text: str) -> None:
        super().__init__(text)
        self.key = key


def sources_of(config: Config, home: Mapping[int, str], problems: list[Problem]) -> list[Source]:
    """Return the sources of a configuration, ``home`` by their numbers in it; report what is wrong.

    Sources of a network with base addresses of its own share one pacer, others those of their server.
    """
    problems += _repeated_names(config)
    problems += _bad_networks(config)
    sources: dict[int, Source] = {}
    for index, entry in enumerate(config.sources):
        if entry is not None:
            try:
                found = source_of(entry, config)
            except _Misplaced as error:
                problems.append(Problem(f"sources[{index}].{error.key}", short(str(error))))
            else:
                sources[index] = replace(found, home=home.get(index, ""))
    problems += _repeated_addresses(config, sources)
    return list(sources.values())


def short(text: str) -> str:
    """Return what a lower room says of a value, which may repeat all of it, cut where it is long."""
    return text if len(text) <= LONGEST_PROBLEM else text[:LONGEST_PROBLEM] + "…"


def source_of(entry: SourceEntry, config: Config) -> Source:
    """Return one source as it is watched; raises :exc:`ValueError` with what was expected."""
    if entry.kind in FED:
        return _fed(entry)
    kind = KINDS.get(entry.kind)
    if kind is None:
        raise _Misplaced("kind", f"expected one of {', '.join((*KINDS, *FED))}, got {shown(entry.kind)}")
    try:
        urls = kind.urls(entry.name, entry.url, _hosts(config, kind))
    except ValueError as error:
        raise _Misplaced("url" if entry.url or kind.NEEDS_URL else "name", str(error)) from None
    server = urlsplit(urls[0]).netloc.lower()
    network = next(_networks(config, entry.kind, server), None)
    return Source(
        kind=entry.kind,
        # Where a network knows a source by its name, capitals make no difference there.
        name=entry.name if kind.NEEDS_URL else entry.name.lower(),
        voice=entry.voice,
        urls=urls,
        host=entry.kind if kind.HOSTS else server,
        select=_select(kind, entry.select),
        token=_token(config, entry.kind, network),
        proxy=config.fetch.proxy if network is None or network.proxy is None else network.proxy,
        owner=entry.owner.casefold(),
    )


def _fed(entry: SourceEntry) -> Source:
    """Return a source that hands its posts over by itself: it has no address, so it is not polled."""
    kind = FED[entry.kind]
    if entry.select:
        raise _Misplaced("select", f"expected none: {entry.kind} has no pages")
    try:
        kind.check(entry.name, entry.url)
    except ValueError as error:
        raise _Misplaced("url" if entry.url else "name", str(error)) from None
    return Source(kind.STORED_AS, entry.name.lower(), entry.voice, owner=entry.owner.casefold())


def _select(kind: Kind, given: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    if unknown := next((key for key in given if key not in kind.SELECTS), None):
        near = nearest(unknown, kind.SELECTS)
        known = f"did you mean {near}?" if near else f"known are {', '.join(kind.SELECTS) or 'none'}"
        raise _Misplaced("select", f"expected a known key, got {shown(unknown)} ({known})")
    try:
        kind.check_select(given)
    except ValueError as error:
        raise _Misplaced("select", str(error)) from None
    return tuple(given.items())


# --- networks ---------------------------------------------------------------------------------


def _hosts(config: Config, kind: Kind) -> tuple[str, ...]:
    own = next((network.hosts for network in _networks(config, kind.KIND, "") if network.hosts), ())
    return own or (config.fetch.telegram_hosts if kind.KIND == "telegram" else kind.HOSTS)


def _networks(config: Config, kind: str, server: str) -> Iterator[NetworkEntry]:
    """Give what counts for a server of a network: first what names it, then what counts for all."""
    entries = [entry for entry in config.networks if entry and entry.kind == kind]
    if server:
        yield from (entry for entry in entries if entry.server.lower() == server)
    yield from (entry for entry in entries if not entry.server)


def _token(
    config: Config, kind: str, network: NetworkEntry | None, environment: Mapping[str, str] = os.environ
) -> str:
    """Return the token of a network's entry; one in the environment counts for all of its servers."""
    given = environment.get(f"REGIONWATCH_{kind.upper()}_TOKEN", "").strip()
    if given or network is None or network.token_file is None:
        return given
    try:
        return first_line(config.folder / network.token_file)
    except OSError:
        return ""  # reported with the network, once


def _bad_networks(config: Config) -> Iterator[Problem]:
    for index, entry in enumerate(config.networks):
        if entry is not None:
            for key, text in _wrong_with(entry, config):
                yield Problem(f"networks[{index}].{key}", short(text))


def _wrong_with(entry: NetworkEntry, config: Config) -> Iterator[tuple[str, str]]:
    kind = KINDS.get(entry.kind)
    if kind is None:
        yield "kind", f"expected one of {', '.join(KINDS)}, got {shown(entry.kind)}"
        return
    if entry.hosts and not kind.HOSTS:
        yield "hosts", f"expected none: every {entry.kind} source has a server of its own"
    if entry.token_file is not None:
        if not kind.TAKES_TOKEN:
            yield "token_file", f"expected none: {entry.kind} is read without a token"
        try:
            first_line(config.folder / entry.token_file)
        except OSError as error:
            yield "token_file", f"{shown(str(entry.token_file))} cannot be read ({error.strerror})"


# --- repeated ---------------------------------------------------------------------------------


def _repeated_names(config: Config) -> list[Problem]:
    names = [f"{_stored_as(entry.kind)}:{entry.name}" if entry else "" for entry in config.sources]
    return repeated("sources", "name", names)


def _repeated_addresses(config: Config, found: Mapping[int, Source]) -> Iterator[Problem]:
    """Report what would be read twice: two sources of a network with the same address, however written."""
    first: dict[tuple[str, str], int] = {}
    for index, source in found.items():
        if source.urls and not source.select:
            before = first.setdefault((source.kind, same_place(source.urls[0])), index)
            entry, other = config.sources[index], config.sources[before]
            if before != index and entry and other and entry.name.casefold() != other.name.casefold():
                key = "url" if entry.url and KINDS[entry.kind].NEEDS_URL else "name"
                text = f"expected another {key} than in sources[{before}], got {shown(getattr(entry, key))}"
                yield Problem(f"sources[{index}].{key}", text)


def _stored_as(kind: str) -> str:
    return FED[kind].STORED_AS if kind in FED else kind


def repeated(place: str, key: str, values: Iterable[str]) -> list[Problem]:
    """Return a problem for each value that stood in the list before; capitals make no difference."""
    first: dict[str, int] = {}
    problems = []
    for index, value in enumerate(values):
        if value and (before := first.setdefault(value.casefold(), index)) != index:
            text = f"expected another {key} than in {place}[{before}], got {shown(value)}"
            problems.append(Problem(f"{place}[{index}].{key}", text))
    return problems
