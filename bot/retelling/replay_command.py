"""The command ``replay``: a recorded day once more, as one chat would have got it by the rules of now."""

from __future__ import annotations

import asyncio
import logging
import sys
from typing import IO, TYPE_CHECKING

import click
from rich.text import Text

from bot.logs import set_up_logging
from bot.passage import shortened
from bot.printing import Lines, Terminal
from bot.retelling.chat_record import Action
from bot.retelling.counting import counted
from bot.retelling.recorded_lines import BadRecording, read_lines
from bot.retelling.recording import recording_of
from bot.retelling.retelling import retell
from bot.setup import target_of
from bot.tuning.command_line import FAILED, WRONG, config_option, fail, json_option, loaded, say, texts_of
from monitors import rules
from storage.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from rich.console import Console

    from bot.retelling.chat_record import Shown
    from bot.retelling.recording import Recording
    from bot.retelling.retelling import Tally
    from bot.setup import Setup
    from bot.texts import Texts
    from storage.model import Source

_MOST_NAMED, _NAME = 10, 60


@click.command("replay")
@click.argument("file", type=click.File("rb"))
@click.option("--follow", metavar="TARGET", multiple=True, help="What the chat follows; may be repeated.")
@config_option
@json_option
def replay_command(file: IO[bytes], follow: tuple[str, ...], config_path: Path, *, as_json: bool) -> None:
    """Run recorded posts through the rules of now, and show what a chat would have got.

    FILE holds one JSON object a line: {"source", "key", "published", "text", and if you like "forward_of",
    "edited_of"}; "-" is standard input. The chat follows what [console] says, or --follow: all, a topic, a
    place or a rule. Time is simulated, and the configured database is not touched.
    """
    setup = loaded(config_path)
    set_up_logging(level=logging.ERROR)
    targets = _targets(follow, setup)
    recording = _recording(file, setup)
    if recording.strangers:
        say(f"not configured, so taken as channels: {_named(recording.strangers)}")
    told = _Records() if as_json else _Chat(Terminal(must_be_read=True), texts_of(setup))
    try:
        tally = asyncio.run(retell(setup, targets, recording, told.show))
    except StorageError as error:
        fail(FAILED, str(error))
    except BrokenPipeError:
        sys.exit(0)  # whoever reads has enough
    say(summary(tally))


def _targets(follow: Sequence[str], setup: Setup) -> list[str]:
    try:
        return [target_of(text, setup.known) for text in follow] or list(setup.console_targets)
    except rules.RuleError as error:
        fail(WRONG, f"--follow: {error}")


def _recording(file: IO[bytes], setup: Setup) -> Recording:
    name = getattr(file, "name", "<stdin>").replace("<stdin>", "standard input")
    try:
        return recording_of(read_lines(file, name), setup.sources, name)
    except BadRecording as error:
        fail(WRONG, str(error))


def _named(sources: Sequence[Source]) -> str:
    """Return the names of the first few sources, and how many there are besides."""
    names = [shortened(source.key, _NAME) for source in sources[:_MOST_NAMED]]
    more = len(sources) - len(names)
    return ", ".join(names) + (f" and {more} more" if more else "")


def summary(tally: Tally) -> str:
    """Return what a recording came to, in a sentence."""
    posts, stories = counted(tally.posts, "post"), counted(tally.stories, "story", "stories")
    new = counted(tally.shown[Action.NEW], "message")
    edits = counted(tally.shown[Action.EDIT], "edit")
    sounds = counted(tally.shown[Action.SOUND], "reply that sounds", "replies that sound")
    got = f"the chat would have got {new}, {edits} and {sounds}"
    return f"{posts}, {tally.matched:,} of them matched, {stories}; {got}"


class _Records:
    """Prints what the chat would have got for machines."""

    def __init__(self) -> None:
        self._lines = Lines(must_be_read=True)

    def show(self, shown: Shown) -> None:
        self._lines.print(shown.record())


class _Chat:
    """Prints what the chat would have got for people; of an edit, the lines that are new in it."""

    def __init__(self, console: Console, texts: Texts) -> None:
        self._console = console
        self._texts = texts
        self._before: dict[int, list[str]] = {}

    def show(self, shown: Shown) -> None:
        lines = shown.message.as_text().splitlines()
        before = self._before.get(shown.story, []) if shown.action is Action.EDIT else []
        if shown.action is not Action.SOUND:
            self._before[shown.story] = lines
        time = f"{shown.at.astimezone(self._texts.zone):%d.%m. %H:%M:%S}"
        story = f"story {shown.story}, {shown.trust.word}, {counted(len(shown.posts), 'post')}"
        text = Text(f"{time}  {shown.action.value}: {story}\n", _STYLES[shown.action])
        for line in lines:
            if line not in before:
                text.append(f"  {line}\n")
        self._console.print(text)


_STYLES = {Action.NEW: "bold red", Action.EDIT: "cyan", Action.SOUND: "bold magenta"}
