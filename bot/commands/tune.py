"""Changing topics from chat: for operators alone, into the override file, and at once at work."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.commands.changing import change
from bot.commands.desk import Answer, lines
from bot.commands.mistakes import rule_mistake
from bot.config import ConfigError
from bot.config_values import nearest
from bot.passage import escape
from bot.reloading.layers import override_path
from bot.reloading.overrides import remove, set_topic
from monitors import rules

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.commands.desk import Asked, Desk
    from bot.reloading.reload import Reload
    from storage.model import Topic

_DEFAULT = "default"
"""What stands for a rule where the one of the configuration is to count again."""

EXAMPLE = "/topic shelling обстрел* OR прилёт*"
_QUOTED = re.compile(r'["“„«](?P<name>[^"“”„«»]+)["”“»](?:\s+(?P<rule>.*))?', re.DOTALL)


async def topic(desk: Desk, asked: Asked) -> Answer:
    """List the topics, show one, or change its rule: ``NAME RULE``, ``NAME default``.

    Whether an operator asks is looked at here: that the command stands in no menu keeps nobody away.
    """
    if not asked.is_operator:
        return lines(asked.texts.say("Only operators can do that."))
    if not asked.argument:
        return _all(desk, asked)
    name, rule = _split(asked.argument, desk.setup.known.topics)
    known = next((one for one in desk.setup.topics if one.name.casefold() == name.casefold()), None)
    if known is None and rule.casefold() in {"", _DEFAULT}:
        return _unknown(name, desk, asked)
    if desk.reload is None:
        return lines(asked.texts.say("There is no file in which a change could be kept."))
    if known is not None and not rule:
        return _shown(known, asked, *await origin(known.name, desk.reload, asked))
    return await set_rule(name, rule, desk, desk.reload, asked)


def _split(argument: str, names: Iterable[str]) -> tuple[str, str]:
    """Return a topic's name and what stands behind it.

    The longest known name counts, else what stands in quotation marks, else the first word.
    """
    for name in sorted(names, key=len, reverse=True):
        rest = argument[len(name) :]
        if argument[: len(name)].casefold() == name.casefold() and (not rest or rest[0].isspace()):
            return name, rest.strip()
    if found := _QUOTED.fullmatch(argument):
        return found["name"].strip(), (found["rule"] or "").strip()
    name, *others = argument.split(maxsplit=1)
    return name, "".join(others)


def _all(desk: Desk, asked: Asked) -> Answer:
    say = asked.texts.say
    return lines(
        say("The topics, and how much each matters:") if desk.setup.topics else say("There are no topics."),
        *(f"• {escape(one.name)}: {one.severity.word}" for one in desk.setup.topics),
        "",
        say("/topic and a name shows its rule, with a rule behind it changes that."),
    )


def _unknown(name: str, desk: Desk, asked: Asked) -> Answer:
    say, near = asked.texts.say, nearest(name, desk.setup.known.topics)
    return lines(
        say("There is no topic {name}.", name=f"<b>{escape(name)}</b>"),
        *([say("Did you mean {name}?", name=f"<code>/topic {escape(near)}</code>")] if near else []),
        say("To make one, put its rule behind it: {example}", example=f"<code>{escape(EXAMPLE)}</code>"),
    )


def _shown(known: Topic, asked: Asked, *origin: str) -> Answer:
    return lines(
        f"<b>{escape(known.name)}</b>, {known.severity.word}",
        *origin,
        asked.texts.say("Its rule:"),
        f"<code>{escape(known.rule.text)}</code>",
    )


async def origin(name: str, reload: Reload, asked: Asked) -> list[str]:
    """Return where a topic comes from, and how to undo what was changed from chat."""
    say, file, over = asked.texts.say, escape(reload.path.name), escape(override_path(reload.path).name)
    try:
        below, above = await reload.entries("topics", name=name)
    except ConfigError:
        return [say("{file} cannot be read just now.", file=file)]
    undo = say("To undo that: {command}", command=f"<code>/topic {escape(name)} {_DEFAULT}</code>")
    if above is not None and below is not None:
        return [say("It stands in {file}, and was changed in {over}.", file=file, over=over), undo]
    if above is not None:
        return [say("It was changed or added from chat and stands in {over}.", over=over), undo]
    if below is not None:
        return [say("It stands in {file}.", file=file)]
    return [say("It comes with the program.")]


async def set_rule(name: str, rule: str, desk: Desk, reload: Reload, asked: Asked) -> Answer:
    """Give a topic a rule, or the one of the configuration again."""
    if rule.casefold() == _DEFAULT:
        return await change(remove("topics", name=name), reload, asked)
    try:
        rules.parse(rule, desk.setup.known)
    except rules.RuleError as error:
        return rule_mistake(error, replace(asked, argument=rule), EXAMPLE)
    known = next((one for one in desk.setup.topics if one.name == name), None)
    severity = await _severity_to_keep(known, reload) if known else {}
    return await change(set_topic(name, **{"rule": rule} | severity), reload, asked)


async def _severity_to_keep(known: Topic, reload: Reload) -> dict[str, str]:
    """Return what has to be said of a topic that comes with the program: no file holds its severity."""
    try:
        below, above = await reload.entries("topics", name=known.name)
    except ConfigError:
        return {}  # the change itself will say why
    return {"severity": known.severity.word} if below is None and above is None else {}
