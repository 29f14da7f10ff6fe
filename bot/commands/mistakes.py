"""What is said where a rule cannot be understood: what is wrong, where, and an example."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.commands.desk import Answer, lines
from bot.render import escape
from monitors.rules import RuleError, show

if TYPE_CHECKING:
    from bot.commands.desk import Asked


def rule_mistake(error: RuleError, asked: Asked, example: str) -> Answer:
    """Return the mistake under the place where it was made."""
    return lines(
        asked.texts.say("I cannot understand this rule:"),
        f"<pre>{escape(show(error, asked.argument))}</pre>",
        asked.texts.say("For example: {example}", example=f"<code>{escape(example)}</code>"),
    )
