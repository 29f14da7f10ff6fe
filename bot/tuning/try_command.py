"""The command ``try``: what a rule would have found, before anybody follows it."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import click
from rich.table import Table
from rich.text import Text

from bot.clock import SystemClock
from bot.config_values import nearest
from bot.health.command import tell_age
from bot.passage import plain
from bot.printing import Lines, Terminal
from bot.tables import found_record, found_text
from bot.tuning.command_line import WRONG, config_option, fail, json_option, loaded, rule_of, stored, texts_of
from bot.tuning.trying import Trial, try_out
from storage.model import to_iso

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime
    from pathlib import Path
    from zoneinfo import ZoneInfo

    from bot.setup import Setup
    from bot.texts import Texts
    from bot.tuning.trying import Tally
    from storage.model import Topic

_WIDEST_BAR = 40
MOST_DAYS = 3650


@click.command("try")
@click.argument("rule")
@click.option(
    "--days", type=click.IntRange(1, MOST_DAYS), default=7, show_default=True, help="How far to look back."
)
@click.option("--against", metavar="TOPIC", help="Say what RULE adds to and loses from this topic.")
@config_option
@json_option
def try_command(rule: str, days: int, against: str | None, config_path: Path, *, as_json: bool) -> None:
    """Say what a RULE would have found in the stored posts: how many a day, and the newest.

    Posts that satisfied nothing when they were read are stored for a shorter time than others; how far
    back the store reaches is said.
    """
    setup = loaded(config_path)
    parsed = rule_of(rule, setup, "regionwatch try 'дрон* AND place:region' --days 3")
    topic = _topic(against, setup) if against is not None else None
    now = SystemClock().now()
    trial = stored(
        setup,
        partial(try_out, rule=parsed, against=topic.rule if topic else None, setup=setup, now=now, days=days),
    )
    if as_json:
        Lines().print(_record(rule, trial, topic, days_of(trial, now, setup.config.region.timezone)))
        return
    terminal, texts = Terminal(), texts_of(setup)
    terminal.print(_summary(trial, days, setup, texts, now))
    terminal.print(_per_day(trial.found, days_of(trial, now, texts.zone)))
    for text in _examples(trial, topic, texts, now):
        terminal.print(text)
    if not trial.found.total:
        tell_age(setup)


def _topic(name: str, setup: Setup) -> Topic:
    topics = {topic.name.casefold(): topic for topic in setup.topics}
    found = topics.get(name.strip().casefold())
    if found is None:
        names = [topic.name for topic in setup.topics]
        near = nearest(name, names)
        hint = (
            f"did you mean {near}?"
            if near
            else f"there are {', '.join(names)}"
            if names
            else "none is configured"
        )
        fail(WRONG, f'--against: there is no topic "{plain(name)}" ({hint})')
    return found


def days_of(trial: Trial, now: datetime, zone: ZoneInfo) -> list[date]:
    """Return the days on which posts could be found, the earliest first: as far as the store reaches."""
    earliest = min([trial.since.astimezone(zone).date(), *trial.found.days, *trial.loses.days])
    if trial.reaches is not None and trial.reaches > trial.since:
        known = trial.reaches.astimezone(zone).date()
        earliest = min([known, *trial.found.days, *trial.loses.days])
    last = max([now.astimezone(zone).date(), *trial.found.days])
    return [earliest + timedelta(days=i) for i in range((last - earliest).days + 1)]


# --- for people -------------------------------------------------------------------------------


def _summary(trial: Trial, days: int, setup: Setup, texts: Texts, now: datetime) -> Text:
    posts, stretch = trial.found.total, "1 day" if days == 1 else f"{days} days"
    text = Text(f"{posts} {'post' if posts == 1 else 'posts'} of the last {stretch}\n", "bold")
    if trial.reaches is None:
        return text.append("no posts are stored yet")
    text.append(f"the store reaches back to {texts.moment(trial.reaches, now)}", "dim")
    kept = texts.span(setup.config.storage.keep_other)
    if trial.others_since is not None and trial.others_since > max(trial.since, trial.reaches):
        since = texts.moment(trial.others_since, now)
        text.append(f"; from before {since} there are only posts that satisfied something then", "yellow")
    return text.append(f" (posts that satisfy nothing are kept for {kept})", "dim")


def _per_day(tally: Tally, days: list[date]) -> Table:
    table = Table("day", "posts", "", box=None, header_style="bold")
    table.columns[1].justify = "right"
    most = max(tally.days.values(), default=0)
    for day in days:
        count = tally.days[day]
        bar = "█" * -(-count * _WIDEST_BAR // most) if count else ""
        table.add_row(f"{day:%a} {day.isoformat()}", str(count), Text(bar, "cyan"))
    return table


def _examples(trial: Trial, topic: Topic | None, texts: Texts, now: datetime) -> Iterator[Text]:
    if topic is None:
        if trial.found.examples:
            yield Text("the newest:", "bold")
            yield found_text(trial.found.examples, texts, now)
        return
    yield Text(
        f"against {plain(topic.name)}: adds {trial.adds.total}, loses {trial.loses.total},"
        f" {trial.common} found by both\n",
        "bold",
    )
    for head, tally in (("it adds:", trial.adds), ("it loses:", trial.loses)):
        if tally.examples:
            yield Text(head, "bold")
            yield found_text(tally.examples, texts, now)


# --- for machines -----------------------------------------------------------------------------


def _record(rule: str, trial: Trial, topic: Topic | None, days: list[date]) -> dict[str, Any]:
    record: dict[str, Any] = {
        "rule": rule,
        "since": to_iso(trial.since),
        "reaches": to_iso(trial.reaches) if trial.reaches else None,
        "others_since": to_iso(trial.others_since) if trial.others_since else None,
        "posts": trial.found.total,
        "days": [{"day": day.isoformat(), "posts": trial.found.days[day]} for day in days],
        "examples": _found(trial.found),
    }
    if topic is not None:
        record["against"] = {
            "topic": topic.name,
            "posts": trial.common + trial.loses.total,
            "common": trial.common,
            "adds": {"posts": trial.adds.total, "examples": _found(trial.adds)},
            "loses": {"posts": trial.loses.total, "examples": _found(trial.loses)},
        }
    return record


def _found(tally: Tally) -> list[dict[str, Any]]:
    return [found_record(one) for one in tally.examples]
