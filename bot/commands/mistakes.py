"""What is said where a rule cannot be understood: what is wrong, where, and an example."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.commands.desk import Answer, lines
from bot.passage import escape
from monitors.rules import RuleError, show

if TYPE_CHECKING:
    from bot.commands.desk import Asked

_LONGEST, _LONGEST_OF_LINE = 600, 160
"""Characters of a mistake that are shown, alone and among others: it may repeat a long name."""


def rule_mistake(error: RuleError, asked: Asked, example: str) -> Answer:
    """Return the mistake under the place where it was made."""
    told = show(error, asked.argument)
    return lines(
        asked.texts.say("I cannot understand this rule:"),
        f"<pre>{escape(told[:_LONGEST])}{'…' if len(told) > _LONGEST else ''}</pre>",
        asked.texts.say("For example: {example}", example=f"<code>{escape(example)}</code>"),
    )


def line_mistake(error: RuleError, line: str) -> str:
    """Return the same of one line of several, in Telegram's HTML."""
    told = show(error, line)
    return f"<pre>{escape(told[:_LONGEST_OF_LINE])}{'…' if len(told) > _LONGEST_OF_LINE else ''}</pre>"
