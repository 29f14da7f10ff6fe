"""Trying a rule on stored posts beside the one at work, and putting it to work."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.commands.mistakes import rule_mistake
from bot.commands.tune import set_rule
from bot.passage import escape, html_of, passage, shortened
from bot.render import moment_of
from bot.screens.administering.leading import Part, back, came_of, go
from bot.screens.administering.topics import topic_of
from bot.screens.screen import Choice, Page, Turn
from bot.tuning.trying import try_out
from monitors import rules

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from typing import Any

    from bot.commands.desk import Asked, Desk
    from bot.finding import Found
    from bot.screens.screen import State
    from bot.tuning.trying import Tally, Trial

DAYS = 3
"""Days that are looked through: so long the posts are kept that fit nothing, unless that is set otherwise."""

_EXAMPLES = 3
_RULE, _PASSAGE = 600, 160
_EXAMPLE = "обстрел* OR прилёт*"
_USE = "use"


async def _ask(desk: Desk, asked: Asked, state: State) -> Page:
    say, topic = asked.texts.say, topic_of(desk, state)
    leads = back(asked, **{**state, "page": "topic"})
    if topic is None:
        return Page(say("There is no topic {name}.", name=f"<b>{escape(state['topic'])}</b>"), (leads,))
    asks = say("Type a rule for {topic}. Nothing is changed yet.", topic=f"<b>{escape(topic.name)}</b>")
    told = [state["told"], ""] if state.get("told") else []
    now = [say("Its rule now:"), f"<code>{escape(shortened(topic.rule.text, _RULE))}</code>"]
    return Page("\n".join([*told, asks, "", *now]), (leads,), asks=True)


async def _try(desk: Desk, asked: Asked, state: State, text: str) -> Turn:
    topic = topic_of(desk, state)
    if topic is None:
        return Turn()
    try:
        rule = rules.parse(text.strip(), desk.setup.known)
    except rules.RuleError as error:
        mistake = rule_mistake(error, replace(asked, argument=text.strip()), _EXAMPLE)
        return Turn({**state, "told": mistake.html})
    now = desk.clock.now()
    trial = await desk.database.read(try_out, rule, topic.rule, desk.setup, now, DAYS)
    told = "\n".join(_told(trial, rule.text, topic.name, desk, asked))
    tried = {"page": "tried", "rule": rule.text, "against": topic.rule.text, "html": told, "told": ""}
    return Turn({**state, **tried})


def _told(trial: Trial, rule: str, topic: str, desk: Desk, asked: Asked) -> Iterator[str]:
    """Yield what a rule finds, how many that is a day, and what is different from the one at work."""
    say, texts, now = asked.texts.say, asked.texts, desk.clock.now()
    yield say("On trial for {topic}:", topic=f"<b>{escape(topic)}</b>")
    yield f"<code>{escape(shortened(rule, _RULE))}</code>"
    if trial.reaches is None:
        yield say("No posts are stored yet.")
        return
    since = max(trial.since, trial.reaches)
    yield say(
        "Posts that it finds since {time}: {number}", time=texts.moment(since, now), number=trial.found.total
    )
    yield say("That is about {number} a day.", number=_a_day(trial, since, now))
    yield say("Found by both rules: {number}", number=trial.common)
    yield ""
    yield f"<b>{say('More than now: {number}', number=trial.adds.total)}</b>"
    yield from _examples(trial.adds, asked, now)
    yield f"<b>{say('No longer found: {number}', number=trial.loses.total)}</b>"
    yield from _examples(trial.loses, asked, now)
    if trial.others_since is None or trial.others_since > since:
        kept = texts.span(desk.setup.config.storage.keep_other)
        yield say(
            "Posts that fit no rule are kept for {span}: of older ones only others are seen.", span=kept
        )


def _a_day(trial: Trial, since: datetime, now: datetime) -> str:
    """Return how many posts a day a rule finds; less than a day tells of that day alone."""
    per_day = trial.found.total / max((now - since) / timedelta(days=1), 1.0)
    return f"{per_day:.1f}".removesuffix(".0")


def _examples(tally: Tally, asked: Asked, now: datetime) -> Iterator[str]:
    return (_example(one, asked, now) for one in tally.examples[:_EXAMPLES])


def _example(found: Found, asked: Asked, now: datetime) -> str:
    stored, matches = found
    text = html_of(passage(stored.post.text, matches, _PASSAGE)).replace("\n", " ")
    time = asked.texts.moment(moment_of(stored), now)
    return f"• {escape(stored.post.source)}, {time}: {text}"


async def _show(desk: Desk, asked: Asked, state: State) -> Page:
    del desk
    say = asked.texts.say
    rows = (
        (Choice(say("Put it to work"), _USE),),
        (go(say("Try another"), **{**_about(state), "page": "try"}),),
        (go(say("Discard"), **{**_about(state), "page": "topic"}),),
    )
    return Page(state["html"], rows)


def _about(state: State) -> dict[str, Any]:
    return {"topic": state["topic"], "number": state.get("number", 0)}


async def _use(desk: Desk, asked: Asked, state: State, choice: Choice) -> Turn:
    """Put the rule to work that was shown, where what it was compared with is still the one at work."""
    del choice
    say, topic = asked.texts.say, topic_of(desk, state)
    if topic is None or desk.reload is None:
        return came_of(say("There is no file in which a change could be kept."), "topics")
    if topic.rule.text != state["against"]:
        told = say("The rule at work has changed meanwhile. Try yours again.")
        return came_of(told, **{**_about(state), "page": "topic"})
    outcome = await set_rule(topic.name, state["rule"], desk, desk.reload, asked)
    return came_of(outcome.html, **{**_about(state), "page": "topic"})


PARTS = (Part("try", _ask, hear=_try), Part("tried", _show, _use))
"""The pages on which a rule is tried."""
