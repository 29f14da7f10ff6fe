"""What commands of operators have in common: a change of the override file, and what it came to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.commands.desk import Answer, lines
from bot.config import ConfigError
from bot.passage import escape
from bot.reloading.layers import override_path

if TYPE_CHECKING:
    from bot.commands.desk import Asked
    from bot.reloading.overrides import Edit
    from bot.reloading.reload import Reload

_PROBLEMS = 3


async def change(edit: Edit, reload: Reload, asked: Asked) -> Answer:
    """Make a change and say what is new, or why nothing is."""
    say = asked.texts.say
    try:
        new = await reload.change(edit, by=asked.chat if asked.person is None else asked.person)
    except ConfigError as error:
        problems = [f"• {escape(str(problem))}" for problem in error.problems[:_PROBLEMS]]
        return lines(say("That would not be right, so nothing was changed:"), *problems)
    except OSError as error:
        over, reason = override_path(reload.path).name, error.strerror or type(error).__name__
        return lines(say("{file} cannot be written: {reason}", file=escape(over), reason=escape(reason)))
    if not new:
        return lines(say("That is how it was already."))
    return lines(say("Done. This is new:"), *(f"• {escape(line)}" for line in new))
