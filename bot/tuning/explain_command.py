"""The command ``explain``: why a text or a stored post matches, or what it lacks."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import click

from bot.finding import source_of
from bot.health.command import tell_age
from bot.passage import plain
from bot.printing import Lines, Terminal
from bot.tuning.command_line import FAILED, WRONG, config_option, fail, json_option, loaded, stored
from bot.tuning.explaining import explained, reasons_record
from bot.tuning.links import link_in
from bot.tuning.source_names import SourceNames
from monitors.explaining import Explainer
from monitors.lexicon import Target
from storage import posts
from storage.model import Post, topic_target

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from bot.setup import Setup
    from storage.model import Source


class Subject(NamedTuple):
    """What is to be explained."""

    post: Post
    source: Source
    seen: datetime | None = None


@click.command("explain")
@click.argument("text", metavar="TEXT|LINK")
@click.option("--source", help="Whose post the text is: kind:name, or a configured source's name.")
@click.option("--all", "every", is_flag=True, help="Show the topics too of which no word stands there.")
@config_option
@json_option
def explain_command(text: str, source: str | None, config_path: Path, *, every: bool, as_json: bool) -> None:
    """Say which topics a text satisfies and why, and what the others lack.

    A LINK means the stored post of this address. Each word is shown with the form in which it stands
    and where (the first character is 1); of places it is said too why one does not count.
    """
    setup = loaded(config_path)
    subject = _subject(text, source, setup)
    targets = [Target(topic_target(topic.name), topic.severity, topic.rule) for topic in setup.topics]
    reasons = Explainer(targets, setup.vocabulary).explain(*subject)
    if as_json:
        head = {"source": subject.source.key if subject.source.name else None, "text": subject.post.text}
        Lines().print({**head, "service": subject.post.service, **reasons_record(reasons, every=every)})
        return
    if subject.post.link:
        click.echo(f"{subject.source.key}: {plain(subject.post.text)}\n")
    if subject.post.service:
        click.echo("This is what the network says of the channel itself: it satisfies no topic.\n")
    Terminal().print(explained(reasons, every=every), end="")


def _subject(text: str, source: str | None, setup: Setup) -> Subject:
    if not (link := link_in(text)):
        whose = SourceNames(setup.sources).named(source)
        return Subject(Post(whose.key, "", "", text), whose)
    if source is not None:
        fail(WRONG, "--source: a stored post has its own source; give it with a text")
    found = stored(setup, partial(posts.linked, link=link))
    if found is None:
        tell_age(setup)
        fail(
            FAILED,
            f"{link}: no such post is stored (posts that satisfied nothing are kept for a few days only)",
        )
    return Subject(found.post, source_of(found.post.source, setup.watched), found.seen)
