"""The command ``match``: one's own texts through the rules, one JSON object a line in and out."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from bot.parts import watchlist
from bot.printing import Lines
from bot.tuning.command_line import FAILED, config_option, loaded, say
from bot.tuning.json_lines import BadLine, moment_of, object_of
from bot.tuning.source_names import SourceNames
from monitors.marking import mark
from storage.model import Post

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from bot.setup import Setup


class Filter:
    """The topics and places of a configuration, compiled once for any number of texts."""

    def __init__(self, setup: Setup) -> None:
        self._sources = SourceNames(setup.sources)
        self._lexicon = watchlist(setup).lexicon

    def record(self, line: bytes) -> dict[str, Any]:
        """Return what a line comes to; positions are code points of its text, as it was given.

        Raises :exc:`BadLine`.
        """
        values = _values(line)
        text = values["text"]
        source = self._sources.named(values.get("source"))
        post = Post(source.key, "", "", text, published=values.get("published"), lang=values.get("lang", ""))
        marked = mark(self._lexicon, post, source)
        return {
            "id": values.get("id"),
            "topics": [target.removeprefix("topic:") for target in marked.targets],
            "places": list(marked.places),
            "matches": [
                {"term": match.term, "form": match.form, "start": match.start, "end": match.end}
                for match in marked.matches
            ],
        }


def match_lines(setup: Setup, lines: Iterable[bytes]) -> int:
    """Print what each line comes to, at once; return how many were no texts, which are told one by one.

    Raises :exc:`BrokenPipeError` once nobody reads what is printed.
    """
    matching, printed, bad = Filter(setup), Lines(must_be_read=True), 0
    for number, line in enumerate(lines, 1):
        if line.isspace():
            continue
        try:
            record = matching.record(line)
        except BadLine as error:
            bad += 1
            say(f"line {number}: {error}")
        else:
            printed.print(record)
    return bad


@click.command("match")
@config_option
def match_command(config_path: Path) -> None:
    """Match texts from standard input: one JSON object a line in, one a line out.

    In: {"id": …, "text": "…"}, and if you like "source" (kind:name, or a name), "published" (ISO 8601)
    and "lang". Out, for each, matched or not, in the same order: {"id": …, "topics": […],
    "places": […], "matches": [{"term", "form", "start", "end"}]}, where text[start:end] is the form,
    counted in code points. Nothing is stored. A line that is no such object is told on standard error
    and left out; then the exit code is 1. Empty lines are passed over.
    """
    setup = loaded(config_path)
    try:
        bad = match_lines(setup, sys.stdin.buffer)
    except BrokenPipeError:
        sys.exit(0)  # whoever reads has enough: there is no use in reading on
    if bad:
        say(f"{bad} {'line was' if bad == 1 else 'lines were'} left out")
        sys.exit(FAILED)


# --- a line as values -------------------------------------------------------------------------


def _values(line: bytes) -> dict[str, Any]:
    values = object_of(line, '"id" and "text"')
    if isinstance(values.get("id"), dict | list):
        raise BadLine('expected an "id" that is a string or a number')
    if "text" not in values:
        raise BadLine('there is no "text"')
    values = {name: value for name, value in values.items() if value is not None or name == "text"}
    for name in ("text", "source", "lang", "published"):
        if not isinstance(values.get(name, ""), str):
            raise BadLine(f'expected a "{name}" that is a string')
    if "published" in values:
        values["published"] = moment_of(values["published"])
    return values
