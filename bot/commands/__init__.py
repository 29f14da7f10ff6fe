"""What people type to the bot: one theme a module, all of them told in :data:`COMMANDS`.

A command is a function of the desk (what it may use) and of what was asked; it returns an
:class:`Answer` and knows nothing of Telegram's library. :mod:`bot.hearing` carries both ways.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.commands import (
    admin,
    chats,
    data,
    digest,
    follow,
    language,
    latest,
    mute,
    pause,
    privacy,
    quiet,
    read,
    settings,
    share,
    silent,
    source,
    start,
    stats,
    status,
    story,
    timezone,
    trust,
    tune,
    when,
    where,
    why,
)
from bot.commands.desk import Answer, Command, lines
from bot.passage import escape

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.commands.desk import Asked, Desk
    from bot.texts import Texts


_ALL = "all"
_WITH_RULES = {"follow", "search", "topic"}


async def show_help(desk: Desk, asked: Asked) -> Answer:
    """Show the commands by theme; with the name of one what it does, with ``all`` that of every one.

    In a group, where nobody wants to read that, the few that are for everybody.
    """
    del desk
    say, wanted = asked.texts.say, asked.argument.strip().removeprefix("/").casefold()
    shown = {one.name: one for one in COMMANDS.values() if asked.is_operator or not one.for_operators}
    one = shown.get(ALIASES.get(wanted, wanted))
    if one is not None:
        return lines(
            _described(one, asked.texts), *(_rule_examples(asked.texts) if one.name in _WITH_RULES else [])
        )
    if wanted == _ALL:
        return lines(
            *(_described(each, asked.texts) for each in shown.values()), *_rule_examples(asked.texts)
        )
    if not asked.is_private:
        most_used = " ".join(f"/{name}" for name in _IN_GROUPS)
        return lines(say("Here you can type: {commands}", commands=most_used), say("All the rest: /help all"))
    return lines(*_by_theme(shown, asked.texts), "", say("What each does: /help all, or /help and its name."))


def _by_theme(shown: Mapping[str, Command], texts: Texts) -> list[str]:
    """Return the commands in rows, a title above each; what stands in no theme comes last."""
    themes = _themes(texts)
    named = {name for _, names in themes for name in names}
    rest = (texts.say("More"), tuple(name for name in shown if name not in named))
    rows = [(title, [f"/{name}" for name in names if name in shown]) for title, names in (*themes, rest)]
    return [f"<b>{escape(title)}</b>\n{' '.join(names)}" for title, names in rows if names]


def _themes(texts: Texts) -> tuple[tuple[str, tuple[str, ...]], ...]:
    say = texts.say
    return (
        (say("What you hear of"), ("follow", "following", "unfollow", "mute", "unmute", "pause")),
        (say("What is going on"), ("latest", "story", "search", "where", "stats", "why", "status")),
        (say("How it comes"), ("settings", "trust", "digest", "quiet", "silent", "when")),
        (say("This chat"), ("language", "timezone", "share", "chats", "start", "help")),
        (say("Your data"), ("privacy", "export", "import", "deletemydata")),
        (say("For operators"), ("admin", "topic", "source")),
    )


_IN_GROUPS = ("latest", "story", "search", "where", "stats", "following", "settings")
"""What is typed in groups, by everybody."""


def _described(command: Command, texts: Texts) -> str:
    return f"/{command.name} — {escape(texts.say(command.description))}"


def _rule_examples(texts: Texts) -> list[str]:
    return [
        "",
        texts.say("A rule is made of words, which AND, OR and NOT join:"),
        "<code>обстрел OR прилёт</code>",
        "<code>(дрон* OR drone*) NOT учения</code>",
        "<code>&quot;Гора-Подол&quot; AND voice:official</code>",
        texts.say(
            "Words side by side must all be there. A word with * at its end stands for all its endings."
        ),
    ]


COMMANDS: Mapping[str, Command] = {
    command.name: command
    for command in (
        Command("start", "what this bot is", start.start, personal=True),
        Command("help", "what you can type", show_help, personal=True),
        Command(
            "follow", "hear of a topic, or of a rule of your own", follow.follow, changes=True, shows=True
        ),
        Command("unfollow", "hear of it no more", follow.unfollow, changes=True, shows=True),
        Command("following", "what you hear of", follow.following),
        Command("latest", "what is going on now", latest.latest),
        Command("search", "find stored posts by a rule", read.search),
        Command("story", "all that is known of one event", story.story),
        Command("why", "why an alert came", why.why),
        Command("mute", "hear nothing of something for a time", mute.mute, changes=True, shows=True),
        Command("unmute", "hear of it again", mute.unmute, changes=True, shows=True),
        Command("pause", "hear nothing at all for a time", pause.pause, changes=True, shows=True),
        Command(
            "trust", "how sure something must be before you hear of it", trust.trust, changes=True, shows=True
        ),
        Command(
            "digest",
            "one message at a time of your choice, instead of many",
            digest.digest,
            changes=True,
            shows=True,
        ),
        Command("quiet", "hours in which nothing disturbs you", quiet.quiet, changes=True, shows=True),
        Command("silent", "alerts with a sound, or without one", silent.silent, changes=True, shows=True),
        Command(
            "when",
            "how each thing that you follow comes: at once, silently, in a digest",
            when.when,
            changes=True,
            shows=True,
        ),
        Command("timezone", "the time zone of all times here", timezone.timezone, changes=True, shows=True),
        Command("stats", "how much happened, by hour and day, as a picture", stats.stats),
        Command("where", "a map of what happened today", where.where),
        Command(
            "settings", "all that you can set, with buttons", settings.settings, changes=True, shows=True
        ),
        Command(
            "language", "the language in which I speak here", language.language, changes=True, shows=True
        ),
        Command("share", "a link by which others hear of what you hear of", share.share),
        Command("chats", "manage a group or channel from here", chats.chats, personal=True),
        Command("status", "how fresh the picture is", status.status),
        Command("privacy", "what is kept about you", privacy.privacy, personal=True),
        Command(
            "deletemydata",
            "delete all that is kept about you",
            privacy.delete_my_data,
            changes=True,
            personal=True,
        ),
        Command("export", "all that is kept about you, as a file", data.export, personal=True),
        Command(
            "import",
            "take such a file back",
            data.take_back,
            changes=True,
            personal=True,
            takes_file=True,
        ),
        Command(
            "admin", "sources, topics, people: for operators", admin.admin, for_operators=True, personal=True
        ),
        Command("topic", "show a topic's rule, or change it", tune.topic, for_operators=True, personal=True),
        Command(
            "source", "show the sources, add or remove one", source.source, for_operators=True, personal=True
        ),
    )
}
"""Every command by name, in the order in which menus show them; :func:`show_help` reads it too."""

ALIASES: Mapping[str, str] = {"sub": "follow", "unsub": "unfollow", "list": "following"}
"""What other bots call some of them; whoever types that is understood."""
