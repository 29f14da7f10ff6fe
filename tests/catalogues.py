"""What a program says and what its catalogues hold, compared; and the way to write them anew.

    .venv/bin/python -m tests.catalogues

puts every message of the code into each ``bot/locales/<language>/messages.po``, in the order of the
code, keeps its translation, and drops what nobody says any more.
"""

from __future__ import annotations

import ast
import re
import string
import unicodedata
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from tests.fakes.bot_api_html import CannotParseError, read_html

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from babel.messages.catalog import Message

ROOT = Path(__file__).parents[1]
LOCALES = ROOT / "bot" / "locales"

KEYWORDS: dict[str, tuple[int, ...] | None] = {"say": None, "count": (1, 2), "Command": (2,)}
"""Who takes a message: :meth:`Texts.say`, :meth:`Texts.count`, and a command's description."""

_KEPT_HEADERS = ('"Language:', '"Plural-Forms:', '"MIME-Version:', '"Content-')
"""What a translator's tools need; dates and names would change without a reason, git knows them."""


_PLACEHOLDER = re.compile(r"\{[a-z_]*\}|/[a-z]+")
"""What is filled in, and commands, which are the same in every language."""


def messages_of(folder: Path) -> Catalog:
    """Return every message in the Python files of a folder."""
    catalogue = Catalog(project="regionwatch", fuzzy=False)
    plain = extract_from_dir(folder, [("**.py", "python")], keywords=KEYWORDS)
    found = [(file, line, message) for file, line, message, _, _ in plain]
    for file, _, message in sorted([*found, *_in_f_strings(folder)], key=lambda one: (*one[:2], str(one[2]))):
        catalogue.add(message, locations=[(f"{folder.name}/{file}", 0)])
    return catalogue


def _in_f_strings(folder: Path) -> Iterator[tuple[str, int, str | tuple[str, ...]]]:
    """Yield file, line and message of what is said within f-strings: before Python 3.12 Babel reads none."""
    for path in folder.rglob("*.py"):
        outer = filter(lambda node: isinstance(node, ast.JoinedStr), ast.walk(ast.parse(path.read_text())))
        for call in (inner for node in outer for inner in ast.walk(node) if isinstance(inner, ast.Call)):
            if message := _message(call):
                yield path.relative_to(folder).as_posix(), call.lineno, message


def _message(call: ast.Call) -> str | tuple[str, ...]:
    """Return the message that a call takes, with its plural; empty where it takes none."""
    name = getattr(call.func, "attr", getattr(call.func, "id", ""))
    numbers = KEYWORDS.get(name, ()) or (1,)
    if name not in KEYWORDS:
        return ""
    texts = [str(one.value) for at in numbers if isinstance(one := call.args[at - 1], ast.Constant)]
    return tuple(texts) if texts[1:] else "".join(texts)


def read(language: str) -> Catalog:
    """Return a language's catalogue."""
    with (LOCALES / language / "messages.po").open("rb") as stream:
        return read_po(stream, locale=language)


def problems_of(catalogue: Catalog, said: Catalog) -> list[str]:
    """Return what is wrong with a catalogue for a program that says these messages."""
    held, wanted = ({message.id for message in part if message.id} for part in (catalogue, said))
    return [
        *(f"missing: {message}" for message in wanted - held),
        *(f"said by nobody: {message}" for message in held - wanted),
        *(problem for message in catalogue if message.id for problem in _wrong(message)),
    ]


def unfinished(catalogue: Catalog, script: str = "") -> list[str]:
    """Return the messages that have no translation, or one without a letter of the language's script.

    ``script`` is how the Unicode names of its letters begin. What has no words needs none.
    """
    return [
        str(message.id)
        for message in catalogue
        if message.id and _has_words(message) and not all(map(_said_in(script), _texts(message, catalogue)))
    ]


def _texts(message: Message, catalogue: Catalog) -> list[str]:
    """Return a translation's forms; as many as the language has, empty where one is missing."""
    wanted = catalogue.num_plurals if message.pluralizable else 1
    return [*forms(message.string), *[""] * wanted][:wanted]


def _said_in(script: str) -> Callable[[str], bool]:
    return lambda text: any(unicodedata.name(c, "").startswith(script) for c in text if c.isalpha())


def _has_words(message: Message) -> bool:
    return any(c.isalpha() for text in forms(message.id) for c in _PLACEHOLDER.sub("", text))


def forms(text: str | Iterable[str] | None) -> list[str]:
    """Return the forms of a message or its translation, one or as many as there are plurals."""
    return [text] if isinstance(text, str) else [*(text or ())]


def _wrong(message: Message) -> list[str]:
    """Return what is wrong with one message and its translation; an empty one is none yet."""
    originals = forms(message.id)
    expected = set().union(*map(placeholders, originals))
    texts = [text for text in [*originals, *forms(message.string)] if text]
    return [
        *(f"other placeholders: {text}" for text in texts if placeholders(text) != expected),
        *(f"markup: {text}" for text in texts if not _is_plain(text)),
    ]


def placeholders(text: str) -> set[str]:
    """Return the names that are filled into a message."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def _is_plain(text: str) -> bool:
    """Tell whether a text says the same with and without Telegram's HTML: it can stand in both."""
    try:
        return read_html(text).text == text
    except CannotParseError:
        return False


def main() -> None:
    """Write the catalogues anew."""
    said = messages_of(ROOT / "bot")
    for file in LOCALES.glob("*/messages.po"):
        catalogue = read(file.parent.name)
        catalogue.update(said, no_fuzzy_matching=True)
        written = BytesIO()
        write_po(written, catalogue, width=110, ignore_obsolete=True, include_lineno=False)
        file.write_text(_tidy(written.getvalue().decode()), encoding="utf-8")


def _tidy(written: str) -> str:
    """Return a catalogue with nothing in its head but what is needed."""
    head, _, body = written.strip().partition("\n\n")
    head = head.replace(' "\n"', " ")  # a long line that was folded
    first, kept = (
        head.splitlines()[:2],
        [line for line in head.splitlines() if line.startswith(_KEPT_HEADERS)],
    )
    return "\n".join([*first, *kept, "", body, ""])


if __name__ == "__main__":
    main()
